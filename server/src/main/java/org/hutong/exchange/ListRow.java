package org.hutong.exchange;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of a delivered list, opened: field code to value; dates as `YYYY-MM-DD`.
///
/// @param id      of the row of this delivery, not of the row in the sheet: a marriage is one row in the sheet and two here
/// @param idIndex null where the row's identity number cannot be used; `idNumber` then holds what stands in its cell
public record ListRow(UUID id, int row, byte @Nullable [] idIndex, Map<String, String> fields) {}
