package org.hutong.registry;

import java.time.LocalDate;
import java.util.UUID;

/// An entry of one of the written parts of a file.
public record Entry(UUID id, Part part, LocalDate on, String text, String byName) {}
