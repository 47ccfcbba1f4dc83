package org.hutong.registry;

import java.util.UUID;

public record FileOpened(UUID fileId, UUID personId) {}
