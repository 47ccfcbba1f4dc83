package org.hutong.discovery;

import static org.hutong.jooq.discovery.tables.Lead.LEAD;
import static org.hutong.jooq.discovery.tables.SecondCheck.SECOND_CHECK;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.access.Role;
import org.hutong.jooq.discovery.tables.records.LeadRecord;
import org.hutong.jooq.discovery.tables.records.SecondCheckRecord;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.notices.Notices;
import org.hutong.region.Clock;
import org.hutong.region.Posts;
import org.hutong.region.WorkingDays;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The second look at an answer, by another person than the one who gave it: every answer on a red lead, and a sample of those that end a
/// lead without a benefit (不符合, 已享受, 找不到人). The town's supervisor looks; a supervisor's own answer goes to the district.
///
/// Agreed: the answer stands. Not agreed: the lead goes back to whoever holds it, with the words, and its clock starts again. A draft that
/// a confirmed red lead has opened is not held up meanwhile.
@Service
@Transactional
public class SecondChecks {

    /// No text sets how many answers are looked at again, nor how soon; screens show it as 假设.
    static final String BASIS = "假设：二次核对的比例和时限尚无文件规定";
    private static final Set<Lead.Outcome> ENDING = Set.of(Lead.Outcome.NOT_MATCHING, Lead.Outcome.ALREADY_SERVED, Lead.Outcome.NOT_FOUND);

    private final DSLContext sql;
    private final LeadHistory history;
    private final SourceAccuracy sources;
    private final Posts posts;
    private final WorkingDays workingDays;
    private final Notices notices;
    private final LookLog looks;
    private final Today today;
    private final int percent;
    private final int days;

    SecondChecks(DSLContext sql, LeadHistory history, SourceAccuracy sources, Posts posts, WorkingDays workingDays, Notices notices, LookLog looks, Today today,
            @Value("${hutong.discovery.second-check-percent:20}") int percent, @Value("${hutong.discovery.second-check-days:3}") int days) {
        this.sql = sql;
        this.history = history;
        this.sources = sources;
        this.posts = posts;
        this.workingDays = workingDays;
        this.notices = notices;
        this.looks = looks;
        this.today = today;
        this.percent = percent;
        this.days = days;
    }

    /// How answers are looked at again, as screens say it.
    public record SecondCheckTerms(int percent, int days, String basis) {}

    public SecondCheckTerms terms() {
        return new SecondCheckTerms(percent, days, BASIS);
    }

    /// One look, asked for or done.
    ///
    /// @param cause   RED or SAMPLE, causeName in Chinese
    /// @param verdict null while it waits; AGREED, RETURNED, OVERTAKEN
    /// @param mine    the reader may give the verdict
    public record SecondCheck(UUID id, String cause, String causeName, String outcome, String outcomeName, @Nullable String reason, String answeredName, OffsetDateTime askedAt,
            Clock clock, @Nullable String verdict, @Nullable String verdictName, @Nullable String words, @Nullable String checkedName, @Nullable OffsetDateTime checkedAt,
            boolean mine) {}

    /// Whether this answer would be looked at again. The sample is fixed by the lead's id: asking twice, or answering by another way, changes nothing.
    ///
    /// @return RED, SAMPLE or null
    @Nullable String cause(LeadRecord lead, Lead.Outcome outcome) {
        return lead.getLevel().equals("RED") ? "RED" : ENDING.contains(outcome) && sampled(lead.getId(), percent) ? "SAMPLE" : null;
    }

