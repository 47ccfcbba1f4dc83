package org.hutong.schema;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// Brings a database to the shape this version of the program needs: roles first, then every room in order.
///
/// Two roles, always: `hutong_owner` owns the schemas and runs migrations, `hutong_app` serves requests. The application
/// role owns nothing and may not pass row security by.
public final class Migrations {

    public static final String OWNER = "hutong_owner";
    public static final String APP = "hutong_app";

    private Migrations() {}

    /// Creates the two roles where they are missing and sets their passwords. `admin` may be any login that may create roles.
    public static void ensureRoles(DataSource admin, String ownerPassword, String appPassword) throws SQLException {
        try (var connection = admin.getConnection(); var statement = connection.createStatement()) {
            var database = connection.getCatalog();
            for (var role : new String[][] {{OWNER, ownerPassword}, {APP, appPassword}}) {
                try (var exists = connection.prepareStatement("select 1 from pg_roles where rolname = ?")) {
                    exists.setString(1, role[0]);
                    var verb = exists.executeQuery().next() ? "alter" : "create";
                    statement.execute(verb + " role " + role[0]
                            + " with login nosuperuser nobypassrls nocreatedb nocreaterole password " + literal(role[1]));
                }
            }
            statement.execute("grant create, connect, temporary on database " + identifier(database) + " to " + OWNER);
            statement.execute("grant connect, temporary on database " + identifier(database) + " to " + APP);
            statement.execute("revoke create on schema public from public");
            for (var extension : new String[] {"btree_gist", "pg_trgm", "amcheck"}) {
                statement.execute("create extension if not exists " + extension);
            }
        }
    }

    /// Runs every room's migrations in the rooms' order, each in the room's own schema with its own history.
    ///
    /// A database that has had exactly these migrations says so by their hash, and nothing is run: asking seventeen histories one by
    /// one takes seconds.
    public static void run(DataSource owner) {
        var hash = MigrationFiles.hash();
        if (!hash.isEmpty() && hash.equals(migrated(owner))) {
            return;
        }
        for (var room : Rooms.inOrder()) {
            Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(owner)
                    .schemas(room)
                    .defaultSchema(room)
                    .table("flyway_history")
                    .locations("classpath:db/" + room)
                    .failOnMissingLocations(false)
                    .validateMigrationNaming(true)
                    .load()
                    .migrate();
        }
        remember(owner, hash);
    }

    private static String migrated(DataSource owner) {
        try (var connection = owner.getConnection(); var statement = connection.createStatement()) {
            try (var table = statement.executeQuery("select to_regclass('kernel.migrated') is not null")) {
                table.next();
                if (!table.getBoolean(1)) {
                    return "";
                }
            }
            try (var row = statement.executeQuery("select hash from kernel.migrated")) {
                return row.next() ? row.getString(1) : "";
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The database does not answer", e);
        }
    }

    private static void remember(DataSource owner, String hash) {
        try (var connection = owner.getConnection();
                var insert = connection.prepareStatement("insert into kernel.migrated (hash) values (?) on conflict (one) do update set hash = excluded.hash")) {
            insert.setString(1, hash);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("The database does not answer", e);
        }
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String identifier(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
