package org.hutong.policy.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.hutong.policy.Finding;
import org.hutong.policy.pack.Law;
import org.hutong.policy.pack.Pack;

/// Checks of parameter rows: two in force at once, holes, local limits, a lower and older source against a higher and newer one.
final class Parameters {
    private Parameters() {}

    static List<Finding> check(Law law, Pack pack) {
        var out = new ArrayList<Finding>();
        for (var p : law.parameters.values()) {
            for (var v : p.values()) {
                if (!v.pack().equals(pack.code())) continue;
                try {
                    p.meta().type().parse(v.text());
                } catch (IllegalArgumentException e) {
                    out.add(Finding.error(v.place(), "数值" + e.getMessage()));
                }
            }
            periods(p, pack, out);
            ranking(law, p, pack, out);
        }
        return out;
    }

    private static void periods(Law.Param p, Pack pack, List<Finding> out) {
        var groups = new LinkedHashMap<String, List<Pack.Value>>();
        for (var v : p.values()) if (v.pack().equals(pack.code())) groups.computeIfAbsent(v.region() + v.keys() + (v.nature().startsWith("平均") ? "平均" : ""), k -> new ArrayList<>()).add(v);
        for (var rows : groups.values()) {
            rows.sort(java.util.Comparator.comparing(Pack.Value::from));
            for (int i = 1; i < rows.size(); i++) {
                var before = rows.get(i - 1);
                var after = rows.get(i);
                if (before.until() == null || after.from().isBefore(before.until())) out.add(Finding.error(after.place(), "与“" + before.place() + "”同时施行（" + after.from() + " 起有两个数值）"));
                else if (after.from().isAfter(before.until()) && !after.nature().startsWith("缺口")) out.add(Finding.error(after.place(), before.until() + " 至 " + after.from() + " 之间没有数值"));
            }
        }
    }

    private static void ranking(Law law, Law.Param p, Pack pack, List<Finding> out) {
        for (var low : p.values()) {
            if (!low.pack().equals(pack.code()) || low.nature().startsWith("平均")) continue;
            for (var high : p.values()) {
                if (high.region().equals(low.region()) || !Law.belongs(low.region(), high.region()) || !high.keys().equals(low.keys()) || high.nature().startsWith("平均") || !p.meta().inherit()) continue;
                boolean together = (high.until() == null || low.from().isBefore(high.until())) && (low.until() == null || high.from().isBefore(low.until()));
                if (!together) continue;
                limits(p, low, high, out);
                conflict(law, p, low, high, out);
            }
        }
    }

    private static void limits(Law.Param p, Pack.Value low, Pack.Value high, List<Finding> out) {
        long x, y;
        try {
            x = p.meta().type().parse(low.text());
            y = p.meta().type().parse(high.text());
        } catch (IllegalArgumentException e) {
            return;
        }
        switch (p.meta().local()) {
            case "none" -> out.add(Finding.error(low.place(), "“" + p.meta().name() + "”地方不得另定（上级 " + high.text() + "，" + high.cite() + "）"));
            case "not-longer" -> { if (x > y) out.add(Finding.error(low.place(), "“" + p.meta().name() + "”地方不得长于上级的 " + high.text() + "（" + high.cite() + "）")); }
            case "not-lower" -> { if (x < y) out.add(Finding.error(low.place(), "“" + p.meta().name() + "”地方不得低于上级的 " + high.text() + "（" + high.cite() + "）")); }
            default -> { }
        }
    }

    private static void conflict(Law law, Law.Param p, Pack.Value low, Pack.Value high, List<Finding> out) {
        var lower = law.sourceOf(low);
        var higher = law.sourceOf(high);
        if (lower == null || higher == null || lower.effective() == null || higher.effective() == null || lower == higher) return;
        if (!higher.effective().isAfter(lower.effective())) return;
        if (law.ranked(p.meta().name(), low.region(), lower, higher)) return;
        out.add(Finding.error(low.place(), "与上级较新的规定冲突：" + lower.id() + "（" + lower.effective() + "）定 " + low.text() + "，" + higher.id() + "（" + higher.effective() + "）定 " + high.text()
                + "；请在 pack.yaml 的 prevails 或来源的 prevails-over 写明以何者为准及依据"));
    }
}
