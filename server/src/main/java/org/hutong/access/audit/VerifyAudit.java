package org.hutong.access.audit;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.hutong.access.LookRow;
import org.hutong.kernel.DataFolder;
import org.hutong.kernel.Vault;
import org.hutong.schema.LocalPostgres;

/// Reads the whole look-log and says whether it is as it was written.
///
/// Named are: rows edited, deleted, inserted, swapped; numbers missing from a chain; a chain cut off; a chain rebuilt.
public final class VerifyAudit {

    private static final int FAULTS_NAMED = 1000;

    /// @param rows   rows of the log, sealed or still waiting
    /// @param faults in Chinese, one a fault, at most 1,000
    public record Report(int streams, long rows, int checkpoints, List<String> faults, long faultCount) {}

    private final Vault vault;
    private final List<String> faults = new ArrayList<>();
    private long faultCount;

    private VerifyAudit(Vault vault) {
        this.vault = vault;
    }

    /// `./hutong verify audit --data DIR`: result on `out`, faults on `err`; 0 without faults, 1 with, 3 when it could not be done.
    public static int run(Path dataFolder, PrintStream out, PrintStream err) {
        var data = new DataFolder(dataFolder);
        if (!java.nio.file.Files.exists(dataFolder.resolve("db"))) {
            err.println("数据目录里没有数据库：" + dataFolder);
            return 2;
        }
        err.println("正在校验查看日志……");
        try (var postgres = LocalPostgres.start(dataFolder.resolve("db")); var connection = postgres.app().getConnection()) {
            connection.setAutoCommit(false);
            actAsService(connection);
            var report = verify(connection, Vault.open(data.keys()), data.checkpoints());
            report.faults().forEach(err::println);
            out.println("audit: rows=" + report.rows() + " checkpoints=" + report.checkpoints() + " faults=" + report.faultCount());
            return report.faultCount() == 0 ? 0 : 1;
        } catch (LocalPostgres.InUse e) {
            err.println(e.getMessage() + "服务运行时请由审计管理员在控制台校验。");
            return 3;
        } catch (SQLException | IOException | RuntimeException e) {
            err.println("校验没有完成：" + e.getMessage());
            return 3;
        }
    }

    private static void actAsService(Connection connection) throws SQLException {
        try (var set = connection.prepareStatement("select set_config('hutong.account', ?, true), set_config('hutong.roles', 'SERVICE', true)")) {
            set.setString(1, "00000000-0000-7000-8000-000000000003");
            set.execute();
        }
    }

    /// @param connection in a transaction whose actor sees the whole log
    public static Report verify(Connection connection, Vault vault, Path checkpointFolder) throws SQLException, IOException {
        return new VerifyAudit(vault).run(connection, checkpointFolder);
    }

    private Report run(Connection connection, Path checkpointFolder) throws SQLException, IOException {
        var folder = Checkpoint.readAll(checkpointFolder, vault.publicKey());
        folder.faults().forEach(this::fault);
        checkMemory(connection, folder.checkpoints());
        var marks = new HashMap<Integer, TreeMap<Long, Checkpoint>>();
        for (var checkpoint : folder.checkpoints()) {
            checkpoint.streams().forEach((stream, head) -> marks.computeIfAbsent(stream, key -> new TreeMap<>()).put(head.seq(), checkpoint));
        }
        var ends = new TreeMap<Integer, Long>();
        var rows = chains(connection, marks, ends);
        marks.forEach((stream, seqs) -> {
            if (seqs.lastKey() > ends.getOrDefault(stream, 0L)) {
                fault("第 " + stream + " 条链被截断：检查点 " + seqs.lastEntry().getValue().number() + " 记有 " + seqs.lastKey() + " 行，现在只有 " + ends.getOrDefault(stream, 0L) + " 行");
            }
        });
        rows += unsealed(connection);
        return new Report(ends.size(), rows, folder.checkpoints().size(), List.copyOf(faults), faultCount);
    }

    /// The database remembers which checkpoints were signed: a folder that lost its last ones is found so.
    private void checkMemory(Connection connection, List<Checkpoint> checkpoints) throws SQLException {
        var byNumber = new HashMap<Long, Checkpoint>();
        checkpoints.forEach(checkpoint -> byNumber.put(checkpoint.number(), checkpoint));
        try (var statement = connection.createStatement(); var rows = statement.executeQuery("select number, sm3 from access.look_checkpoint order by number")) {
            while (rows.next()) {
                var checkpoint = byNumber.get(rows.getLong(1));
                if (checkpoint == null) {
                    fault("检查点 " + rows.getLong(1) + " 的文件不见了");
                } else if (!Arrays.equals(checkpoint.sm3(), rows.getBytes(2))) {
                    fault("检查点 " + rows.getLong(1) + " 与签发时不符");
                }
            }
        }
    }

