package org.hutong.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.Random;
import org.hutong.access.Role;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.Test;

/// What each rule brought, what a threshold would have spared, and which lists were right.
class WhatARuleBroughtTests extends LeadWorld {

    @Test
    void everyFigureOfARuleIsTheLengthOfTheListItOpens() {
        var rule = "T-CX";
        var outcomes = new String[] {"CONFIRMED", "CONFIRMED", "CONFIRMED", "NOT_MATCHING", "ALREADY_SERVED", "NOT_FOUND", "NEEDS_HELP", null};
        for (var i = 0; i < outcomes.length; i++) {
            var one = lead(rule, "成效" + i, "ORANGE", 90, TODAY.minusDays(i < 3 ? 4 : 1), false);
            if (outcomes[i] != null) {
                ok(answer(director(), one, outcomes[i], "入户看过了"));
            }
        }
        lead(rule, "很早以前", "ORANGE", 90, TODAY.minusDays(400), false);
        var period = "&from=2026-11-01&to=2026-11-23";
        var row = ok(officer().get("/api/leads/yield?" + period.substring(1))).path("rules").valueStream().filter(one -> one.path("ruleCode").asString().equals(rule)).findFirst().orElseThrow();
        assertThat(row.path("leads").asInt()).isEqualTo(8).isEqualTo(total("/leads?rule=" + rule + period));
        assertThat(row.path("held").asInt()).isEqualTo(8).isEqualTo(total("/leads?held=true&rule=" + rule + period));
        for (var of : Map.of("confirmed", "CONFIRMED", "notMatching", "NOT_MATCHING", "alreadyServed", "ALREADY_SERVED", "notFound", "NOT_FOUND", "needsHelp", "NEEDS_HELP", "open", "NEW,ASSIGNED").entrySet()) {
            assertThat(row.path(of.getKey()).asInt()).as(of.getKey()).isPositive().isEqualTo(total("/leads?rule=" + rule + "&state=" + of.getValue() + period));
        }
        assertThat(row.path("yieldPercent").asDouble()).as("3 of the 5 judged; who was not found is not judged").isEqualTo(60.0);
        assertThat(row.path("medianDays").asDouble()).as("4, 4, 4, 1, 1 days").isEqualTo(4.0);
        var elsewhere = ok(officer().get("/api/leads/yield?regionId=" + region("120116001001"))).path("rules");
        assertThat(elsewhere.valueStream().map(one -> one.path("ruleCode").asString())).doesNotContain(rule);
    }

    @Test
    void whatAThresholdKeepsAndSparesIsWhatTheListsWithThatThresholdHold() {
        var rule = "T-QS";
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (var i = 0; i < 12; i++) {
            var one = lead(rule, "取舍" + i, "ORANGE", 60 + 10 * random.nextInt(4), TODAY, false);
            ok(answer(director(), one, random.nextBoolean() ? "CONFIRMED" : random.nextBoolean() ? "NOT_MATCHING" : "ALREADY_SERVED", "入户看过了"));
        }
        var curve = ok(officer().get("/api/leads/yield/trade-off?rule=" + rule));
        assertThat(curve.path("points").size()).isGreaterThan(1);
        curve.path("points").forEach(point -> {
            var x = point.path("atLeast").asInt();
            var of = "/leads?rule=" + rule;
            assertThat(point.path("kept").asInt()).as("seed %d at %d", seed, x).isEqualTo(total(of + "&state=CONFIRMED&atLeast=" + x));
            assertThat(point.path("lost").asInt()).as("seed %d at %d", seed, x).isEqualTo(total(of + "&state=CONFIRMED&below=" + x));
            assertThat(point.path("raised").asInt()).as("seed %d at %d", seed, x).isEqualTo(total(of + "&state=NOT_MATCHING,ALREADY_SERVED&atLeast=" + x));
            assertThat(point.path("spared").asInt()).as("seed %d at %d", seed, x).isEqualTo(total(of + "&state=NOT_MATCHING,ALREADY_SERVED&below=" + x));
        });
    }

