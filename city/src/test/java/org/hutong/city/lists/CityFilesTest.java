package org.hutong.city.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.hutong.city.City;
import org.hutong.city.CityPlan;
import org.hutong.city.Relation;
import org.hutong.city.SmallTree;
import org.hutong.city.Truth;
import org.hutong.city.make.IdNumbers;
import org.hutong.city.make.Resources;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CityFilesTest {

    private static final long SEED = SmallTree.seed();
    private static final CityPlan PLAN = new CityPlan(SEED, 1_500, 25_000, "12", CityPlan.DEMO_DAY);

    @TempDir
    static Path folder;
    private static CityFiles.Summary summary;
    private static final Map<String, List<String>> PERSONS = new HashMap<>();

    @BeforeAll
    static void write() throws IOException {
        summary = new CityFiles(City.make(PLAN, SmallTree.read("12"))).write(folder);
        for (var row : csv(folder.resolve("truth/persons.csv"), StandardCharsets.UTF_8)) {
            PERSONS.put(row.get(0), row);
        }
    }

    static List<List<String>> csv(Path file, Charset charset) throws IOException {
        var out = new ArrayList<List<String>>();
        for (var line : Files.readString(file, charset).split("\r\n")) {
            out.add(List.of(line.split(",", -1)));
        }
        return out;
    }

    private static List<List<String>> list(ListCode code) throws IOException {
        var file = folder.resolve("lists").resolve(code.fileName());
        if (code.form().workbook()) {
            try (var book = new ReadableWorkbook(file.toFile()); var rows = book.getFirstSheet().openStream()) {
                return rows.map(r -> {
                    var cells = new ArrayList<String>();
                    for (var i = 0; i < code.headings().length; i++) {
                        cells.add(r.getOptionalCell(i).map(Cell::getText).orElse(""));
                    }
                    return (List<String>) cells;
                }).skip(code.form() == ListCode.Form.XLSX_TITLE ? 1 : 0).toList();
            }
        }
        var rows = csv(file, code.form() == ListCode.Form.GBK ? Charset.forName("GBK") : StandardCharsets.UTF_8);
        return rows;
    }

    @Test
    void theSameSeedGivesTheSameBytes(@TempDir Path again) throws IOException {
        new CityFiles(City.make(PLAN, SmallTree.read("12"))).write(again);
        try (Stream<Path> files = Files.walk(folder)) {
            for (var f : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                assertThat(Files.mismatch(f, again.resolve(folder.relativize(f)))).as(f.toString()).isEqualTo(-1);
            }
        }
    }

    @Test
    void everyListHasItsHeadingsAndTheRowsTheSummaryCounts() throws IOException {
        for (var code : ListCode.values()) {
            var rows = list(code);
            assertThat(rows.getFirst().getFirst().replace("\uFEFF", "")).as(code.name()).isEqualTo(code.headings()[0]);
            assertThat(rows.getFirst().subList(1, rows.getFirst().size())).containsExactly(Arrays.copyOfRange(code.headings(), 1, code.headings().length));
            assertThat(rows.size() - 1L).as(code.name()).isEqualTo(summary.rows().get(code));
            assertThat(rows).allMatch(r -> r.size() == code.headings().length);
        }
    }

    @Test
    void aSmallRosterToImportHoldsChildrenOnFileNewOnesAndOneFaultInTheRowsTheTruthNames() throws IOException {
        var truth = csv(folder.resolve("truth/import.csv"), StandardCharsets.UTF_8).stream().filter(r -> r.get(0).equals("120116")).toList();
        assertThat(truth).extracting(r -> r.get(3)).contains("ON_FILE", "NEW");
        try (var files = Files.list(folder.resolve("import"));
                var book = new ReadableWorkbook(files.filter(f -> f.getFileName().toString().startsWith("120116")).findFirst().orElseThrow().toFile());
                var sheet = book.getFirstSheet().openStream()) {
            var rows = sheet.skip(2).toList();
            assertThat(rows).hasSameSizeAs(truth);
            for (var i = 0; i < rows.size(); i++) {
                var id = rows.get(i).getOptionalCell(8).map(Cell::getText).orElse("");
                assertThat(!id.isEmpty() && !IdNumbers.valid(id)).isEqualTo(truth.get(i).get(4).equals("ID_CHECK_DIGIT"));
                assertThat(id.startsWith("0230", 10)).isEqualTo(truth.get(i).get(4).equals("ID_DATE"));
                assertThat(rows.get(i).getOptionalCell(4).isEmpty()).isEqualTo(truth.get(i).get(4).equals("NAME_MISSING"));
            }
        }
    }

    @Test
    void onlyTheListsThatSaySoBeginWithAByteOrderMark() throws IOException {
        for (var code : ListCode.values()) {
            if (!code.form().workbook()) {
                var bytes = Files.readAllBytes(folder.resolve("lists").resolve(code.fileName()));
                assertThat((bytes[0] & 0xFF) == 0xEF && (bytes[1] & 0xFF) == 0xBB).as(code.name()).isEqualTo(code.form() == ListCode.Form.UTF8_MARK);
            }
        }
    }

    @Test
    void aNumberInAListIsThePersonsOwnUnlessTheTruthSaysWhichDirtBefellIt() throws IOException {
        var truth = csv(folder.resolve("truth/rows.csv"), StandardCharsets.UTF_8);
        var columns = Map.of(ListCode.DEATH_POLICE, 1, ListCode.CUSTODY, 3, ListCode.ENROLMENT, 4, ListCode.ROSTER, 8, ListCode.ASSISTANCE, 5, ListCode.DISABILITY, 3);
        for (var e : columns.entrySet()) {
            var rows = list(e.getKey());
            var spoiled = new HashSet<String>();
            for (var t : truth) {
                if (!t.get(0).equals(e.getKey().name())) {
                    continue;
                }
                var person = PERSONS.get(t.get(2));
                var written = rows.get(Integer.parseInt(t.get(1))).get(e.getValue());
                var dirt = Set.of(t.get(4).split("\\|"));
                if (dirt.stream().noneMatch(d -> d.startsWith("ID_"))) {
                    assertThat(written).isEqualTo(person.get(6));
                } else if (dirt.contains("ID_TYPO") || dirt.contains("ID_SWAP")) {
                    assertThat(IdNumbers.valid(written)).as("an accepted typing error").isFalse();
                    spoiled.add(written);
                } else if (dirt.contains("ID_15")) {
                    assertThat(written).matches("\\d{15}");
                    assertThat(person.get(5)).isLessThan("1999-10-01");
                } else if (dirt.contains("ID_MISSING")) {
                    assertThat(written).isEmpty();
                } else {
                    assertThat(written).isNotEqualTo(person.get(6));
                }
            }
            System.out.println(e.getKey() + " mistyped " + spoiled.size());
        }
    }

    @Test
    void noChildHasFifteenDigitsAnywhere() throws IOException {
        for (var t : csv(folder.resolve("truth/rows.csv"), StandardCharsets.UTF_8)) {
            if (t.get(4).contains("ID_15") && t.get(3).isEmpty()) {
                assertThat(PERSONS.get(t.get(2)).get(5)).isLessThan("1999-10-01");
            }
        }
    }

    @Test
    void dirtBefallsRowsAtItsStatedRate() throws IOException {
        var eligible = new HashMap<String, double[]>();
        for (var row : csv(folder.resolve("truth/dirt.csv"), StandardCharsets.UTF_8).stream().skip(1).toList()) {
            var sum = eligible.computeIfAbsent(row.get(1), k -> new double[3]);
            double rate = Double.parseDouble(row.get(2));
            double n = Double.parseDouble(row.get(3));
            sum[0] += n * rate;
            sum[1] += n * rate * (1 - rate);
            sum[2] += Double.parseDouble(row.get(4));
        }
        eligible.forEach((kind, s) -> assertThat(s[2]).as("%s, seed %d", kind, SEED).isBetween(s[0] - 5 * Math.sqrt(s[1]) - 1, s[0] + 5 * Math.sqrt(s[1]) + 1));
    }

    @Test
    void anUntypableCharacterIsLostInGbkAndKeptInUtf8() throws IOException {
        var gbk = Charset.forName("GBK").newEncoder();
        assertThat(gbk.canEncode('㛃')).isFalse();
        for (var row : list(ListCode.DEATH_POLICE)) {
            assertThat(row.get(2)).doesNotContain("\uFFFD");
        }
        var rare = list(ListCode.ENROLMENT).stream().filter(r -> r.get(1).chars().anyMatch(c -> c >= 0x3400 && c < 0x4DC0)).count();
        System.out.println("names with extension A characters in the school list: " + rare);
    }

    @Test
    void childrenWithOneParentDeadAndTheOtherInPrisonStandInTheDeathsAndTheCustodyList() throws IOException {
        var dead = ids(ListCode.DEATH_POLICE, 1);
        var prison = ids(ListCode.CUSTODY, 3);
        var found = 0;
        var planted = 0;
        for (var t : City.make(PLAN, SmallTree.read("12")).truth().filter(CityFilesTest::deadAndInPrison).toList()) {
            planted++;
            var father = parent(t, Relation.FATHER);
            var mother = parent(t, Relation.MOTHER);
            if (dead.contains(father) && prison.contains(mother) || dead.contains(mother) && prison.contains(father)) {
                found++;
            }
        }
        assertThat(planted).isGreaterThanOrEqualTo(10);
        // Not every office hears of every death, and some numbers are missing or mistyped.
        assertThat(found).as("of %d, seed %d", planted, SEED).isGreaterThanOrEqualTo(planted / 2);
    }

    private static boolean deadAndInPrison(Truth t) {
        return t.cases().stream().anyMatch(c -> c.text().equals("父亲死亡，母亲服刑在押") || c.text().equals("父亲服刑在押，母亲死亡"));
    }

    private static String parent(Truth t, Relation relation) {
        return t.person(t.kinships().stream().filter(k -> k.relation() == relation).findFirst().orElseThrow().relative()).idNumber();
    }

    private static Set<String> ids(ListCode code, int column) throws IOException {
        var out = new HashSet<String>();
        list(code).forEach(r -> out.add(r.get(column)));
        return out;
    }

    @Test
    void twiceTheRatesGiveAboutTwiceTheDirtAndAKindCanBeLeftOut(@TempDir Path other) throws IOException {
        new CityFiles(City.make(PLAN, SmallTree.read("12")), DirtRates.usual().times(2).without(Set.of(DirtKind.ID_SWAP))).write(other);
        assertThat(hits(other, "ID_TYPO")).isGreaterThan(hits(folder, "ID_TYPO") * 3 / 2);
        assertThat(hits(other, "ID_SWAP")).isZero();
    }

    private static long hits(Path in, String kind) throws IOException {
        return csv(in.resolve("truth/dirt.csv"), StandardCharsets.UTF_8).stream().filter(r -> r.get(1).equals(kind)).mapToLong(r -> Long.parseLong(r.get(4))).sum();
    }

    @Test
    void everyRateIsASourceOrAnAssumption() {
        var yaml = Resources.text("dirt.yaml");
        yaml.lines().filter(l -> l.contains("{rate:")).forEach(l -> assertThat(l).matches(".*why: .*(假设|〔|GB).*"));
        for (var k : DirtKind.values()) {
            assertThat(yaml).contains("  " + k + ":");
        }
    }
}
