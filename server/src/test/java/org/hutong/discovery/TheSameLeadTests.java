package org.hutong.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hutong.FlowWorld;
import org.hutong.access.Role;
import org.hutong.exchange.Deliveries;
import org.hutong.exchange.Delivery;
import org.hutong.registry.Families;
import org.hutong.registry.Merges;
import org.hutong.registry.FactKinds;
import org.hutong.registry.NewPerson;
import org.hutong.registry.Relation;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// A lead that was answered does not come back while the facts it rests on are the same.
class TheSameLeadTests extends FlowWorld {

    @Autowired
    Comparisons comparisons;
    @Autowired
    Merges merges;
    @Autowired
    Deliveries deliveries;

    private record Kin(UUID file, UUID child, String name, UUID father, UUID mother, String fatherNumber) {}

    /// A child whose parents have numbers, so that a list can speak of them.
    private Kin kin(String name, int seed) {
        var numbers = new Families(seed);
        var place = region(VILLAGE);
        var fatherNumber = numbers.number(LocalDate.of(1985, 3, 4), true);
        return as(Role.DISTRICT_OFFICER, DISTRICT, () -> {
            var child = registry.enrol(new NewPerson(name, "女", LocalDate.of(2015, 3, 8), null, null, null, null, null, null, place, place, null));
            var father = registry.enrol(new NewPerson(name + "父", "男", LocalDate.of(1985, 3, 4), null, fatherNumber, null, null, null, null, place, place, null));
            var mother = registry.enrol(new NewPerson(name + "母", "女", LocalDate.of(1987, 4, 5), null, null, null, null, null, null, place, place, null));
            registry.relate(child, father, Relation.FATHER, null, null);
            registry.relate(child, mother, Relation.MOTHER, null, null);
            return new Kin(registry.openFile(child, null), child, name, father, mother, fatherNumber);
        });
    }

