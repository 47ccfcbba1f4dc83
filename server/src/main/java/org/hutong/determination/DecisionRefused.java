package org.hutong.determination;

import java.util.UUID;

/// A person has refused in writing, with a reason.
public record DecisionRefused(UUID decisionId, UUID childFileId, String programme) {}
