package org.hutong.access;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Reasons for opening one minor's file. Each runs out; a break-glass one waits for somebody else's review.
@Service
@Transactional
public class Purposes {

    /// Codes and what the officer reads.
    public static final Map<String, String> KINDS = kinds();

    private static final Duration ORDINARY = Duration.ofHours(8);
    private static final Duration BREAK_GLASS = Duration.ofHours(1);

    public record Running(String purpose, Instant expiresAt) {}

    public record Review(UUID id, UUID accountId, String accountName, UUID subjectId, String purpose, String purposeName, @Nullable String note,
            Instant grantedAt, Instant expiresAt, @Nullable Instant reviewedAt, @Nullable String review) {}

    private final JdbcClient jdbc;
    private final Today today;
    private final LookLog looks;

    Purposes(JdbcClient jdbc, Today today, LookLog looks) {
        this.jdbc = jdbc;
        this.today = today;
        this.looks = looks;
    }

    private static Map<String, String> kinds() {
        var kinds = new LinkedHashMap<String, String>();
        kinds.put("LEAD", "核实发现线索");
        kinds.put("APPLICATION", "办理认定申请");
        kinds.put("PAYMENT", "核对发放");
        kinds.put("CONTACT", "联系走访");
        kinds.put("COMPLAINT", "答复群众来访来信");
        kinds.put("INSPECTION", "检查督导");
        kinds.put("EMERGENCY", "紧急情况（事后复核）");
        return kinds;
    }

    /// The purpose under which the current account may open this file.
    ///
    /// @throws Refusal `ACC-020` when there is none that still runs
    public Running require(UUID subjectId) {
        return running(subjectId).orElseThrow(() -> new Refusal(Refusal.Kind.FORBIDDEN, "ACC-020", "打开儿童档案前请先说明查看事由",
                "没有打开档案", "请选择查看事由后继续"));
    }

    public Optional<Running> running(UUID subjectId) {
        return jdbc.sql("""
                select purpose, expires_at from access.purpose
                where account_id = :account and subject_id = :subject and expires_at > :now order by expires_at desc limit 1""")
                .param("account", Acting.current().accountId()).param("subject", subjectId).param("now", today.now().atOffset(ZoneOffset.UTC))
                .query((row, n) -> new Running(row.getString(1), LookLog.instant(row, "expires_at"))).optional();
    }

    /// @param breakGlass opens at once for a shorter time and puts the purpose before a reviewer
    public Running state(UUID subjectId, String purpose, @Nullable String note, boolean breakGlass) {
        if (!KINDS.containsKey(purpose)) {
            throw new Refusal(Refusal.Kind.INVALID, "ACC-021", "没有这种查看事由", "没有登记", "请从列表中选择");
        }
        if (breakGlass && (note == null || note.isBlank())) {
            throw new Refusal(Refusal.Kind.INVALID, "ACC-022", "紧急查看要写明情况", "没有登记", "请在说明里写明为什么紧急");
        }
        var actor = Acting.current();
        if (actor.scope().isEmpty()) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "ACC-002", "您的岗位没有这项权限", "没有登记", "如需办理，请联系安全管理员");
        }
        var now = today.now();
        var expires = now.plus(breakGlass ? BREAK_GLASS : ORDINARY);
        jdbc.sql("""
                insert into access.purpose (id, account_id, subject_id, region_id, purpose, note, break_glass, granted_at, expires_at)
                values (:id, :account, :subject, :region, :purpose, :note, :breakGlass, :now, :expires)""")
                .param("id", Ids.next()).param("account", actor.accountId()).param("subject", subjectId).param("region", actor.scope().getFirst())
                .param("purpose", purpose).param("note", note).param("breakGlass", breakGlass)
                .param("now", now.atOffset(ZoneOffset.UTC)).param("expires", expires.atOffset(ZoneOffset.UTC)).update();
        looks.record(LookLog.Action.PURPOSE, "child", subjectId, null, purpose, LookLog.OK, breakGlass ? "紧急查看" : null);
        return new Running(purpose, expires);
    }

    /// Break-glass openings of officers below the reader that nobody has reviewed yet, oldest first.
    @Transactional(readOnly = true)
    public List<Review> waiting() {
        return jdbc.sql("""
                select p.id, p.account_id, a.display_name, p.subject_id, p.purpose, p.note, p.granted_at, p.expires_at, p.reviewed_at, p.review
                from access.purpose p join access.account a on a.id = p.account_id
                where p.break_glass and p.reviewed_at is null and p.account_id <> :me order by p.granted_at limit 100""")
                .param("me", Acting.current().accountId())
                .query((row, n) -> new Review(row.getObject("id", UUID.class), row.getObject("account_id", UUID.class), row.getString("display_name"),
                        row.getObject("subject_id", UUID.class), row.getString("purpose"), KINDS.getOrDefault(row.getString("purpose"), row.getString("purpose")),
                        row.getString("note"), LookLog.instant(row, "granted_at"), LookLog.instant(row, "expires_at"), null, row.getString("review"))).list();
    }

    public void review(UUID id, String review) {
        var done = jdbc.sql("""
                update access.purpose set reviewed_by = :me, reviewed_at = :now, review = :review
                where id = :id and break_glass and reviewed_at is null and account_id <> :me""")
                .param("me", Acting.current().accountId()).param("now", today.now().atOffset(ZoneOffset.UTC)).param("review", review).param("id", id).update();
        if (done == 0) {
            throw new Refusal(Refusal.Kind.NOT_FOUND, "ACC-023", "没有这条待复核的紧急查看", "没有改动", "请刷新列表");
        }
        looks.record(LookLog.Action.CHANGE, "purpose", id, null, null, LookLog.OK, "复核紧急查看");
    }
}
