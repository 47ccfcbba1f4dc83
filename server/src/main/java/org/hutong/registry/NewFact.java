package org.hutong.registry;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A fact to be recorded. The one who records it and the moment are taken from the running transaction.
///
/// @param checksum   SM3 of the delivery it was read from
/// @param supersedes the row this one is better than
public record NewFact(UUID personId, String kind, String value, @Nullable String detail, LocalDate trueFrom, @Nullable LocalDate trueTo,
        FactSource source, byte @Nullable [] checksum, @Nullable UUID evidenceFileId, @Nullable String note, @Nullable UUID supersedes) {

    /// Read from a row of a department's list.
    public static NewFact listed(UUID personId, String kind, String value, @Nullable String detail, LocalDate trueFrom, @Nullable LocalDate trueTo,
            String list, String listName, UUID deliveryId, byte[] checksum, int row) {
        return new NewFact(personId, kind, value, detail, trueFrom, trueTo, new FactSource(list, listName, deliveryId, row, null), checksum, null, null, null);
    }

    /// Said by somebody: an applicant, a director on a visit.
    ///
    /// @param where how it reached us, such as 申请 0012
    public static NewFact stated(UUID personId, String kind, String value, LocalDate trueFrom, String where) {
        return new NewFact(personId, kind, value, null, trueFrom, null, new FactSource(null, where, null, null, null), null, null, null, null);
    }
}
