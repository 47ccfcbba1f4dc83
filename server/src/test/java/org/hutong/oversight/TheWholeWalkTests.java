package org.hutong.oversight;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.hutong.FlowWorld;
import org.hutong.access.Acting;
import org.hutong.access.Role;
import org.hutong.determination.Applications;
import org.hutong.determination.DecisionConfirmed;
import org.hutong.determination.LeadRef;
import org.hutong.kernel.Ids;
import org.hutong.region.WorkingDays;
import org.hutong.watch.Duties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.modulith.events.IncompleteEventPublications;
import tools.jackson.databind.JsonNode;

/// One child from the confirmed lead to the visit list, over HTTP, as each officer sees it.
class TheWholeWalkTests extends FlowWorld {

    @Autowired
    private Applications applications;
    @Autowired
    private Duties duties;
    @Autowired
    private IncompleteEventPublications publications;
    @Autowired
    private WorkingDays workingDays;

    @BeforeEach
    void aCalendarForThisYearAlone() {
        Acting.as(serviceAccounts.nightly(), () -> {
            if (!workingDays.year(2026).known()) {
                inTransaction.executeWithoutResult(status -> workingDays.enter(2026, "测试用表", "待核", List.of()));
            }
            return null;
        });
    }

    private JsonNode dashboard() {
        return ok(officer().get("/api/dashboard"));
    }

