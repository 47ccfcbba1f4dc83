package org.hutong.exchange;

import static org.hutong.jooq.exchange.tables.Delivery.DELIVERY;
import static org.hutong.jooq.exchange.tables.LooseRow.LOOSE_ROW;
import static org.hutong.jooq.exchange.tables.Member.MEMBER;
import static org.hutong.jooq.exchange.tables.Problem.PROBLEM;
import static org.hutong.jooq.exchange.tables.Row.ROW;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
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
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Deliveries of department lists: received, read into the ledger, looked up by the comparison, given back with the bad cells marked, and
/// forgotten at their term.
@Service
public class Deliveries {

    static final String KEY_PURPOSE = "exchange.delivery";
    private static final int SAMPLE = 20;
    private static final int PAGE = 2_000;
    /// Rows up to which the marked copy is the whole list; of a larger one it holds the bad rows alone.
    private static final int MARKED_WHOLE = 50_000;
    /// 假设: a list that had at least so many rows and now lacks more than this share of them is asked about.
    private static final int DROP_FROM = 50;
    private static final double DROP_SHARE = 0.4;

    private final DSLContext sql;
    private final Catalogue catalogue;
    private final Vault vault;
    private final DataFolder data;
    private final Regions regions;
    private final LookLog looks;
    private final Today today;
    private final ApplicationEventPublisher events;

    Deliveries(DSLContext sql, Catalogue catalogue, Vault vault, DataFolder data, Regions regions, LookLog looks, Today today, ApplicationEventPublisher events) {
        this.events = events;
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
        return receive(list, fileName, in, Delivery.Door.CONSOLE);
    }

