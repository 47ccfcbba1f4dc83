package org.hutong.payment;

import static org.hutong.jooq.payment.tables.Explanation.EXPLANATION;
import static org.hutong.jooq.payment.tables.Line.LINE;
import static org.hutong.jooq.payment.tables.Roll.ROLL;

import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.access.Actor;
import org.hutong.access.LookLog;
import org.hutong.access.Role;
import org.hutong.jooq.payment.tables.records.RollRecord;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.notices.Notices;
import org.hutong.registry.Registry;
import org.hutong.registry.Stage;
import org.jooq.DSLContext;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Monthly rolls, one a district: built from entitlement spells alone, every line explained against last month's, submitted by one
/// person and approved by another; approval posts the ledger.
@Service
@Transactional
public class Rolls {

    static final String OWED = "应付儿童福利待遇";
    static final String SPENT = "儿童福利支出";

    private final DSLContext sql;
    private final Registry registry;
    private final Today today;
    private final LookLog looks;
    private final Notices notices;

    Rolls(DSLContext sql, Registry registry, Today today, LookLog looks, Notices notices) {
        this.notices = notices;
        this.sql = sql;
        this.registry = registry;
        this.today = today;
        this.looks = looks;
    }

    /// Builds the month's roll of every district the actor covers. Building again gives the same lines; a roll that has been
    /// submitted or approved is left as it is.
    ///
    /// @return the rolls' ids
    public List<UUID> build(YearMonth month) {
        var rolls = new ArrayList<UUID>();
        for (var district : districtsOf(Acting.current())) {
            rolls.add(build(district, month));
        }
        return rolls;
    }

    public UUID build(int districtId, YearMonth month) {
        var actor = Acting.current();
        var latest = YearMonth.from(today.date()).plusMonths(1);
        if (month.isAfter(latest)) {
            throw new Refusal(Refusal.Kind.INVALID, "PAY-001", month + " 还太远，最多编制到 " + latest, "没有编制名册", "请选择本月或下月");
        }
        var first = month.atDay(1);
        sql.insertInto(ROLL)
                .set(ROLL.MONTH, first)
                .set(ROLL.REGION_ID, districtId)
                .set(ROLL.STATE, "DRAFT")
                .set(ROLL.CREATED_BY, actor.accountId())
                .set(ROLL.CREATED_BY_NAME, actor.name())
                .onConflictDoNothing().execute();
        var roll = sql.selectFrom(ROLL).where(ROLL.REGION_ID.eq(districtId), ROLL.MONTH.eq(first)).forUpdate().fetchOptional()
                .orElseThrow(Rolls::notThere);
        if (!roll.getState().equals("DRAFT")) {
            return roll.getId();
        }
        // A person's words stand on a line; lines that carry them are kept, the rest is written anew.
        sql.execute("""
                delete from payment.line l where l.roll_id = ?
                and not exists (select 1 from payment.explanation e where e.line_id = l.id)""", roll.getId());
        var firstRoll = !sql.fetchExists(sql.selectOne().from(ROLL)
                .where(ROLL.REGION_ID.eq(districtId), ROLL.MONTH.eq(first.minusMonths(1))));
        sql.execute(PAID, firstRoll, roll.getId(), first, first.minusMonths(1), districtId, first, first);
        sql.execute(STOPPED, roll.getId(), first, first.minusMonths(1), districtId, first, first);
        var totals = sql.fetchSingle("select count(*) filter (where cause <> 'STOPPED') lines, coalesce(sum(amount_fen), 0) fen from payment.line where roll_id = ?",
                roll.getId());
        roll.setLines(totals.get("lines", Integer.class));
        roll.setAmountFen(totals.get("fen", Long.class));
        roll.setBuiltAt(now());
        roll.store();
        return roll.getId();
    }

    /// One line a spell in the month, with its reason against last month's line.
    private static final String PAID = """
            insert into payment.line (roll_id, month, child_person_id, child_file_id, child_name, region_id, programme, programme_name, kind,
                amount_fen, last_fen, cause, reason, clause, entitlement_id, decision_id, payee_name, account_masked)
            select p.roll, p.month, e.child_person_id, e.child_file_id, e.child_name, e.region_id, e.programme, e.programme_name, 'REGULAR',
                e.amount_fen, nullif(l.amount_fen, 0), c.cause,
                case
                  when c.cause = 'SAME' then '与上月相同'
                  when c.cause = 'CHANGED' then coalesce(e.cause, '标准调整')
                  when c.cause = 'NEW' and e.origin = 'ROSTER' then '接管自花名册（' || e.source || '），本系统首次编册'
                  when c.cause = 'NEW' then '新增：' || e.source || ' 号决定，自 ' || to_char(e.first_month, 'YYYY-MM') || ' 起发'
                  when l.amount_fen is null then '待遇自 ' || to_char(e.first_month, 'YYYY-MM') || ' 起，但上月名册没有这一行'
                  else '金额与上月不同，没有找到变动依据'
                end,
                e.clause, e.id, e.decision_id, e.payee_name, e.payee_account_masked
            from (select ?::boolean first_roll, ?::uuid roll, ?::date as month, ?::date as last_month, ?::int district) p
            join determination.entitlement e on e.district_id = p.district
            left join payment.line l on l.child_person_id = e.child_person_id and l.programme = e.programme and l.month = p.last_month
              and l.kind = 'REGULAR' and l.cause <> 'STOPPED'
            cross join lateral (select case
                when l.amount_fen = e.amount_fen then 'SAME'
                when l.amount_fen is not null and e.first_month = p.month and e.cause is not null then 'CHANGED'
                when l.amount_fen is null and e.first_month = p.month then 'NEW'
                when l.amount_fen is null and p.first_roll then 'NEW'
                else 'UNEXPLAINED' end cause) c
            where e.first_month <= ? and (e.last_month is null or e.last_month >= ?)
            order by e.id
            on conflict on constraint once_a_month do nothing""";

