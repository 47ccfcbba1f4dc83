package org.hutong.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every fault is refused with its place and a reason in Chinese.
class RulebookWithAFaultTest {
    private static final String TABLES = "000000-china/decisions/儿童类别.md", AID = "000000-china/decisions/待遇.md";
    @TempDir Path folder;
    private Scratch book;

    @BeforeEach
    void copy() {
        book = new Scratch(folder);
    }

    @Test
    void theUntouchedExampleHasNoError() {
        assertThat(book.errors()).isEmpty();
    }

    @Test
    void aHoleIsPrintedAsAConcreteChild() {
        book.replace(TABLES, "| G5 | \"健在\" | - | \"不符合\" | EX-1#2 |\n", "");
        assertThat(book.errors()).anySatisfy(e -> assertThat(e).contains("归类", "有空缺", "“情形” 为健在", "例如", "父亲情形=健在"));
    }

    @Test
    void aHoleThatNoChildCanReachIsNoHole() {
        // 月数 is null exactly when the day is null; the impossible pair must not be reported.
        book.append(AID, "\n## 甲 : boolean [UNIQUE]\n| 编号 | 父亲情形起始日 | 整月(父亲情形起始日, 评估日) | → | 依据 |\n|---|---|---|---|---|\n| J1 | null | null | true | EX-1#2 |\n| J2 | not(null) | >= 6 | true | EX-1#2 |\n| J3 | not(null) | < 6 | false | EX-1#2 |\n");
        assertThat(book.errors()).isEmpty();
    }

    @Test
    void anOverlapNamesBothRules() {
        book.replace(TABLES, "< 6 |", "< 7 |");
        assertThat(book.errors()).anySatisfy(e -> assertThat(e).contains("归类.G2", "归类.G3", "重叠", "[6, 7)"));
    }

    @Test
    void aRuleBehindAWiderOneIsNeverReached() {
        book.replace(TABLES, "| C2 | < 18 | \"死亡\" | \"死亡\" |", "| C0 | - | - | - | \"无\" | EX-1#1 |\n| C2 | < 18 | \"死亡\" | \"死亡\" |");
        assertThat(book.errors()).anySatisfy(e -> assertThat(e).contains("儿童类别.C2", "永远用不到"));
    }

    @Test
    void aWrongCellIsNamedByFileRuleAndCell() {
        book.replace(TABLES, "| G2 | \"失联\",\"服刑在押\" |", "| G2 | \"失连\",\"服刑在押\" |");
        assertThat(book.errors()).anySatisfy(e -> assertThat(e).contains("儿童类别.dmn", "归类.G2", "“情形”格", "失连", "不在声明的范围"));
    }

    @Test
    void aComparisonMayOnlyHandOverToADutyThatIsThere() {
        book.write("000000-china/comparisons/消失.yaml", "- {code: XS-1, name: 学籍消失, group: 消失, vanished: [ENROLMENT], handover: JY-1, clause: EX-1#6}\n");
        assertThat(book.errors()).anySatisfy(e -> assertThat(e).contains("消失.yaml", "转办事项“JY-1”", "handovers/"));
        book.write("000000-china/handovers/部门.yaml", "- {code: JY-1, name: 控辍保学, to: 教育, clause: EX-1#6}\n");
        assertThat(book.errors()).isEmpty();
    }

    @Test
    void feelOutsideTheSubsetIsRefusedByName() {
        book.append(AID, "\n## 甲 : integer\n= count([1, 2])\n");
        assertThat(book.errors()).anySatisfy(e -> assertThat(e).contains("待遇.dmn", "决策“甲”", "不在支持的 FEEL 子集内", "count"));
    }

    @Test
    void aCircleIsShownAsAPath() {
        book.append(AID, "\n## 甲 : integer\n= 乙 + 1\n\n## 乙 : integer\n= 甲 + 1\n");
        assertThat(book.errors()).anySatisfy(e -> assertThat(e).contains("循环引用", "甲 → 乙 → 甲"));
    }

