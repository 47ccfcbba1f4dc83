package org.hutong.policy.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hutong.policy.Rulebook;
import org.hutong.policy.dmn.DmnModel;
import org.hutong.policy.pack.Pack;

/// The difference of two rulebooks in plain Chinese: values, rules, programmes, clauses; one line a change.
public final class Difference {
    private Difference() {}

    public static List<String> between(Rulebook a, Rulebook b) {
        var out = new ArrayList<String>();
        var left = new LinkedHashMap<String, Pack>();
        var right = new LinkedHashMap<String, Pack>();
        a.packs().forEach(p -> left.put(p.code(), p));
        b.packs().forEach(p -> right.put(p.code(), p));
        for (var code : union(left, right)) {
            var x = left.get(code);
            var y = right.get(code);
            if (x == null) { out.add("新增规则包 " + y.folder()); continue; }
            if (y == null) { out.add("删去规则包 " + x.folder()); continue; }
            if (!x.version().equals(y.version())) out.add(y.folder() + " 版本 " + x.version() + " → " + y.version());
            compare(out, y.folder(), values(x), values(y));
            compare(out, y.folder(), rules(x), rules(y));
            compare(out, y.folder(), others(x), others(y));
        }
        return out;
    }

    private static LinkedHashSet<String> union(Map<String, ?> a, Map<String, ?> b) {
        var all = new LinkedHashSet<>(a.keySet());
        all.addAll(b.keySet());
        return all;
    }

    private static void compare(List<String> out, String folder, Map<String, String> x, Map<String, String> y) {
        for (var key : union(x, y)) {
            var p = x.get(key);
            var q = y.get(key);
            if (Objects.equals(p, q)) continue;
            if (p == null) out.add(folder + " 新增 " + key + "：" + q);
            else if (q == null) out.add(folder + " 删去 " + key + "：" + p);
            else out.add(folder + " 修改 " + key + "：" + p + " → " + q);
        }
    }

    private static Map<String, String> values(Pack pack) {
        var map = new LinkedHashMap<String, String>();
        for (var p : pack.parameters()) {
            if (p.meta() != null) map.put("参数“" + p.name() + "”", p.meta().toString());
            for (var v : p.values()) {
                map.put("参数“" + p.name() + "” " + v.region() + (v.keys().isEmpty() ? "" : " " + String.join("、", v.keys())) + " 自 " + v.from(),
                        v.text() + (v.until() == null ? "" : "，止 " + v.until()) + "（" + v.cite() + (v.nature().isEmpty() ? "" : "，" + v.nature()) + "）");
            }
        }
        return map;
    }

    private static Map<String, String> rules(Pack pack) {
        var map = new LinkedHashMap<String, String>();
        for (var file : pack.decisions()) {
            for (var d : file.decisions()) logic(map, "决策“" + d.name() + "”", d.note(), d.logic());
            for (var f : file.functions()) logic(map, "函数“" + f.name() + "”", f.note(), f.logic());
        }
        return map;
    }

    private static void logic(Map<String, String> map, String name, String note, DmnModel.Logic logic) {
        map.merge(name + " 说明", String.valueOf(note), (a, b) -> a + "；" + b);
        switch (logic) {
            case DmnModel.Logic.Literal(var text) -> map.merge(name + " 公式", text, (a, b) -> a + "；" + b);
            case DmnModel.Logic.Table t -> {
                for (var r : t.rules()) {
                    var when = new ArrayList<String>();
                    for (int i = 0; i < r.inputs().size(); i++) if (!r.inputs().get(i).equals("-")) when.add(t.inputs().get(i).expression() + " " + r.inputs().get(i));
                    map.put(name + " 规则 " + r.id(), (when.isEmpty() ? "任何情形" : String.join("，且 ", when)) + " 则 " + String.join("、", r.outputs()) + "（" + r.note() + "）");
                }
                map.put(name + " 命中方式", t.hit() + t.aggregation());
            }
            default -> map.put(name, logic.toString());
        }
    }

    private static Map<String, String> others(Pack pack) {
        var map = new LinkedHashMap<String, String>();
        for (var f : pack.facts()) map.put("事实“" + f.name() + "”", f.type().describe() + " " + f.type().values() + " " + f.low() + "～" + f.high() + (f.nullable() ? " 可无" : ""));
        for (var p : pack.programmes()) {
            map.put("待遇 " + p.code() + " " + p.name(), "资格 " + p.who() + "，金额 " + p.amount() + "，周期 " + p.period() + "，起 " + p.start() + "，止 " + p.stops() + "，依据 " + p.clauses());
        }
        for (var g : pack.stacking()) map.put("叠加规则“" + g.name() + "”", g.rule() + " " + g.members() + (g.top() == null ? "" : " " + g.top() + " 减 " + g.counted()) + (g.cap() == null ? "" : " 封顶 " + g.cap()) + "（" + g.clause() + "）");
        for (var s : pack.sources()) for (var c : s.clauses()) map.put("条款 " + s.id() + "#" + c.id(), c.title() + " " + c.text().strip());
        pack.rows().forEach((folder, list) -> list.forEach(r -> map.put(folder + " " + r.code(), r.data().toString())));
        return map;
    }
}