    /// Whether the id falls into the first `percent` of a hundred even parts of all ids.
    static boolean sampled(UUID lead, int percent) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(ByteBuffer.allocate(16).putLong(lead.getMostSignificantBits()).putLong(lead.getLeastSignificantBits()).array());
            return Math.floorMod(ByteBuffer.wrap(digest).getInt(), 100) < percent;
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Asks for the second look where the answer needs one; a look that still waits for an earlier answer is overtaken.
    void answered(LeadRecord lead, Lead.Outcome outcome, @Nullable String reason) {
        overtake(lead.getId());
        var cause = cause(lead, outcome);
        if (cause == null) {
            return;
        }
        var actor = Acting.current();
        var supervised = actor.has(Role.CHILD_SUPERVISOR);
        sql.insertInto(SECOND_CHECK).set(SECOND_CHECK.ID, Ids.next()).set(SECOND_CHECK.LEAD_ID, lead.getId()).set(SECOND_CHECK.CAUSE, cause)
                .set(SECOND_CHECK.OUTCOME, outcome.name()).set(SECOND_CHECK.REASON, reason).set(SECOND_CHECK.ANSWERED_BY, actor.accountId())
                .set(SECOND_CHECK.ANSWERED_NAME, actor.name()).set(SECOND_CHECK.BY_SUPERVISOR, supervised).set(SECOND_CHECK.ASKED_AT, now())
                .set(SECOND_CHECK.ASKED_ON, today.date()).set(SECOND_CHECK.LIMIT_DAYS, days).set(SECOND_CHECK.DUE_ON, workingDays.add(today.date(), days).due()).execute();
        history.say(lead.getId(), "结论送" + (supervised ? "区里" : "督导员") + "二次核对：" + causeName(cause));
        if (!supervised && lead.getTownId() != null) {
            posts.holding(lead.getTownId(), Posts.CHILD_SUPERVISOR, today.date()).stream().filter(post -> post.accountId() != null)
                    .forEach(post -> notices.tell(post.accountId(), "LEAD", "有一条线索的结论请您二次核对：" + lead.getNo(), "/leads?id=" + lead.getId()));
        }
    }

    /// The answer that waits to be looked at is no longer the lead's.
    void overtake(UUID leadId) {
        sql.update(SECOND_CHECK).set(SECOND_CHECK.VERDICT, "OVERTAKEN").where(SECOND_CHECK.LEAD_ID.eq(leadId).and(SECOND_CHECK.VERDICT.isNull())).execute();
    }

    /// The answer stands.
    ///
    /// @throws Refusal `DIS-021` nothing waits, `DIS-022` one's own answer, `DIS-023` not this reader's to check
    public void agree(UUID leadId, @Nullable String words) {
        var check = waiting(leadId);
        verdict(check, "AGREED", words == null || words.isBlank() ? null : words.strip());
        history.say(leadId, "二次核对同意“" + stateName(check.getOutcome()) + "”");
        looks.record(LookLog.Action.DECIDE, "lead", leadId, null, null, LookLog.OK, "二次核对同意");
    }

    /// The answer falls, and what it said of the lists with it; the lead is open again for whoever held it.
    ///
    /// @throws Refusal `DIS-024` without a reason, and those of [#agree]
    public void giveBack(UUID leadId, @Nullable String words) {
        if (words == null || words.strip().length() < 2) {
            throw new Refusal(Refusal.Kind.INVALID, "DIS-024", "不同意要写明哪里要再核", "没有退回", "写上要再看什么，例如：请再去一次，见到监护人本人");
        }
        var check = waiting(leadId);
        verdict(check, "RETURNED", words.strip());
        var lead = sql.selectFrom(LEAD).where(LEAD.ID.eq(leadId)).forUpdate().fetchSingle();
        lead.setState((lead.getPostId() == null ? LeadState.NEW : LeadState.ASSIGNED).name());
        Leads.reopen(lead, today.date());
        lead.setDueOn(workingDays.add(today.date(), lead.getLimitDays()).due());
        lead.store();
        sources.withdraw(leadId);
        history.say(leadId, "二次核对不同意“" + stateName(check.getOutcome()) + "”，退回再核：" + words.strip()
                + (lead.getApplicationId() == null ? "" : "（已开的申请草稿仍在，请一并核对）"));
        if (lead.getAssigneeAccountId() != null) {
            notices.tell(lead.getAssigneeAccountId(), "LEAD", "一条线索退回请您再核：" + lead.getNo(), "/leads?id=" + leadId);
        }
        looks.record(LookLog.Action.DECIDE, "lead", leadId, lead.getRegionId(), null, LookLog.OK, "二次核对退回");
    }

