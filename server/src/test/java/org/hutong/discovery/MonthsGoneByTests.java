package org.hutong.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.hutong.Browser;
import org.hutong.FlowWorld;
import org.hutong.access.Role;
import org.hutong.determination.Entitlements;
import org.hutong.registry.FactKinds;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What the comparisons would have found in months gone by.
class MonthsGoneByTests extends FlowWorld {

    private JsonNode run(Browser who, String first, String last, String known) {
        var id = ok(who.post("/api/leads/back-tests", Map.of("first", first, "last", last, "known", known))).path("run").path("id").asString();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !List.of("WAITING", "RUNNING").contains(ok(who.get("/api/leads/back-tests/" + id)).path("run").path("state").asString()));
        var view = ok(who.get("/api/leads/back-tests/" + id));
        assertThat(view.path("run").path("state").asString()).as(view.toString()).isEqualTo("DONE");
        return view;
    }

    private List<JsonNode> children(Browser who, JsonNode run, String query) {
        var all = new ArrayList<JsonNode>();
        String after = null;
        do {
            var page = ok(who.get("/api/leads/back-tests/" + run.path("run").path("id").asString() + "/children?limit=7" + query + (after == null ? "" : "&after=" + after)));
            page.path("items").forEach(all::add);
            after = page.path("next").isString() ? page.path("next").asString() : null;
        } while (after != null);
        return all;
    }

    private static List<String> months(List<JsonNode> children, Family family) {
        return children.stream().filter(child -> child.path("fileId").asString().equals(family.fileId().toString()))
                .flatMap(child -> child.path("months").valueStream().map(month -> child.path("rule").asString() + " " + month.asString().substring(0, 7))).toList();
    }

    @Test
    void whoWasPaidWithoutAnEndIsFoundFromTheMonthOfComingOfAgeOn() {
        var family = paid("回溯成年", LocalDate.of(2008, 8, 9), PROGRAMME);
        var run = run(officer(), "2026-06-01", "2026-10-01", "NOW");
        assertThat(months(children(officer(), run, ""), family)).containsExactly("TF-18 2026-08", "TF-18 2026-09", "TF-18 2026-10");
        var earlier = run(officer(), "2026-05-01", "2026-07-01", "NOW");
        assertThat(months(children(officer(), earlier, ""), family)).isEmpty();
    }

    @Test
    void whoWasInNeedForSomeMonthsIsFoundInThoseMonthsAlone() {
        var family = family("回溯数月");
        fact(family.father(), FactKinds.DEATH, "疾病", LocalDate.of(2024, 5, 1), null);
        fact(family.mother(), FactKinds.SITUATION, "服刑在押", LocalDate.of(2026, 3, 11), LocalDate.of(2026, 7, 10));
        var officer = officer();
        var run = run(officer, "2026-01-01", "2026-10-01", "NOW");
        var found = months(children(officer, run, ""), family).stream().map(text -> text.substring(text.length() - 7)).distinct().toList();
        assertThat(found).containsExactly("2026-03", "2026-04", "2026-05", "2026-06");
        assertThat(months(children(officer, run, "&fate=PASSED"), family)).as("nothing today would tell of it").isNotEmpty();
        assertThat(months(children(officer, run, "&month=2026-02-01"), family)).isEmpty();
        assertThat(months(children(officer, run, "&month=2026-03-01"), family)).isNotEmpty();
    }

    @Test
    void whatWasHeardOfLaterWasNotKnownThen() {
        var family = unsupported("当时不知");
        var run = run(officer(), "2026-08-01", "2026-10-01", "THEN");
        assertThat(months(children(officer(), run, ""), family)).isEmpty();
    }

    @Test
    void whoDiedLaterWasAliveThen() {
        var family = unsupported("后来去世");
        fact(family.child(), FactKinds.DEATH, "溺水", LocalDate.of(2026, 9, 2), null);
        var run = run(officer(), "2026-07-01", "2026-09-01", "NOW");
        assertThat(months(children(officer(), run, ""), family).stream().map(text -> text.substring(text.length() - 7))).contains("2026-07", "2026-08").doesNotContain("2026-09");
    }

    @Test
    void everyFigureIsTheLengthOfItsListAndTellsWhatBecameOfTheChild() {
        var confirmed = unsupported("回溯属实");
        unsupported("回溯没有线索");
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> comparisons.compare(List.of(confirmed.child())));
        var officer = officer();
        var lead = ok(officer.get("/api/leads?limit=200")).path("items").valueStream().filter(one -> one.path("subjectId").asString().equals(confirmed.fileId().toString())).findFirst().orElseThrow();
        ok(director().post("/api/leads/" + lead.path("id").asString() + "/outcome", Map.of("outcome", "CONFIRMED")));
        var run = run(officer, "2026-09-01", "2026-10-01", "NOW");
        var total = run.path("total");
        for (var of : Map.of("children", "ALL", "confirmed", "CONFIRMED", "wrong", "WRONG", "open", "OPEN", "never", "NEVER", "passed", "PASSED").entrySet()) {
            assertThat(total.path(of.getKey()).asInt()).as(of.getKey()).isEqualTo(children(officer, run, "&fate=" + of.getValue()).size());
        }
        assertThat(total.path("childMonths").asInt()).isEqualTo(children(officer, run, "").stream().mapToInt(child -> child.path("months").size()).sum())
                .isEqualTo(run.path("months").valueStream().mapToInt(month -> month.path("children").asInt()).sum());
        var rule = lead.path("ruleCode").asString();
        assertThat(months(children(officer, run, "&fate=CONFIRMED&rule=" + rule), confirmed)).containsExactly(rule + " 2026-09", rule + " 2026-10");
        assertThat(run.path("rules").valueStream().filter(one -> one.path("code").asString().equals(rule)).findFirst().orElseThrow().path("confirmed").asInt()).isPositive();
    }

    @Test
    void aBackTestRaisesNoLead() {
        var family = unsupported("回溯不派");
        run(officer(), "2026-08-01", "2026-10-01", "NOW");
        assertThat(as(Role.DISTRICT_OFFICER, DISTRICT, () -> jdbc.sql("select count(*) from discovery.lead where child_file_id = :file").param("file", family.fileId()).query(Integer.class).single())).isZero();
    }

    @Test
    void anotherDistrictSeesNeitherTheRunNorItsChildren() {
        var run = run(officer(), "2026-10-01", "2026-10-01", "NOW");
        var other = signedIn(Role.DISTRICT_OFFICER, "120101");
        assertThat(other.get("/api/leads/back-tests/" + run.path("run").path("id").asString()).code()).isEqualTo("DIS-072");
        var theirs = run(other, "2026-10-01", "2026-10-01", "NOW");
        assertThat(children(other, theirs, "")).allSatisfy(child -> assertThat(child.path("place").asString()).doesNotContain("滨海"));
    }

    @Test
    void monthsThatCannotBeLookedAtAreRefused() {
        for (var months : List.of(List.of("2026-10-01", "2026-09-01"), List.of("2026-10-01", "2026-12-01"), List.of("2009-01-01", "2009-02-01"), List.of("2020-01-01", "2026-10-01"))) {
            assertThat(officer().post("/api/leads/back-tests", Map.of("first", months.getFirst(), "last", months.getLast(), "known", "NOW")).code()).as(months.toString()).isEqualTo("DIS-070");
        }
        assertThat(officer().post("/api/leads/back-tests", Map.of("known", "NOW")).code()).isEqualTo("DIS-070");
    }
}
