package org.hutong.region;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// A code and name a region carried from a day up to, and not including, another.
public record DatedCode(String code, String name, LocalDate validFrom, @Nullable LocalDate validTo, String source) {}
