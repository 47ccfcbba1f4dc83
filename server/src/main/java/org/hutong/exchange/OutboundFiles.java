package org.hutong.exchange;

import static org.hutong.jooq.exchange.tables.Outbound.OUTBOUND;
import static org.hutong.jooq.exchange.tables.OutboundBatch.OUTBOUND_BATCH;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dhatim.fastexcel.Workbook;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.files.SheetReader;
import org.hutong.jooq.exchange.tables.records.OutboundRecord;
import org.hutong.kernel.CitizenId;
import org.hutong.kernel.CsvSafe;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Vault;
import org.hutong.region.Regions;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The file adapter of what goes out: one file a batch into the folder `报送`, the receiver's answers read back, and ours held against theirs.
///
/// A file of answers names each line by 报送编号 and says 结果 (接收, 退回 or 不一致), with 说明 and 对方编号 where there are any; further
/// columns with our headings are what the receiver holds.
@Service
@Transactional
public class OutboundFiles {

    static final String NUMBER = "报送编号";
    private static final int MOST_ROWS = 20_000;
    private static final int MOST_DIFFERENCES = 500;

    public enum Form { XLSX, CSV }

    public record Batch(UUID id, String no, String target, String targetName, String fileName, int rows, int answered, OffsetDateTime madeAt, String madeBy) {}

    public record Answered(int read, int accepted, int refused, int different, List<String> unknown) {}

    public record Difference(UUID id, String subjectNo, String subjectName, String field, String ours, String theirs) {}

    /// @param silent sent longer ago than the receiver's days and not answered
    public record Reconciliation(String target, String targetName, int sent, int accepted, int refused, int different, int waiting, int silent, int neverSent, int held,
            List<Difference> differences) {}

    private final DSLContext sql;
    private final Outbound outbound;
    private final OutboundTargets targets;
    private final Regions regions;
    private final Vault vault;
    private final LookLog looks;
    private final Path folder;

    OutboundFiles(DSLContext sql, Outbound outbound, OutboundTargets targets, Regions regions, Vault vault, LookLog looks, WatchedFolder watched) {
        this.sql = sql;
        this.outbound = outbound;
        this.targets = targets;
        this.regions = regions;
        this.vault = vault;
        this.looks = looks;
        this.folder = watched.root().resolve("报送");
    }

    /// Everything queued for the receiver goes into one file. The file takes its name once the batch is committed.
    public Batch send(String code, String kind, Form form) {
        var target = outbound.target(code);
        var rows = sql.selectFrom(OUTBOUND).where(OUTBOUND.TARGET.eq(code), OUTBOUND.KIND.eq(kind), OUTBOUND.STATE.eq("QUEUED")).orderBy(OUTBOUND.ID).limit(MOST_ROWS).forUpdate().fetch();
        if (rows.isEmpty()) {
            throw new Refusal(Refusal.Kind.CONFLICT, "EXC-055", "没有待发的", "没有生成文件", "先点“收集变化”");
        }
        var actor = Acting.current();
        var id = Ids.next();
        var no = "%s-%04d".formatted(outbound.today().toString().replace("-", ""), sql.nextval(DSL.name("exchange", "batch_no")).longValue());
        var fields = kind.equals("CHILD") ? target.child() : target.director();
        var name = target.name().replaceAll("[\\\\/（）\\s]", "") + "_" + (kind.equals("CHILD") ? "儿童" : "儿童主任") + "_" + no + (form == Form.XLSX ? ".xlsx" : ".csv");
        var content = content(rows, fields, form, target.name() + " " + no);
        for (var row : rows) {
            row.setState("SENT");
            row.setBatchId(id);
            row.setSentAt(outbound.now());
            row.store();
        }
        var region = actor.scope().isEmpty() ? regions.cityRoot() : actor.scope().getFirst();
        sql.insertInto(OUTBOUND_BATCH).set(OUTBOUND_BATCH.ID, id).set(OUTBOUND_BATCH.NO, no).set(OUTBOUND_BATCH.TARGET, code).set(OUTBOUND_BATCH.FORM, form.name()).set(OUTBOUND_BATCH.FILE_NAME, name)
                .set(OUTBOUND_BATCH.CHECKSUM, HexFormat.of().formatHex(Vault.sm3(content))).set(OUTBOUND_BATCH.ROWS, rows.size()).set(OUTBOUND_BATCH.REGION_ID, region)
                .set(OUTBOUND_BATCH.MADE_AT, outbound.now()).set(OUTBOUND_BATCH.MADE_BY, actor.accountId()).set(OUTBOUND_BATCH.MADE_NAME, actor.name()).execute();
        looks.record(LookLog.Action.EXPORT, "outbound_batch", id, region, null, LookLog.OK, "报送 " + target.name() + " " + rows.size() + " 行");
        write(name, content);
        return new Batch(id, no, code, target.name(), name, rows.size(), 0, outbound.now(), actor.name());
    }

