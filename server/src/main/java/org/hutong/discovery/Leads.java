package org.hutong.discovery;

import static org.hutong.jooq.discovery.tables.Evidence.EVIDENCE;
import static org.hutong.jooq.discovery.tables.Lead.LEAD;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.access.Role;
import org.hutong.determination.Applications;
import org.hutong.determination.LeadRef;
import org.hutong.jooq.discovery.tables.records.LeadRecord;
import org.hutong.kernel.Page;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.notices.Notices;
import org.hutong.region.Place;
import org.hutong.region.Post;
import org.hutong.region.Posts;
import org.hutong.region.Regions;
import org.hutong.region.WorkingDays;
import org.hutong.registry.Registry;
import org.hutong.rulebook.Comparison;
import org.hutong.rulebook.Rulebooks;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Leads worked to their end: listed, opened, assigned, answered. Only a confirmed lead opens a draft, and that is all it does.
@Service
@Transactional
public class Leads {

    /// Working days for an answer. No text sets it; screens show it as 假设.
    static final String LIMIT_BASIS = "假设：线索核实时限尚无文件规定";

    private final DSLContext sql;
    private final Applications applications;
    private final Registry registry;
    private final Rulebooks rulebooks;
    private final Regions regions;
    private final Posts posts;
    private final WorkingDays workingDays;
    private final Notices notices;
    private final LookLog looks;
    private final LeadHistory history;
    private final SourceAccuracy sources;
    private final SecondChecks checks;
    private final Today today;

    Leads(DSLContext sql, Applications applications, Registry registry, Rulebooks rulebooks, Regions regions, Posts posts, WorkingDays workingDays, Notices notices,
            LookLog looks, LeadHistory history, SourceAccuracy sources, SecondChecks checks, Today today) {
        this.sql = sql;
        this.applications = applications;
        this.registry = registry;
        this.rulebooks = rulebooks;
        this.regions = regions;
        this.posts = posts;
        this.workingDays = workingDays;
        this.notices = notices;
        this.looks = looks;
        this.history = history;
        this.sources = sources;
        this.checks = checks;
        this.today = today;
    }

    public Page<Lead> list(LeadFilter filter, @Nullable String after, @Nullable String before, @Nullable Integer asked) {
        var limit = Page.limit(asked);
        var conditions = new ArrayList<Condition>(List.of(filter.condition()));
        var back = Page.key(before);
        var forth = Page.key(after);
        if (forth != null) {
            conditions.add(position(forth, false));
        } else if (back != null) {
            conditions.add(position(back, true));
        }
        var rows = sql.selectFrom(LEAD).where(conditions)
                .orderBy(back != null && forth == null ? List.of(LEAD.FOUND_AT.asc(), LEAD.ID.asc()) : List.of(LEAD.FOUND_AT.desc(), LEAD.ID.desc()))
                .limit(limit + 1).fetch();
        var more = rows.size() > limit;
        var shown = new ArrayList<>(rows.subList(0, Math.min(limit, rows.size())));
        var goingBack = back != null && forth == null;
        if (goingBack) {
            java.util.Collections.reverse(shown);
        }
        var hasNext = goingBack || more;
        var hasPrev = goingBack ? more : forth != null;
        var total = sql.fetchCount(LEAD, filter.condition());
        looks.record(LookLog.Action.LIST, "lead", null, null, null, LookLog.OK, "返回 " + shown.size() + " 条");
        return new Page<>(views(shown),
                hasNext && !shown.isEmpty() ? Page.cursor(key(shown.getLast())) : null,
                hasPrev && !shown.isEmpty() ? Page.cursor(key(shown.getFirst())) : null, total, false);
    }

    private static String key(LeadRecord row) {
        return row.getFoundAt().toInstant() + " " + row.getId();
    }

    private static Condition position(String key, boolean back) {
        var parts = key.split(" ");
        try {
            var at = OffsetDateTime.ofInstant(java.time.Instant.parse(parts[0]), ZoneOffset.UTC);
            var place = DSL.row(LEAD.FOUND_AT, LEAD.ID);
            var here = DSL.row(at, UUID.fromString(parts[1]));
            return back ? place.gt(here) : place.lt(here);
        } catch (RuntimeException e) {
            throw new Refusal(Refusal.Kind.INVALID, "KER-002", "翻页位置无效", "没有改动任何内容", "请从第一页重新打开");
        }
    }

