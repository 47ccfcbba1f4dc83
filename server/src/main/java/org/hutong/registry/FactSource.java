package org.hutong.registry;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where a fact comes from: a row of a department's delivery, or a person's word.
///
/// @param list     code of the list, `ROSTER` for an imported roster, `MANUAL` for something typed in
/// @param checksum SM3 of the delivery, which stays when the list itself is gone
public record FactSource(String list, @Nullable UUID deliveryId, byte @Nullable [] checksum, @Nullable Integer row) {

    public static final String MANUAL = "MANUAL";
    public static final String ROSTER = "ROSTER";

    public static FactSource manual() {
        return new FactSource(MANUAL, null, null, null);
    }
}
