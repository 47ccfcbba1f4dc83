package org.hutong.city;

import java.time.LocalDate;

/// `relative` is the `relation` of `person`; stated in both directions for siblings, twins and spouses.
///
/// @param from null where it holds from birth on
/// @param to   first day it no longer holds (divorce, end of a guardianship), null while it lasts
public record Kinship(long person, long relative, Relation relation, LocalDate from, LocalDate to) {
}
