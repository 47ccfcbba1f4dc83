package org.hutong.exchange;

import java.util.Map;

/// A row of a delivered list, opened: field code to value; dates as `YYYY-MM-DD`.
public record ListRow(int row, byte[] idIndex, Map<String, String> fields) {}
