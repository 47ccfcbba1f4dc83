package org.hutong.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.hutong.Browser;
import org.hutong.FlowWorld;
import org.hutong.access.Role;
import org.hutong.determination.Decisions;
import org.hutong.kernel.Today;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A change of policy from the first cell to the day it takes force, over HTTP, with the database's own guards behind it.
class PolicyDeskTests extends FlowWorld {

    private static final String AMOUNTS = "000000-china/parameters/基本生活标准.csv";
    private static final String HEAD = "区划,施行,停止,数值,依据,核验日,性质\n";
    private static final String TEST = "000000-china/tests/基本.yaml";

    @Autowired
    private Today today;
    @Autowired
    private Enactments enactments;
    @Autowired
    private Rulebooks rulebooks;
    @Autowired
    private Decisions decisions;

    /// Later tests read the folder's edition again.
    @AfterEach
    void forget() {
        var owner = JdbcClient.create(databaseAdministrator());
        for (var table : List.of("enactment", "draft_event", "draft_run", "draft_file", "draft")) {
            owner.sql("alter table rulebook." + table + " disable trigger user").update();
            owner.sql("delete from rulebook." + table).update();
            owner.sql("alter table rulebook." + table + " enable trigger user").update();
        }
        enactments.look();
    }

    private Browser cityOfficer() {
        return signedIn(Role.CITY_OFFICER, "120000");
    }

    private Browser cityApprover() {
        return signedIn(Role.CITY_APPROVER, "120000");
    }

    private String draft(String title, LocalDate on) {
        return ok(cityOfficer().post("/api/rulebook/drafts", Map.of("title", title, "why", "文件定了新标准", "effectiveOn", on.toString()))).path("draft").path("id").asString();
    }

    private Browser.Answer amounts(String draft, String rows) {
        return cityOfficer().put("/api/rulebook/drafts/" + draft + "/file", Map.of("path", AMOUNTS, "text", HEAD + rows));
    }

    private static String raised(LocalDate from, int amount) {
        return "000000,2020-01-01," + from + ",1000,GBF-2010-54#3,2026-11-23,假设\n000000," + from + ",," + amount + ",GBF-2010-54#3,2026-11-23,假设\n";
    }

    private Browser.Answer submit(String draft) {
        return cityOfficer().post("/api/rulebook/drafts/" + draft + "/submit", null);
    }

    private Browser.Answer approve(String draft) {
        return cityApprover().post("/api/rulebook/drafts/" + draft + "/approve", Map.of("note", "同意"));
    }

    @Test
    void aWrongCellIsNamedKeepsTheDraftFromBeingSubmittedAndNothingInForceMoves() {
        var before = rulebooks.inForce().edition();
        var id = draft("提高标准", TODAY);
        var wrong = ok(amounts(id, "000000,2020-01-01,,一千,GBF-2010-54#3,2026-11-23,假设\n"));
        assertThat(wrong.path("errors").asInt()).isPositive();
        var found = wrong.path("findings").path(0);
        assertThat(found.path("path").asString()).isEqualTo(AMOUNTS);
        assertThat(found.path("line").asInt()).isEqualTo(2);
        assertThat(found.path("message").asString()).contains("一千");
        assertThat(submit(id).code()).isEqualTo("RUL-030");

        var overlapping = ok(amounts(id, "000000,2020-01-01,,1000,GBF-2010-54#3,2026-11-23,假设\n000000,2026-11-23,,1200,GBF-2010-54#3,2026-11-23,假设\n"));
        assertThat(overlapping.path("findings").toString()).contains("同时施行");
        assertThat(submit(id).status()).isEqualTo(400);

        var right = ok(amounts(id, raised(TODAY, 1200)));
        assertThat(right.path("errors").asInt()).isZero();
        assertThat(right.path("changes").toString()).contains("1200").contains("版本 2026.1 → 2026.2");
        assertThat(rulebooks.inForce().edition()).isEqualTo(before);
    }

    @Test
    void aTrialRunOfAnEarlierWordingIsCalledSo() throws Exception {
        var id = draft("试算之后又改", TODAY.plusMonths(1));
        ok(amounts(id, raised(TODAY.plusMonths(1), 1200)));
        Thread.sleep(5);
        var run = Map.of("runId", org.hutong.kernel.Ids.next().toString(), "note", "多用 1 万元");
        assertThat(ok(cityOfficer().post("/api/rulebook/drafts/" + id + "/runs", run)).path("warnings").toString()).doesNotContain("又改过");
        Thread.sleep(5);
        ok(amounts(id, raised(TODAY.plusMonths(1), 1300)));
        assertThat(ok(cityOfficer().get("/api/rulebook/drafts/" + id)).path("warnings").toString()).contains("试算之后草稿又改过");
        Thread.sleep(5);
        ok(cityOfficer().post("/api/rulebook/drafts/" + id + "/runs", Map.of("runId", org.hutong.kernel.Ids.next().toString(), "note", "再算")));
        assertThat(ok(cityOfficer().get("/api/rulebook/drafts/" + id)).path("warnings").toString()).doesNotContain("又改过");
    }

