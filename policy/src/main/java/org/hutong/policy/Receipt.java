package org.hutong.policy;

import java.time.LocalDate;

/// What an answer rests on.
///
/// @param sha256 over the resolved chain of packs for the place, in canonical form (UTF-8, `\n`, no trailing blanks, paths in order, tests left out)
/// @param engine version of this library; it stands outside the canonical result
public record Receipt(String id, String version, String sha256, String engine, String region, LocalDate on, LocalDate knownOn) {}