    private static long count(JsonNode dashboard, String key) {
        return dashboard.path("counts").valueStream().filter(one -> one.path("key").asString().equals(key)).findFirst().orElseThrow().path("value").asLong();
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        var until = Instant.now().plus(Duration.ofSeconds(60));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("within a minute").isBefore(until);
            Thread.sleep(100);
        }
    }

    @Test
    void aConfirmedLeadEndsInARollLineAndInDueVisitsAndTheFiguresMove() throws Exception {
        var family = unsupported("许知远");
        director();
        var before = dashboard();

        // the director has confirmed a lead: discovery opens the draft
        var lead = new LeadRef(Ids.next(), "SSWR-01");
        var id = as(Role.CHILD_DIRECTOR, VILLAGE, () -> applications.openDraft(lead, family.fileId(), PROGRAMME)).toString();
        assertThat(count(dashboard(), "applications")).isEqualTo(count(before, "applications") + 1);
        assertThat(ok(director().get("/api/work")).path("queue").toString()).contains(id);

        // the family applies on the form that arrived filled in
        ok(director().put("/api/applications/" + id + "/form", Map.of("values", Map.of("guardianName", "邓素芬", "guardianRelation", "外祖母", "guardianPhone", "13900000000",
                "payeeName", "邓素芬", "payeeAccount", "0990000000000054321"))));
        ok(director().post("/api/applications/" + id + "/submit", Map.of("applicant", Map.of("kind", "ENTRUSTED_RELATIVE", "name", "邓素芬", "relation", "外祖母"))));
        assertThat(ok(clerk().get("/api/work")).path("queue").toString()).contains(id);

        // 15 working days after 2026-11-23 stay in 2026; a decision begun then runs into 2027, whose holidays nobody has entered
        assertThat(ok(clerk().get("/api/applications/" + id)).path("clock").path("dueOn").asString()).isEqualTo("2026-12-14");
        ok(clerk().post("/api/applications/" + id + "/town-check", Map.of("opinion", "PASS", "note", "比对一致", "items", List.of(Map.of("code", "父亲情形", "ok", true)))));
        assertThat(ok(approver().get("/api/work")).path("queue").toString()).contains(id);

        var decision = ok(approver().post("/api/applications/" + id + "/decide", Map.of("outcome", "CONFIRM")));
        assertThat(decision.path("effectiveMonth").asString()).isEqualTo("2026-12");

        // the roll of the month after carries the child's line with its reason
        var november = ok(officer().post("/api/rolls", Map.of("month", "2026-11")));
        assertThat(lineOf(november, "许知远")).isNull();
        var december = ok(officer().post("/api/rolls", Map.of("month", "2026-12")));
        var line = lineOf(december, "许知远");
        assertThat(line.path("cause").asString()).isEqualTo("NEW");
        assertThat(line.path("reason").asString()).contains(decision.path("no").asString());
        assertThat(line.path("accountMasked").asString()).isEqualTo("**** 4321");

        // contact and visit appear on the director's list
        eventually(() -> as(Role.CHILD_DIRECTOR, VILLAGE, () -> duties.ofChild(family.fileId())).size() == 2);
        var due = ok(director().get("/api/duties?childId=" + family.fileId())).path("items");
        assertThat(due.valueStream().map(one -> one.path("kind").asString() + " " + one.path("dueOn").asString() + " " + one.path("assignee").asString()))
                .containsExactly("CONTACT 2026-12-23 测试儿童主任", "VISIT 2027-02-23 测试儿童主任");
        var contact = due.path(0).path("id").asString();
        assertThat(director().post("/api/duties/" + contact + "/done", Map.of("on", "2026-12-01", "how", "PHONE", "seen", false)).code()).isEqualTo("WAT-002");
        ok(director().post("/api/duties/" + contact + "/done", Map.of("on", "2026-11-23", "how", "PHONE", "seen", false,
                "answers", Map.of("livingWith", "外祖母", "health", "良好", "school", "小学五年级"), "level", "YELLOW", "note", "通话顺畅")));
        assertThat(ok(director().get("/api/duties?kind=CONTACT&childId=" + family.fileId())).path("items").valueStream().map(one -> one.path("state").asString()))
                .containsExactlyInAnyOrder("DONE", "UPCOMING");

        // the dashboard has moved, and the file tells it all once a purpose is given
        var after = dashboard();
        assertThat(count(after, "confirmed")).isEqualTo(count(before, "confirmed") + 1);
        assertThat(count(after, "applications")).isEqualTo(count(before, "applications"));
        assertThat(after.path("byCategory").toString()).contains("事实无人抚养儿童");
        assertThat(after.path("counts").valueStream().map(one -> one.path("link").asString())).allMatch(link -> link.startsWith("/"));
        assertThat(director().get("/api/children/" + family.fileId()).code()).isEqualTo("ACC-020");
        ok(director().post("/api/purposes", Map.of("subjectId", family.fileId(), "purpose", "CONTACT")));
        var file = ok(director().get("/api/children/" + family.fileId()));
        assertThat(file.path("entitlements").path(0).path("decisionId").asString()).isEqualTo(decision.path("id").asString());
        assertThat(file.path("level").asString()).isEqualTo("YELLOW");
        assertThat(file.path("visits").path(0).path("text").asString()).contains("外祖母");
        assertThat(file.path("kinship").path("nodes").size()).isEqualTo(3);
        assertThat(file.path("timeline").toString()).contains("区级确认").contains("联系");
        assertThat(file.toString()).doesNotContain("0990000000000054321");
    }

    private JsonNode lineOf(JsonNode roll, String name) {
        return ok(officer().get("/api/rolls/" + roll.path("id").asString() + "/lines?q=" + java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8)))
                .path("items").valueStream().findFirst().orElse(null);
    }

    @Test
    void aLimitThatRunsIntoAYearWithoutATableIsPendingAndTheCaseGoesOn() {
        var id = checked(unsupported("跨年的"));
        var stretched = as(Role.DISTRICT_APPROVER, DISTRICT, () -> jdbc.sql("update determination.clock set started_on = date '2026-12-20', due_on = null where application_id = :id and stopped_on is null")
                .param("id", UUID.fromString(id)).update());
        assertThat(stretched).isEqualTo(1);
        var clock = ok(approver().get("/api/applications/" + id)).path("clock");
        assertThat(clock.path("state").asString()).isEqualTo("UNKNOWN");
        assertThat(clock.path("text").asString()).contains("待定（2027 年放假安排未录入）");
        assertThat(clock.path("dueOn").isMissingNode()).isTrue();
        assertThat(ok(approver().post("/api/applications/" + id + "/decide", Map.of("outcome", "CONFIRM"))).path("outcome").asString()).isEqualTo("CONFIRM");
    }

    @Test
    void figuresOfAPastDayAreThoseOfThatDay() {
        var family = unsupported("往日数");
        var today = count(dashboard(), "children");
        var dayBefore = count(ok(officer().get("/api/dashboard?asOf=2026-10-09")), "children");
        var thatDay = count(ok(officer().get("/api/dashboard?asOf=2026-10-10")), "children");
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> jdbc.sql("update registry.child_file set opened_on = date '2026-10-10' where id = :id").param("id", family.fileId()).update());
        assertThat(count(ok(officer().get("/api/dashboard?asOf=2026-10-09")), "children")).isEqualTo(dayBefore);
        assertThat(count(ok(officer().get("/api/dashboard?asOf=2026-10-10")), "children")).isEqualTo(thatDay + 1);
        assertThat(count(dashboard(), "children")).isEqualTo(today);
        assertThat(officer().get("/api/dashboard?asOf=2027-01-01").code()).isEqualTo("OVR-001");
    }

    @Test
    void searchFindsByNamePinyinAndInitialsAndOnlyInOnesOwnPlaces() {
        family("欧阳若兮", VILLAGE, LocalDate.of(2016, 2, 29));
        for (var typed : List.of("%E6%AC%A7%E9%98%B3", "ouyangruo", "oyrx")) {
            assertThat(ok(officer().get("/api/search?q=" + typed)).path("children").toString()).as(typed).contains("欧阳若兮");
        }
        assertThat(ok(signedIn(Role.DISTRICT_OFFICER, "120101").get("/api/search?q=ouyangruo")).path("children")).isEmpty();
    }

    @Test
    void aConfirmationWhoseListenerDiedIsGivenAgain() throws Exception {
        var family = unsupported("不丢失");
        var decided = confirmed(family);
        eventually(() -> as(Role.CHILD_DIRECTOR, VILLAGE, () -> duties.ofChild(family.fileId())).size() == 2);
        var id = decided.path("id").asString();
        eventually(() -> openPublications(id) == 0);
        // as a crash between the commit and the listener's work leaves it
        as(serviceAccounts.nightly(), () -> jdbc.sql("update engine.event_publication set completion_date = null, status = 'PUBLISHED' where serialized_event like :id").param("id", "%" + id + "%").update());
        assertThat(openPublications(id)).isPositive();
        publications.resubmitIncompletePublications(publication -> publication.getEvent() instanceof DecisionConfirmed event && event.decisionId().toString().equals(id));
        eventually(() -> openPublications(id) == 0);
        assertThat(as(Role.CHILD_DIRECTOR, VILLAGE, () -> duties.ofChild(family.fileId()))).hasSize(2);
    }

    private int openPublications(String decisionId) {
        return as(serviceAccounts.nightly(), () -> jdbc.sql("select count(*) from engine.event_publication where completion_date is null and serialized_event like :id")
                .param("id", "%" + decisionId + "%").query(Integer.class).single());
    }
}