    @Test
    void anotherPersonApprovesNeverTheAuthorAndTheDatabaseSaysSoToo() {
        var id = draft("提高标准", TODAY.plusDays(8));
        ok(amounts(id, raised(TODAY.plusDays(8), 1200)));
        ok(submit(id));
        assertThat(ok(cityApprover().get("/api/notices")).path("items").toString()).contains("/policy/drafts/" + id);
        // who drafts has no right to approve, and who approves no right to draft
        assertThat(cityOfficer().post("/api/rulebook/drafts/" + id + "/approve", Map.of()).status()).isEqualTo(403);
        assertThat(cityApprover().post("/api/rulebook/drafts", Map.of("title", "甲", "why", "乙")).status()).isEqualTo(403);
        assertThat(officer().post("/api/rulebook/drafts", Map.of("title", "甲", "why", "乙")).status()).isEqualTo(403);
        assertThat(ok(officer().get("/api/rulebook/drafts/" + id)).path("actions")).isEmpty();
        // an account that came to hold both roles still cannot approve its own
        var officer = actor(Role.CITY_OFFICER, "120000");
        var both = new org.hutong.access.Actor(officer.accountId(), officer.name(), officer.officeId(), java.util.Set.of(Role.CITY_OFFICER, Role.CITY_APPROVER), officer.scope());
        assertThatThrownBy(() -> as(both, () -> jdbc.sql("update rulebook.draft set state = 'APPROVED', decided_by = :me, decided_by_name = '', decided_at = now(), result_sha = base_sha where id = :id")
                .param("me", both.accountId()).param("id", UUID.fromString(id)).update())).rootCause().hasMessageContaining("does not decide");
        // and what was submitted is not edited any more
        assertThat(amounts(id, raised(TODAY, 9000)).code()).isEqualTo("RUL-032");
        assertThatThrownBy(() -> as(officer, () -> jdbc.sql("update rulebook.draft_file set body = '' where draft_id = :id").param("id", UUID.fromString(id)).update()))
                .rootCause().hasMessageContaining("not edited");
        var approved = ok(approve(id));
        assertThat(approved.path("draft").path("state").asString()).isEqualTo("APPROVED");
        assertThatThrownBy(() -> as(Role.CITY_APPROVER, "120000", () -> jdbc.sql("update rulebook.enactment set from_day = '2020-01-01'").update())).rootCause()
                .hasMessageContaining("permission denied");
    }

    @Test
    void itTakesForceOnItsDayAndStaysInForceAfterARestart() {
        var day = TODAY.plusDays(8);
        var before = rulebooks.inForce().edition();
        var id = draft("十二月起提高标准", day);
        ok(amounts(id, raised(day, 1200)));
        ok(submit(id));
        var edition = ok(approve(id)).path("resultEdition").asString();
        assertThat(rulebooks.inForce().edition()).isEqualTo(before);

        var facts = List.of(new FactValue("出生日期", "2015-03-08", null, null, TODAY, ""), new FactValue("父亲情形", "死亡", null, null, TODAY, ""),
                new FactValue("母亲情形", "服刑在押", null, null, TODAY, ""));
        // a node started on the eve, and one started on the day: two restarts
        for (var at : List.of(day.minusDays(1), day)) {
            var clock = new Today(Clock.systemUTC(), at);
            var restarted = new Rulebooks(Path.of("src/test/resources/rulebook"), jdbc, clock);
            new Enactments(restarted, jdbc, inTransaction, clock).look();
            assertThat(restarted.inForce().edition()).isEqualTo(at.equals(day) ? edition : before);
            assertThat(restarted.assess("120116002201", at, at, facts).programme(PROGRAMME).orElseThrow().amountFen()).isEqualTo(at.equals(day) ? 120_000L : 100_000L);
        }
        assertThat(ok(cityOfficer().get("/api/rulebook/drafts/" + id)).path("draft").path("state").asString()).isEqualTo("IN_FORCE");
    }

