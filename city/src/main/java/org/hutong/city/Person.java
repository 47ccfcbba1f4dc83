package org.hutong.city;

import java.time.LocalDate;

/// One invented person, as the truth has them.
///
/// @param id       unique in one city, never changes for one seed and plan
/// @param idNumber 18 characters that pass GB 11643, with an area prefix that was never assigned; null for a foreigner
/// @param passport passport number and country of a foreigner, else null
/// @param ethnicity 汉, 回, 满 …, without 族
/// @param phone    11 digits from a range no carrier was given (假设); null for small children and many old people
/// @param hukou    12-digit code of the village of the household register, or of the prefecture where the register is outside the city; the home for a foreigner
/// @param home     12-digit code of the village the person lives in
/// @param address  Chinese text from the district down
public record Person(long id, String name, Sex sex, LocalDate born, String idNumber, String passport, String ethnicity, String phone,
                     String hukou, String home, String address) {

    /// Full years on a day.
    public int age(LocalDate on) {
        return on.getYear() - born.getYear() - (on.getMonthValue() * 100 + on.getDayOfMonth() < born.getMonthValue() * 100 + born.getDayOfMonth() ? 1 : 0);
    }

    public boolean minor(LocalDate on) {
        return age(on) < 18;
    }
}
