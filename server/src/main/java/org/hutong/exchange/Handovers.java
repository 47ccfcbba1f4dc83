package org.hutong.exchange;

import static org.hutong.jooq.exchange.tables.Handover.HANDOVER;
import static org.hutong.jooq.exchange.tables.HandoverStep.HANDOVER_STEP;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.access.Role;
import org.hutong.jooq.exchange.tables.records.HandoverRecord;
import org.hutong.kernel.CitizenId;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Page;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.hutong.region.Clock;
import org.hutong.region.Office;
import org.hutong.region.Offices;
import org.hutong.region.Regions;
import org.hutong.region.WorkingDays;
import org.hutong.registry.Registry;
import org.hutong.registry.Relation;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Hand-overs 转办: sent, accepted or given back, done, reported, confirmed. The receiving office sees what the form carries and nothing
/// else of the child; the sending office sees all of it.
@Service
@Transactional
public class Handovers {

    static final String AAD = "exchange.handover";
    private static final Set<Role> OUTSIDE = Set.of(Role.DEPARTMENT, Role.INSTITUTION, Role.SOCIAL_ORGANISATION);

    public enum State {
        SENT("待接办"), ACCEPTED("办理中"), RETURNED("已退回"), REPORTED("已反馈，待确认"), CONFIRMED("已办结"), WITHDRAWN("已撤回");

        private final String title;