    @Transactional(readOnly = true)
    public List<OfRule> byRule() {
        var openOnes = DSL.count().filterWhere(LEAD.STATE.in(open()));
        return sql.select(LEAD.RULE_CODE, DSL.max(LEAD.RULE_NAME), openOnes).from(LEAD).groupBy(LEAD.RULE_CODE).orderBy(openOnes.desc(), LEAD.RULE_CODE)
                .fetch(row -> new OfRule(row.value1(), row.value2(), row.value3()));
    }

    /// One comparison and how many of its leads are open.
    public record OfRule(String code, String name, int open) {}

    static List<String> open() {
        return Stream.of(LeadState.values()).filter(LeadState::isOpen).map(Enum::name).toList();
    }

    public Lead.Opened open(UUID id) {
        var row = sql.fetchOptional(LEAD, LEAD.ID.eq(id)).orElseThrow(Leads::notThere);
        var evidence = sql.selectFrom(EVIDENCE).where(EVIDENCE.LEAD_ID.eq(id)).orderBy(EVIDENCE.PLACE).fetch(e -> new Lead.Evidence(e.getLabel(),
                e.getOursValue() == null ? null : new Lead.Side(e.getOursValue(), e.getOursSource(), null, null, null, null, e.getOursDate()),
                e.getTheirsValue() == null ? null : new Lead.Side(e.getTheirsValue(), null, e.getList(), e.getListName(), e.getDeliveryId(), e.getRowNo(), e.getTheirsDate()),
                e.getSame()));
        var lists = sql.selectDistinct(EVIDENCE.LIST, EVIDENCE.LIST_NAME).from(EVIDENCE)
                .where(EVIDENCE.LEAD_ID.eq(id).and(EVIDENCE.LIST.isNotNull())).fetchMap(EVIDENCE.LIST, EVIDENCE.LIST_NAME);
        looks.record(LookLog.Action.OPEN, "lead", id, row.getRegionId(), null, LookLog.OK, row.getRuleCode());
        return new Lead.Opened(views(List.of(row)).getFirst(), row.getWhy(),
                row.getClauseId() == null ? null : new Lead.Clause(row.getClauseId(), row.getClauseDocument(), row.getClauseText()),
                evidence, row.getConfidenceWhy(), sources.of(lists), history.of(id), checks.of(id), row.getChildFileId(), row.getApplicationId(),
                row.getReason(), row.getNote(), assignees(row), actions(row), handover(row));
    }

    private Lead.@Nullable Handover handover(LeadRecord row) {
        return regions.byId(row.getRegionId()).flatMap(place -> rulebooks.comparisons(place.code()).stream().filter(rule -> rule.code().equals(row.getRuleCode())).findFirst())
                .map(Comparison::handover).map(duty -> new Lead.Handover(duty.code(), duty.name(), duty.to())).orElse(null);
    }

    List<Lead.Assignee> assignees(LeadRecord row) {
        var places = Stream.of(row.getRegionId(), row.getTownId(), row.getHukouId(), row.getHukouTownId())
                .filter(Objects::nonNull).collect(Collectors.toCollection(LinkedHashSet::new));
        var holding = posts.at(places, today.date());
        var named = regions.places(holding.stream().map(Post::regionId).collect(Collectors.toSet()));
        return holding.stream().filter(post -> post.accountId() != null).map(post -> new Lead.Assignee(post.id(), post.personName(), post.kindName(),
                named.get(post.regionId()).path())).toList();
    }

    private static List<String> actions(LeadRecord row) {
        var actor = Acting.current();
        var actions = new ArrayList<String>();
        if (LeadState.valueOf(row.getState()).isOpen()) {
            if (mayAnswer(actor.roles())) {
                actions.add("OUTCOME");
            }
            if (actor.has(Role.CHILD_SUPERVISOR) || actor.has(Role.TOWN_CLERK) || actor.has(Role.DISTRICT_OFFICER) || actor.has(Role.DISTRICT_APPROVER)) {
                actions.add("ASSIGN");
            }
        }
        return actions;
    }

    static boolean mayAnswer(Set<Role> roles) {
        return roles.contains(Role.CHILD_DIRECTOR) || roles.contains(Role.CHILD_SUPERVISOR) || roles.contains(Role.TOWN_CLERK);
    }

    public void assign(UUID id, UUID postId, @Nullable String note) {
        assign(locked(id), filled(postId), note);
    }

