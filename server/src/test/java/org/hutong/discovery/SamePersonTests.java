package org.hutong.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.hutong.Browser;
import org.hutong.FlowWorld;
import org.hutong.access.Role;
import org.hutong.registry.Families;
import org.hutong.registry.Merges;
import org.hutong.registry.NewPerson;
import org.hutong.registry.Registry;
import org.hutong.registry.Relation;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/// Two records that may be one person: compared, read by people, joined and parted.
class SamePersonTests extends FlowWorld {

    @Autowired
    Pairs pairs;
    private static final AtomicLong NUMBERS = new AtomicLong(16_000);

    @Autowired
    Merges merges;

    private UUID enrol(String name, LocalDate born, String number, String phone) {
        return as(Role.DISTRICT_OFFICER, DISTRICT, () -> registry.enrol(new NewPerson(name, "女", born, null, number, phone, null, null, null, region(VILLAGE), region(VILLAGE), null)));
    }

    private UUID file(UUID person) {
        return as(Role.DISTRICT_OFFICER, DISTRICT, () -> registry.openFile(person, null));
    }

    private record Two(UUID a, UUID b, UUID fileA, UUID fileB) {}

    /// One girl registered twice: the second time by ear, without a number.
    private Two twice(String name, String heard, LocalDate born) {
        // two girls of one birthday have two numbers
        var number = new Families(NUMBERS.incrementAndGet()).number(born, false);
        var a = enrol(name, born, number, "13912340001");
        var b = enrol(heard, born, null, "13912340001");
        return new Two(a, b, file(a), file(b));
    }

