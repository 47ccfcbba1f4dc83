package org.hutong.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.hutong.access.Role;
import org.hutong.kernel.Ids;
import org.junit.jupiter.api.Test;

/// What is open of a child goes along when it moves.
class AMovedChildTests extends LeadWorld {

    private static final String NEW_VILLAGE = "120116001001";

    private void moved(UUID file) {
        ok(officer().post("/api/purposes", Map.of("subjectId", file, "purpose", "LEAD")));
        var moved = officer().post("/api/children/" + file + "/move", Map.of("toRegionId", region(NEW_VILLAGE), "on", "2026-11-01", "reason", "随祖母搬迁"));
        assertThat(moved.status()).as(moved.text()).isEqualTo(204);
    }

    private void eventually(BooleanSupplier condition) {
        for (var i = 0; i < 600 && !condition.getAsBoolean(); i++) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private Map<String, Object> row(String table, UUID id) {
        var sql = table.equals("lead") ? "select region_id, state, assignee_account_id as assignee from discovery.lead where id = :id"
                : "select region_id, 'OPEN' as state, assignee from watch.duty where id = :id";
        return as(Role.DISTRICT_OFFICER, DISTRICT, () -> jdbc.sql(sql).param("id", id).query().singleRow());
    }

    @Test
    void openLeadsAndDutiesGoToTheDirectorOfTheNewVillageAndAnsweredLeadsStay() {
        var there = account(Role.CHILD_DIRECTOR, NEW_VILLAGE);
        var open = lead("T-BJ", "搬家未办");
        var done = lead("T-BJ", "搬家已办");
        ok(answer(director(), done, "CONFIRMED", null));
        var duty = Ids.next();
        as(Role.DISTRICT_OFFICER, DISTRICT, () -> jdbc.sql("""
                insert into watch.duty (id, kind, cadence, child_file_id, child_person_id, child_name, region_id, because, clause, assumption, opened_on, due_on, assignee)
                values (:id, 'VISIT', 'T', :file, :person, '搬家未办', :region, '测试', '测试', true, :on, :on, :director)""").param("id", duty).param("file", open.family().fileId())
                .param("person", open.family().child()).param("region", region(VILLAGE)).param("on", LocalDate.of(2026, 11, 20)).param("director", account(Role.CHILD_DIRECTOR, VILLAGE)).update());
        moved(open.family().fileId());
        moved(done.family().fileId());
        eventually(() -> row("lead", open.id()).get("region_id").equals(region(NEW_VILLAGE)));
        eventually(() -> row("duty", duty).get("region_id").equals(region(NEW_VILLAGE)));
        assertThat(row("lead", open.id())).containsEntry("assignee", there).containsEntry("state", "ASSIGNED");
        assertThat(row("duty", duty)).containsEntry("assignee", there);
        assertThat(row("lead", done.id())).containsEntry("region_id", region(VILLAGE)).containsEntry("state", "CONFIRMED");
        assertThat(ok(signedIn(Role.CHILD_DIRECTOR, NEW_VILLAGE).get("/api/leads/" + open.id())).path("history").toString()).contains("搬家");
    }
}