    @Test
    void anUnknownNameIsNamed() {
        book.append(AID, "\n## 甲 : integer\n= 年岁 + 1\n");
        assertThat(book.errors()).anySatisfy(e -> assertThat(e).contains("不认识的名称“年岁”"));
    }

    @Test
    void twoRowsInForceAtOnceAreRefused() {
        book.append("000000-china/parameters/基本生活标准.csv", "000000,散居,2023-01-01,,700,EX-1#3,2026-11-23,\n");
        assertThat(book.errors()).anySatisfy(e -> assertThat(e).contains("基本生活标准.csv 第 4 行", "同时施行"));
    }

    @Test
    void aGapBetweenTwoRowsIsRefusedUnlessItIsSaid() {
        book.replace("000000-china/parameters/基本生活标准.csv", "000000,散居,2020-01-01,,600,EX-1#3,2026-11-23,", "000000,散居,2020-01-01,2021-01-01,600,EX-1#3,2026-11-23,\n000000,散居,2021-02-01,,600,EX-1#3,2026-11-23,");
        assertThat(book.errors()).anySatisfy(e -> assertThat(e).contains("2021-01-01 至 2021-02-01 之间没有数值"));
        book.replace("000000-china/parameters/基本生活标准.csv", "000000,散居,2021-02-01,,600,EX-1#3,2026-11-23,", "000000,散居,2021-02-01,,600,EX-1#3,2026-11-23,缺口:当时没有标准");
        assertThat(book.errors()).isEmpty();
    }

    @Test
    void aLocalValueBelowTheFloorOfTheHigherPlaceIsRefused() {
        book.replace("120000-tianjin/parameters/基本生活标准.csv", "2500.50", "599.99");
        assertThat(book.errors()).anySatisfy(e -> assertThat(e).contains("地方不得低于上级的 600"));
    }

    @Test
    void aLowerOlderRowAgainstAHigherNewerOneNeedsADeclaration() {
        book.replace("120000-tianjin/sources/EX-2.md", "effective: 2024-01-01", "effective: 2019-12-31");
        book.replace("120000-tianjin/sources/EX-2.md", "issued: 2023-12-01", "issued: 2019-12-01");
        assertThat(book.errors()).anySatisfy(e -> assertThat(e).contains("与上级较新的规定冲突", "EX-2", "EX-1"));
        book.append("120000-tianjin/pack.yaml", "prevails:\n  - {parameter: 基本生活标准, source: EX-1, over: EX-2, because: EX-1#3}\n");
        assertThat(book.errors()).isEmpty();
        assertThat(book.book().at("120000", Scratch.DAY).evaluate(Scratch.orphan(), Scratch.DAY).programme("GRJB").amountFen()).isEqualTo(600_00L);
    }

    @Test
    void aCitationMustResolve() {
        book.replace(TABLES, "| C2 | < 18 | \"死亡\" | \"死亡\" | \"孤儿\" | EX-1#1 |", "| C2 | < 18 | \"死亡\" | \"死亡\" | \"孤儿\" | EX-1#99 |");
        assertThat(book.errors()).anySatisfy(e -> assertThat(e).contains("C2", "没有条款“99”"));
    }

    @Test
    void aRuleWithoutCitationIsRefused() {
        book.replace(TABLES, "| G5 | \"健在\" | - | \"不符合\" | EX-1#2 |", "| G5 | \"健在\" | - | \"不符合\" | 众所周知 |");
        assertThat(book.errors()).anySatisfy(e -> assertThat(e).contains("归类.G5", "没有引用条款"));
    }

    @Test
    void aClauseNobodyUsesIsTold() {
        book.append("000000-china/sources/EX-1.md", "## 7 新条\n内容。\n");
        assertThat(book.warnings()).anySatisfy(w -> assertThat(w).contains("条款“7 新条”", "既没有编入规则"));
    }

    @Test
    void aParameterNobodyReadsIsTold() {
        book.write("000000-china/parameters/闲置.yaml", "name: 闲置\ntype: money\nkeys: []\n").write("000000-china/parameters/闲置.csv", "区划,施行,停止,数值,依据\n000000,2020-01-01,,1,EX-1#3\n");
        assertThat(book.warnings()).anySatisfy(w -> assertThat(w).contains("闲置", "没有任何规则读取"));
    }

