package org.hutong.registry;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `personId` is the `relation` of the person asked about.
///
/// @param person null when the relative's record lies outside the reader's places
public record Relative(Relation relation, UUID personId, @Nullable PersonView person, @Nullable LocalDate from, @Nullable LocalDate to) {

    public boolean holds(LocalDate on) {
        return (from == null || !from.isAfter(on)) && (to == null || to.isAfter(on));
    }
}
