package org.hutong.policy.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hutong.policy.Rulebook;
import org.hutong.policy.pack.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/// The packs of Tianjin, Liaoning and Dalian against a second implementation in SQL, written by hand from the clauses (`src/test/resources/second`).
///
/// Every fact is known (or known to be none); what no local standard gives is null there and 待核实 here. `-Dseed=` repeats a run, `-Dchildren=` sets its size.
class SecondImplementationTest {
    private static final List<String> PLACES = List.of("120104", "120116", "210100", "210200");
    /// Around every change of law, and leap days.
    private static final List<LocalDate> DAYS = List.of(LocalDate.of(2026, 11, 23), LocalDate.of(2026, 1, 29), LocalDate.of(2026, 1, 30), LocalDate.of(2024, 7, 1), LocalDate.of(2024, 6, 30), LocalDate.of(2024, 2, 29),
            LocalDate.of(2023, 12, 31), LocalDate.of(2021, 1, 1), LocalDate.of(2020, 12, 31));

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final int children = Integer.getInteger("children", 5_000);

    private record Group(Plan plan, Population answers, Columns columns, int first) {}

    @Test
    void everyAnswerAndAmountOfRandomChildrenIsEqualToTheSqlWrittenFromTheClauses(@TempDir Path folder) throws Exception {
        var book = Rulebook.read(Path.of(System.getProperty("rulebook", "../rulebook")));
        var facts = new LinkedHashMap<String, Type>();
        for (var place : PLACES) book.law(place).facts.values().forEach(f -> facts.putIfAbsent(f.name(), f.type()));
        var groups = new ArrayList<Group>();
        try (var server = EmbeddedPostgres.builder().setDataDirectory(folder.resolve("pg")).setOverrideWorkingDirectory(folder.resolve("bin").toFile()).setLocaleConfig("locale", "C.UTF-8").setServerConfig("fsync", "off").start();
                var db = server.getPostgresDatabase().getConnection(); var statement = db.createStatement()) {
            statement.execute(read("second/standards.sql"));
            statement.execute(table(facts));
            var random = new Random(seed);
            int done = 0, each = Math.max(1, children / (PLACES.size() * DAYS.size()));
            for (var place : PLACES) for (var day : DAYS) {
                groups.add(load(book.at(place, day), place, day, each, done, facts, random, db));
                done += each;
            }
            statement.execute("analyze child");
            statement.setFetchSize(1000);
            db.setAutoCommit(false);
            long answers = 0;
            try (var rows = statement.executeQuery(read("second/answers.sql"))) {
                for (int row = 0; row < done; row++) {
                    assertThat(rows.next()).isTrue();
                    answers += compare(groups.get(row / each), row % each, rows);
                }
            }
            System.out.println("第二实现（SQL）：seed=" + seed + "，儿童 " + done + " 个，回答 " + answers + " 个，差异 0");
            assertThat(answers).isPositive();
        }
    }

    private static String read(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources", name));
    }

    private static String table(Map<String, Type> facts) {
        var sql = new StringBuilder("create table child (id int, place text, day date");
        facts.forEach((name, type) -> sql.append(", ").append(name).append(switch (type.kind()) {
            case BOOL -> " boolean";
            case DATE -> " date";
            case NUM -> " numeric";
            default -> " text";
        }));
        return sql.append(")").toString();
    }

    private static Group load(Plan plan, String place, LocalDate day, int n, int first, Map<String, Type> facts, Random random, Connection db) throws SQLException, IOException {
        var generator = new Children(plan, random);
        var columns = new Columns(plan, n);
        var csv = new StringBuilder();
        for (int i = 0; i < n; i++) {
            csv.append(first + i).append(',').append(place).append(',').append(day);
            for (var name : facts.keySet()) {
                csv.append(',');
                var v = plan.c.vars.get(name);
                if (v == null) continue;
                long x = generator.any(v);
                columns.set(v.index, i, x);
                if (x == Type.NULL) continue;
                csv.append(v.type.kind() == Type.Kind.BOOL ? x == 1 ? "true" : "false" : v.type.plain(x).toString());
            }
            csv.append('\n');
        }
        db.unwrap(PGConnection.class).getCopyAPI().copyIn("copy child from stdin (format csv)", new StringReader(csv.toString()));
        columns.seal();
        return new Group(plan, Population.run(plan, columns, 1), columns, first);
    }

    private int compare(Group g, int i, ResultSet rows) throws SQLException {
        int n = 0;
        for (var category : g.plan.categories) {
            same(g, i, category.category().name(), answer(rows, category.category().code()), g.answers.category(category.category().code())[i], null, 0);
            n++;
        }
        for (var p : g.plan.law.programmes.values()) {
            var name = has(rows, p.code()) ? p.code() : g.plan.law.region.substring(0, 2) + " " + p.code();
            byte entitled = answer(rows, name);
            BigDecimal pays = p.amount() == null ? BigDecimal.ZERO : rows.getBigDecimal(name + " pays");
            byte theirs = entitled == Population.YES && pays == null ? Population.PENDING : entitled;
            same(g, i, p.name(), theirs, g.answers.answers(p.code())[i], theirs == Population.YES ? pays : BigDecimal.ZERO, g.answers.amountsFen(p.code())[i]);
            n++;
        }
        return n;
    }

    private static boolean has(ResultSet rows, String column) {
        try {
            return rows.findColumn(column) > 0;
        } catch (SQLException e) {
            return false;
        }
    }

    private static byte answer(ResultSet rows, String column) throws SQLException {
        boolean yes = rows.getBoolean(column);
        return rows.wasNull() ? Population.PENDING : yes ? Population.YES : Population.NO;
    }

    private void same(Group g, int i, String what, byte theirs, byte own, BigDecimal pays, long fen) {
        if (theirs == own && (pays == null || own == Population.PENDING || pays.movePointRight(2).compareTo(BigDecimal.valueOf(fen)) == 0)) return;
        var child = new LinkedHashMap<String, String>();
        for (var v : g.plan.vars) {
            long x = g.columns.get(v.index, i);
            child.put(v.name, x == Columns.UNKNOWN ? "?" : v.type.show(x));
        }
        throw new AssertionError("seed=" + seed + " " + g.plan.law.region + " " + g.plan.asOf + " " + what + "：SQL " + theirs + " " + pays + "，本引擎 " + own + " " + fen + "；" + child);
    }
}
