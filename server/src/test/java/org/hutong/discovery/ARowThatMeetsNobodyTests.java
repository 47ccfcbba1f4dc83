package org.hutong.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.hutong.FlowWorld;
import org.hutong.access.Role;
import org.hutong.exchange.Deliveries;
import org.hutong.exchange.Delivery;
import org.hutong.kernel.CitizenId;
import org.hutong.registry.Families;
import org.hutong.registry.NewPerson;
import org.hutong.registry.Relation;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/// Rows of a department's list whose number is mistyped, missing or another person's: asked about, answered, remembered, taken back.
class ARowThatMeetsNobodyTests extends FlowWorld {

    private static final AtomicInteger SEED = new AtomicInteger(77_000);
    private static final String WRONG_NUMBERS = "/api/sources/verdicts?list=DEATH&field=身份证号&wrong=true&limit=100";

    @Autowired
    Deliveries deliveries;

    @Autowired
    RowMatches rowMatches;

    private record Kin(UUID file, UUID child, UUID father, String fatherName, String fatherNumber) {}

    private UUID enrol(String name, String sex, LocalDate born, String number, String village) {
        return as(Role.DISTRICT_OFFICER, village.substring(0, 6), () -> registry.enrol(new NewPerson(name, sex, born, null, number, null, null, null, null, region(village), region(village), null)));
    }

    /// A girl whose mother is in prison: with her father's death she is owed support.
    private Kin kin(String fatherName) {
        var born = LocalDate.of(1985, 3, 4).plusDays(SEED.get() % 4_000);
        var number = new Families(SEED.incrementAndGet()).number(born, true);
        var child = enrol(fatherName.charAt(0) + "小" + fatherName.charAt(1), "女", LocalDate.of(2015, 3, 8), null, VILLAGE);
        var father = enrol(fatherName, "男", born, number, VILLAGE);
        var mother = enrol("母亲" + fatherName, "女", LocalDate.of(1987, 4, 5), null, VILLAGE);
        fact(mother, "situation", "服刑在押", LocalDate.of(2025, 6, 11), LocalDate.of(2028, 8, 10));
        return as(Role.DISTRICT_OFFICER, DISTRICT, () -> {
            registry.relate(child, father, Relation.FATHER, null, null);
            registry.relate(child, mother, Relation.MOTHER, null, null);
            return new Kin(registry.openFile(child, null), child, father, fatherName, number);
        });
    }

    /// One digit of the order another than it was.
    private static String mistyped(String number) {
        return number.substring(0, 15) + (char) ('0' + (number.charAt(15) - '0' + 3) % 10) + number.substring(16);
    }

    private static String swapped(String number) {
        for (var i = 8; i < 16; i++) {
            if (number.charAt(i) != number.charAt(i + 1)) {
                return number.substring(0, i) + number.charAt(i + 1) + number.charAt(i) + number.substring(i + 2);
            }
        }
        throw new IllegalArgumentException(number);
    }

    private UUID delivered(String... rows) {
        return listed("DEATH", "姓名,身份证号,死亡日期,死亡原因", rows);
    }

