package org.hutong.registry;

import java.util.UUID;

public record FactRecorded(UUID personId, String kind, UUID factId) {}
