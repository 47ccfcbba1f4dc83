package org.hutong.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hutong.ServerTests;
import org.hutong.access.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

public class RowSecurityTests extends ServerTests {

    @Autowired
    JdbcClient jdbc;

    @BeforeAll
    public static void aLargeTableOfRowsAtTwoHundredPlaces() throws Exception {
        try (var owner = databaseOwner().getConnection(); var statement = owner.createStatement()) {
            statement.execute("create schema if not exists probe");
            statement.execute("create table if not exists probe.standing (id int primary key, region_id int not null)");
            try (var guarded = statement.executeQuery("select relrowsecurity from pg_class where oid = 'probe.standing'::regclass")) {
                guarded.next();
                if (guarded.getBoolean(1)) {
                    return;
                }
            }
            statement.execute("call kernel.guard_place('probe.standing')");
            statement.execute("create index on probe.standing (region_id)");
        }
        try (var administrator = databaseAdministrator().getConnection(); var statement = administrator.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute("insert into probe.standing (id, region_id, district_id) select n, 100000 + n % 200, 200000 + n % 20 from generate_series(1, 200000) n");
            statement.execute("analyze probe.standing");
        }
    }

    private static List<String> reviewed() throws IOException {
        try (var in = RowSecurityTests.class.getResourceAsStream("/tables-without-row-security.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#") && line.contains("|"))
                    .map(line -> line.substring(0, line.indexOf('|')).strip()).toList();
        }
    }

    /// Tables and views that lack what they must have, with what they lack.
    private static Map<String, String> lacking(Connection connection) throws Exception {
        var reviewed = reviewed();
        var lacking = new TreeMap<String, String>();
        try (var statement = connection.createStatement(); var rows = statement.executeQuery("""
                select n.nspname, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, pg_get_userbyid(c.relowner) owner,
                  (select count(*) from pg_policy p where p.polrelid = c.oid) policies, coalesce(array_to_string(c.reloptions, ','), '') options,
                  has_table_privilege('hutong_app', c.oid, 'select') readable
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where c.relkind in ('r', 'p', 'v', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and n.nspname not like 'pg_temp%'
                  and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')""")) {
            while (rows.next()) {
                var name = rows.getString("nspname") + "." + rows.getString("relname");
                if (reviewed.contains(name) || reviewed.contains("*." + rows.getString("relname"))) {
                    if (!rows.getString("nspname").equals("engine") && rows.getBoolean("readable")) {
                        lacking.put(name, "is on the reviewed list and can be read by the application role");
                    }
                    continue;
                }
                switch (rows.getString("relkind")) {
                    case "v" -> {
                        if (!rows.getString("options").contains("security_invoker=true")) {
                            lacking.put(name, "view without security_invoker");
                        }
                    }
                    case "m" -> lacking.put(name, "materialized view: keeps rows past row security");
                    default -> {
                        if (!rows.getBoolean("relrowsecurity") || !rows.getBoolean("relforcerowsecurity") || rows.getInt("policies") == 0) {
                            lacking.put(name, "row security " + rows.getBoolean("relrowsecurity") + " forced " + rows.getBoolean("relforcerowsecurity")
                                    + " policies " + rows.getInt("policies"));
                        } else if (rows.getString("owner").equals("hutong_app")) {
                            lacking.put(name, "belongs to the application role");
                        }
                    }
                }
            }
        }
        return lacking;
    }

    @Test
    void everyTableIsUnderForcedRowSecurityOrOnTheReviewedList() throws Exception {
        try (var connection = databaseOwner().getConnection()) {
            assertThat(lacking(connection)).isEmpty();
        }
    }

    @Test
    void aNewTableOrViewWithoutItIsFound() throws Exception {
        try (var connection = databaseOwner().getConnection(); var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("create table region.canary (id int)");
            statement.execute("create table region.canary_unforced (id int)");
            statement.execute("alter table region.canary_unforced enable row level security");
            statement.execute("create view region.canary_view as select * from region.region");
            assertThat(lacking(connection)).containsOnlyKeys("region.canary", "region.canary_unforced", "region.canary_view");
            connection.rollback();
        }
    }

    @Test
    void noFunctionOfOursRunsWithItsOwnersRights() throws Exception {
        try (var connection = databaseOwner().getConnection(); var statement = connection.createStatement(); var rows = statement.executeQuery("""
                select n.nspname || '.' || p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')""")) {
            var found = new java.util.ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            // Reviewed: `freshen` only runs ANALYZE on its own schema after a bulk load; it takes nothing and returns nothing.
            assertThat(found).containsExactly("registry.freshen");
        }
    }

    @Test
    void theApplicationRoleOwnsNothingAndPassesNothingBy() throws Exception {
        try (var connection = applicationRole().getConnection(); var statement = connection.createStatement(); var row = statement.executeQuery("""
                select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, (select count(*) from pg_class where relowner = r.oid and relkind <> 't')
                from pg_roles r where rolname = current_user""")) {
            row.next();
            assertThat(List.of(row.getBoolean(1), row.getBoolean(2), row.getBoolean(3), row.getBoolean(4), row.getInt(5))).containsExactly(false, false, false, false, 0);
        }
    }

    private static List<String> guardedTables(Connection connection) throws SQLException {
        var names = new ArrayList<String>();
        try (var statement = connection.createStatement(); var rows = statement.executeQuery("""
                select c.oid::regclass::text from pg_class c where c.relkind = 'r' and c.relrowsecurity and has_table_privilege(c.oid, 'select')""")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static void assertNothingIsSeen(Connection connection) throws SQLException {
        var tables = guardedTables(connection);
        assertThat(tables).hasSizeGreaterThan(10).contains("probe.standing", "region.region", "access.account");
        for (var table : tables) {
            try (var statement = connection.createStatement(); var rows = statement.executeQuery("select count(*) from " + table)) {
                rows.next();
                assertThat(rows.getInt(1)).as(table).isZero();
            }
        }
    }

    @Test
    void withoutSayingWhoAsksEveryTableIsEmpty() throws Exception {
        try (var connection = applicationRole().getConnection()) {
            assertNothingIsSeen(connection);
        }
    }

    @Test
    void afterTheTransactionThatSaidItEndedEveryTableIsEmptyAgain() throws Exception {
        try (var connection = applicationRole().getConnection()) {
            connection.setAutoCommit(false);
            assertThat(standing(connection, "{100001}")).isEqualTo(1000);
            connection.commit();
            assertNothingIsSeen(connection);
            connection.commit();
            assertThat(standing(connection, "{200001}")).isEqualTo(10000);
            connection.rollback();
            assertNothingIsSeen(connection);
        }
    }

    @Test
    void parallelWorkersSeeWhatTheirLeaderSeesAndNothingWithoutContext() throws Exception {
        try (var connection = applicationRole().getConnection(); var statement = connection.createStatement()) {
            for (var setting : List.of("max_parallel_workers_per_gather = 4", "parallel_setup_cost = 0", "parallel_tuple_cost = 0", "min_parallel_table_scan_size = 0")) {
                statement.execute("set " + setting);
            }
            try (var plan = statement.executeQuery("explain select count(*) from probe.standing")) {
                var text = new StringBuilder();
                while (plan.next()) {
                    text.append(plan.getString(1));
                }
                assertThat(text).contains("Workers Planned");
            }
            connection.setAutoCommit(false);
            for (var i = 0; i < 20; i++) {
                assertThat(standing(connection, "{100001,100002}")).isEqualTo(2000);
                connection.commit();
                assertThat(count(connection)).isZero();
                connection.commit();
            }
        }
    }

    private static int standing(Connection connection, String scope) throws SQLException {
        try (var set = connection.prepareStatement("select set_config('hutong.account', gen_random_uuid()::text, true), set_config('hutong.scope', ?, true)")) {
            set.setString(1, scope);
            set.execute();
        }
        return count(connection);
    }

    private static int count(Connection connection) throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery("select count(*) from probe.standing")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void aRowCannotBeWrittenOutsideOnesScope() {
        assertThatThrownBy(() -> as(Role.DISTRICT_OFFICER, "120116", () -> jdbc.sql("insert into probe.standing (id, region_id) values (-1, :place)")
                .param("place", region("120101001001")).update())).hasStackTraceContaining("row-level security");
    }

    @Test
    void aRowsChainIsFilledFromItsPlace() {
        as(Role.DISTRICT_OFFICER, "120116", () -> jdbc.sql("insert into probe.standing (id, region_id) values (-2, :place) on conflict do nothing")
                .param("place", region("120116002201")).update());
        assertThat(as(Role.TOWN_CLERK, "120116002", () -> jdbc.sql("select count(*) from probe.standing").query(Integer.class).single())).isEqualTo(1);
        assertThat(as(Role.TOWN_CLERK, "120116001", () -> jdbc.sql("select count(*) from probe.standing").query(Integer.class).single())).isZero();
        assertThat(as(Role.CITY_OFFICER, "12", () -> jdbc.sql("select count(*) from probe.standing").query(Integer.class).single())).isEqualTo(1);
    }

    @Test
    void onlyTheSecurityAdministratorAndTheProgramWriteGrants() {
        var me = account(Role.DISTRICT_OFFICER, "120116");
        assertThatThrownBy(() -> as(Role.DISTRICT_OFFICER, "120116", () -> jdbc.sql("""
                insert into access.grant_of_role (account_id, role, granted_at) values (:me, 'SECURITY_ADMIN', now())""").param("me", me).update()))
                .hasStackTraceContaining("row-level security");
        var admin = account(Role.SECURITY_ADMIN, null);
        assertThatThrownBy(() -> as(Role.SECURITY_ADMIN, null, () -> jdbc.sql("""
                insert into access.grant_of_role (account_id, role, granted_at) values (:me, 'CITY_OFFICER', now())""").param("me", admin).update()))
                .hasStackTraceContaining("row-level security");
    }
}
