package org.hutong.region;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who holds which post of which office, for which place, from when up to (and not including) when.
///
/// @param accountId null while the holder has no account
public record Post(UUID id, int officeId, int regionId, @Nullable UUID accountId, String kind, String personName,
        LocalDate validFrom, @Nullable LocalDate validTo) {

    public String kindName() {
        return Posts.kindName(kind);
    }
}
