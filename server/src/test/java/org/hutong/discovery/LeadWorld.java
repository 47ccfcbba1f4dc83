package org.hutong.discovery;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hutong.Browser;
import org.hutong.FlowWorld;
import org.hutong.access.Role;
import org.hutong.kernel.Ids;

/// Leads put into the table as a comparison would, with the level, confidence and lists that a test wants.
abstract class LeadWorld extends FlowWorld {

    static final int PERCENT = 20;

    record Planted(UUID id, Family family, String name) {}

    /// A lead that falls into the sample of second checks, or one that does not.
    Planted lead(String rule, String name, String level, int confidence, LocalDate found, boolean sampled) {
        var family = family(name);
        var id = Stream.generate(Ids::next).filter((Predicate<UUID>) one -> SecondChecks.sampled(one, PERCENT) == sampled).findFirst().orElseThrow();
        var director = account(Role.CHILD_DIRECTOR, VILLAGE);
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> {
            jdbc.sql("""
                    insert into discovery.lead (id, no, rule_code, rule_name, child_file_id, child_person_id, child_name, child_born, region_id, fingerprint, state, level, confidence,
                      confidence_why, sentence, why, found_at, found_on, limit_days, post_id, assignee_account_id, assignee_name)
                    values (:id, :no, :rule, '测试规则', :file, :person, :name, date '2015-03-08', :region, :id, 'ASSIGNED', :level, :confidence, '测试', '测试', '测试',
                      :found + time '08:00', :found, 7, (select id from region.post where account_id = :director limit 1), :director, '儿童主任')""")
                    .param("id", id).param("no", "测-" + id).param("rule", rule).param("file", family.fileId()).param("person", family.child()).param("name", name)
                    .param("region", region(VILLAGE)).param("level", level).param("confidence", confidence).param("found", found).param("director", director).update();
            evidence(id, 0, "父亲 " + name + "父 · 死亡", "DEATH");
            evidence(id, 1, "母亲 " + name + "母 · 情况", "CUSTODY");
            return null;
        });
        return new Planted(id, family, name);
    }

    private void evidence(UUID lead, int place, String label, String list) {
        jdbc.sql("insert into discovery.evidence (id, lead_id, place, label, theirs_value, list, list_name, same) values (:id, :lead, :place, :label, '有', :list, '测试名单', false)")
                .param("id", Ids.next()).param("lead", lead).param("place", place).param("label", label).param("list", list).update();
    }

    Planted lead(String rule, String name) {
        return lead(rule, name, "ORANGE", 90, TODAY, false);
    }

    Browser supervisor() {
        return signedIn(Role.CHILD_SUPERVISOR, TOWN);
    }

    Browser.Answer answer(Browser who, Planted lead, String outcome, String reason) {
        return who.post("/api/leads/" + lead.id() + "/outcome", reason == null ? Map.of("outcome", outcome) : Map.of("outcome", outcome, "reason", reason));
    }

    int total(String link) {
        return ok(officer().get("/api" + link)).path("total").asInt();
    }

    List<String> names(String path) {
        var names = new ArrayList<String>();
        ok(officer().get(path)).path("items").forEach(row -> names.add(row.path("subjectName").asString()));
        return names;
    }
}