    private SecondCheckRecord waiting(UUID leadId) {
        var check = sql.selectFrom(SECOND_CHECK).where(SECOND_CHECK.LEAD_ID.eq(leadId).and(SECOND_CHECK.VERDICT.isNull())).forUpdate().fetchOptional()
                .orElseThrow(() -> new Refusal(Refusal.Kind.CONFLICT, "DIS-021", "这条线索没有等二次核对的结论", "没有改动任何内容", "请刷新看最新结果"));
        if (check.getAnsweredBy().equals(Acting.current().accountId())) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "DIS-022", "结论是您自己下的，不能由您二次核对", "没有改动任何内容", "请由另一位督导员，或区里的经办人核对");
        }
        if (!may(check)) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "DIS-023", "这条结论由" + (check.getBySupervisor() ? "区里的经办人" : "镇街督导员") + "二次核对", "没有改动任何内容", "请转告应核对的人");
        }
        return check;
    }

    private static boolean may(SecondCheckRecord check) {
        return Acting.current().has(check.getBySupervisor() ? Role.DISTRICT_OFFICER : Role.CHILD_SUPERVISOR);
    }

    private void verdict(SecondCheckRecord check, String verdict, @Nullable String words) {
        var actor = Acting.current();
        sql.update(SECOND_CHECK).set(SECOND_CHECK.VERDICT, verdict).set(SECOND_CHECK.WORDS, words).set(SECOND_CHECK.CHECKED_BY, actor.accountId())
                .set(SECOND_CHECK.CHECKED_NAME, actor.name()).set(SECOND_CHECK.CHECKED_AT, now()).where(SECOND_CHECK.ID.eq(check.getId())).execute();
    }

    /// Every look at this lead's answers, oldest first.
    List<SecondCheck> of(UUID leadId) {
        return sql.selectFrom(SECOND_CHECK).where(SECOND_CHECK.LEAD_ID.eq(leadId)).orderBy(SECOND_CHECK.ASKED_AT, SECOND_CHECK.ID).fetch(this::view);
    }

    /// Those of the leads whose answer waits for a second look.
    Set<UUID> waitingAmong(Collection<UUID> leads) {
        return leads.isEmpty() ? Set.of() : sql.select(SECOND_CHECK.LEAD_ID).from(SECOND_CHECK).where(SECOND_CHECK.LEAD_ID.in(leads).and(SECOND_CHECK.VERDICT.isNull())).fetchSet(SECOND_CHECK.LEAD_ID);
    }

    private SecondCheck view(SecondCheckRecord row) {
        var mine = row.getVerdict() == null && may(row) && !row.getAnsweredBy().equals(Acting.current().accountId());
        LocalDate done = row.getVerdict() == null ? null : row.getCheckedAt() == null ? today.date() : today.dayOf(row.getCheckedAt());
        return new SecondCheck(row.getId(), row.getCause(), causeName(row.getCause()), row.getOutcome(), stateName(row.getOutcome()), row.getReason(), row.getAnsweredName(),
                row.getAskedAt(), workingDays.clock(row.getAskedOn(), row.getLimitDays(), WorkingDays.WORKING_DAYS, today.date(), done, BASIS), row.getVerdict(),
                verdictName(row.getVerdict()), row.getWords(), row.getCheckedName(), row.getCheckedAt(), mine);
    }

    private static String causeName(String cause) {
        return cause.equals("RED") ? "红色线索，结论都要第二人看" : "抽中核对";
    }

    private static @Nullable String verdictName(@Nullable String verdict) {
        return switch (verdict) {
            case null -> null;
            case "AGREED" -> "同意";
            case "RETURNED" -> "退回再核";
            default -> "已另有结论";
        };
    }

    private static String stateName(String outcome) {
        return LeadState.valueOf(outcome).title();
    }

    private OffsetDateTime now() {
        return today.now().atOffset(ZoneOffset.UTC);
    }
}
