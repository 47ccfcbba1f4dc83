package org.hutong.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hutong.linkage.bench.ChinesePeople;
import org.hutong.linkage.table.Source;
import org.junit.jupiter.api.Test;

class LaterRowsTest {
    private static Set<String> linked(LinkResult result) {
        Set<String> out = new HashSet<>();
        for (int i = 0; i < result.pairs().size(); i++) {
            if (result.linked(i)) out.add(result.id(result.pairs().left(i)) + "~" + result.id(result.pairs().right(i)));
        }
        return out;
    }

    @Test
    void rowsThatComeLaterAreLinkedLikeThoseThatWereThereAndOnlyTheirPairsAreCompared() {
        List<List<String>> table = new ArrayList<>();
        new ChinesePeople(3, 1).list(5000, table::add);
        Source all = Source.rows("全部", ChinesePeople.HEADER, table);
        Source early = Source.rows("先到", ChinesePeople.HEADER, table.subList(0, 4900)), late = Source.rows("后到", ChinesePeople.HEADER, table.subList(4900, 5000));
        Model model = Model.parse(PlantedTruthTest.CHINESE, "cn");
        try (Linker atOnce = new Linker(model); Linker inSteps = new Linker(model)) {
            LinkResult whole = atOnce.link(all);
            LinkResult first = inSteps.link(early);
            LinkResult then = inSteps.add(late);
            assertThat(then.records().rows).isEqualTo(5000);
            assertThat(then.blocking().compared()).isLessThan(first.blocking().compared() / 5);
            Set<String> together = linked(whole), stepwise = linked(then);
            assertThat(stepwise).containsAll(linked(first));
            Set<String> both = new HashSet<>(together);
            both.retainAll(stepwise);
            assertThat(both.size()).as("nearly the same links either way").isGreaterThan((int) (together.size() * 0.99));
        }
    }

    @Test
    void anIdThatWasThereBeforeIsRefused() {
        List<List<String>> table = new ArrayList<>();
        new ChinesePeople(3, 1).list(500, table::add);
        try (Linker linker = new Linker(Model.parse(PlantedTruthTest.CHINESE, "cn"))) {
            linker.link(Source.rows("先到", ChinesePeople.HEADER, table));
            Source again = Source.rows("后到", ChinesePeople.HEADER, table.subList(0, 1));
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> linker.add(again)).isInstanceOf(LinkException.class).hasMessageContaining("不止一次");
        }
    }
}
