package org.hutong.policy.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.hutong.policy.Outcome;
import org.hutong.policy.pack.Law;
import org.hutong.policy.pack.Pack;

/// Walks back from an answer over the steps that led to it: fired rules, facts, parameter rows.
final class Tracer {
    private final Plan plan;
    private final Frame f;
    private final Binding binding;
    private final boolean[] seen;
    private final List<Outcome.Step> steps = new ArrayList<>();
    private final Map<String, Outcome.FactUse> facts = new LinkedHashMap<>();
    private final Map<String, Outcome.ParameterUse> parameters = new LinkedHashMap<>();
    private final LinkedHashSet<String> rules = new LinkedHashSet<>();
    private final LinkedHashSet<String> clauses = new LinkedHashSet<>();
    private boolean assumed;

    Tracer(Plan plan, Frame f, Binding binding) {
        this.plan = plan;
        this.f = f;
        this.binding = binding;
        this.seen = new boolean[plan.nodes.size()];
    }

    Outcome.Programme programme(Plan.Target t, Outcome.Answer answer, Long amount, List<String> missing) {
        var p = t.programme();
        p.clauses().forEach(text -> clauses.addAll(plan.citations.of(text)));
        trace(t.entitledAlone());
        if (answer != Outcome.Answer.NO || f.known(t.entitledAlone()) && f.value(t.entitledAlone()) == 1) {
            trace(t.payAlone());
            if (t.pay() != t.payAlone()) trace(t.pay());
            if (t.entitled() != t.entitledAlone()) trace(t.entitled());
        }
        var reason = reason(t, answer);
        var papers = new ArrayList<Outcome.Paper>();
        for (var paper : p.papers()) if (paper.when() == null || holds(paper.when())) papers.add(new Outcome.Paper(paper.name(), paper.clause()));
        return new Outcome.Programme(p.code(), p.name(), p.kind(), p.period(), answer, amount, assumed, List.copyOf(rules), List.copyOf(clauses), missing, List.copyOf(steps),
                List.copyOf(facts.values()), List.copyOf(parameters.values()), papers, reason);
    }

    private boolean holds(String name) {
        Node n = plan.c.decisions.containsKey(name) ? plan.c.decisions.get(name).node() : plan.c.vars.get(name);
        return n == null || !f.known(n) || f.value(n) == 1;
    }

    private String reason(Plan.Target t, Outcome.Answer answer) {
        if (t.groups().isEmpty() || answer == Outcome.Answer.PENDING) return "";
        boolean turned = answer == Outcome.Answer.NO && f.known(t.entitledAlone()) && f.value(t.entitledAlone()) == 1;
        boolean cut = answer == Outcome.Answer.YES && f.known(t.payAlone()) && f.known(t.pay()) && f.value(t.pay()) != f.value(t.payAlone());
        if (!turned && !cut) return "";
        var out = new StringBuilder();
        for (var g : t.groups()) {
            boolean may = turned ? g.rule().equals("互斥") || g.rule().equals("就高") : g.rule().equals("补差") || g.rule().equals("封顶");
            if (!may) continue;
            clauses.addAll(plan.citations.of(g.clause()));
            out.append(out.isEmpty() ? "" : "；").append("按“").append(g.name()).append("”").append(g.rule()).append("（").append(g.clause()).append("）");
        }
        return (turned ? "本身符合条件，但" : "金额已") + (turned ? "" : "调整：") + out;
    }

    private void trace(Node n) {
        if (seen[n.slot]) return;
        seen[n.slot] = true;
        switch (n) {
            case Nodes.Var v -> variable(v);
            case Lookup l -> lookup(l);
            case TableNode t -> table(t);
            case Nodes.If i -> {
                trace(i.of[0]);
                if (!f.known(i.of[0])) { trace(i.of[1]); trace(i.of[2]); }
                else trace(f.value(i.of[0]) == 1 ? i.of[1] : i.of[2]);
            }
            case Nodes.Logic l -> logic(l);
            default -> { for (var from : n.of) trace(from); }
        }
        if (n instanceof Nodes.Const && plan.c.parameterOf.containsKey(n)) {
            var name = plan.c.parameterOf.get(n);
            row(name, plan.c.fixedRows.get(name));
        }
        formulas(n);
    }