    private UUID listed(String list, String headings, String... rows) {
        var csv = headings + "\r\n" + String.join("\r\n", rows) + "\r\n";
        var id = UUID.fromString(ok(officer().upload("/api/exchange/deliveries", list + name(SEED.incrementAndGet()) + ".csv", csv.getBytes(StandardCharsets.UTF_8), Map.of("list", list))).path("id").asString());
        for (var i = 0; i < 1200; i++) {
            var seen = as(serviceAccounts.nightly(), () -> deliveries.byId(id));
            assertThat(seen.state()).isNotIn(Delivery.State.REFUSED, Delivery.State.FAILED, Delivery.State.HELD);
            if (seen.state() == Delivery.State.DONE && as(serviceAccounts.nightly(), () -> jdbc.sql("select exists (select 1 from discovery.run where delivery_id = :id)").param("id", id)
                    .query(Boolean.class).single())) {
                return id;
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new AssertionError("not compared within a minute");
    }

    /// A file name of its own: a list of the same name with far fewer rows would be held.
    private static String name(int n) {
        return Integer.toString(n).chars().mapToObj(c -> String.valueOf((char) (c - '0' + 'a'))).collect(java.util.stream.Collectors.joining());
    }

    private List<JsonNode> asked(UUID delivery) {
        var rows = new ArrayList<JsonNode>();
        ok(officer().get("/api/row-matches?delivery=" + delivery + "&limit=100")).path("items").forEach(rows::add);
        return rows;
    }

    private JsonNode answer(JsonNode match, String answer) {
        return ok(officer().post("/api/row-matches/" + match.path("id").asString() + "/answer", Map.of("answer", answer, "reason", "电话问过村里")));
    }

    private List<String> leads(UUID file) {
        return as(Role.DISTRICT_OFFICER, DISTRICT, () -> jdbc.sql("select rule_code from discovery.lead where child_file_id = :file").param("file", file).query(String.class).list());
    }

    private List<String> deaths(UUID person) {
        return as(Role.DISTRICT_OFFICER, DISTRICT, () -> registry.facts(person, TODAY, java.time.Instant.now()).stream().filter(fact -> fact.kind().equals("death")).map(fact -> fact.source().text()).toList());
    }

    private int wrongNumbers() {
        return ok(officer().get(WRONG_NUMBERS)).path("total").asInt();
    }

    @Test
    void aMistypedNumberIsAskedAboutAndAYesRecordsTheFactComparesTheChildAndWritesTheListsLedger() {
        var kin = kin("庞铁生");
        var before = wrongNumbers();
        var delivery = delivered("庞铁生," + mistyped(kin.fatherNumber()) + ",2026-05-01,疾病");
        assertThat(leads(kin.file())).isEmpty();
        var match = asked(delivery).getFirst();
        assertThat(match.path("personId").asString()).isEqualTo(kin.father().toString());
        assertThat(match.path("cause").asString()).isEqualTo("NUMBER");
        var shown = ok(officer().get("/api/row-matches/" + match.path("id").asString()));
        assertThat(shown.path("score").isNull() || shown.path("score").isMissingNode()).as("the score is hidden until the answer").isTrue();
        assertThat(shown.path("lines").toString()).contains("第 16 位不同").doesNotContain(kin.fatherNumber().substring(6, 14));
        assertThat(shown.path("states").toString()).contains("死亡").contains("2026-05-01");
        var after = answer(match, "SAME");
        assertThat(after.path("score").path("steps").toString()).contains("身份证号").doesNotContain("庞铁生");
        assertThat(after.path("leads").size()).isEqualTo(1);
        assertThat(deaths(kin.father())).singleElement().asString().contains("死亡人员名单第 2 行");
        assertThat(leads(kin.file())).hasSize(1);
        assertThat(wrongNumbers()).isEqualTo(before + 1);
        assertThat(ok(officer().get(WRONG_NUMBERS)).path("items").get(0).path("subjectName").asString()).isEqualTo("庞铁生");
        assertThat(ok(officer().get("/api/exchange/deliveries/" + delivery + "/rows/2")).toString()).as("the row the fact cites opens").contains("2026-05-01");
        assertThat(officer().post("/api/row-matches/" + match.path("id").asString() + "/answer", Map.of("answer", "DIFFERENT", "reason", "又想想")).status()).isEqualTo(409);
    }

    @Test
    void twoSwappedDigitsAndAMissingNumberWithTheBirthDateAreAskedAbout() {
        var swapped = kin("庞换位");
        var missing = kin("庞缺号");
        var born = CitizenId.parse(missing.fatherNumber()).orElseThrow().born();
        var delivery = listed("DEATH", "姓名,身份证号,出生日期,死亡日期,死亡原因", "庞换位," + swapped(swapped.fatherNumber()) + ",,2026-05-01,疾病", "庞缺号,," + born + ",2026-05-02,疾病");
        assertThat(asked(delivery)).extracting(one -> one.path("personId").asString()).containsExactlyInAnyOrder(swapped.father().toString(), missing.father().toString());
    }

    @Test
    void aNoIsRememberedWhenTheListBringsTheRowAgain() {
        var kin = kin("庞不是");
        var row = "庞不是," + mistyped(kin.fatherNumber()) + ",2026-05-01,疾病";
        answer(asked(delivered(row)).getFirst(), "DIFFERENT");
        assertThat(deaths(kin.father())).isEmpty();
        assertThat(asked(delivered(row, "庞路人," + new Families(SEED.incrementAndGet()).number(LocalDate.of(1970, 1, 1), true) + ",2026-06-01,疾病"))).isEmpty();
        assertThat(asked(delivered("庞不是," + mistyped(kin.fatherNumber()) + ",2026-05-03,疾病"))).as("another day, the same man").isEmpty();
        assertThat(leads(kin.file())).isEmpty();
    }

    @Test
    void aYesIsRememberedWhenALaterListNamesTheSameManAgain() {
        var kin = kin("庞还是");
        answer(asked(delivered("庞还是," + mistyped(kin.fatherNumber()) + ",2026-05-01,疾病")).getFirst(), "SAME");
        var later = delivered("庞还是," + mistyped(kin.fatherNumber()) + ",2026-05-03,疾病");
        assertThat(asked(later)).isEmpty();
        assertThat(deaths(kin.father())).as("the later list's day is recorded too").hasSize(2);
    }

    @Test
    void aChangedPersonIsAskedAboutAgainAfterANo() {
        var kin = kin("庞改了");
        var row = "庞改了," + mistyped(kin.fatherNumber()) + ",2026-05-0";
        answer(asked(delivered(row + "1,疾病")).getFirst(), "DIFFERENT");
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> jdbc.sql("update registry.person set sex = '未知' where id = :id").param("id", kin.father()).update());
        assertThat(asked(delivered(row + "2,疾病"))).hasSize(1);
    }

    @Test
    void anAnswerIsTakenBackWithItsFactsAndStaysInTheHistory() {
        var kin = kin("庞反悔");
        var before = wrongNumbers();
        var match = asked(delivered("庞反悔," + mistyped(kin.fatherNumber()) + ",2026-05-01,疾病")).getFirst();
        answer(match, "SAME");
        var undone = ok(officer().post("/api/row-matches/" + match.path("id").asString() + "/undo", Map.of("reason", "派出所说是同名的人")));
        assertThat(deaths(kin.father())).isEmpty();
        assertThat(as(Role.DISTRICT_OFFICER, DISTRICT, () -> registry.person(kin.father()).diedOn())).isNull();
        assertThat(wrongNumbers()).isEqualTo(before);
        assertThat(undone.path("readings")).extracting(one -> one.path("answer").asString()).containsExactly("SAME", "UNDONE");
        assertThat(undone.path("match").path("state").asString()).isEqualTo("OPEN");
        answer(match, "SAME");
        assertThat(deaths(kin.father())).as("said yes again").hasSize(1);
    }

    @Test
    void aRightNumberUnderQuiteAnotherNameIsAskedAboutAsSuch() {
        var kin = kin("庞本名");
        var delivery = delivered("司徒别称," + kin.fatherNumber() + ",2026-05-01,疾病");
        assertThat(deaths(kin.father())).isEmpty();
        assertThat(asked(delivery)).singleElement().satisfies(one -> {
            assertThat(one.path("cause").asString()).isEqualTo("NAME");
            assertThat(one.path("held").asString()).contains("姓名差别大");
        });
        answer(asked(delivery).getFirst(), "SAME");
        assertThat(deaths(kin.father())).hasSize(1);
        assertThat(ok(officer().get("/api/sources/verdicts?list=DEATH&field=姓名&wrong=true&limit=100")).toString()).contains("庞本名");
    }

    @Test
    void aFathersNumberInHisSonsRowIsAskedAboutTheSon() {
        var kin = kin("庞老大");
        var son = enrol("庞小宝", "男", LocalDate.of(2012, 6, 7), new Families(SEED.incrementAndGet()).number(LocalDate.of(2012, 6, 7), true), VILLAGE);
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> {
            registry.relate(son, kin.father(), Relation.FATHER, null, null);
            return null;
        });
        assertThat(asked(listed("ENROLMENT", "学生姓名,身份证号,学校名称,年级", "庞小宝," + kin.fatherNumber() + ",石桥小学,三")))
                .singleElement().satisfies(one -> {
                    assertThat(one.path("cause").asString()).isEqualTo("KIN");
                    assertThat(one.path("personId").asString()).isEqualTo(son.toString());
                });
    }

