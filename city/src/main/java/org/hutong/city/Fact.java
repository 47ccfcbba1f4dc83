package org.hutong.city;

import java.time.LocalDate;

/// A dated fact about one person.
///
/// @param value     as [FactKind] says
/// @param detail    what the department's list shows beside it: institution, document number, diagnosis; may be empty
/// @param trueFrom  first day
/// @param trueTo    first day it no longer holds, null while it lasts; may lie in the future (end of a sentence)
/// @param knownFrom day from which the registry knows it; null: the registry does not know it yet, only a department's list says so
/// @param source    list it comes from: code of a list such as `DEATH_POLICE`
public record Fact(long person, FactKind kind, String value, String detail, LocalDate trueFrom, LocalDate trueTo, LocalDate knownFrom, String source) {

    public boolean holds(LocalDate on) {
        return !trueFrom.isAfter(on) && (trueTo == null || trueTo.isAfter(on));
    }

    public boolean known(LocalDate on) {
        return knownFrom != null && !knownFrom.isAfter(on);
    }
}