    /// @param door by which it came
    @Transactional
    public Delivery receive(String list, String fileName, InputStream in, Delivery.Door door) {
        var entry = catalogue.entry(list).orElseThrow(() -> new Refusal(Refusal.Kind.INVALID, "EXC-001", "目录里没有这种名单", "没有收下文件", "请从目录中选择名单"));
        var actor = Acting.current();
        var id = Ids.next();
        var key = vault.newKey(KEY_PURPOSE);
        var path = path(id);
        try {
            var kept = SealedFile.write(in, path, vault.sealer(key, KEY_PURPOSE), id);
            var checksum = HexFormat.of().formatHex(kept.sm3());
            var earlier = sql.selectFrom(DELIVERY).where(DELIVERY.LIST.eq(list), DELIVERY.CHECKSUM.eq(checksum), DELIVERY.STATE.in("DONE", "READING", "RECEIVED", "HELD"), DELIVERY.PURGED_AT.isNull())
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
            row.setRowsApart(0);
            row.setReceivedAt(now());
            row.setReceivedBy(actor.accountId());
            row.setReceivedName(actor.name());
            row.setDataKey(key);
            row.setDoor(door.name());
            row.setPurgeOn(today.date().plusDays(entry.keepDays()));
            if (earlier != null) {
                refuse(row, "EXC-002", "同一份文件 " + today.dayOf(earlier.getReceivedAt()) + " 已经收过，没有再读一遍",
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

    /// The newest delivery of each list that was read to its end, by list.
    @Transactional(readOnly = true)
    public java.util.Map<String, Delivery> newest() {
        return sql.selectDistinct(DELIVERY.asterisk()).on(DELIVERY.LIST).from(DELIVERY).where(DELIVERY.STATE.eq("DONE")).orderBy(DELIVERY.LIST, DELIVERY.DONE_AT.desc())
                .fetchInto(DELIVERY).stream().map(this::view).collect(java.util.stream.Collectors.toMap(Delivery::list, one -> one));
    }

    /// Day of the newest delivery of each list, wherever in the city it came in. Call as the nightly actor.
    @Transactional(readOnly = true)
    public java.util.Map<String, java.time.LocalDate> newestDays() {
        return sql.select(DELIVERY.LIST, DSL.max(DELIVERY.RECEIVED_AT)).from(DELIVERY).where(DELIVERY.STATE.eq("DONE")).groupBy(DELIVERY.LIST)
                .fetchMap(row -> row.value1(), row -> today.dayOf(row.value2()));
    }

    @Transactional(readOnly = true)
    public Delivery byId(UUID id) {
        return view(row(id));
    }

    /// Whether the reader may open it.
    @Transactional(readOnly = true)
    public boolean isSeen(UUID id) {
        return sql.fetchExists(DELIVERY, DELIVERY.ID.eq(id));
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
            var plain = Inflated.of(SealedFile.open(path(id), vault.sealer(row.getDataKey(), KEY_PURPOSE), id));
            try {
                var reader = SheetReader.open(plain, Inflated.bare(row.getFileName()), headings -> RowReader.fits(entry, headings, remembered(row, entry)));
                return MarkedCopy.of(reader, problems, row.getRowsRead() > MARKED_WHOLE);
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

    /// What is to be read and not yet read. A kill between the ledger line and the queue leaves one here that no job knows of.
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
                .fetch(r -> new ListRow(r.value1(), r.value2(), r.value3(), Fields.read(new String(sealer.open(r.value4(), "exchange.row:" + r.value1()), StandardCharsets.UTF_8))));
    }

    /// The delivery's rows in their order, some thousand at a time. Only those are opened whose blind index the reader asks for; the others stay
    /// sealed.
    ///
    /// @param wanted which of a page's blind indexes
    @Transactional(readOnly = true)
    public void inPages(UUID id, Function<List<byte[]>, Set<ByteBuffer>> wanted, Consumer<List<ListRow>> page) {
        var row = row(id);
        if (row.getDataKey() == null) {
            return;
        }
        var sealer = vault.sealer(row.getDataKey(), KEY_PURPOSE);
        try (var cursor = sql.select(ROW.ID, ROW.ROW_NO, ROW.ID_INDEX, ROW.FIELDS).from(ROW).where(ROW.DELIVERY_ID.eq(id), ROW.ID_INDEX.isNotNull()).orderBy(ROW.ROW_NO)
                .fetchSize(PAGE).fetchLazy()) {
            while (cursor.hasNext()) {
                var some = cursor.fetchNext(PAGE);
                var open = wanted.apply(some.getValues(ROW.ID_INDEX));
                page.accept(some.stream().filter(r -> open.contains(ByteBuffer.wrap(r.value3())))
                        .map(r -> new ListRow(r.value1(), r.value2(), r.value3(), Fields.read(new String(sealer.open(r.value4(), "exchange.row:" + r.value1()), StandardCharsets.UTF_8)))).toList());
            }
        }
    }

    /// Which of these numbers stand in a large list in rows that were not kept.
    Set<ByteBuffer> aside(UUID id, Collection<byte[]> indexes) {
        try {
            return new HashSet<>(Aside.among(Aside.beside(path(id)), indexes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the comparison made of it.
    @Transactional
    public void leadsFound(UUID id, int leads) {
        sql.update(DELIVERY).set(DELIVERY.LEADS_FOUND, leads).where(DELIVERY.ID.eq(id)).execute();
    }

    /// Why a list that was read looks half delivered; empty where it does not.
    ///
    /// @param promised rows its own last line speaks of, −1 where it speaks of none
    Optional<String> questionOf(DeliveryRecord delivery, int rows, int promised) {
        if (promised > rows) {
            return Optional.of("文件末行写着共 " + promised + " 行，实际只有 " + rows + " 行，可能没有导全");
        }
        if (rows == 0 && promised < 0) {
            return Optional.of("文件里只有表头，一行也没有。是本期确实没有人，还是没有导出来？");
        }
        var earlier = sql.select(DELIVERY.FILE_NAME, DELIVERY.ROWS_READ, DELIVERY.RECEIVED_AT).from(DELIVERY)
                .where(DELIVERY.LIST.eq(delivery.getList()), DELIVERY.STATE.eq("DONE"), DELIVERY.OFFICE_ID.isNotDistinctFrom(delivery.getOfficeId()))
                .orderBy(DELIVERY.RECEIVED_AT.desc()).limit(20).fetch().stream().filter(one -> stem(one.value1()).equals(stem(delivery.getFileName()))).findFirst();
        return earlier.filter(one -> one.value2() >= DROP_FROM && rows < one.value2() * (1 - DROP_SHARE))
                .map(one -> "上一批（" + today.dayOf(one.value3()) + "）有 " + one.value2() + " 行，这一批只有 " + rows + " 行，少了 "
                        + Math.round(100 - 100.0 * rows / one.value2()) + "%，可能只送来一半");
    }

    /// The same list of the same office, whatever month stands in its name.
    private static String stem(String fileName) {
        return Inflated.bare(fileName).replaceAll("[\\d\\s_\\-()（）年月日.]|(?i)xlsx$|csv$", "");
    }

    /// What somebody says to a held list: it is whole and is read, or it goes back.
    @Transactional
    public void answer(UUID id, boolean whole, String note) {
        var row = row(id);
        if (!row.getState().equals("HELD")) {
            throw new Refusal(Refusal.Kind.CONFLICT, "EXC-026", "这份名单没有等待答复的问题", "没有改动任何内容", "请刷新看最新状态");
        }
        if (note.strip().length() < 2) {
            throw new Refusal(Refusal.Kind.INVALID, "EXC-027", "没有写明向谁核实过", "没有改动任何内容", "请写一句，如“已电话问过公安局户政处”");
        }
        var actor = Acting.current();
        row.setAnsweredBy(actor.accountId());
        row.setAnsweredName(actor.name());
        row.setAnsweredAt(now());
        row.setAnswerNote(note.strip());
        if (whole) {
            row.setState("RECEIVED");
        } else {
            refuse(row, "EXC-028", "退回部门：" + row.getQuestion(), "请部门补齐后重新送");
            erase(row);
        }
        row.store();
        looks.record(LookLog.Action.IMPORT, "delivery", id, row.getRegionId(), null, LookLog.OK, (whole ? "按完整收下：" : "退回：") + note.strip());
    }

    /// Whom a complete roster no longer names: in the delivery before the newest of a place, and in no place's newest.
    ///
    /// @param ids blind indexes of their identity numbers
    public record Gone(String list, String listName, UUID newest, int newestNo, java.time.LocalDate on, UUID before, int beforeNo, List<byte[]> ids) {}

    /// Of one complete roster, by each place that delivers it. A delivery that was held as half a list, or is forgotten, is not compared with.
    @Transactional(readOnly = true)
    public List<Gone> gone(String list) {
        var entry = catalogue.entry(list).filter(Catalogue.Entry::complete);
        if (entry.isEmpty()) {
            return List.of();
        }
        var byPlace = sql.selectFrom(DELIVERY).where(DELIVERY.LIST.eq(list), DELIVERY.STATE.eq("DONE"), DELIVERY.PURGED_AT.isNull()).orderBy(DELIVERY.DONE_AT.desc())
                .fetchGroups(DELIVERY.REGION_ID);
        var newest = byPlace.values().stream().map(rows -> rows.getFirst().getId()).toList();
        var still = MEMBER.as("still");
        return byPlace.values().stream().filter(rows -> rows.size() > 1).map(rows -> {
            var now = rows.get(0);
            var before = rows.get(1);
            var ids = sql.select(MEMBER.ID_INDEX).from(MEMBER).where(MEMBER.DELIVERY_ID.eq(before.getId()))
                    .andNotExists(DSL.selectOne().from(still).where(still.DELIVERY_ID.in(newest), still.ID_INDEX.eq(MEMBER.ID_INDEX))).fetch(MEMBER.ID_INDEX);
            return new Gone(list, now.getListName(), now.getId(), now.getBatchNo(), today.dayOf(now.getReceivedAt()), before.getId(),
                    before.getBatchNo(), ids);
        }).filter(gone -> !gone.ids().isEmpty()).toList();
    }

    /// The last step of reading: the rows are there and so is the ledger. Of a complete roster the newest membership and the one before are
    /// kept: who is in the one and not in the other has vanished.
    void taken(UUID id, String sheet, int read, int refused, int apart, int taken, boolean complete) {
        var row = row(id);
        row.setState("DONE");
        row.setSheet(sheet);
        row.setRowsRead(read);
        row.setRowsRefused(refused);
        row.setRowsTaken(taken);
        row.setRowsApart(apart);
        row.setRowsSame(read - refused - apart - taken);
        row.setBatchNo(sql.fetchCount(DELIVERY, DELIVERY.LIST.eq(row.getList()).and(DELIVERY.STATE.eq("DONE")).and(DELIVERY.ID.ne(id))) + 1);
        row.setDoneAt(now());
        row.store();
        if (complete) {
            var before = sql.select(DELIVERY.ID).from(DELIVERY).where(DELIVERY.LIST.eq(row.getList()), DELIVERY.ID.ne(id), DELIVERY.REGION_ID.eq(row.getRegionId()))
                    .orderBy(DELIVERY.DONE_AT.desc().nullsLast()).fetch(DELIVERY.ID);
            if (before.size() > 1) {
                sql.deleteFrom(MEMBER).where(MEMBER.DELIVERY_ID.in(before.subList(1, before.size()))).execute();
            }
        }
    }

    /// Ends every list whose term is over: the key is destroyed, the rows and the file go. The ledger line stays.
    @Transactional
    public int purge() {
        var over = sql.selectFrom(DELIVERY).where(DELIVERY.PURGE_ON.le(today.date()), DELIVERY.PURGED_AT.isNull(), DELIVERY.STATE.ne("READING")).fetch();
        for (var row : over) {
            erase(row);
            row.setPurgedAt(now());
            row.store();
            looks.record(LookLog.Action.RUN, "delivery", row.getId(), row.getRegionId(), null, LookLog.OK, "名单到期，密钥已销毁");
            events.publishEvent(new DeliveryEnded(row.getId()));
        }
        return over.size();
    }

    private void erase(DeliveryRecord row) {
        sql.deleteFrom(PROBLEM).where(PROBLEM.DELIVERY_ID.eq(row.getId())).execute();
        sql.deleteFrom(MEMBER).where(MEMBER.DELIVERY_ID.eq(row.getId())).execute();
        sql.deleteFrom(ROW).where(ROW.DELIVERY_ID.eq(row.getId())).execute();
        sql.deleteFrom(LOOSE_ROW).where(LOOSE_ROW.DELIVERY_ID.eq(row.getId())).execute();
        row.setDataKey(null);
        try {
            Files.deleteIfExists(path(row.getId()));
            Files.deleteIfExists(Aside.beside(path(row.getId())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Delivery view(DeliveryRecord row) {
        var reading = row.getState().equals("READING") ? progress(row) : null;
        var sample = row.getRowsRefused() == 0 ? List.<Delivery.RowProblem>of()
                : sql.selectFrom(PROBLEM).where(PROBLEM.DELIVERY_ID.eq(row.getId())).orderBy(PROBLEM.ROW_NO, PROBLEM.COLUMN_NO).limit(SAMPLE)
                        .fetch(p -> new Delivery.RowProblem(p.getRowNo(), p.getField(), p.getCode(), p.getMessage()));
        var refused = row.getRefusalCode() == null ? null : new Delivery.Refused(row.getRefusalCode(), row.getRefusalTitle(), row.getRefusalNext());
        return new Delivery(row.getId(), row.getList(), row.getListName(), row.getDepartment(), row.getFileName(), row.getChecksum(),
                Delivery.State.valueOf(row.getState()), row.getRowsRead(), row.getRowsTaken(), row.getRowsRefused(), row.getRowsSame(), row.getRowsApart(),
                row.getReceivedAt(), row.getReceivedName(), reading, row.getLeadsFound(), refused, row.getPurgeOn(), sample, Delivery.Door.valueOf(row.getDoor()),
                row.getBatchNo(), row.getState().equals("HELD") ? row.getQuestion() : null, row.getAnsweredName() == null ? null : row.getAnsweredName() + "：" + row.getAnswerNote(),
                row.getPurgedAt());
    }

    private Delivery.Progress progress(DeliveryRecord row) {
        var about = Math.max(row.getRowsAbout(), 0);
        return new Delivery.Progress(row.getRowsRead(), about, null);
    }

    private OffsetDateTime now() {
        return today.now().atOffset(ZoneOffset.UTC);
    }
}