    @Test
    void whoIsRegisteredWithoutANumberIsFoundByNameAndTheBirthDateInTheListsNumber() {
        var born = LocalDate.of(1986, 7, 9);
        var person = enrol("庞无号", "男", born, null, VILLAGE);
        var delivery = delivered("庞无号," + new Families(SEED.incrementAndGet()).number(born, true) + ",2026-05-01,疾病");
        assertThat(asked(delivery)).singleElement().satisfies(one -> {
            assertThat(one.path("cause").asString()).isEqualTo("UNNUMBERED");
            assertThat(one.path("personId").asString()).isEqualTo(person.toString());
        });
    }

    @Test
    void aRowRefusedForAnotherNumberInItAsksAboutItsOwnPersonAndHoldsNothingAgainstThatNumber() {
        var kin = kin("庞失联");
        var delivery = listed("MISSING_RECEIPT", "失联人姓名,失联人身份证号,受理日期,儿童姓名,儿童身份证号", "庞失联," + kin.fatherNumber() + ",2026-01-05,庞小失," + mistyped(new Families(1).number(LocalDate.of(2015, 3, 8), false)));
        var match = asked(delivery).getFirst();
        assertThat(match.path("cause").asString()).isEqualTo("OTHER_CELL");
        answer(match, "SAME");
        assertThat(as(Role.DISTRICT_OFFICER, DISTRICT, () -> registry.facts(kin.father(), TODAY, java.time.Instant.now()))).extracting(fact -> fact.value()).contains("失联");
        assertThat(ok(officer().get("/api/sources/verdicts?list=MISSING_RECEIPT&limit=100")).toString()).doesNotContain("庞失联");
    }

