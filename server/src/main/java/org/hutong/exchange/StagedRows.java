package org.hutong.exchange;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.UUID;
import org.hutong.kernel.Ids;
import org.postgresql.PGConnection;

/// Rows go by COPY into temporary tables and from there through the policies.
final class StagedRows implements AutoCloseable {

    private static final HexFormat HEX = HexFormat.of();
    private static final int FLUSH = 1 << 20;
    private static final int MAX_PROBLEMS = 50_000;

    private final Connection connection;
    private final StringBuilder rows = new StringBuilder(FLUSH + 4_096);
    private final StringBuilder loose = new StringBuilder();
    private final StringBuilder members = new StringBuilder();
    private final StringBuilder problems = new StringBuilder();
    private int problemCount;

    StagedRows(Connection connection) throws SQLException {
        this.connection = connection;
        try (var statement = connection.createStatement()) {
            statement.execute("create temporary table staged_row (id uuid, delivery_id uuid, list text, row_no int, id_index bytea, row_hash bytea, fields bytea) on commit drop");
            statement.execute("create temporary table staged_loose (id uuid, delivery_id uuid, list text, row_no int, row_hash bytea, fields bytea) on commit drop");
            statement.execute("create temporary table staged_member (delivery_id uuid, id_index bytea) on commit drop");
            statement.execute("create temporary table staged_problem (id uuid, delivery_id uuid, row_no int, column_no int, field text, code text, message text) on commit drop");
        }
    }

    void row(UUID id, UUID delivery, String list, int number, byte[] index, byte[] hash, byte[] fields) {
        rows.append(id).append('\t').append(delivery).append('\t').append(list).append('\t').append(number).append('\t');
        if (index == null) {
            rows.append("\\N");
        } else {
            bytes(rows, index);
        }
        rows.append('\t');
        bytes(rows, hash);
        rows.append('\t');
        bytes(rows, fields);
        rows.append('\n');
        if (rows.length() > FLUSH) {
            flush("staged_row", rows);
        }
    }

    void loose(UUID id, UUID delivery, String list, int number, byte[] hash, byte[] fields) {
        loose.append(id).append('\t').append(delivery).append('\t').append(list).append('\t').append(number).append('\t');
        bytes(loose, hash);
        loose.append('\t');
        bytes(loose, fields);
        loose.append('\n');
        if (loose.length() > FLUSH) {
            flush("staged_loose", loose);
        }
    }

    void member(UUID delivery, byte[] index) {
        members.append(delivery).append('\t').append("\\\\x").append(HEX.formatHex(index)).append('\n');
        if (members.length() > FLUSH) {
            flush("staged_member", members);
        }
    }

    private static void bytes(StringBuilder line, byte[] value) {
        line.append("\\\\x");
        HEX.formatHex(line, value);
    }

    void problem(UUID delivery, int number, RowReader.Problem problem) {
        if (++problemCount > MAX_PROBLEMS) {
            return;
        }
        problems.append(Ids.next()).append('\t').append(delivery).append('\t').append(number).append('\t').append(problem.column()).append('\t')
                .append(clean(problem.field())).append('\t').append(problem.code()).append('\t').append(clean(problem.message())).append('\n');
    }

    private static String clean(String text) {
        return text.replace("\\", "\\\\").replace("\t", " ").replace("\n", " ").replace("\r", " ");
    }

    private void flush(String table, StringBuilder lines) {
        if (lines.isEmpty()) {
            return;
        }
        try {
            connection.unwrap(PGConnection.class).getCopyAPI()
                    .copyIn("copy " + table + " from stdin", new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)));
            lines.setLength(0);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @return rows that were not known before
    int settle() throws SQLException {
        flush("staged_row", rows);
        flush("staged_loose", loose);
        flush("staged_member", members);
        flush("staged_problem", problems);
        try (var statement = connection.createStatement()) {
            var taken = statement.executeUpdate("""
                    insert into exchange.row (id, delivery_id, list, row_no, id_index, row_hash, fields)
                    select id, delivery_id, list, row_no, id_index, row_hash, fields from staged_row order by row_no
                    on conflict (list, row_hash) do nothing""");
            statement.executeUpdate("""
                    insert into exchange.loose_row (id, delivery_id, list, row_no, row_hash, fields)
                    select id, delivery_id, list, row_no, row_hash, fields from staged_loose order by row_no
                    on conflict (list, row_hash) do nothing""");
            statement.executeUpdate("insert into exchange.member (delivery_id, id_index) select distinct delivery_id, id_index from staged_member on conflict do nothing");
            statement.executeUpdate("insert into exchange.problem select * from staged_problem");
            return taken;
        }
    }

    @Override
    public void close() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("drop table if exists staged_row, staged_loose, staged_member, staged_problem");
        }
    }
}
