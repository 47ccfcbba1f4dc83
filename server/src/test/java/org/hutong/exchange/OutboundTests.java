package org.hutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.LocalDate;
import java.util.Map;
import org.hutong.Browser;
import org.hutong.access.Role;
import org.hutong.registry.NewPerson;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Changed children and directors go out in files, answers come back, and the two sides are held against each other. In 和平区, which no
/// other test fills.
class OutboundTests extends ListWorld {

    private static final String HERE = "120101001002";

    @Autowired
    WatchedFolder folder;

    private Browser here() {
        return signedIn(Role.DISTRICT_OFFICER, "120101");
    }

    private java.util.UUID child(String name, String number) {
        return as(Role.DISTRICT_OFFICER, "120101", () -> {
            var person = registry.enrol(new NewPerson(name, "女", LocalDate.of(2016, 6, 1), "汉族", number, null, null, null, null, region(HERE), region(HERE), null));
            return registry.openFile(person, null);
        });
    }

    @Test
    void changesAreQueuedSentAnsweredAndReconciled() throws Exception {
        account(Role.CHILD_DIRECTOR, HERE);
        child("报送甲", number(LocalDate.of(2016, 6, 1)));
        child("报送乙", number(LocalDate.of(2016, 6, 1)));
        child("无号丙", null);
        var first = ok(here().post("/api/outbound/targets/NATIONAL/collect", null));
        assertThat(first.path("queued").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(first.path("held").asInt()).isGreaterThanOrEqualTo(1);
        var again = ok(here().post("/api/outbound/targets/NATIONAL/collect", null));
        assertThat(again.path("queued").asInt()).as("said once").isZero();
        var held = ok(here().get("/api/outbound?target=NATIONAL&state=HELD&limit=100")).path("items").valueStream().filter(one -> one.path("subjectName").asString().equals("无号丙")).findFirst().orElseThrow();
        assertThat(held.path("heldWhy").asString()).isEqualTo("缺 身份证号");
        assertThat(here().post("/api/outbound/" + held.path("id").asString() + "/release", null).code()).isEqualTo("EXC-052");

        var batch = ok(here().post("/api/outbound/targets/NATIONAL/send", Map.of("kind", "CHILD", "form", "CSV")));
        var file = folder.root().resolve("报送").resolve(batch.path("fileName").asString());
        var sent = Files.readString(file);
        assertThat(sent).contains("报送甲").contains("报送乙").doesNotContain("无号丙");
        assertThat(here().get("/api/outbound/batches/" + batch.path("id").asString() + "/file").text()).isEqualTo(sent);
        assertThat(here().post("/api/outbound/targets/NATIONAL/send", Map.of("kind", "CHILD", "form", "CSV")).code()).isEqualTo("EXC-055");
        ok(here().post("/api/outbound/targets/NATIONAL/send", Map.of("kind", "DIRECTOR", "form", "XLSX")));

        var lineOf = sent.lines().filter(line -> line.contains("报送甲")).findFirst().orElseThrow().split(",")[0];
        var lineOfOther = sent.lines().filter(line -> line.contains("报送乙")).findFirst().orElseThrow().split(",")[0];
        var answers = csv("报送编号,结果,说明,对方编号,姓名", lineOf + ",接收,,QG-001,报送甲", lineOfOther + ",不一致,姓名不同,QG-002,报送己", "不是编号,接收,,,");
        var read = ok(here().upload("/api/outbound/answers", "答复.csv", answers, Map.of()));
        assertThat(read.path("accepted").asInt()).isEqualTo(1);
        assertThat(read.path("different").asInt()).isEqualTo(1);
        assertThat(read.path("unknown").size()).isEqualTo(1);
        assertThat(ok(here().upload("/api/outbound/answers", "答复.csv", answers, Map.of())).path("accepted").asInt()).isEqualTo(1);

        var report = ok(here().get("/api/outbound/targets/NATIONAL/reconciliation"));
        assertThat(report.path("accepted").asInt()).isEqualTo(1);
        assertThat(report.path("differences").toString()).contains("报送乙").contains("报送己");
        assertThat(report.path("held").asInt()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void aChangeBeforeTheLastOneWentTakesItsPlace() {
        var file = child("改名前", number(LocalDate.of(2016, 6, 1)));
        ok(here().post("/api/outbound/targets/NATIONAL/collect", null));
        as(Role.DISTRICT_OFFICER, "120101", () -> {
            registry.setStage(file, org.hutong.registry.Stage.APPLYING);
            return null;
        });
        ok(here().post("/api/outbound/targets/NATIONAL/collect", null));
        var lines = ok(here().get("/api/outbound?target=NATIONAL&state=QUEUED&limit=100")).path("items").valueStream().filter(one -> one.path("subjectName").asString().equals("改名前")).toList();
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst().path("reason").asString()).isEqualTo("状态 有变化");
        var id = lines.getFirst().path("id").asString();
        assertThat(ok(here().post("/api/outbound/" + id + "/hold", Map.of("why", "等户籍核实"))).path("heldWhy").asString()).contains("等户籍核实");
        assertThat(ok(here().post("/api/outbound/" + id + "/release", null)).path("state").asString()).isEqualTo("QUEUED");
    }
}
