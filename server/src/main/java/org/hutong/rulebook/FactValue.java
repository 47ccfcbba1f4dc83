package org.hutong.rulebook;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// One fact as the policy engine reads it: keyed by the fact's name in `facts.yaml`, never by a person.
///
/// @param name      name in `facts.yaml`, such as 父亲情形
/// @param value     written as in a rulebook test: an enum value, `true`, `2015-03-01`, a whole number, money in 元, or `无` where
///                  it is known that there is none
/// @param trueFrom  first day the value held
/// @param trueTo    first day it no longer holds, as known today; null while no end is known
/// @param knownFrom day we learned it
/// @param source    list or office it came from, with its row where there is one
public record FactValue(String name, String value, @Nullable LocalDate trueFrom, @Nullable LocalDate trueTo, LocalDate knownFrom, String source) {}
