package org.hutong.registry;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// A person to be enrolled.
///
/// @param sex      男, 女 or null to take it from the number
/// @param born     null to take it from the number
/// @param idNumber as written on paper; a number that is not a possible one is kept, with a note, and never matched
/// @param regionId place that keeps the record
public record NewPerson(String name, @Nullable String sex, @Nullable LocalDate born, @Nullable String ethnicity, @Nullable String idNumber,
        @Nullable String phone, @Nullable String address, @Nullable String account, @Nullable String bank, int regionId,
        @Nullable Integer hukouId, @Nullable Integer homeId) {

    public static NewPerson of(String name, @Nullable String idNumber, int regionId) {
        return new NewPerson(name, null, null, null, idNumber, null, null, null, null, regionId, null, null);
    }
}
