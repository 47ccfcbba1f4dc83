package org.hutong.registry;

import java.util.UUID;

/// A registered person and the blind index of their identity number.
public record PersonIndex(UUID personId, byte[] idIndex) {}
