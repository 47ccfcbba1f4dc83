package org.hutong.city;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegionTreeTest {

    @Nested
    class AWholeTree {
        private final RegionTree tree = SmallTree.read();

        @Test
        void givesEveryPlaceTwelveDigitsAndItsParentBeforeIt() {
            assertThat(tree.regions()).allSatisfy(r -> {
                assertThat(r.code()).matches("\\d{12}");
                assertThat(r.parent()).isLessThan(r.index());
            });
            assertThat(tree.byCode("120116").orElseThrow().code()).isEqualTo("120116000000");
        }

        @Test
        void marksTheLevelBetweenAMunicipalityAndItsDistricts() {
            assertThat(tree.byCode("1201").orElseThrow().pseudo()).isEqualTo(Region.Pseudo.LEVEL);
            assertThat(tree.byCode("2102").orElseThrow().real()).isTrue();
            assertThat(tree.path(tree.byCode("120116001001").orElseThrow())).isEqualTo("天津市滨海新区海河街道临港里社区居委会");
        }

        @Test
        void marksTheDistrictOfACityWithoutDistricts() {
            var city = tree.byCode("441900000000").orElseThrow();
            assertThat(city.level()).isEqualTo(Region.Level.CITY);
            assertThat(tree.children(city)).singleElement().satisfies(d -> assertThat(d.pseudo()).isEqualTo(Region.Pseudo.LEVEL));
            assertThat(tree.below(city, Region.Level.VILLAGE)).hasSize(2);
        }

        @Test
        void marksDevelopmentZonesAndFarmsButNoTownship() {
            var units = tree.below(tree.byCode("120116").orElseThrow(), Region.Level.STREET).stream().filter(r -> r.pseudo() == Region.Pseudo.UNIT).map(Region::name).toList();
            assertThat(units).containsExactly("示例经济技术开发区", "红星农场");
            assertThat(tree.livable(tree.byCode("120116400498").orElseThrow())).isFalse();
            assertThat(tree.livable(tree.byCode("120116200200").orElseThrow())).isTrue();
        }

        @Test
        void tellsTownsmenFromFarmersAndShortensNames() {
            assertThat(tree.byCode("120116001001").orElseThrow()).satisfies(v -> {
                assertThat(v.urban()).isTrue();
                assertThat(v.shortName()).isEqualTo("临港里");
            });
            assertThat(tree.byCode("120116100201").orElseThrow()).satisfies(v -> {
                assertThat(v.urban()).isFalse();
                assertThat(v.shortName()).isEqualTo("下村");
            });
        }
    }

    @Test
    void aFilterKeepsOnlyTheProvincesAskedFor() {
        assertThat(SmallTree.read("12", "21").regions()).extracting(r -> r.code().substring(0, 2)).containsOnly("12", "21");
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path empty) {
        assertThatThrownBy(() -> RegionTree.read(empty)).isInstanceOf(NoSuchFileException.class).hasMessageContaining("provinces.csv");
    }

    @Test
    void anOrphanedOrBrokenRowIsNamedWithFileAndLine(@TempDir Path folder) throws IOException {
        for (var f : new String[] {"provinces.csv", "cities.csv", "areas.csv", "streets.csv", "villages.csv"}) {
            Files.copy(SmallTree.folder().resolve(f), folder.resolve(f));
        }
        Files.writeString(folder.resolve("areas.csv"), "code,name,cityCode,provinceCode\n120101,\"和平区\",1299,12\n");
        assertThatThrownBy(() -> RegionTree.read(folder, Set.of("12"))).hasMessageContaining("areas.csv 第 2 行").hasMessageContaining("1299");
        Files.writeString(folder.resolve("areas.csv"), "code,name,cityCode,provinceCode\n12010,和平区\n");
        assertThatThrownBy(() -> RegionTree.read(folder, Set.of("12"))).hasMessageContaining("读不懂");
    }
}
