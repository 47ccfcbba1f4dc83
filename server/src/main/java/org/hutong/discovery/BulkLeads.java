package org.hutong.discovery;

import static org.hutong.jooq.discovery.tables.Lead.LEAD;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hutong.jooq.discovery.tables.records.LeadRecord;
import org.hutong.kernel.Refusal;
import org.hutong.region.Post;
import org.hutong.region.Regions;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// One deed on many leads by an officer at a desk: the same answer with the same reason, or another person to answer.
///
/// 属实 is never given this way, for it needs somebody who has seen the child; and no answer at all to a red lead. What cannot be done is
/// named with its reason and left as it is, the rest is done. The preview goes the very same way and only does not carry it out.
@Service
@Transactional
public class BulkLeads {

    /// 假设: no text says how many leads one deed may touch; one must still be able to read them through.
    public static final int MOST = 200;
    private static final Set<Lead.Outcome> AT_A_DESK = Set.of(Lead.Outcome.NOT_MATCHING, Lead.Outcome.ALREADY_SERVED);
    private static final int SHORTEST_REASON = 4;

    private final DSLContext sql;
    private final Leads leads;
    private final SecondChecks checks;
    private final Regions regions;

    BulkLeads(DSLContext sql, Leads leads, SecondChecks checks, Regions regions) {
        this.sql = sql;
        this.leads = leads;
        this.checks = checks;
        this.regions = regions;
    }

    /// @param outcome NOT_MATCHING or ALREADY_SERVED, with a reason; null when another is to answer
    /// @param postId  who is to answer; null with an outcome
    public record BulkDeed(List<UUID> ids, Lead.@Nullable Outcome outcome, @Nullable String reason, @Nullable UUID postId) {}

    /// @param done   done, or in a preview: would be done
    /// @param after  the state it has, or would have
    /// @param why    why it is left as it is; null when done
    /// @param checked a second person looks at this answer
    public record BulkLine(UUID id, String no, String subjectName, String place, String before, String after, boolean done, @Nullable String why, boolean checked) {}

    /// @param carriedOut false for a preview: nothing has changed
    public record BulkResult(boolean carriedOut, int done, int left, List<BulkLine> lines) {}

    /// @param leads how many of the chosen leads the post can take
    public record BulkAssignee(UUID postId, String name, String post, String place, int leads) {}

    public BulkResult preview(BulkDeed deed) {
        return go(deed, false);
    }

    /// @throws Refusal `DIS-026` for 属实 and other answers that need the visit, `DIS-027` no reason, `DIS-028` none or too many leads, `DIS-004` an empty post
    public BulkResult carryOut(BulkDeed deed) {
        return go(deed, true);
    }

    private BulkResult go(BulkDeed deed, boolean carryOut) {
        var ids = new LinkedHashSet<>(deed.ids());
        check(deed, ids);
        var post = deed.postId() == null ? null : leads.filled(deed.postId());
        var rows = new LinkedHashMap<UUID, LeadRecord>();
        // locked in one order, so that two officers with the same leads never wait for each other
        var query = sql.selectFrom(LEAD).where(LEAD.ID.in(ids)).orderBy(LEAD.ID);
        (carryOut ? query.forUpdate().fetch() : query.fetch()).forEach(row -> rows.put(row.getId(), row));
        var places = regions.places(rows.values().stream().map(LeadRecord::getRegionId).collect(java.util.stream.Collectors.toSet()));
        var lines = new ArrayList<BulkLine>();
        for (var id : ids) {
            var lead = rows.get(id);
            if (lead == null) {
                lines.add(new BulkLine(id, "", "", "", "", "", false, "没有找到这条线索", false));
                continue;
            }
            var before = LeadState.valueOf(lead.getState()).title();
            var why = whyNot(lead, deed, post);
            var after = why != null ? before : deed.outcome() == null ? "派给 " + post.kindName() + " " + post.personName() : LeadState.valueOf(deed.outcome().name()).title();
            var checked = why == null && deed.outcome() != null && checks.cause(lead, deed.outcome()) != null;
            if (carryOut && why == null) {
                if (deed.outcome() == null) {
                    leads.assign(lead, post, deed.reason());
                } else {
                    leads.answer(lead, deed.outcome(), deed.reason(), "成批办理", null);
                }
            }
            lines.add(new BulkLine(id, lead.getNo(), lead.getChildName(), places.get(lead.getRegionId()).path(), before, after, why == null, why, checked));
        }
        var done = (int) lines.stream().filter(BulkLine::done).count();
        return new BulkResult(carryOut, done, lines.size() - done, lines);
    }

    private static void check(BulkDeed deed, Set<UUID> ids) {
        if (ids.isEmpty() || ids.size() > MOST) {
            throw new Refusal(Refusal.Kind.INVALID, "DIS-028", ids.isEmpty() ? "没有选线索" : "一次最多办 " + MOST + " 条，选了 " + ids.size() + " 条", "没有改动任何内容", "请分几次办");
        }
        if ((deed.outcome() == null) == (deed.postId() == null)) {
            throw new Refusal(Refusal.Kind.INVALID, "DIS-029", "成批办理要么下结论，要么改派", "没有改动任何内容", "请选其中一样");
        }
        if (deed.outcome() != null && !AT_A_DESK.contains(deed.outcome())) {
            throw new Refusal(Refusal.Kind.INVALID, "DIS-026", "“" + LeadState.valueOf(deed.outcome().name()).title() + "”要见过人才能下，不能成批办", "没有改动任何内容", "请派给儿童主任入户核实");
        }
        if (deed.outcome() != null && (deed.reason() == null || deed.reason().strip().length() < SHORTEST_REASON)) {
            throw new Refusal(Refusal.Kind.INVALID, "DIS-027", "成批下结论要写明理由（至少 " + SHORTEST_REASON + " 个字）", "没有改动任何内容", "写上凭什么这样判断，例如：已与区残联名册核对，都在领");
        }
    }

    private static @Nullable String whyNot(LeadRecord lead, BulkDeed deed, @Nullable Post post) {
        if (deed.outcome() == null) {
            var refused = Leads.notTo(lead, post);
            return refused == null ? null : refused.title();
        }
        if (lead.getLevel().equals("RED")) {
            return "红色线索要逐条核实";
        }
        var refused = Leads.notAnswered(lead);
        return refused == null ? null : refused.title();
    }

    /// Posts that could take at least one of the leads, those that could take most first.
    @Transactional(readOnly = true)
    public List<BulkAssignee> assignees(Collection<UUID> ids) {
        if (ids.isEmpty() || ids.size() > MOST) {
            throw new Refusal(Refusal.Kind.INVALID, "DIS-028", ids.isEmpty() ? "没有选线索" : "一次最多办 " + MOST + " 条，选了 " + ids.size() + " 条", "没有改动任何内容", "请分几次办");
        }
        Map<UUID, Lead.Assignee> known = new LinkedHashMap<>();
        Map<UUID, Integer> can = new LinkedHashMap<>();
        for (var lead : sql.selectFrom(LEAD).where(LEAD.ID.in(ids)).orderBy(LEAD.ID).fetch()) {
            for (var one : leads.assignees(lead)) {
                known.putIfAbsent(one.postId(), one);
                can.merge(one.postId(), 1, Integer::sum);
            }
        }
        return known.values().stream().map(one -> new BulkAssignee(one.postId(), one.name(), one.post(), one.place(), can.get(one.postId())))
                .sorted((a, b) -> b.leads() != a.leads() ? Integer.compare(b.leads(), a.leads()) : a.place().compareTo(b.place())).toList();
    }
}
