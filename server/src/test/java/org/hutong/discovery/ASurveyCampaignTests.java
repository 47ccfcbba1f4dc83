package org.hutong.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hutong.Browser;
import org.hutong.FlowWorld;
import org.hutong.access.Acting;
import org.hutong.access.Role;
import org.hutong.registry.FactKinds;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// The district begins a survey, villages answer child by child, everyone above sees how far it is.
class ASurveyCampaignTests extends FlowWorld {

    private static final String SURVEYED = "120116002203";
    private static final String SURVEYED_TOWN = "120116002";

    @Autowired
    Campaigns campaigns;

    private Browser surveyor() {
        return signedIn(Role.CHILD_DIRECTOR, SURVEYED);
    }

    private String begun(String name) {
        surveyor();
        return ok(officer().post("/api/campaigns", Map.of("name", name, "basis", "滨海新区 2024 行动方案 8", "categories", List.of("ALL"), "regionId", region(SURVEYED_TOWN), "dueOn", "2026-12-20")))
                .path("campaign").path("id").asString();
    }

    private String taskOf(String campaign) {
        return ok(officer().get("/api/campaigns/" + campaign + "/villages")).valueStream().filter(one -> one.path("place").path("id").asInt() == region(SURVEYED)).findFirst().orElseThrow()
                .path("taskId").asString();
    }

    private String lineOf(String task, String name) {
        return ok(surveyor().get("/api/campaigns/tasks/" + task)).path("lines").valueStream().filter(one -> one.path("name").asString().equals(name)).findFirst().orElseThrow().path("id").asString();
    }

    @Test
    void answersBecomeFactsAndTheBoardMoves() {
        var family = family("摸底甲", SURVEYED, LocalDate.of(2015, 3, 8));
        family("摸底乙", SURVEYED, LocalDate.of(2016, 3, 8));
        var campaign = begun("冬季摸底");
        var task = taskOf(campaign);
        assertThat(ok(surveyor().get("/api/work")).path("queue").toString()).contains(task).contains("冬季摸底");
        assertThat(ok(officer().get("/api/campaigns/" + campaign + "/villages?which=UNTOUCHED")).toString()).contains(task);

        ok(surveyor().post("/api/campaigns/targets/" + lineOf(task, "摸底甲") + "/answer", Map.of("result", "CHANGED", "focus", true, "plan", "每周联系一次",
                "answers", Map.of("fatherAway", "2026-02-20", "motherAway", "2026-03-01", "livesWith", "祖母"))));
        var father = as(Role.CHILD_DIRECTOR, SURVEYED, () -> registry.facts(family.father(), TODAY, java.time.Instant.now()));
        assertThat(father).anySatisfy(fact -> {
            assertThat(fact.kind()).isEqualTo(FactKinds.AWAY);
            assertThat(fact.trueFrom()).isEqualTo(LocalDate.of(2026, 2, 20));
            assertThat(fact.source().text()).isEqualTo("摸底排查 冬季摸底");
        });
        ok(surveyor().post("/api/campaigns/targets/" + lineOf(task, "摸底乙") + "/answer", Map.of("result", "SAME", "focus", false)));
        var found = ok(surveyor().post("/api/campaigns/tasks/" + task + "/found", Map.of("name", "摸底新", "sex", "男", "born", "2018-05-05", "focus", false)));
        var fileId = found.path("lines").valueStream().filter(one -> one.path("name").asString().equals("摸底新")).findFirst().orElseThrow().path("childId").asString();
        assertThat(as(Role.CHILD_DIRECTOR, SURVEYED, () -> registry.child(UUID.fromString(fileId))).name()).isEqualTo("摸底新");

        var view = ok(officer().get("/api/campaigns/" + campaign));
        assertThat(view.path("campaign").path("found").asInt()).isEqualTo(1);
        assertThat(view.path("campaign").path("answered").asInt()).isEqualTo(3);
        assertThat(view.path("results").path("CHANGED").asInt()).isEqualTo(1);
        var report = officer().get("/api/campaigns/" + campaign + "/report");
        assertThat(report.status()).isEqualTo(200);
        assertThat(new String(report.bytes(), 0, 2)).isEqualTo("PK");
    }

    @Test
    void aParentWhoCameBackEndsTheOldFact() {
        var family = family("摸底丙", SURVEYED, LocalDate.of(2015, 3, 8));
        fact(family.father(), FactKinds.AWAY, "外出务工", LocalDate.of(2025, 1, 1), null);
        var task = taskOf(begun("返乡摸底"));
        ok(surveyor().post("/api/campaigns/targets/" + lineOf(task, "摸底丙") + "/answer", Map.of("result", "CHANGED", "focus", false, "answers", Map.of("fatherBack", "2026-11-01"))));
        assertThat(as(Role.CHILD_DIRECTOR, SURVEYED, () -> registry.facts(family.father(), TODAY, java.time.Instant.now()))).noneMatch(fact -> fact.kind().equals(FactKinds.AWAY));
        assertThat(as(Role.CHILD_DIRECTOR, SURVEYED, () -> registry.facts(family.father(), LocalDate.of(2026, 6, 1), java.time.Instant.now()))).anyMatch(fact -> fact.kind().equals(FactKinds.AWAY));
    }

    @Test
    void itDoesNotEndWhileAChildOfSpecialConcernHasNoPlan() {
        family("摸底丁", SURVEYED, LocalDate.of(2015, 3, 8));
        var campaign = begun("重点摸底");
        var task = taskOf(campaign);
        ok(surveyor().post("/api/campaigns/targets/" + lineOf(task, "摸底丁") + "/answer", Map.of("result", "SAME", "focus", true)));
        assertThat(officer().post("/api/campaigns/" + campaign + "/close", null).code()).isEqualTo("DIS-044");
        ok(surveyor().post("/api/campaigns/targets/" + lineOf(task, "摸底丁") + "/answer", Map.of("result", "SAME", "focus", true, "plan", "学校和村里每周各看一次")));
        assertThat(officer().post("/api/campaigns/" + campaign + "/close", null).code()).isEqualTo("DIS-045");
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> jdbc.sql("update discovery.campaign set started_on = date '2026-11-01', due_on = date '2026-11-10' where id = :id").param("id", UUID.fromString(campaign)).update());
        assertThat(ok(officer().post("/api/campaigns/" + campaign + "/close", null)).path("campaign").path("closed").asBoolean()).isTrue();
        assertThat(surveyor().post("/api/campaigns/targets/" + lineOf(task, "摸底丁") + "/answer", Map.of("result", "SAME", "focus", false)).code()).isEqualTo("DIS-050");
    }

    @Test
    void whoIsLateIsRemindedOnceADay() {
        family("摸底戊", SURVEYED, LocalDate.of(2015, 3, 8));
        var campaign = begun("迟了的摸底");
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> jdbc.sql("update discovery.campaign_task set started_on = date '2026-11-01', due_on = date '2026-11-10' where campaign_id = :id").param("id", UUID.fromString(campaign)).update());
        assertThat(Acting.as(serviceAccounts.nightly(), campaigns::remind)).isPositive();
        assertThat(Acting.as(serviceAccounts.nightly(), campaigns::remind)).isZero();
        assertThat(ok(surveyor().get("/api/notices")).toString()).contains("迟了的摸底 已过期限");
    }

    @Test
    void anotherVillageSeesNothingOfIt() {
        family("摸底己", SURVEYED, LocalDate.of(2015, 3, 8));
        var task = taskOf(begun("别村摸底"));
        assertThat(director().get("/api/campaigns/tasks/" + task).status()).isEqualTo(404);
    }
}
