package org.hutong.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.hutong.access.Outage;
import org.hutong.files.SheetReader;
import org.hutong.files.SheetRow;
import org.hutong.jooq.exchange.tables.records.DeliveryRecord;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.hutong.registry.Listable;
import org.hutong.registry.Registry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Reads a received delivery: file → rows → one transaction that makes all of it visible, or none.
///
/// A killed program leaves nothing behind but the sealed file and the ledger line; the delivery is then read again from its beginning.
@Component
class DeliveryReading {

    private static final int PROGRESS_EVERY = 5_000;
    /// A workbook tells its rows only when it is read: about so many bytes hold one row of ten short columns.
    private static final int WORKBOOK_ROW = 40;

    private final Deliveries deliveries;
    private final Catalogue catalogue;
    private final Vault vault;
    private final DataSource dataSource;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final Today today;
    private final Registry registry;
    private final int keepAll;

    DeliveryReading(Deliveries deliveries, Catalogue catalogue, Vault vault, DataSource dataSource, TransactionTemplate transaction,
            ApplicationEventPublisher events, Today today, Registry registry, @Value("${hutong.exchange.keep-all-up-to:200000}") int keepAll) {
        this.registry = registry;
        this.keepAll = keepAll;
        this.deliveries = deliveries;
        this.catalogue = catalogue;
        this.vault = vault;
        this.dataSource = dataSource;
        this.transaction = transaction;
        this.events = events;
        this.today = today;
    }

    private static final class Stopped extends RuntimeException {}

    /// The list looks half delivered: nothing of it is taken until somebody has said that it is whole.
    private static final class Held extends RuntimeException {
        private final int rows;

        Held(String question, int rows) {
            super(question);
            this.rows = rows;
        }
    }

    /// What the rows of one file came to.
    private static final class Counts {

        private static final Pattern FOOTER = Pattern.compile("(?:合计|总计|共计|小计|共)[:：]?(\\d{1,9})(?:人|条|行|户|名|例)?(?:记录|数据)?");
        private static final int FEW = 10;
        private int read;
        private int refused;
        /// Rows about nobody known here, of a large list.
        private int apart;
        private int lost;
        /// Rows the file's own last line says it has; −1 where it says nothing.
        private int promised = -1;

        /// A line such as 合计 128 人 is no row; it says how many there should be.
        boolean footer(SheetRow row) {
            var filled = row.cells().stream().filter(cell -> !cell.text().isBlank()).toList();
            if (filled.size() > 3) {
                return false;
            }
            var match = FOOTER.matcher(filled.stream().map(SheetRow.Cell::text).collect(Collectors.joining()).replaceAll("\\s", ""));
            if (!match.matches()) {
                return false;
            }
            promised = Integer.parseInt(match.group(1));
            return true;
        }

        void refused(List<RowReader.Problem> problems) {
            refused++;
            if (problems.stream().anyMatch(problem -> problem.code().equals("EXC-014"))) {
                lost++;
            }
        }

        /// A file most of whose rows are wrong in the same way is wrong as a whole.
        void judge(Catalogue.Entry entry) {
            if (lost > 0 && lost * 2 >= read) {
                throw new Refusal(Refusal.Kind.INVALID, "EXC-024", lost + " 行的身份证号被存成了数字（像 1.20101E+17），末几位已经丢失，找不回来", "一行也没有收下",
                        "请在导出前把这一列设成文本，重新导出再送");
            }
            if (read >= FEW && refused * 5L >= read * 4L) {
                throw new Refusal(Refusal.Kind.INVALID, "EXC-025", read + " 行里有 " + refused + " 行对不上" + entry.name() + "的列，多半是整列错位或送错了名单", "一行也没有收下",
                        "请对照表头检查各列内容后重新送");
            }
        }
    }

