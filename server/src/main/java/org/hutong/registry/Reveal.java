package org.hutong.registry;

import java.time.Instant;
import java.util.UUID;
import org.hutong.access.LookLog;
import org.hutong.access.Purposes;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Shows one masked field of a child or of somebody of the child's family, under a purpose that runs, and logs it.
@Service
@Transactional
public class Reveal {

    public enum Field {
        ID_NUMBER("id_cipher", People.ID_NUMBER), PHONE("phone_cipher", People.PHONE), ADDRESS("address_cipher", People.ADDRESS),
        ACCOUNT("account_cipher", People.ACCOUNT);

        private final String column;
        private final String aad;

        Field(String column, String aad) {
            this.column = column;
            this.aad = aad;
        }
    }

    public record Shown(String value, Instant until) {}

    private final JdbcClient jdbc;
    private final Vault vault;
    private final Registry registry;
    private final Purposes purposes;
    private final LookLog looks;

    Reveal(JdbcClient jdbc, Vault vault, Registry registry, Purposes purposes, LookLog looks) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.registry = registry;
        this.purposes = purposes;
        this.looks = looks;
    }

    /// @param personId null for the child; else one of the child's relatives
    /// @throws Refusal `ACC-020` without a purpose, `REG-001` when not in sight or not of the family, `REG-008` when nothing is written there
    public Shown show(UUID fileId, Field field, @Nullable UUID personId) {
        var child = registry.child(fileId);
        var purpose = purposes.require(fileId);
        var person = personId == null ? child.personId() : personId;
        if (!person.equals(child.personId()) && registry.relatives(child.personId()).stream().noneMatch(relative -> relative.personId().equals(person))) {
            looks.denied("person", person, "不是该儿童的家庭成员");
            throw Registry.notThere();
        }
        registry.person(person);
        var sealed = jdbc.sql("select " + field.column + " from registry.person where id = :id and " + field.column + " is not null").param("id", person)
                .query((row, n) -> row.getBytes(1)).optional();
        looks.record(LookLog.Action.REVEAL, "child", fileId, child.regionId(), purpose.purpose(), sealed.isPresent() ? LookLog.OK : "没有登记", field.name());
        return new Shown(vault.open(sealed.orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "REG-008", "档案里没有登记这一项", "没有显示", "可在下次走访时补登记")),
                Vault.aad(field.aad, person)), purpose.expiresAt());
    }
}
