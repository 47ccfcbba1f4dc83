package org.hutong.exchange;

import static org.hutong.jooq.exchange.tables.Delivery.DELIVERY;
import static org.hutong.jooq.exchange.tables.Problem.PROBLEM;
import static org.hutong.jooq.exchange.tables.Row.ROW;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.files.MarkedCopy;
import org.hutong.files.SheetReader;
import org.hutong.jooq.exchange.tables.records.DeliveryRecord;
import org.hutong.kernel.DataFolder;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Page;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.hutong.region.Regions;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Deliveries of department lists: received, read into the ledger, looked up by the comparison, given back with the bad cells marked, and
/// forgotten at their term.
@Service
public class Deliveries {

    static final String KEY_PURPOSE = "exchange.delivery";
    private static final int SAMPLE = 20;

    private final DSLContext sql;
    private final Catalogue catalogue;
    private final Vault vault;
    private final DataFolder data;
    private final Regions regions;
    private final LookLog looks;
    private final Today today;

    Deliveries(DSLContext sql, Catalogue catalogue, Vault vault, DataFolder data, Regions regions, LookLog looks, Today today) {
        this.sql = sql;
        this.catalogue = catalogue;
        this.vault = vault;
        this.data = data;
        this.regions = regions;
        this.looks = looks;
        this.today = today;
    }

