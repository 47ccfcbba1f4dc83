package org.hutong.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hutong.linkage.bench.ChinesePeople;
import org.hutong.linkage.bench.LatinPeople;
import org.hutong.linkage.compare.Guard;
import org.hutong.linkage.table.Source;
import org.junit.jupiter.api.Test;

/// Made-up lists whose truth is known: what was planted is found again, without labels.
class PlantedTruthTest {
    private static final long SEED = 11;
    static final String CHINESE = """
            id: id
            columns:
              name: chinese-name
              sex: sex
              birth_date: date
              id_number: id-number
              phone: phone
              region: region
              address: address
              guardian_name: {type: chinese-name, of: guardian}
              guardian_id: {type: id-number, of: guardian}
            """;

    static Source chinese(int rows, double dirt) {
        List<List<String>> table = new ArrayList<>();
        new ChinesePeople(SEED, dirt).list(rows, table::add);
        return Source.rows("名单", ChinesePeople.HEADER, table);
    }

    @Test
    void childrenOfADirtyChineseListAreFoundAgain() {
        Model model = Model.parse(CHINESE, "cn");
        Source list = chinese(6000, 1);
        try (Linker linker = new Linker(model)) {
            LinkResult result = linker.link(list);
            Truth truth = Truth.ofColumn(model, "cluster", list, null);
            assertThat(truth.working(result).precision()).as("seed %d", SEED).isGreaterThan(0.99);
            assertThat(truth.working(result).recall()).as("seed %d", SEED).isGreaterThan(0.98);
            assertThat(truth.clusters(result).f1()).as("seed %d", SEED).isGreaterThan(0.985);
        }
    }

    @Test
    void noGroupHoldsTwoValidDifferentNumbers() {
        try (Linker linker = new Linker(Model.parse(CHINESE, "cn"))) {
            LinkResult result = linker.link(chinese(6000, 2));
            Guard guard = new Guard(result.records(), true);
            for (int[] rows : result.clusters().members()) {
                for (int a : rows) for (int b : rows) assertThat(a != b && guard.barred(a, b)).as("seed %d: %s %s", SEED, result.id(a), result.id(b)).isFalse();
            }
        }
    }

    @Test
    void householdsDoNotPassForPersonsWhereNoNumberIsGiven() {
        Model model = Model.parse("id: id\ncolumns: {name: name, birth_date: date, phone: phone, address: address, guardian_name: {type: name, of: guardian}}", "m");
        Source list = chinese(6000, 1);
        try (Linker linker = new Linker(model)) {
            assertThat(Truth.ofColumn(model, "cluster", list, null).working(linker.link(list)).f1()).as("seed %d", SEED).isGreaterThan(0.97);
        }
    }

    @Test
    void aLatinListWithEmptyCellsAndSwappedNamesIsLinked() {
        List<List<String>> table = new LatinPeople(SEED, 1).contacts(1000);
        Source list = Source.rows("contacts", table.getFirst(), table.subList(1, table.size()));
        Model model = Model.parse("id: unique_id\ncolumns: {first_name: given-name, surname: surname, dob: date, city: region, email: email}", "m");
        try (Linker linker = new Linker(model)) {
            assertThat(Truth.ofColumn(model, "cluster", list, null).working(linker.link(list)).f1()).as("seed %d", SEED).isGreaterThan(0.97);
        }
    }

    @Test
    void oneMistakenLinkDoesNotChainLivesTogether() {
        List<List<String>> table = new LatinPeople(SEED, 1).lives(5000);
        Source list = Source.rows("lives", table.getFirst(), table.subList(1, table.size()));
        Model model = Model.parse("id: unique_id\ncolumns: {first_name: given-name, surname: surname, dob: date, birth_place: region, postcode: postcode, gender: sex, occupation: category}", "m");
        try (Linker linker = new Linker(model)) {
            Truth.Score clusters = Truth.ofColumn(model, "cluster", list, null).clusters(linker.link(list));
            assertThat(clusters.precision()).as("seed %d", SEED).isGreaterThan(0.97);
            assertThat(clusters.recall()).as("seed %d", SEED).isGreaterThan(0.9);
        }
    }

    @Test
    void twoListsAreLinkedRowToRow() {
        List<List<String>> registry = new ArrayList<>(), department = new ArrayList<>();
        new ChinesePeople(SEED, 1).registry(4000, 1, registry::add, department::add);
        Source left = Source.rows("登记册", ChinesePeople.HEADER, registry), right = Source.rows("部门", ChinesePeople.HEADER, department);
        Model model = Model.parse(CHINESE, "cn");
        try (Linker linker = new Linker(model)) {
            assertThat(Truth.ofColumn(model, "cluster", left, right).working(linker.link(left, right)).f1()).as("seed %d", SEED).isGreaterThan(0.98);
        }
    }

    @Test
    void theRightListMayNameItsColumnsOtherwise() {
        List<List<String>> registry = new ArrayList<>(), department = new ArrayList<>();
        new ChinesePeople(SEED, 1).registry(3000, 1, registry::add, department::add);
        List<String> other = ChinesePeople.HEADER.stream().map(name -> name.equals("cluster") ? name : "x_" + name).toList();
        StringBuilder yaml = new StringBuilder("id: id\nright-id: x_id\ncolumns:\n");
        Model.parse(CHINESE, "cn").fields().forEach(f -> yaml.append("  %s: {type: %s, of: %s, right: x_%s}%n".formatted(f.column(), f.type().name(), f.of(), f.column())));
        Source left = Source.rows("登记册", ChinesePeople.HEADER, registry), right = Source.rows("部门", other, department);
        Model model = Model.parse(yaml.toString(), "m");
        try (Linker linker = new Linker(model)) {
            assertThat(Truth.ofColumn(model, "cluster", left, right).working(linker.link(left, right)).f1()).as("seed %d", SEED).isGreaterThan(0.98);
        }
    }

    @Test
    void aCrowdedBlockIsLeftOutAndReported() {
        Model model = Model.parse(CHINESE + "blocking: [[sex], [id_number], [name, birth_date]]\noptions: {block-cap: 50}\n", "cn");
        try (Linker linker = new Linker(model)) {
            LinkResult result = linker.link(chinese(4000, 1));
            assertThat(result.blocking().rules().getFirst().cappedBlocks()).isEqualTo(2);
            assertThat(result.blocking().rules().getFirst().cappedPairs()).isGreaterThan(1_000_000);
            assertThat(result.blocking().rules()).extracting(LinkResult.RuleReport::rule).containsExactly("sex", "id_number", "name + birth_date");
            assertThat(result.blocking().missed()).isPositive();
        }
    }
}
