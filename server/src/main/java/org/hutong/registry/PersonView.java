package org.hutong.registry;

import java.time.LocalDate;
import java.time.Period;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A person as lists and files show them: the number, the phone and the account are masked, the address is not there.
///
/// @param sex      男, 女 or 未知
/// @param regionId place that keeps the record
/// @param homeId   place they live in when it is another one
/// @param idNote   what is odd about the number: 校验位不符, 15 位旧号码
public record PersonView(UUID id, String name, String sex, @Nullable LocalDate born, @Nullable String ethnicity, @Nullable String idMasked,
        @Nullable String idNote, @Nullable String phoneMasked, int regionId, @Nullable Integer hukouId, @Nullable Integer homeId,
        @Nullable LocalDate diedOn) {

    public boolean alive() {
        return diedOn == null;
    }

    public String sexName() {
        return sex;
    }

    /// Full years on a day; null while the birth date is unknown.
    public @Nullable Integer ageOn(LocalDate day) {
        return born == null ? null : Period.between(born, day).getYears();
    }
}
