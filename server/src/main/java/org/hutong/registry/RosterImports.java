package org.hutong.registry;

import jakarta.annotation.PostConstruct;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.access.Outage;
import org.hutong.files.MarkedCopy;
import org.hutong.files.OpenFolder;
import org.hutong.files.SheetReader;
import org.hutong.files.SheetRow;
import org.hutong.kernel.DataFolder;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Page;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Brings an existing roster (花名册) in: map the columns, look at every row, then take the good rows or all of them, in one transaction.
///
/// The rows wait sealed under a key of the import's own. A kill in the middle leaves people as they were and the import where it can be
/// taken again; taking the same roster twice finds every child already there.
@Service
@Transactional
public class RosterImports {

    private static final String KEY = "registry.roster";
    private static final int AT_ONCE = 5_000;
    private static final TypeReference<Map<String, Integer>> MAPPING = new TypeReference<>() {};
    private static final TypeReference<List<RosterReader.Problem>> PROBLEMS = new TypeReference<>() {};

    private record Row(UUID id, int regionId, String fileName, byte[] checksum, byte[] key, RosterImport.State state, String sheet, List<String> headings,
            Map<String, Integer> mapping, boolean remembered, int rows, int good, int bad, int unchanged, int taken, @Nullable String failure, String createdName,
            java.time.Instant createdAt) {

        /// @throws Refusal `REG-050` once the roster's term is over
        @Override
        public byte[] key() {
            if (key == null) {
                throw new Refusal(Refusal.Kind.NOT_FOUND, "REG-050", "这份花名册已经到期销毁，不能再读", "已经写入档案的不受影响", "需要时请重新上传");
            }
            return key;
        }
    }

    private static final class Run {
        volatile int done;
        volatile boolean stop;
        final int of;
        final long began = System.nanoTime();

        Run(int of) {
            this.of = of;
        }
    }

    private static final class Stopped extends RuntimeException {}