    /// @throws Refusal `DIS-004` when nobody holds the post
    Post filled(UUID postId) {
        return posts.byId(postId).filter(held -> held.accountId() != null && held.validTo() == null)
                .orElseThrow(() -> new Refusal(Refusal.Kind.INVALID, "DIS-004", "这个岗位现在没有人，派不出去", "线索没有变化", "请另选一位，或先请街镇补上岗位"));
    }

    /// Why the lead cannot go to the post; null when it can.
    static @Nullable Refusal notTo(LeadRecord lead, Post post) {
        if (!LeadState.valueOf(lead.getState()).isOpen()) {
            return new Refusal(Refusal.Kind.CONFLICT, "DIS-003", "这条线索已经办结，不能再派", "线索没有变化", "请刷新看最新结果");
        }
        var chain = Stream.of(lead.getRegionId(), lead.getTownId(), lead.getDistrictId(), lead.getHukouId(), lead.getHukouTownId(), lead.getHukouDistrictId());
        return chain.anyMatch(place -> Objects.equals(place, post.regionId())) ? null
                : new Refusal(Refusal.Kind.INVALID, "DIS-005", "这个岗位不管孩子的居住地或户籍地", "线索没有变化", "请派给孩子居住地或户籍地的岗位");
    }

    void assign(LeadRecord lead, Post post, @Nullable String note) {
        var refused = notTo(lead, post);
        if (refused != null) {
            throw refused;
        }
        if (lead.getAnsweredAt() != null) {
            checks.overtake(lead.getId());
            sources.withdraw(lead.getId());
            reopen(lead, today.date());
        }
        hold(lead, post);
        lead.store();
        event(lead.getId(), "派给 " + post.kindName() + " " + post.personName() + (note == null || note.isBlank() ? "" : "：" + note.strip()));
        notices.tell(post.accountId(), "LEAD", "有一条线索派给您核实：" + lead.getNo(), "/leads/" + lead.getId());
        looks.record(LookLog.Action.CHANGE, "lead", lead.getId(), lead.getRegionId(), null, LookLog.OK, "派给岗位 " + post.id());
    }

    /// What is still open of a moved child goes where the child now stands: to the director there, or to nobody until the township names one.
    void follow(UUID childFileId) {
        var child = registry.child(childFileId);
        var director = posts.holding(child.regionId(), Posts.CHILD_DIRECTOR, today.date()).stream().filter(post -> post.accountId() != null).findFirst();
        for (var lead : sql.selectFrom(LEAD).where(LEAD.CHILD_FILE_ID.in(registry.filesOf(childFileId)), LEAD.STATE.in(open()), LEAD.REGION_ID.ne(child.regionId())).orderBy(LEAD.ID).forUpdate().fetch()) {
            lead.setRegionId(child.regionId());
            lead.setHukouId(child.hukouId());
            lead.setPostId(director.map(Post::id).orElse(null));
            lead.setAssigneeAccountId(director.map(Post::accountId).orElse(null));
            lead.setAssigneeName(director.map(post -> post.kindName() + " " + post.personName()).orElse(null));
            // an answer that leaves a lead open (找不到人, 需协同) stands
            if (lead.getAnsweredAt() == null) {
                lead.setState((director.isPresent() ? LeadState.ASSIGNED : LeadState.NEW).name());
            }
            lead.store();
            event(lead.getId(), "孩子搬家，线索转到新住处" + director.map(post -> "，派给 " + post.kindName() + " " + post.personName()).orElse("，等街镇分派"));
            director.ifPresent(post -> notices.tell(post.accountId(), "LEAD", "孩子搬到您这里，有一条线索请核实：" + lead.getNo(), "/leads/" + lead.getId()));
        }
    }

    /// Takes the answer away: the lead is asked anew from that day.
    static void reopen(LeadRecord lead, LocalDate on) {
        lead.setReason(null);
        lead.setNote(null);
        lead.setAnsweredBy(null);
        lead.setAnsweredName(null);
        lead.setAnsweredAt(null);
        lead.setAnsweredOn(null);
        lead.setReturnedOn(on);
    }

    static void hold(LeadRecord lead, Post post) {
        lead.setPostId(post.id());
        lead.setAssigneeAccountId(post.accountId());
        lead.setAssigneeName(post.kindName() + " " + post.personName());
        lead.setState(LeadState.ASSIGNED.name());
    }

