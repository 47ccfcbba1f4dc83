package org.hutong.policy.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.BiConsumer;
import org.hutong.policy.Rulebook;
import org.hutong.policy.run.Columns;
import org.hutong.policy.run.Plan;
import org.hutong.policy.run.Population;

/// A city's whole rulebook as shipped: every programme and category of two million persons in each of twelve months with the rule of every
/// table kept, what each programme more costs, and one changed fact.
final class WholeRulebook {
    private static final String PLACE = "120104";
    private static final int CHUNK = 125_000;
    private static final long SEED = 20261123;

    private final Rulebook book;
    private final BiConsumer<String, Object> put;

    WholeRulebook(Path dir, BiConsumer<String, Object> put) {
        long began = System.nanoTime();
        book = Rulebook.read(dir);
        book.at(PLACE, LocalDate.of(2026, 11, 23));
        put.accept("city_cold_load_ms", (System.nanoTime() - began) / 1e6);
        this.put = put;
    }

    /// @param persons in one month
    void run(int persons) {
        year(persons, 1);
        year(persons, 2);
        var plan = book.at(PLACE, LocalDate.of(2026, 11, 23));
        growing(plan);
        oneFact(plan, 0, "");
        oneFact(plan, 0.3, "_three_of_ten_unknown");
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long t = System.nanoTime();
            book.at(PLACE, LocalDate.of(2026, 11, 23));
            best = Math.min(best, System.nanoTime() - t);
        }
        put.accept("city_plan_again_ms", best / 1e6);
    }

    /// Columns already encoded; drawing them is not counted.
    private void year(int persons, int threads) {
        long nanos = 0, yes = 0, rules = 0;
        heap().forEach(MemoryPoolMXBean::resetPeakUsage);
        int programmes = 0, tables = 0;
        for (int month = 1; month <= 12; month++) {
            var plan = book.at(PLACE, LocalDate.of(2026, month, 1));
            programmes = plan.law.programmes.size();
            for (int from = 0; from < persons; from += CHUNK) {
                var columns = Columns.drawn(plan, Math.min(CHUNK, persons - from), SEED + from, 0);
                long t = System.nanoTime();
                var population = Population.run(plan, columns, threads);
                nanos += System.nanoTime() - t;
                for (var code : plan.law.programmes.keySet()) for (byte answer : population.answers(code)) yes += answer == Population.YES ? 1 : 0;
                tables = population.tables().size();
                for (int table = 0; table < tables; table++) rules += population.perRule(table).values().stream().mapToLong(Integer::longValue).sum();
            }
        }
        var name = "city_12_months_" + (threads == 1 ? "one_core" : "two_cores");
        put.accept(name + "_s", nanos / 1e9);
        put.accept(name + "_ns_per_person_month", nanos / 12.0 / persons);
        put.accept(name + "_peak_heap_mb", heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() / 1e6);
        put.accept("city_persons", persons);
        put.accept("city_programmes", programmes);
        put.accept("city_tables", tables);
        put.accept("city_entitled", yes);
        put.accept("city_rules_kept", rules);
    }

    private static List<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP).toList();
    }

    /// One core, the first programmes of the vocabulary's order.
    private void growing(Plan plan) {
        var columns = Columns.drawn(plan, CHUNK, SEED, 0);
        var codes = List.copyOf(plan.law.programmes.keySet());
        for (int n = 1; ; n = Math.min(n * 2, codes.size())) {
            var wanted = new LinkedHashSet<>(codes.subList(0, n));
            double best = Double.MAX_VALUE;
            for (int round = 0; round < 4; round++) {
                long t = System.nanoTime();
                Population.run(plan, columns, 1, wanted);
                best = Math.min(best, (System.nanoTime() - t) / (double) CHUNK);
            }
            put.accept("city_ns_per_person_with_" + n + "_programmes", best);
            if (n == codes.size()) return;
        }
    }

    /// A person whose facts are known but for one that changes: every programme decided again, with its grounds.
    private void oneFact(Plan plan, double unknown, String name) {
        var columns = Columns.drawn(plan, 400, SEED + 1, unknown);
        var facts = new java.util.ArrayList<org.hutong.policy.Facts>();
        for (int row = 0; row < columns.rows(); row++) facts.add(columns.facts(row));
        var micros = new java.util.ArrayList<Double>();
        for (int round = 0; round < 6; round++) {
            for (var one : facts) {
                var changed = new org.hutong.policy.Facts(one.id());
                one.values().forEach((fact, versions) -> versions.forEach(version -> changed.put(fact, version)));
                changed.put("就读学段", round % 2 == 0 ? "小学" : "初中");
                long t = System.nanoTime();
                plan.evaluate(changed, plan.asOf);
                if (round >= 3) micros.add((System.nanoTime() - t) / 1e3);
            }
        }
        micros.sort(null);
        put.accept("city_one_changed_fact_us_median" + name, micros.get(micros.size() / 2));
        put.accept("city_one_changed_fact_us_p95" + name, micros.get(micros.size() * 95 / 100));
    }
}
