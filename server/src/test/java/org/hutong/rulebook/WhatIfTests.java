package org.hutong.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.hutong.Browser;
import org.hutong.FlowWorld;
import org.hutong.access.Role;
import org.hutong.determination.Assessments;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Two rulebooks over everyone in the city, over HTTP.
class WhatIfTests extends FlowWorld {

    private static final String AMOUNTS = "000000-china/parameters/基本生活标准.csv";
    private static final String HEAD = "区划,施行,停止,数值,依据,核验日,性质\n";
    private static final LocalDate RAISE = LocalDate.of(2027, 1, 1);

    @Autowired
    private Assessments assessments;
    @Autowired
    private FactColumns facts;

    @AfterEach
    void forget() {
        var owner = JdbcClient.create(databaseAdministrator());
        for (var table : List.of("whatif_child", "whatif_part", "whatif", "draft_event", "draft_run", "draft_file", "draft")) {
            owner.sql("alter table rulebook." + table + " disable trigger user").update();
            owner.sql("delete from rulebook." + table).update();
            owner.sql("alter table rulebook." + table + " enable trigger user").update();
        }
    }

    private Browser cityOfficer() {
        return signedIn(Role.CITY_OFFICER, "120000");
    }

    private JsonNode run(Map<String, Object> asked) {
        return wait(ok(cityOfficer().post("/api/rulebook/whatif", asked)).path("run").path("id").asString());
    }

