package org.hutong.registry;

import java.time.LocalDate;
import java.util.UUID;
import org.hutong.kernel.CitizenId;
import org.hutong.kernel.Vault;
import org.jspecify.annotations.Nullable;

/// A person ready for the database: the number checked and sealed, birth date and sex taken from it where they were not given.
record SealedPerson(UUID id, String name, String sex, @Nullable LocalDate born, byte @Nullable [] idCipher, byte @Nullable [] idIndex,
        byte @Nullable [] last4Index, @Nullable String idNote, byte @Nullable [] phone, byte @Nullable [] account, byte @Nullable [] address) {

    static final String LAST4 = "last4:";

    static SealedPerson of(UUID id, NewPerson person, Vault vault) {
        var raw = person.idNumber() == null ? "" : CitizenId.clean(person.idNumber());
        var number = CitizenId.parse(raw).orElse(null);
        var born = person.born() != null || number == null ? person.born() : number.born();
        var sex = person.sex() != null || number == null ? person.sex() : number.sex();
        var kept = number == null ? raw : number.number();
        return new SealedPerson(id, person.name().strip(), sex == null ? "未知" : sex, born,
                kept.isEmpty() ? null : vault.seal(kept, Vault.aad(People.ID_NUMBER, id)),
                number == null ? null : vault.blindIndex(kept),
                kept.length() < 4 ? null : vault.blindIndex(LAST4 + kept.substring(kept.length() - 4)),
                note(raw, number, born, sex), sealed(vault, person.phone(), People.PHONE, id), sealed(vault, person.account(), People.ACCOUNT, id),
                sealed(vault, person.address(), People.ADDRESS, id));
    }

    private static @Nullable String note(String raw, @Nullable CitizenId number, @Nullable LocalDate born, @Nullable String sex) {
        if (raw.isEmpty()) {
            return "未登记号码";
        }
        if (number == null) {
            return CitizenId.check(raw).text();
        }
        if (born != null && !born.equals(number.born())) {
            return "出生日期与号码不一致";
        }
        if (sex != null && !sex.equals("未知") && !sex.equals(number.sex())) {
            return "性别与号码不一致";
        }
        return raw.length() == 15 ? "由 15 位旧号码换算" : null;
    }

    private static byte @Nullable [] sealed(Vault vault, @Nullable String plain, String column, UUID id) {
        return plain == null || plain.isBlank() ? null : vault.seal(plain.strip(), Vault.aad(column, id));
    }
}
