package org.hutong.policy.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hutong.policy.Rulebook;
import org.hutong.policy.pack.Type;
import org.junit.jupiter.api.Test;

/// Our reading of DMN against Apache KIE's, on the same tables. `-Dseed=` repeats a run, `-Dchildren=` sets its size.
class KieAgreementTest {
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final int children = Integer.getInteger("children", 3_000);
    private int values, open, fills;

    @Test
    void everyDecisionOfRandomChildrenIsEqualToKie() {
        var days = List.of(LocalDate.of(2024, 9, 30), LocalDate.of(2023, 6, 30), LocalDate.of(2024, 2, 29));
        for (var day : days) known(Rulebook.read(Path.of("bench/rulebook")).at("000000", day), children / days.size());
        System.out.println("KIE 差分（全知）：seed=" + seed + "，决策值 " + values + " 个，差异 0");
    }

    @Test
    void pendingStandsExactlyWhereFillingTheUnknownMakesKieAnswerTwice() {
        var plan = Rulebook.read(Path.of("bench/rulebook")).at("000000", LocalDate.of(2024, 9, 30));
        unknown(plan, children / 10);
        System.out.println("KIE 差分（有未知）：seed=" + seed + "，待核实 " + open + " 次，定值 " + values + " 次，填充 " + fills + " 次，差异 0");
        assertThat(open).isPositive();
        assertThat(values).isPositive();
    }

    /// The real packs, every place of them, today and on two days before.
    @Test
    void everyDecisionOfTheRulebookIsEqualToKie() {
        var book = Rulebook.read(Path.of(System.getProperty("rulebook", "../rulebook")));
        for (var pack : book.packs()) {
            known(book.at(pack.code(), LocalDate.of(2026, 11, 23)), children / 20);
            unknown(book.at(pack.code(), LocalDate.of(2026, 11, 23)), 20);
        }
        System.out.println("KIE 差分（规则包 " + book.packs().size() + " 个）：seed=" + seed + "，决策值 " + values + "，待核实 " + open + "，填充 " + fills + "，差异 0");
    }

    private Map<String, Object> inputs(Plan plan, Map<Nodes.Var, Long> child, Frame f) {
        var in = new LinkedHashMap<String, Object>();
        in.put("评估日", plan.asOf);
        child.forEach((v, x) -> in.put(v.name, Kie.value(v.type, x)));
        plan.c.parameters.forEach((name, node) -> { if (f.known(node)) in.put(name, Kie.value(node.type, f.value(node))); });
        return in;
    }

    private void known(Plan plan, int n) {
        var kie = new Kie(plan);
        var generator = new Children(plan, new Random(seed));
        for (int i = 0; i < n; i++) {
            var child = new LinkedHashMap<Nodes.Var, Long>();
            var f = plan.frame();
            for (var v : plan.vars) {
                child.put(v, generator.any(v));
                f.value(v, child.get(v));
            }
            Plan.run(plan.nodes, f);
            var theirs = kie.decide(inputs(plan, child, f));
            for (var d : plan.c.decisions.values()) {
                assertThat(f.known(d.node())).as("定值 %s seed=%d", d.name(), seed).isTrue();
                var own = Kie.value(d.node().type, f.value(d.node()));
                assertThat(Kie.same(theirs.get(d.name()), own)).as("seed=%d %s 于 %s：KIE %s，本引擎 %s，%s", seed, d.name(), plan.asOf, theirs.get(d.name()), own, inputs(plan, child, f)).isTrue();
                values++;
            }
        }
    }

    private void unknown(Plan plan, int n) {
        var kie = new Kie(plan);
        var random = new Random(seed);
        var generator = new Children(plan, random);
        for (int i = 0; i < n; i++) {
            var child = new LinkedHashMap<Nodes.Var, Long>();
            var missing = new ArrayList<Nodes.Var>();
            var f = plan.frame();
            int left = 1 + random.nextInt(2);
            var chosen = random.ints(left, 0, plan.vars.length).boxed().toList();
            for (var v : plan.vars) {
                if (chosen.contains(v.index)) { missing.add(v); continue; }
                child.put(v, generator.any(v));
                f.value(v, child.get(v));
            }
            Plan.run(plan.nodes, f);
            var seen = new LinkedHashMap<String, List<Object>>();
            fill(plan, kie, child, missing, 0, f, generator, seen);
            for (var d : plan.c.decisions.values()) {
                var refined = Refiner.refine(plan, f, d.node());
                var theirs = seen.get(d.name());
                if (refined.known()) {
                    values++;
                    for (var x : theirs) assertThat(Kie.same(x, Kie.value(d.node().type, refined.value(0)))).as("seed=%d %s 定为 %s，KIE 填充后得 %s；%s", seed, d.name(), refined.value(0), theirs, told(child)).isTrue();
                } else {
                    open++;
                    assertThat(theirs.size()).as("seed=%d %s 待核实，KIE 填充后只有 %s；缺 %s；%s", seed, d.name(), theirs, missing.stream().map(v -> v.name).toList(), told(child)).isGreaterThan(1);
                }
            }
        }
    }

    private void fill(Plan plan, Kie kie, Map<Nodes.Var, Long> child, List<Nodes.Var> missing, int at, Frame f, Children generator, Map<String, List<Object>> seen) {
        if (at == missing.size()) {
            fills++;
            // A parameter's row may hang on a filled fact, or be itself what is missing.
            var g = Refiner.copy(plan, f);
            child.forEach(g::value);
            Plan.run(plan.nodes, g);
            kie.decide(inputs(plan, child, g)).forEach((name, value) -> {
                var list = seen.computeIfAbsent(name, k -> new ArrayList<>());
                if (list.stream().noneMatch(x -> Kie.same(x, value))) list.add(value);
            });
            return;
        }
        // Where a rule looks at a value computed from several facts its bounds move with the facts already filled in.
        var open = Refiner.copy(plan, f);
        child.forEach(open::value);
        Plan.run(plan.nodes, open);
        for (long x : generator.classes(missing.get(at), open)) {
            child.put(missing.get(at), x);
            fill(plan, kie, child, missing, at + 1, f, generator, seen);
        }
        child.remove(missing.get(at));
    }

    private static Map<String, String> told(Map<Nodes.Var, Long> child) {
        var out = new LinkedHashMap<String, String>();
        child.forEach((v, x) -> out.put(v.name, v.type.show(x)));
        return out;
    }
}
