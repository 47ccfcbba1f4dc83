package org.hutong.oversight;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.access.Actor;
import org.hutong.access.Permission;
import org.hutong.access.Role;
import org.hutong.access.RolePermissions;
import org.hutong.determination.ApplicationPages;
import org.hutong.kernel.Today;
import org.hutong.oversight.Dashboards.DistrictFigure;
import org.hutong.region.Clock;
import org.hutong.region.Place;
import org.hutong.region.Regions;
import org.hutong.region.WorkingDays;
import org.hutong.watch.DutyPages;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The morning page: what waits for this very person, the flow of the place, and what has just happened.
@Service
@Transactional(readOnly = true)
public class WorkDesk {

    private static final int EACH = 20;
    private static final int ALL = 40;
    private static final int RECENT = 12;

    public record Headline(int due, int red, String sentence) {}

    public record WorkItem(String kind, UUID id, String title, @Nullable String who, @Nullable String place, String level, @Nullable Clock clock, String verb, String link) {}

    public record Worst(String text, String link) {}

    public record FlowStage(String stage, String name, long count, String unit, @Nullable Worst worst, String link) {}

    public record WorkNews(OffsetDateTime at, String text, @Nullable String link) {}

    public record Work(Headline headline, List<WorkItem> queue, List<FlowStage> flow, List<DistrictFigure> districts, List<WorkNews> recent) {}

    private final JdbcClient jdbc;
    private final ApplicationPages applications;
    private final DutyPages duties;
    private final Dashboards dashboards;
    private final Regions regions;
    private final WorkingDays workingDays;
    private final Today today;

    WorkDesk(JdbcClient jdbc, ApplicationPages applications, DutyPages duties, Dashboards dashboards, Regions regions, WorkingDays workingDays, Today today) {
        this.jdbc = jdbc;
        this.applications = applications;
        this.duties = duties;
        this.dashboards = dashboards;
        this.regions = regions;
        this.workingDays = workingDays;
        this.today = today;
    }

    public Work now() {
        var actor = Acting.current();
        var queue = new ArrayList<WorkItem>();
        leads(actor, queue);
        secondChecks(actor, queue);
        applications(actor, queue);
        rolls(actor, queue);
        duties(actor, queue);
        reviews(actor, queue);
        campaigns(actor, queue);
        queue.sort(Comparator.comparingInt(WorkDesk::urgency).thenComparing(item -> item.clock() == null || item.clock().dueOn() == null ? LocalDate.MAX : item.clock().dueOn()));
        var shown = queue.stream().limit(ALL).toList();
        var due = (int) queue.stream().filter(item -> item.clock() != null && item.clock().dueOn() != null && !item.clock().dueOn().isAfter(today.date())).count();
        var red = (int) queue.stream().filter(item -> item.level().equals("RED")).count();
        var sentence = queue.isEmpty() ? "今天没有等您办的事" : "有 " + queue.size() + " 件事等您办" + (due == 0 ? "" : "，其中 " + due + " 件今天到期或已超期") + (red == 0 ? "" : "，" + red + " 件红色");
        var districts = dashboards.districts(today.date()).stream()
                .map(one -> new DistrictFigure(one.regionId(), one.code(), one.name(), one.value(), one.red(), one.link())).toList();
        return new Work(new Headline(due, red, sentence), shown, flow(), districts, recent());
    }

    private static int urgency(WorkItem item) {
        var late = item.clock() != null && item.clock().state() == Clock.State.OVERDUE;
        return switch (item.level()) {
            case "RED" -> 0;
            case "ORANGE" -> late ? 1 : 2;
            default -> late ? 1 : 3;
        };
    }

    private static boolean may(Actor actor, Permission permission) {
        return RolePermissions.allows(actor, permission);
    }