    /// Keeps the file, sealed, and a line in the ledger. The rows are read afterwards ([DeliveryReading]).
    ///
    /// The same file of the same list, delivered again, gets a line that says so and changes nothing.
    @Transactional
    public Delivery receive(String list, String fileName, InputStream in) {
        var entry = catalogue.entry(list).orElseThrow(() -> new Refusal(Refusal.Kind.INVALID, "EXC-001", "目录里没有这种名单", "没有收下文件", "请从目录中选择名单"));
        var actor = Acting.current();
        var id = Ids.next();
        var key = vault.newKey(KEY_PURPOSE);
        var path = path(id);
        try {
            var kept = SealedFile.write(in, path, vault.sealer(key, KEY_PURPOSE), id);
            var checksum = HexFormat.of().formatHex(kept.sm3());
            var earlier = sql.selectFrom(DELIVERY).where(DELIVERY.LIST.eq(list), DELIVERY.CHECKSUM.eq(checksum), DELIVERY.STATE.in("DONE", "READING", "RECEIVED"))
                    .orderBy(DELIVERY.RECEIVED_AT.desc()).limit(1).fetchOne();
            var row = sql.newRecord(DELIVERY);
            row.setId(id);
            row.setList(list);
            row.setListName(entry.name());
            row.setDepartment(entry.department());
            row.setFileName(bare(fileName));
            row.setChecksum(checksum);
            row.setSize(kept.size());
            row.setOfficeId(actor.officeId());
            row.setRegionId(actor.scope().isEmpty() ? regions.cityRoot() : actor.scope().getFirst());
            row.setState("RECEIVED");
            row.setRowsRead(0);
            row.setRowsTaken(0);
            row.setRowsRefused(0);
            row.setRowsSame(0);
            row.setReceivedAt(now());
            row.setReceivedBy(actor.accountId());
            row.setReceivedName(actor.name());
            row.setDataKey(key);
            row.setPurgeOn(today.date().plusDays(entry.keepDays()));
            if (earlier != null) {
                refuse(row, "EXC-002", "同一份文件 " + earlier.getReceivedAt().atZoneSameInstant(Today.ZONE).toLocalDate() + " 已经收过，没有再读一遍",
                        "如果要补送，请送有变化的那一份");
                Files.deleteIfExists(path);
            }
            row.store();
            looks.record(LookLog.Action.IMPORT, "delivery", id, row.getRegionId(), null, LookLog.OK, list + " " + checksum.substring(0, 12));
            return view(row);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException ignored) {
                e.addSuppressed(ignored);
            }
            throw new Refusal(Refusal.Kind.UNAVAILABLE, "EXC-003", "文件没有存下来（" + (e.getMessage() == null ? "磁盘错误" : "磁盘空间不足或不可写") + "）",
                    "这份名单没有收下，以前收的不受影响", "请联系系统管理员检查数据盘，再重新上传");
        }
    }

    private static void refuse(DeliveryRecord row, String code, String title, String next) {
        row.setState("REFUSED");
        row.setRefusalCode(code);
        row.setRefusalTitle(title);
        row.setRefusalNext(next);
        row.setDataKey(null);
    }

    private static String bare(String fileName) {
        var name = fileName.replaceAll("[\\\\/\\p{Cntrl}]", "_");
        return name.length() > 120 ? name.substring(name.length() - 120) : name;
    }

    Path path(UUID id) {
        return data.path().resolve("deliveries").resolve(id + ".sealed");
    }

    /// @param list list code, or null for all
    @Transactional(readOnly = true)
    public Page<Delivery> list(@Nullable String list, @Nullable String after, @Nullable String before, @Nullable Integer asked) {
        var limit = Page.limit(asked);
        var narrowed = list == null ? DSL.noCondition() : DELIVERY.LIST.eq(list);
        var forth = Page.key(after);
        var back = forth == null ? Page.key(before) : null;
        Condition place = DSL.noCondition();
        if (forth != null) {
            place = DELIVERY.ID.lt(uuid(forth));
        } else if (back != null) {
            place = DELIVERY.ID.gt(uuid(back));
        }
        var rows = sql.selectFrom(DELIVERY).where(narrowed).and(place).orderBy(back == null ? DELIVERY.ID.desc() : DELIVERY.ID.asc()).limit(limit + 1).fetch();
        var more = rows.size() > limit;
        var shown = new ArrayList<>(rows.subList(0, Math.min(limit, rows.size())));
        if (back != null) {
            Collections.reverse(shown);
        }
        var next = (back != null || more) && !shown.isEmpty() ? Page.cursor(shown.getLast().getId().toString()) : null;
        var prev = (back != null ? more : forth != null) && !shown.isEmpty() ? Page.cursor(shown.getFirst().getId().toString()) : null;
        return new Page<>(shown.stream().map(this::view).toList(), next, prev, sql.fetchCount(DELIVERY, narrowed), false);
    }

    private static UUID uuid(String key) {
        try {
            return UUID.fromString(key);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.Kind.INVALID, "KER-002", "翻页位置无效", "没有改动任何内容", "请从第一页重新打开");
        }
    }

    @Transactional(readOnly = true)
    public Delivery byId(UUID id) {
        return view(row(id));
    }

    DeliveryRecord row(UUID id) {
        return sql.fetchOptional(DELIVERY, DELIVERY.ID.eq(id)).orElseThrow(() ->
                new Refusal(Refusal.Kind.NOT_FOUND, "EXC-004", "没有找到这份名单", "没有改动任何内容", "请从名单列表重新打开"));
    }

    /// The file as it came, with what is wrong written into the cells.
    @Transactional
    public byte[] marked(UUID id) {
        var row = row(id);
        if (row.getDataKey() == null) {
            throw new Refusal(Refusal.Kind.NOT_FOUND, "EXC-005", "这份名单已经到期销毁，不能再取", "没有改动任何内容", "需要时请部门重新送一份");
        }
        var entry = catalogue.entry(row.getList()).orElseThrow();
        var problems = new java.util.HashMap<Integer, List<MarkedCopy.Mark>>();
        sql.selectFrom(PROBLEM).where(PROBLEM.DELIVERY_ID.eq(id)).forEach(p ->
                problems.computeIfAbsent(p.getRowNo(), n -> new ArrayList<>()).add(new MarkedCopy.Mark(p.getColumnNo(), p.getMessage())));
        looks.record(LookLog.Action.EXPORT, "delivery", id, row.getRegionId(), null, LookLog.OK, "取回标注 " + problems.size() + " 行");
        try {
            var plain = SealedFile.open(path(id), vault.sealer(row.getDataKey(), KEY_PURPOSE), id);
            try {
                var reader = SheetReader.open(plain, row.getFileName(), headings -> RowReader.fits(entry, headings, remembered(row, entry)));
                return MarkedCopy.of(reader, problems);
            } finally {
                Files.deleteIfExists(plain);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    java.util.Map<String, String> remembered(DeliveryRecord row, Catalogue.Entry entry) {
        if (row.getOfficeId() == null) {
            return java.util.Map.of();
        }
        var mapping = org.hutong.jooq.exchange.tables.Mapping.MAPPING;
        return sql.selectFrom(mapping).where(mapping.OFFICE_ID.eq(row.getOfficeId()), mapping.LIST.eq(entry.code())).fetchMap(mapping.FIELD, mapping.HEADING);
    }

    /// Remembers which heading this office uses for which field.
    @Transactional
    public void remember(String list, java.util.Map<String, String> headings) {
        var entry = catalogue.entry(list).orElseThrow(() -> new Refusal(Refusal.Kind.INVALID, "EXC-001", "目录里没有这种名单", "没有保存对应关系", "请从目录中选择名单"));
        var actor = Acting.current();
        if (actor.officeId() == null) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "EXC-006", "您的账号不属于任何机构", "没有保存对应关系", "请联系安全管理员");
        }
        var mapping = org.hutong.jooq.exchange.tables.Mapping.MAPPING;
        headings.forEach((field, heading) -> {
            if (entry.field(field).isEmpty()) {
                throw new Refusal(Refusal.Kind.INVALID, "EXC-007", "名单里没有字段 " + field, "没有保存对应关系", "请从字段列表中选择");
            }
            sql.insertInto(mapping).set(mapping.ID, Ids.next()).set(mapping.OFFICE_ID, actor.officeId()).set(mapping.LIST, list).set(mapping.FIELD, field)
                    .set(mapping.HEADING, heading.replaceAll("\\s+", "")).set(mapping.MADE_BY, actor.accountId()).set(mapping.MADE_AT, now())
                    .onConflict(mapping.OFFICE_ID, mapping.LIST, mapping.FIELD).doUpdate().set(mapping.HEADING, heading.replaceAll("\\s+", ""))
                    .set(mapping.MADE_BY, actor.accountId()).set(mapping.MADE_AT, now()).execute();
        });
    }

    @Transactional
    public void stop(UUID id) {
        if (sql.update(DELIVERY).set(DELIVERY.STOP_ASKED, true).where(DELIVERY.ID.eq(id), DELIVERY.STATE.in("RECEIVED", "READING")).execute() == 0) {
            row(id);
            throw new Refusal(Refusal.Kind.CONFLICT, "EXC-008", "这份名单没有在读，停不了", "没有改动任何内容", "请刷新看最新状态");
        }
    }

    /// Puts a stopped or failed delivery back in the queue; nothing of it was visible, so it is read from its beginning.
    @Transactional
    public void queueAgain(UUID id) {
        if (sql.update(DELIVERY).set(DELIVERY.STATE, "RECEIVED").set(DELIVERY.STOP_ASKED, false).where(DELIVERY.ID.eq(id), DELIVERY.STATE.in("STOPPED", "FAILED")).execute() == 0) {
            row(id);
            throw new Refusal(Refusal.Kind.CONFLICT, "EXC-009", "这份名单不用再读", "没有改动任何内容", "请刷新看最新状态");
        }
    }

    @Transactional(readOnly = true)
    public List<UUID> waiting() {
        return sql.select(DELIVERY.ID).from(DELIVERY).where(DELIVERY.STATE.in("RECEIVED", "READING")).orderBy(DELIVERY.ID).fetch(DELIVERY.ID);
    }

    /// Rows of a taken delivery, opened, in the order of the sheet.
    @Transactional(readOnly = true)
    public List<ListRow> rows(UUID id) {
        var row = row(id);
        if (row.getDataKey() == null) {
            return List.of();
        }
        var sealer = vault.sealer(row.getDataKey(), KEY_PURPOSE);
        return sql.select(ROW.ID, ROW.ROW_NO, ROW.ID_INDEX, ROW.FIELDS).from(ROW).where(ROW.DELIVERY_ID.eq(id)).orderBy(ROW.ROW_NO)
                .fetch(r -> new ListRow(r.value2(), r.value3(), Fields.read(new String(sealer.open(r.value4(), "exchange.row:" + r.value1()), StandardCharsets.UTF_8))));
    }

    /// Rows whose identity number is one of `known`, opened; the others stay sealed.
    @Transactional(readOnly = true)
    public List<ListRow> rows(UUID id, java.util.function.Predicate<byte[]> known) {
        var row = row(id);
        if (row.getDataKey() == null) {
            return List.of();
        }
        var sealer = vault.sealer(row.getDataKey(), KEY_PURPOSE);
        var found = new ArrayList<ListRow>();
        try (var cursor = sql.select(ROW.ID, ROW.ROW_NO, ROW.ID_INDEX, ROW.FIELDS).from(ROW).where(ROW.DELIVERY_ID.eq(id)).orderBy(ROW.ROW_NO).fetchSize(2_000).fetchLazy()) {
            for (var r : cursor) {
                if (r.value3() != null && known.test(r.value3())) {
                    found.add(new ListRow(r.value2(), r.value3(), Fields.read(new String(sealer.open(r.value4(), "exchange.row:" + r.value1()), StandardCharsets.UTF_8))));
                }
            }
        }
        return found;
    }

    /// Blind indexes of the delivery's rows.
    @Transactional(readOnly = true)
    public List<byte[]> idIndexes(UUID id) {
        return sql.select(ROW.ID_INDEX).from(ROW).where(ROW.DELIVERY_ID.eq(id), ROW.ID_INDEX.isNotNull()).fetch(ROW.ID_INDEX);
    }

    /// What the comparison made of it.
    @Transactional
    public void leadsFound(UUID id, int leads) {
        sql.update(DELIVERY).set(DELIVERY.LEADS_FOUND, leads).where(DELIVERY.ID.eq(id)).execute();
    }

    /// Ends every list whose term is over: the key is destroyed, the rows and the file go. The ledger line stays.
    @Transactional
    public int purge() {
        var over = sql.selectFrom(DELIVERY).where(DELIVERY.PURGE_ON.le(today.date()), DELIVERY.PURGED_AT.isNull()).fetch();
        for (var row : over) {
            sql.deleteFrom(PROBLEM).where(PROBLEM.DELIVERY_ID.eq(row.getId())).execute();
            sql.deleteFrom(ROW).where(ROW.DELIVERY_ID.eq(row.getId())).execute();
            row.setDataKey(null);
            row.setPurgedAt(now());
            row.store();
            try {
                Files.deleteIfExists(path(row.getId()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return over.size();
    }

    private Delivery view(DeliveryRecord row) {
        var reading = row.getState().equals("READING") ? new Delivery.Progress(row.getRowsRead(), 0, null) : null;
        var sample = row.getRowsRefused() == 0 ? List.<Delivery.RowProblem>of()
                : sql.selectFrom(PROBLEM).where(PROBLEM.DELIVERY_ID.eq(row.getId())).orderBy(PROBLEM.ROW_NO, PROBLEM.COLUMN_NO).limit(SAMPLE)
                        .fetch(p -> new Delivery.RowProblem(p.getRowNo(), p.getField(), p.getCode(), p.getMessage()));
        var refused = row.getRefusalCode() == null ? null : new Delivery.Refused(row.getRefusalCode(), row.getRefusalTitle(), row.getRefusalNext());
        return new Delivery(row.getId(), row.getList(), row.getListName(), row.getDepartment(), row.getFileName(), row.getChecksum(),
                Delivery.State.valueOf(row.getState()), row.getRowsRead(), row.getRowsTaken(), row.getRowsRefused(), row.getRowsSame(),
                row.getReceivedAt(), row.getReceivedName(), reading, row.getLeadsFound(), refused, row.getPurgeOn(), sample);
    }

    private OffsetDateTime now() {
        return today.now().atOffset(ZoneOffset.UTC);
    }
}
