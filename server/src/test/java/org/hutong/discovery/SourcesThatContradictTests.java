package org.hutong.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.access.Role;
import org.hutong.access.ServiceAccounts;
import org.hutong.exchange.Deliveries;
import org.hutong.exchange.Delivery;
import org.hutong.registry.FactKinds;
import org.hutong.registry.FactSource;
import org.hutong.registry.Families;
import org.hutong.registry.NewFact;
import org.hutong.registry.NewPerson;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Lists that cannot both be right, lists that no longer name a child, signs that get worse.
class SourcesThatContradictTests extends RealRulebookWorld {

    private static int seed = 9_100;

    @Autowired
    Comparisons comparisons;
    @Autowired
    Deliveries deliveries;

    private UUID listed(UUID person, String kind, String value, LocalDate from, LocalDate to, String list) {
        return as(Role.DISTRICT_OFFICER, DISTRICT, () -> registry.record(new NewFact(person, kind, value, null, from, to, new FactSource(list, list + "名单", null, 7, null), null, null, null, null)).id());
    }

    /// Learned on an earlier day than today.
    private void heardOn(UUID fact, LocalDate day) {
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> jdbc.sql("update registry.fact set known_from = :at where id = :id").param("at", day.atStartOfDay().atOffset(ZoneOffset.UTC)).param("id", fact).update());
    }

    private List<String> rules(UUID file) {
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> comparisons.compareAll());
        return as(Role.DISTRICT_OFFICER, DISTRICT, () -> jdbc.sql("select rule_code from discovery.lead where child_file_id = :file order by rule_code").param("file", file).query(String.class).list());
    }

    @Test
    void whoDiedAndIsStillOnTheSupportListMonthsLaterIsALeadWithBothRows() {
        var family = family("死者仍在册");
        listed(family.father(), FactKinds.DEATH, "疾病", LocalDate.of(2026, 5, 1), null, "DEATH");
        listed(family.father(), FactKinds.LOW_INCOME, "低保", LocalDate.of(2024, 1, 1), null, "LOW_INCOME");
        assertThat(rules(family.fileId())).contains("CF-CX");
        assertThat(as(Role.DISTRICT_OFFICER, DISTRICT, () -> jdbc.sql("""
                select e.list from discovery.evidence e join discovery.lead l on l.id = e.lead_id where l.child_file_id = :file and l.rule_code = 'CF-CX' order by e.list""")
                .param("file", family.fileId()).query(String.class).list())).containsExactly("DEATH", "LOW_INCOME");
    }

    @Test
    void aSupportListFromBeforeTheDeathContradictsNothing() {
        var family = family("名单早于死亡");
        listed(family.father(), FactKinds.DEATH, "疾病", LocalDate.of(2026, 11, 1), null, "DEATH");
        heardOn(listed(family.father(), FactKinds.LOW_INCOME, "低保", LocalDate.of(2024, 1, 1), null, "LOW_INCOME"), LocalDate.of(2026, 10, 5));
        assertThat(rules(family.fileId())).doesNotContain("CF-CX");
    }

    @Test
    void aMarriageBeforeTheDeathIsLifeAndOneAfterItALead() {
        var before = family("生前结婚");
        listed(before.father(), FactKinds.DEATH, "疾病", LocalDate.of(2025, 5, 1), null, "DEATH");
        listed(before.father(), FactKinds.MARRIAGE, "结婚", LocalDate.of(2012, 5, 1), null, "MARRIAGE");
        var after = family("死后结婚");
        listed(after.father(), FactKinds.DEATH, "疾病", LocalDate.of(2025, 5, 1), null, "DEATH");
        listed(after.father(), FactKinds.MARRIAGE, "结婚", LocalDate.of(2026, 5, 1), null, "MARRIAGE");
        assertThat(rules(before.fileId())).doesNotContain("CF-CX");
        assertThat(rules(after.fileId())).contains("CF-CX");
    }

    @Test
    void whoIsMissingForOneListAndInPrisonForAnotherIsALead() {
        var family = family("失联又在押");
        listed(family.mother(), FactKinds.SITUATION, "失联", LocalDate.of(2026, 1, 1), null, "MISSING_RECEIPT");
        listed(family.mother(), FactKinds.SITUATION, "服刑在押", LocalDate.of(2026, 3, 1), LocalDate.of(2028, 3, 1), "CUSTODY");
        assertThat(rules(family.fileId())).contains("CF-SL");
    }

    @Test
    void absenceThatGrowsFromListToListIsALeadAndAbsenceThatDoesNotIsNone() {
        var growing = family("越缺越多");
        heardOn(listed(growing.child(), "连续缺课", "5", LocalDate.of(2026, 11, 2), null, "ABSENCE"), LocalDate.of(2026, 11, 9));
        listed(growing.child(), "连续缺课", "12", LocalDate.of(2026, 11, 2), null, "ABSENCE");
        var steady = family("缺课一次");
        listed(steady.child(), "连续缺课", "5", LocalDate.of(2026, 11, 2), null, "ABSENCE");
        assertThat(rules(growing.fileId())).contains("FX-QK");
        assertThat(rules(steady.fileId())).doesNotContain("FX-QK");
    }

    @Test
    void twoThingsWithinThreeMonthsAreALeadAndTwoAYearApartAreNone() {
        var soon = family("接连出事");
        listed(soon.father(), FactKinds.SITUATION, "服刑在押", LocalDate.of(2026, 10, 1), LocalDate.of(2028, 3, 1), "CUSTODY");
        listed(soon.child(), "连续缺课", "5", LocalDate.of(2026, 11, 2), null, "ABSENCE");
        var apart = family("隔年出事");
        listed(apart.father(), FactKinds.SITUATION, "服刑在押", LocalDate.of(2025, 10, 1), LocalDate.of(2028, 3, 1), "CUSTODY");
        listed(apart.child(), "连续缺课", "5", LocalDate.of(2026, 11, 2), null, "ABSENCE");
        assertThat(rules(soon.fileId())).contains("FX-DX");
        assertThat(rules(apart.fileId())).doesNotContain("FX-DX");
    }

    private record Pupil(UUID file, String name, String number) {}

    private Pupil pupil(String name, LocalDate born) {
        var place = region(VILLAGE);
        var number = new Families(seed++).number(born, false);
        return as(Role.DISTRICT_OFFICER, DISTRICT, () -> new Pupil(registry.openFile(registry.enrol(new NewPerson(name, "女", born, null, number, null, null, null, null, place, place, null)), null),
                name, number));
    }

    private void enrolled(String term, Pupil... pupils) {
        var csv = new StringBuilder("学生姓名,身份证号,学校名称,年级\r\n");
        for (var pupil : pupils) {
            csv.append(pupil.name()).append(',').append(pupil.number()).append(",石桥小学,").append(term).append("\r\n");
        }
        var id = UUID.fromString(ok(officer().upload("/api/exchange/deliveries", "学籍" + term + ".csv", csv.toString().getBytes(StandardCharsets.UTF_8), Map.of("list", "ENROLMENT"))).path("id").asString());
        for (var i = 0; i < 1200; i++) {
            var seen = as(serviceAccounts.nightly(), () -> deliveries.byId(id));
            if (seen.state() == Delivery.State.DONE && as(serviceAccounts.nightly(), () -> jdbc.sql("select exists (select 1 from discovery.run where delivery_id = :id)").param("id", id)
                    .query(Boolean.class).single())) {
                return;
            }
            assertThat(seen.state()).isIn(Delivery.State.RECEIVED, Delivery.State.READING, Delivery.State.DONE);
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException("not read in a minute");
    }

    @Test
    void aPupilWhomTheNextRosterOfPupilsDoesNotNameIsALeadUnlessOldEnoughToHaveLeft() {
        var stays = pupil("一直在读", LocalDate.of(2016, 3, 1));
        var leaves = pupil("忽然没有", LocalDate.of(2016, 4, 1));
        var grown = pupil("已经毕业", LocalDate.of(2009, 4, 1));
        enrolled("三年级", stays, leaves, grown);
        enrolled("四年级", stays);
        assertThat(rules(leaves.file())).containsExactly("XS-CJ");
        assertThat(rules(stays.file())).isEmpty();
        assertThat(rules(grown.file())).isEmpty();
        keptInSchool(leaves);
    }

    /// The lead says whose duty it is, and the hand-over that follows is that duty with its own endings.
    private void keptInSchool(Pupil pupil) {
        var lead = as(Role.DISTRICT_OFFICER, DISTRICT, () -> jdbc.sql("select id from discovery.lead where child_file_id = :file").param("file", pupil.file()).query(UUID.class).single());
        var opened = ok(officer().get("/api/leads/" + lead));
        assertThat(opened.path("why").asString()).contains("转办“控辍保学”（教育）");
        assertThat(opened.path("handover").path("to").asString()).isEqualTo("教育");
        var office = Acting.as(ServiceAccounts.setup(), () -> inTransaction.execute(t -> offices.open(region("12"), "department", "天津市教育委员会（控辍保学）", "教育")));
        var sent = ok(officer().post("/api/handovers", Map.of("code", opened.path("handover").path("code").asString(), "toOfficeId", office, "childId", pupil.file(), "leadId", lead,
                "values", Map.of("childName", pupil.name(), "matter", "本学期没有学籍，请核实在读情况"))));
        assertThat(sent.path("line").path("name").asString()).isEqualTo("控辍保学");
        assertThat(sent.path("outcomes").valueStream().map(one -> one.asString())).contains("已复学");
        assertThat(ok(officer().get("/api/handovers?leadId=" + lead)).path("items")).hasSize(1);
    }
}
