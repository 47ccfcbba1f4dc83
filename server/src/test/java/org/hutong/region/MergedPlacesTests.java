package org.hutong.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.hutong.ServerTests;
import org.hutong.access.Acting;
import org.hutong.access.Role;
import org.hutong.access.ServiceAccounts;
import org.hutong.kernel.Refusal;
import org.hutong.security.RowSecurityTests;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Places of 大连 in the fixture, which other tests leave alone.
class MergedPlacesTests extends ServerTests {

    @Autowired
    JdbcClient jdbc;

    private boolean sees(Role role, String at, int row) {
        return as(role, at, () -> jdbc.sql("select count(*) from probe.standing where id = :id").param("id", row).query(Integer.class).single()) == 1;
    }

    @BeforeAll
    static void aTableWhoseRowsStandAtPlaces() throws Exception {
        RowSecurityTests.aLargeTableOfRowsAtTwoHundredPlaces();
    }

    @Test
    void aMergedVillageKeepsItsPeopleAndItsSuccessorsOfficersSeeThem() {
        var east = region("210202001001");
        var west = region("210202001002");
        var subject = -100;
        as(Role.CHILD_DIRECTOR, "210202001001", () -> {
            jdbc.sql("insert into probe.standing (id, region_id) values (:id, :place)").param("id", subject).param("place", east).update();
            return null;
        });
        assertThat(sees(Role.CHILD_DIRECTOR, "210202001002", subject)).isFalse();

        var on = LocalDate.of(2026, 6, 1);
        Acting.run(ServiceAccounts.setup(), () -> regions.merge(List.of(east), west, on, "测试撤并文件"));

        assertThat(actor(Role.CHILD_DIRECTOR, "210202001002").scope()).contains(east, west);
        assertThat(sees(Role.CHILD_DIRECTOR, "210202001002", subject)).isTrue();
        assertThat(sees(Role.TOWN_CLERK, "210202001", subject)).isTrue();
        as(Role.TOWN_CLERK, "210202001", () -> {
            assertThat(regions.byCode("210202001001", on.minusDays(1)).orElseThrow().id()).isEqualTo(east);
            assertThat(regions.byCode("210202001001", on)).isEmpty();
            assertThat(regions.children(region("210202001"))).extracting(Region::id).containsExactly(west);
            assertThat(regions.search("望海东")).isEmpty();
            return null;
        });
        assertThatThrownBy(() -> Acting.run(ServiceAccounts.setup(), () -> regions.merge(List.of(east), west, on, "again")))
                .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("REG-020"));
    }

    /// Whoever orders the merge sees none of the rows that stand there.
    @Test
    void rowsOfAVillageThatGoesToAnotherTownFollowIt() {
        var village = region("210202002001");
        as(Role.CHILD_DIRECTOR, "210202002001", () -> jdbc.sql("insert into probe.standing (id, region_id) values (-101, :place)").param("place", village).update());
        assertThat(sees(Role.TOWN_CLERK, "210202002", -101)).isTrue();
        assertThat(sees(Role.TOWN_CLERK, "210202001", -101)).isFalse();
        var answer = signedIn(Role.SYSTEM_ADMIN, null).post("/api/regions/merges",
                Map.of("predecessors", List.of(village), "successor", region("210202001002"), "on", "2026-07-01", "document", "测试撤并文件"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(204);
        assertThat(sees(Role.TOWN_CLERK, "210202001", -101)).isTrue();
        assertThat(sees(Role.TOWN_CLERK, "210202002", -101)).isFalse();
        assertThat(signedIn(Role.DISTRICT_OFFICER, "120116").post("/api/regions/merges", Map.of()).status()).isEqualTo(403);
    }

    @Test
    void aRenamedPlaceKeepsItsIdAndIsFoundByEitherCodeOnItsDay() {
        var town = region("120101002");
        var on = LocalDate.of(2026, 3, 1);
        Acting.run(ServiceAccounts.setup(), () -> regions.rename(town, "文渊街道", "120101092000", on, "测试更名文件"));
        as(Role.DISTRICT_OFFICER, "120101", () -> {
            assertThat(regions.byCode("120101092", TODAY).orElseThrow().id()).isEqualTo(town);
            assertThat(regions.byCode("120101002", on.minusDays(1)).orElseThrow().id()).isEqualTo(town);
            assertThat(regions.byCode("120101002", on)).isEmpty();
            assertThat(regions.codes(town)).extracting(DatedCode::name).containsExactly("文昌街道", "文渊街道");
            assertThat(regions.search("wenyuan")).extracting(Place::id).containsExactly(town);
            return null;
        });
        Acting.run(ServiceAccounts.setup(), () -> regions.rename(town, "文昌街道", "120101002000", LocalDate.of(2026, 4, 1), "测试更名文件"));
    }

    @Test
    void placesOfDifferentLevelsDoNotMerge() {
        assertThatThrownBy(() -> Acting.run(ServiceAccounts.setup(), () -> regions.merge(List.of(region("120116002201")), region("120116002"), TODAY, "x")))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void theMunicipalityIsTheCityAndThePseudoLevelIsSkipped() {
        as(Role.CITY_OFFICER, "12", () -> {
            assertThat(regions.chain(region("120116002201")).cityId()).isEqualTo(regions.cityRoot()).isEqualTo(region("12"));
            assertThat(regions.children(regions.cityRoot())).extracting(Region::name).containsExactly("和平区", "滨海新区");
            assertThat(regions.byCode("120116003", TODAY).orElseThrow().pseudo()).isTrue();
            return null;
        });
    }
}
