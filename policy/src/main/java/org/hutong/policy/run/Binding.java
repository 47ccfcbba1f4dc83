package org.hutong.policy.run;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hutong.policy.Facts;
import org.hutong.policy.PolicyException;
import org.hutong.policy.pack.Pack;
import org.hutong.policy.pack.Type;

/// The facts of one case written into a frame: known values, sums over members, and the open ones as their whole domain.
final class Binding {
    final Frame frame;
    final Map<String, Facts.Version> used = new HashMap<>();
    private final Plan plan;
    private final Facts facts;
    private final LocalDate knownOn;
    private final Map<String, List<String>> memberGaps = new LinkedHashMap<>();

    Binding(Plan plan, Facts facts, LocalDate knownOn) {
        this.plan = plan;
        this.facts = facts;
        this.knownOn = knownOn;
        this.frame = plan.frame();
        for (var name : facts.values().keySet()) if (!plan.law.facts.containsKey(name)) throw new PolicyException("事实“" + name + "”", "不在事实词汇表中");
        for (var group : facts.members().keySet()) if (!plan.law.groups.containsKey(group)) throw new PolicyException("成员组“" + group + "”", "不在事实词汇表中");
        // Facts no rule reads are checked all the same.
        for (var name : facts.values().keySet()) value(name);
        for (var v : plan.vars) {
            if (!plan.law.facts.containsKey(v.name)) continue;
            var value = value(v.name);
            if (value != null) frame.value(v, value);
            else if (plan.law.aggregates.containsKey(v.name)) aggregate(v, plan.law.aggregates.get(v.name));
        }
    }

    /// The parsed value, or null when unknown.
    private Long value(String name) {
        var version = facts.at(name, plan.asOf, knownOn);
        if (version == null || "".equals(version.value())) return null;
        var fact = plan.law.facts.get(name);
        var raw = version.value();
        if (raw == null && !fact.nullable()) return null;
        used.put(name, version);
        return parse(fact, raw, "事实“" + name + "”");
    }

    static long parse(Pack.Fact fact, Object raw, String place) {
        if (raw instanceof Map || raw instanceof List) throw new PolicyException(place, "应为单个值");
        if (fact.nullable() && (raw == null || raw.equals("null") || raw.equals("无") && (fact.type().kind() != Type.Kind.ENUM || !fact.type().values().contains("无")))) return Type.NULL;
        long v;
        try {
            v = fact.type().parse(raw);
        } catch (IllegalArgumentException e) {
            throw new PolicyException(place, e.getMessage());
        }
        if (v == Type.NULL) throw new PolicyException(place, "不能为空");
        boolean ordered = fact.type().kind() == Type.Kind.NUM || fact.type().kind() == Type.Kind.DATE;
        if (ordered && (v < fact.low() || v > fact.high())) throw new PolicyException(place, "“" + raw + "”超出范围 " + fact.type().show(fact.low()) + " 至 " + fact.type().show(fact.high()));
        return v;
    }

    private void aggregate(Nodes.Var v, Pack.Aggregate a) {
        var members = facts.members().get(a.group());
        if (members == null) return;
        long low = 0, high = 0;
        boolean may = false, must = false;
        var gaps = memberGaps.computeIfAbsent(v.name, k -> new java.util.ArrayList<>());
        for (int i = 0; i < members.size(); i++) {
            var m = members.get(i);
            for (var key : m.keySet()) if (plan.law.member(a.group(), key) == null) throw new PolicyException("成员组“" + a.group() + "”第 " + (i + 1) + " 人", "成员事实“" + key + "”不在事实词汇表中");
            var place = a.group() + "第" + (i + 1) + "人的";
            boolean in = true, sure = true;
            for (var w : a.where().entrySet()) {
                var fact = plan.law.member(a.group(), w.getKey());
                var value = member(fact, m, place);
                if (value == null) { sure = false; gaps.add(place + w.getKey()); }
                else if (value != fact.type().parse(w.getValue())) in = false;
            }
            if (!in) continue;
            if (a.how().equals("count")) { high++; if (sure) low++; continue; }
            var fact = plan.law.member(a.group(), a.value());
            var value = member(fact, m, place);
            if (value == null) gaps.add(place + a.value());
            if (a.how().equals("any")) {
                if (value == null) may = true;
                else if (value == 1) { may = true; must |= sure; }
            } else {
                long x = value == null ? fact.low() : value == Type.NULL ? 0 : value, y = value == null ? fact.high() : x;
                low += sure ? x : Math.min(0, x);
                high += sure ? y : Math.max(0, y);
            }
        }
        if (a.how().equals("any")) {
            if (must || !may) frame.value(v, must ? 1 : 0);
            return;
        }
        if (low == high) frame.value(v, low);
        else frame.interval(v, low, high, false);
    }

    private Long member(Pack.Fact fact, Map<String, Object> m, String place) {
        var raw = m.get(fact.name());
        if (raw == null && !(fact.nullable() && m.containsKey(fact.name())) || "".equals(raw)) return null;
        return parse(fact, raw, place + fact.name());
    }

    /// What to ask for when this variable is open.
    List<String> missingNames(Nodes.Var v) {
        var gaps = memberGaps.get(v.name);
        if (gaps != null && !gaps.isEmpty()) return gaps;
        var a = plan.law.aggregates.get(v.name);
        return List.of(a == null ? v.name : v.name + "（或" + a.group() + "名单）");
    }
}
