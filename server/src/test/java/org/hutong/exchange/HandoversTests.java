package org.hutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.hutong.Browser;
import org.hutong.FlowWorld;
import org.hutong.access.Acting;
import org.hutong.access.Grant;
import org.hutong.access.Role;
import org.hutong.access.ServiceAccounts;
import org.junit.jupiter.api.Test;

/// A duty of another office: sent, accepted, done, reported, confirmed.
class HandoversTests extends FlowWorld {

    private static Browser police;
    private static int policeOffice;
    private static Browser otherDepartment;

    private void departments() {
        if (police != null) {
            return;
        }
        var city = region("12");
        Acting.run(ServiceAccounts.setup(), () -> inTransaction.executeWithoutResult(t -> {
            policeOffice = offices.open(city, "department", "天津市公安局", "公安局");
            var one = accounts.open("ga-test", "公安联络员", policeOffice, List.of(new Grant(Role.DEPARTMENT, null)));
            accounts.givePassword(one, PASSWORD);
            var courts = accounts.open("fy-test", "法院联络员", offices.open(city, "department", "天津市高级人民法院", "法院"), List.of(new Grant(Role.DEPARTMENT, null)));
            accounts.givePassword(courts, PASSWORD);
        }));
        police = new Browser(port);
        assertThat(police.signIn("ga-test", PASSWORD).status()).isEqualTo(200);
        otherDepartment = new Browser(port);
        assertThat(otherDepartment.signIn("fy-test", PASSWORD).status()).isEqualTo(200);
    }

    private String sent(Family family) {
        departments();
        return ok(officer().post("/api/handovers", Map.of("code", "D-72", "toOfficeId", policeOffice, "childId", family.fileId(),
                "values", Map.of("childName", "转办的孩子", "age", "11", "matter", "家长多次不履行监护职责，请予训诫")))).path("line").path("id").asString();
    }

    @Test
    void theRulebooksRowsAreWhatMayBeHandedOver() {
        var draft = ok(officer().get("/api/handovers/draft?childId=" + family("转办甲").fileId()));
        assertThat(draft.path("kinds").toString()).contains("公安训诫与公安建议").contains("MF-2019-62#2.2").contains("居住地–户籍地协同").contains("假设");
        assertThat(draft.path("values").path("name").asString()).isEqualTo("转办甲");
    }

    @Test
    void itGoesThereAndBackAndIsConfirmedBySender() {
        var id = sent(family("转办乙"));
        var seen = ok(police.get("/api/handovers/" + id));
        assertThat(seen.path("line").path("stateName").asString()).isEqualTo("待接办");
        assertThat(seen.path("actions").valueStream().map(one -> one.asString())).containsExactly("ACCEPT", "RETURN");
        ok(police.post("/api/handovers/" + id + "/accept", null));
        assertThat(police.post("/api/handovers/" + id + "/report", Map.of("outcome", "随便", "text", "办了")).code()).isEqualTo("EXC-043");
        ok(police.post("/api/handovers/" + id + "/report", Map.of("outcome", "已办结", "text", "已到家中训诫")));
        assertThat(police.post("/api/handovers/" + id + "/accept", null).code()).isEqualTo("EXC-045");
        ok(officer().post("/api/handovers/" + id + "/again", Map.of("text", "请补训诫书编号")));
        ok(police.post("/api/handovers/" + id + "/report", Map.of("outcome", "已办结", "text", "训诫书 2026-12 号")));
        var done = ok(officer().post("/api/handovers/" + id + "/confirm", null));
        assertThat(done.path("line").path("stateName").asString()).isEqualTo("已办结");
        assertThat(done.path("steps").valueStream().map(one -> one.path("step").asString())).containsExactly("转办", "接办", "反馈", "请继续办", "反馈", "确认");
        assertThat(done.path("report").asString()).contains("2026-12");
    }

    @Test
    void theDepartmentSeesTheFormAndNothingElseOfTheChild() {
        var family = family("转办丙");
        var id = sent(family);
        var seen = ok(police.get("/api/handovers/" + id));
        assertThat(seen.toString()).contains("转办的孩子").contains("请予训诫").doesNotContain("转办丙").doesNotContain(family.fileId().toString()).doesNotContain("石桥村");
        assertThat(police.get("/api/children/" + family.fileId()).status()).isEqualTo(403);
        assertThat(otherDepartment.get("/api/handovers/" + id).status()).isEqualTo(404);
        assertThat(ok(otherDepartment.get("/api/handovers")).path("items").toString()).doesNotContain(id);
        assertThat(ok(police.get("/api/handovers?box=IN")).path("items").toString()).contains(id);
    }

    @Test
    void whatIsNotTheirsGoesBackWithAReason() {
        var id = sent(family("转办丁"));
        assertThat(police.post("/api/handovers/" + id + "/return", Map.of("text", "")).code()).isEqualTo("EXC-044");
        assertThat(ok(police.post("/api/handovers/" + id + "/return", Map.of("text", "应由检察机关办理"))).path("line").path("stateName").asString()).isEqualTo("已退回");
        assertThat(officer().post("/api/handovers/" + id + "/withdraw", Map.of("text", "撤")).code()).isEqualTo("EXC-045");
    }

    @Test
    void aFormWithoutItsRequiredFieldsIsNotSent() {
        departments();
        var refused = officer().post("/api/handovers", Map.of("code", "D-72", "toOfficeId", policeOffice, "childId", family("转办戊").fileId(), "values", Map.of("childName", "某")));
        assertThat(refused.code()).isEqualTo("EXC-042");
        assertThat(refused.text()).contains("请办事项");
    }

    @Test
    void itsClockRunsFromTheDayItWasSentInWorkingDays() {
        var clock = ok(officer().get("/api/handovers/" + sent(family("转办己", VILLAGE, LocalDate.of(2014, 1, 1))))).path("line").path("clock");
        assertThat(clock.path("unit").asString()).isEqualTo("工作日");
        assertThat(clock.path("dueOn").asString()).isEqualTo("2026-11-26");
    }

    @Test
    void whatALeadGaveRiseToIsFoundFromTheLeadAndFromTheChild() {
        departments();
        var family = family("线索转办");
        var lead = java.util.UUID.randomUUID();
        ok(officer().post("/api/handovers", Map.of("code", "D-72", "toOfficeId", policeOffice, "childId", family.fileId(), "leadId", lead,
                "values", Map.of("childName", "线索转办", "age", "11", "matter", "家长多次不履行监护职责，请予训诫"))));
        sent(family);
        assertThat(ok(officer().get("/api/handovers?leadId=" + lead)).path("total").asInt()).isEqualTo(1);
        assertThat(ok(officer().get("/api/handovers?childId=" + family.fileId())).path("total").asInt()).isEqualTo(2);
    }
}
