package org.hutong.registry;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A fact to be recorded. The one who records it and the moment are taken from the running transaction.
///
/// @param supersedes the row this one is better than
public record NewFact(UUID personId, String kind, String value, @Nullable String detail, LocalDate trueFrom, @Nullable LocalDate trueTo,
        FactSource source, @Nullable UUID evidenceFileId, @Nullable String note, @Nullable UUID supersedes) {

    public static NewFact of(UUID personId, String kind, String value, LocalDate trueFrom, @Nullable LocalDate trueTo, FactSource source) {
        return new NewFact(personId, kind, value, null, trueFrom, trueTo, source, null, null, null);
    }
}
