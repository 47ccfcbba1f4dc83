package org.hutong.determination;

import java.time.YearMonth;
import java.util.UUID;

/// A person has confirmed; the child is owed the programme from `firstMonth` on.
public record DecisionConfirmed(UUID decisionId, UUID childFileId, String programme, YearMonth firstMonth, long amountFen) {}
