package org.hutong.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The catalogue of department lists: data, read once from `exchange-catalogue.yaml`.
@Component
public class Catalogue {

    /// The day the list was delivered, for lists whose rows name no day.
    static final String LISTED_ON = "listedOn";

    public enum FieldType { NAME, ID_NUMBER, DATE, TEXT, MONEY }

    /// Who may see a field's value of a delivered row.
    public enum Sees { ALL, OFFICER, DEPARTMENT }

    /// @param headings what departments call the field
    public record Field(String code, String name, FieldType type, boolean required, Sees sees, List<String> headings) {}

    /// Which fact of the person a row states.
    ///
    /// @param value     the fact's value, unless `valueFrom` names fields that hold it (read one after the other)
    /// @param values    words looked for in what `valueFrom` gave, with the value each means; a row with none of them states nothing
    /// @param from      field with the first day, or `listedOn`
    /// @param to        fields that may hold the first day it no longer holds; the first that is filled counts
    /// @param months    field with the length in months, for lists that give no last day
    /// @param detail    field with a word more
    /// @param ends      a field whose word says that the fact has ended, and the field with that day
    /// @param parent    field with the name of the parent the fact is about, in a list that goes by the child; null: it is about the row's own person
    public record Fact(String kind, String value, List<String> valueFrom, Map<String, String> values, String from, List<String> to,
            @Nullable String months, @Nullable String detail, @Nullable Ends ends, @Nullable String parent) {}

    public record Ends(String field, String is, String day) {}

    /// What it says of a child not to be in a complete roster.
    public record Absent(String kind, String value) {}

    /// A second person the same row tells of.
    public record Also(String name, String idNumber) {}

    /// @param tells     cells that say who is meant where the identity number does not, with their headings; read of such rows alone
    /// @param everyDays days after which the next one is due
    /// @param keepDays  days until the delivery's key is destroyed
    /// @param complete  a person who is not in it is known not to be
    /// @param absent    the fact that follows for a child who is not in it
    public record Entry(String code, String name, List<String> aliases, String department, String purpose, String basis, String frequency,
            int everyDays, int keepDays, boolean complete, @Nullable Absent absent, List<Also> also, List<Fact> facts, List<Field> fields,
            Map<String, List<String>> tells) {

        public Optional<Field> field(String code) {
            return fields.stream().filter(field -> field.code().equals(code)).findFirst();
        }

        /// What this row says of its person, in the catalogue's terms.
        public List<Stated> stated(ListRow row) {
            return facts.stream().map(fact -> Catalogue.stated(fact, row.fields())).filter(Objects::nonNull).toList();
        }
    }

    /// A fact as one row states it.
    ///
    /// @param to     first day it no longer holds
    /// @param parent name of the parent it is about; null: the row's own person
    public record Stated(String kind, String value, @Nullable String detail, LocalDate from, @Nullable LocalDate to, @Nullable String parent) {}

    private final List<Entry> entries;

    Catalogue() {
        try (var in = Catalogue.class.getResourceAsStream("/exchange-catalogue.yaml")) {
            Map<String, List<Map<String, Object>>> root = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            entries = root.get("lists").stream().map(Catalogue::entry).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Entry> entries() {
        return entries;
    }

    public Optional<Entry> entry(String code) {
        return entries.stream().filter(entry -> entry.code().equals(code)).findFirst();
    }

    /// The list of a name the rulebook uses.
    public Optional<Entry> named(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name) || entry.aliases().contains(name)).findFirst();
    }

    private static @Nullable Stated stated(Fact fact, Map<String, String> fields) {
        var told = fact.valueFrom().stream().map(field -> fields.getOrDefault(field, "")).collect(Collectors.joining());
        if (told.isBlank()) {
            told = fact.value();
        } else if (!fact.values().isEmpty()) {
            var said = told;
            told = fact.values().entrySet().stream().filter(word -> said.contains(word.getKey())).map(Map.Entry::getValue).findFirst().orElse("");
        }
        var began = fields.get(fact.from());
        if (told.isBlank() || began == null) {
            return null;
        }
        var from = LocalDate.parse(began);
        var to = fact.to().stream().map(fields::get).filter(Objects::nonNull).map(LocalDate::parse).findFirst().orElseGet(() -> ended(fact, fields, from));
        return new Stated(fact.kind(), told, fact.detail() == null ? null : fields.get(fact.detail()), from, to == null || to.isBefore(from) ? null : to,
                fact.parent() == null ? null : fields.getOrDefault(fact.parent(), ""));
    }

    private static @Nullable LocalDate ended(Fact fact, Map<String, String> fields, LocalDate from) {
        var ends = fact.ends();
        if (ends != null && ends.is().equals(fields.get(ends.field())) && fields.get(ends.day()) != null) {
            return LocalDate.parse(fields.get(ends.day()));
        }
        var months = fact.months() == null ? null : fields.get(fact.months());
        return months == null || !months.matches("\\d{1,3}") ? null : from.plusMonths(Integer.parseInt(months));
    }

    @SuppressWarnings("unchecked")
    private static Entry entry(Map<String, Object> map) {
        var fields = ((List<Map<String, Object>>) map.get("fields")).stream().map(field -> new Field((String) field.get("code"), (String) field.get("name"),
                FieldType.valueOf((String) field.get("type")), (boolean) field.get("required"), Sees.valueOf((String) field.get("sees")), (List<String>) field.get("headings"))).toList();
        var also = ((List<Map<String, String>>) map.getOrDefault("also", List.of())).stream().map(one -> new Also(one.get("name"), one.get("idNumber"))).toList();
        var absent = (Map<String, String>) map.get("absent");
        return new Entry((String) map.get("code"), (String) map.get("name"), (List<String>) map.getOrDefault("aliases", List.of()), (String) map.get("department"),
                (String) map.get("purpose"), (String) map.get("basis"), (String) map.get("frequency"), (int) map.get("everyDays"), (int) map.get("keepDays"),
                (boolean) map.getOrDefault("complete", false), absent == null ? null : new Absent(absent.get("kind"), absent.get("value")), also, ((List<Map<String, Object>>) map.get("facts")).stream().map(Catalogue::fact).toList(), fields,
                (Map<String, List<String>>) map.getOrDefault("tells", Map.of()));
    }

    @SuppressWarnings("unchecked")
    private static Fact fact(Map<String, Object> fact) {
        var ends = (Map<String, String>) fact.get("ends");
        return new Fact((String) fact.get("kind"), (String) fact.getOrDefault("value", ""), (List<String>) fact.getOrDefault("valueFrom", List.of()),
                (Map<String, String>) fact.getOrDefault("values", Map.of()), (String) fact.get("from"), (List<String>) fact.getOrDefault("to", List.of()),
                (String) fact.get("months"), (String) fact.get("detail"), ends == null ? null : new Ends(Objects.requireNonNull(ends.get("field")), Objects.requireNonNull(ends.get("is")), Objects.requireNonNull(ends.get("day"))),
                (String) fact.get("parent"));
    }
}