    @Test
    void aTwinOrABrotherWithANearNumberIsNotAskedAbout() {
        var born = LocalDate.of(1990, 8, 8);
        var number = new Families(SEED.incrementAndGet()).number(born, true);
        enrol("庞建文", "男", born, number, VILLAGE);
        assertThat(asked(delivered("庞建武," + mistyped(number) + ",2026-05-01,疾病"))).isEmpty();
    }

    @Test
    void aListOfManyStrangersAsksAboutNobody() {
        var seed = System.nanoTime();
        var numbers = new Families(seed);
        var random = new java.util.Random(seed);
        var rows = new ArrayList<String>();
        for (var i = 0; i < 1_500; i++) {
            var number = numbers.number(LocalDate.of(1950, 1, 1).plusDays(random.nextInt(18_000)), random.nextBoolean());
            var name = "" + "庞".charAt(0) + "明芳伟娜静强磊洋勇艳杰娟涛超".charAt(random.nextInt(14)) + "波宁贵福生龙元全国胜".charAt(random.nextInt(10));
            rows.add(name + "," + (i % 5 == 0 ? mistyped(number) : i % 11 == 0 ? "" : number) + ",2026-05-01,疾病");
        }
        assertThat(asked(delivered(rows.toArray(String[]::new)))).as("seed %d", seed).isEmpty();
    }

    @Test
    void aReviewerOfAnotherDistrictSeesNothingAndATownsClerkMayNotAnswer() {
        var kin = kin("庞外区");
        var delivery = delivered("庞外区," + mistyped(kin.fatherNumber()) + ",2026-05-01,疾病");
        var id = asked(delivery).getFirst().path("id").asString();
        var elsewhere = signedIn(Role.DISTRICT_OFFICER, "120101");
        assertThat(ok(elsewhere.get("/api/row-matches?delivery=" + delivery)).path("items").size()).isZero();
        assertThat(elsewhere.get("/api/row-matches/" + id).status()).isEqualTo(404);
        assertThat(elsewhere.post("/api/row-matches/" + id + "/answer", Map.of("answer", "SAME", "reason", "看着像")).status()).isEqualTo(404);
        assertThat(clerk().get("/api/row-matches/" + id).status()).isEqualTo(200);
        assertThat(clerk().post("/api/row-matches/" + id + "/answer", Map.of("answer", "SAME", "reason", "看着像")).status()).isEqualTo(403);
        assertThat(director().get("/api/row-matches").status()).isEqualTo(403);
    }

    @Test
    void theQuestionGoesWithAChildThatMoves() {
        var kin = kin("庞搬家");
        var delivery = delivered("庞搬家," + mistyped(kin.fatherNumber()) + ",2026-05-01,疾病");
        assertThat(asked(delivery)).hasSize(1);
        var town = signedIn(Role.TOWN_CLERK, "120116001");
        assertThat(ok(town.get("/api/row-matches?delivery=" + delivery)).path("items").size()).isZero();
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> jdbc.sql("update registry.person set region_id = :to, hukou_id = :to where id = :id").param("to", region("120116001001")).param("id", kin.father()).update());
        as(serviceAccounts.nightly(), () -> {
            rowMatches.follow(kin.file());
            return null;
        });
        assertThat(ok(town.get("/api/row-matches?delivery=" + delivery)).path("items").size()).isEqualTo(1);
    }

    @Test
    void withTheListGoTheQuestionsNobodyAnswered() {
        var open = kin("庞未答");
        var answered = kin("庞已答");
        var delivery = delivered("庞未答," + mistyped(open.fatherNumber()) + ",2026-05-01,疾病", "庞已答," + mistyped(answered.fatherNumber()) + ",2026-05-01,疾病");
        var yes = asked(delivery).stream().filter(one -> one.path("personId").asString().equals(answered.father().toString())).findFirst().orElseThrow();
        answer(yes, "SAME");
        as(serviceAccounts.nightly(), () -> jdbc.sql("update exchange.delivery set purge_on = date '2026-11-01' where id = :id").param("id", delivery).update());
        as(serviceAccounts.nightly(), deliveries::purge);
        assertThat(asked(delivery)).isEmpty();
        List<String> states = as(serviceAccounts.nightly(), () -> jdbc.sql("select state from discovery.row_match where person_id = any(:ids)")
                .param("ids", new UUID[] {open.father(), answered.father()}).query(String.class).list());
        assertThat(states).containsExactly("SAME");
        assertThat(deaths(answered.father())).hasSize(1);
        assertThat(ok(officer().get("/api/row-matches/" + yes.path("id").asString())).path("lines").size()).as("the row's cells are gone").isZero();
    }
}
