package org.hutong.registry;

import java.util.UUID;

/// A registered person whose identity number is exactly the one asked for.
///
/// @param idNumber the number as it was asked
public record PersonMatch(UUID personId, String idNumber) {}