    private void leads(Actor actor, List<WorkItem> queue) {
        if (!may(actor, Permission.LEAD_ANSWER) && !may(actor, Permission.LEAD_ASSIGN)) {
            return;
        }
        var mine = may(actor, Permission.LEAD_ANSWER);
        record Row(UUID id, String name, String sentence, String level, LocalDate foundOn, int limitDays, int region, String state) {}
        var rows = jdbc.sql("""
                select id, child_name, sentence, level, coalesce(returned_on, found_on) as found_on, limit_days, region_id, state from discovery.lead
                where (answered_at is null or state in ('NOT_FOUND', 'NEEDS_HELP') and not exists (select 1 from discovery.second_check s where s.lead_id = lead.id and s.verdict is null))
                  and (:mine and assignee_account_id = :me or :assigns and assignee_account_id is null and state = 'NEW')
                order by lead.found_at, id limit :limit""").param("mine", mine).param("assigns", may(actor, Permission.LEAD_ASSIGN)).param("me", actor.accountId())
                .param("limit", EACH).query((row, n) -> new Row(row.getObject("id", UUID.class), row.getString("child_name"), row.getString("sentence"), row.getString("level"),
                        row.getObject("found_on", LocalDate.class), row.getInt("limit_days"), row.getInt("region_id"), row.getString("state"))).list();
        var places = regions.places(rows.stream().map(Row::region).toList());
        rows.forEach(row -> queue.add(new WorkItem("LEAD", row.id(), row.sentence(), row.name(), path(places, row.region()), row.level(),
                workingDays.clock(row.foundOn(), row.limitDays(), WorkingDays.WORKING_DAYS, today.date(), null, "假设"), row.state().equals("NEW") ? "分派" : row.state().equals("ASSIGNED") ? "核实" : "再核实", "/leads?id=" + row.id())));
    }

    /// Answers that wait for a second person: the town's supervisor looks, at a supervisor's own the district.
    private void secondChecks(Actor actor, List<WorkItem> queue) {
        if (!may(actor, Permission.LEAD_CHECK)) {
            return;
        }
        record Row(UUID id, String name, String outcome, String answeredName, String level, LocalDate askedOn, int limitDays, int region) {}
        var rows = jdbc.sql("""
                select l.id, l.child_name, c.outcome, c.answered_name, l.level, c.asked_on, c.limit_days, l.region_id
                from discovery.second_check c join discovery.lead l on l.id = c.lead_id
                where c.verdict is null and c.answered_by <> :me and (c.by_supervisor and :district or not c.by_supervisor and :town)
                order by c.asked_at, c.id limit :limit""").param("me", actor.accountId()).param("district", actor.has(Role.DISTRICT_OFFICER))
                .param("town", actor.has(Role.CHILD_SUPERVISOR)).param("limit", EACH)
                .query((row, n) -> new Row(row.getObject("id", UUID.class), row.getString("child_name"), row.getString("outcome"), row.getString("answered_name"),
                        row.getString("level"), row.getObject("asked_on", LocalDate.class), row.getInt("limit_days"), row.getInt("region_id"))).list();
        var places = regions.places(rows.stream().map(Row::region).toList());
        rows.forEach(row -> queue.add(new WorkItem("SECOND_CHECK", row.id(), row.answeredName() + " 判为“" + outcomeName(row.outcome()) + "”，请二次核对", row.name(),
                path(places, row.region()), row.level(), workingDays.clock(row.askedOn(), row.limitDays(), WorkingDays.WORKING_DAYS, today.date(), null, "假设"), "核对",
                "/leads?check=MINE&id=" + row.id())));
    }

    private static String outcomeName(String outcome) {
        return switch (outcome) {
            case "CONFIRMED" -> "属实";
            case "NOT_MATCHING" -> "不符合";
            case "ALREADY_SERVED" -> "已享受";
            case "NOT_FOUND" -> "找不到人";
            default -> "需协同";
        };
    }

