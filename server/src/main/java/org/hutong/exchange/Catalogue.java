package org.hutong.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The catalogue of department lists: data, read once from `exchange-catalogue.yaml`.
@Component
public class Catalogue {

    public enum FieldType { NAME, ID_NUMBER, DATE, TEXT }

    /// @param headings what departments call the field
    public record Field(String code, String name, FieldType type, boolean required, List<String> headings) {}

    /// Which fact of the person a row states.
    ///
    /// @param value     the fact's value, unless `valueFrom` names fields that hold it (read one after the other)
    /// @param from      field with the first day
    /// @param to        fields that may hold the first day it no longer holds; the first that is filled counts
    /// @param months    field with the length in months, for lists that give no last day
    public record Fact(String kind, String value, List<String> valueFrom, String from, List<String> to, @Nullable String months) {}

    /// @param keepDays days until the delivery's key is destroyed
    public record Entry(String code, String name, String department, String purpose, String basis, String frequency, int keepDays,
            Fact fact, List<Field> fields) {

        public Optional<Field> field(String code) {
            return fields.stream().filter(field -> field.code().equals(code)).findFirst();
        }
    }

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

    @SuppressWarnings("unchecked")
    private static Entry entry(Map<String, Object> map) {
        var fact = (Map<String, Object>) map.get("fact");
        var fields = ((List<Map<String, Object>>) map.get("fields")).stream().map(field -> new Field((String) field.get("code"), (String) field.get("name"),
                FieldType.valueOf((String) field.get("type")), (boolean) field.get("required"), (List<String>) field.get("headings"))).toList();
        return new Entry((String) map.get("code"), (String) map.get("name"), (String) map.get("department"), (String) map.get("purpose"),
                (String) map.get("basis"), (String) map.get("frequency"), (int) map.get("keepDays"),
                new Fact((String) fact.get("kind"), (String) fact.get("value"), (List<String>) fact.getOrDefault("valueFrom", List.of()), (String) fact.get("from"),
                        (List<String>) fact.getOrDefault("to", List.of()), (String) fact.get("months")), fields);
    }
}
