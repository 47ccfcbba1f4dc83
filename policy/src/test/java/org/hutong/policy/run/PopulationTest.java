package org.hutong.policy.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Random;
import org.hutong.policy.Facts;
import org.hutong.policy.Outcome;
import org.hutong.policy.Rulebook;
import org.hutong.policy.pack.Type;
import org.junit.jupiter.api.Test;

/// A population and a single case are one plan: they can never answer differently. `-Dseed=` repeats a run.
class PopulationTest {
    private final long seed = Long.getLong("seed", System.nanoTime());

    @Test
    void everyRowIsWhatTheSingleCaseIsUnknownFactsIncluded() {
        compare(Rulebook.read(Path.of("bench/rulebook")).at("000000", LocalDate.of(2024, 9, 30)), 3_000, 1);
        compare(Rulebook.read(Path.of("src/test/resources/example")).at("120000", LocalDate.of(2026, 6, 1)), 3_000, 2);
        compare(Rulebook.read(Path.of("src/test/resources/example")).at("310000", LocalDate.of(2026, 6, 1)), 500, 2);
    }

    private void compare(Plan plan, int n, int threads) {
        var random = new Random(seed);
        var generator = new Children(plan, random);
        var columns = new Columns(plan, n);
        var facts = new Facts[n];
        for (int i = 0; i < n; i++) {
            facts[i] = new Facts("" + i);
            for (var v : plan.vars) {
                if (!plan.law.facts.containsKey(v.name) || random.nextInt(12) == 0) continue;
                long x = generator.any(v);
                facts[i].put(v.name, x == Type.NULL ? null : v.type.plain(x));
            }
            columns.set(i, facts[i], plan.asOf);
        }
        var population = Population.run(plan, columns.seal(), threads);
        for (int i = 0; i < n; i++) {
            var one = plan.evaluate(facts[i], plan.asOf);
            for (var p : one.programmes()) {
                var answer = new Outcome.Answer[] {Outcome.Answer.NO, Outcome.Answer.YES, Outcome.Answer.PENDING}[population.answers(p.code())[i]];
                assertThat(answer).as("seed=%d %s %s", seed, p.code(), facts[i].values()).isEqualTo(p.answer());
                if (p.amountFen() != null) assertThat(population.amountsFen(p.code())[i]).as("seed=%d %s", seed, p.code()).isEqualTo(p.amountFen());
            }
            for (var c : one.categories()) assertThat(population.category(c.code())[i]).as("seed=%d %s", seed, c.code()).isEqualTo((byte) (c.answer() == Outcome.Answer.YES ? 1 : c.answer() == Outcome.Answer.NO ? 0 : 2));
        }
    }

    @Test
    void theRuleKeptForARowIsTheRuleTheCaseNames() {
        var plan = Rulebook.read(Path.of("bench/rulebook")).at("000000", LocalDate.of(2024, 9, 30));
        var columns = new Columns(plan, 1);
        var facts = new Facts("1");
        var generator = new Children(plan, new Random(seed));
        for (var v : plan.vars) {
            long x = generator.any(v);
            facts.put(v.name, x == Type.NULL ? null : v.type.plain(x));
        }
        columns.set(0, facts, plan.asOf);
        var population = Population.run(plan, columns.seal(), 1);
        var steps = plan.evaluate(facts, plan.asOf).programme("B1").steps();
        for (int k = 0; k < population.tables().size(); k++) {
            var table = population.tables().get(k);
            var rule = population.rule(k, 0);
            steps.stream().filter(s -> s.decision().equals(table)).forEach(s -> assertThat(s.rule()).as("seed=%d", seed).isEqualTo(rule));
            assertThat(population.perRule(k).values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(1);
        }
    }
}
