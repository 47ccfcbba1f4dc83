package org.hutong.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import org.hutong.FlowWorld;
import org.hutong.access.Role;
import org.hutong.determination.Entitlements;
import org.hutong.registry.FactKinds;
import org.junit.jupiter.api.Test;

/// The rulebook's stopping rules and exclusions held against what is being paid; a person stops, another confirms.
class PaidAndNoLongerOwedTests extends FlowWorld {

    @Test
    void whoCameOfAgeLastMonthAndIsStillPaidIsALeadWithTheRulesOwnMonth() {
        assertThat(leads(paid("成年仍领", LocalDate.of(2008, 10, 9), PROGRAMME))).singleElement().satisfies(lead -> {
            assertThat(lead.path("ruleCode").asString()).isEqualTo("TF-18");
            assertThat(lead.path("sentence").asString()).contains("末领月应为 2026-10");
        });
    }

    @Test
    void amongManyNobodyWhoCameOfAgeIsPassedOver() {
        var many = java.util.stream.IntStream.range(0, 25).mapToObj(nth -> paid("成年第" + nth, LocalDate.of(2008, 10, 1).plusDays(nth), PROGRAMME)).toList();
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> comparisons.compareAll());
        assertThat(many).allSatisfy(family -> assertThat(as(Role.DISTRICT_OFFICER, DISTRICT, () -> jdbc.sql("select rule_code from discovery.lead where child_file_id = :file")
                .param("file", family.fileId()).query(String.class).list())).containsExactly("TF-18"));
    }

    @Test
    void whoComesOfAgeNextMonthIsNoLead() {
        assertThat(leads(paid("下月成年", LocalDate.of(2008, 12, 24), PROGRAMME))).isEmpty();
    }

    @Test
    void whoIsPaidByTwoProgrammesThatExcludeEachOtherIsALead() {
        assertThat(leads(paid("两项都领", LocalDate.of(2014, 3, 1), PROGRAMME, "GRJB"))).extracting(lead -> lead.path("ruleCode").asString()).containsExactly("CF-HC");
        assertThat(leads(paid("只领一项", LocalDate.of(2014, 3, 1), PROGRAMME))).isEmpty();
    }

    @Test
    void aDeadChildsPaymentIsALead() {
        var family = paid("已故仍领", LocalDate.of(2015, 3, 1), PROGRAMME, "GRJB");
        fact(family.child(), FactKinds.DEATH, "溺水", LocalDate.of(2026, 9, 2), null);
        assertThat(leads(family)).extracting(lead -> lead.path("ruleCode").asString()).contains("TF-SW");
    }

    @Test
    void aStopIsProposedByOneAndConfirmedByAnotherAndTheSpellEndsWithThatMonth() {
        var family = paid("停发两人", LocalDate.of(2008, 10, 10), PROGRAMME);
        var spell = as(Role.DISTRICT_OFFICER, DISTRICT, () -> entitlements.ofChild(family.fileId()).getFirst());
        var body = Map.of("lastMonth", "2026-10", "reason", "年满十八周岁", "clause", "MF-2019-62#3.4");
        assertThat(director().post("/api/entitlements/" + spell.id() + "/stops", body).status()).isEqualTo(403);
        var stop = officer().post("/api/entitlements/" + spell.id() + "/stops", body);
        assertThat(stop.status()).as(stop.text()).isEqualTo(201);
        assertThat(officer().post("/api/entitlements/" + spell.id() + "/stops", body).code()).isEqualTo("DET-040");
        assertThat(as(Role.DISTRICT_OFFICER, DISTRICT, () -> entitlements.byId(spell.id())).lastMonth()).isNull();
        var id = stop.json().path("id").asString();
        assertThat(officer().post("/api/stops/" + id + "/confirm", null).status()).isEqualTo(403);
        assertThat(approver().post("/api/stops/" + id + "/return", Map.of("note", " ")).status()).isEqualTo(400);
        assertThat(approver().post("/api/stops/" + id + "/confirm", null).status()).isEqualTo(200);
        assertThat(as(Role.DISTRICT_OFFICER, DISTRICT, () -> entitlements.byId(spell.id()))).satisfies(ended -> {
            assertThat(ended.lastMonth()).isEqualTo(YearMonth.of(2026, 10));
            assertThat(ended.endReason()).isEqualTo("年满十八周岁");
        });
        assertThat(approver().post("/api/stops/" + id + "/confirm", null).code()).isEqualTo("DET-043");
        assertThat(leads(family)).as("stopped: nothing left to find").isEmpty();
    }

    @Test
    void whoProposedAStopMayNotConfirmItEvenInTheDatabase() {
        var family = paid("自己审批", LocalDate.of(2008, 10, 11), PROGRAMME);
        var spell = as(Role.DISTRICT_OFFICER, DISTRICT, () -> entitlements.ofChild(family.fileId()).getFirst());
        var id = officer().post("/api/entitlements/" + spell.id() + "/stops", Map.of("lastMonth", "2026-10", "reason", "年满十八周岁", "clause", "MF-2019-62#3.4")).json().path("id").asString();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> as(Role.DISTRICT_OFFICER, DISTRICT, () -> jdbc.sql("""
                update determination.stop set outcome = 'CONFIRMED', decided_by = proposed_by, decided_name = '同一人', decided_at = now() where id = :id""")
                .param("id", java.util.UUID.fromString(id)).update())).hasMessageContaining("stop_check");
    }
}
