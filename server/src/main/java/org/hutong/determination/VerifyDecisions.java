package org.hutong.determination;

import static org.hutong.jooq.determination.tables.Decision.DECISION;

import java.util.Arrays;
import java.util.Objects;
import org.hutong.access.Acting;
import org.hutong.access.ServiceAccounts;
import org.hutong.jooq.determination.tables.records.DecisionRecord;
import org.jooq.DSLContext;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// `./hutong verify decisions`: derives every decision again from its frozen facts and its edition of the rulebook.
///
/// Differences go to stderr in Chinese, one line each; the last line of stdout is `decisions: checked=… different=…`. Ends with 0 when
/// all are equal, 1 when one is not.
@Component
@ConditionalOnProperty(name = "hutong.verify", havingValue = "decisions")
public class VerifyDecisions implements CommandLineRunner {

    private static final int BATCH = 500;

    private final DSLContext sql;
    private final Decisions decisions;
    private final ServiceAccounts accounts;
    private final TransactionTemplate inTransaction;

    VerifyDecisions(DSLContext sql, Decisions decisions, ServiceAccounts accounts, TransactionTemplate inTransaction) {
        this.sql = sql;
        this.decisions = decisions;
        this.accounts = accounts;
        this.inTransaction = inTransaction;
    }

    /// @param checked   decisions derived again
    /// @param different those whose bytes were not the same
    public record Result(int checked, int different) {}

    public static void main(String[] args) throws Exception {
        System.setProperty("hutong.verify", "decisions");
        var data = Arrays.asList(args).indexOf("--data");
        if (data >= 0 && data + 1 < args.length) {
            System.setProperty("hutong.data", args[data + 1]);
        }
        // a check reads: no job is claimed and no news left over from the last run is worked off meanwhile
        System.setProperty("db-scheduler.enabled", "false");
        System.setProperty("spring.modulith.events.republish-outstanding-events-on-restart", "false");
        // the rooms' endpoints need a server; it listens on a free port of this machine for as long as the check runs
        System.setProperty("server.port", "0");
        // The program's own start opens the database first; rooms do not know it by name.
        Class.forName("org.hutong.Hutong").getMethod("main", String[].class).invoke(null, (Object) args);
    }

    @Override
    public void run(String... args) {
        var result = verify();
        System.out.println("decisions: checked=" + result.checked() + " different=" + result.different());
        System.exit(result.different() == 0 ? 0 : 1);
    }

    Result verify() {
        return Acting.as(accounts.nightly(), () -> {
            var checked = 0;
            var different = 0;
            DecisionRecord last = null;
            while (true) {
                var after = last;
                var batch = inTransaction.execute(status -> sql.selectFrom(DECISION)
                        .where(after == null ? org.jooq.impl.DSL.noCondition() : DECISION.ID.gt(after.getId())).orderBy(DECISION.ID).limit(BATCH).fetch());
                if (batch == null || batch.isEmpty()) {
                    return new Result(checked, different);
                }
                for (var row : batch) {
                    checked++;
                    if (!replays(row)) {
                        different++;
                    }
                }
                last = batch.getLast();
            }
        });
    }

    private boolean replays(DecisionRecord row) {
        try {
            var differences = Objects.requireNonNull(inTransaction.execute(status -> decisions.differences(row)));
            if (differences.isEmpty()) {
                return true;
            }
            System.err.println("决定 " + row.getNo() + "：" + String.join("；", differences));
        } catch (RuntimeException unreadable) {
            System.err.println("决定 " + row.getNo() + "：密文被改过或缺政策存档，打不开：" + unreadable.getMessage());
        }
        return false;
    }
}