    @Test
    void aNewDecisionUsesItAndAnOldOneStillFollowsFromItsOwnEdition() {
        var old = confirmed(unsupported("旧标准"));
        var oldDecision = UUID.fromString(old.path("decision").path("id").asString(old.path("id").asString()));
        var id = draft("今天起提高标准", TODAY);
        ok(amounts(id, raised(TODAY, 1250)));
        ok(submit(id));
        var approved = ok(approve(id));
        assertThat(approved.path("draft").path("state").asString()).isEqualTo("IN_FORCE");
        assertThat(rulebooks.inForce().edition()).isEqualTo(approved.path("resultEdition").asString());

        var fresh = confirmed(unsupported("新标准"));
        assertThat(fresh.toString()).contains("125000");
        assertThat(as(Role.DISTRICT_APPROVER, DISTRICT, () -> decisions.replays(oldDecision))).isTrue();

        var versions = ok(officer().get("/api/rulebook/editions"));
        assertThat(versions).hasSize(2);
        assertThat(versions.path(0).path("state").asString()).isEqualTo("现行");
        assertThat(versions.path(0).path("why").asString()).isEqualTo("文件定了新标准");
        assertThat(ok(officer().get("/api/rulebook/editions/difference?from=" + versions.path(1).path("edition").asString() + "&to=" + versions.path(0).path("edition").asString())).toString())
                .contains("1250");
    }

    @Test
    void theSecondDraftOnTheSameBaseIsToldWhatDiffersAndMovesOntoTheNewEdition() {
        var first = draft("甲案", TODAY);
        var second = draft("乙案", TODAY);
        ok(amounts(first, raised(TODAY, 1200)));
        ok(amounts(second, raised(TODAY, 1300)));
        ok(submit(first));
        ok(approve(first));

        var refused = submit(second);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("RUL-027");
        assertThat(refused.text()).contains("1200");
        var rebase = "/api/rulebook/drafts/" + second + "/rebase";
        var clash = cityOfficer().post(rebase, Map.of("files", Map.of()));
        assertThat(clash.status()).isEqualTo(409);
        assertThat(clash.text()).contains(AMOUNTS);
        assertThat(ok(cityOfficer().get("/api/rulebook/drafts/" + second + "/clashes")).path(0).path("theirs").asString()).contains("1200");
        ok(cityOfficer().post(rebase, Map.of("files", Map.of(AMOUNTS, "MINE"))));
        var changes = ok(cityOfficer().post("/api/rulebook/drafts/" + second + "/check", Map.of())).path("changes").toString();
        assertThat(changes).contains("1200").contains("1300").contains("版本 2026.2 → 2026.3");
        ok(submit(second));
        assertThat(ok(approve(second)).path("draft").path("state").asString()).isEqualTo("IN_FORCE");
    }

    @Test
    void aPathThatClimbsOutIsRefusedAloneAndInAnArchive() throws Exception {
        var id = draft("夹带", TODAY);
        for (var path : List.of("../evil.yaml", "000000-china/../../evil.yaml", "/etc/passwd", "000000-china/tests/../pack.yaml", "000000-china/run.sh", "000000-china\\pack.yaml")) {
            assertThat(cityOfficer().put("/api/rulebook/drafts/" + id + "/file", Map.of("path", path, "text", "x")).code()).as(path).isEqualTo("RUL-020");
        }
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("000000-china/tests/加.yaml"));
            zip.write("[]".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("000000-china/../../../evil.yaml"));
            zip.write("x".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(cityOfficer().upload("/api/rulebook/drafts/" + id + "/archive", "包.zip", bytes.toByteArray(), Map.of()).code()).isEqualTo("RUL-020");
        assertThat(ok(cityOfficer().get("/api/rulebook/drafts/" + id)).path("files")).isEmpty();
    }

    @Test
    void aFailingTestOfThePackKeepsTheDraftBackAndIsNamed() {
        var id = draft("改用例", TODAY);
        var checked = ok(cityOfficer().put("/api/rulebook/drafts/" + id + "/file", Map.of("path", TEST, "text", """
                - case: 父亡母服刑的孩子领事实无人抚养补贴
                  on: 2026-06-01
                  facts: {出生日期: 2015-03-01, 父亲情形: 死亡, 母亲情形: 服刑在押}
                  expect: {programmes: {SSWRFY: {answer: "yes", amount: 999}}}
                  from: MF-2019-62#1
                """)));
        assertThat(checked.path("failed").asInt()).isEqualTo(1);
        assertThat(checked.path("tests").path(0).path("problems").toString()).contains("99900");
        assertThat(submit(id).text()).contains("个用例不符");
    }

    @Test
    void aDraftSentBackIsChangedAndSubmittedAgainWithItsHistoryKept() {
        var id = draft("要补理由", TODAY);
        ok(amounts(id, raised(TODAY, 1200)));
        ok(submit(id));
        assertThat(cityApprover().post("/api/rulebook/drafts/" + id + "/return", Map.of("note", "")).code()).isEqualTo("RUL-025");
        ok(cityApprover().post("/api/rulebook/drafts/" + id + "/return", Map.of("note", "补上文号")));
        ok(amounts(id, raised(TODAY, 1210)));
        ok(submit(id));
        ok(cityOfficer().post("/api/rulebook/drafts/" + id + "/withdraw", Map.of("note", "不改了")));
        var view = ok(cityOfficer().get("/api/rulebook/drafts/" + id));
        assertThat(view.path("events").valueStream().map(event -> event.path("what").asString())).containsExactly("起草", "送审", "退回", "送审", "撤回");
        assertThat(approve(id).code()).isEqualTo("RUL-032");
    }

