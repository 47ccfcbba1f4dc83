package org.hutong.policy.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.hutong.policy.pack.Pack;
import org.hutong.policy.pack.Type;

/// What must hold of a place's law whoever asks: nobody is paid twice for the same, nobody of a category is left between two schemes, and no amount falls as a family's
/// hardship grows.
///
/// The first two are proved over the whole declared fact space: every combination of answers that some admissible facts lead to is found, each with facts that lead to it.
/// The third compares pairs of cases that differ in one fact, drawn at the bounds of the rules and at random: a counter-example is one, its absence is no proof, and the
/// number of pairs is told.
///
/// What the law itself has so is declared in a pack's `properties/`, with its clause: `{code, name, clause, fact, loses: [programme…]}`.
public final class Properties {
    /// Splits of the fact space that one proof may take; more than a hundred times what the packs need.
    private static final int BUDGET = 2_000_000;

    /// @param child  facts of a child of whom it does not hold, by name
    /// @param lawful the declared exception, `code name（clause）`, or empty
    public record Counter(String what, Map<String, String> child, String lawful) {}

    /// @param proved   over the whole fact space; false: over `cases` pairs
    /// @param cases    distinct outcomes found, or pairs compared
    /// @param counters one for each way in which it does not hold
    public record Property(String region, String name, boolean proved, long cases, List<Counter> counters) {
        public boolean holds() {
            return counters.stream().allMatch(one -> !one.lawful().isEmpty());
        }
    }

    private Properties() {}

    /// @param pairs how many pairs of cases the third property compares
    public static List<Property> of(Plan plan, int pairs, long seed) {
        var out = new ArrayList<Property>();
        for (var group : plan.law.stacking.values()) if (group.rule().equals("互斥")) out.add(exclusive(plan, group));
        for (var row : plan.law.rows.getOrDefault("comparisons", new LinkedHashMap<>()).values()) {
            // a row that asks of everybody the others left (`rest`) names no programme the category is owed
            if (!"应保未保".equals(row.data().get("group")) || row.data().get("category") == null || row.data().get("served-by") == null || Boolean.TRUE.equals(row.data().get("rest"))) continue;
            for (var category : row.data().get("category") instanceof List<?> some ? some : List.of(row.data().get("category"))) out.add(between(plan, row, String.valueOf(category)));
        }
        out.add(harder(plan, pairs, seed));
        return out;
    }

    /// Of an excluding group never two are paid.
    private static Property exclusive(Plan plan, Pack.Stacking group) {
        var targets = group.members().stream().map(code -> target(plan, code)).toList();
        var outcomes = outcomes(plan, targets.stream().map(Plan.Target::entitled).toList());
        var counters = new ArrayList<Counter>();
        outcomes.forEach((answers, facts) -> {
            if (answers.stream().filter(x -> x == 1).count() > 1) {
                var both = new ArrayList<String>();
                for (int i = 0; i < answers.size(); i++) if (answers.get(i) == 1) both.add(targets.get(i).programme().name());
                counters.add(new Counter("同时享受" + String.join("、", both), child(plan, facts), ""));
            }
        });
        return new Property(plan.law.region, "不重复享受：" + group.name(), true, outcomes.size(), counters);
    }

    /// Whoever is of the category is owed one of the programmes that serve it.
    private static Property between(Plan plan, Pack.Row row, String category) {
        var kind = plan.categories.stream().filter(k -> k.category().code().equals(category)).findFirst().orElseThrow();
        var codes = new LinkedHashSet<String>();
        for (var key : List.of("programme", "served-by")) if (row.data().get(key) instanceof List<?> some) some.forEach(code -> codes.add(String.valueOf(code)));
        var targets = plan.targets.stream().filter(t -> codes.contains(t.programme().code())).toList();
        var nodes = new ArrayList<Node>(List.of(kind.node()));
        targets.forEach(t -> nodes.add(t.entitled()));
        var outcomes = outcomes(plan, nodes);
        var counters = new ArrayList<Counter>();
        outcomes.forEach((answers, facts) -> {
            if (answers.getFirst() == 1 && answers.stream().skip(1).noneMatch(x -> x == 1)) counters.add(new Counter("是" + kind.category().name() + "，哪一项都得不到", child(plan, facts), ""));
        });
        return new Property(plan.law.region, "不落在两项之间：" + kind.category().name(), true, outcomes.size(), counters);
    }