    private JsonNode pairOf(UUID person, String other) {
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> pairs.compare(person));
        for (var row : ok(officer().get("/api/pairs?limit=100")).path("items")) {
            var ends = List.of(row.path("left").path("personId").asString(), row.path("right").path("personId").asString());
            if (ends.contains(person.toString()) && ends.contains(other)) {
                return row;
            }
        }
        return null;
    }

    private Browser second() {
        return signedIn(Role.DISTRICT_APPROVER, DISTRICT);
    }

    /// As many readers as the pair asks for say yes.
    private JsonNode agreed(JsonNode pair) {
        var id = pair.path("id").asString();
        var after = ok(officer().post("/api/pairs/" + id + "/answer", Map.of("answer", "SAME")));
        return pair.path("second").asBoolean() ? ok(second().post("/api/pairs/" + id + "/answer", Map.of("answer", "SAME"))) : after;
    }

    @Test
    void theScoreIsToldOnlyToWhoHasAnswered() {
        var two = twice("祁若溪", "祁若西", LocalDate.of(2016, 4, 17));
        var pair = pairOf(two.b(), two.a().toString());
        assertThat(pair).isNotNull();
        var id = pair.path("id").asString();
        var before = ok(officer().get("/api/pairs/" + id));
        assertThat(before.path("score").isMissingNode() || before.path("score").isNull()).isTrue();
        assertThat(before.path("lines").get(0).toString()).contains("SOUND");
        var after = ok(officer().post("/api/pairs/" + id + "/answer", Map.of("answer", "SAME")));
        assertThat(after.path("score").path("weight").asDouble()).isGreaterThan(0);
        assertThat(after.path("score").path("steps").toString()).contains("姓名").doesNotContain("祁");
        assertThat(officer().post("/api/pairs/" + id + "/answer", Map.of("answer", "DIFFERENT")).status()).isEqualTo(409);
    }

    @Test
    void aJoinedFileOpensAsTheOneThatStandsForBothWithTheFactsOfEach() {
        var two = twice("祁安澜", "祁安蓝", LocalDate.of(2014, 6, 19));
        fact(two.a(), "situation", "正常", LocalDate.of(2020, 1, 1), null);
        fact(two.b(), "situation", "失联", LocalDate.of(2025, 3, 1), null);
        var id = agreed(pairOf(two.b(), two.a().toString())).path("pair").path("id").asString();
        ok(officer().post("/api/pairs/" + id + "/merge", Map.of("keep", two.a(), "reason", "入户核对是同一人")));
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> {
            assertThat(registry.child(two.fileB()).fileId()).isEqualTo(two.fileA());
            assertThat(registry.childFileOf(two.b())).contains(two.fileA());
            assertThat(registry.person(two.b()).id()).isEqualTo(two.a());
            assertThat(registry.factHistory(List.of(two.a()))).extracting(fact -> fact.value()).containsExactlyInAnyOrder("正常", "失联");
            assertThat(registry.filesOf(two.fileA())).containsExactlyInAnyOrder(two.fileA(), two.fileB());
            return null;
        });
        assertThat(ok(officer().get("/api/children?q=祁安蓝")).path("items").size()).isZero();
        assertThat(ok(officer().get("/api/children?q=祁安澜")).path("items").size()).isEqualTo(1);
    }

    @Test
    void partingRestoresEveryRowAsItWasBeforeJoining() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (var round = 0; round < 6; round++) {
            var born = LocalDate.of(2012, 1, 1).plusDays(random.nextInt(500) * 6 + round);
            var two = twice("祁" + (char) ('一' + random.nextInt(5000)) + "禾", "祁" + (char) ('一' + random.nextInt(5000)) + "禾", born);
            for (var i = 0; i < random.nextInt(5); i++) {
                fact(random.nextBoolean() ? two.a() : two.b(), "situation", List.of("正常", "失联", "服刑在押").get(random.nextInt(3)), LocalDate.of(2020, 1, 1).plusDays(random.nextInt(900)), null);
            }
            var parent = enrol("祁父" + round, LocalDate.of(1985, 1, 1 + round), null, null);
            as(Role.DISTRICT_OFFICER, DISTRICT, () -> {
                registry.relate(two.a(), parent, Relation.FATHER, null, null);
                registry.relate(two.b(), parent, Relation.FATHER, null, null);
                return null;
            });
            var people = List.of(two.a(), two.b(), parent);
            var before = everything(people);
            var keepFirst = random.nextBoolean();
            var merge = as(Role.DISTRICT_OFFICER, DISTRICT, () -> merges.merge(keepFirst ? two.a() : two.b(), keepFirst ? two.b() : two.a(), "同一人"));
            assertThat(everything(people)).as("seed %d", seed).isNotEqualTo(before);
            as(Role.DISTRICT_OFFICER, DISTRICT, () -> {
                assertThat(registry.relatives(merge.survivorId())).hasSize(1);
                return merges.undo(merge.id(), "核对有误");
            });
            assertThat(everything(people)).as("seed %d", seed).isEqualTo(before);
        }
    }

    /// Rows of these persons in the registry, and what readers are told of them.
    private List<String> everything(List<UUID> people) {
        return as(Role.DISTRICT_OFFICER, DISTRICT, () -> {
            var rows = new ArrayList<String>();
            for (var sql : List.of("select p::text from registry.person p where id = any(?) order by 1", "select f::text from registry.child_file f where person_id = any(?) order by 1",
                    "select f::text from registry.fact f where person_id = any(?) order by 1", "select k::text from registry.kinship k where person_id = any(?) order by 1",
                    "select t::text from registry.token t where person_id = any(?) order by 1")) {
                rows.addAll(jdbc.sql(sql).param((Object) people.toArray(UUID[]::new)).query(String.class).list());
            }
            people.forEach(person -> rows.add(registry.person(person) + " " + registry.childFileOf(person) + registry.factHistory(List.of(person)) + registry.relatives(person)));
            return rows;
        });
    }

    @Test
    void twinsAreLeftToTwoPeopleAndTwoValidNumbersAreNeverJoined() {
        var born = LocalDate.of(2018, 9, 9);
        var numbers = new Families(5);
        var a = enrol("祁子涵", born, numbers.number(born, false), "13912340009");
        var b = enrol("祁子晗", born, null, "13912340009");
        var c = enrol("祁子萱", born, numbers.number(born, false), "13912340009");
        List.of(a, b, c).forEach(this::file);
        var held = pairOf(c, b.toString());
        if (held != null) {
            assertThat(held.path("second").asBoolean()).isEqualTo(!held.path("held").isNull() || held.path("second").asBoolean());
        }
        assertThat(pairOf(a, c.toString())).isNull();
        var refused = org.assertj.core.api.Assertions.catchThrowableOfType(org.hutong.kernel.Refusal.class,
                () -> as(Role.DISTRICT_OFFICER, DISTRICT, () -> merges.merge(a, c, "看着像")));
        assertThat(refused.code()).isEqualTo("REG-081");
    }

    @Test
    void aPairIsNotShownToAnOfficerOfAnotherDistrict() {
        var two = twice("祁望舒", "祁望书", LocalDate.of(2013, 2, 2));
        var id = pairOf(two.b(), two.a().toString()).path("id").asString();
        assertThat(signedIn(Role.DISTRICT_OFFICER, "120101").get("/api/pairs/" + id).status()).isEqualTo(404);
        assertThat(director().get("/api/pairs/" + id).status()).isEqualTo(403);
    }

    @Test
    void aProgramJoinsNobody() {
        var two = twice("祁长庚", "祁长更", LocalDate.of(2015, 5, 5));
        var refused = org.assertj.core.api.Assertions.catchThrowableOfType(org.hutong.kernel.Refusal.class,
                () -> org.hutong.access.Acting.as(serviceAccounts.nightly(), () -> merges.merge(two.a(), two.b(), "得分很高")));
        assertThat(refused.code()).isEqualTo("REG-082");
    }

    @Test
    void aNewChildWhoSoundsLikeAnotherIsHeldUntilTheOfficerSaysItIsSomebodyElse() {
        var born = LocalDate.of(2017, 7, 17);
        file(enrol("祁明远", born, null, "13912340077"));
        var typed = new java.util.HashMap<String, Object>(Map.of("name", "祁鸣远", "sex", "女", "born", born.toString(), "phone", "13912340077", "regionId", region(VILLAGE)));
        var similar = ok(director().get("/api/children/similar?name=祁鸣远&born=" + born));
        assertThat(similar.toString()).contains("祁明远").contains("同音");
        var held = director().post("/api/children", typed);
        assertThat(held.status()).as(held.text()).isEqualTo(409);
        assertThat(held.text()).contains("REG-088");
        typed.put("notTheSame", true);
        typed.put("guardianName", "祁奶奶");
        typed.put("guardianRelation", "祖母");
        var made = director().post("/api/children", typed);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        var file = UUID.fromString(made.json().path("id").asString());
        as(Role.CHILD_DIRECTOR, VILLAGE, () -> {
            assertThat(registry.relatives(registry.child(file).personId())).extracting(relative -> relative.relation()).containsExactlyInAnyOrder("GUARDIAN", "PATERNAL_GRANDMOTHER");
            return null;
        });
    }

    @Test
    void wrongNumbersPlacesAndDatesOfANewChildAreNamed() {
        assertThat(director().post("/api/children", Map.of("name", "祁某", "idNumber", "120116201503080011", "regionId", region(VILLAGE))).text()).contains("REG-085");
        assertThat(director().post("/api/children", Map.of("name", "祁某", "born", "2030-01-01", "regionId", region(VILLAGE))).text()).contains("REG-086");
        assertThat(director().post("/api/children", Map.of("name", "祁某", "regionId", region(VILLAGE))).text()).contains("REG-086");
        assertThat(director().post("/api/children", Map.of("name", "祁某某某", "born", "2015-01-01", "regionId", region("120101001001"))).status()).isIn(403, 404);
    }

    @Test
    void aMovedChildStandsAtTheNewVillageAndTheOldOneIsRemembered() {
        var file = family("祁远行").fileId();
        ok(officer().post("/api/purposes", Map.of("subjectId", file, "purpose", "LEAD")));
        var moved = officer().post("/api/children/" + file + "/move", Map.of("toRegionId", region("120116001001"), "on", "2026-11-01", "reason", "随祖母搬迁"));
        assertThat(moved.status()).as(moved.text()).isEqualTo(204);
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> {
            assertThat(registry.child(file).regionId()).isEqualTo(region("120116001001"));
            return null;
        });
        assertThat(officer().post("/api/children/" + file + "/move", Map.of("toRegionId", region("120101001001"), "on", "2026-11-02", "reason", "跨区")).status()).isIn(403, 404);
    }
}
