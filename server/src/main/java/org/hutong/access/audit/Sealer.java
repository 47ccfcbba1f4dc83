package org.hutong.access.audit;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.hutong.access.Acting;
import org.hutong.access.ServiceAccounts;
import org.hutong.kernel.DataFolder;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Links committed rows of the look-log into the chains, twice a second, and signs checkpoints.
///
/// Of several programs on one database, the one that holds the lock seals; the others try again.
@Component
public class Sealer implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);
    private static final long LOCK = 0x6875746f6e67L;
    private static final int AT_ONCE = 5000;
    static final int ROWS_PER_CHECKPOINT = 1000;
    static final Duration LONGEST_WITHOUT_CHECKPOINT = Duration.ofMinutes(10);

    private record Waiting(UUID id, int stream, byte[] mac) {}

    private record Head(long seq, byte[] hash) {}

    private final JdbcTemplate jdbc;
    private final TransactionTemplate inTransaction;
    private final Vault vault;
    private final DataFolder data;
    private final Today today;
    private ScheduledExecutorService timer;

    Sealer(JdbcTemplate jdbc, TransactionTemplate inTransaction, Vault vault, DataFolder data, Today today) {
        this.jdbc = jdbc;
        this.inTransaction = inTransaction;
        this.vault = vault;
        this.data = data;
        this.today = today;
    }

    @Override
    public synchronized void start() {
        timer = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("look-sealer").factory());
        timer.scheduleWithFixedDelay(this::tick, 500, 500, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        if (timer != null) {
            timer.shutdown();
            timer.close();
            timer = null;
            tick();
        }
    }

    @Override
    public boolean isRunning() {
        return timer != null;
    }

    private void tick() {
        try {
            while (seal() == AT_ONCE) {
                // A backlog: go on at once.
            }
        } catch (RuntimeException e) {
            LOG.error("[LOOK-SEAL] 查看日志没有封存成功，将重试：{}", e.getClass().getSimpleName());
        }
    }

    /// Seals what is committed and waiting, and signs a checkpoint when one is due.
    ///
    /// @return how many rows were sealed
    public int seal() {
        return Acting.as(ServiceAccounts.setup(), () -> inTransaction.execute(status -> {
            if (!Boolean.TRUE.equals(jdbc.queryForObject("select pg_try_advisory_xact_lock(?)", Boolean.class, LOCK))) {
                return 0;
            }
            var sealed = sealWaiting();
            if (isCheckpointDue()) {
                checkpoint();
            }
            return sealed;
        }));
    }

    /// Signs a checkpoint now, due or not.
    public void checkpointNow() {
        Acting.run(ServiceAccounts.setup(), () -> inTransaction.executeWithoutResult(status -> {
            jdbc.query("select pg_advisory_xact_lock(?)", row -> { }, LOCK);
            while (sealWaiting() == AT_ONCE) {
                // Until nothing waits.
            }
            checkpoint();
        }));
    }

    private int sealWaiting() {
        var waiting = jdbc.query("""
                select l.id, l.stream, l.mac from access.look_pending p join access.look l on l.id = p.look_id order by p.look_id limit 5000""",
                (row, n) -> new Waiting(row.getObject(1, UUID.class), row.getInt(2), row.getBytes(3)));
        if (waiting.isEmpty()) {
            return 0;
        }
        var heads = new HashMap<Integer, Head>();
        var seals = new ArrayList<Object[]>();
        var now = today.now().atOffset(ZoneOffset.UTC);
        for (var row : waiting) {
            var before = heads.computeIfAbsent(row.stream(), this::head);
            var seq = before.seq() + 1;
            var hash = Chain.link(before.hash(), row.stream(), seq, row.mac());
            heads.put(row.stream(), new Head(seq, hash));
            seals.add(new Object[] {row.stream(), seq, row.id(), hash, now});
        }
        jdbc.batchUpdate("insert into access.look_seal (stream, seq, look_id, hash, sealed_at) values (?, ?, ?, ?, ?)", seals);
        jdbc.batchUpdate("delete from access.look_pending where look_id = ?", waiting.stream().map(row -> new Object[] {row.id()}).toList());
        return waiting.size();
    }

    private Head head(int stream) {
        return jdbc.query("select seq, hash from access.look_seal where stream = ? order by seq desc limit 1",
                (row, n) -> new Head(row.getLong(1), row.getBytes(2)), stream).stream().findFirst().orElse(new Head(0, Chain.START));
    }

    private Map<Integer, Checkpoint.Head> heads() {
        var heads = new TreeMap<Integer, Checkpoint.Head>();
        for (var stream : jdbc.queryForList("select generate_series(0, 3)", Integer.class)) {
            var head = head(stream);
            if (head.seq() > 0) {
                heads.put(stream, new Checkpoint.Head(head.seq(), HexFormat.of().formatHex(head.hash())));
            }
        }
        return heads;
    }

    private record Last(long number, Instant at, long rows, byte[] sm3) {}

    private Last last() {
        List<Last> found = jdbc.query("select number, at, rows, sm3 from access.look_checkpoint order by number desc limit 1",
                (row, n) -> new Last(row.getLong(1), row.getObject(2, OffsetDateTime.class).toInstant(), row.getLong(3), row.getBytes(4)));
        return found.isEmpty() ? new Last(0, Instant.EPOCH, 0, new byte[0]) : found.getFirst();
    }

    private boolean isCheckpointDue() {
        var last = last();
        var rows = heads().values().stream().mapToLong(Checkpoint.Head::seq).sum();
        return rows - last.rows() >= ROWS_PER_CHECKPOINT
                || rows > last.rows() && Duration.between(last.at(), today.now()).compareTo(LONGEST_WITHOUT_CHECKPOINT) >= 0;
    }

    private void checkpoint() {
        var last = last();
        var checkpoint = new Checkpoint(last.number() + 1, today.now().truncatedTo(ChronoUnit.MICROS), heads(), HexFormat.of().formatHex(last.sm3()));
        try {
            checkpoint.write(data.checkpoints(), vault);
        } catch (IOException e) {
            LOG.error("[LOOK-CHECKPOINT] 检查点没有写入 {}：{}", data.checkpoints(), e.getClass().getSimpleName());
            return;
        }
        jdbc.update("insert into access.look_checkpoint (number, at, rows, sm3) values (?, ?, ?, ?)", checkpoint.number(),
                checkpoint.at().atOffset(ZoneOffset.UTC), checkpoint.rows(), checkpoint.sm3());
    }
}
