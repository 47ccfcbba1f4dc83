package org.hutong.policy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hutong.policy.Scratch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract scripts rely on: results on stdout, one machine line last, messages on stderr, exit codes 0 to 3.
class CommandLineTest {
    @TempDir Path folder;
    private String out, err;

    private int run(String... args) {
        var o = new ByteArrayOutputStream();
        var e = new ByteArrayOutputStream();
        int code = new PolicyCli(new PrintStream(o, true, StandardCharsets.UTF_8), new PrintStream(e, true, StandardCharsets.UTF_8)).run(args);
        out = o.toString(StandardCharsets.UTF_8);
        err = e.toString(StandardCharsets.UTF_8);
        return code;
    }

    private String last() {
        return out.lines().reduce((a, b) -> b).orElse("");
    }

    private Path facts(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void checkOfASoundTreeEndsWithNoErrorsAndZero() {
        assertThat(run("rulebook", "check", Scratch.EXAMPLE.toString())).isZero();
        assertThat(last()).matches("check: errors=0 warnings=\\d+");
    }

    @Test
    void checkOfAFaultyTreeTellsTheFaultOnStderrAndExitsOne() {
        var s = new Scratch(folder).replace("000000-china/decisions/儿童类别.md", "< 6 |", "< 7 |");
        assertThat(run("rulebook", "check", s.root.toString())).isEqualTo(1);
        assertThat(last()).matches("check: errors=1 warnings=\\d+");
        assertThat(err).contains("错误", "归类.G3");
    }

    @Test
    void testCountsPassedAndFailed() {
        assertThat(run("rulebook", "test", Scratch.EXAMPLE.toString())).isZero();
        assertThat(last()).isEqualTo("test: passed=5 failed=0");
        var s = new Scratch(folder).replace("120000-tianjin/tests/类别.yaml", "amount: 700,", "amount: 701,");
        assertThat(run("rulebook", "test", s.root.toString())).isEqualTo(1);
        assertThat(last()).isEqualTo("test: passed=4 failed=1");
        assertThat(err).contains("SSWR 金额得 70000 分，应为 70100 分");
    }

    @Test
    void evaluatePrintsOneObjectForACase() throws Exception {
        var file = facts("f.yaml", "case: 甲\nfacts: {出生日期: 2015-03-01, 父亲情形: 死亡, 母亲情形: 死亡, 安置方式: 散居}\n");
        assertThat(run("evaluate", "--rulebook", Scratch.EXAMPLE.toString(), "--region", "120116", "--on", "2026-06-01", "--facts", file.toString())).isZero();
        assertThat(out.lines()).hasSize(1);
        assertThat(out).startsWith("{\"case\":\"甲\",\"region\":\"120116\",\"on\":\"2026-06-01\",\"knownOn\":\"2026-06-01\",\"rulebook\":{\"id\":\"EX-TJ\",\"version\":\"1\",\"sha256\":\"")
                .contains("\"categories\":[\"孤儿\"]", "{\"code\":\"GRJB\",\"name\":\"孤儿基本生活费\",\"answer\":\"yes\",\"amountFen\":250050,", "\"assumption\":true", "\"engine\":\"0.1.0\"");
    }

    @Test
    void evaluateReadsJsonTheSameWay() throws Exception {
        var file = facts("f.json", "{\"case\": \"甲\", \"facts\": {\"出生日期\": \"2008-06-01\"}}");
        assertThat(run("evaluate", "--rulebook", Scratch.EXAMPLE.toString(), "--region", "120000", "--on", "2026-06-01", "--facts", file.toString(), "--explain")).isZero();
        assertThat(out).contains("\"answer\":\"no\"", "\"steps\":[");
        assertThat(err).contains("不能享受");
    }

    @Test
    void evaluatePrintsOneLineForEachRowOfACsvAndExitsOneWhenARowIsWrong() throws Exception {
        var file = facts("f.csv", " case , 出生日期 ,父亲情形,母亲情形,安置方式\n甲,2015-03-01,死亡,死亡,散居\n乙, 2015-03-01 ,死亡,,\n丙,2015-13-01,死亡,死亡,散居\n");
        assertThat(run("evaluate", "--rulebook", Scratch.EXAMPLE.toString(), "--region", "120000", "--on", "2026-06-01", "--known-on", "2026-06-02", "--facts", file.toString())).isEqualTo(1);
        assertThat(out.lines()).hasSize(2);
        assertThat(out.lines().toList().get(1)).contains("\"case\":\"乙\"", "\"knownOn\":\"2026-06-02\"", "\"answer\":\"pending\"", "\"missing\":[\"母亲情形\",\"安置方式\"]");
        assertThat(err).contains("第 4 行", "不是有效日期");
    }

    @Test
    void wrongUseExitsTwoAndSaysWhatIsMissing() {
        assertThat(run("evaluate", "--rulebook", "x")).isEqualTo(2);
        assertThat(err).contains("缺少选项 --region");
        assertThat(run("rulebook", "check")).isEqualTo(2);
        assertThat(run("rulebook", "check", folder.resolve("none").toString())).isEqualTo(2);
        assertThat(run("evaluate", "--region", "120000", "--on", "2026-02-30", "--rulebook", Scratch.EXAMPLE.toString(), "--facts", "x")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
    }

    @Test
    void whatCannotBeDoneExitsThree() throws Exception {
        var file = facts("f.yaml", "facts: {星座: 白羊}\n");
        assertThat(run("evaluate", "--rulebook", Scratch.EXAMPLE.toString(), "--region", "120000", "--on", "2026-06-01", "--facts", file.toString())).isEqualTo(3);
        assertThat(err).contains("星座", "不在事实词汇表中");
        assertThat(out).isEmpty();
    }

    @Test
    void diffTellsAChangedValueAndRuleInPlainWords() {
        var s = new Scratch(folder).replace("120000-tianjin/parameters/基本生活标准.csv", "2500.50", "2600").replace("000000-china/decisions/儿童类别.md", "| C1 | >= 18 |", "| C1 | >= 19 |");
        assertThat(run("rulebook", "diff", Scratch.EXAMPLE.toString(), s.root.toString())).isEqualTo(1);
        assertThat(out).contains("参数“基本生活标准” 120000 散居 自 2024-01-01：2500.50（EX-2#1，假设） → 2600（EX-2#1，假设）", "儿童类别.C1：年龄 >= 18", "→ 年龄 >= 19");
        assertThat(last()).isEqualTo("diff: changes=2");
        assertThat(run("rulebook", "diff", Scratch.EXAMPLE.toString(), Scratch.EXAMPLE.toString())).isZero();
        assertThat(last()).isEqualTo("diff: changes=0");
    }

    @Test
    void theVocabularyIsPrintedFromFactsYaml() {
        assertThat(run("rulebook", "facts", Scratch.EXAMPLE.toString())).isZero();
        assertThat(out).contains("| 父亲情形 |", "健在、死亡、失联、服刑在押", "成员组 家庭成员");
        assertThat(last()).isEqualTo("facts: count=10");
    }

    @Test
    void theCompatibilityKitMustBeThere() {
        assertThat(run("rulebook", "tck", folder.toString())).isEqualTo(2);
        assertThat(err).contains("DMN TCK");
    }
}
