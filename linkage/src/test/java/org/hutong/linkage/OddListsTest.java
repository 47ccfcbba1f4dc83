package org.hutong.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hutong.linkage.table.Source;
import org.junit.jupiter.api.Test;

/// Lists no statistics can be drawn from: a few rows only, or the same row over and over.
class OddListsTest {
    private static final List<String> HEADER = List.of("编号", "谁", "哪天生", "电话");
    private static final Model MODEL = Model.parse("id: 编号\nmeans:\n  谁: 姓名\n  哪天生: {means: 出生日期}\n  电话: phone\n", "odd");

    private static List<String> row(int id, String name, String born, String phone) {
        return List.of(Integer.toString(id), name, born, phone);
    }

    private static LinkResult link(List<List<String>> rows) {
        try (Linker linker = new Linker(MODEL)) {
            return linker.link(Source.rows("名单", HEADER, rows));
        }
    }

    @Test
    void aListOfThreeRowsLinksTheTwoThatAgreeOnEverything() {
        LinkResult result = link(List.of(row(1, "张三", "2015-01-02", "13800000001"), row(2, "张 三", "2015/1/2", "138 0000 0001"), row(3, "李四", "2014-03-03", "")));
        assertThat(result.clusters().count).isEqualTo(1);
        assertThat(result.clusters().ofRow).containsExactly(1, 1, 0);
    }

    @Test
    void oneRowAloneAndRowsOfBlanksAreNobodysPair() {
        assertThat(link(List.of(row(1, "张三", "2015-01-02", ""))).clusters().count).isZero();
        assertThat(link(List.of(row(1, "", "", ""), row(2, "", "", ""), row(3, "", "", ""))).clusters().count).isZero();
    }

    @Test
    void twentyThousandEqualRowsAreOneGroupAndTheCountOfPairsStaysLinear() {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 1; i <= 20_000; i++) rows.add(row(i, "张三", "2015-01-02", "13800000001"));
        for (int i = 1; i <= 200; i++) rows.add(row(20_000 + i, "王" + (char) ('一' + i * 17) + "五", "20%02d-0%d-1%d".formatted(i % 20, 1 + i % 9, i % 10), "1390000%04d".formatted(i)));
        LinkResult result = link(rows);
        int group = result.clusters().ofRow[0];
        assertThat(group).isPositive();
        for (int r = 0; r < 20_000; r++) assertThat(result.clusters().ofRow[r]).isEqualTo(group);
        for (int r = 20_000; r < rows.size(); r++) assertThat(result.clusters().ofRow[r]).isNotEqualTo(group);
        assertThat(result.pairs().size()).isLessThan(30_000);
        assertThat(result.records().notices).anyMatch(notice -> notice.contains("19,999 行") && notice.contains("逐格相同"));
        assertThat(result.explain(result.pairs().size() - 1).text()).contains("张三");
    }
}