    /// Somebody paid last month has no spell now: the spell's own end explains it, or nothing does.
    private static final String STOPPED = """
            insert into payment.line (roll_id, month, child_person_id, child_file_id, child_name, region_id, programme, programme_name, kind,
                amount_fen, last_fen, cause, reason, clause, entitlement_id, decision_id, payee_name, account_masked)
            select p.roll, p.month, l.child_person_id, l.child_file_id, l.child_name, l.region_id, l.programme, l.programme_name, 'REGULAR',
                0, l.amount_fen,
                case when e.end_reason is null then 'UNEXPLAINED' else 'STOPPED' end,
                case when e.end_reason is null then '上月发放，本月没有待遇，也没有停发依据' else '停发：' || e.end_reason || '，领至 ' || to_char(e.last_month, 'YYYY-MM') end,
                coalesce(e.end_clause, l.clause), e.id, l.decision_id, l.payee_name, l.account_masked
            from (select ?::uuid roll, ?::date as month, ?::date as last_month, ?::int district) p
            join payment.line l on l.month = p.last_month and l.district_id = p.district and l.kind = 'REGULAR' and l.cause <> 'STOPPED' and l.amount_fen > 0
            left join determination.entitlement e on e.id = l.entitlement_id and e.last_month < p.month
            where not exists (select 1 from determination.entitlement n
              where n.child_person_id = l.child_person_id and n.programme = l.programme and n.first_month <= ? and (n.last_month is null or n.last_month >= ?))
            on conflict on constraint once_a_month do nothing""";

    public void submit(UUID id) {
        var actor = Acting.current();
        var roll = locked(id);
        if (!roll.getState().equals("DRAFT")) {
            throw new Refusal(Refusal.Kind.CONFLICT, "PAY-002", "这份名册已经提交", "没有重复提交", "请等待另一人审批");
        }
        var open = unexplained(id);
        if (open > 0) {
            throw new Refusal(Refusal.Kind.CONFLICT, "PAY-003", "还有 " + open + " 行与上月不同而没有依据，不能提交", "名册仍是草稿",
                    "请逐行核实并写明原因，或补齐待遇依据后重新编制");
        }
        roll.setState("SUBMITTED");
        roll.setReturnedReason(null);
        roll.setReturnedByName(null);
        roll.setSubmittedBy(actor.accountId());
        roll.setSubmittedByName(actor.name());
        roll.setSubmittedAt(now());
        roll.store();
        looks.record(LookLog.Action.CHANGE, "roll", id, roll.getRegionId(), null, LookLog.OK, "提交");
    }

