package org.hutong.determination;

import java.util.UUID;

/// A lead, as far as determination knows it: an opaque id and the rule that found it.
public record LeadRef(UUID id, String ruleCode) {}
