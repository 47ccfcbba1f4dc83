package org.hutong.policy.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.hutong.policy.Finding;
import org.hutong.policy.Rulebook;
import org.hutong.policy.dmn.DmnModel;
import org.hutong.policy.pack.Law;
import org.hutong.policy.pack.Pack;

/// Both directions of citation: every rule and value says its clause, and every clause is used or marked. And the hand-overs that comparisons name.
final class Citing {
    private interface Visit {
        void cite(String place, String text, boolean required);
    }

    private Citing() {}

    static List<Finding> check(Law law, Pack pack) {
        var out = new ArrayList<Finding>();
        visit(pack, (place, text, required) -> {
            var cites = Law.citations(text);
            if (cites.isEmpty() && required && !text.contains("假设")) out.add(Finding.error(place, "没有引用条款（写作 来源#条款，或“假设 理由”）" + (text.isBlank() ? "" : "：" + text)));
            for (var c : cites) {
                var source = law.sources.get(c.split("#")[0]);
                if (source == null) out.add(Finding.error(place, "引用的来源“" + c.split("#")[0] + "”不存在"));
                else if (source.clauses().stream().noneMatch(k -> k.id().equals(c.split("#")[1]))) out.add(Finding.error(place, "来源“" + source.id() + "”没有条款“" + c.split("#")[1] + "”"));
            }
        });
        for (var row : pack.rows().getOrDefault("comparisons", List.of())) {
            var duty = row.data().get("handover");
            if (duty != null && !law.rows.getOrDefault("handovers", new LinkedHashMap<>()).containsKey(String.valueOf(duty))) {
                out.add(Finding.error(row.place(), "转办事项“" + duty + "”在 handovers/ 里没有"));
            }
        }
        return out;
    }

    static List<Finding> coverage(Rulebook book) {
        Set<String> cited = new HashSet<>();
        for (var pack : book.packs()) visit(pack, (place, text, required) -> cited.addAll(Law.citations(text)));
        var out = new ArrayList<Finding>();
        for (var pack : book.packs()) for (var s : pack.sources()) for (var c : s.clauses()) {
            if (c.marked() == null && !cited.contains(s.id() + "#" + c.id())) out.add(Finding.warning(s.place(), "条款“" + c.id() + " " + c.title() + "”既没有编入规则，也没有标明人工或范围外"));
        }
        return out;
    }

    private static void visit(Pack pack, Visit visit) {
        for (var file : pack.decisions()) {
            for (var d : file.decisions()) logic(file.file() + " 决策“" + d.name() + "”", d.note(), d.logic(), visit);
            for (var f : file.functions()) logic(file.file() + " 函数“" + f.name() + "”", f.note(), f.logic(), visit);
        }
        for (var p : pack.parameters()) {
            for (var v : p.values()) visit.cite(v.place(), v.cite(), true);
            if (p.meta() != null && p.meta().growth() != null) visit.cite(p.place(), p.meta().growth().clause(), true);
        }
        for (var p : pack.programmes()) {
            p.clauses().forEach(c -> visit.cite(p.place(), c, true));
            if (p.start() != null) visit.cite(p.place() + " start", p.start().clause(), true);
            p.stops().forEach(s -> visit.cite(p.place() + " stop “" + s.reason() + "”", s.clause(), true));
            p.papers().forEach(x -> visit.cite(p.place() + " papers “" + x.name() + "”", x.clause(), false));
        }
        pack.stacking().forEach(g -> visit.cite(g.place(), g.clause(), true));
        pack.categories().forEach(c -> visit.cite(c.place(), c.clause(), true));
        pack.overrides().forEach(o -> visit.cite(o.place(), o.because(), true));
        pack.prevails().forEach(p -> visit.cite(p.place(), p.because(), true));
        pack.rows().values().forEach(list -> list.forEach(r -> visit.cite(r.place(), r.clause(), true)));
        for (var s : pack.sources()) if (s.prevailsClause() != null) visit.cite(s.place(), s.id() + "#" + s.prevailsClause(), true);
    }

    private static void logic(String place, String note, DmnModel.Logic logic, Visit visit) {
        visit.cite(place, Law.line(note, "依据"), false);
        visit.cite(place, Law.line(note, "例外顺序"), false);
        if (logic instanceof DmnModel.Logic.Table t) for (var r : t.rules()) visit.cite(place + " 规则 " + r.id(), r.note(), true);
    }
}