    private final JdbcClient jdbc;
    private final DataSource dataSource;
    private final Vault vault;
    private final Today today;
    private final LookLog looks;
    private final Registry registry;
    private final BulkLoad bulk;
    private final TransactionTemplate transaction;
    private final Path folder;
    private final OpenFolder open;
    private final JsonMapper json = JsonMapper.builder().build();
    private final Map<UUID, Run> running = new ConcurrentHashMap<>();
    private final ExecutorService jobs = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("roster-import").factory());

    RosterImports(JdbcClient jdbc, DataSource dataSource, Vault vault, Today today, LookLog looks, Registry registry, BulkLoad bulk,
            TransactionTemplate transaction, DataFolder data) {
        this.jdbc = jdbc;
        this.dataSource = dataSource;
        this.vault = vault;
        this.today = today;
        this.looks = looks;
        this.registry = registry;
        this.bulk = bulk;
        this.transaction = transaction;
        this.folder = data.path().resolve("imports");
        this.open = new OpenFolder(folder.resolve("open"));
    }

    @PostConstruct
    void clearOpen() throws IOException {
        open.clear();
    }

    /// Takes the file in, sealed; nothing is read into the registry yet.
    ///
    /// @throws Refusal `FIL-001` to `FIL-015` for a file that cannot be read
    public RosterImport receive(byte[] bytes, String fileName) {
        var actor = Acting.current();
        var id = Ids.next();
        var key = vault.newKey(KEY);
        var name = fileName.replaceAll("[\\p{Cntrl}/\\\\]", "");
        try {
            var sheet = withPlain(bytes, file -> open(file, name));
            var remembered = jdbc.sql("select mapping::text from registry.roster_mapping where office_id = :office and headings_sm3 = :headings")
                    .param("office", actor.officeId()).param("headings", headingsMark(sheet.headings())).query(String.class).optional();
            var mapping = remembered.map(text -> json.readValue(text, MAPPING)).orElseGet(() -> RosterField.guess(sheet.headings()));
            Files.createDirectories(folder);
            Files.write(folder.resolve(id.toString()), vault.sealWith(key, KEY, bytes, Vault.aad(KEY, id)));
            jdbc.sql("""
                    insert into registry.roster_import (id, region_id, office_id, file_name_cipher, checksum, wrapped_key, state, sheet, headings, mapping, remembered,
                      created_by, created_name, created_at)
                    values (:id, :region, :office, :name, :checksum, :key, 'MAPPING', :sheet, :headings, :mapping::jsonb, :remembered, :by, :byName, :now)""")
                    .param("id", id).param("region", actor.scope().getFirst()).param("office", actor.officeId()).param("name", vault.seal(name, Vault.aad(KEY, id)))
                    .param("checksum", Vault.sm3(bytes)).param("key", key).param("sheet", sheet.sheet()).param("headings", sheet.headings().toArray(String[]::new))
                    .param("mapping", json.writeValueAsString(mapping)).param("remembered", remembered.isPresent()).param("by", actor.accountId())
                    .param("byName", actor.name()).param("now", today.now().atOffset(ZoneOffset.UTC)).update();
        } catch (IOException e) {
            throw notWritten();
        }
        looks.record(LookLog.Action.IMPORT, "import", id, actor.scope().getFirst(), null, LookLog.OK, "收到花名册 " + bytes.length + " 字节");
        return shown(row(id));
    }

    /// The heading row is the one that names child and number; where no row does, the first with three different texts, to be mapped by hand.
    private static SheetReader open(Path file, String name) {
        try {
            return SheetReader.open(file, name, headings -> RosterField.guess(headings).keySet().containsAll(List.of("name", "idNumber")));
        } catch (Refusal e) {
            if (!e.code().equals("FIL-007")) {
                throw e;
            }
            return SheetReader.open(file, name, headings -> headings.stream().filter(text -> !text.isBlank()).distinct().count() >= 3);
        }
    }

    public RosterImport find(UUID id) {
        return shown(row(id));
    }

    public List<RosterImport> mine() {
        return jdbc.sql("select id from registry.roster_import where created_by = :me order by id desc limit 50").param("me", Acting.current().accountId())
                .query(UUID.class).list().stream().map(id -> shown(row(id))).toList();
    }

    /// Sets the mapping and remembers it for this office and this set of headings.
    public RosterImport map(UUID id, Map<String, Integer> mapping) {
        var row = idle(id);
        var codes = java.util.Arrays.stream(RosterField.values()).map(RosterField::code).collect(Collectors.toSet());
        if (!codes.containsAll(mapping.keySet()) || mapping.values().stream().anyMatch(column -> column < 0 || column >= row.headings().size())
                || mapping.values().stream().distinct().count() < mapping.size()) {
            throw new Refusal(Refusal.Kind.INVALID, "REG-041", "列的对应关系有误：每一列只能对应一项", "没有保存", "请重新选择各项对应的列");
        }
        requireColumns(mapping);
        var text = json.writeValueAsString(mapping);
        jdbc.sql("update registry.roster_import set mapping = :mapping::jsonb, state = 'MAPPING' where id = :id").param("mapping", text).param("id", id).update();
        if (Acting.current().officeId() != null) {
            jdbc.sql("""
                    insert into registry.roster_mapping (office_id, headings_sm3, mapping, updated_at) values (:office, :headings, :mapping::jsonb, :now)
                    on conflict (office_id, headings_sm3) do update set mapping = excluded.mapping, updated_at = excluded.updated_at""")
                    .param("office", Acting.current().officeId()).param("headings", headingsMark(row.headings())).param("mapping", text)
                    .param("now", today.now().atOffset(ZoneOffset.UTC)).update();
        }
        return shown(row(id));
    }

    private static void requireColumns(Map<String, Integer> mapping) {
        for (var field : RosterField.values()) {
            if (field.required() && !mapping.containsKey(field.code())) {
                throw new Refusal(Refusal.Kind.INVALID, "REG-042", "还没有指定“" + field.title() + "”是哪一列", "没有保存", "请选择后继续；如果表里没有这一列，多半是传错了表");
            }
        }
    }

    /// Reads every row into sealed staging and says what is good, what is bad and why, and what is already there.
    public RosterImport.Preview preview(UUID id, @Nullable String after, int limit) {
        var row = idle(id);
        if (row.state() == RosterImport.State.MAPPING || row.rows() == 0) {
            requireColumns(row.mapping());
            stage(row);
            looks.record(LookLog.Action.IMPORT, "import", id, row.regionId(), null, LookLog.OK, "预览花名册");
        }
        var now = row(id);
        var sealer = vault.sealer(now.key(), KEY);
        record Staged(int number, byte[] payload, @Nullable String problems) {}
        var sample = jdbc.sql("select row_number, payload, problems::text from registry.roster_row where import_id = :id order by row_number limit 20").param("id", id)
                .query((rs, n) -> new Staged(rs.getInt(1), rs.getBytes(2), rs.getString(3))).list().stream().map(one -> new RosterImport.SampleRow(one.number(), values(sealer, id, one.number(), one.payload()), problems(one.problems()).stream()
                        .map(problem -> new RosterImport.SampleProblem(problem.field(), problem.code(), problem.message())).toList())).toList();
        var key = Page.key(after);
        var bad = jdbc.sql("""
                select row_number, payload, problems::text from registry.roster_row where import_id = :id and verdict = 'BAD' and row_number > :after
                order by row_number limit :limit""").param("id", id).param("after", key == null ? 0 : Integer.parseInt(key)).param("limit", limit + 1)
                .query((rs, n) -> new Staged(rs.getInt(1), rs.getBytes(2), rs.getString(3))).list();
        var page = Page.cut(bad, limit, one -> String.valueOf(one.number()));
        var problems = page.items().stream().flatMap(one -> {
            var values = values(sealer, id, one.number(), one.payload());
            return problems(one.problems()).stream().map(problem -> new RosterImport.RowProblem(one.number(), problem.field(), values.get(problem.field()),
                    problem.code(), problem.message()));
        }).toList();
        return new RosterImport.Preview(now.rows(), now.good(), now.bad(), now.unchanged(), sample, new Page<>(problems, page.next(), null, now.bad(), false));
    }

    private Map<String, String> values(Vault.FieldSealer sealer, UUID id, int number, byte[] payload) {
        return RosterField.unpack(new String(sealer.open(payload, rowAad(id, number)), java.nio.charset.StandardCharsets.UTF_8));
    }

    private List<RosterReader.Problem> problems(@Nullable String text) {
        return text == null ? List.of() : json.readValue(text, PROBLEMS);
    }

    private static String rowAad(UUID id, int number) {
        return "registry.roster_row:" + id + ':' + number;
    }

    private void stage(Row row) {
        jdbc.sql("delete from registry.roster_row where import_id = :id").param("id", row.id()).update();
        var reader = new RosterReader(row.mapping(), new RosterPlaces(jdbc, transaction), today.date());
        var sealer = vault.sealer(row.key(), KEY);
        var counts = new int[3];
        withPlain(unsealed(row), file -> {
            var sheet = open(file, row.fileName());
            ReadAhead.of(sheet, AT_ONCE, part -> {
                var reads = part.parallelStream().map(cells -> reader.read(cells, sheet.isMerged(cells.number()))).toList();
                reads.forEach(reader::refuseDouble);
                return reads.parallelStream().map(read -> sealed(row.id(), read, sealer)).toList();
            }, ready -> stage(row.id(), ready, counts));
            return null;
        });
        if (counts[0] + counts[1] + counts[2] == 0) {
            throw new Refusal(Refusal.Kind.INVALID, "REG-043", "表头下面没有任何一行", "没有读入任何内容", "请确认花名册里有人员后重新上传");
        }
        jdbc.sql("update registry.roster_import set state = 'PREVIEWED', rows = :rows, good = :good, bad = :bad, unchanged = :unchanged where id = :id")
                .param("rows", counts[0] + counts[1] + counts[2]).param("good", counts[0]).param("bad", counts[1]).param("unchanged", counts[2])
                .param("id", row.id()).update();
    }

    /// A row as it will lie in staging.
    ///
    /// @param index blind index of the child's number; null for a row with a problem
    private record Sealed(int row, byte @Nullable [] index, byte[] payload, List<RosterReader.Problem> problems) {}

    private Sealed sealed(UUID id, RosterReader.Read read, Vault.FieldSealer sealer) {
        return new Sealed(read.row(), read.problems().isEmpty() ? vault.blindIndex(read.values().get("idNumber")) : null,
                sealer.seal(RosterField.pack(read.values()).getBytes(java.nio.charset.StandardCharsets.UTF_8), rowAad(id, read.row())), read.problems());
    }

    private void stage(UUID id, List<Sealed> rows, int[] counts) {
        var known = childrenKnown(rows.stream().map(Sealed::index).filter(Objects::nonNull).toList());
        try (var copy = CopyText.into(DataSourceUtils.getConnection(dataSource), "new_row", "row_number int, verdict text, payload bytea, problems jsonb")) {
            for (var one : rows) {
                var verdict = one.index() == null ? "BAD" : known.contains(ByteBuffer.wrap(one.index())) ? "UNCHANGED" : "GOOD";
                counts[verdict.equals("GOOD") ? 0 : verdict.equals("BAD") ? 1 : 2]++;
                copy.add(one.row()).add(verdict).add(one.payload()).add(one.problems().isEmpty() ? null : json.writeValueAsString(one.problems())).endRow();
            }
            copy.finish();
        }
        jdbc.sql("insert into registry.roster_row (import_id, row_number, verdict, payload, problems) select :id, * from pg_temp.new_row").param("id", id).update();
    }

    /// Which of these numbers a child with a file has.
    private Set<ByteBuffer> childrenKnown(List<byte[]> indexes) {
        var found = registry.findByIdIndexes(indexes);
        var files = registry.childrenOf(found.stream().map(PersonIndex::personId).toList());
        return found.stream().filter(one -> files.containsKey(one.personId())).map(one -> ByteBuffer.wrap(one.idIndex())).collect(Collectors.toSet());
    }

    /// Starts taking the rows in, in one transaction of its own.
    ///
    /// @throws Refusal `REG-045` when all were asked for and some are bad
    public RosterImport commit(UUID id, RosterImport.Mode mode) {
        var row = idle(id);
        if (row.state() == RosterImport.State.DONE) {
            throw new Refusal(Refusal.Kind.CONFLICT, "REG-044", "这份花名册已经导入过了", "没有重复导入", "如有改动，请上传新的文件");
        }
        if (row.state() == RosterImport.State.MAPPING) {
            throw new Refusal(Refusal.Kind.CONFLICT, "REG-046", "请先预览，再导入", "没有导入", "点“预览”逐行检查后继续");
        }
        if (mode == RosterImport.Mode.ALL && row.bad() > 0) {
            throw new Refusal(Refusal.Kind.CONFLICT, "REG-045", "有 " + row.bad() + " 行有错，选择了“全部导入或全部不导入”", "没有导入任何一行", "请下载标注了错误的文件，改好后重新上传；或选择只导入正确的行");
        }
        jdbc.sql("update registry.roster_import set state = 'RUNNING', failure = null where id = :id").param("id", id).update();
        var actor = Acting.current();
        var run = new Run(row.good());
        running.put(id, run);
        org.springframework.transaction.support.TransactionSynchronizationManager.registerSynchronization(
                new org.springframework.transaction.support.TransactionSynchronization() {
                    @Override
                    public void afterCompletion(int status) {
                        if (status == STATUS_COMMITTED) {
                            jobs.execute(() -> Acting.as(actor, () -> {
                                run(row, run);
                                return null;
                            }));
                        } else {
                            running.remove(id);
                        }
                    }
                });
        return shown(row(id));
    }

    private void run(Row row, Run run) {
        try {
            transaction.executeWithoutResult(status -> take(row, run));
        } catch (Stopped e) {
            outcome(row.id(), "STOPPED", "已停止，没有导入任何一行；可以再次导入");
        } catch (RuntimeException e) {
            var why = Outage.of(e).map(outage -> outage.title() + "（" + outage.code() + "）。").orElse("");
            outcome(row.id(), "FAILED", e instanceof Refusal refusal ? refusal.title() : why + "导入没有完成，没有写入任何一行；可以再次导入");
        } finally {
            running.remove(row.id());
        }
    }

    private void outcome(UUID id, String state, String failure) {
        transaction.executeWithoutResult(status -> jdbc.sql("update registry.roster_import set state = :state, failure = :failure where id = :id")
                .param("state", state).param("failure", failure).param("id", id).update());
    }

    private void take(Row row, Run run) {
        var sealer = vault.sealer(row.key(), KEY);
        var rows = jdbc.sql("select row_number, payload from registry.roster_row where import_id = :id and verdict = 'GOOD' order by row_number").param("id", row.id())
                .query((rs, n) -> Map.entry(rs.getInt(1), values(sealer, row.id(), rs.getInt(1), rs.getBytes(2)))).list();
        var known = new HashMap<String, UUID>();
        var taken = 0;
        for (var from = 0; from < rows.size(); from += AT_ONCE) {
            if (run.stop) {
                throw new Stopped();
            }
            var part = rows.subList(from, Math.min(rows.size(), from + AT_ONCE));
            var numbers = part.stream().flatMap(one -> java.util.stream.Stream.of("idNumber", "guardianId", "fatherId", "motherId").map(one.getValue()::get))
                    .filter(java.util.Objects::nonNull).distinct().filter(number -> !known.containsKey(number)).toList();
            registry.findByIdNumbers(numbers).forEach(match -> known.putIfAbsent(match.idNumber(), match.personId()));
            var files = registry.childrenOf(known.values());
            var batch = new RosterBatch(known, "花名册 " + row.fileName(), today.date(), today.now());
            for (var one : part) {
                var child = known.get(one.getValue().get("idNumber"));
                // somebody opened the file since the preview
                if (child == null || !files.containsKey(child)) {
                    batch.add(one.getKey(), one.getValue());
                    taken++;
                }
            }
            bulk.load(batch.batch());
            run.done = from + part.size();
        }
        jdbc.sql("update registry.roster_import set state = 'DONE', taken = :taken where id = :id").param("taken", taken).param("id", row.id()).update();
        looks.record(LookLog.Action.IMPORT, "import", row.id(), row.regionId(), null, LookLog.OK, "导入花名册 " + taken + " 行");
    }

    /// Asks a running import to end: nothing of it stays.
    public RosterImport stop(UUID id) {
        row(id);
        var run = running.get(id);
        if (run != null) {
            run.stop = true;
        }
        return shown(row(id));
    }

    /// The workbook back, with the bad cells marked and the reasons in a last column.
    public byte[] marked(UUID id) {
        var row = row(id);
        var marks = new LinkedHashMap<Integer, List<MarkedCopy.Mark>>();
        jdbc.sql("select row_number, problems::text from registry.roster_row where import_id = :id and verdict = 'BAD' order by row_number").param("id", id).query(rs -> {
            marks.put(rs.getInt(1), problems(rs.getString(2)).stream().map(problem -> new MarkedCopy.Mark(problem.column(), problem.message())).toList());
        });
        looks.record(LookLog.Action.EXPORT, "import", id, row.regionId(), null, LookLog.OK, "标注错误的花名册 " + marks.size() + " 行");
        return withPlain(unsealed(row), file -> MarkedCopy.of(open(file, row.fileName()), marks));
    }

    private Row idle(UUID id) {
        var row = row(id);
        if (running.containsKey(id)) {
            throw new Refusal(Refusal.Kind.CONFLICT, "REG-047", "正在导入", "没有改动", "请等它完成，或先停止");
        }
        return row;
    }

    private Row row(UUID id) {
        return jdbc.sql("select *, mapping::text mapping_text from registry.roster_import where id = :id and created_by = :me").param("id", id)
                .param("me", Acting.current().accountId()).query((rs, n) -> new Row(id, rs.getInt("region_id"), vault.open(rs.getBytes("file_name_cipher"), Vault.aad(KEY, id)),
                        rs.getBytes("checksum"), rs.getBytes("wrapped_key"), state(id, rs.getString("state")), rs.getString("sheet"),
                        List.of((String[]) rs.getArray("headings").getArray()), json.readValue(rs.getString("mapping_text"), MAPPING), rs.getBoolean("remembered"),
                        rs.getInt("rows"), rs.getInt("good"), rs.getInt("bad"), rs.getInt("unchanged"), rs.getInt("taken"), rs.getString("failure"),
                        rs.getString("created_name"), People.instant(rs, "created_at"))).optional().orElseThrow(Registry::notThere);
    }

    /// An import that says it runs while no job of this program does was cut off by a kill: nothing of it was written.
    private RosterImport.State state(UUID id, String stored) {
        return stored.equals("RUNNING") && !running.containsKey(id) ? RosterImport.State.STOPPED : RosterImport.State.valueOf(stored);
    }

    private RosterImport shown(Row row) {
        var run = running.get(row.id());
        Integer left = run == null || run.done == 0 ? null : (int) ((System.nanoTime() - run.began) / 1_000_000_000.0 / run.done * (run.of - run.done));
        var fields = java.util.Arrays.stream(RosterField.values()).map(field -> new RosterImport.FieldInfo(field.code(), field.title(), field.required(), null)).toList();
        var columns = new ArrayList<RosterImport.Column>();
        for (var i = 0; i < row.headings().size(); i++) {
            columns.add(new RosterImport.Column(i, row.headings().get(i), List.of()));
        }
        return new RosterImport(row.id(), "ROSTER", row.fileName(), row.state(), row.sheet(), row.rows(), columns, row.mapping(), fields, row.remembered(),
                row.state() == RosterImport.State.DONE ? new RosterImport.Result(row.taken(), row.rows() - row.bad() - row.taken(), row.bad()) : null,
                run == null ? null : new RosterImport.Progress(run.done, run.of, left), row.createdAt(), row.createdName(), HexFormat.of().formatHex(row.checksum()),
                row.failure());
    }

    private static byte[] headingsMark(List<String> headings) {
        return Vault.sm3(String.join("\u001f", headings).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private byte[] unsealed(Row row) {
        try {
            return vault.openWith(row.key(), KEY, Files.readAllBytes(folder.resolve(row.id().toString())), Vault.aad(KEY, row.id()));
        } catch (IOException e) {
            throw new Refusal(Refusal.Kind.UNAVAILABLE, "REG-048", "上传的文件已不在磁盘上", "没有改动", "请重新上传");
        }
    }

    private <T> T withPlain(byte[] bytes, Function<Path, T> work) {
        try {
            return open.with(bytes, work);
        } catch (IOException e) {
            throw notWritten();
        }
    }

    private static Refusal notWritten() {
        return new Refusal(Refusal.Kind.UNAVAILABLE, "REG-040", "文件没有写入磁盘", "没有保存任何内容", "请系统管理员检查磁盘空间后重新上传");
    }
}
