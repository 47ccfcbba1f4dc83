package org.hutong.oversight;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.UUID;
import org.hutong.Browser;
import org.hutong.FlowWorld;
import org.hutong.access.Role;
import org.hutong.registry.FactKinds;
import org.hutong.registry.NewPerson;
import org.hutong.registry.Relation;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Each test looks at how far the figures moved, since other tests have children of their own.
class MigrantAndLeftBehindTests extends FlowWorld {

    private static final String HERE = "120101002001";
    private static final String ELSEWHERE = "210202001001";

    private record Home(UUID fileId, UUID child, UUID father, UUID mother) {}

    private Browser city() {
        return signedIn(Role.CITY_OFFICER, "12");
    }

    private Home living(String name, String where, String hukou, LocalDate born) {
        var place = region(where);
        var registered = region(hukou);
        return as(Role.DISTRICT_OFFICER, where.substring(0, 6), () -> {
            var child = registry.enrol(new NewPerson(name, "男", born, null, null, null, null, null, null, place, registered, null));
            var father = registry.enrol(new NewPerson(name + "父", "男", LocalDate.of(1985, 1, 2), null, null, null, null, null, null, place, registered, null));
            var mother = registry.enrol(new NewPerson(name + "母", "女", LocalDate.of(1985, 1, 2), null, null, null, null, null, null, place, registered, null));
            registry.relate(child, father, Relation.FATHER, null, null);
            registry.relate(child, mother, Relation.MOTHER, null, null);
            var file = registry.openFile(child, null);
            jdbc.sql("update registry.child_file set opened_on = date '2020-01-01' where id = :id").param("id", file).update();
            return new Home(file, child, father, mother);
        });
    }

    private void here(UUID person, String kind, String value, LocalDate from) {
        as(Role.CITY_OFFICER, "12", () -> registry.record(org.hutong.registry.NewFact.stated(person, kind, value, from, "测试")));
    }

    private static long number(JsonNode statistics, String key) {
        return statistics.path("numbers").valueStream().filter(one -> one.path("key").asString().equals(key)).findFirst().orElseThrow().path("value").asLong();
    }

    private JsonNode on(String day) {
        return ok(city().get("/api/migrants?asOf=" + day));
    }

    @Test
    void bothParentsAwayHalfAYearIsLeftBehindAndOnlyOneAwayIsNot() {
        var before = number(on("2026-11-23"), "LEFT_BEHIND");
        var both = living("留守甲", HERE, HERE, LocalDate.of(2015, 1, 1));
        here(both.father(), FactKinds.AWAY, "外出务工", LocalDate.of(2026, 1, 1));
        here(both.mother(), FactKinds.AWAY, "外出务工", LocalDate.of(2026, 2, 1));
        var one = living("留守乙", HERE, HERE, LocalDate.of(2015, 1, 1));
        here(one.father(), FactKinds.AWAY, "外出务工", LocalDate.of(2026, 1, 1));
        var unable = living("留守丙", HERE, HERE, LocalDate.of(2015, 1, 1));
        here(unable.father(), FactKinds.AWAY, "外出务工", LocalDate.of(2026, 1, 1));
        here(unable.mother(), FactKinds.SITUATION, "强制隔离戒毒", LocalDate.of(2026, 9, 1));
        var sixteen = living("留守丁", HERE, HERE, LocalDate.of(2010, 11, 23));
        here(sixteen.father(), FactKinds.AWAY, "外出务工", LocalDate.of(2026, 1, 1));
        here(sixteen.mother(), FactKinds.AWAY, "外出务工", LocalDate.of(2026, 1, 1));
        assertThat(number(on("2026-11-23"), "LEFT_BEHIND")).isEqualTo(before + 2);
        var list = ok(city().get("/api/migrants/list?kind=LEFT_BEHIND&regionId=" + region("120101") + "&limit=100")).path("items").toString();
        assertThat(list).contains("留守甲").contains("留守丙").doesNotContain("留守乙").doesNotContain("留守丁");
        assertThat(on("2026-11-23").path("parameters").toString()).contains("假设").contains("国发〔2016〕13号");
    }

    @Test
    void aPastDayIsCountedByTheFactsOfThatDay() {
        var family = living("往日留守", HERE, HERE, LocalDate.of(2015, 1, 1));
        var then = number(on("2025-12-31"), "LEFT_BEHIND");
        var early = number(on("2025-06-29"), "LEFT_BEHIND");
        here(family.father(), FactKinds.AWAY, "外出务工", LocalDate.of(2025, 1, 1));
        here(family.mother(), FactKinds.AWAY, "外出务工", LocalDate.of(2024, 12, 30));
        assertThat(number(on("2025-12-31"), "LEFT_BEHIND")).isEqualTo(then + 1);
        assertThat(number(on("2025-06-29"), "LEFT_BEHIND")).as("six months were not over").isEqualTo(early);
        assertThat(city().get("/api/migrants?asOf=2027-01-01").code()).isEqualTo("OVR-001");
    }

    @Test
    void aChildFromAnotherCityIsMigrantOneFromAnotherDistrictIsNotAndNobodyIsCountedTwice() {
        var before = on("2026-11-23");
        var away = living("流动甲", HERE, ELSEWHERE, LocalDate.of(2016, 1, 1));
        here(away.child(), FactKinds.RESIDENCE, "大连市", LocalDate.of(2026, 3, 1));
        var near = living("流动乙", HERE, "120116002201", LocalDate.of(2016, 1, 1));
        here(near.child(), FactKinds.RESIDENCE, "滨海新区", LocalDate.of(2026, 3, 1));
        var both = living("流动丙", HERE, ELSEWHERE, LocalDate.of(2016, 1, 1));
        here(both.child(), FactKinds.RESIDENCE, "大连市", LocalDate.of(2025, 3, 1));
        here(both.father(), FactKinds.AWAY, "外出务工", LocalDate.of(2026, 1, 1));
        here(both.mother(), FactKinds.AWAY, "外出务工", LocalDate.of(2026, 1, 1));
        var after = on("2026-11-23");
        assertThat(number(after, "MIGRANT")).isEqualTo(number(before, "MIGRANT") + 2);
        assertThat(number(after, "BOTH")).isEqualTo(number(before, "BOTH") + 1);
        assertThat(number(after, "ANY")).as("both is one child").isEqualTo(number(before, "ANY") + 2);
        assertThat(number(after, "TWO_PLACES")).isEqualTo(number(before, "TWO_PLACES") + 3);
        assertThat(after.path("areas").valueStream().mapToLong(one -> one.path("living").asLong()).sum()).isEqualTo(number(after, "ANY"));
        assertThat(after.path("bySex").valueStream().mapToLong(one -> one.path("value").asLong()).sum()).isEqualTo(number(after, "ANY"));
        assertThat(after.path("byAge").valueStream().mapToLong(one -> one.path("value").asLong()).sum()).isEqualTo(number(after, "ANY"));
        for (var area : after.path("areas")) {
            var link = area.path("registeredLink").asString().replace("/oversight/migrants/list", "/api/migrants/list");
            assertThat(ok(city().get(link)).path("total").asLong()).as(link).isEqualTo(area.path("registered").asLong());
        }
        for (var one : after.path("numbers")) {
            var link = one.path("link").asString().replace("/oversight/migrants/list", "/api/migrants/list");
            assertThat(ok(city().get(link)).path("total").asLong()).as(link).isEqualTo(one.path("value").asLong());
        }
    }
}
