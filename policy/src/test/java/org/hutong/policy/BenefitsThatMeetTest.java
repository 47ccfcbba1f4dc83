package org.hutong.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stacking groups and growth, each on two invented programmes beside the example's.
class BenefitsThatMeetTest {
    private static final LocalDate DAY = Scratch.DAY;
    @TempDir Path folder;

    private Scratch with(String groups) {
        return new Scratch(folder)
                .append("000000-china/facts.yaml", "")
                .replace("000000-china/facts.yaml", "groups:", "  - {name: 甲额, type: money, domain: [0, 1000]}\n  - {name: 乙额, type: money, domain: [0, 1000]}\n  - {name: 甲有, type: boolean}\n  - {name: 乙有, type: boolean}\ngroups:")
                .write("000000-china/programmes/JIA.yaml", "code: JIA\nname: 甲\nwho: 甲有\namount: 甲额\nclause: [EX-1#3]\n")
                .write("000000-china/programmes/YI.yaml", "code: YI\nname: 乙\nwho: 乙有\namount: 乙额\nclause: [EX-1#3]\n")
                .write("000000-china/stacking.yaml", "groups:\n  - " + groups + "\n");
    }

    private static Facts both(String a, String b) {
        return new Facts("子").put("甲有", true).put("乙有", true).put("甲额", a).put("乙额", b);
    }

    private static String pay(Scratch s, Facts f) {
        var o = s.book().at("000000", DAY).evaluate(f, DAY);
        return text(o.programme("JIA")) + " " + text(o.programme("YI"));
    }

    private static String text(Outcome.Programme p) {
        return p.answer().code + (p.amountFen() == null ? "" : ":" + p.amountFen());
    }

    @Test
    void ofExclusiveProgrammesTheFirstPays() {
        var s = with("{name: 组, rule: 互斥, members: [YI, JIA], clause: EX-1#4}");
        assertThat(s.errors()).isEmpty();
        assertThat(pay(s, both("10", "5"))).isEqualTo("no yes:500");
        assertThat(pay(s, both("10", "5").put("乙有", false))).as("a later version of the same day wins").isEqualTo("yes:1000 no");
        var reason = s.book().at("000000", DAY).evaluate(both("10", "5"), DAY).programme("JIA");
        assertThat(reason.reason()).contains("本身符合条件", "互斥", "EX-1#4");
        assertThat(reason.clauses()).contains("EX-1#4");
    }

    @Test
    void theHighestPaysAndOfEqualOnesTheFirst() {
        var s = with("{name: 组, rule: 就高, members: [JIA, YI], clause: EX-1#4}");
        assertThat(pay(s, both("10", "10.01"))).isEqualTo("no yes:1001");
        assertThat(pay(s, both("10.01", "10"))).isEqualTo("yes:1001 no");
        assertThat(pay(s, both("10", "10"))).isEqualTo("yes:1000 no");
    }

    @Test
    void theDifferenceIsNeverBelowZero() {
        var s = with("{name: 组, rule: 补差, top: JIA, counted: [YI], clause: EX-1#4}");
        assertThat(pay(s, both("10", "3.50"))).isEqualTo("yes:650 yes:350");
        assertThat(pay(s, both("3", "3.50"))).isEqualTo("yes:0 yes:350");
        assertThat(pay(s, both("10", "3.50").put("乙有", false))).isEqualTo("yes:1000 no");
    }

    @Test
    void aCapCutsTheLaterProgrammeFirst() {
        var s = with("{name: 组, rule: 封顶, members: [JIA, YI], cap: 上限, clause: EX-1#4}")
                .write("000000-china/parameters/上限.yaml", "name: 上限\ntype: money\nkeys: []\n").write("000000-china/parameters/上限.csv", "区划,施行,停止,数值,依据\n000000,2020-01-01,,12,EX-1#4\n");
        assertThat(pay(s, both("10", "3"))).isEqualTo("yes:1000 yes:200");
        assertThat(pay(s, both("20", "3"))).isEqualTo("yes:1200 yes:0");
        assertThat(pay(s, both("5", "3"))).isEqualTo("yes:500 yes:300");
    }

    @Test
    void whatIsSaidToAddUpAddsUp() {
        assertThat(pay(with("{name: 组, rule: 叠加, members: [JIA, YI], clause: EX-1#4}"), both("10", "3"))).isEqualTo("yes:1000 yes:300");
    }

    @Test
    void anUnknownRivalMakesTheAnswerPendingOnlyIfItCouldWin() {
        var s = with("{name: 组, rule: 互斥, members: [JIA, YI], clause: EX-1#4}");
        var open = new Facts("丑").put("乙有", true).put("乙额", "5").put("甲额", "9");
        assertThat(pay(s, open)).isEqualTo("pending pending");
        assertThat(s.book().at("000000", DAY).evaluate(open, DAY).programme("YI").missing()).containsExactly("甲有");
        assertThat(pay(s, new Facts("寅").put("甲有", true).put("甲额", "9"))).as("what 乙 would be does not matter to 甲").startsWith("yes:900 no");
    }

    @Test
    void growthBecomesDatedRowsRoundedAsSaid() {
        var s = new Scratch(folder).replace("000000-china/parameters/基本生活标准.yaml", "local: not-lower", "local: not-lower\ngrowth: {from: 2027-01-01, every: 12, rate: 0.05, until: 2029-01-01, round: 10, clause: EX-1#3}");
        var on2027 = s.book().at("310000", LocalDate.of(2027, 1, 1)).evaluate(Scratch.orphan(), DAY).programme("GRJB");
        assertThat(on2027.amountFen()).isEqualTo(630_00L);
        assertThat(on2027.parameters().getFirst().nature()).isEqualTo("推算");
        assertThat(s.book().at("310000", LocalDate.of(2026, 12, 31)).evaluate(Scratch.orphan(), DAY).programme("GRJB").amountFen()).isEqualTo(600_00L);
        assertThat(s.book().at("310000", LocalDate.of(2028, 6, 1)).evaluate(Scratch.orphan(), DAY).programme("GRJB").amountFen()).as("661.5 rounded to 660").isEqualTo(660_00L);
    }
}