    /// A month's money never falls as one fact moves the way its `harder` points.
    private static Property harder(Plan plan, int pairs, long seed) {
        var open = plan.frame();
        Plan.run(plan.nodes, open);
        var doubt = new Doubt(plan);
        var random = new SplittableRandom(seed);
        // A programme whose standard nobody has set yet has no amount to compare.
        var unset = Arrays.stream(plan.vars).filter(v -> !v.finite() && !plan.law.facts.containsKey(v.name) && !plan.law.aggregates.containsKey(v.name)).toList();
        var paid = plan.targets.stream().filter(t -> "month".equals(t.programme().period()) && unset.stream().noneMatch(v -> Frame.has(t.pay().cone, v.index))).toList();
        var asked = Arrays.stream(plan.vars).filter(v -> plan.law.facts.containsKey(v.name) && plan.law.facts.get(v.name).harder() != null).toList();
        var found = new LinkedHashMap<String, Counter>();
        long cases = 0;
        for (int n = 0; n < pairs && !asked.isEmpty(); n++) {
            var filling = doubt.filling(open);
            for (var v : asked) {
                var fact = plan.law.facts.get(v.name);
                long from = filling[v.index], to = worse(v, fact.harder(), from, random);
                if (to == from) continue;
                cases++;
                long[] before = pay(plan, paid, filling, v, from), after = pay(plan, paid, filling, v, to);
                if (Arrays.stream(after).sum() >= Arrays.stream(before).sum()) continue;
                var loses = new ArrayList<String>();
                for (int i = 0; i < before.length; i++) if (after[i] < before[i]) loses.add(paid.get(i).programme().code());
                if (found.containsKey(v.name + loses)) continue;
                var what = v.name + "由" + v.type.show(from) + "变为" + v.type.show(to) + "，每月合计由 " + yuan(before) + " 元降到 " + yuan(after) + " 元（" + String.join("、", loses) + "）";
                found.put(v.name + loses, new Counter(what, child(plan, filling), lawful(plan, v.name, loses)));
            }
        }
        return new Property(plan.law.region, "越困难金额不减", false, cases, List.copyOf(found.values()));
    }

    private static String yuan(long[] fen) {
        return java.math.BigDecimal.valueOf(Arrays.stream(fen).sum(), 2).toPlainString();
    }

    /// One step the harder way: to the next value of an enum or boolean, or some way down or up a number.
    private static long worse(Nodes.Var v, String harder, long from, SplittableRandom random) {
        if (from == Type.NULL) return from;
        boolean up = harder.equals("high");
        if (v.finite()) return Math.clamp(up ? from + 1 : from - 1, 0, v.type.size() - 1);
        // Steps of every size alike: bounds lie near and far.
        long step = 1L << random.nextInt(64 - Long.numberOfLeadingZeros(Math.max(1, v.high - v.low)));
        return Math.clamp(up ? from + step : from - step, v.low, v.high);
    }

    private static long[] pay(Plan plan, List<Plan.Target> targets, long[] filling, Nodes.Var at, long x) {
        var f = plan.frame();
        for (var v : plan.vars) f.value(v, v == at ? x : filling[v.index]);
        Plan.run(plan.nodes, f);
        return targets.stream().mapToLong(t -> Math.max(0, f.value(t.pay()))).toArray();
    }

    private static String lawful(Plan plan, String fact, List<String> loses) {
        for (var row : plan.law.rows.getOrDefault("properties", new LinkedHashMap<>()).values()) {
            if (fact.equals(row.data().get("fact")) && row.data().get("loses") instanceof List<?> may && may.containsAll(loses)) return row.code() + " " + row.name() + "（" + row.clause() + "）";
        }
        return "";
    }

    private static Plan.Target target(Plan plan, String code) {
        return plan.targets.stream().filter(t -> t.programme().code().equals(code)).findFirst().orElseThrow();
    }

    private static Map<List<Long>, long[]> outcomes(Plan plan, List<Node> nodes) {
        var f = plan.frame();
        Plan.run(plan.nodes, f);
        var outcomes = Refiner.outcomes(plan, f, BUDGET, nodes.toArray(Node[]::new));
        if (outcomes == null) throw new org.hutong.policy.PolicyException(plan.law.region, "事实组合太多，没有证完；请拆小这些规则");
        return outcomes;
    }

    private static Map<String, String> child(Plan plan, long[] facts) {
        var out = new LinkedHashMap<String, String>();
        for (var v : plan.vars) if (plan.law.facts.containsKey(v.name)) out.put(v.name, facts[v.index] == Type.NULL ? "无" : v.type.show(facts[v.index]));
        return out;
    }
}
