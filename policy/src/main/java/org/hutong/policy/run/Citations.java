package org.hutong.policy.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hutong.policy.pack.Law;

/// Citations read once when the plan is made.
final class Citations {
    private final Map<String, List<String>> read = new HashMap<>();

    Citations(Plan plan) {
        for (var t : plan.c.tables) for (var r : t.rules) read.computeIfAbsent(r.note(), Law::citations);
        for (var d : plan.c.decisions.values()) read.computeIfAbsent(Law.line(d.note(), "依据"), Law::citations);
        for (var p : plan.law.parameters.values()) for (var v : p.values()) read.computeIfAbsent(v.cite(), Law::citations);
        for (var p : plan.law.programmes.values()) for (var text : p.clauses()) read.computeIfAbsent(text, Law::citations);
        for (var g : plan.law.stacking.values()) read.computeIfAbsent(g.clause(), Law::citations);
    }

    List<String> of(String text) {
        return read.getOrDefault(text, List.of());
    }

    static boolean assumed(String text) {
        return text.contains("假设");
    }
}