        State(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    public enum Box { IN, OUT, ALL }

    public record FormValue(String code, String name, String value) {}

    public record Step(OffsetDateTime at, String who, String office, String step, @Nullable String text) {}

    /// @param subject what the reader may know of whom it is about
    /// @param mine    it waits for the reader's office
    public record HandoverLine(UUID id, String no, String code, String name, String subject, String fromOffice, String toOffice, State state, String stateName, LocalDate sentOn,
            Clock clock, boolean mine, @Nullable String outcome) {}

    /// @param childId null for the receiving side
    /// @param actions what the reader's office may do now: ACCEPT, RETURN, REPORT, CONFIRM, AGAIN, WITHDRAW
    public record HandoverView(HandoverLine line, String clause, String limitBasis, List<FormValue> form, List<Step> steps, List<String> outcomes, @Nullable String report,
            List<String> actions, @Nullable UUID childId, @Nullable UUID leadId) {}

    /// @param values field code to value; what is left out is not carried
    public record NewHandover(String code, int toOfficeId, @Nullable UUID childId, @Nullable UUID leadId, Map<String, String> values) {}

    /// @param values what the child's file would fill in
    public record Draft(List<HandoverForms.Kind> kinds, List<Office> offices, Map<String, String> values, @Nullable String childName) {}

    private final DSLContext sql;
    private final HandoverForms forms;
    private final Registry registry;
    private final Regions regions;
    private final Offices offices;
    private final WorkingDays workingDays;
    private final Vault vault;
    private final LookLog looks;
    private final Today today;

    Handovers(DSLContext sql, HandoverForms forms, Registry registry, Regions regions, Offices offices, WorkingDays workingDays, Vault vault, LookLog looks, Today today) {
        this.sql = sql;
        this.forms = forms;
        this.registry = registry;
        this.regions = regions;
        this.offices = offices;
        this.workingDays = workingDays;
        this.vault = vault;
        this.looks = looks;
        this.today = today;
    }

    /// What may be handed over, to whom, and what the form would carry.
    public Draft draft(@Nullable UUID childId) {
        var place = place(childId);
        var to = new ArrayList<Office>();
        for (var kind : List.of("department", "civil_affairs", "institution", "social_organisation")) {
            to.addAll(offices.find(null, kind));
        }
        to.removeIf(office -> Integer.valueOf(office.id()).equals(Acting.current().officeId()));
        return new Draft(forms.at(code(place)), to, childId == null ? Map.of() : known(childId), childId == null ? null : registry.child(childId).name());
    }

    private Map<String, String> known(UUID childId) {
        var child = registry.child(childId);
        var values = new LinkedHashMap<String, String>();
        values.put("name", child.name());
        values.put("sex", child.sex());
        values.put("age", Integer.toString(child.ageOn(today.date())));
        values.put("place", regions.path(child.regionId()));
        if (child.hukouId() != null) {
            values.put("hukouPlace", regions.path(child.hukouId()));
        }
        registry.idNumber(child.personId()).flatMap(CitizenId::parse).ifPresent(number -> values.put("idNumber", number.masked()));
        registry.relatives(child.personId()).stream().filter(relative -> relative.kind() == Relation.GUARDIAN && relative.person() != null && relative.holds(today.date())).findFirst()
                .ifPresent(guardian -> values.put("guardian", guardian.person().name()));
        return values;
    }

    public UUID send(NewHandover asked) {
        var actor = Acting.current();
        if (actor.officeId() == null) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "EXC-006", "您的账号不属于任何机构", "没有转办", "请联系安全管理员");
        }
        var place = place(asked.childId());
        var kind = forms.kind(code(place), asked.code()).orElseThrow(() -> new Refusal(Refusal.Kind.INVALID, "EXC-040", "政策里没有转办事项 " + asked.code(), "没有转办", "请从列出的事项中选择"));
        var to = offices.byId(asked.toOfficeId()).filter(office -> office.id() != actor.officeId())
                .orElseThrow(() -> new Refusal(Refusal.Kind.INVALID, "EXC-041", "没有这个接办机构，或就是您自己的机构", "没有转办", "请重新选择接办机构"));
        var from = offices.byId(actor.officeId()).orElseThrow();
        var fields = asked.childId() == null ? kind.general() : kind.form();
        var missing = fields.stream().filter(field -> field.required() && asked.values().getOrDefault(field.code(), "").isBlank()).map(HandoverForms.Field::name).toList();
        if (!missing.isEmpty()) {
            throw new Refusal(Refusal.Kind.INVALID, "EXC-042", "还没有填：" + String.join("、", missing), "没有转办", "补齐后再转办");
        }
        var id = Ids.next();
        var carried = new LinkedHashMap<String, String>();
        for (var field : fields) {
            var value = asked.values().getOrDefault(field.code(), "").strip();
            if (field.from().equals("idNumber") && asked.childId() != null && !value.isEmpty()) {
                value = registry.idNumber(registry.child(asked.childId()).personId()).orElse(value);
            }
            if (!value.isEmpty()) {
                carried.put(field.name(), value.length() > 2_000 ? value.substring(0, 2_000) : value);
            }
        }
        var row = sql.newRecord(HANDOVER);
        row.setId(id);
        row.setNo("%d-转-%05d".formatted(today.date().getYear(), sql.nextval(DSL.name("exchange", "handover_no")).longValue()));
        row.setCode(kind.code());
        row.setName(kind.name());
        row.setClause(kind.clause());
        row.setRegionId(place);
        row.setFromOfficeId(from.id());
        row.setFromOffice(from.name());
        row.setToOfficeId(to.id());
        row.setToOffice(to.name());
        row.setChildFileId(asked.childId());
        row.setLeadId(asked.leadId());
        row.setSubject(asked.childId() == null ? kind.name() : carried.getOrDefault("儿童姓名", "儿童一名"));
        row.setForm(vault.seal(Fields.write(carried), Vault.aad(AAD, id)));
        row.setState(State.SENT.name());
        row.setAcceptDays(kind.acceptDays());
        row.setLimitDays(kind.limitDays());
        row.setLimitUnit(WorkingDays.WORKING_DAYS);
        row.setLimitBasis(kind.basis());
        row.setSentOn(today.date());
        row.setAcceptDue(workingDays.add(today.date(), kind.acceptDays()).due());
        row.setDueOn(workingDays.add(today.date(), kind.limitDays()).due());
        row.setSentBy(actor.accountId());
        row.setSentName(actor.name());
        row.store();
        step(id, "转办", "转 " + to.name());
        looks.record(LookLog.Action.CREATE, "handover", id, place, null, LookLog.OK, row.getNo() + " 转 " + to.name());
        return id;
    }

