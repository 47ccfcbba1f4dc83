package org.hutong.access;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The log of every look, search, export, change and denial.
///
/// A row is written in the transaction of the act it tells of, with a code (HMAC-SM3) under a key the database does not know; the
/// sealer links committed rows into chains afterwards, so that no request waits for another's row.
@Service
public class LookLog {

    public enum Action {
        SIGN_IN("登录"), SIGN_OUT("退出"), OPEN("查看"), REVEAL("显示明文"), SEARCH("查询"), LIST("浏览列表"), EXPORT("导出"), IMPORT("导入"),
        CREATE("新建"), CHANGE("修改"), DECIDE("决定"), RUN("运行任务"), ADMINISTER("管理"), PURPOSE("登记查看事由"), DENIED("拒绝访问");

        private final String title;

        Action(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /// Results written by the product itself; a room may write another short Chinese word.
    public static final String OK = "成功";
    public static final String REFUSED = "拒绝";

    static final int STREAMS = 4;

    private final JdbcClient jdbc;
    private final Vault vault;
    private final Today today;

    LookLog(JdbcClient jdbc, Vault vault, Today today) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.today = today;
    }

    /// Writes one row with the act at hand: if the act is rolled back, so is the row.
    ///
    /// @param subjectKind such as `child`, `household`, `lead`, `account`
    /// @param regionId    where the subject stands; officers over that place can read the row
    /// @param detail      codes, counts and filters; never a name or a number of a person
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(Action action, @Nullable String subjectKind, @Nullable UUID subjectId, @Nullable Integer regionId, @Nullable String purpose,
            String result, @Nullable String detail) {
        write(action, subjectKind, subjectId, regionId, purpose, result, detail);
    }

    /// A denial: written in a transaction of its own, so that it stays when the refused act is rolled back.
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void denied(@Nullable String subjectKind, @Nullable UUID subjectId, String detail) {
        write(Action.DENIED, subjectKind, subjectId, null, null, REFUSED, detail);
    }

    /// A row of its own transaction for acts that have none, such as a failed sign-in.
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void recordAlone(Action action, @Nullable String subjectKind, @Nullable UUID subjectId, String result, @Nullable String detail) {
        write(action, subjectKind, subjectId, null, null, result, detail);
    }

    private void write(Action action, @Nullable String subjectKind, @Nullable UUID subjectId, @Nullable Integer regionId, @Nullable String purpose,
            String result, @Nullable String detail) {
        var actor = Acting.current();
        var row = new LookRow(Ids.next(), today.now().truncatedTo(ChronoUnit.MICROS), stream(actor.accountId()), actor.accountId(), actor.officeId(),
                action.name(), subjectKind, subjectId, regionId, purpose, result, detail, RequestAddress.orNull());
        jdbc.sql("""
                insert into access.look (id, at, stream, account_id, office_id, action, subject_kind, subject_id, region_id, purpose, result, detail, address, mac)
                values (:id, :at, :stream, :account, :office, :action, :kind, :subject, :region, :purpose, :result, :detail, :address, :mac)""")
                .param("id", row.id()).param("at", row.at().atOffset(java.time.ZoneOffset.UTC)).param("stream", row.stream()).param("account", row.accountId())
                .param("office", row.officeId()).param("action", row.action()).param("kind", row.subjectKind()).param("subject", row.subjectId())
                .param("region", row.regionId()).param("purpose", row.purpose()).param("result", row.result()).param("detail", row.detail())
                .param("address", row.address()).param("mac", vault.lookMac(row.bytes())).update();
    }

    static int stream(UUID accountId) {
        return Math.floorMod(accountId.hashCode(), STREAMS);
    }

    static Instant instant(java.sql.ResultSet row, String column) throws java.sql.SQLException {
        return row.getObject(column, java.time.OffsetDateTime.class).toInstant();
    }
}