    @Test
    void theWorkbookHoldsTheSameFiguresAndNoPerson() throws Exception {
        var one = lead("T-DC", "导出人名", "ORANGE", 90, TODAY, false);
        ok(answer(director(), one, "CONFIRMED", null));
        for (var path : new String[] {"/api/leads/yield/export", "/api/sources/accuracy/export"}) {
            var file = officer().get(path);
            assertThat(file.status()).isEqualTo(200);
            try (var workbook = new ReadableWorkbook(new ByteArrayInputStream(file.bytes()))) {
                var rows = workbook.getFirstSheet().read();
                assertThat(rows).hasSizeGreaterThan(2);
                assertThat(rows.toString()).doesNotContain("导出人名");
            }
        }
    }

    private int verdicts(String query) {
        return ok(officer().get("/api/sources/verdicts?" + query)).path("total").asInt();
    }

    @Test
    void aWrongValueIsCountedAgainstItsOwnListAndFieldAlone() {
        var deathsBefore = verdicts("list=DEATH&wrong=true");
        var custodyBefore = verdicts("list=CUSTODY");
        var one = lead("T-ZQ", "名单错了");
        ok(director().post("/api/leads/" + one.id() + "/outcome", Map.of("outcome", "NOT_MATCHING", "reason", "父亲健在", "wrongField", "父亲 名单错了父 · 死亡")));
        assertThat(verdicts("list=DEATH&wrong=true")).isEqualTo(deathsBefore + 1);
        assertThat(verdicts("list=CUSTODY")).as("nobody judged that list").isEqualTo(custodyBefore);
        var list = ok(officer().get("/api/sources/accuracy")).valueStream().filter(row -> row.path("list").asString().equals("DEATH")).findFirst().orElseThrow();
        assertThat(list.path("checked").asInt()).isEqualTo(list.path("right").asInt() + list.path("wrong").asInt()).isEqualTo(verdicts("list=DEATH"));
        assertThat(list.path("fields").toString()).contains("死亡").doesNotContain("名单错了父");
        assertThat(list.path("trend").get(0).path("month").asString()).isEqualTo("2026-11");
        assertThat(ok(director().get("/api/leads/" + one.id())).path("sourceAccuracy").toString()).contains("DEATH");
    }

    @Test
    void anAnswerThatNamesAValueTheLeadDoesNotHaveIsNotSaved() {
        var one = lead("T-ZQ", "没有这项");
        var refused = director().post("/api/leads/" + one.id() + "/outcome", Map.of("outcome", "NOT_MATCHING", "reason", "父亲健在", "wrongField", "身高"));
        assertThat(refused.code()).isEqualTo("DIS-025");
        assertThat(ok(director().get("/api/leads/" + one.id())).path("lead").path("state").asString()).isEqualTo("ASSIGNED");
    }

    @Test
    void anotherDistrictsFiguresAreNotCounted() {
        lead("T-WQ", "外区不见");
        var other = signedIn(Role.DISTRICT_OFFICER, "120101");
        assertThat(ok(other.get("/api/leads/yield")).toString()).doesNotContain("T-WQ");
        assertThat(ok(other.get("/api/leads/yield/trade-off?rule=T-WQ")).path("points").size()).isZero();
    }

    @Test
    void theFiguresOfAPlaceAreTheLengthsOfItsLists() {
        var rule = "T-DF";
        ok(answer(director(), lead(rule, "地方甲"), "CONFIRMED", null));
        ok(answer(director(), lead(rule, "地方乙"), "NOT_MATCHING", "父亲健在"));
        lead(rule, "地方丙");
        var places = ok(officer().get("/api/leads/yield/places?rule=" + rule));
        assertThat(places.size()).as("one district: by township").isEqualTo(1);
        var place = places.get(0);
        assertThat(place.path("name").asString()).isEqualTo("石桥镇");
        assertThat(place.path("yieldPercent").asDouble()).isEqualTo(50.0);
        var of = "/leads?rule=" + rule + "&regionId=" + place.path("regionId").asInt();
        assertThat(place.path("leads").asInt()).isEqualTo(3).isEqualTo(total(of));
        assertThat(place.path("open").asInt()).isEqualTo(1).isEqualTo(total(of + "&state=NEW,ASSIGNED"));
    }
}
