package org.hutong.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Rows in PostgreSQL's COPY text format, sent to a temporary table in pieces.
///
/// COPY is refused on tables under row security: rows go into a temporary table of the transaction and from there by INSERT … SELECT
/// through the policies.
final class CopyText implements AutoCloseable {

    private static final HexFormat HEX = HexFormat.of();
    private static final int PIECE = 1 << 18;

    private final org.postgresql.copy.CopyIn copy;
    private final StringBuilder text = new StringBuilder(PIECE + 4096);
    private boolean first = true;
    private boolean done;

    private CopyText(org.postgresql.copy.CopyIn copy) {
        this.copy = copy;
    }

    /// @param table   name of the temporary table
    /// @param columns its columns with their types
    static CopyText into(Connection connection, String table, String columns) {
        try (var statement = connection.createStatement()) {
            statement.execute("drop table if exists pg_temp." + table);
            statement.execute("create temp table " + table + " (" + columns + ") on commit drop");
            return new CopyText(connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy pg_temp." + table + " from stdin"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    CopyText add(@Nullable Object value) {
        if (!first) {
            text.append('\t');
        }
        first = false;
        switch (value) {
            case null -> text.append("\\N");
            case byte[] bytes -> HEX.formatHex(text.append("\\\\x"), bytes);
            case String string -> escape(string);
            default -> text.append(value);
        }
        return this;
    }

    private void escape(String value) {
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\0' -> { }
                default -> text.append(c);
            }
        }
    }

    void endRow() {
        text.append('\n');
        first = true;
        if (text.length() >= PIECE) {
            send();
        }
    }

    private void send() {
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        text.setLength(0);
        try {
            copy.writeToCopy(bytes, 0, bytes.length);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Ends the COPY; without it the rows sent are thrown away.
    void finish() {
        try {
            send();
            copy.endCopy();
            done = true;
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() {
        if (!done && copy.isActive()) {
            try {
                copy.cancelCopy();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
