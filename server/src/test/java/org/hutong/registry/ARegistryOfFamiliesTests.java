package org.hutong.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.hutong.ServerTests;
import org.hutong.access.Role;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class ARegistryOfFamiliesTests extends ServerTests {

    @Autowired
    Registry registry;
    @Autowired
    BulkLoad bulk;
    @Autowired
    ChildFiles files;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    Vault vault;
    @Autowired
    Today today;

    Families.Family family;

    @BeforeEach
    void load() {
        var world = new Families(System.nanoTime()).make(1, List.of(region("120116001001")), TODAY);
        as(Role.DISTRICT_OFFICER, "120116", () -> {
            bulk.load(world.batch());
            return null;
        });
        family = world.families().getFirst();
    }

    @Test
    void aChildHasOneFileThatShowsFatherMotherAndGuardian() {
        as(Role.DISTRICT_OFFICER, "120116", () -> {
            assertThat(registry.childFileOf(family.child())).contains(family.file());
            assertThat(registry.openFile(family.child(), null)).isEqualTo(family.file());
            assertThat(registry.relatives(family.child())).extracting(Relative::relation)
                    .containsExactlyInAnyOrder("FATHER", "MOTHER", "PATERNAL_GRANDMOTHER", "GUARDIAN");
            return null;
        });
    }

    @Test
    void anOfficerElsewhereIsToldThereIsNoSuchFile() {
        assertThatThrownBy(() -> as(Role.DISTRICT_OFFICER, "120101", () -> registry.child(family.file()))).isInstanceOf(Refusal.class)
                .hasMessageContaining("没有找到");
        as(Role.DISTRICT_OFFICER, "120101", () -> {
            assertThat(registry.facts(family.father(), TODAY, today.now())).isEmpty();
            assertThat(registry.findByIdNumbers(List.of(family.childNumber()))).isEmpty();
            return null;
        });
    }

    @Test
    void theNumberIsNowhereReadableInTheDatabase() {
        as(Role.DISTRICT_OFFICER, "120116", () -> {
            var row = jdbc.sql("select p::text from registry.person p where id = :id").param("id", family.child()).query(String.class).single();
            assertThat(row).doesNotContain(family.childNumber()).doesNotContain(family.childNumber().substring(14));
            assertThat(registry.person(family.child()).idMasked()).startsWith("17").doesNotContain(family.childNumber().substring(6, 14));
            return null;
        });
    }

    @Test
    void anExactNumberFindsThePersonEvenWithALowerCaseX() {
        as(Role.DISTRICT_OFFICER, "120116", () -> {
            assertThat(registry.findByIdNumbers(List.of(" " + family.fatherNumber().toLowerCase()))).extracting(PersonMatch::personId).containsExactly(family.father());
            assertThat(registry.findByIdIndexes(List.of(vault.blindIndex(family.motherNumber())))).extracting(PersonIndex::personId).containsExactly(family.mother());
            return null;
        });
    }

    @Test
    void aFactKeepsWhenItWasTrueAndWhenWeKnewIt() {
        as(Role.DISTRICT_OFFICER, "120116", () -> {
            var before = today.now().minusSeconds(1);
            var fact = registry.record(NewFact.listed(family.father(), FactKinds.DEATH, "疾病", "殡仪馆证明", LocalDate.of(2026, 11, 1), null, "DEATH", "死亡人员名单",
                    UUID.randomUUID(), new byte[] {1}, 12));
            assertThat(fact.source().text()).isEqualTo("死亡人员名单第 12 行");
            assertThat(registry.facts(family.father(), TODAY, before)).extracting(FactView::kind).doesNotContain("death");
            assertThat(registry.facts(family.father(), TODAY, today.now())).extracting(FactView::kind).contains("death");
            assertThat(registry.facts(family.father(), LocalDate.of(2026, 10, 31), today.now())).extracting(FactView::kind).doesNotContain("death");
            assertThat(registry.person(family.father()).alive()).isFalse();
            assertThat(registry.childFilesTouchedBy(List.of(family.father()))).containsExactly(family.file());
            assertThat(registry.personsWithListedFacts()).contains(family.father());
            return null;
        });
    }

    @Test
    void theSameFactToldTwiceIsOneRowAndACorrectedEndKeepsTheOldRow() {
        as(Role.DISTRICT_OFFICER, "120116", () -> {
            var first = registry.record(NewFact.stated(family.mother(), "away", "北京", LocalDate.of(2025, 3, 1), "走访"));
            assertThat(registry.record(NewFact.stated(family.mother(), "away", "北京", LocalDate.of(2025, 3, 1), "走访")).id()).isEqualTo(first.id());
            var ended = registry.record(new NewFact(family.mother(), "away", "北京", null, LocalDate.of(2025, 3, 1), LocalDate.of(2026, 1, 1),
                    first.source(), null, null, null, null));
            assertThat(registry.factHistory(List.of(family.mother()))).extracting(FactView::id, FactView::superseded)
                    .containsExactlyInAnyOrder(org.assertj.core.groups.Tuple.tuple(first.id(), true), org.assertj.core.groups.Tuple.tuple(ended.id(), false));
            return null;
        });
    }

    @Test
    void whatIsKnownOfHealthIsSealed() {
        as(Role.DISTRICT_OFFICER, "120116", () -> {
            var fact = registry.record(NewFact.stated(family.child(), FactKinds.DISABILITY, "智力三级", LocalDate.of(2024, 1, 1), "残疾证"));
            assertThat(fact.value()).isEqualTo("智力三级");
            assertThat(jdbc.sql("select f::text from registry.fact f where id = :id").param("id", fact.id()).query(String.class).single()).doesNotContain("智力");
            return null;
        });
    }

    @Test
    void aMoveTakesTheFileAndItsSearchRowsAlongAndRemembersWhereItStood() {
        var to = region("120116002201");
        as(Role.DISTRICT_OFFICER, "120116", () -> {
            files.move(family.child(), to, to, TODAY, "户籍迁移");
            assertThat(registry.child(family.file()).regionId()).isEqualTo(to);
            assertThat(jdbc.sql("select count(*) from registry.token where person_id = :id and region_id = :to").param("id", family.child()).param("to", to)
                    .query(Integer.class).single()).isPositive();
            assertThat(files.moves(family.child())).extracting(ChildFiles.Move::toRegion).containsExactly(to);
            return null;
        });
    }

    @Test
    void nobodyMovesAChildOutOfTheirOwnPlaces() {
        var to = region("120101001001");
        assertThatThrownBy(() -> as(Role.DISTRICT_OFFICER, "120116", () -> {
            files.move(family.child(), to, to, TODAY, "户籍迁移");
            return null;
        })).isInstanceOf(Refusal.class).hasMessageContaining("管辖范围");
    }

    @Test
    void completenessNamesWhatIsMissingAndRisesWithEachPartWritten() {
        as(Role.DISTRICT_OFFICER, "120116", () -> {
            var before = files.completeness(family.file());
            assertThat(before.parts()).extracting(Completeness.PartState::name).containsExactly("基本信息", "走访记录", "工作日志", "关爱帮扶记录", "发现问题", "解决方案");
            assertThat(before.percent()).isEqualTo(50).isEqualTo(registry.child(family.file()).completeness());
            files.write(family.file(), Part.PROBLEMS, TODAY, "缺少冬衣");
            assertThat(registry.child(family.file()).completeness()).isEqualTo(60).isEqualTo(files.completeness(family.file()).percent());
            assertThat(files.entries(family.file())).extracting(Entry::text).containsExactly("缺少冬衣");
            return null;
        });
    }

    @Test
    void aPersonWithTheSameNumberIsNotEnrolledTwice() {
        as(Role.DISTRICT_OFFICER, "120116", () -> {
            assertThat(registry.enrol(NewPerson.of("别名", family.fatherNumber(), region("120116001002")))).isEqualTo(family.father());
            return null;
        });
    }

    @Test
    void categoriesBeginAndEndAsDatedEpisodes() {
        as(Role.DISTRICT_OFFICER, "120116", () -> {
            registry.beginCategory(family.file(), "ORPHAN", "孤儿", TODAY, "决定");
            registry.beginCategory(family.file(), "HARDSHIP", "困境", TODAY, "决定");
            registry.endCategory(family.file(), "ORPHAN", TODAY);
            assertThat(registry.child(family.file()).categories()).containsExactly("HARDSHIP");
            assertThat(files.categories(List.of(family.file())).get(family.file())).hasSize(2);
            registry.setLevel(family.file(), "RED", "走访");
            assertThat(files.levels(family.file())).extracting(ChildFiles.LevelSpell::level).containsExactly(Level.RED);
            return null;
        });
    }
}
