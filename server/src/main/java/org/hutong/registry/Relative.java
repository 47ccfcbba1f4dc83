package org.hutong.registry;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `personId` is the `relation` of the person asked about.
///
/// @param relation name of a [Relation], such as `FATHER`
/// @param person null when the relative's record lies outside the reader's places
public record Relative(String relation, UUID personId, @Nullable PersonView person, @Nullable LocalDate from, @Nullable LocalDate to) {

    public Relation kind() {
        return Relation.valueOf(relation);
    }

    public boolean holds(LocalDate on) {
        return (from == null || !from.isAfter(on)) && (to == null || to.isAfter(on));
    }
}
