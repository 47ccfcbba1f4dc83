package org.hutong.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.hutong.kernel.CitizenId;
import org.hutong.kernel.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;

/// Reads rows of persons, files and facts; opens what is sealed and masks it.
@Component
class People {

    static final String PERSON_COLUMNS = "id, name, sex, born, ethnicity, id_cipher, id_note, phone_cipher, region_id, hukou_id, home_id, died_on";
    static final String CHILD_COLUMNS = """
            id, file_no, person_id, region_id, hukou_id, name, sex, born, stage, level, household_id, categories, completeness, opened_on, died_on""";
    static final String FACT_COLUMNS = """
            id, person_id, kind, value, value_cipher, detail_cipher, true_from, true_to, known_from, superseded_at, source_list, source_name,
            delivery_id, source_row, entered_by, entered_name, evidence_file_id, note
            """;

    static final String ID_NUMBER = "registry.person.id_number";
    static final String PHONE = "registry.person.phone";
    static final String ACCOUNT = "registry.person.account";
    static final String ADDRESS = "registry.person.address";
    static final String HOUSEHOLD_ADDRESS = "registry.household.address";
    static final String FACT_VALUE = "registry.fact.value";
    static final String FACT_DETAIL = "registry.fact.detail";
    static final String ENTRY_TEXT = "registry.entry.text";

    private final Vault vault;

    People(Vault vault) {
        this.vault = vault;
    }

    RowMapper<PersonView> person() {
        return (row, n) -> {
            var id = row.getObject("id", UUID.class);
            var number = vault.openOrNull(row.getBytes("id_cipher"), Vault.aad(ID_NUMBER, id));
            var phone = vault.openOrNull(row.getBytes("phone_cipher"), Vault.aad(PHONE, id));
            return new PersonView(id, row.getString("name"), row.getString("sex"), date(row, "born"), row.getString("ethnicity"),
                    number == null ? null : maskNumber(number), row.getString("id_note"), phone == null ? null : maskPhone(phone),
                    row.getInt("region_id"), number(row, "hukou_id"), number(row, "home_id"), date(row, "died_on"));
        };
    }

    RowMapper<ChildSubject> child() {
        return (row, n) -> new ChildSubject(row.getObject("id", UUID.class), row.getString("file_no"), row.getObject("person_id", UUID.class),
                row.getInt("region_id"), number(row, "hukou_id"), row.getString("name"), row.getString("sex"), date(row, "born"),
                Stage.valueOf(row.getString("stage")), Level.valueOf(row.getString("level")), row.getObject("household_id", UUID.class),
                java.util.List.of((String[]) row.getArray("categories").getArray()), row.getInt("completeness"), date(row, "opened_on"), date(row, "died_on"));
    }

    RowMapper<FactView> fact() {
        return (row, n) -> {
            var id = row.getObject("id", UUID.class);
            var sealed = row.getBytes("value_cipher");
            return new FactView(id, row.getObject("person_id", UUID.class), row.getString("kind"),
                    sealed == null ? row.getString("value") : vault.open(sealed, Vault.aad(FACT_VALUE, id)),
                    vault.openOrNull(row.getBytes("detail_cipher"), Vault.aad(FACT_DETAIL, id)), date(row, "true_from"), date(row, "true_to"),
                    instant(row, "known_from"), instant(row, "superseded_at"),
                    new FactSource(row.getString("source_list"), row.getString("source_name"), row.getObject("delivery_id", UUID.class),
                            number(row, "source_row"), row.getString("entered_name")),
                    row.getObject("entered_by", UUID.class), row.getObject("evidence_file_id", UUID.class), row.getString("note"));
        };
    }

    /// `1201************17`: with the birth date beside it on the screen, area prefix and last four together would be the whole number.
    static String maskNumber(String number) {
        return CitizenId.mask(number);
    }

    static String maskPhone(String phone) {
        return phone.length() < 8 ? "*".repeat(phone.length()) : phone.substring(0, 3) + "****" + phone.substring(phone.length() - 4);
    }

    static @Nullable LocalDate date(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }

    static @Nullable Integer number(ResultSet row, String column) throws SQLException {
        return (Integer) row.getObject(column);
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