    /// Call with an actor set and outside a transaction.
    ///
    /// A list that has come to its end already is left as it is: a program killed between the last row and the end of its job would read it
    /// a second time, count every row as known and write every problem twice.
    void read(UUID id) {
        if (!Boolean.TRUE.equals(transaction.execute(t -> begin(id)))) {
            return;
        }
        try {
            transaction.executeWithoutResult(t -> readAll(id));
        } catch (Stopped e) {
            transaction.executeWithoutResult(t -> state(id, "STOPPED"));
        } catch (Held held) {
            transaction.executeWithoutResult(t -> {
                var row = deliveries.row(id);
                row.setState("HELD");
                row.setQuestion(held.getMessage());
                row.setRowsRead(held.rows);
                row.store();
            });
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
                row.setRefusalTitle("读到一半出了故障" + Outage.of(e).map(outage -> "（" + outage.title() + "，" + outage.code() + "）").orElse("") + "，一行也没有收下");
                row.setRefusalNext("文件还在，几分钟后会自动再读一遍，也可以点“接着读”；还不行请系统管理员检查数据盘和数据库");
                row.store();
            });
            throw e;
        }
    }

    private boolean begin(UUID id) {
        var open = List.of("RECEIVED", "READING", "FAILED").contains(deliveries.row(id).getState());
        if (open) {
            state(id, "READING");
        }
        return open;
    }

    private void state(UUID id, String state) {
        var row = deliveries.row(id);
        row.setState(state);
        row.setRowsRead(0);
        row.store();
    }

    /// Keeps after all what a large list says of people registered since it came: the sealed file is read again for their rows alone.
    ///
    /// @param wanted blind indexes
    /// @return rows kept
    int admit(UUID id, Set<ByteBuffer> wanted) {
        return Objects.requireNonNull(transaction.execute(t -> again(id, wanted)));
    }

    private int again(UUID id, Set<ByteBuffer> wanted) {
        var delivery = deliveries.row(id);
        var entry = catalogue.entry(delivery.getList()).orElseThrow();
        return opened(delivery, entry, list -> {
            var keep = new Keep(id, entry, list, null);
            var rows = new int[1];
            list.sheet().rows(row -> {
                var read = list.reader().read(row);
                if (!read.problems().isEmpty() || list.sheet().isMerged(row.number())) {
                    return;
                }
                for (var fields : list.reader().persons(read.fields())) {
                    var number = fields.get("idNumber");
                    if (number != null && wanted.contains(ByteBuffer.wrap(vault.blindIndex(number)))) {
                        keep.row(row.number(), fields);
                        rows[0]++;
                    }
                }
            });
            var taken = Math.min(list.staged().settle(), delivery.getRowsApart());
            delivery.setRowsApart(delivery.getRowsApart() - taken);
            delivery.setRowsTaken(delivery.getRowsTaken() + taken);
            delivery.store();
            return rows[0];
        });
    }

    /// A delivered file, open.
    ///
    /// @param lines of a CSV; 0 where it is a workbook
    /// @param about about how many rows it has
    private record Opened(Vault.FieldSealer sealer, int lines, long about, SheetReader sheet, RowReader reader, StagedRows staged) {}

    private interface Work<T> {
        T on(Opened list) throws IOException, SQLException;
    }

    /// Opens the sealed file, finds its headings and makes the tables ready; leaves nothing open behind.
    private <T> T opened(DeliveryRecord delivery, Catalogue.Entry entry, Work<T> work) {
        var sealer = vault.sealer(delivery.getDataKey(), Deliveries.KEY_PURPOSE);
        var remembered = deliveries.remembered(delivery, entry);
        var connection = DataSourceUtils.getConnection(dataSource);
        try {
            var plain = Inflated.of(SealedFile.open(deliveries.path(delivery.getId()), sealer, delivery.getId()));
            try (var staged = new StagedRows(connection)) {
                var lines = Inflated.lines(plain);
                var sheet = SheetReader.open(plain, Inflated.bare(delivery.getFileName()), headings -> RowReader.fits(entry, headings, remembered));
                return work.on(new Opened(sealer, lines, lines > 0 ? lines : Files.size(plain) / WORKBOOK_ROW, sheet, RowReader.of(entry, sheet.headings(), remembered, today.date()), staged));
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

    private void readAll(UUID id) {
        var delivery = deliveries.row(id);
        var entry = catalogue.entry(delivery.getList()).orElseThrow();
        opened(delivery, entry, list -> {
            var counts = new Counts();
            var keep = new Keep(id, entry, list, list.about() > keepAll ? registry.listable() : null);
            progress(id, 0, list.lines());
            list.sheet().rows(row -> read(id, entry, list, row, counts, keep));
            counts.judge(entry);
            if (delivery.getAnsweredAt() == null) {
                deliveries.questionOf(delivery, counts.read, counts.promised).ifPresent(question -> {
                    throw new Held(question, counts.read);
                });
            }
            keep.aside(Aside.beside(deliveries.path(id)));
            var taken = list.staged().settle();
            deliveries.taken(id, list.sheet().sheet(), counts.read, counts.refused, counts.apart, Math.min(taken, counts.read - counts.refused - counts.apart), entry.complete());
            events.publishEvent(new DeliveryTaken(id, delivery.getList(), taken));
            return taken;
        });
    }

    private void read(UUID id, Catalogue.Entry entry, Opened list, SheetRow row, Counts counts, Keep keep) {
        if (counts.footer(row)) {
            return;
        }
        counts.read++;
        if (counts.read % PROGRESS_EVERY == 0) {
            progress(id, counts.read, list.lines());
        }
        var read = list.reader().read(row);
        var problems = new ArrayList<>(read.problems());
        if (list.sheet().isMerged(row.number())) {
            problems.add(new RowReader.Problem(-1, "整行", "EXC-019", "这一行在合并单元格里，请先取消合并"));
        }
        if (!problems.isEmpty()) {
            counts.refused(problems);
            problems.forEach(problem -> list.staged().problem(id, row.number(), problem));
            if (read.numberAlone() && problems.size() == read.problems().size()) {
                list.reader().loose(row, read.fields(), true).forEach(fields -> keep.loose(row.number(), fields));
            }
            return;
        }
        var kept = false;
        for (var fields : list.reader().persons(read.fields())) {
            kept |= keep.row(row.number(), fields);
        }
        if (!kept) {
            counts.apart++;
        }
        if (!entry.also().isEmpty()) {
            list.reader().loose(row, read.fields(), false).forEach(fields -> keep.loose(row.number(), fields));
        }
    }

    /// What is kept of a row: of a list of ordinary size every person's; of a large one only those whom it can mean here. The others are no
    /// business of this house: they are counted, and their numbers set aside for the day one of them is registered ([Aside]).
    private final class Keep {

        private final UUID id;
        private final Catalogue.Entry entry;
        private final Vault.FieldSealer sealer;
        private final StagedRows staged;
        private final @Nullable Listable listable;
        private final Seen seen = new Seen();
        private final Aside aside = new Aside();

        Keep(UUID id, Catalogue.Entry entry, Opened list, @Nullable Listable listable) {
            this.id = id;
            this.entry = entry;
            this.sealer = list.sealer();
            this.staged = list.staged();
            this.listable = listable;
        }

        /// @return false where the row was set aside
        boolean row(int row, Map<String, String> fields) {
            var number = fields.get("idNumber");
            var index = number == null ? null : vault.blindIndex(number);
            var inRoster = entry.complete() && reachesInto(fields);
            if (listable != null && index != null && !listable.mayMean(index, fields.getOrDefault("name", ""))) {
                if (inRoster || !entry.complete()) {
                    aside.add(index);
                }
                return false;
            }
            if (index != null && inRoster) {
                staged.member(id, index);
            }
            var hash = vault.blindIndex(entry.code() + Fields.write(fields));
            if (seen.add(hash)) {
                return true;
            }
            fields.put(Catalogue.LISTED_ON, today.date().toString());
            var rowId = Ids.next();
            staged.row(rowId, id, entry.code(), row, index, hash, sealer.seal(Fields.write(fields).getBytes(StandardCharsets.UTF_8), "exchange.row:" + rowId));
            return true;
        }

        /// A row that names somebody without a number that can be used. It is refused all the same, and counted so.
        void loose(int row, Map<String, String> fields) {
            if (listable != null && !listable.mayMean(fields.getOrDefault("name", ""))) {
                return;
            }
            var hash = vault.blindIndex("loose " + entry.code() + Fields.write(fields));
            fields.put(Catalogue.LISTED_ON, today.date().toString());
            var rowId = Ids.next();
            staged.loose(rowId, id, entry.code(), row, hash, sealer.seal(Fields.write(fields).getBytes(StandardCharsets.UTF_8), "exchange.row:" + rowId));
        }

        void aside(Path file) throws IOException {
            if (listable != null) {
                aside.write(file);
            }
        }
    }

    /// Someone whose last day lies behind is in the file and no longer in the roster.
    private boolean reachesInto(Map<String, String> fields) {
        var to = fields.get("to");
        return to == null || LocalDate.parse(to).isAfter(today.date());
    }

    /// Written in a transaction of its own, so that screens see it while the rows are not visible yet.
    private void progress(UUID id, int rows, int about) {
        var apart = new TransactionTemplate(transaction.getTransactionManager());
        apart.setPropagationBehavior(org.springframework.transaction.TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        apart.executeWithoutResult(t -> {
            var row = deliveries.row(id);
            if (row.getStopAsked()) {
                throw new Stopped();
            }
            row.setRowsRead(rows);
            row.setRowsAbout(about);
            row.store();
        });
    }
}
