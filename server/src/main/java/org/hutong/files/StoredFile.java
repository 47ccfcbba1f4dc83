package org.hutong.files;

import java.util.UUID;

/// An attachment, without its bytes.
public record StoredFile(UUID id, String name, int size, String type) {}
