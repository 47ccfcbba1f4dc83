package org.hutong;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.hutong.access.Role;
import org.hutong.determination.Entitlements;
import org.hutong.determination.Entitlements.Existing;
import org.hutong.discovery.Comparisons;
import org.hutong.registry.FactKinds;
import org.hutong.registry.FactSource;
import org.hutong.registry.NewFact;
import org.hutong.registry.NewPerson;
import org.hutong.registry.Registry;
import org.hutong.registry.Relation;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Children of the tests' own in 石桥村, and the steps of the flow over HTTP.
public abstract class FlowWorld extends ServerTests {

    protected static final String VILLAGE = "120116002201";
    protected static final String TOWN = "120116002";
    protected static final String DISTRICT = "120116";
    protected static final String PROGRAMME = "SSWRFY";

    @Autowired
    protected Registry registry;
    @Autowired
    protected JdbcClient jdbc;
    @Autowired
    protected Entitlements entitlements;
    @Autowired
    protected Comparisons comparisons;

    protected record Family(UUID fileId, UUID child, UUID father, UUID mother) {}

    /// A child born in 2015 with both parents known, and nothing said of their situations.
    protected Family family(String name) {
        return family(name, VILLAGE, LocalDate.of(2015, 3, 8));
    }

    protected Family family(String name, String village, LocalDate born) {
        var place = region(village);
        return as(Role.DISTRICT_OFFICER, village.substring(0, 6), () -> {
            var child = registry.enrol(person(name, "女", born, place));
            var father = registry.enrol(person(name + "父", "男", LocalDate.of(1985, 1, 2), place));
            var mother = registry.enrol(person(name + "母", "女", LocalDate.of(1987, 4, 5), place));
            registry.relate(child, father, Relation.FATHER, null, null);
            registry.relate(child, mother, Relation.MOTHER, null, null);
            return new Family(registry.openFile(child, null), child, father, mother);
        });
    }

    private static NewPerson person(String name, String sex, LocalDate born, int place) {
        return new NewPerson(name, sex, born, null, null, null, null, null, null, place, place, null);
    }

    protected void fact(UUID person, String kind, String value, LocalDate from, LocalDate to) {
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> registry.record(new NewFact(person, kind, value, null, from, to,
                new FactSource(null, "入户登记", null, null, null), null, null, null, null)));
    }

    /// Father dead, mother in prison until 2028: 事实无人抚养.
    protected Family unsupported(String name) {
        var family = family(name);
        fact(family.father(), FactKinds.DEATH, "疾病", LocalDate.of(2024, 5, 1), null);
        fact(family.mother(), FactKinds.SITUATION, "服刑在押", LocalDate.of(2025, 6, 11), LocalDate.of(2028, 8, 10));
        return family;
    }

    /// A child of the roster taken over, paid by these programmes since January 2025.
    protected Family paid(String name, LocalDate born, String... programmes) {
        // nobody of age gets a new file: the child came of age after it was opened
        var family = family(name, VILLAGE, born.isBefore(TODAY.minusYears(18)) ? TODAY.minusYears(17) : born);
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> jdbc.sql("update registry.person set born = :born where id = :id").param("born", born).param("id", family.child()).update());
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> jdbc.sql("update registry.child_file set born = :born where id = :id").param("born", born).param("id", family.fileId()).update());
        for (var programme : programmes) {
            as(Role.DISTRICT_OFFICER, DISTRICT, () -> entitlements.takeOver(List.of(new Existing(family.fileId(), family.child(), name, region(VILLAGE), programme,
                    programme.equals("GRJB") ? "孤儿基本生活费" : "事实无人抚养儿童基本生活补贴", 243_000, YearMonth.of(2025, 1), null, null, null, "花名册第 1 行", "MF-2019-62#3", true, null, null))));
        }
        return family;
    }

    /// The family's leads, after everybody was compared.
    protected List<JsonNode> leads(Family family) {
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> comparisons.compareAll());
        return officer().get("/api/leads?limit=200").json().path("items").valueStream().filter(lead -> lead.path("subjectId").asString().equals(family.fileId().toString())).toList();
    }

    protected Browser director() {
        return signedIn(Role.CHILD_DIRECTOR, VILLAGE);
    }

    protected Browser clerk() {
        return signedIn(Role.TOWN_CLERK, TOWN);
    }

    protected Browser approver() {
        return signedIn(Role.DISTRICT_APPROVER, DISTRICT);
    }

    protected Browser officer() {
        return signedIn(Role.DISTRICT_OFFICER, DISTRICT);
    }

    /// Looks every 50 ms until there is something to see, for a minute at most.
    protected static <T> T awaited(String what, Supplier<@Nullable T> look) {
        for (var i = 0; i < 1200; i++) {
            var seen = look.get();
            if (seen != null) {
                return seen;
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new AssertionError("a minute went by without " + what);
    }

    protected JsonNode ok(Browser.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    /// A draft, filled in and submitted by the guardian.
    protected String submitted(Family family) {
        var id = ok(director().post("/api/applications", Map.of("childId", family.fileId(), "programme", PROGRAMME))).path("id").asString();
        ok(director().put("/api/applications/" + id + "/form", Map.of("values", Map.of("guardianName", "邓素芬", "guardianRelation", "外祖母",
                "guardianPhone", "13900000000", "payeeName", "邓素芬", "payeeRelation", "外祖母", "payeeBank", "农商银行", "payeeAccount", "0990000000000012345"))));
        ok(director().post("/api/applications/" + id + "/submit",
                Map.of("applicant", Map.of("kind", "GUARDIAN", "name", "邓素芬", "relation", "外祖母", "phone", "13900000000"))));
        return id;
    }

    protected String checked(Family family) {
        var id = submitted(family);
        ok(clerk().post("/api/applications/" + id + "/town-check", Map.of("opinion", "PASS", "note", "比对一致", "items", List.of())));
        return id;
    }

    protected JsonNode confirmed(Family family) {
        return ok(approver().post("/api/applications/" + checked(family) + "/decide", Map.of("outcome", "CONFIRM")));
    }
}
