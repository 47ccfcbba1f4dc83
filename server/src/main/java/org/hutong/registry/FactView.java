package org.hutong.registry;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A dated fact about one person, with its source.
///
/// @param trueFrom     first day it held
/// @param trueTo       first day it no longer holds, null while no end is known
/// @param knownFrom    when we learned it
/// @param supersededAt when a better row took its place
public record FactView(UUID id, UUID personId, String kind, String value, @Nullable String detail, LocalDate trueFrom, @Nullable LocalDate trueTo,
        Instant knownFrom, @Nullable Instant supersededAt, FactSource source, @Nullable UUID enteredBy, @Nullable UUID evidenceFileId,
        @Nullable String note) {

    public boolean holds(LocalDate on) {
        return !trueFrom.isAfter(on) && (trueTo == null || trueTo.isAfter(on));
    }

    /// The same fact told of another record of the same person.
    FactView of(UUID person) {
        return person.equals(personId) ? this
                : new FactView(id, person, kind, value, detail, trueFrom, trueTo, knownFrom, supersededAt, source, enteredBy, evidenceFileId, note);
    }

    public boolean superseded() {
        return supersededAt != null;
    }

    public String kindName() {
        return FactKinds.name(kind);
    }
}
