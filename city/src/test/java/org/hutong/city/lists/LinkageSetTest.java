package org.hutong.city.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.hutong.city.CityPlan;
import org.hutong.city.SmallTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkageSetTest {

    @Test
    void bothSidesHaveTheRowsAskedForAndTruePairsMostlyAgreeOnTheBirthDate(@TempDir Path folder) throws IOException {
        var left = folder.resolve("left.csv");
        var right = folder.resolve("right.csv");
        var truth = folder.resolve("truth.csv");
        var line = new LinkageSet(CityPlan.demo().withSeed(SmallTree.seed()), SmallTree.read("12"), DirtRates.usual()).write(6_000, left, right, truth);
        var l = byId(left);
        var r = byId(right);
        assertThat(l).hasSize(6_000);
        assertThat(r).hasSize(6_000);
        var pairs = CityFilesTest.csv(truth, StandardCharsets.UTF_8).stream().skip(1).toList();
        assertThat(line).endsWith("left=6000 right=6000 pairs=" + pairs.size());
        assertThat(pairs.size()).isBetween(2_800, 3_200);
        var same = pairs.stream().filter(p -> l.get(p.get(0)).get(3).equals(r.get(p.get(1)).get(3))).count();
        assertThat(same).isBetween(pairs.size() * 95L / 100, (long) pairs.size() - 1);
        var inOrder = pairs.stream().filter(p -> Math.abs(Integer.parseInt(p.get(0).substring(1)) - Integer.parseInt(p.get(1).substring(1))) < 5).count();
        assertThat(inOrder).as("row order gives nothing away").isLessThan(100);
    }

    private static HashMap<String, List<String>> byId(Path file) throws IOException {
        var map = new HashMap<String, List<String>>();
        CityFilesTest.csv(file, StandardCharsets.UTF_8).stream().skip(1).forEach(row -> map.put(row.get(0), row));
        return map;
    }
}