    /// A person's answer to a lead.
    ///
    /// @param wrongField the field of the department's list that was found wrong; goes into the source-accuracy ledger
    public void answer(UUID id, Lead.Outcome outcome, @Nullable String reason, @Nullable String note, @Nullable String wrongField) {
        var lead = locked(id);
        var refused = notAnswered(lead);
        if (refused != null) {
            throw refused;
        }
        if (!mayAnswer(Acting.current().roles())) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "DIS-007", "线索由儿童主任、督导员或街镇经办人核实", "您的结论没有保存", "请派给孩子所在村居的儿童主任");
        }
        if (outcome == Lead.Outcome.NOT_MATCHING && (reason == null || reason.strip().length() < 2)) {
            throw new Refusal(Refusal.Kind.INVALID, "DIS-008", "判为不符合，要写明理由", "您的结论没有保存", "写上理由再提交，例如：父亲已于本月释放");
        }
        answer(lead, outcome, reason, note, wrongField);
    }

    /// Why the lead takes no answer now; null when it does.
    static @Nullable Refusal notAnswered(LeadRecord lead) {
        return LeadState.valueOf(lead.getState()).isOpen() ? null
                : new Refusal(Refusal.Kind.CONFLICT, "DIS-006", "这条线索已经由 " + lead.getAnsweredName() + " 办结", "您的结论没有保存", "请刷新看最新结果");
    }

    void answer(LeadRecord lead, Lead.Outcome outcome, @Nullable String reason, @Nullable String note, @Nullable String wrongField) {
        var actor = Acting.current();
        lead.setState(outcome.name());
        lead.setReason(reason == null ? null : reason.strip());
        lead.setNote(note == null ? null : note.strip());
        lead.setAnsweredBy(actor.accountId());
        lead.setAnsweredName(actor.name());
        lead.setAnsweredAt(now());
        lead.setAnsweredOn(today.date());
        if (outcome == Lead.Outcome.CONFIRMED && lead.getProgramme() != null) {
            lead.setApplicationId(applications.openDraft(new LeadRef(lead.getId(), lead.getRuleCode()), lead.getChildFileId(), lead.getProgramme()));
        }
        lead.store();
        sources.record(lead.getId(), outcome, wrongField);
        event(lead.getId(), LeadState.valueOf(outcome.name()).title() + (reason == null || reason.isBlank() ? "" : "：" + reason.strip()));
        checks.answered(lead, outcome, lead.getReason());
        looks.record(LookLog.Action.CHANGE, "lead", lead.getId(), lead.getRegionId(), null, LookLog.OK, "结论 " + outcome);
    }

    LeadRecord locked(UUID id) {
        return sql.selectFrom(LEAD).where(LEAD.ID.eq(id)).forUpdate().fetchOptional().orElseThrow(Leads::notThere);
    }

    private static Refusal notThere() {
        return new Refusal(Refusal.Kind.NOT_FOUND, "DIS-002", "没有找到这条线索", "没有改动任何内容", "请从线索列表重新打开");
    }

    void event(UUID leadId, String text) {
        history.say(leadId, text);
    }

    private OffsetDateTime now() {
        return today.now().atOffset(ZoneOffset.UTC);
    }

    List<Lead> views(List<LeadRecord> rows) {
        var ids = rows.stream().flatMap(row -> Stream.of(row.getRegionId(), row.getHukouId())).filter(Objects::nonNull).collect(Collectors.toSet());
        var checking = checks.waitingAmong(rows.stream().map(LeadRecord::getId).toList());
        Map<Integer, Place> places = ids.isEmpty() ? new LinkedHashMap<>() : regions.places(ids);
        return rows.stream().map(row -> {
            var state = LeadState.valueOf(row.getState());
            var clock = workingDays.clock(row.getReturnedOn() == null ? row.getFoundOn() : row.getReturnedOn(), row.getLimitDays(), WorkingDays.WORKING_DAYS, today.date(), row.getAnsweredOn(), LIMIT_BASIS);
            var elsewhere = row.getHukouId() != null && !row.getHukouId().equals(row.getRegionId()) ? places.get(row.getHukouId()).path() : null;
            return new Lead(row.getId(), row.getNo(), row.getRuleCode(), row.getRuleName(), row.getChildFileId(), row.getChildName(),
                    Period.between(row.getChildBorn(), today.date()).getYears(), places.get(row.getRegionId()).path(), elsewhere, row.getLevel(),
                    state.name(), state.title(), row.getConfidence(), row.getAssigneeName(), row.getDueOn(), clock, row.getFoundAt(), row.getSentence(), checking.contains(row.getId()));
        }).toList();
    }
}
