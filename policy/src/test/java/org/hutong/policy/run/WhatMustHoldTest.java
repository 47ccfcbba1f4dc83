package org.hutong.policy.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.hutong.policy.Rulebook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Properties of the shipped packs over the whole fact space, and packs in which they do not hold. `-Dseed=` repeats a run.
class WhatMustHoldTest {
    private static final Path RULEBOOK = Path.of("../rulebook");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
    private final long seed = Long.getLong("seed", System.nanoTime());

    @TempDir
    Path folder;

    @Test
    void nobodyIsPaidTwiceOrLeftBetweenTwoSchemesAndNoAmountFallsAsHardshipGrows() {
        var book = Rulebook.read(RULEBOOK);
        for (var place : List.of("120000", "120116", "210000", "210200")) {
            for (var property : Properties.of(book.at(place, DAY), 2_000, seed)) {
                assertThat(property.counters().stream().filter(one -> one.lawful().isEmpty())).as("seed=%d %s %s", seed, place, property.name()).isEmpty();
                assertThat(property.cases()).as(property.name()).isGreaterThan(2);
            }
        }
    }

    @Test
    void aChildNoProgrammeServesIsShown() throws IOException {
        changed("000000-china/comparisons", "category: ORPHAN\n  served-by: [SSWRFY, GRJB, TKGY, KJET]", "category: ORPHAN\n  served-by: [KJET]");
        changed("000000-china/comparisons", "programme: [GRJB]\n  category", "programme: [DBDR]\n  category");
        var broken = Properties.of(Rulebook.read(folder).at("120101", DAY), 10, seed).stream().filter(property -> !property.holds()).toList();
        assertThat(broken).singleElement().satisfies(property -> {
            assertThat(property.name()).isEqualTo("不落在两项之间：孤儿");
            assertThat(property.proved()).isTrue();
            assertThat(property.counters().getFirst().what()).isEqualTo("是孤儿，哪一项都得不到");
            assertThat(property.counters().getFirst().child()).containsKeys("父亲情形", "母亲情形", "出生日期");
        });
    }

    @Test
    void anAmountThatFallsIsAnErrorUntilTheClauseIsGiven() throws IOException {
        changed("000000-china/properties", "loses: [DBDR]", "loses: [SSWRFY]");
        var broken = Properties.of(Rulebook.read(folder).at("120101", DAY), 20_000, 1).stream().filter(property -> !property.holds()).toList();
        assertThat(broken).singleElement().satisfies(property -> {
            assertThat(property.proved()).isFalse();
            assertThat(property.counters().getFirst().what()).startsWith("家庭月人均收入由").contains("DBDR");
        });
    }

    @Test
    void theShownChildReallyIsWhatIsSaidOfIt() {
        var plan = Rulebook.read(RULEBOOK).at("120101", DAY);
        var frame = plan.frame();
        Plan.run(plan.nodes, frame);
        var targets = List.of("SSWRFY", "TKGY", "GRJB").stream().map(code -> plan.targets.stream().filter(t -> t.programme().code().equals(code)).findFirst().orElseThrow().entitled()).toArray(Node[]::new);
        var outcomes = Refiner.outcomes(plan, frame, 2_000_000, targets);
        assertThat(outcomes.keySet()).contains(List.of(0L, 0L, 0L), List.of(1L, 0L, 0L), List.of(0L, 0L, 1L)).noneMatch(one -> one.get(0) == 1 && one.get(2) == 1);
        outcomes.forEach((answers, facts) -> {
            var one = plan.frame();
            for (var v : plan.vars) one.value(v, facts[v.index]);
            Plan.run(plan.nodes, one);
            for (int i = 0; i < targets.length; i++) assertThat(one.value(targets[i])).isEqualTo(answers.get(i));
        });
    }

    private void changed(String under, String from, String to) throws IOException {
        if (!Files.exists(folder.resolve("000000-china"))) {
            try (var all = Files.walk(RULEBOOK)) {
                for (var file : all.toList()) {
                    var target = folder.resolve(RULEBOOK.relativize(file).toString());
                    if (Files.isDirectory(file)) Files.createDirectories(target);
                    else Files.copy(file, target);
                }
            }
        }
        var hits = 0;
        try (var some = Files.list(folder.resolve(under))) {
            for (var file : some.toList()) {
                var text = Files.readString(file);
                if (text.contains(from)) {
                    Files.writeString(file, text.replace(from, to));
                    hits++;
                }
            }
        }
        assertThat(hits).isPositive();
    }
}
