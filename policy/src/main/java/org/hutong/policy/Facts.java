package org.hutong.policy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hutong.policy.pack.Node;

/// What is known about one case: facts by name, each perhaps in several versions, and the facts of household members by group.
///
/// A fact that is absent is *unknown*; a value of `null` is *known to be none*. Values are strings, numbers or booleans as people write them (money in 元).
public final class Facts {
    /// @param from  first day the value is true, or null (always)
    /// @param known day it became known to us, or null (always)
    /// @param date  day of the evidence, for the explanation only
    public record Version(Object value, String source, LocalDate date, LocalDate from, LocalDate known) {}

    private final String id;
    private final Map<String, List<Version>> values = new LinkedHashMap<>();
    private final Map<String, List<Map<String, Object>>> members = new LinkedHashMap<>();

    public Facts(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    public Facts put(String name, Object value) {
        return put(name, new Version(value, "", null, null, null));
    }

    public Facts put(String name, Version version) {
        values.computeIfAbsent(name, k -> new ArrayList<>()).add(version);
        return this;
    }

    /// Says who lives in the household. An empty list is "nobody"; a group never given is unknown.
    public Facts members(String group, List<Map<String, Object>> list) {
        members.put(group, List.copyOf(list));
        return this;
    }

    public Map<String, List<Version>> values() {
        return values;
    }

    public Map<String, List<Map<String, Object>>> members() {
        return members;
    }

    /// The version true on `on` as far as it was known on `knownOn`: the latest by `from`, then by `known`; null when there is none.
    public Version at(String name, LocalDate on, LocalDate knownOn) {
        Version best = null;
        for (var v : values.getOrDefault(name, List.of())) {
            if (v.from() != null && v.from().isAfter(on) || v.known() != null && v.known().isAfter(knownOn)) continue;
            if (best == null || !before(v.from(), best.from()) && (before(best.from(), v.from()) || !before(v.known(), best.known()))) best = v;
        }
        return best;
    }

    private static boolean before(LocalDate a, LocalDate b) {
        return a == null ? b != null : b != null && a.isBefore(b);
    }

    /// Reads `case`, `facts`, `members` (FORMAT.md); without a `facts` key the whole mapping is facts.
    public static Facts of(Node node) {
        var facts = new Facts(node.text("case", ""));
        var values = node.has("facts") ? node.node("facts").map() : new LinkedHashMap<>(node.map());
        if (!node.has("facts")) { values.remove("case"); values.remove("members"); }
        return fill(facts, node.place(), values, node.node("members").map());
    }

    /// From the raw mappings of a case file.
    public static Facts of(String id, String place, Map<String, Object> values, Map<String, Object> members) {
        return fill(new Facts(id), place, values, members);
    }

    private static Facts fill(Facts facts, String place, Map<String, Object> values, Map<String, Object> members) {
        values.forEach((name, value) -> {
            if (value instanceof List<?> list) for (var item : list) facts.put(name, version(place + " " + name, item));
            else facts.put(name, version(place + " " + name, value));
        });
        members.forEach((group, list) -> facts.members(group, Node.listOf(place + " " + group, list).stream().map(Node::map).toList()));
        return facts;
    }

    private static Version version(String place, Object raw) {
        if (!(raw instanceof Map<?, ?>)) return new Version(raw, "", null, null, null);
        var n = Node.of(place, raw).only("value", "source", "date", "from", "known");
        if (!n.map().containsKey("value")) throw new PolicyException(place, "缺少“value”");
        return new Version(n.map().get("value"), n.text("source", ""), day(n, "date"), day(n, "from"), day(n, "known"));
    }

    private static LocalDate day(Node n, String key) {
        if (!n.has(key)) return null;
        try {
            return LocalDate.parse(n.need(key));
        } catch (java.time.format.DateTimeParseException e) {
            throw new PolicyException(n.place(), "“" + key + "”不是有效日期：" + n.need(key));
        }
    }
}
