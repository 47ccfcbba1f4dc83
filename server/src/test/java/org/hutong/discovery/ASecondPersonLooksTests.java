package org.hutong.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.hutong.access.Role;
import org.hutong.kernel.Ids;
import org.junit.jupiter.api.Test;

/// An answer looked at again by somebody who did not give it.
class ASecondPersonLooksTests extends LeadWorld {

    private Planted sampled(String name) {
        return lead("T-EC", name, "ORANGE", 90, TODAY, true);
    }

    private Planted red(String name) {
        return lead("T-EC", name, "RED", 90, TODAY, false);
    }

    private String state(Planted lead) {
        return ok(director().get("/api/leads/" + lead.id())).path("lead").path("state").asString();
    }

    private boolean waits(Planted lead) {
        return ok(director().get("/api/leads/" + lead.id())).path("lead").path("checking").asBoolean();
    }

    private org.hutong.Browser.Answer agree(org.hutong.Browser who, Planted lead) {
        return who.post("/api/leads/" + lead.id() + "/second-check/agree", Map.of());
    }

    private org.hutong.Browser.Answer giveBack(org.hutong.Browser who, Planted lead, String words) {
        return who.post("/api/leads/" + lead.id() + "/second-check/return", Map.of("words", words));
    }

    @Test
    void theSampleHoldsAboutItsShareOfAllLeadsAndIsTheSameEveryTime() {
        var ids = Stream.generate(Ids::next).limit(20_000).toList();
        var share = ids.stream().filter(id -> SecondChecks.sampled(id, PERCENT)).count() / 20_000.0;
        assertThat(share).isBetween(0.18, 0.22);
        assertThat(ids).allSatisfy(id -> assertThat(SecondChecks.sampled(id, PERCENT)).isEqualTo(SecondChecks.sampled(UUID.fromString(id.toString()), PERCENT)));
        assertThat(ids).noneMatch(id -> SecondChecks.sampled(id, 0)).allMatch(id -> SecondChecks.sampled(id, 100));
    }

    @Test
    void onlySampledAnswersThatEndALeadAndEveryAnswerOnARedOneAreLookedAt() {
        for (var outcome : new String[] {"NOT_MATCHING", "ALREADY_SERVED", "NOT_FOUND"}) {
            var picked = sampled("抽中" + outcome);
            var passed = lead("T-EC", "没抽中" + outcome);
            ok(answer(director(), picked, outcome, "去看过了"));
            ok(answer(director(), passed, outcome, "去看过了"));
            assertThat(waits(picked)).as(outcome).isTrue();
            assertThat(waits(passed)).as(outcome).isFalse();
        }
        var confirmed = sampled("抽中属实");
        ok(answer(director(), confirmed, "CONFIRMED", null));
        assertThat(waits(confirmed)).isFalse();
        var urgent = red("红色属实");
        ok(answer(director(), urgent, "CONFIRMED", null));
        assertThat(waits(urgent)).isTrue();
    }

    @Test
    void itStandsOnTheSupervisorsListUntilAgreedAndIsThenClosed() {
        supervisor();
        var one = sampled("督导同意");
        ok(answer(director(), one, "NOT_MATCHING", "父亲健在，在家"));
        assertThat(ok(supervisor().get("/api/work")).path("queue").toString()).contains(one.id().toString()).contains("SECOND_CHECK");
        assertThat(ok(director().get("/api/work")).path("queue").toString()).doesNotContain(one.id().toString());
        assertThat(ok(supervisor().get("/api/leads?check=MINE&q=督导同意")).path("total").asInt()).isEqualTo(1);
        ok(agree(supervisor(), one));
        assertThat(state(one)).isEqualTo("NOT_MATCHING");
        assertThat(waits(one)).isFalse();
        assertThat(agree(supervisor(), one).code()).isEqualTo("DIS-021");
        assertThat(ok(supervisor().get("/api/work")).path("queue").toString()).doesNotContain(one.id().toString());
    }

    @Test
    void aDisagreementSendsTheLeadBackWithTheWordsAndTakesItsVerdictsAway() {
        var one = sampled("督导退回");
        ok(director().post("/api/leads/" + one.id() + "/outcome", Map.of("outcome", "NOT_MATCHING", "reason", "父亲健在", "wrongField", "父亲 督导退回父 · 死亡")));
        var before = ok(officer().get("/api/sources/verdicts?list=DEATH&wrong=true")).path("total").asInt();
        assertThat(giveBack(supervisor(), one, " ").code()).isEqualTo("DIS-024");
        ok(giveBack(supervisor(), one, "请见到父亲本人再说"));
        assertThat(state(one)).isEqualTo("ASSIGNED");
        var opened = ok(director().get("/api/leads/" + one.id()));
        assertThat(opened.path("history").toString()).contains("请见到父亲本人再说");
        assertThat(opened.path("lead").path("clock").path("startedOn").asString()).isEqualTo(TODAY.toString());
        assertThat(ok(officer().get("/api/sources/verdicts?list=DEATH&wrong=true")).path("total").asInt()).isEqualTo(before - 1);
        assertThat(ok(director().get("/api/work")).path("queue").toString()).contains(one.id().toString());
        ok(answer(director(), one, "CONFIRMED", null));
        assertThat(waits(one)).as("sampled, but confirmed now").isFalse();
        assertThat(ok(director().get("/api/leads/" + one.id())).path("checks").size()).isEqualTo(1);
    }

