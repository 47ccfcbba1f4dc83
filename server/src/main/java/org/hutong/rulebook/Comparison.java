package org.hutong.rulebook;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.hutong.policy.pack.Pack;
import org.jspecify.annotations.Nullable;

/// A row of the rulebook's `comparisons/`: what to look for between the lists and the roster. Which keys a row has says what is looked for.
///
/// ```
/// {code: WB-SSWR, group: 应保未保, programme: [SSWRFY], category: DE_FACTO, served-by: [SSWRFY, GRJB], clause: …}
/// {code: WB-CJ, group: 应保未保, programme: [HLBT], roster: TWO_SUBSIDIES, told-by: [残疾人两项补贴], clause: …}
/// {code: TF-SF, group: 应停未停, programme: [SSWRFY], stops: [父亲刑满、戒毒期满或解除限制], clause: …}
/// {code: CF-HC, group: 冲突, programme: [SSWRFY, GRJB], clause: …}
/// {code: CF-SW, group: 冲突, conflict: {one: [death], states: [lowIncome], events: [marriage], days: 31}, clause: …}
/// {code: XS-CJ, group: 消失, vanished: [ENROLMENT], ages: [6, 15], handover: CN-CX, clause: …}
/// {code: FX-QK, group: 风险, rises: {fact: 连续缺课, times: 2, days: 60}, clause: …}
/// {code: FX-DX, group: 风险, signals: {facts: [death, 连续缺课], at-least: 2, days: 90}, clause: …}
/// ```
///
/// @param categories what the child must be, by code, where a programme's answer is still open; empty: the answer itself must be yes
/// @param also       and each of these categories too, where the answer is still open
/// @param servedBy   programmes of which one that is paid already answers the question; the row's own where it names none
/// @param roster     list that tells who is served elsewhere; while it has not come nothing is known and the row is not run
/// @param toldBy     kinds of facts of the child of which one in force says that it is served
/// @param signs      kinds of facts of the child or the parents of which one in force makes an open answer worth a look
/// @param rest       asked only of children of whom no other row of its group found anything
/// @param stops      reasons of the programmes' stopping rules this row speaks of; empty: all that no other row names
/// @param vanished   complete lists: a child in the last delivery and not in the newest
/// @param ages       youngest and oldest age in years the row is about; empty: any
/// @param handover   what another department does once the lead is confirmed, a row of `handovers/`
public record Comparison(String code, String name, String group, List<String> programmes, List<String> categories, List<String> also, List<String> servedBy, @Nullable String roster,
        List<String> toldBy, List<String> signs, boolean rest, List<String> stops, List<String> vanished, @Nullable HandoverRow handover, @Nullable Conflict conflict,
        @Nullable Rise rises, @Nullable Signals signals, List<Integer> ages, @Nullable String clause) {

    public static final String UNSERVED = "应保未保";
    public static final String STOP = "应停未停";
    public static final String CONFLICT = "冲突";
    public static final String TWICE = "重复";

    /// Two sources that cannot both be right of one person. A fact is named by its kind, or by kind and value: `situation=失联`.
    ///
    /// @param states  what cannot hold together with `one`
    /// @param events  what cannot have begun after `one` began
    /// @param ended   kinds of which one source says ended what another says goes on
    /// @param differs kinds of which two lists say different values on the same day
    /// @param dates   kinds that happen once and of which two sources give different days
    /// @param days    how long a list may lag behind life before it counts; 假设
    public record Conflict(List<String> one, List<String> states, List<String> events, List<String> ended, List<String> differs, List<String> dates, int days) {}

    /// A number that grew from delivery to delivery.
    ///
    /// @param times how many values in a row, each above the one before; 假设
    /// @param days  age of the last value; 假设
    public record Rise(String fact, int times, int days) {}

    /// Several things that began at one child within some days; 假设.
    public record Signals(List<String> facts, int atLeast, int days) {}

    /// The row where the rulebook names none for a reason of stopping.
    public static Comparison stop(String programme, String reason) {
        return new Comparison("TF", "按停发规则已到末领月，仍在发放", STOP, List.of(programme), List.of(), List.of(), List.of(), null, List.of(), List.of(), false, List.of(reason), List.of(), null,
                null, null, null, List.of(), null);
    }

    /// The row where the rulebook has none about being paid twice.
    public static Comparison twice(String name) {
        return new Comparison("CF-LQ", name, TWICE, List.of(), List.of(), List.of(), List.of(), null, List.of(), List.of(), false, List.of(), List.of(), null, null, null, null, List.of(), null);
    }

    static List<Comparison> of(Map<String, Pack.Row> rows, List<HandoverRow> handovers) {
        return rows.values().stream().map(row -> of(row, handovers)).toList();
    }

    private static Comparison of(Pack.Row row, List<HandoverRow> handovers) {
        var data = row.data();
        var programmes = texts(data.get("programme"));
        var servedBy = texts(data.get("served-by"));
        return new Comparison(row.code(), row.name(), String.valueOf(data.get("group")), programmes, texts(data.get("category")), texts(data.get("also")), servedBy.isEmpty() ? programmes : servedBy,
                text(data.get("roster")), texts(data.get("told-by")), texts(data.get("signs")), Boolean.TRUE.equals(data.get("rest")), texts(data.get("stops")),
                texts(data.get("vanished")), handovers.stream().filter(duty -> duty.code().equals(data.get("handover"))).findFirst().orElse(null), data.get("conflict") instanceof Map<?, ?> map ? conflict(map) : null,
                data.get("rises") instanceof Map<?, ?> map ? new Rise(String.valueOf(map.get("fact")), number(map.get("times")), number(map.get("days"))) : null,
                data.get("signals") instanceof Map<?, ?> map ? new Signals(texts(map.get("facts")), number(map.get("at-least")), number(map.get("days"))) : null,
                texts(data.get("ages")).stream().map(Integer::valueOf).toList(), row.clause());
    }

    private static Conflict conflict(Map<?, ?> map) {
        return new Conflict(texts(map.get("one")), texts(map.get("states")), texts(map.get("events")), texts(map.get("ended")), texts(map.get("differs")), texts(map.get("dates")),
                number(map.get("days")));
    }

    private static int number(@Nullable Object value) {
        return value == null ? 0 : Integer.parseInt(String.valueOf(value));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : String.valueOf(value);
    }

    private static List<String> texts(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case Collection<?> many -> many.stream().map(String::valueOf).toList();
            default -> List.of(String.valueOf(value));
        };
    }
}