    public Page<HandoverLine> list(Box box, @Nullable State state, @Nullable UUID childId, @Nullable UUID leadId, @Nullable String after, @Nullable Integer asked) {
        var limit = Page.limit(asked);
        var key = Page.idKey(after);
        var mine = narrowed(box).and(state == null ? DSL.noCondition() : HANDOVER.STATE.eq(state.name())).and(childId == null ? DSL.noCondition() : HANDOVER.CHILD_FILE_ID.eq(childId))
                .and(leadId == null ? DSL.noCondition() : HANDOVER.LEAD_ID.eq(leadId));
        var rows = sql.selectFrom(HANDOVER).where(mine).and(key == null ? DSL.noCondition() : HANDOVER.ID.lt(key)).orderBy(HANDOVER.ID.desc()).limit(limit + 1).fetch();
        var page = Page.cut(new ArrayList<>(rows), limit, row -> row.getId().toString());
        return new Page<>(page.items().stream().map(this::line).toList(), page.next(), null, sql.fetchCount(HANDOVER, mine), false);
    }

    private Condition narrowed(Box box) {
        var office = Acting.current().officeId();
        var in = office == null ? DSL.falseCondition() : HANDOVER.TO_OFFICE_ID.eq(office);
        var out = office == null ? DSL.falseCondition() : HANDOVER.FROM_OFFICE_ID.eq(office);
        // An outside office sees its own even where its place would show it more.
        return switch (box) {
            case IN -> in;
            case OUT -> out;
            case ALL -> outside() ? in.or(out) : DSL.noCondition();
        };
    }

    private static boolean outside() {
        return OUTSIDE.containsAll(Acting.current().roles());
    }

    public HandoverView view(UUID id) {
        var row = row(id, false);
        var receiving = receives(row) && !sends(row);
        looks.record(LookLog.Action.OPEN, "handover", id, row.getRegionId(), null, LookLog.OK, row.getNo());
        var form = Fields.read(vault.open(row.getForm(), Vault.aad(AAD, id))).entrySet().stream().map(one -> new FormValue(one.getKey(), one.getKey(), shown(one.getKey(), one.getValue(), receiving))).toList();
        var steps = sql.selectFrom(HANDOVER_STEP).where(HANDOVER_STEP.HANDOVER_ID.eq(id)).orderBy(HANDOVER_STEP.AT, HANDOVER_STEP.ID)
                .fetch(one -> new Step(one.getAt(), one.getWho(), one.getOffice(), one.getStep(), one.getText()));
        var kind = forms.kind(code(row.getRegionId()), row.getCode());
        return new HandoverView(line(row), row.getClause() == null ? "" : row.getClause(), row.getLimitBasis(), form, steps, kind.map(HandoverForms.Kind::outcomes).orElse(List.of("已办结", "不符合条件")),
                row.getReport() == null ? null : vault.open(row.getReport(), Vault.aad(AAD + ".report", id)), actions(row), receiving ? null : row.getChildFileId(), receiving ? null : row.getLeadId());
    }

    /// The sender's screens mask the number that the receiver needs in full.
    private static String shown(String name, String value, boolean receiving) {
        return name.equals("身份证号") && !receiving ? CitizenId.parse(value).map(CitizenId::masked).orElse("****") : value;
    }

    private List<String> actions(HandoverRecord row) {
        return switch (State.valueOf(row.getState())) {
            case SENT -> receives(row) ? List.of("ACCEPT", "RETURN") : sends(row) ? List.of("WITHDRAW") : List.of();
            case ACCEPTED -> receives(row) ? List.of("REPORT") : List.of();
            case REPORTED -> sends(row) ? List.of("CONFIRM", "AGAIN") : List.of();
            default -> List.of();
        };
    }

    public void accept(UUID id) {
        var row = acting(id, "ACCEPT");
        row.setState(State.ACCEPTED.name());
        row.setAcceptedOn(today.date());
        row.setWorker(Acting.current().name());
        row.store();
        step(id, "接办", null);
    }

    public void giveBack(UUID id, String why) {
        var row = acting(id, "RETURN");
        row.setState(State.RETURNED.name());
        row.setClosedOn(today.date());
        row.store();
        step(id, "退回", said(why, "退回要写明理由"));
    }

    public void withdraw(UUID id, String why) {
        var row = acting(id, "WITHDRAW");
        row.setState(State.WITHDRAWN.name());
        row.setClosedOn(today.date());
        row.store();
        step(id, "撤回", said(why, "撤回要写明理由"));
    }

