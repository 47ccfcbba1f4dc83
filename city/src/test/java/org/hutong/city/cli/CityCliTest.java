package org.hutong.city.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.hutong.city.SmallTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CityCliTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return CityCli.run(args, new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void theLastLineIsForMachinesAndTheRestIsChineseOnStandardError(@TempDir Path folder) {
        assertThat(run("--regions", SmallTree.folder().toString(), "--out", folder.toString(), "--children", "80", "--seed", "5", "--region", "120116")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("city: seed=5 region=120116 today=2026-11-23 children=80 ").matches("[ -~]+\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("正在生成城市");
        assertThat(folder.resolve("summary.txt")).content().contains("预设情形");
        assertThat(folder.resolve("truth/cases.csv")).exists();
    }

    @Test
    void wrongUseIsSaidAndEndsWithTwo(@TempDir Path folder) {
        assertThat(run("--regions", SmallTree.folder().toString())).isEqualTo(2);
        assertThat(run("--regions", SmallTree.folder().toString(), "--out", folder.toString(), "--seed", "abc")).isEqualTo(2);
        assertThat(run("--regions", SmallTree.folder().toString(), "--out", folder.toString(), "--region", "99")).isEqualTo(2);
        assertThat(run("--nonsense", "1")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("缺少 --regions", "abc", "99", "--nonsense", "用法");
        assertThat(out.size()).isZero();
    }

    @Test
    void aMissingTreeEndsWithThree(@TempDir Path empty) {
        assertThat(run("--regions", empty.toString(), "--out", empty.resolve("o").toString())).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("provinces.csv");
    }
}
