package org.hutong.registry;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A fact as screens show it.
public record FactShown(UUID id, String kind, String kindName, String value, String valueName, LocalDate trueFrom, @Nullable LocalDate trueTo,
        Instant knownFrom, FactSource source, UUID personId, String personName, @Nullable UUID evidenceFileId, boolean superseded) {

    public static FactShown of(FactView fact, String personName) {
        return new FactShown(fact.id(), fact.kind(), fact.kindName(), fact.value(), fact.detail() == null ? fact.value() : fact.value() + "（" + fact.detail() + "）",
                fact.trueFrom(), fact.trueTo(), fact.knownFrom(), fact.source(), fact.personId(), personName, fact.evidenceFileId(), fact.superseded());
    }
}