    public void report(UUID id, String outcome, String text) {
        var row = acting(id, "REPORT");
        var allowed = forms.kind(code(row.getRegionId()), row.getCode()).map(HandoverForms.Kind::outcomes).orElse(List.of("已办结", "不符合条件"));
        if (!allowed.contains(outcome)) {
            throw new Refusal(Refusal.Kind.INVALID, "EXC-043", "办理结果“" + outcome + "”不在可选之列", "没有保存", "请从列出的结果中选择");
        }
        row.setState(State.REPORTED.name());
        row.setReportedOn(today.date());
        row.setOutcome(outcome);
        row.setOutcomeName(outcome);
        row.setReport(vault.seal(said(text, "反馈要写明办了什么"), Vault.aad(AAD + ".report", id)));
        row.store();
        step(id, "反馈", outcome);
    }

    public void confirm(UUID id) {
        var row = acting(id, "CONFIRM");
        row.setState(State.CONFIRMED.name());
        row.setClosedOn(today.date());
        row.store();
        step(id, "确认", row.getOutcome());
    }

    /// The report is not enough: the receiving office goes on.
    public void again(UUID id, String why) {
        var row = acting(id, "AGAIN");
        row.setState(State.ACCEPTED.name());
        row.setReportedOn(null);
        row.store();
        step(id, "请继续办", said(why, "要写明还差什么"));
    }

    private static String said(String text, String otherwise) {
        if (text.strip().length() < 2) {
            throw new Refusal(Refusal.Kind.INVALID, "EXC-044", otherwise, "没有保存", "写上一句再提交");
        }
        return text.strip();
    }

    private HandoverRecord acting(UUID id, String action) {
        var row = row(id, true);
        if (!actions(row).contains(action)) {
            throw new Refusal(Refusal.Kind.CONFLICT, "EXC-045", "这件转办现在是“" + State.valueOf(row.getState()).title() + "”，您的机构不能这样办", "没有改动任何内容", "请刷新看最新状态");
        }
        looks.record(LookLog.Action.CHANGE, "handover", id, row.getRegionId(), null, LookLog.OK, row.getNo() + " " + action);
        return row;
    }

    private HandoverRecord row(UUID id, boolean lock) {
        var wanted = sql.selectFrom(HANDOVER).where(HANDOVER.ID.eq(id)).and(narrowed(Box.ALL));
        return (lock ? wanted.forUpdate().fetchOptional() : wanted.fetchOptional())
                .orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "EXC-046", "没有找到这件转办，或不在您的权限范围内", "没有改动任何内容", "请从转办列表重新打开"));
    }

    private static boolean receives(HandoverRecord row) {
        return row.getToOfficeId().equals(Acting.current().officeId());
    }

    private static boolean sends(HandoverRecord row) {
        return row.getFromOfficeId().equals(Acting.current().officeId());
    }

    private HandoverLine line(HandoverRecord row) {
        var state = State.valueOf(row.getState());
        var done = row.getClosedOn() != null ? row.getClosedOn() : row.getReportedOn();
        return new HandoverLine(row.getId(), row.getNo(), row.getCode(), row.getName(), row.getSubject(), row.getFromOffice(), row.getToOffice(), state, state.title(), row.getSentOn(),
                workingDays.clock(row.getSentOn(), state == State.SENT ? row.getAcceptDays() : row.getLimitDays(), row.getLimitUnit(), today.date(), done, row.getLimitBasis()),
                !actions(row).isEmpty() && !actions(row).equals(List.of("WITHDRAW")), row.getOutcome());
    }

    private void step(UUID id, String step, @Nullable String text) {
        var actor = Acting.current();
        sql.insertInto(HANDOVER_STEP).set(HANDOVER_STEP.ID, Ids.next()).set(HANDOVER_STEP.HANDOVER_ID, id).set(HANDOVER_STEP.AT, today.now().atOffset(ZoneOffset.UTC))
                .set(HANDOVER_STEP.ACCOUNT_ID, actor.accountId()).set(HANDOVER_STEP.WHO, actor.name())
                .set(HANDOVER_STEP.OFFICE, actor.officeId() == null ? "" : offices.byId(actor.officeId()).map(Office::name).orElse("")).set(HANDOVER_STEP.STEP, step)
                .set(HANDOVER_STEP.TEXT, text).execute();
    }

    private int place(@Nullable UUID childId) {
        return childId == null ? Acting.current().scope().isEmpty() ? regions.cityRoot() : Acting.current().scope().getFirst() : registry.child(childId).regionId();
    }

    private String code(int region) {
        return regions.byId(region).orElseThrow().code();
    }
}