    private void write(String name, byte[] content) {
        try {
            Files.createDirectories(folder);
            var part = folder.resolve(name + ".part");
            Files.write(part, content);
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCompletion(int status) {
                    try {
                        if (status == STATUS_COMMITTED) {
                            Files.move(part, folder.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                        } else {
                            Files.deleteIfExists(part);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
        } catch (IOException e) {
            throw new Refusal(Refusal.Kind.UNAVAILABLE, "EXC-056", "报送文件没有写成（磁盘空间不足或不可写）", "一条也没有报送", "请联系系统管理员检查数据盘后再试");
        }
    }

    /// The batch's file once more: for a receiver who lost it, or after a kill between the commit and the file's name.
    public byte[] again(UUID batchId) {
        var batch = sql.selectFrom(OUTBOUND_BATCH).where(OUTBOUND_BATCH.ID.eq(batchId)).fetchOptional()
                .orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "EXC-053", "没有找到这一批", "没有改动任何内容", "请刷新后重试"));
        var rows = sql.selectFrom(OUTBOUND).where(OUTBOUND.BATCH_ID.eq(batchId)).orderBy(OUTBOUND.ID).fetch();
        var target = outbound.target(batch.getTarget());
        looks.record(LookLog.Action.EXPORT, "outbound_batch", batchId, batch.getRegionId(), null, LookLog.OK, "再取 " + rows.size() + " 行");
        return content(rows, rows.getFirst().getKind().equals("CHILD") ? target.child() : target.director(), Form.valueOf(batch.getForm()), target.name() + " " + batch.getNo());
    }

    public String fileName(UUID batchId) {
        return sql.select(OUTBOUND_BATCH.FILE_NAME).from(OUTBOUND_BATCH).where(OUTBOUND_BATCH.ID.eq(batchId)).fetchOptional(OUTBOUND_BATCH.FILE_NAME).orElse("报送");
    }

    private byte[] content(List<OutboundRecord> rows, List<OutboundTargets.Field> fields, Form form, String title) {
        var headings = new ArrayList<String>();
        headings.add(NUMBER);
        fields.forEach(field -> headings.add(field.heading()));
        var out = new ByteArrayOutputStream();
        if (form == Form.CSV) {
            var text = new StringBuilder("\uFEFF").append(String.join(",", headings)).append("\r\n");
            for (var row : rows) {
                var values = values(row);
                text.append(row.getId());
                fields.forEach(field -> text.append(",\"").append(CsvSafe.text(values.getOrDefault(field.heading(), "")).replace("\"", "\"\"")).append('"'));
                text.append("\r\n");
            }
            out.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
            return out.toByteArray();
        }
        try (var workbook = new Workbook(out, "Hutong", "1.0")) {
            var sheet = workbook.newWorksheet("报送");
            for (var column = 0; column < headings.size(); column++) {
                sheet.value(0, column, headings.get(column));
                sheet.style(0, column).bold().set();
            }
            sheet.freezePane(0, 1);
            var at = 1;
            for (var row : rows) {
                var values = values(row);
                sheet.value(at, 0, row.getId().toString());
                for (var column = 1; column < headings.size(); column++) {
                    sheet.value(at, column, CsvSafe.text(values.getOrDefault(headings.get(column), "")));
                }
                at++;
            }
            workbook.newWorksheet("说明").value(0, 0, CsvSafe.text(title + "。答复时保留“报送编号”一列，另加“结果”（接收、退回、不一致）、“说明”、“对方编号”"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private Map<String, String> values(OutboundRecord row) {
        return Fields.read(vault.open(row.getFields(), Vault.aad(Outbound.AAD, row.getId())));
    }

    public List<Batch> batches(@Nullable String target) {
        return sql.selectFrom(OUTBOUND_BATCH).where(target == null ? DSL.noCondition() : OUTBOUND_BATCH.TARGET.eq(target)).orderBy(OUTBOUND_BATCH.MADE_AT.desc()).limit(50)
                .fetch(row -> new Batch(row.getId(), row.getNo(), row.getTarget(), targets.byCode(row.getTarget()).map(OutboundTargets.Target::name).orElse(row.getTarget()), row.getFileName(), row.getRows(),
                        row.getAnswered(), row.getMadeAt(), row.getMadeName()));
    }

    /// Reads a receiver's file of answers. Reading it twice changes nothing the second time.
    public Answered answers(Path file, String fileName) {
        var sheet = SheetReader.open(file, fileName, headings -> headings.contains(NUMBER) && headings.contains("结果"));
        var columns = sheet.headings();
        var counts = new int[4];
        var unknown = new ArrayList<String>();
        var batches = new java.util.HashSet<UUID>();
        sheet.rows(row -> {
            counts[0]++;
            var number = row.cell(columns.indexOf(NUMBER)).text();
            var said = row.cell(columns.indexOf("结果")).text();
            var known = id(number) == null ? null : sql.selectFrom(OUTBOUND).where(OUTBOUND.ID.eq(id(number)), OUTBOUND.STATE.in("SENT", "FAILED", "ANSWERED")).forUpdate().fetchOne();
            if (known == null) {
                if (unknown.size() < 20) {
                    unknown.add("第 " + row.number() + " 行 " + (number.isEmpty() ? "没有报送编号" : number));
                }
                return;
            }
            var theirs = new LinkedHashMap<String, String>();
            var ours = values(known);
            for (var column = 0; column < columns.size(); column++) {
                if (ours.containsKey(columns.get(column)) && !row.cell(column).text().isEmpty()) {
                    theirs.put(columns.get(column), row.cell(column).text());
                }
            }
            var refused = said.contains("退") || said.contains("不收") || said.contains("失败");
            var differs = !refused && (said.contains("不一致") || theirs.entrySet().stream().anyMatch(one -> !one.getValue().equals(ours.get(one.getKey()))));
            counts[refused ? 2 : differs ? 3 : 1]++;
            known.setState(refused ? "FAILED" : "ANSWERED");
            known.setAnswer(refused ? "REFUSED" : differs ? "DIFFERENT" : "ACCEPTED");
            known.setAnswerText(text(row.cell(Math.max(columns.indexOf("说明"), 0)).text(), columns.indexOf("说明")));
            known.setRemoteNo(text(row.cell(Math.max(columns.indexOf("对方编号"), 0)).text(), columns.indexOf("对方编号")));
            known.setAnsweredAt(outbound.now());
            known.setRemote(theirs.isEmpty() ? null : vault.seal(Fields.write(theirs), Vault.aad(Outbound.AAD + ".remote", known.getId())));
            known.store();
            batches.add(known.getBatchId());
        });
        for (var batch : batches) {
            sql.update(OUTBOUND_BATCH).set(OUTBOUND_BATCH.ANSWERED, DSL.selectCount().from(OUTBOUND).where(OUTBOUND.BATCH_ID.eq(batch), OUTBOUND.ANSWERED_AT.isNotNull()).asField())
                    .set(OUTBOUND_BATCH.ANSWERED_AT, outbound.now()).where(OUTBOUND_BATCH.ID.eq(batch)).execute();
        }
        looks.record(LookLog.Action.IMPORT, "outbound", null, null, null, LookLog.OK, "读答复 " + counts[0] + " 行");
        return new Answered(counts[0], counts[1], counts[2], counts[3], unknown);
    }

    private static @Nullable String text(String text, int column) {
        return column < 0 || text.isBlank() ? null : text.length() > 300 ? text.substring(0, 300) : text;
    }

    private static @Nullable UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /// Ours against what the receiver answered.
    public Reconciliation reconcile(String code) {
        var target = outbound.target(code);
        var newest = sql.selectDistinct(OUTBOUND.asterisk()).on(OUTBOUND.SUBJECT_ID).from(OUTBOUND).where(OUTBOUND.TARGET.eq(code), OUTBOUND.STATE.ne("REPLACED"))
                .orderBy(OUTBOUND.SUBJECT_ID, OUTBOUND.QUEUED_AT.desc(), OUTBOUND.ID.desc()).fetchInto(OUTBOUND);
        var counts = new int[8];
        var differences = new ArrayList<Difference>();
        var since = outbound.now().minusDays(target.staleDays());
        for (var row : newest) {
            switch (row.getState()) {
                case "SENT" -> {
                    counts[0]++;
                    counts[row.getSentAt().isBefore(since) ? 5 : 4]++;
                }
                case "FAILED" -> {
                    counts[0]++;
                    counts[2]++;
                }
                case "ANSWERED" -> {
                    counts[0]++;
                    counts["DIFFERENT".equals(row.getAnswer()) ? 3 : 1]++;
                    if ("DIFFERENT".equals(row.getAnswer()) && row.getRemote() != null) {
                        differences(row, differences);
                    }
                }
                case "HELD" -> counts[7]++;
                default -> counts[6]++;
            }
        }
        return new Reconciliation(code, target.name(), counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6], counts[7], differences);
    }

    private void differences(OutboundRecord row, List<Difference> differences) {
        var ours = values(row);
        Fields.read(vault.open(row.getRemote(), Vault.aad(Outbound.AAD + ".remote", row.getId()))).forEach((field, theirs) -> {
            if (!theirs.equals(ours.get(field)) && differences.size() < MOST_DIFFERENCES) {
                differences.add(new Difference(row.getId(), row.getSubjectNo(), row.getSubjectName(), field, shown(field, ours.getOrDefault(field, "")), shown(field, theirs)));
            }
        });
    }

    private static String shown(String field, String value) {
        return field.equals("身份证号") ? CitizenId.parse(value).map(CitizenId::masked).orElse("****") : value;
    }
}