    private JsonNode wait(String id) {
        for (var i = 0; i < 600; i++) {
            var view = ok(cityOfficer().get("/api/rulebook/whatif/" + id));
            if (!List.of("WAITING", "RUNNING").contains(view.path("run").path("state").asString())) {
                assertThat(view.path("run").path("state").asString()).as(view.path("problem").asString()).isEqualTo("DONE");
                return view;
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new AssertionError("the run does not end");
    }

    private String raisingDraft(int amount) {
        var id = ok(cityOfficer().post("/api/rulebook/drafts", Map.of("title", "提高标准", "why", "文件定了新标准", "effectiveOn", RAISE.toString()))).path("draft").path("id").asString();
        ok(cityOfficer().put("/api/rulebook/drafts/" + id + "/file", Map.of("path", AMOUNTS, "text", HEAD
                + "000000,2020-01-01,2027-01-01,1000,GBF-2010-54#3,2026-11-23,假设\n000000,2027-01-01,," + amount + ",GBF-2010-54#3,2026-11-23,假设\n")));
        return id;
    }

    private static Map<String, Object> against(String draft) {
        return Map.of("a", Map.of("kind", "IN_FORCE"), "b", Map.of("kind", "DRAFT", "draftId", draft), "year", 2027);
    }

    private List<JsonNode> children(String run, String kind) {
        var all = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            var page = ok(cityOfficer().get("/api/rulebook/whatif/" + run + "/children?kind=" + kind + "&limit=3&after=" + cursor));
            page.path("items").forEach(all::add);
            cursor = page.path("next").asString("");
        } while (!cursor.isEmpty());
        return all;
    }

    private static JsonNode programme(JsonNode view, String code) {
        return view.path("figures").path("programmes").valueStream().filter(one -> one.path("code").asString().equals(code)).findFirst().orElseThrow();
    }

    @Test
    void theSameRulebookTwiceChangesNothingForAnybody() {
        unsupported("不变甲");
        var view = run(Map.of("a", Map.of("kind", "IN_FORCE"), "b", Map.of("kind", "IN_FORCE")));
        var figures = view.path("figures");
        assertThat(figures.path("children").asInt()).isPositive();
        assertThat(figures.path("gainers").asInt() + figures.path("losers").asInt() + figures.path("changed").asInt()).isZero();
        figures.path("months").forEach(month -> assertThat(month.path("aFen").asLong()).isEqualTo(month.path("bFen").asLong()));
        assertThat(figures.path("spread")).hasSize(1);
    }

    @Test
    void everyChildIsToldAsWhenAskedAlone() {
        unsupported("同答甲");
        family("同答乙");
        var view = run(Map.of("a", Map.of("kind", "IN_FORCE"), "b", Map.of("kind", "IN_FORCE")));
        var yes = new HashMap<String, Integer>();
        var pending = new HashMap<String, Integer>();
        var fen = new HashMap<String, Long>();
        as(serviceAccounts.nightly(), () -> facts.places(TODAY).stream().flatMap(place -> place.files().stream()).map(assessments::ofChild).toList())
                .forEach(told -> told.programmes().forEach(answer -> {
                    (answer.isYes() ? yes : pending).merge(answer.programme(), answer.isYes() || answer.answer().equals("pending") ? 1 : 0, Integer::sum);
                    fen.merge(answer.programme(), answer.amountFen() == null ? 0 : answer.amountFen(), Long::sum);
                }));
        assertThat(yes.getOrDefault(PROGRAMME, 0)).isPositive();
        for (var one : view.path("figures").path("programmes").values()) {
            var code = one.path("code").asString();
            assertThat(one.path("bYes").asInt()).as(code).isEqualTo(yes.getOrDefault(code, 0));
            assertThat(one.path("bPending").asInt()).as(code).isEqualTo(pending.getOrDefault(code, 0));
            assertThat(one.path("bFen").asLong()).as(code).isEqualTo(fen.getOrDefault(code, 0L));
        }
    }

    @Test
    void aHigherStandardIsGainedByWhoIsPaidItAndTheClauseThatTurnedIsShown() {
        var family = unsupported("多拿的");
        var draft = raisingDraft(1200);
        var view = run(against(draft));
        assertThat(view.path("day").asString()).isEqualTo("2027-01-01");
        var figures = view.path("figures");
        var paid = programme(view, PROGRAMME);
        assertThat(paid.path("bYes").asInt()).isEqualTo(paid.path("aYes").asInt()).isPositive();
        assertThat(paid.path("bFen").asLong() - paid.path("aFen").asLong()).isEqualTo(200_00L * paid.path("bYes").asInt());
        assertThat(figures.path("gainers").asInt()).isEqualTo(paid.path("bYes").asInt());
        assertThat(figures.path("losers").asInt()).isZero();
        var gainers = children(view.path("run").path("id").asString(), "GAIN");
        assertThat(gainers).hasSize(figures.path("gainers").asInt());
        assertThat(gainers.stream().map(one -> one.path("fileId").asString()).distinct()).hasSize(gainers.size());
        var mine = gainers.stream().filter(one -> one.path("fileId").asString().equals(family.fileId().toString())).findFirst().orElseThrow();
        assertThat(mine.path("yearFen").asLong()).isEqualTo(12 * 200_00L);
        var turn = mine.path("turns").path(0);
        assertThat(turn.path("programme").asString()).isEqualTo(PROGRAMME);
        assertThat(turn.path("a").toString()).contains("1000").contains("GBF-2010-54#3").doesNotContain("1200");
        assertThat(turn.path("b").toString()).contains("1200").contains("GBF-2010-54#3").doesNotContain("1000");
        assertThat(mine.toString()).doesNotContain("多拿的");
        // the year adds up from its months, and the children's months from their amounts
        var year = new long[2];
        figures.path("months").forEach(month -> {
            year[0] += month.path("aFen").asLong();
            year[1] += month.path("bFen").asLong();
        });
        assertThat(figures.path("months")).hasSize(12);
        assertThat(paid.path("bYearFen").asLong() - paid.path("aYearFen").asLong()).isEqualTo(year[1] - year[0]);
        assertThat(figures.path("months").path(0).path("bFen").asLong()).isEqualTo(paid.path("bFen").asLong());
    }

    @Test
    void theReportHoldsEveryFigureAndEveryChildByFileNumberAndNoName() throws Exception {
        unsupported("报告里的");
        var view = run(against(raisingDraft(1100)));
        var id = view.path("run").path("id").asString();
        var answer = cityOfficer().post("/api/rulebook/whatif/" + id + "/workbook", null);
        assertThat(answer.status()).isEqualTo(200);
        try (var book = new ReadableWorkbook(new ByteArrayInputStream(answer.bytes()))) {
            assertThat(book.getSheets().map(sheet -> sheet.getName()).toList()).containsExactly("说明", "各区", "各项待遇", "各类儿童", "各条规则", "各月", "儿童");
            var children = book.findSheet("儿童").orElseThrow().read();
            assertThat(children).hasSize(1 + view.path("figures").path("gainers").asInt());
            assertThat(children.toString()).doesNotContain("报告里的");
            assertThat(children.getLast().getCellText(0)).startsWith("HT");
            assertThat(children.getLast().getCellAsNumber(5).orElseThrow()).isEqualByComparingTo("1200");
            assertThat(book.findSheet("各月").orElseThrow().read()).hasSize(13);
        }
    }

    @Test
    void aParentReleasedInTheYearIsPaidOnlyUntilThen() {
        var family = family("年内期满");
        fact(family.father(), org.hutong.registry.FactKinds.DEATH, "疾病", LocalDate.of(2024, 5, 1), null);
        fact(family.mother(), org.hutong.registry.FactKinds.SITUATION, "服刑在押", LocalDate.of(2025, 6, 11), LocalDate.of(2027, 5, 20));
        var before = run(Map.of("a", Map.of("kind", "IN_FORCE"), "b", Map.of("kind", "IN_FORCE"), "year", 2027)).path("figures").path("months");
        assertThat(before.path(4).path("aFen").asLong() - before.path(5).path("aFen").asLong()).isEqualTo(100_000);
    }

    @Test
    void aRunThatWasStoppedGoesOnToTheSameFigures() {
        unsupported("停过的");
        var draft = raisingDraft(900);
        var whole = run(against(draft)).path("figures");
        var id = UUID.fromString(ok(cityOfficer().post("/api/rulebook/whatif", against(draft))).path("run").path("id").asString());
        wait(id.toString());
        // as a kill leaves it: running, one place not done, some of its rows written
        var owner = JdbcClient.create(databaseAdministrator());
        owner.sql("update rulebook.whatif set state = 'STOPPED' where id = :id").param("id", id).update();
        owner.sql("delete from rulebook.whatif_part where run_id = :id and place = '120116'").param("id", id).update();
        ok(cityOfficer().post("/api/rulebook/whatif/" + id + "/resume", null));
        var again = wait(id.toString());
        assertThat(again.path("figures")).isEqualTo(whole);
        assertThat(children(id.toString(), "LOSE")).hasSize(whole.path("losers").asInt()).isNotEmpty();
    }

    @Test
    void aDistrictSeesNoRunAndAnUnknownQuestionIsRefused() {
        assertThat(signedIn(Role.DISTRICT_OFFICER, DISTRICT).get("/api/rulebook/whatif").status()).isEqualTo(403);
        assertThat(cityOfficer().post("/api/rulebook/whatif", Map.of("a", Map.of("kind", "IN_FORCE"), "b", Map.of("kind", "DRAFT"))).code()).isEqualTo("RUL-042");
        assertThat(cityOfficer().post("/api/rulebook/whatif", Map.of("a", Map.of("kind", "IN_FORCE"), "b", Map.of("kind", "IN_FORCE", "place", "990000"))).code()).isEqualTo("RUL-043");
        assertThat(cityOfficer().post("/api/rulebook/whatif", Map.of("a", Map.of("kind", "IN_FORCE"), "b", Map.of("kind", "IN_FORCE"), "knownOn", "2999-01-01")).code()).isEqualTo("RUL-040");
    }
}
