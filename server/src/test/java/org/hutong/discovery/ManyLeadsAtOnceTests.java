package org.hutong.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.hutong.access.Role;
import org.junit.jupiter.api.Test;

/// One deed on many leads by an officer at a desk.
class ManyLeadsAtOnceTests extends LeadWorld {

    private String state(Planted lead) {
        return ok(director().get("/api/leads/" + lead.id())).path("lead").path("state").asString();
    }

    private long looks(UUID lead) {
        return as(Role.AUDITOR, "120000", () -> jdbc.sql("select count(*) from access.look where subject_id = :id and action = 'CHANGE'").param("id", lead).query(Long.class).single());
    }

    @Test
    void thePreviewChangesNothingAndTellsExactlyWhatTheDeedThenDoes() {
        var open = lead("T-CP", "成批可办");
        var picked = lead("T-CP", "成批抽中", "ORANGE", 90, TODAY, true);
        var red = lead("T-CP", "成批红色", "RED", 90, TODAY, false);
        var done = lead("T-CP", "成批已结");
        ok(answer(director(), done, "CONFIRMED", null));
        var ids = List.of(open.id(), picked.id(), red.id(), done.id(), UUID.randomUUID());
        var deed = Map.of("ids", ids, "outcome", "ALREADY_SERVED", "reason", "已与区残联名册核对，都在领");
        var preview = ok(officer().post("/api/leads/bulk/preview", deed));
        assertThat(preview.path("carriedOut").asBoolean()).isFalse();
        assertThat(state(open)).isEqualTo("ASSIGNED");
        assertThat(looks(open.id())).isZero();
        var result = ok(officer().post("/api/leads/bulk", deed));
        assertThat(result.path("lines")).isEqualTo(preview.path("lines"));
        assertThat(result.path("done").asInt()).isEqualTo(2);
        assertThat(result.path("lines").get(1).path("checked").asBoolean()).as("sampled: a second person looks").isTrue();
        assertThat(result.path("lines").get(2).path("why").asString()).contains("红色");
        assertThat(result.path("lines").get(3).path("why").asString()).contains("办结");
        assertThat(List.of(state(open), state(picked), state(red), state(done))).containsExactly("ALREADY_SERVED", "ALREADY_SERVED", "ASSIGNED", "CONFIRMED");
        assertThat(List.of(looks(open.id()), looks(picked.id()), looks(red.id()))).as("one look-log entry for each that changed").containsExactly(1L, 1L, 0L);
        assertThat(ok(signedIn(Role.CHILD_SUPERVISOR, TOWN).get("/api/work")).path("queue").toString()).contains(picked.id().toString());
    }

    @Test
    void confirmingIsNeverDoneInBulkNorIsAnAnswerWithoutAReason() {
        var one = lead("T-CP", "成批属实");
        for (var outcome : List.of("CONFIRMED", "NOT_FOUND", "NEEDS_HELP")) {
            assertThat(officer().post("/api/leads/bulk", Map.of("ids", List.of(one.id()), "outcome", outcome, "reason", "看着都对的")).code()).isEqualTo("DIS-026");
        }
        assertThat(officer().post("/api/leads/bulk", Map.of("ids", List.of(one.id()), "outcome", "NOT_MATCHING", "reason", "不")).code()).isEqualTo("DIS-027");
        assertThat(officer().post("/api/leads/bulk", Map.of("ids", List.of(), "outcome", "NOT_MATCHING", "reason", "不符合条件")).code()).isEqualTo("DIS-028");
        assertThat(officer().post("/api/leads/bulk", Map.of("ids", IntStream.range(0, 201).mapToObj(n -> UUID.randomUUID()).toList(), "outcome", "NOT_MATCHING", "reason", "不符合条件")).code()).isEqualTo("DIS-028");
        assertThat(director().post("/api/leads/bulk", Map.of("ids", List.of(one.id()), "outcome", "NOT_MATCHING", "reason", "不符合条件")).status()).isEqualTo(403);
        assertThat(state(one)).isEqualTo("ASSIGNED");
    }

    @Test
    void leadsGoToAPostThatMayTakeThemAndTheOthersStayWithTheReason() {
        signedIn(Role.CHILD_SUPERVISOR, TOWN);
        var a = lead("T-CP", "改派甲");
        var b = lead("T-CP", "改派乙");
        ok(answer(director(), b, "CONFIRMED", null));
        var ids = List.of(a.id(), b.id());
        var posts = ok(officer().post("/api/leads/bulk/assignees", Map.of("ids", ids)));
        var supervisor = posts.valueStream().filter(post -> post.path("name").asString().contains("督导")).findFirst().orElseThrow();
        assertThat(supervisor.path("leads").asInt()).isEqualTo(2);
        var result = ok(officer().post("/api/leads/bulk", Map.of("ids", ids, "postId", supervisor.path("postId").asString())));
        assertThat(result.path("done").asInt()).isEqualTo(1);
        assertThat(ok(director().get("/api/leads/" + a.id())).path("lead").path("assignee").asString()).contains("督导");
        assertThat(result.path("lines").get(1).path("why").asString()).contains("办结");
    }

    @Test
    void anotherDistrictsOfficerFindsNoneOfThem() {
        var one = lead("T-CP", "外区成批");
        var result = ok(signedIn(Role.DISTRICT_OFFICER, "120101").post("/api/leads/bulk", Map.of("ids", List.of(one.id()), "outcome", "NOT_MATCHING", "reason", "不符合条件")));
        assertThat(result.path("done").asInt()).isZero();
        assertThat(result.path("lines").get(0).path("subjectName").asString()).isEmpty();
        assertThat(state(one)).isEqualTo("ASSIGNED");
    }
}
