package org.hutong.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.UUID;
import org.hutong.access.Role;
import org.hutong.determination.Entitlements;
import org.hutong.registry.FactKinds;
import org.hutong.registry.FactSource;
import org.hutong.registry.NewFact;
import org.junit.jupiter.api.Test;

/// The country's and the city's own rulebook: every reason to stop, and what a household list alone tells.
class EveryReasonToStopTests extends RealRulebookWorld {

    /// What a department lists, as its delivery would record it.
    private void listed(UUID person, String kind, String value, LocalDate from, LocalDate to, String list) {
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> registry.record(new NewFact(person, kind, value, null, from, to,
                new FactSource(list, list + "名单", null, 3, null), null, null, null, null)));
    }

    private void stops(Family family, String rule, String month) {
        assertThat(leads(family)).filteredOn(lead -> lead.path("ruleCode").asString().equals(rule)).singleElement()
                .satisfies(lead -> assertThat(lead.path("sentence").asString()).contains("末领月应为 " + month));
    }

    @Test
    void whoseHouseholdRegisterMovedAwayIsALead() {
        var family = paid("户籍迁走", LocalDate.of(2015, 3, 1), PROGRAMME);
        listed(family.child(), FactKinds.MOVED_OUT, "河北省", LocalDate.of(2026, 8, 20), null, "MOVED_OUT");
        stops(family, "TF-HJ", "2026-08");
    }

    @Test
    void whoWasAdoptedIsALead() {
        var family = paid("已被收养", LocalDate.of(2015, 3, 1), "GRJB");
        listed(family.child(), FactKinds.ADOPTED, "已被收养", LocalDate.of(2026, 8, 20), null, "ADOPTION");
        stops(family, "TF-SY", "2026-08");
    }

    @Test
    void whoseFatherWasReleasedIsALead() {
        var family = paid("父亲出监", LocalDate.of(2015, 3, 1), PROGRAMME);
        listed(family.father(), FactKinds.SITUATION, "服刑在押", LocalDate.of(2023, 1, 1), LocalDate.of(2026, 8, 20), "CUSTODY");
        stops(family, "TF-SF", "2026-08");
    }

    @Test
    void whoseMissingMotherWasFoundIsALead() {
        var family = paid("母亲找到", LocalDate.of(2015, 3, 1), PROGRAMME);
        listed(family.mother(), FactKinds.SITUATION, "失联", LocalDate.of(2023, 1, 1), LocalDate.of(2026, 8, 20), "MISSING_RECEIPT");
        stops(family, "TF-ZD", "2026-08");
    }

    @Test
    void whoseHouseholdLeftTheSupportListIsALead() {
        var family = paid("退出低保", LocalDate.of(2015, 3, 1), "KJET");
        listed(family.child(), FactKinds.LOW_INCOME, "低保", LocalDate.of(2023, 1, 1), LocalDate.of(2026, 8, 20), "LOW_INCOME");
        stops(family, "TF-KJET", "2026-08");
    }

    @Test
    void ofTwoEndingsTheEarlierMonthCountsAndTheOtherIsNamed() {
        var family = paid("两样都到期", LocalDate.of(2008, 10, 9), PROGRAMME);
        listed(family.child(), FactKinds.MOVED_OUT, "河北省", LocalDate.of(2026, 6, 20), null, "MOVED_OUT");
        stops(family, "TF-HJ", "2026-06");
        assertThat(as(Role.DISTRICT_OFFICER, DISTRICT, () -> jdbc.sql("select why from discovery.lead where child_file_id = :file").param("file", family.fileId()).query(String.class).list()))
                .anySatisfy(why -> assertThat(why).contains("年满十八周岁", "2026-10"));
    }

    @Test
    void aChildOfASupportedHouseholdWhoIsPaidNothingIsALeadThoughTheParentsAreNotSpokenOf() {
        var family = family("低保家的孩子");
        listed(family.child(), FactKinds.LOW_INCOME, "低保", LocalDate.of(2025, 1, 1), null, "LOW_INCOME");
        assertThat(leads(family)).extracting(lead -> lead.path("ruleCode").asString()).contains("WB-KJET");
    }

    @Test
    void aLeadThatRestsOnADiagnosisIsLessSureThanOneThatRestsOnACertificate() {
        var certified = family("母亲持证");
        listed(certified.father(), FactKinds.DEATH, "疾病", LocalDate.of(2024, 5, 1), null, "DEATH");
        listed(certified.mother(), FactKinds.DISABILITY, "肢体一级", LocalDate.of(2024, 5, 1), null, "DISABILITY");
        var diagnosed = family("母亲住院");
        listed(diagnosed.father(), FactKinds.DEATH, "疾病", LocalDate.of(2024, 5, 1), null, "DEATH");
        listed(diagnosed.mother(), FactKinds.ILLNESS, "重病（按诊断）", LocalDate.of(2026, 5, 1), null, "MEDICAL");
        var sure = leads(certified).stream().filter(lead -> lead.path("ruleCode").asString().equals("WB-SSWR")).findFirst().orElseThrow();
        var unsure = leads(diagnosed).stream().filter(lead -> lead.path("ruleCode").asString().equals("WB-SSWR")).findFirst().orElseThrow();
        assertThat(unsure.path("confidence").asInt()).isLessThan(sure.path("confidence").asInt());
        assertThat(ok(officer().get("/api/leads/" + unsure.path("id").asString())).path("confidenceWhy").asString()).contains("诊断");
    }
}
