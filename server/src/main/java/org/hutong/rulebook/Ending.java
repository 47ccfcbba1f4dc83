package org.hutong.rulebook;

import java.time.LocalDate;
import java.time.YearMonth;

/// Last month paid under one stopping rule.
public record Ending(String reason, LocalDate event, YearMonth lastMonth, String clause) {}