    private void applications(Actor actor, List<WorkItem> queue) {
        if (may(actor, Permission.APPLICATION_WRITE) && !may(actor, Permission.TOWN_CHECK)) {
            add(queue, "APPLICATION", "DRAFT", "填写并提交", "YELLOW");
            add(queue, "APPLICATION", "RETURNED", "补正", "ORANGE");
        }
        if (may(actor, Permission.TOWN_CHECK)) {
            add(queue, "TOWN_CHECK", "TOWN_CHECK", "查验", "YELLOW");
        }
        if (may(actor, Permission.DECIDE)) {
            add(queue, "DECISION", "DISTRICT_DECISION", "确认", "YELLOW");
        }
    }

    private void add(List<WorkItem> queue, String kind, String stage, String verb, String level) {
        applications.inStage(stage, EACH).forEach(row -> queue.add(new WorkItem(kind, row.id(), row.programmeName(), row.childName(), row.place(),
                row.clock() != null && row.clock().state() == Clock.State.OVERDUE ? "RED" : level, row.clock(), verb, "/applications/" + row.id())));
    }

    private void rolls(Actor actor, List<WorkItem> queue) {
        record Row(UUID id, String month, int region, int lines) {}
        var states = new ArrayList<Map.Entry<String, String>>();
        if (may(actor, Permission.ROLL_BUILD)) {
            states.add(Map.entry("DRAFT", "核对并提交"));
        }
        if (may(actor, Permission.ROLL_APPROVE)) {
            states.add(Map.entry("SUBMITTED", "审批"));
        }
        for (var state : states) {
            jdbc.sql("select id, to_char(month, 'YYYY-MM') as month, region_id, lines from payment.roll where state = :state order by month, region_id limit :limit")
                    .param("state", state.getKey()).param("limit", EACH)
                    .query((row, n) -> new Row(row.getObject("id", UUID.class), row.getString("month"), row.getInt("region_id"), row.getInt("lines"))).list()
                    .forEach(row -> queue.add(new WorkItem("ROLL", row.id(), row.month() + " 发放名册，" + row.lines() + " 行", null, regions.path(row.region()), "NONE", null,
                            state.getValue(), "/payments/" + row.id())));
        }
    }

    private void duties(Actor actor, List<WorkItem> queue) {
        if (!may(actor, Permission.DUTY_DO)) {
            return;
        }
        for (var state : List.of(DutyPages.State.OVERDUE, DutyPages.State.DUE)) {
            duties.waitingFor(actor.accountId(), state, EACH).forEach(duty -> queue.add(new WorkItem(duty.kind(), duty.id(), duty.because(), duty.childName(), duty.place(),
                    duty.level(), duty.clock(), duty.kind().equals("VISIT") ? "走访" : "联系", "/watch?id=" + duty.id())));
        }
    }

    private void reviews(Actor actor, List<WorkItem> queue) {
        if (!may(actor, Permission.PURPOSE_REVIEW)) {
            return;
        }
        jdbc.sql("select id from access.purpose where break_glass and reviewed_at is null and account_id <> :me order by granted_at limit :limit")
                .param("me", actor.accountId()).param("limit", EACH).query(UUID.class).list()
                .forEach(id -> queue.add(new WorkItem("REVIEW", id, "紧急查看待复核", null, null, "ORANGE", null, "复核", "/oversight/looks?reviews=true")));
    }

    private void campaigns(Actor actor, List<WorkItem> queue) {
        if (!may(actor, Permission.CAMPAIGN_WORK)) {
            return;
        }
        record Row(UUID id, String name, int left, LocalDate startedOn, LocalDate dueOn, int region) {}
        var rows = jdbc.sql("""
                select id, campaign_name, targets - answered as left_over, started_on, due_on, region_id from discovery.campaign_task
                where account_id = :me and done_on is null and not closed order by due_on, id limit :limit""").param("me", actor.accountId()).param("limit", EACH)
                .query((row, n) -> new Row(row.getObject("id", UUID.class), row.getString("campaign_name"), row.getInt("left_over"), row.getObject("started_on", LocalDate.class),
                        row.getObject("due_on", LocalDate.class), row.getInt("region_id"))).list();
        var places = regions.places(rows.stream().map(Row::region).toList());
        rows.forEach(row -> queue.add(new WorkItem("CAMPAIGN", row.id(), row.name() + "，还有 " + row.left() + " 人", null, path(places, row.region()),
                row.dueOn().isBefore(today.date()) ? "RED" : "YELLOW", workingDays.clock(row.startedOn(), (int) java.time.temporal.ChronoUnit.DAYS.between(row.startedOn(), row.dueOn()),
                WorkingDays.DAYS, today.date(), null, "排查期限"), "排查", "/leads/campaigns/tasks/" + row.id())));
    }