    private List<String> compared(UUID... files) {
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> comparisons.compareAll());
        return leads(files);
    }

    /// Rule and state of every lead under these files, found through the persons a list speaks of.
    private List<String> leads(UUID... files) {
        return as(Role.DISTRICT_OFFICER, DISTRICT, () -> jdbc.sql("select rule_code || ' ' || state from discovery.lead where child_file_id = any(:files) order by found_at, id").param("files", files)
                .query(String.class).list());
    }

    private void answered(UUID file) {
        for (var id : as(Role.DISTRICT_OFFICER, DISTRICT, () -> jdbc.sql("select id from discovery.lead where child_file_id = :file and state in ('NEW', 'ASSIGNED')").param("file", file)
                .query(UUID.class).list())) {
            ok(director().post("/api/leads/" + id + "/outcome", Map.of("outcome", "NOT_MATCHING", "reason", "祖父母按月收到抚养费")));
        }
    }

    /// The father's death as the department lists it; the mother is away in prison, as she said herself.
    private Delivery delivered(Kin kin, String extra) {
        var csv = "姓名,身份证号,死亡日期,死亡原因\r\n" + kin.name() + "父," + kin.fatherNumber() + ",2026-05-01,疾病\r\n" + extra;
        var id = UUID.fromString(ok(officer().upload("/api/exchange/deliveries", "死亡-" + extra.length() + ".csv", csv.getBytes(StandardCharsets.UTF_8), Map.of("list", "DEATH"))).path("id").asString());
        return awaited("a comparison", () -> {
            var seen = as(serviceAccounts.nightly(), () -> deliveries.byId(id));
            var read = seen.state() != Delivery.State.RECEIVED && seen.state() != Delivery.State.READING;
            return read && as(serviceAccounts.nightly(), () -> jdbc.sql("select exists (select 1 from discovery.run where delivery_id = :id)").param("id", id).query(Boolean.class).single()) ? seen : null;
        });
    }

    @Test
    void afterAnAnswerNeitherTheNightNorTheSameListAgainBringsItBack() {
        var kin = kin("同条线索", 901);
        fact(kin.mother(), "situation", "服刑在押", LocalDate.of(2025, 6, 11), LocalDate.of(2028, 8, 10));
        assertThat(delivered(kin, "").state()).isEqualTo(Delivery.State.DONE);
        assertThat(leads(kin.file())).hasSize(1);
        answered(kin.file());
        assertThat(compared(kin.file())).singleElement().asString().endsWith("NOT_MATCHING");
        assertThat(delivered(kin, "某人," + new Families(902).number(LocalDate.of(1970, 1, 1), true) + ",2026-06-01,疾病\r\n").state()).isEqualTo(Delivery.State.DONE);
        assertThat(leads(kin.file())).as("the same row in a later delivery").singleElement().asString().endsWith("NOT_MATCHING");
    }

    @Test
    void theFigureOfADeliveryOpensTheLeadsItRaisedAndNoOthers() {
        var one = kin("甲批线索", 921);
        var other = kin("乙批线索", 923);
        fact(one.mother(), "situation", "服刑在押", LocalDate.of(2025, 6, 11), LocalDate.of(2028, 8, 10));
        fact(other.mother(), "situation", "服刑在押", LocalDate.of(2025, 6, 11), LocalDate.of(2028, 8, 10));
        for (var child : List.of(one, other)) {
            var delivery = delivered(child, "");
            var page = ok(officer().get("/api/leads?delivery=" + delivery.id()));
            assertThat(page.path("items").valueStream().map(row -> row.path("subjectName").asString())).containsExactly(child.name());
            assertThat(ok(officer().get("/api/exchange/deliveries/" + delivery.id())).path("leadsFound").asInt()).isEqualTo(1);
        }
    }

    @Test
    void whatTheFileAndTheListBothSayStandsInOneLine() {
        var kin = kin("并排对照", 925);
        fact(kin.mother(), "situation", "服刑在押", LocalDate.of(2025, 6, 11), LocalDate.of(2028, 8, 10));
        fact(kin.father(), FactKinds.DEATH, "", LocalDate.of(2026, 5, 2), null);
        var delivery = delivered(kin, "");
        var lead = ok(officer().get("/api/leads?delivery=" + delivery.id())).path("items").path(0).path("id").asString();
        var lines = ok(officer().get("/api/leads/" + lead)).path("evidence");
        assertThat(lines.valueStream().map(line -> line.path("label").asString())).containsExactly("父亲 并排对照父 · 死亡", "母亲 并排对照母 · 父母情形");
        assertThat(lines.path(0).path("ours").path("date").asString()).isEqualTo("2026-05-02");
        assertThat(lines.path(0).path("theirs").path("date").asString()).isEqualTo("2026-05-01");
        assertThat(lines.path(0).path("same").asBoolean()).as("the days differ").isFalse();
        assertThat(lines.path(1).path("theirs").isMissingNode() || lines.path(1).path("theirs").isNull()).as("no list says it").isTrue();
    }

    @Test
    void aFactThatChangedBringsItBack() {
        var kin = kin("变了再来", 903);
        fact(kin.mother(), "situation", "服刑在押", LocalDate.of(2025, 6, 11), LocalDate.of(2028, 8, 10));
        delivered(kin, "");
        answered(kin.file());
        fact(kin.mother(), "situation", "失联", LocalDate.of(2026, 10, 1), null);
        assertThat(compared(kin.file())).hasSize(2).last().asString().endsWith("ASSIGNED");
    }

    @Test
    void joiningTwoRecordsAndPartingThemAgainBringsNothingBackThatWasAnswered() {
        var kept = kin("合并线索", 905);
        var other = kin("合并线嗦", 907);
        fact(other.mother(), "situation", "服刑在押", LocalDate.of(2025, 6, 11), LocalDate.of(2028, 8, 10));
        delivered(other, "");
        assertThat(leads(other.file())).hasSize(1);
        answered(other.file());
        var before = compared(kept.file(), other.file());
        assertThat(before).singleElement().asString().endsWith("NOT_MATCHING");
        var merge = as(Role.DISTRICT_OFFICER, DISTRICT, () -> merges.merge(kept.child(), other.child(), "同一人"));
        assertThat(compared(kept.file(), other.file())).as("joined: the same facts now stand under the other file").isEqualTo(before);
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> merges.undo(merge.id(), "核对有误"));
        assertThat(compared(kept.file(), other.file())).as("parted again").isEqualTo(before);
    }

    @Test
    void whatWasAnsweredOfTheOneIsAskedAgainOfTheOtherWhenTheyProveToBeTwoChildren() {
        var kept = kin("两个孩子", 909);
        var other = kin("两个孩纸", 911);
        var merge = as(Role.DISTRICT_OFFICER, DISTRICT, () -> merges.merge(kept.child(), other.child(), "同一人"));
        fact(other.mother(), "situation", "服刑在押", LocalDate.of(2025, 6, 11), LocalDate.of(2028, 8, 10));
        delivered(other, "");
        assertThat(leads(kept.file(), other.file())).hasSize(1);
        answered(kept.file());
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> merges.undo(merge.id(), "核对有误"));
        assertThat(compared(kept.file())).as("the facts are not this child's").singleElement().asString().endsWith("NOT_MATCHING");
        assertThat(leads(other.file())).as("nobody has ever answered for this child").singleElement().asString().endsWith("ASSIGNED");
    }
}