    private void logic(Nodes.Logic l) {
        if (f.known(l) && f.value(l) == (l.and ? 0 : 1)) {
            for (var from : l.of) {
                if (f.known(from) && f.value(from) == f.value(l)) { trace(from); return; }
            }
        }
        for (var from : l.of) trace(from);
    }

    private void variable(Nodes.Var v) {
        var version = binding.used.get(v.name);
        if (plan.law.facts.containsKey(v.name) && f.known(v)) {
            facts.put(v.name, new Outcome.FactUse(v.name, v.type.show(f.value(v)), version == null ? "" : version.source(), version == null ? null : version.date(), version == null ? null : version.known()));
        }
    }

    private void lookup(Lookup l) {
        for (int k = 0; k < l.keys; k++) trace(l.of[k]);
        if (!f.known(l)) return;
        // With an open key the value rests on any of the rows left, all equal: what is assumed in one of them is assumed in the answer. Told are at most three.
        var rows = l.reachable(f);
        for (var at : rows) if (at.assumed() || at.nature().contains("假设")) assumed = true;
        for (var at : rows.subList(0, Math.min(3, rows.size()))) row(l.parameter, at);
    }

    private void row(String name, Pack.Value v) {
        if (v == null) return;
        var meta = plan.law.parameters.get(name).meta();
        if (v.assumed() || v.nature().contains("假设")) assumed = true;
        clauses.addAll(plan.citations.of(v.cite()));
        parameters.put(name + v.place(), new Outcome.ParameterUse(name, v.text(), meta.unit(), v.region(), v.from(), v.until(), v.cite(), v.nature(), v.place()));
    }

    private void table(TableNode t) {
        var m = t.matches(f);
        var live = t.live(m);
        for (int r = 0; r < t.rules.size(); r++) {
            if ((live[r >> 6] >>> r & 1) == 0) continue;
            var rule = t.rules.get(r);
            var inputs = new LinkedHashMap<String, String>();
            for (var col : t.columns) {
                if (!restricted(col, t.hit == TableNode.Hit.FIRST ? 0 : r, r)) continue;
                trace(col.input());
                inputs.put(col.text(), f.known(col.input()) ? col.input().type.show(f.value(col.input())) : "待核实");
            }
            trace(rule.output());
            rules.add(rule.id());
            clauses.addAll(plan.citations.of(rule.note()));
            if (Citations.assumed(rule.note())) assumed = true;
            steps.add(new Outcome.Step(name(t), rule.id(), rule.note(), inputs, f.known(t) ? t.type.show(f.value(t)) : "待核实"));
        }
    }

    /// A table inside a function is told by the decision that called it.
    private String name(TableNode t) {
        var callers = plan.byNode(t);
        return callers.isEmpty() || callers.getFirst().name().equals(t.name) ? t.name : callers.getFirst().name() + "（" + t.name + "）";
    }

    /// Whether a rule between `from` and `to` says anything about this column.
    private static boolean restricted(TableNode.Column col, int from, int to) {
        for (int r = from; r <= to; r++) for (var m : col.masks()) if ((m[r >> 6] >>> r & 1) == 0) return true;
        return false;
    }

    private void formulas(Node n) {
        for (var d : plan.byNode(n)) {
            if (d.table() != null) continue;
            var cite = Law.line(d.note(), "依据");
            if (cite.isEmpty()) continue;
            var id = d.name() + ".公式";
            rules.add(id);
            clauses.addAll(plan.citations.of(cite));
            if (Citations.assumed(cite)) assumed = true;
            steps.add(new Outcome.Step(d.name(), id, cite, Map.of(), f.known(n) ? n.type.show(f.value(n)) : "待核实"));
        }
    }
}