    private List<FlowStage> flow() {
        return List.of(
                stage("DISCOVER", "发现", "条线索", "select count(*) from discovery.lead where " + Dashboards.UNANSWERED,
                        "select sentence || '（' || child_name || '）', '/leads?id=' || id from discovery.lead where " + Dashboards.UNANSWERED + " order by level = 'RED' desc, found_at limit 1", Dashboards.OPEN_LEADS),
                stage("DETERMINE", "认定", "件申请", "select count(*) from determination.application where stage not in ('CONFIRMED', 'REFUSED')", """
                        select programme_name || '（' || child_name || '）' || coalesce('，' || c.due_on || ' 到期', ''), '/applications/' || a.id from determination.application a
                        left join determination.clock c on c.application_id = a.id and c.stopped_on is null
                        where a.stage not in ('CONFIRMED', 'REFUSED') order by c.due_on nulls last, a.updated_at limit 1""", Dashboards.OPEN_APPLICATIONS),
                stage("DELIVER", "发放", "份名册待办", "select count(*) from payment.roll where state <> 'APPROVED'",
                        "select to_char(month, 'YYYY-MM') || ' 名册' || case state when 'DRAFT' then '编制中' else '待审批' end, '/payments/' || id from payment.roll where state <> 'APPROVED' order by month limit 1", "/payments"),
                stage("WATCH", "守护", "次联系走访", "select count(*) from watch.duty where done_on is null and due_on <= :soon",
                        "select because || '（' || child_name || '），' || due_on || ' 前', '/watch?id=' || id from watch.duty where done_on is null and due_on <= :soon order by due_on, id limit 1", "/watch?state=DUE"));
    }

    private FlowStage stage(String code, String name, String unit, String count, String worst, String link) {
        var soon = today.date().plusDays(7);
        var total = jdbc.sql(count).param("soon", soon).query(Long.class).single();
        var first = jdbc.sql(worst).param("soon", soon).query((row, n) -> new Worst(row.getString(1), row.getString(2))).optional().orElse(null);
        return new FlowStage(code, name, total, unit, first, link);
    }

    private List<WorkNews> recent() {
        return jdbc.sql("""
                (select s.at, a.child_name || '：' || s.name || '（' || s.who || '）' as text, '/applications/' || a.id as link from determination.step s
                  join determination.application a on a.id = s.application_id order by s.at desc limit :limit)
                union all
                (select answered_at, child_name || '：线索' || case state when 'CONFIRMED' then '核实属实' when 'NOT_MATCHING' then '不符合' else '已回复' end || coalesce('（' || answered_name || '）', ''),
                  '/leads?id=' || id from discovery.lead where answered_at is not null order by answered_at desc limit :limit)
                union all
                (select v.at, d.child_name || '：' || case d.kind when 'VISIT' then '走访' else '联系' end || '已登记（' || v.by_name || '）', '/children/' || d.child_file_id
                  from watch.visit v join watch.duty d on d.id = v.duty_id order by v.at desc limit :limit)
                order by 1 desc limit :limit""").param("limit", RECENT)
                .query((row, n) -> new WorkNews(row.getObject("at", OffsetDateTime.class), row.getString("text"), row.getString("link"))).list();
    }

    private static String path(Map<Integer, Place> places, int region) {
        return places.containsKey(region) ? places.get(region).path() : "";
    }
}
