package org.hutong.rulebook;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.hutong.policy.pack.Pack;
import org.jspecify.annotations.Nullable;

/// A row of the rulebook's `comparisons/`: what to look for between the lists and the roster.
///
/// ```
/// {code: WB-SSWR, name: …, group: 应保未保, programme: [SSWRFY], category: DE_FACTO, served-by: [SSWRFY, GRJB], clause: …}
/// {code: TF-SF, name: …, group: 应停未停, programme: [SSWRFY], stops: [父亲刑满、戒毒期满或解除限制], clause: …}
/// {code: CF-HC, name: …, group: 冲突, programme: [SSWRFY, GRJB], clause: …}
/// ```
///
/// @param category what the child must be, by code, where a programme's answer is still open; null: the answer itself must be yes
/// @param servedBy programmes of which one that is paid already answers the question; empty: no roster here tells, and the row is not run
/// @param stops    reasons of the programmes' stopping rules this row speaks of; empty: all that no other row names
public record Comparison(String code, String name, String group, List<String> programmes, @Nullable String category, List<String> servedBy, List<String> stops,
        @Nullable String clause) {

    public static final String UNSERVED = "应保未保";
    public static final String STOP = "应停未停";
    public static final String CONFLICT = "冲突";
    public static final String TWICE = "重复";

    static List<Comparison> of(Map<String, Pack.Row> rows) {
        return rows.values().stream().map(row -> new Comparison(row.code(), row.name(), String.valueOf(row.data().get("group")), texts(row.data().get("programme")),
                row.data().get("category") == null ? null : String.valueOf(row.data().get("category")), texts(row.data().get("served-by")),
                texts(row.data().get("stops")), row.clause())).toList();
    }

    private static List<String> texts(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case Collection<?> many -> many.stream().map(String::valueOf).toList();
            default -> List.of(String.valueOf(value));
        };
    }
}