    /// Approval by another person posts the ledger; from here on nothing of the roll changes.
    public void approve(UUID id) {
        var actor = Acting.current();
        var roll = locked(id);
        if (!roll.getState().equals("SUBMITTED")) {
            throw new Refusal(Refusal.Kind.CONFLICT, "PAY-004", roll.getState().equals("DRAFT") ? "名册还没有提交" : "名册已经审批过了",
                    "没有改动", "请先由经办人提交");
        }
        if (actor.accountId().equals(roll.getSubmittedBy())) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "PAY-005", "提交人不能审批自己提交的名册", "没有审批", "请由另一位审批人办理");
        }
        sql.execute("""
                insert into payment.entry (line_id, month, debit_account, credit_account, amount_fen, posted_by, posted_at)
                select id, month, ?, ?, amount_fen, ?, ?::timestamptz from payment.line where roll_id = ? and amount_fen > 0
                on conflict (line_id, debit_account) do nothing""", SPENT, OWED, actor.accountId(), now(), id);
        var decided = sql.select(LINE.CHILD_FILE_ID).from(LINE).where(LINE.ROLL_ID.eq(id), LINE.CAUSE.eq("NEW"), LINE.DECISION_ID.isNotNull()).fetchSet(LINE.CHILD_FILE_ID);
        registry.children(decided).values().stream().filter(child -> child.stage() == Stage.DECIDED)
                .forEach(child -> registry.setStage(child.fileId(), Stage.PAID));
        roll.setState("APPROVED");
        roll.setApprovedBy(actor.accountId());
        roll.setApprovedByName(actor.name());
        roll.setApprovedAt(now());
        roll.store();
        looks.record(LookLog.Action.DECIDE, "roll", id, roll.getRegionId(), null, LookLog.OK, "审批");
    }

    /// Sends a submitted roll back to whoever made it: a draft again, to be built anew.
    public void giveBack(UUID id, String reason) {
        var actor = Acting.current();
        var roll = locked(id);
        if (!roll.getState().equals("SUBMITTED")) {
            throw new Refusal(Refusal.Kind.CONFLICT, "PAY-006", roll.getState().equals("DRAFT") ? "名册还没有提交" : "名册已经审批过了", "没有退回", "请看名册现在的状态");
        }
        if (reason.strip().length() < 4) {
            throw new Refusal(Refusal.Kind.INVALID, "PAY-007", "退回要写明哪里要改", "没有退回", "请写明理由，至少四个字");
        }
        var submitter = roll.getSubmittedBy();
        roll.setState("DRAFT");
        roll.setReturnedReason(reason.strip());
        roll.setReturnedByName(actor.name());
        roll.store();
        notices.tell(submitter, "ROLL", YearMonth.from(roll.getMonth()) + " 发放名册被退回：" + reason.strip(), "/payments/" + id);
        looks.record(LookLog.Action.DECIDE, "roll", id, roll.getRegionId(), null, LookLog.OK, "退回：" + reason.strip());
    }

    /// A person's words for one line the program could not explain.
    public void explain(UUID lineId, String reason) {
        var actor = Acting.current();
        if (reason == null || reason.strip().length() < 4) {
            throw new Refusal(Refusal.Kind.INVALID, "PAY-006", "请写明这一行的依据（至少四个字）", "没有保存", "写明后再提交");
        }
        var line = sql.selectFrom(LINE).where(LINE.ID.eq(lineId)).fetchOptional().orElseThrow(Rolls::notThere);
        var roll = locked(line.getRollId());
        if (!roll.getState().equals("DRAFT") || !line.getCause().equals("UNEXPLAINED")) {
            throw new Refusal(Refusal.Kind.CONFLICT, "PAY-007", "这一行不需要说明，或名册已提交", "没有改动", "请刷新名册");
        }
        sql.insertInto(EXPLANATION)
                .set(EXPLANATION.LINE_ID, lineId)
                .set(EXPLANATION.REASON, reason.strip())
                .set(EXPLANATION.BY_ACCOUNT, actor.accountId())
                .set(EXPLANATION.BY_NAME, actor.name())
                .set(EXPLANATION.AT, now())
                .onConflictDoNothing().execute();
    }

    int unexplained(UUID rollId) {
        return sql.fetchCount(sql.selectOne().from(LINE).leftJoin(EXPLANATION).on(EXPLANATION.LINE_ID.eq(LINE.ID))
                .where(LINE.ROLL_ID.eq(rollId), LINE.CAUSE.eq("UNEXPLAINED"), EXPLANATION.LINE_ID.isNull()));
    }

    /// District ids the actor covers, his own or all below his city.
    List<Integer> districtsOf(Actor actor) {
        if (!(actor.has(Role.DISTRICT_OFFICER) || actor.has(Role.DISTRICT_APPROVER) || actor.has(Role.CITY_OFFICER) || actor.has(Role.SERVICE))) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "PAY-008", "名册由区民政部门编制", "没有编制名册", "请由区级经办人办理");
        }
        var districts = sql.fetch("""
                select distinct c.district_id from region.chain c join region.region r on r.id = c.region_id
                where r.level = 'district' and c.district_id is not null
                and (c.district_id = any (kernel.scope()) or c.city_id = any (kernel.scope()) or c.province_id = any (kernel.scope()))
                and exists (select 1 from determination.entitlement e where e.district_id = c.district_id)
                order by 1""").getValues(0, Integer.class);
        if (districts.isEmpty()) {
            districts = sql.fetch("select distinct district_id from region.chain where region_id = any (kernel.scope()) and district_id is not null order by 1")
                    .getValues(0, Integer.class);
        }
        return districts;
    }

    private RollRecord locked(UUID id) {
        return sql.selectFrom(ROLL).where(ROLL.ID.eq(id)).forUpdate().fetchOptional().orElseThrow(Rolls::notThere);
    }

    private OffsetDateTime now() {
        return today.now().atOffset(ZoneOffset.UTC);
    }

    static Refusal notThere() {
        return new Refusal(Refusal.Kind.NOT_FOUND, "PAY-404", "没有这份名册，或您无权查看", "没有改动任何内容", "请从名册列表进入");
    }
}
