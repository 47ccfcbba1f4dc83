package org.hutong.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hutong.ServerTests;
import org.hutong.kernel.Refusal;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class SeparatedPowersTests extends ServerTests {

    private static final List<Role> ADMINISTRATORS = List.of(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN);

    @Autowired
    JdbcClient jdbc;
    @Autowired
    Purposes purposes;

    @Test
    void noSetOfUpToFourRolesHoldsTwoAdministratorsOrAnAdministratorAndCaseWork() {
        var roles = List.of(Role.values());
        var sets = 0;
        for (var a = 0; a < roles.size(); a++) {
            for (var b = a; b < roles.size(); b++) {
                for (var c = b; c < roles.size(); c++) {
                    for (var d = c; d < roles.size(); d++) {
                        var set = List.of(roles.get(a), roles.get(b), roles.get(c), roles.get(d)).stream().distinct().toList();
                        var administrators = set.stream().filter(ADMINISTRATORS::contains).count();
                        var expected = !set.contains(Role.SERVICE) && (administrators == 0 || administrators == 1 && set.size() == 1);
                        assertThat(goTogether(set)).as("%s", set).isEqualTo(expected);
                        sets++;
                    }
                }
            }
        }
        assertThat(sets).isGreaterThan(1000);
    }

    private static boolean goTogether(List<Role> roles) {
        try {
            Accounts.requireTogether(roles.stream().map(role -> new Grant(role, 1)).toList());
            return true;
        } catch (Refusal refusal) {
            return false;
        }
    }

    /// Past the service, with statements of the security administrator's own.
    @Test
    void noSequenceOfUpToFourGrantsGivesTwoAdministratorsInTheDatabase() {
        var sequences = new ArrayList<List<Role>>();
        for (var a : ADMINISTRATORS) {
            for (var b : ADMINISTRATORS) {
                for (var c : ADMINISTRATORS) {
                    for (var d : ADMINISTRATORS) {
                        sequences.add(List.of(a, b, c, d));
                    }
                }
            }
        }
        for (var sequence : sequences) {
            var id = Acting.as(ServiceAccounts.setup(), () -> accounts.open("s" + UUID.randomUUID().toString().replace("-", ""), "测试", null, List.of()));
            for (var role : sequence) {
                try {
                    as(Role.SECURITY_ADMIN, null, () -> jdbc.sql("insert into access.grant_of_role (account_id, role, granted_at) values (:id, :role, :at)")
                            .param("id", id).param("role", role.name()).param("at", OffsetDateTime.parse("2026-01-01T00:00:00Z")).update());
                } catch (org.springframework.dao.DuplicateKeyException expected) {
                    assertThat(expected).hasMessageContaining("three_administrators");
                }
            }
            assertThat(as(Role.SECURITY_ADMIN, null, () -> jdbc.sql("select count(*) from access.grant_of_role where account_id = :id and revoked_at is null")
                    .param("id", id).query(Integer.class).single())).isEqualTo(1);
        }
    }

    @Test
    void aSecurityAdministratorCannotChangeTheirOwnAccount() {
        var id = account(Role.SECURITY_ADMIN, null);
        var me = signedIn(Role.SECURITY_ADMIN, null);
        for (var answer : List.of(me.put("/api/accounts/" + id + "/roles", Map.of("roles", List.of(Map.of("code", "CITY_OFFICER", "regionId", region("12"))))),
                me.post("/api/accounts/" + id + "/disable", Map.of("reason", "x")), me.post("/api/accounts/" + id + "/reset-password", null))) {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("ACC-032");
        }
    }

    private String state() {
        return Acting.as(ServiceAccounts.setup(), () -> inTransaction.execute(status -> jdbc.sql("""
                select md5(string_agg(t, '|' order by t)) from (
                  select a::text t from (select id, login, display_name, office_id, disabled_at from access.account) a
                  union all select g::text from access.grant_of_role g) all_of_it""").query(String.class).single()));
    }

    @Test
    void extraFieldsInABodyChangeNothingOfAuthorisation() {
        var person = signedIn(Role.TOWN_CLERK, "120116002");
        var subject = UUID.randomUUID().toString();
        var before = state();
        var extras = Map.<String, Object>of("roles", List.of(Map.of("code", "SECURITY_ADMIN")), "role", "CITY_OFFICER", "regionId", region("12"), "officeId", 1,
                "disabled", false, "epoch", 99, "accountId", account(Role.SECURITY_ADMIN, null).toString(), "approvedBy", "x", "scope", List.of(region("12")));
        for (var path : List.of("/api/purposes", "/api/session", "/api/notices/" + subject + "/read")) {
            var body = new java.util.HashMap<String, Object>(extras);
            body.put("subjectId", subject);
            body.put("purpose", "LEAD");
            body.put("login", login(Role.TOWN_CLERK, "120116002"));
            body.put("password", PASSWORD);
            person.post(path, body);
        }
        var change = new java.util.HashMap<String, Object>(extras);
        change.put("old", PASSWORD);
        change.put("new", PASSWORD);
        person.put("/api/session/password", change);
        assertThat(state()).isEqualTo(before);
        assertThat(person.get("/api/session").json().path("account").path("roles").size()).isEqualTo(1);
    }

    @Test
    void aFileNeedsAPurposeThatStillRuns() {
        var subject = UUID.randomUUID();
        assertThatThrownBy(() -> as(Role.TOWN_CLERK, "120116002", () -> purposes.require(subject)))
                .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("ACC-020"));
        var stated = signedIn(Role.TOWN_CLERK, "120116002").post("/api/purposes", Map.of("subjectId", subject, "purpose", "LEAD"));
        assertThat(stated.status()).isEqualTo(200);
        assertThat(as(Role.TOWN_CLERK, "120116002", () -> purposes.require(subject)).purpose()).isEqualTo("LEAD");
        assertThatThrownBy(() -> as(Role.TOWN_CLERK, "120116001", () -> purposes.require(subject))).isInstanceOf(Refusal.class);
        as(Role.TOWN_CLERK, "120116002", () -> jdbc.sql("update access.purpose set expires_at = granted_at where subject_id = :id").param("id", subject).update());
        assertThatThrownBy(() -> as(Role.TOWN_CLERK, "120116002", () -> purposes.require(subject))).isInstanceOf(Refusal.class);
    }

    @Test
    void breakingTheGlassOpensAtOnceAndWaitsForSomebodyElsesReview() {
        var subject = UUID.randomUUID();
        var clerk = signedIn(Role.TOWN_CLERK, "120116002");
        assertThat(clerk.post("/api/purposes", Map.of("subjectId", subject, "purpose", "EMERGENCY", "breakGlass", true)).code()).isEqualTo("ACC-022");
        assertThat(clerk.post("/api/purposes", Map.of("subjectId", subject, "purpose", "EMERGENCY", "breakGlass", true, "note", "夜间求助")).status()).isEqualTo(200);
        var approver = signedIn(Role.DISTRICT_APPROVER, "120116");
        var waiting = approver.get("/api/purposes/reviews").json().path("items").valueStream().filter(item -> item.path("subjectId").asString().equals(subject.toString())).toList();
        assertThat(waiting).hasSize(1);
        assertThat(signedIn(Role.DISTRICT_APPROVER, "120101").get("/api/purposes/reviews").text()).doesNotContain(subject.toString());
        var id = waiting.getFirst().path("id").asString();
        assertThat(signedIn(Role.DISTRICT_APPROVER, "120101").post("/api/purposes/" + id + "/review", Map.of("review", "属实")).status()).isEqualTo(404);
        assertThat(approver.post("/api/purposes/" + id + "/review", Map.of("review", "属实")).status()).isEqualTo(204);
        assertThat(approver.get("/api/purposes/reviews").text()).doesNotContain(subject.toString());
        assertThatThrownBy(() -> as(Role.TOWN_CLERK, "120116002", () -> jdbc.sql("update access.purpose set reviewed_by = account_id where id = :id")
                .param("id", UUID.fromString(id)).update())).hasStackTraceContaining("not_reviewed_by_oneself");
    }

    @Test
    void everyDenialStandsInTheLog() {
        var clerk = signedIn(Role.TOWN_CLERK, "120116002");
        var id = account(Role.TOWN_CLERK, "120116002");
        var before = denials(id);
        for (var i = 0; i < 7; i++) {
            assertThat(clerk.get("/api/accounts/../looks?account=" + id).status()).isIn(400, 403);
            assertThat(clerk.get("/api/looks").status()).isEqualTo(403);
        }
        assertThat(denials(id) - before).isGreaterThanOrEqualTo(7);
    }

    private int denials(UUID account) {
        return as(Role.AUDIT_ADMIN, null, () -> jdbc.sql("select count(*) from access.look where account_id = :id and action = 'DENIED' and detail like 'GET /api/looks%'")
                .param("id", account).query(Integer.class).single());
    }
}
