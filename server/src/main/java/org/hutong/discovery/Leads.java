package org.hutong.discovery;

import static org.hutong.jooq.discovery.tables.Evidence.EVIDENCE;
import static org.hutong.jooq.discovery.tables.Lead.LEAD;
import static org.hutong.jooq.discovery.tables.LeadEvent.LEAD_EVENT;
import static org.hutong.jooq.discovery.tables.SourceVerdict.SOURCE_VERDICT;

import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
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
import org.hutong.kernel.Ids;
import org.hutong.kernel.Page;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.notices.Notices;
import org.hutong.region.Place;
import org.hutong.region.Post;
import org.hutong.region.Posts;
import org.hutong.region.Regions;
import org.hutong.region.WorkingDays;
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
    private final Regions regions;
    private final Posts posts;
    private final WorkingDays workingDays;
    private final Notices notices;
    private final LookLog looks;
    private final Today today;

    Leads(DSLContext sql, Applications applications, Regions regions, Posts posts, WorkingDays workingDays, Notices notices,
            LookLog looks, Today today) {
        this.sql = sql;
        this.applications = applications;
        this.regions = regions;
        this.posts = posts;
        this.workingDays = workingDays;
        this.notices = notices;
        this.looks = looks;
        this.today = today;
    }

    /// What a list is narrowed to; every part may be left out.
    public record Filter(@Nullable String rule, @Nullable String state, @Nullable Integer regionId, @Nullable String q, @Nullable Boolean mine) {}

    public Page<Lead> list(Filter filter, @Nullable String after, @Nullable String before, @Nullable Integer asked) {
        var limit = Page.limit(asked);
        var conditions = new ArrayList<Condition>(List.of(matching(filter)));
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
        var total = sql.fetchCount(LEAD, matching(filter));
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

    private Condition matching(Filter filter) {
        var conditions = new ArrayList<Condition>();
        if (filter.rule() != null) {
            conditions.add(LEAD.RULE_CODE.eq(filter.rule()));
        }
        if (filter.state() != null) {
            var states = Stream.of(filter.state().split(",")).map(Leads::state).map(Enum::name).toList();
            conditions.add(LEAD.STATE.in(states));
        }
        if (filter.regionId() != null) {
            var id = filter.regionId();
            conditions.add(LEAD.REGION_ID.eq(id).or(LEAD.TOWN_ID.eq(id)).or(LEAD.DISTRICT_ID.eq(id)).or(LEAD.CITY_ID.eq(id)));
        }
        if (filter.q() != null && !filter.q().isBlank()) {
            conditions.add(LEAD.CHILD_NAME.startsWith(filter.q().strip()).or(LEAD.NO.eq(filter.q().strip())));
        }
        if (Boolean.TRUE.equals(filter.mine())) {
            conditions.add(LEAD.ASSIGNEE_ACCOUNT_ID.eq(Acting.current().accountId()));
        }
        return DSL.and(conditions);
    }

    private static LeadState state(String name) {
        try {
            return LeadState.valueOf(name.strip());
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.Kind.INVALID, "DIS-001", "没有“" + name + "”这种线索状态", "没有改动任何内容", "请从筛选项里选择");
        }
    }

    /// Open leads by rule and by state, for the counts on screens.
    @Transactional(readOnly = true)
    public Map<String, Integer> countsByState() {
        return sql.select(LEAD.STATE, DSL.count()).from(LEAD).groupBy(LEAD.STATE).fetchMap(LEAD.STATE, DSL.count());
    }

    @Transactional(readOnly = true)
    public List<OfRule> byRule() {
        var openOnes = DSL.count().filterWhere(LEAD.STATE.in(open()));
        return sql.select(LEAD.RULE_CODE, DSL.max(LEAD.RULE_NAME), openOnes).from(LEAD).groupBy(LEAD.RULE_CODE).orderBy(openOnes.desc(), LEAD.RULE_CODE)
                .fetch(row -> new OfRule(row.value1(), row.value2(), row.value3()));
    }

    /// One comparison and how many of its leads are open.
    public record OfRule(String code, String name, int open) {}

    /// Open leads by district, for the map.
    @Transactional(readOnly = true)
    public Map<Integer, Integer> openByDistrict() {
        return sql.select(LEAD.DISTRICT_ID, DSL.count()).from(LEAD).where(LEAD.STATE.in(open()).and(LEAD.DISTRICT_ID.isNotNull()))
                .groupBy(LEAD.DISTRICT_ID).fetchMap(LEAD.DISTRICT_ID, DSL.count());
    }

    /// Open leads the current account owes an answer, the most urgent first.
    @Transactional(readOnly = true)
    public List<Lead> mine(int limit) {
        return views(sql.selectFrom(LEAD)
                .where(LEAD.STATE.in(open()).and(LEAD.ASSIGNEE_ACCOUNT_ID.eq(Acting.current().accountId())))
                .orderBy(LEAD.DUE_ON.asc().nullsLast(), LEAD.ID).limit(limit).fetch());
    }

    /// Open leads in the reader's places that nobody holds.
    @Transactional(readOnly = true)
    public List<Lead> unassigned(int limit) {
        return views(sql.selectFrom(LEAD).where(LEAD.STATE.eq(LeadState.NEW.name()))
                .orderBy(LEAD.DUE_ON.asc().nullsLast(), LEAD.ID).limit(limit).fetch());
    }

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
        var history = sql.selectFrom(LEAD_EVENT).where(LEAD_EVENT.LEAD_ID.eq(id)).orderBy(LEAD_EVENT.AT, LEAD_EVENT.ID)
                .fetch(e -> new Lead.Event(e.getAt(), e.getWho(), e.getText()));
        looks.record(LookLog.Action.OPEN, "lead", id, row.getRegionId(), null, LookLog.OK, row.getRuleCode());
        return new Lead.Opened(views(List.of(row)).getFirst(), row.getWhy(),
                row.getClauseId() == null ? null : new Lead.Clause(row.getClauseId(), row.getClauseDocument(), row.getClauseText()),
                evidence, row.getConfidenceWhy(), accuracy(lists), history, row.getChildFileId(), row.getApplicationId(),
                row.getReason(), row.getNote(), assignees(row), actions(row));
    }

    private List<Lead.Accuracy> accuracy(Map<String, String> lists) {
        if (lists.isEmpty()) {
            return List.of();
        }
        var wrong = sql.select(SOURCE_VERDICT.LIST, SOURCE_VERDICT.WRONG, DSL.count()).from(SOURCE_VERDICT)
                .where(SOURCE_VERDICT.LIST.in(lists.keySet())).groupBy(SOURCE_VERDICT.LIST, SOURCE_VERDICT.WRONG).fetch();
        return lists.entrySet().stream().map(list -> new Lead.Accuracy(list.getKey(), list.getValue(),
                wrong.stream().filter(r -> r.value1().equals(list.getKey()) && !r.value2()).mapToInt(r -> r.value3()).sum(),
                wrong.stream().filter(r -> r.value1().equals(list.getKey()) && r.value2()).mapToInt(r -> r.value3()).sum())).toList();
    }

    private List<Lead.Assignee> assignees(LeadRecord row) {
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

    private static boolean mayAnswer(Set<Role> roles) {
        return roles.contains(Role.CHILD_DIRECTOR) || roles.contains(Role.CHILD_SUPERVISOR) || roles.contains(Role.TOWN_CLERK);
    }

    public void assign(UUID id, UUID postId, @Nullable String note) {
        assign(locked(id), postId, note);
    }

    private void assign(LeadRecord lead, UUID postId, @Nullable String note) {
        if (!LeadState.valueOf(lead.getState()).isOpen()) {
            throw new Refusal(Refusal.Kind.CONFLICT, "DIS-003", "这条线索已经办结，不能再派", "线索没有变化", "请刷新看最新结果");
        }
        var post = posts.byId(postId).filter(held -> held.accountId() != null && held.validTo() == null)
                .orElseThrow(() -> new Refusal(Refusal.Kind.INVALID, "DIS-004", "这个岗位现在没有人，派不出去", "线索没有变化", "请另选一位，或先请街镇补上岗位"));
        var chain = Stream.of(lead.getRegionId(), lead.getTownId(), lead.getDistrictId(), lead.getHukouId(), lead.getHukouTownId(), lead.getHukouDistrictId());
        if (chain.noneMatch(place -> Objects.equals(place, post.regionId()))) {
            throw new Refusal(Refusal.Kind.INVALID, "DIS-005", "这个岗位不管孩子的居住地或户籍地", "线索没有变化", "请派给孩子居住地或户籍地的岗位");
        }
        hold(lead, post);
        lead.store();
        event(lead.getId(), "派给 " + post.kindName() + " " + post.personName() + (note == null || note.isBlank() ? "" : "：" + note.strip()));
        notices.tell(post.accountId(), "LEAD", "有一条线索派给您核实：" + lead.getNo(), "/leads/" + lead.getId());
        looks.record(LookLog.Action.CHANGE, "lead", lead.getId(), lead.getRegionId(), null, LookLog.OK, "派给岗位 " + postId);
    }

    static void hold(LeadRecord lead, Post post) {
        lead.setPostId(post.id());
        lead.setAssigneeAccountId(post.accountId());
        lead.setAssigneeName(post.kindName() + " " + post.personName());
        lead.setState(LeadState.ASSIGNED.name());
    }

    public record Skipped(UUID id, String why) {}

    public record BulkAssigned(int done, List<Skipped> skipped) {}

    /// Assigns many leads to one post. What cannot be assigned is named with its reason; the rest is done.
    public BulkAssigned assignAll(Collection<UUID> ids, UUID postId) {
        var done = 0;
        var skipped = new ArrayList<Skipped>();
        for (var id : new LinkedHashSet<>(ids)) {
            try {
                assign(locked(id), postId, null);
                done++;
            } catch (Refusal refusal) {
                skipped.add(new Skipped(id, refusal.title()));
            }
        }
        return new BulkAssigned(done, skipped);
    }

    /// A person's answer to a lead.
    ///
    /// @param wrongField the field of the department's list that was found wrong; goes into the source-accuracy ledger
    public void answer(UUID id, Lead.Outcome outcome, @Nullable String reason, @Nullable String note, @Nullable String wrongField) {
        var lead = locked(id);
        if (!LeadState.valueOf(lead.getState()).isOpen()) {
            throw new Refusal(Refusal.Kind.CONFLICT, "DIS-006", "这条线索已经由 " + lead.getAnsweredName() + " 办结", "您的结论没有保存", "请刷新看最新结果");
        }
        if (!mayAnswer(Acting.current().roles())) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "DIS-007", "线索由儿童主任、督导员或街镇经办人核实", "您的结论没有保存", "请派给孩子所在村居的儿童主任");
        }
        if (outcome == Lead.Outcome.NOT_MATCHING && (reason == null || reason.strip().length() < 2)) {
            throw new Refusal(Refusal.Kind.INVALID, "DIS-008", "判为不符合，要写明理由", "您的结论没有保存", "写上理由再提交，例如：父亲已于本月释放");
        }
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
        verdicts(lead, outcome, wrongField);
        event(id, LeadState.valueOf(outcome.name()).title() + (reason == null || reason.isBlank() ? "" : "：" + reason.strip()));
        looks.record(LookLog.Action.CHANGE, "lead", id, lead.getRegionId(), null, LookLog.OK, "结论 " + outcome);
    }

    private void verdicts(LeadRecord lead, Lead.Outcome outcome, @Nullable String wrongField) {
        if (outcome != Lead.Outcome.CONFIRMED && wrongField == null) {
            return;
        }
        var lists = sql.selectDistinct(EVIDENCE.LIST).from(EVIDENCE).where(EVIDENCE.LEAD_ID.eq(lead.getId()).and(EVIDENCE.LIST.isNotNull())).fetch(EVIDENCE.LIST);
        for (var list : lists) {
            sql.insertInto(SOURCE_VERDICT).set(SOURCE_VERDICT.ID, Ids.next()).set(SOURCE_VERDICT.LEAD_ID, lead.getId()).set(SOURCE_VERDICT.LIST, list)
                    .set(SOURCE_VERDICT.FIELD, wrongField).set(SOURCE_VERDICT.WRONG, wrongField != null).set(SOURCE_VERDICT.AT, now())
                    .onConflictDoNothing().execute();
        }
    }

    private LeadRecord locked(UUID id) {
        return sql.selectFrom(LEAD).where(LEAD.ID.eq(id)).forUpdate().fetchOptional().orElseThrow(Leads::notThere);
    }

    private static Refusal notThere() {
        return new Refusal(Refusal.Kind.NOT_FOUND, "DIS-002", "没有找到这条线索", "没有改动任何内容", "请从线索列表重新打开");
    }

    void event(UUID leadId, String text) {
        var actor = Acting.current();
        sql.insertInto(LEAD_EVENT).set(LEAD_EVENT.ID, Ids.next()).set(LEAD_EVENT.LEAD_ID, leadId).set(LEAD_EVENT.AT, now())
                .set(LEAD_EVENT.ACCOUNT_ID, actor.accountId()).set(LEAD_EVENT.WHO, actor.name()).set(LEAD_EVENT.TEXT, text).execute();
    }

    private OffsetDateTime now() {
        return today.now().atOffset(ZoneOffset.UTC);
    }

    private List<Lead> views(List<LeadRecord> rows) {
        var ids = rows.stream().flatMap(row -> Stream.of(row.getRegionId(), row.getHukouId())).filter(Objects::nonNull).collect(Collectors.toSet());
        Map<Integer, Place> places = ids.isEmpty() ? new LinkedHashMap<>() : regions.places(ids);
        return rows.stream().map(row -> {
            var state = LeadState.valueOf(row.getState());
            var clock = workingDays.clock(row.getFoundOn(), row.getLimitDays(), WorkingDays.WORKING_DAYS, today.date(), row.getAnsweredOn(), LIMIT_BASIS);
            var elsewhere = row.getHukouId() != null && !row.getHukouId().equals(row.getRegionId()) ? places.get(row.getHukouId()).path() : null;
            return new Lead(row.getId(), row.getNo(), row.getRuleCode(), row.getRuleName(), row.getChildFileId(), row.getChildName(),
                    Period.between(row.getChildBorn(), today.date()).getYears(), places.get(row.getRegionId()).path(), elsewhere, row.getLevel(),
                    state.name(), state.title(), row.getConfidence(), row.getAssigneeName(), row.getDueOn(), clock, row.getFoundAt(), row.getSentence());
        }).toList();
    }
}
