package org.hutong.rulebook;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.hutong.policy.pack.Pack;
import org.jspecify.annotations.Nullable;

/// A row of the rulebook's `handovers/`: a duty another department or office does.
///
/// ```
/// {code: D-72, name: 公安训诫与公安建议, to: 市公安局, clause: "…", days: 15, outcomes: [已训诫, 不属本局]}
/// ```
///
/// @param to       who does it, as the document says
/// @param duties   what they do
/// @param days     working days the document gives; null where it gives none
/// @param outcomes how it may end; empty where the row says nothing
public record HandoverRow(String code, String name, String to, @Nullable String clause, List<String> duties, @Nullable Integer days, List<String> outcomes) {

    static List<HandoverRow> of(Map<String, Pack.Row> rows) {
        return rows.values().stream().filter(row -> row.data().get("to") != null).map(row -> new HandoverRow(row.code(), row.name(), texts(row.data().get("to")).getFirst(),
                row.clause(), texts(row.data().get("duties")), row.data().get("days") == null ? null : Integer.valueOf(String.valueOf(row.data().get("days"))),
                texts(row.data().get("outcomes")))).toList();
    }

    private static List<String> texts(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case Collection<?> many -> many.stream().map(String::valueOf).toList();
            default -> List.of(String.valueOf(value));
        };
    }
}