    private long chains(Connection connection, Map<Integer, TreeMap<Long, Checkpoint>> marks, Map<Integer, Long> ends) throws SQLException {
        var count = 0L;
        try (var statement = connection.prepareStatement("""
                select s.stream seal_stream, s.seq, s.look_id, s.hash, l.id, l.at, l.stream, l.account_id, l.office_id, l.action, l.subject_kind,
                  l.subject_id, l.region_id, l.purpose, l.result, l.detail, l.address, l.mac
                from access.look_seal s left join access.look l on l.id = s.look_id order by s.stream, s.seq""")) {
            statement.setFetchSize(5000);
            var stream = -1;
            var seq = 0L;
            var before = Chain.START;
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    count++;
                    if (rows.getInt("seal_stream") != stream) {
                        stream = rows.getInt("seal_stream");
                        seq = 0;
                        before = Chain.START;
                    }
                    var here = rows.getLong("seq");
                    var place = "第 " + stream + " 条链第 " + here + " 行";
                    var gap = here != seq + 1;
                    if (gap) {
                        fault("第 " + stream + " 条链缺号：" + (seq + 1) + " 到 " + (here - 1) + " 被删除");
                    }
                    var hash = rows.getBytes("hash");
                    if (rows.getObject("id") == null) {
                        fault(place + "（" + rows.getObject("look_id") + "）被删除");
                    } else if (!Arrays.equals(vault.lookMac(row(rows).bytes()), rows.getBytes("mac"))) {
                        fault(place + "（" + rows.getObject("look_id") + "）被改动");
                    } else if (!gap && !Arrays.equals(Chain.link(before, stream, here, rows.getBytes("mac")), hash)) {
                        fault(place + "（" + rows.getObject("look_id") + "）与封存时不符：被调换或被替换");
                    }
                    var mark = marks.getOrDefault(stream, new TreeMap<>()).get(here);
                    if (mark != null && !mark.streams().get(stream).hash().equals(HexFormat.of().formatHex(hash))) {
                        fault("第 " + stream + " 条链在检查点 " + mark.number() + " 之前被重建");
                    }
                    seq = here;
                    before = hash;
                    ends.put(stream, here);
                }
            }
        }
        return count;
    }

    /// Rows no chain holds: those still waiting are in order, others were put in past the product.
    private long unsealed(Connection connection) throws SQLException {
        var count = 0L;
        try (var statement = connection.createStatement(); var rows = statement.executeQuery("""
                select l.id, l.at, l.stream, l.account_id, l.office_id, l.action, l.subject_kind, l.subject_id, l.region_id, l.purpose, l.result, l.detail,
                  l.address, l.mac, p.look_id is not null waiting
                from access.look l left join access.look_pending p on p.look_id = l.id
                where not exists (select 1 from access.look_seal s where s.look_id = l.id)""")) {
            while (rows.next()) {
                count++;
                if (!Arrays.equals(vault.lookMac(row(rows).bytes()), rows.getBytes("mac"))) {
                    fault("插入的行（" + rows.getObject("id") + "）：不是本系统写的");
                } else if (!rows.getBoolean("waiting")) {
                    fault("插入的行（" + rows.getObject("id") + "）：不在任何链里，也不在待封存队列里");
                }
            }
        }
        try (var statement = connection.createStatement(); var rows = statement.executeQuery("""
                select p.look_id from access.look_pending p left join access.look l on l.id = p.look_id where l.id is null""")) {
            while (rows.next()) {
                fault("待封存的行（" + rows.getObject(1) + "）被删除");
            }
        }
        return count;
    }

    private static LookRow row(ResultSet row) throws SQLException {
        return new LookRow(row.getObject("id", UUID.class), row.getObject("at", OffsetDateTime.class).toInstant(), row.getInt("stream"),
                row.getObject("account_id", UUID.class), (Integer) row.getObject("office_id"), row.getString("action"), row.getString("subject_kind"),
                row.getObject("subject_id", UUID.class), (Integer) row.getObject("region_id"), row.getString("purpose"), row.getString("result"),
                row.getString("detail"), row.getString("address"));
    }

    private void fault(String text) {
        faultCount++;
        if (faults.size() < FAULTS_NAMED) {
            faults.add(text);
        }
    }
}
