package org.hutong.exchange;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.UUID;
import javax.sql.DataSource;
import org.hutong.files.SheetReader;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.postgresql.PGConnection;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Reads a received delivery: file → rows → one transaction that makes all of it visible, or none.
///
/// A killed program leaves nothing behind but the sealed file and the ledger line; the delivery is then read again from its beginning.
@Component
class DeliveryReading {

    private static final HexFormat HEX = HexFormat.of();
    private static final int FLUSH = 1 << 20;
    private static final int PROGRESS_EVERY = 5_000;
    private static final int MAX_PROBLEMS = 50_000;

    private final Deliveries deliveries;
    private final Catalogue catalogue;
    private final Vault vault;
    private final DataSource dataSource;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final Today today;

    DeliveryReading(Deliveries deliveries, Catalogue catalogue, Vault vault, DataSource dataSource, TransactionTemplate transaction,
            ApplicationEventPublisher events, Today today) {
        this.deliveries = deliveries;
        this.catalogue = catalogue;
        this.vault = vault;
        this.dataSource = dataSource;
        this.transaction = transaction;
        this.events = events;
        this.today = today;
    }

    private static final class Stopped extends RuntimeException {}

    /// Call with an actor set and outside a transaction.
    void read(UUID id) {
        transaction.executeWithoutResult(t -> state(id, "READING"));
        try {
            transaction.executeWithoutResult(t -> readAll(id));
        } catch (Stopped e) {
            transaction.executeWithoutResult(t -> state(id, "STOPPED"));
        } catch (Refusal refusal) {
            transaction.executeWithoutResult(t -> {
                var row = deliveries.row(id);
                row.setState("REFUSED");
                row.setRefusalCode(refusal.code());
                row.setRefusalTitle(refusal.title());
                row.setRefusalNext(refusal.next());
                row.store();
            });
        } catch (RuntimeException e) {
            transaction.executeWithoutResult(t -> {
                var row = deliveries.row(id);
                row.setState("FAILED");
                row.setRefusalCode("EXC-020");
                row.setRefusalTitle("读到一半出了故障，一行也没有收下");
                row.setRefusalNext("可以点“接着读”再来一次；还不行请联系系统管理员");
                row.store();
            });
            throw e;
        }
    }

    private void state(UUID id, String state) {
        var row = deliveries.row(id);
        row.setState(state);
        row.setRowsRead(0);
        row.store();
    }

    private void readAll(UUID id) {
        var delivery = deliveries.row(id);
        var entry = catalogue.entry(delivery.getList()).orElseThrow();
        var sealer = vault.sealer(delivery.getDataKey(), Deliveries.KEY_PURPOSE);
        var remembered = deliveries.remembered(delivery, entry);
        var connection = DataSourceUtils.getConnection(dataSource);
        try {
            var plain = SealedFile.open(deliveries.path(id), sealer, id);
            try (var staged = new Staging(connection)) {
                var sheet = SheetReader.open(plain, delivery.getFileName(), headings -> RowReader.fits(entry, headings, remembered));
                var reader = RowReader.of(entry, sheet.headings(), remembered, today.date());
                var counts = new int[2];
                sheet.rows(row -> {
                    counts[0]++;
                    if (counts[0] % PROGRESS_EVERY == 0) {
                        progress(id, counts[0]);
                    }
                    var read = reader.read(row);
                    var problems = new java.util.ArrayList<>(read.problems());
                    if (sheet.isMerged(row.number())) {
                        problems.add(new RowReader.Problem(0, "整行", "EXC-019", "这一行在合并单元格里，请先取消合并"));
                    }
                    if (!problems.isEmpty()) {
                        counts[1]++;
                        for (var problem : problems) {
                            staged.problem(id, row.number(), problem);
                        }
                        return;
                    }
                    var text = Fields.write(read.fields());
                    var rowId = Ids.next();
                    var number = read.fields().get("idNumber");
                    staged.row(rowId, id, entry.code(), row.number(), number == null ? null : vault.blindIndex(number), vault.blindIndex(entry.code() + text),
                            sealer.seal(text.getBytes(StandardCharsets.UTF_8), "exchange.row:" + rowId));
                });
                var taken = staged.settle();
                delivery.refresh();
                delivery.setState("DONE");
                delivery.setSheet(sheet.sheet());
                delivery.setRowsRead(counts[0]);
                delivery.setRowsRefused(counts[1]);
                delivery.setRowsTaken(taken);
                delivery.setRowsSame(counts[0] - counts[1] - taken);
                delivery.setDoneAt(today.now().atOffset(ZoneOffset.UTC));
                delivery.store();
                events.publishEvent(new DeliveryTaken(id, delivery.getList(), taken));
            } finally {
                Files.deleteIfExists(plain);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    /// Written in a transaction of its own, so that screens see it while the rows are not visible yet.
    private void progress(UUID id, int rows) {
        var apart = new TransactionTemplate(transaction.getTransactionManager());
        apart.setPropagationBehavior(org.springframework.transaction.TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        apart.executeWithoutResult(t -> {
            var row = deliveries.row(id);
            if (row.getStopAsked()) {
                throw new Stopped();
            }
            row.setRowsRead(rows);
            row.store();
        });
    }

    /// Rows go by COPY into temporary tables and from there through the policies.
    private static final class Staging implements AutoCloseable {

        private final Connection connection;
        private final StringBuilder rows = new StringBuilder(FLUSH + 4_096);
        private final StringBuilder problems = new StringBuilder();
        private int problemCount;

        Staging(Connection connection) throws SQLException {
            this.connection = connection;
            try (var statement = connection.createStatement()) {
                statement.execute("create temporary table staged_row (id uuid, delivery_id uuid, list text, row_no int, id_index bytea, row_hash bytea, fields bytea) on commit drop");
                statement.execute("create temporary table staged_problem (id uuid, delivery_id uuid, row_no int, column_no int, field text, code text, message text) on commit drop");
            }
        }

        void row(UUID id, UUID delivery, String list, int number, byte[] index, byte[] hash, byte[] fields) {
            rows.append(id).append('\t').append(delivery).append('\t').append(list).append('\t').append(number).append('\t');
            if (index == null) {
                rows.append("\\N");
            } else {
                bytes(index);
            }
            rows.append('\t');
            bytes(hash);
            rows.append('\t');
            bytes(fields);
            rows.append('\n');
            if (rows.length() > FLUSH) {
                flush("staged_row", rows);
            }
        }

        private void bytes(byte[] value) {
            rows.append("\\\\x");
            HEX.formatHex(rows, value);
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
            flush("staged_problem", problems);
            try (var statement = connection.createStatement()) {
                var taken = statement.executeUpdate("""
                        insert into exchange.row (id, delivery_id, list, row_no, id_index, row_hash, fields)
                        select id, delivery_id, list, row_no, id_index, row_hash, fields from staged_row order by row_no
                        on conflict (list, row_hash) do nothing""");
                statement.executeUpdate("insert into exchange.problem select * from staged_problem");
                return taken;
            }
        }

        @Override
        public void close() throws SQLException {
            try (var statement = connection.createStatement()) {
                statement.execute("drop table if exists staged_row, staged_problem");
            }
        }
    }
}