    @Test
    void aTableComesOutAsDmnAndGoesBackIntoThePacksOwnMarkdown() {
        var id = draft("改一条", TODAY);
        var path = "000000-china/decisions/儿童类别.md";
        var before = rulebooks.inForce().edition();
        var at = "/api/rulebook/drafts/" + id + "/decisions";
        var query = "?path=" + java.net.URLEncoder.encode(path, StandardCharsets.UTF_8);
        var dmn = ok(cityOfficer().get(at + query)).path("decisions").valueStream().filter(one -> one.path("name").asString().equals("儿童类别")).findFirst().orElseThrow()
                .path("dmn").asString();
        // unchanged: the very same text, so the draft holds nothing
        assertThat(ok(cityOfficer().put(at, Map.of("path", path, "name", "儿童类别", "dmn", dmn))).path("errors").asInt()).isZero();
        assertThat(ok(cityOfficer().get("/api/rulebook/drafts/" + id)).path("files").valueStream().map(file -> file.path("path").asString()).filter(path::equals)).isEmpty();

        // a rule the editor added gets the next number
        var added = dmn.replace("</decisionTable>", """
                <rule id="DecisionRule_1a"><description>MF-2019-62#1</description><inputEntry id="a1"><text>false</text></inputEntry>\
                <inputEntry id="a2"><text>"健在"</text></inputEntry><inputEntry id="a3"><text></text></inputEntry><outputEntry id="a4"><text>"无"</text></outputEntry></rule></decisionTable>""");
        var overlap = ok(cityOfficer().post(at + "/check", Map.of("path", path, "name", "儿童类别", "dmn", added)));
        assertThat(overlap.path("findings").toString()).contains("重叠").contains("C7");
        // what the packs do not know is refused with its cell named, and nothing is kept
        var foreign = cityOfficer().put(at, Map.of("path", path, "name", "儿童类别", "dmn", dmn.replace("not(&quot;健在&quot;)", "some x in y satisfies x")));
        assertThat(foreign.code()).isEqualTo("RUL-036");
        assertThat(foreign.text()).contains("C5").contains("父亲情形");
        assertThat(cityOfficer().put(at, Map.of("path", path, "name", "儿童类别", "dmn", dmn.replace("hitPolicy=\"UNIQUE\"", "hitPolicy=\"RULE ORDER\""))).code()).isEqualTo("RUL-035");
        assertThat(rulebooks.inForce().edition()).isEqualTo(before);
    }

    @Test
    void aDecisionBecomesATestWithoutSayingWhoseAndKeepsTheDraftBackUntilItsAnswersAreWritten() {
        var family = unsupported("去标识");
        var decision = confirmed(family);
        var decisionId = decision.path("decision").path("id").asString(decision.path("id").asString());
        var id = draft("加用例", TODAY);
        assertThat(officer().post("/api/decisions/" + decisionId + "/test", Map.of("draftId", id)).status()).isEqualTo(403);
        var made = ok(cityOfficer().post("/api/decisions/" + decisionId + "/test", Map.of("draftId", id)));
        var path = made.path("path").asString();
        var text = ok(cityOfficer().get("/api/rulebook/drafts/" + id + "/file?path=" + java.net.URLEncoder.encode(path, StandardCharsets.UTF_8))).path("text").asString();
        assertThat(text).contains("SSWRFY").contains("amount: 1000").contains("待人工按条文填写").doesNotContain("去标识").doesNotContain("2015-03-08").doesNotContain("入户登记");
        // born 2015-03-08: eleven years and eight whole months on the day, before and after
        var born = LocalDate.parse(text.split("出生日期: ")[1].substring(0, 10));
        assertThat(java.time.temporal.ChronoUnit.MONTHS.between(born, TODAY)).isEqualTo(java.time.temporal.ChronoUnit.MONTHS.between(LocalDate.of(2015, 3, 8), TODAY));
        assertThat(submit(id).text()).contains("待人工按条文填写");
        var written = text.replaceAll("(?m)^  note:.*\\n", "").replace("假设 待人工按条文填写", "MF-2019-62#1");
        assertThat(ok(cityOfficer().put("/api/rulebook/drafts/" + id + "/file", Map.of("path", path, "text", written))).path("errors").asInt()).isZero();
        assertThat(ok(submit(id)).path("draft").path("state").asString()).isEqualTo("SUBMITTED");
    }
}
