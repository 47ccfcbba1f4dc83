package org.hutong.policy.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hutong.policy.Facts;
import org.hutong.policy.Outcome;
import org.hutong.policy.Scratch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A rule that looks at a band of a value computed from several facts, with some of these facts open.
class BandsOfOpenFactsTest {
    @TempDir Path folder;

    private static final String FACTS = """
            facts:
              - {name: 甲, type: integer, domain: [0, 12]}
              - {name: 乙, type: integer, domain: [0, 12]}
              - {name: 丙, type: integer, domain: [0, 6]}
              - {name: 丁, type: enum, domain: [子, 丑]}
            """;

    private Plan plan(int n, String decisions) {
        var book = new Scratch(folder.resolve("b" + n));
        for (var file : List.of("decisions/儿童类别.md", "decisions/儿童类别.dmn", "decisions/待遇.dmn", "programmes/GRJB.yaml", "programmes/SSWR.yaml", "stacking.yaml")) book.root.resolve("000000-china/" + file).toFile().delete();
        book.write("000000-china/facts.yaml", FACTS).write("000000-china/decisions/待遇.md", decisions);
        book.write("000000-china/programmes/KNBZ.yaml", "code: KNBZ\nname: 试\nkind: 服务\nwho: 给\nclause: [EX-1#5]\n");
        book.write("000000-china/pack.yaml", "id: X\ntitle: 试\nversion: \"1\"\nengine: 1\nregion: \"000000\"\n");
        return book.book().at("000000", Scratch.DAY);
    }

    private static Outcome.Programme ask(Plan plan, Facts facts) {
        return plan.evaluate(facts, Scratch.DAY).programme("KNBZ");
    }

    private static final String SUM = """
            # 待遇

            ## 给 : boolean [UNIQUE]
            | 编号 | 甲 + 乙 | → | 依据 |
            |---|---|---|---|
            | B1 | < 10 | false | EX-1#5 |
            | B2 | [10..11] | true | EX-1#5 |
            | B3 | > 11 | false | EX-1#5 |
            """;

    @Test
    void aBandBetweenTheCornersIsNotMistakenForNo() {
        var plan = plan(0, SUM);
        assertThat(ask(plan, new Facts("x")).answer()).isEqualTo(Outcome.Answer.PENDING);
        assertThat(ask(plan, new Facts("x")).missing()).containsExactlyInAnyOrder("甲", "乙");
        assertThat(ask(plan, new Facts("x").put("甲", 5)).missing()).containsExactly("乙");
        assertThat(ask(plan, new Facts("x").put("甲", 12)).answer()).isEqualTo(Outcome.Answer.NO);
    }

    @Test
    void aValueThatNoSumCanReachIsNo() {
        var plan = plan(0, SUM.replace("甲 + 乙", "甲 * 2 + 乙 * 4").replace("[10..11]", "[11..11]").replace("< 10", "< 11"));
        assertThat(ask(plan, new Facts("x").put("甲", 1)).answer()).as("2 + 4 × 乙 is never 11").isEqualTo(Outcome.Answer.NO);
    }

    @Test
    void aValueThatMakesItYesBetweenTwoThatDoNotIsFound() {
        var plan = plan(1, """
                # 待遇

                ## 一 : boolean
                依据: EX-1#5
                = (max(甲, 乙)) >= 9 and (max(甲, 乙)) < 12

                ## 二 : boolean
                依据: EX-1#5
                = (甲 + 乙 - 丙 * 2) >= 7 and (甲 + 乙 - 丙 * 2) < 8

                ## 给 : boolean
                依据: EX-1#5
                = 一 and 二
                """);
        assertThat(ask(plan, new Facts("x").put("甲", 7)).answer()).as("乙 10 and 丙 5 alone make it yes").isEqualTo(Outcome.Answer.PENDING);
    }

    /// Every answer against trying all values out: decided where all agree, pending where not.
    @Test
    void everyAnswerIsWhatTryingAllValuesSays() {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        int pending = 0, decided = 0;
        for (int n = 1; n <= Integer.getInteger("children", 60); n++) {
            var text = decisions(random);
            var plan = plan(n, text);
            for (int k = 0; k < 6; k++) {
                int known = random.nextInt(16);
                var facts = new Facts("x");
                var open = new ArrayList<String>();
                for (int i = 0; i < 4; i++) {
                    var name = List.of("甲", "乙", "丙", "丁").get(i);
                    if ((known >> i & 1) == 1) facts.put(name, i == 3 ? random.nextBoolean() ? "子" : "丑" : random.nextInt(i == 2 ? 7 : 13));
                    else open.add(name);
                }
                var seen = new java.util.TreeSet<Outcome.Answer>();
                fill(plan, facts, open, 0, seen);
                var own = ask(plan, facts);
                assertThat(own.answer()).as("seed=%d %s 已知 %s", seed, text, facts.values()).isEqualTo(seen.size() > 1 ? Outcome.Answer.PENDING : seen.first());
                if (seen.size() > 1) pending++; else decided++;
            }
        }
        System.out.println("开放事实的区间：seed=" + seed + "，定值 " + decided + "，待核实 " + pending + "，差异 0");
    }

    private static void fill(Plan plan, Facts facts, List<String> open, int at, java.util.Set<Outcome.Answer> seen) {
        if (seen.size() > 1) return;
        if (at == open.size()) { seen.add(ask(plan, facts).answer()); return; }
        var name = open.get(at);
        for (int x = 0; x <= (name.equals("丁") ? 1 : name.equals("丙") ? 6 : 12); x++) {
            var more = new Facts("x");
            facts.values().forEach((k, v) -> more.put(k, v.getFirst()));
            fill(plan, more.put(name, name.equals("丁") ? List.of("子", "丑").get(x) : x), open, at + 1, seen);
        }
    }

    private static String decisions(Random r) {
        return "# 待遇\n\n" + banded("一", r) + banded("二", r) + "## 给 : boolean\n依据: EX-1#5\n= " + List.of("一 and 二", "一 or 二", "一", "一 and not(二)", "if 丁 = \"子\" then 一 else 二").get(r.nextInt(5)) + "\n";
    }

    private static String banded(String name, Random r) {
        var value = List.of("甲 + 乙", "甲 - 乙", "甲 * 3 + 乙 * 2", "甲 + 乙 + 丙", "max(甲, 乙)", "甲 + 乙 - 丙 * 2", "if 丁 = \"子\" then 甲 + 丙 else 乙", "min(甲 + 3, 乙)").get(r.nextInt(8));
        int low = r.nextInt(14) - 2, high = low + 1 + r.nextInt(4);
        if (r.nextBoolean()) return "## " + name + " : boolean\n依据: EX-1#5\n= " + "(" + value + ") >= " + low + " and (" + value + ") < " + high + "\n\n";
        return "## " + name + " : boolean [UNIQUE]\n| 编号 | " + value + " | → | 依据 |\n|---|---|---|---|\n| " + name + "1 | < " + low + " | false | EX-1#5 |\n| " + name + "2 | [" + low + ".." + high + ") | true | EX-1#5 |\n| " + name
                + "3 | >= " + high + " | " + r.nextBoolean() + " | EX-1#5 |\n\n";
    }
}
