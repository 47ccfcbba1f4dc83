package org.hutong.rulebook;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.hutong.access.Acting;
import org.hutong.access.ServiceAccounts;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Which edition is in force on which day.
///
/// Every node looks at its start and every half minute: the last approved edition whose day has come is in force; before the first there is
/// the folder's. An approved edition that no longer passes its checks does not take force, and the one before it stays.
@Service
public class Enactments implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Enactments.class);
    private static final int EVERY_SECONDS = 30;

    /// @param from null for the folder's edition, which has no first day
    record Head(String edition, @Nullable LocalDate from) {}

    private record Due(String edition, UUID draft) {}

    private final Rulebooks rulebooks;
    private final JdbcClient jdbc;
    private final TransactionTemplate inTransaction;
    private final Today today;
    private @Nullable ScheduledExecutorService clock;

    Enactments(Rulebooks rulebooks, JdbcClient jdbc, TransactionTemplate inTransaction, Today today) {
        this.rulebooks = rulebooks;
        this.jdbc = jdbc;
        this.inTransaction = inTransaction;
        this.today = today;
    }

    /// Before requests and jobs.
    @Override
    public int getPhase() {
        return -1000;
    }

    @Override
    public void start() {
        look();
        clock = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("enactments").factory());
        clock.scheduleWithFixedDelay(() -> {
            try {
                look();
            } catch (RuntimeException e) {
                LOG.warn("政策生效检查没有完成：{}", e.getMessage());
            }
        }, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void stop() {
        if (clock != null) {
            clock.shutdownNow();
        }
        clock = null;
    }

    @Override
    public boolean isRunning() {
        return clock != null;
    }

    /// Puts in force what is due today.
    public synchronized void look() {
        Acting.as(ServiceAccounts.setup(), () -> inTransaction.execute(status -> {
            var due = jdbc.sql("select sha256, draft_id from rulebook.enactment where from_day <= :today order by id desc").param("today", today.date())
                    .query((row, n) -> new Due(row.getString(1), row.getObject(2, UUID.class))).list();
            for (var one : due) {
                try {
                    rulebooks.adopt(one.edition());
                    inForce(one.draft());
                    return null;
                } catch (Refusal refused) {
                    LOG.error("已批准的政策没有生效：{}", refused.title());
                }
            }
            rulebooks.adopt(null);
            return null;
        }));
    }

    private void inForce(UUID draft) {
        var now = today.now().atOffset(ZoneOffset.UTC);
        var changed = jdbc.sql("update rulebook.draft set state = 'IN_FORCE', in_force_at = :now where id = :id and state = 'APPROVED'")
                .param("id", draft).param("now", now).update();
        if (changed > 0) {
            jdbc.sql("insert into rulebook.draft_event (id, draft_id, at, by_account, by_name, what) values (:id, :draft, :now, kernel.account(), '系统任务', '已生效')")
                    .param("id", Ids.next()).param("draft", draft).param("now", now).update();
            LOG.info("政策修改已生效：{}", draft);
        }
    }

    /// What a new draft stands on: the last approved edition, whether or not its day has come. Where none was ever approved, the folder's, kept here.
    Head head() {
        var last = jdbc.sql("select sha256, from_day from rulebook.enactment order by id desc limit 1")
                .query((row, n) -> new Head(row.getString(1), row.getObject(2, LocalDate.class))).optional();
        if (last.isPresent()) {
            return last.get();
        }
        var edition = rulebooks.inForce().edition();
        rulebooks.keep(edition);
        return new Head(edition, null);
    }

    /// One version of the rulebook.
    ///
    /// @param state 现行, 待生效 or 已被替换
    public record Version(String edition, String packs, @Nullable LocalDate from, String state, @Nullable UUID draftId, @Nullable Long draftNo,
            String title, String why, @Nullable String author, @Nullable String approver, @Nullable Instant approvedAt) {}

    /// Every version, the newest first; the last one is the folder's.
    public List<Version> versions() {
        var now = rulebooks.inForce().edition();
        var rows = new ArrayList<>(jdbc.sql("""
                select e.sha256, e.from_day, e.approved_at, d.id, d.no, d.title, d.why, d.author_name, d.decided_by_name, k.packs
                from rulebook.enactment e join rulebook.draft d on d.id = e.draft_id join rulebook.edition k on k.sha256 = e.sha256 order by e.id desc limit 500""")
                .query((row, n) -> new Version(row.getString("sha256"), row.getString("packs"), row.getObject("from_day", LocalDate.class),
                        row.getString("sha256").equals(now) ? "现行" : row.getObject("from_day", LocalDate.class).isAfter(today.date()) ? "待生效" : "已被替换",
                        row.getObject("id", UUID.class), row.getLong("no"), row.getString("title"), row.getString("why"), row.getString("author_name"),
                        row.getString("decided_by_name"), row.getObject("approved_at", OffsetDateTime.class).toInstant())).list());
        var first = jdbc.sql("select base_sha from rulebook.enactment order by id limit 1").query(String.class).optional()
                .orElse(rulebooks.inForce().edition());
        var packs = String.join("；", rulebooks.book(first).packs().stream().map(pack -> pack.folder() + " " + pack.version()).toList());
        rows.add(new Version(first, packs, null, first.equals(now) ? "现行" : "已被替换", null, null, "随程序带来的政策包", "首版", null, null, null));
        return rows;
    }
}
