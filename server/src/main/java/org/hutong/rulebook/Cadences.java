package org.hutong.rulebook;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hutong.policy.pack.Law;
import org.hutong.policy.pack.Pack;

/// Reads the data rows of `cadences/` and `processes/`.
///
/// A cadence row: `code, name, clause, kind: 联系|走访, every: {count, unit: 年|季度|月|周|天}`, and `for:` the programmes or categories it
/// holds for (absent: every supported child). A process row: `programme` (one code or a list) and `steps: [{stage, days, clause}]`.
final class Cadences {

    private Cadences() {}

    static List<Cadence> all(Law law) {
        return law.rows.getOrDefault("cadences", Map.of()).values().stream().flatMap(row -> cadence(row).stream()).toList();
    }

    static List<Cadence> of(Law law, String programme) {
        return law.rows.getOrDefault("cadences", Map.of()).values().stream().filter(row -> names(row.data().get("for"), programme, true))
                .flatMap(row -> cadence(row).stream()).toList();
    }

    private static Optional<Cadence> cadence(Pack.Row row) {
        if (!(row.data().get("every") instanceof Map<?, ?> every) || !(row.data().get("kind") instanceof String kind)) {
            return Optional.empty();
        }
        var code = switch (kind) {
            case "联系", "CONTACT" -> "CONTACT";
            case "走访", "VISIT" -> "VISIT";
            default -> null;
        };
        if (code == null) {
            return Optional.empty();
        }
        var count = number(every.get("count"));
        var unit = String.valueOf(every.get("unit"));
        var months = switch (unit) {
            case "年" -> 12;
            case "半年" -> 6;
            case "季度", "季" -> 3;
            case "月" -> 1;
            default -> 0;
        };
        var days = switch (unit) {
            case "周" -> 7;
            case "天", "日" -> 1;
            default -> 0;
        };
        return months + days == 0 ? Optional.empty()
                : Optional.of(new Cadence(row.code(), row.name(), code, months * count, days * count, row.clause(), row.clause().startsWith("假设")));
    }

    static Optional<TimeLimit> limit(Law law, LocalDate on, String programme, String stage) {
        for (var row : law.rows.getOrDefault("processes", Map.of()).values()) {
            if (!names(row.data().get("programme"), programme, false) || !(row.data().get("steps") instanceof Collection<?> steps)) {
                continue;
            }
            for (var step : steps) {
                if (step instanceof Map<?, ?> map && stage.equals(map.get("stage")) && number(map.get("days")) > 0) {
                    var clause = map.get("clause") == null ? row.clause() : String.valueOf(map.get("clause"));
                    return Optional.of(new TimeLimit(number(map.get("days")), clause, clause.startsWith("假设")));
                }
            }
        }
        return Optional.empty();
    }

    /// The reader of packs may hand a number on as it was written.
    private static int number(Object value) {
        return switch (value) {
            case Number number -> number.intValue();
            case String text when text.strip().matches("\\d{1,4}") -> Integer.parseInt(text.strip());
            case null, default -> 0;
        };
    }

    private static boolean names(Object listed, String name, boolean ifAbsent) {
        return switch (listed) {
            case null -> ifAbsent;
            case String one -> one.equals(name);
            case Collection<?> many -> many.contains(name);
            default -> false;
        };
    }
}
