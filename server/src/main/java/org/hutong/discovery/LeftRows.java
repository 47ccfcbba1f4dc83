package org.hutong.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hutong.exchange.ListRow;
import org.hutong.kernel.CitizenId;
import org.hutong.kernel.Vault;
import org.hutong.registry.ListedPersons;
import org.hutong.registry.ListedPersons.Listed;
import org.jspecify.annotations.Nullable;

/// The rows of one delivery that became no facts although they may mean somebody: their number is a person's of another name, or it meets nobody
/// and somebody of that name is registered without one. Strangers are let go by at once, so that a list of millions leaves a few hundred here.
final class LeftRows {

    /// @param key keyed mark of whom the row names: the same in every delivery that names them so
    record Left(ListRow row, Listed listed, byte[] key) {}

    private final String list;
    private final Vault vault;
    private final ListedPersons.Unnumbered unnumbered;
    private final List<Left> rows = new ArrayList<>();
    private int all;
    private int met;

    LeftRows(String list, Vault vault, ListedPersons.Unnumbered unnumbered) {
        this.list = list;
        this.vault = vault;
        this.unnumbered = unnumbered;
    }

    /// A page was held against the registry: of so many rows so many are registered persons'.
    void counted(int rows, int met) {
        all += rows;
        this.met += met;
    }

    /// How likely a row of this list means somebody registered at all.
    double share() {
        return (met + 0.5) / (all + 1);
    }

    /// Whether rows whose number meets nobody are worth opening.
    boolean looksAtUnknown() {
        return !unnumbered.isEmpty();
    }

    void differs(ListRow row, UUID owner) {
        rows.add(left(row, owner));
    }

    void unknown(ListRow row) {
        if (unnumbered.mayBe(row.fields().getOrDefault("name", ""), row.fields().getOrDefault("idNumber", ""))) {
            rows.add(left(row, null));
        }
    }

    List<Left> rows() {
        return rows;
    }

    Left left(ListRow row, @Nullable UUID owner) {
        var fields = row.fields();
        var number = fields.getOrDefault("idNumber", "");
        // another's number says nothing of this one's day and sex
        var valid = owner == null ? CitizenId.parse(number) : java.util.Optional.<CitizenId>empty();
        var listed = new Listed(row.id(), fields.getOrDefault("name", ""), valid.map(CitizenId::sex).orElse(fields.getOrDefault("sex", "")),
                valid.map(id -> id.born().toString()).orElseGet(() -> born(fields)), number, fields.getOrDefault("phone", ""), fields.getOrDefault("address", ""),
                fields.getOrDefault("childName", fields.getOrDefault("parentName", fields.getOrDefault("guardian", ""))), owner);
        return new Left(row, listed, key(fields, number));
    }

    /// The day, or the year that follows from an age on the row's own day.
    private static String born(Map<String, String> fields) {
        var age = fields.getOrDefault("age", "");
        var on = fields.getOrDefault("from", "");
        return fields.getOrDefault("born", age.matches("\\d{1,3}") && on.length() >= 4 ? String.valueOf(Integer.parseInt(on.substring(0, 4)) - Integer.parseInt(age)) : "");
    }

    /// With a number, even a wrong one, who is meant is said by name and number; without one, by all that the row says.
    private byte[] key(Map<String, String> fields, String number) {
        var said = number.isEmpty() ? fields.entrySet().stream().filter(field -> !field.getKey().equals("listedOn")).map(Map.Entry::toString).toList()
                : List.of(fields.getOrDefault("name", ""), number, fields.getOrDefault("born", ""));
        return vault.blindIndex("listed row " + list + said);
    }
}
