package org.hutong.determination;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Stopping a running benefit: one person proposes it with the month and the reason, another confirms or gives it back.
/// Nothing is stopped by a finding alone.
@Service
@Transactional
public class Stops {

    private final JdbcClient jdbc;
    private final Entitlements entitlements;
    private final LookLog looks;
    private final Today today;

    Stops(JdbcClient jdbc, Entitlements entitlements, LookLog looks, Today today) {
        this.jdbc = jdbc;
        this.entitlements = entitlements;
        this.looks = looks;
        this.today = today;
    }

    /// @param state WAITING, CONFIRMED or RETURNED
    public record Stop(UUID id, UUID entitlementId, UUID childFileId, String childName, String programmeName, LocalDate lastMonth, String reason, String clause,
            String proposedName, OffsetDateTime proposedAt, String state, @Nullable String note, @Nullable String decidedName, @Nullable OffsetDateTime decidedAt, boolean mine) {}

    /// @param lastMonth last month still paid
    /// @throws Refusal `DET-040` already proposed, `DET-041` nothing to stop, `DET-404` not in sight
    public Stop propose(UUID entitlementId, YearMonth lastMonth, String reason, String clause) {
        var spell = entitlements.byId(entitlementId);
        if (spell.lastMonth() != null && !spell.lastMonth().isAfter(lastMonth)) {
            throw new Refusal(Refusal.Kind.CONFLICT, "DET-041", "这项待遇末领月已经是 " + spell.lastMonth(), "没有提出停发", "请看待遇记录");
        }
        var actor = Acting.current();
        var id = Ids.next();
        try {
            jdbc.sql("""
                    insert into determination.stop (id, entitlement_id, last_month, reason, clause, proposed_by, proposed_name, proposed_at)
                    values (:id, :spell, :month, :reason, :clause, :by, :name, :now)""").param("id", id).param("spell", entitlementId)
                    .param("month", lastMonth.atDay(1)).param("reason", reason.strip()).param("clause", clause.strip()).param("by", actor.accountId())
                    .param("name", actor.name()).param("now", today.now().atOffset(ZoneOffset.UTC)).update();
        } catch (DuplicateKeyException e) {
            throw new Refusal(Refusal.Kind.CONFLICT, "DET-040", "这项待遇已经有人提出停发，正等审批", "没有重复提出", "请到“停发审批”里看");
        }
        looks.record(LookLog.Action.CHANGE, "child", spell.childFileId(), null, null, LookLog.OK, "提出停发 " + spell.programmeName());
        return byId(id);
    }

    /// The benefit ends with that month; whoever proposed it may not confirm it.
    ///
    /// @throws Refusal `DET-042` one's own proposal, `DET-043` decided already
    public Stop confirm(UUID id) {
        var stop = decidable(id);
        decide(id, "CONFIRMED", null);
        entitlements.end(stop.entitlementId(), YearMonth.from(stop.lastMonth()), stop.reason(), stop.clause());
        looks.record(LookLog.Action.CHANGE, "child", stop.childFileId(), null, null, LookLog.OK, "审批停发 " + stop.programmeName());
        return byId(id);
    }

    /// @throws Refusal `DET-042` one's own proposal, `DET-043` decided already, `DET-044` no reason given
    public Stop giveBack(UUID id, String note) {
        if (note.strip().length() < 2) {
            throw new Refusal(Refusal.Kind.INVALID, "DET-044", "退回要写明理由", "没有退回", "写上理由再退回");
        }
        var stop = decidable(id);
        decide(id, "RETURNED", note.strip());
        looks.record(LookLog.Action.CHANGE, "child", stop.childFileId(), null, null, LookLog.OK, "退回停发 " + stop.programmeName());
        return byId(id);
    }

    /// Those still waiting, the oldest first, then the latest decided.
    @Transactional(readOnly = true)
    public List<Stop> list() {
        return jdbc.sql(SELECT + " order by s.outcome is not null, case when s.outcome is null then s.proposed_at end, s.decided_at desc limit 200").query(this::stop).list();
    }

    private static final String SELECT = """
            select s.*, e.child_file_id, e.child_name, e.programme_name from determination.stop s join determination.entitlement e on e.id = s.entitlement_id""";

    private Stop byId(UUID id) {
        return jdbc.sql(SELECT + " where s.id = :id").param("id", id).query(this::stop).optional()
                .orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "DET-404", "没有这项停发，或您无权查看", "没有改动", "请从停发审批进入"));
    }

    private Stop decidable(UUID id) {
        var stop = byId(id);
        if (!stop.state().equals("WAITING")) {
            throw new Refusal(Refusal.Kind.CONFLICT, "DET-043", "这项停发已经办过", "没有改动", "请刷新页面");
        }
        if (stop.mine()) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "DET-042", "提出停发的人不能自己审批", "没有改动", "请由另一位区级审批人办理");
        }
        return stop;
    }

    private void decide(UUID id, String outcome, @Nullable String note) {
        var actor = Acting.current();
        jdbc.sql("update determination.stop set outcome = :outcome, note = :note, decided_by = :by, decided_name = :name, decided_at = :now where id = :id")
                .param("outcome", outcome).param("note", note).param("by", actor.accountId()).param("name", actor.name())
                .param("now", today.now().atOffset(ZoneOffset.UTC)).param("id", id).update();
    }

    private Stop stop(java.sql.ResultSet row, int nth) throws java.sql.SQLException {
        var outcome = row.getString("outcome");
        return new Stop(row.getObject("id", UUID.class), row.getObject("entitlement_id", UUID.class), row.getObject("child_file_id", UUID.class), row.getString("child_name"),
                row.getString("programme_name"), row.getObject("last_month", LocalDate.class), row.getString("reason"), row.getString("clause"), row.getString("proposed_name"),
                row.getObject("proposed_at", OffsetDateTime.class), outcome == null ? "WAITING" : outcome, row.getString("note"), row.getString("decided_name"),
                row.getObject("decided_at", OffsetDateTime.class), row.getObject("proposed_by", UUID.class).equals(Acting.current().accountId()));
    }
}
