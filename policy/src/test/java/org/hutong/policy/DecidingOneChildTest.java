package org.hutong.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.hutong.policy.check.TestRun;
import org.hutong.policy.run.CaseView;
import org.hutong.policy.run.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecidingOneChildTest {
    private static final LocalDate DAY = Scratch.DAY;
    private final Rulebook book = Rulebook.read(Scratch.EXAMPLE);
    @TempDir Path folder;

    private Outcome.Programme ask(Facts facts, LocalDate on, String programme) {
        return book.at("120116", on).evaluate(facts, on).programme(programme);
    }

    @Test
    void everyCaseOfTheExamplePasses() {
        assertThat(TestRun.of(book).results).allSatisfy(r -> assertThat(r.problems()).as(r.test().name()).isEmpty());
    }

    @Test
    void theSameFactsGiveTheSameBytes() {
        var one = book.at("120116", DAY).evaluate(Scratch.orphan(), DAY).canonicalJson();
        var again = Rulebook.read(Scratch.EXAMPLE).at("120116", DAY).evaluate(Scratch.orphan(), DAY).canonicalJson();
        assertThat(again).isEqualTo(one).doesNotContain("engine").contains(book.sha256("120116"));
    }

    @Test
    void theReceiptChangesWithAnyRuleButNotWithATestOrTrailingBlank() {
        var scratch = new Scratch(folder);
        var before = scratch.book().sha256("120116");
        assertThat(before).isEqualTo(book.sha256("120116"));
        scratch.append("120000-tianjin/tests/类别.yaml", "\n# nothing\n").append("000000-china/pack.yaml", "   \n");
        assertThat(scratch.book().sha256("120116")).isEqualTo(before);
        scratch.replace("120000-tianjin/parameters/基本生活标准.csv", "2500.50", "2500.51");
        assertThat(scratch.book().sha256("120116")).isNotEqualTo(before);
        assertThat(scratch.book().sha256("310000")).isEqualTo(book.sha256("310000"));
    }

    @Test
    void theNearestPlacesRowIsPaidAndSaysThatItIsAssumed() {
        var p = ask(Scratch.orphan(), DAY, "GRJB");
        assertThat(p.amountFen()).isEqualTo(2500_50L);
        assertThat(p.assumption()).isTrue();
        assertThat(p.parameters()).singleElement().satisfies(v -> assertThat(v.region()).isEqualTo("120000"));
        assertThat(ask(Scratch.orphan(), LocalDate.of(2023, 12, 31), "GRJB").amountFen()).isEqualTo(600_00L);
    }

    @Test
    void eighteenEndsOnTheBirthdayItself() {
        assertThat(ask(Scratch.orphan(), LocalDate.of(2033, 2, 28), "GRJB").answer()).isEqualTo(Outcome.Answer.YES);
        assertThat(ask(Scratch.orphan(), LocalDate.of(2033, 3, 1), "GRJB").answer()).isEqualTo(Outcome.Answer.NO);
        assertThat(ask(Scratch.orphan(), LocalDate.of(2033, 3, 2), "GRJB").answer()).isEqualTo(Outcome.Answer.NO);
    }

    @Test
    void aChildOfTheTwentyNinthOfFebruaryTurnsEighteenOnTheFirstOfMarch() {
        var facts = new Facts("闰").put("出生日期", "2016-02-29").put("父亲情形", "死亡").put("母亲情形", "死亡").put("安置方式", "散居");
        assertThat(ask(facts, LocalDate.of(2034, 2, 28), "GRJB").answer()).isEqualTo(Outcome.Answer.YES);
        assertThat(ask(facts, LocalDate.of(2034, 3, 1), "GRJB").answer()).isEqualTo(Outcome.Answer.NO);
    }

    @Test
    void anUnknownFactIsAskedForOnlyWhereItMatters() {
        var facts = new Facts("乙").put("出生日期", "2015-03-01").put("父亲情形", "健在").put("母亲情形", "死亡");
        assertThat(ask(facts, DAY, "GRJB").answer()).isEqualTo(Outcome.Answer.NO);
        assertThat(ask(facts, DAY, "GRJB").missing()).isEmpty();
        var open = new Facts("丙").put("出生日期", "2015-03-01").put("父亲情形", "死亡");
        assertThat(ask(open, DAY, "GRJB").missing()).containsExactlyInAnyOrder("母亲情形", "安置方式");
        assertThat(ask(open, DAY, "SSWR").missing()).containsExactlyInAnyOrder("母亲情形", "母亲情形起始日", "安置方式", "低保月补助");
    }

    @Test
    void noneIsNotUnknown() {
        var facts = new Facts("丁").put("出生日期", "2015-03-01").put("父亲情形", "死亡").put("母亲情形", "服刑在押").put("母亲情形起始日", (Object) null);
        assertThat(ask(facts, DAY, "SSWR").answer()).isEqualTo(Outcome.Answer.NO);
        assertThat(ask(facts, DAY, "SSWR").rules()).contains("归类.G4");
    }

    @Test
    void whatBecameKnownLaterDoesNotCount() {
        var facts = Facts.of("戊", "戊", Map.of("出生日期", "2015-03-01", "父亲情形", "死亡", "安置方式", "散居",
                "母亲情形", List.of(Map.of("value", "健在"), Map.of("value", "死亡", "from", "2026-03-01", "known", "2026-05-20"))), Map.of());
        var plan = book.at("120116", DAY);
        assertThat(plan.evaluate(facts, LocalDate.of(2026, 5, 19)).programme("GRJB").answer()).isEqualTo(Outcome.Answer.NO);
        assertThat(plan.evaluate(facts, LocalDate.of(2026, 5, 20)).programme("GRJB").answer()).isEqualTo(Outcome.Answer.YES);
        assertThat(book.at("120116", LocalDate.of(2026, 2, 28)).evaluate(facts, DAY).programme("GRJB").answer()).isEqualTo(Outcome.Answer.NO);
    }

    @Test
    void membersAreAddedUpAndAnOpenOneIsNamed() {
        var facts = new Facts("己").put("出生日期", "2015-03-01").members("家庭成员", List.of(Map.of("成员月收入", "1000"), Map.of("成员月收入", "9.99")));
        assertThat(ask(facts, DAY, "KNBZ").answer()).isEqualTo(Outcome.Answer.YES);
        facts.members("家庭成员", List.of(Map.of("成员月收入", "1000"), Map.of("成员月收入", "10")));
        assertThat(ask(facts, DAY, "KNBZ").answer()).isEqualTo(Outcome.Answer.NO);
        facts.members("家庭成员", List.of(Map.of("成员月收入", "1000"), Map.of()));
        assertThat(ask(facts, DAY, "KNBZ").missing()).containsExactly("家庭成员第2人的成员月收入");
        facts.members("家庭成员", List.of(Map.of("成员月收入", "1010"), Map.of()));
        assertThat(ask(facts, DAY, "KNBZ").answer()).as("already over the line, whatever the other earns").isEqualTo(Outcome.Answer.NO);
    }

    @Test
    void whyNotNamesTheSmallestChange() {
        var facts = new Facts("庚").put("出生日期", "2015-03-01").put("父亲情形", "死亡").put("母亲情形", "健在").put("母亲情形起始日", (Object) null).put("安置方式", "散居");
        var why = new CaseView(book.at("120116", DAY), facts, DAY).whyNot("GRJB");
        assertThat(why.options()).containsExactly(List.of(new CaseView.Change("母亲情形", "健在", "死亡", "死亡")));
        assertThat(why.papers()).containsExactly("户口簿");
        assertThat(why.chineseText()).contains("母亲情形由“健在”变为“死亡”");
    }

    @Test
    void whyNotOfAnAmountNamesTheNearestBound() {
        var facts = new Facts("辛").put("出生日期", "2015-03-01").put("家庭月总收入", "1500");
        var why = new CaseView(book.at("120116", DAY), facts, DAY).whyNot("KNBZ");
        assertThat(why.options()).singleElement().satisfies(o -> assertThat(o).singleElement().satisfies(c -> {
            assertThat(c.fact()).isEqualTo("家庭月总收入");
            assertThat(c.to()).isEqualTo("1009.99");
        }));
    }

    @Test
    void theTimelineTellsTheTermTheBirthdayAndTheNewStandard() {
        var facts = new Facts("壬").put("出生日期", "2015-03-01").put("父亲情形", "死亡").put("母亲情形", "服刑在押").put("母亲情形起始日", "2023-08-15").put("安置方式", "散居").put("低保月补助", "0");
        var events = Timeline.of(book, "120116", LocalDate.of(2023, 9, 1), LocalDate.of(2040, 1, 1), facts, DAY);
        assertThat(events).extracting(Timeline.Event::day).containsExactly(LocalDate.of(2024, 2, 15), LocalDate.of(2033, 3, 1));
        assertThat(events.getFirst().chineseText()).contains("母亲情形起始日满 6 个月", "事实无人抚养儿童基本生活补贴 否 → 是");
        assertThat(events.getLast().chineseText()).contains("出生日期满 18 年", "是 → 否");
    }

    @Test
    void theFirstAndLastMonthFollowTheProgrammesOwnRules() {
        var programme = book.law("120116").programmes.get("GRJB");
        assertThat(PayMonths.first(programme, LocalDate.of(2026, 12, 31))).isEqualTo(YearMonth.of(2027, 1));
        assertThat(PayMonths.last(programme.stops().get(0), LocalDate.of(2026, 5, 31))).isEqualTo(YearMonth.of(2026, 5));
        assertThat(PayMonths.last(programme.stops().get(1), LocalDate.of(2015, 3, 1))).isEqualTo(YearMonth.of(2033, 3));
    }

    @Test
    void anEndingIsLiftedByTheRulesOwnException(@TempDir Path folder) {
        var scratch = new Scratch(folder).replace("000000-china/programmes/GRJB.yaml", "last: 当月, clause: EX-1#3}\n  - {reason: 年满", "last: 当月, unless: 有重残成员, clause: EX-1#3}\n  - {reason: 年满");
        var plan = scratch.book().at("120116", DAY);
        var facts = Scratch.orphan().put("死亡日期", "2026-02-28");
        assertThat(PayMonths.endings(plan, "GRJB", facts, DAY)).first().satisfies(e -> {
            assertThat(e.lastMonth()).isEqualTo(YearMonth.of(2026, 2));
            assertThat(e.missing()).as("not known whether the exception holds").containsExactly("有重残成员（或家庭成员名单）");
        });
        facts.put("有重残成员", true);
        assertThat(PayMonths.endings(plan, "GRJB", facts, DAY)).extracting(PayMonths.Ending::lastMonth).containsExactly(YearMonth.of(2033, 3));
    }

    @Test
    void equalRowsUnderAnOpenKeyKeepTheirAssumption(@TempDir Path folder) {
        var scratch = new Scratch(folder).replace("000000-china/parameters/基本生活标准.csv", "机构集中,2020-01-01,,1000,EX-1#3,2026-11-23,", "机构集中,2020-01-01,,600,EX-1#3,2026-11-23,假设");
        var facts = new Facts("甲").put("出生日期", "2015-03-01").put("父亲情形", "死亡").put("母亲情形", "死亡");
        var answer = scratch.book().at("000000", DAY).evaluate(facts, DAY).programme("GRJB");
        assertThat(answer.amountFen()).as("the same whatever the placement").isEqualTo(600_00L);
        assertThat(answer.assumption()).isTrue();
        assertThat(answer.parameters()).hasSize(2);
        assertThat(scratch.book().at("000000", DAY).evaluate(facts.put("安置方式", "散居"), DAY).programme("GRJB").assumption()).isFalse();
    }

    @Test
    void theChineseTextSaysAnswerRuleClauseAndParameter() {
        assertThat(book.at("120116", DAY).evaluate(Scratch.orphan(), DAY).chineseText()).contains("【孤儿基本生活费】可以享受，每月 2500.5 元", "EX-1#1", "基本生活标准：2500.50 元/月", "假设", "应备材料：户口簿", "互斥（EX-1#4）");
    }
}
