package org.hutong.linkage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExplanationTest {
    @Test
    void theStepsOfEveryWaterfallSumToTheWeight() {
        try (Linker linker = new Linker(Model.parse(PlantedTruthTest.CHINESE, "cn"))) {
            LinkResult result = linker.link(PlantedTruthTest.chinese(3000, 1));
            assertThat(result.pairs().size()).isGreaterThan(500);
            for (int i = 0; i < result.pairs().size(); i += 7) {
                Explanation why = result.explain(i);
                double sum = why.prior() + why.steps().stream().mapToDouble(Explanation.Step::weight).sum();
                assertThat(sum).as(why.text()).isCloseTo(result.pairs().weight(i), within(0.01));
                assertThat(why.steps()).hasSize(9);
                assertThat(why.text()).contains("权重").contains("起点");
            }
        }
    }
}
