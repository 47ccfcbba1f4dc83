package org.hutong.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hutong.rulebook.HandoverRow;
import org.hutong.rulebook.Rulebooks;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// What may be handed over in a place: the rulebook's rows, completed with form, days and outcomes where the row has none.
@Component
public class HandoverForms {

    /// @param from what of the child's file fills it in; empty for what is typed
    public record Field(String code, String name, String from, boolean required) {}

    /// @param assumption the days are no document's
    public record Kind(String code, String name, String to, String clause, List<String> duties, int acceptDays, int limitDays, String basis, boolean assumption,
            List<String> outcomes, List<Field> form, List<Field> general) {}

    private final Rulebooks rulebooks;
    private final int acceptDays;
    private final int limitDays;
    private final String basis;
    private final List<String> outcomes;
    private final List<Field> form;
    private final List<Field> general;
    private final List<HandoverRow> own;

    @SuppressWarnings("unchecked")
    HandoverForms(Rulebooks rulebooks) {
        this.rulebooks = rulebooks;
        try (var in = HandoverForms.class.getResourceAsStream("/handover-forms.yaml")) {
            Map<String, Object> root = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            acceptDays = (int) root.get("acceptDays");
            limitDays = (int) root.get("limitDays");
            basis = (String) root.get("basis");
            outcomes = (List<String>) root.get("outcomes");
            form = fields(root.get("form"));
            general = fields(root.get("general"));
            own = ((List<Map<String, Object>>) root.get("own")).stream().map(row -> new HandoverRow((String) row.get("code"), (String) row.get("name"), (String) row.get("to"),
                    (String) row.get("clause"), List.of(), null, (List<String>) row.get("outcomes"))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Field> fields(Object rows) {
        return ((List<Map<String, Object>>) rows).stream().map(row -> new Field((String) row.get("code"), (String) row.get("name"), (String) row.get("from"), (boolean) row.get("required"))).toList();
    }

    public List<Kind> at(String placeCode) {
        var kinds = new ArrayList<Kind>();
        own.forEach(row -> kinds.add(kind(row)));
        rulebooks.handovers(placeCode).forEach(row -> kinds.add(kind(row)));
        return kinds;
    }

    public Optional<Kind> kind(String placeCode, String code) {
        return at(placeCode).stream().filter(kind -> kind.code().equals(code)).findFirst();
    }

    private Kind kind(HandoverRow row) {
        return new Kind(row.code(), row.name(), row.to(), row.clause() == null ? "" : row.clause(), row.duties(), acceptDays, row.days() == null ? limitDays : row.days(),
                row.days() == null ? basis : row.clause() == null ? "" : row.clause(), row.days() == null, row.outcomes().isEmpty() ? outcomes : row.outcomes(), form, general);
    }
}
