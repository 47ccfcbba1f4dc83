package org.hutong.linkage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.hutong.linkage.bench.ChinesePeople;
import org.hutong.linkage.han.HanText;
import org.hutong.linkage.table.Source;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A right list much longer than the left one: learned from in part, then sifted as it is read.
class LongListTest {
    private static final long SEED = System.nanoTime();
    private static final Model MODEL = Model.parse(PlantedTruthTest.CHINESE, "cn");
    @TempDir Path folder;
    private Source.Csv left;
    private Source.Csv right;
    private final List<List<String>> department = new ArrayList<>();

    @BeforeEach
    void writeLists() throws IOException {
        List<List<String>> registry = new ArrayList<>();
        new ChinesePeople(SEED, 1).registry(4000, 8, registry::add, department::add);
        left = write("登记册.csv", registry, StandardCharsets.UTF_8);
        right = write("部门.csv", department, StandardCharsets.UTF_8);
    }

    private Source.Csv write(String name, List<List<String>> rows, Charset charset) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream raw = Files.newOutputStream(file); OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
            out.write((String.join(",", ChinesePeople.HEADER) + "\n").getBytes(charset));
            for (List<String> row : rows) out.write((String.join(",", row) + "\n").getBytes(charset));
        }
        return new Source.Csv(file, charset);
    }

    @Test
    void whatIsFoundDoesNotSuffer() {
        Truth truth = Truth.ofColumn(MODEL, "cluster", left, right);
        try (Linker whole = new Linker(MODEL); Linker sifting = new Linker(MODEL).longFrom(1000)) {
            Truth.Score plain = truth.working(whole.once().link(left, right));
            LinkResult result = sifting.once().link(left, right);
            assertThat(result.lists().listed()).isEqualTo(rows(left) + department.size());
            assertThat(result.records().rows).as("rows that met nobody are not held").isLessThan(result.lists().listed() * 2 / 3);
            assertThat(truth.working(result).f1()).as("seed %d, without sifting %s", SEED, plain).isGreaterThan(plain.f1() - 0.01);
        }
    }

    private static int rows(Source.Csv list) {
        try (java.util.stream.Stream<String> lines = Files.lines(list.path())) {
            return (int) lines.count() - 1;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void theRowsOfAPairAreTheOnesTheListsName() {
        try (Linker linker = new Linker(MODEL).longFrom(1000)) {
            LinkResult result = linker.once().link(left, right);
            assertThat(result.pairs().size()).isGreaterThan(100);
            for (int i = 0; i < result.pairs().size(); i += 37) {
                Explanation why = result.explain(i);
                List<String> row = department.stream().filter(r -> r.getFirst().equals(why.right())).findFirst().orElseThrow();
                assertThat(why.steps().getFirst().right()).as("%s", row).isEqualTo(HanText.name(row.get(ChinesePeople.HEADER.indexOf("name"))));
            }
        }
    }

    @Test
    void aPackedListInAnotherEncodingIsTheSameList() throws IOException {
        Source.Csv packed = write("部门.csv.gz", department, Charset.forName("GB18030"));
        Truth truth = Truth.ofColumn(MODEL, "cluster", left, packed);
        try (Linker linker = new Linker(MODEL).longFrom(1000)) {
            assertThat(truth.working(linker.once().link(left, packed)).f1()).as("seed %d", SEED).isGreaterThan(0.98);
        }
    }

    @Test
    void aNumberThatComesTwiceAndAShiftedRowAreToldByTheirLine() throws IOException {
        List<List<String>> twice = new ArrayList<>(department);
        twice.add(department.get(17));
        Source.Csv doubled = write("两次.csv", twice, StandardCharsets.UTF_8);
        try (Linker linker = new Linker(MODEL).longFrom(1000)) {
            assertThatThrownBy(() -> linker.once().link(left, doubled)).hasMessageContaining("第 %d 行".formatted(twice.size() + 1)).hasMessageContaining("不止一次");
        }
        List<List<String>> shifted = new ArrayList<>(department);
        shifted.set(9000, List.of("x1", "少了几格"));
        Source.Csv narrow = write("错位.csv", shifted, StandardCharsets.UTF_8);
        try (Linker linker = new Linker(MODEL).longFrom(1000)) {
            assertThatThrownBy(() -> linker.once().link(left, narrow)).hasMessageContaining("第 9002 行").hasMessageContaining("错位");
        }
    }
}