    @Test
    void whoAnsweredMayNotCheckEvenInTheDatabase() {
        var one = sampled("自己核对");
        ok(answer(supervisor(), one, "NOT_MATCHING", "父亲健在，在家"));
        assertThat(agree(supervisor(), one).code()).isEqualTo("DIS-022");
        assertThat(agree(director(), one).status()).isEqualTo(403);
        assertThat(ok(officer().get("/api/work")).path("queue").toString()).as("a supervisor's own answer goes to the district").contains(one.id().toString());
        assertThatThrownBy(() -> as(Role.CHILD_SUPERVISOR, TOWN, () -> jdbc.sql("""
                update discovery.second_check set verdict = 'AGREED', checked_by = answered_by, checked_name = '同一人', checked_at = now() where lead_id = :id""")
                .param("id", one.id()).update())).hasMessageContaining("maker_does_not_check");
        ok(agree(officer(), one));
        assertThat(waits(one)).isFalse();
    }

    @Test
    void whoIsNoSupervisorCannotGiveTheVerdictInTheDatabaseEither() {
        var one = sampled("主任代签");
        ok(answer(director(), one, "ALREADY_SERVED", "在外区领"));
        var clerk = actor(Role.TOWN_CLERK, TOWN);
        assertThatThrownBy(() -> as(clerk, () -> jdbc.sql("""
                update discovery.second_check set verdict = 'AGREED', checked_by = :me, checked_name = '经办', checked_at = now() where lead_id = :id""")
                .param("me", clerk.accountId()).param("id", one.id()).update())).rootCause().hasMessageContaining("row-level security");
    }

    @Test
    void anAnswerGivenAnewOvertakesTheCheckThatWaited() {
        var one = sampled("又找到了");
        ok(answer(director(), one, "NOT_FOUND", "搬走了，问了邻居"));
        ok(answer(director(), one, "CONFIRMED", null));
        assertThat(waits(one)).isFalse();
        assertThat(ok(director().get("/api/leads/" + one.id())).path("checks").get(0).path("verdict").asString()).isEqualTo("OVERTAKEN");
        assertThat(agree(supervisor(), one).code()).isEqualTo("DIS-021");
    }

    @Test
    void whoWasNotFoundStaysInTheFigureAndComesBackToTheListOnceTheAnswerIsAgreed() {
        supervisor();
        var one = sampled("还没找到");
        var before = openLeads();
        assertThat(ok(officer().get("/api/leads?state=NEW,ASSIGNED,NOT_FOUND,NEEDS_HELP")).path("total").asLong()).as("the list behind the figure").isEqualTo(before);
        ok(answer(director(), one, "NOT_FOUND", "门锁着，问了邻居"));
        assertThat(openLeads()).isEqualTo(before);
        assertThat(ok(director().get("/api/work")).path("queue").toString()).as("while a second person looks").doesNotContain(one.id().toString());
        ok(agree(supervisor(), one));
        assertThat(ok(director().get("/api/work")).path("queue").toString()).contains(one.id().toString()).contains("再核实");
    }

    private long openLeads() {
        return ok(officer().get("/api/dashboard")).path("counts").valueStream().filter(one -> one.path("key").asString().equals("leads")).findFirst().orElseThrow().path("value").asLong();
    }

    @Test
    void whoWasNotFoundAndIsGivenToAnotherStandsOnThatPersonsListAgainAndNobodyChecksTheOldAnswer() {
        supervisor();
        var one = sampled("另派人找");
        ok(answer(director(), one, "NOT_FOUND", "搬走了，问了邻居"));
        var posts = ok(officer().get("/api/leads/" + one.id())).path("possibleAssignees");
        var post = posts.valueStream().filter(each -> each.path("post").asString().contains("督导")).findFirst().orElseThrow().path("postId").asString();
        ok(officer().post("/api/leads/" + one.id() + "/assign", Map.of("postId", post)));
        assertThat(state(one)).isEqualTo("ASSIGNED");
        assertThat(waits(one)).isFalse();
        assertThat(ok(supervisor().get("/api/work")).path("queue").toString()).contains(one.id().toString());
    }
}