    @Test
    void aStatisticMayNotBePaid() {
        book.replace("000000-china/parameters/基本生活标准.yaml", "local: not-lower", "local: not-lower\nuse: 仅比较");
        assertThat(book.errors()).anySatisfy(e -> assertThat(e).contains("仅供比较"));
    }

    @Test
    void anOverrideNeedsItsClause() {
        book.write("120000-tianjin/decisions/待遇.md", "# 待遇\n\n## 享受孤儿费 : boolean\n依据: EX-2#1\n= false\n");
        assertThat(book.errors()).anySatisfy(e -> assertThat(e).contains("享受孤儿费", "overrides"));
        book.append("120000-tianjin/pack.yaml", "overrides:\n  - {decision: 享受孤儿费, because: EX-2#1}\n");
        assertThat(book.errors()).allSatisfy(e -> assertThat(e).doesNotContain("overrides"));
    }

    @Test
    void aMisspeltKeyIsRefused() {
        book.replace("000000-china/programmes/GRJB.yaml", "amount:", "ammount:");
        assertThat(book.errors()).anySatisfy(e -> assertThat(e).contains("GRJB.yaml", "不认识的键“ammount”"));
    }

    @Test
    void aDmnOlderThanItsMarkdownIsRefused() throws Exception {
        Files.writeString(book.root.resolve(AID), Files.readString(book.root.resolve(AID)).replace(">= 困难线", "> 困难线"));
        assertThat(book.errors()).anySatisfy(e -> assertThat(e).contains("待遇.dmn", "table2dmn"));
    }

    @Test
    void loadRefusesAndSaysWhere() {
        book.replace(TABLES, "< 6 |", "< 7 |");
        assertThatThrownBy(() -> Rulebook.load(book.root)).isInstanceOf(PolicyException.class).hasMessageContaining("归类.G3");
    }

    @Test
    void anUnknownPlaceIsRefused() {
        assertThatThrownBy(() -> book.book().at("120103", Scratch.DAY)).hasMessageContaining("不在“示例天津规则”列明的地方之内");
        assertThatThrownBy(() -> book.book().at("990000", Scratch.DAY)).hasMessageContaining("不认识的区划代码");
        assertThatThrownBy(() -> book.book().at("12", Scratch.DAY)).hasMessageContaining("6 位");
    }

    @Test
    void aDayBeforeAnyLawIsRefused() {
        assertThatThrownBy(() -> book.book().at("120000", LocalDate.of(2019, 12, 31))).hasMessageContaining("早于任何已录入的政策");
    }

    @Test
    void aFactOutsideItsDomainIsRefused() {
        var plan = book.book().at("120000", Scratch.DAY);
        assertThatThrownBy(() -> plan.evaluate(Scratch.orphan().put("安置方式", "寄养"), Scratch.DAY)).hasMessageContaining("安置方式").hasMessageContaining("不在取值范围");
        assertThatThrownBy(() -> plan.evaluate(Scratch.orphan().put("低保月补助", "-0.01"), Scratch.DAY)).hasMessageContaining("超出范围");
        assertThatThrownBy(() -> plan.evaluate(Scratch.orphan().put("低保月补助", "1.001"), Scratch.DAY)).hasMessageContaining("小数位");
        assertThatThrownBy(() -> plan.evaluate(Scratch.orphan().put("星座", "白羊"), Scratch.DAY)).hasMessageContaining("不在事实词汇表中");
    }

    @Test
    void anArchiveThatClimbsOutOfItsFolderIsRefusedWhole() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("000000-china/../../evil.yaml"));
            zip.write("x".getBytes());
        }
        assertThatThrownBy(() -> RulebookZip.extract(new ByteArrayInputStream(bytes.toByteArray()), folder.resolve("in"))).hasMessageContaining("越出了规则目录");
        assertThat(folder.resolve("evil.yaml")).doesNotExist();
    }
}
