package org.hutong.oversight;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.region.Regions;
import org.hutong.registry.Stage;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Figures of the reader's places as of any day, each with the list behind it.
///
/// Past days are counted from our own dated rows: files opened and closed, spells of months, leads found and answered, decisions made.
@Service
@Transactional(readOnly = true)
public class Dashboards {

    public record Count(String key, String name, long value, String link) {}

    public record DistrictFigure(int regionId, String code, String name, long value, int red, String link) {}

    public record DashboardDistrict(int regionId, String code, String name, long value, int red, long leads, long applications, String link) {}

    public record MonthValue(String month, long value) {}

    public record MonthPayment(String month, long lines, long amountFen, String link) {}

    public record Dashboard(LocalDate asOf, List<Count> counts, List<Count> byCategory, List<Count> byStage, List<DashboardDistrict> districts,
            List<MonthValue> trend, List<MonthPayment> payments) {}

    private static final String OPEN_FILE = "opened_on <= :on and (closed_on is null or closed_on > :on)";
    /// Leads somebody still has to answer: a child not found, or one for whom another must help, is among them.
    static final String UNANSWERED = "state in ('NEW', 'ASSIGNED', 'NOT_FOUND', 'NEEDS_HELP')";
    private static final String OPEN_LEAD = "found_on <= :on and (" + UNANSWERED + " or answered_on > :on)";
    private static final String OPEN_APPLICATION = """
            a.opened_on <= :on and not exists (select 1 from determination.decision d where d.application_id = a.id and d.decided_on <= :on)""";
    private static final String SPELL = "first_month <= :month and (last_month is null or last_month >= :month)";
    private static final int MONTHS = 12;
    static final String OPEN_LEADS = "/leads?state=NEW,ASSIGNED,NOT_FOUND,NEEDS_HELP";
    static final String OPEN_APPLICATIONS = "/applications?stage=DRAFT,RETURNED,TOWN_CHECK,DISTRICT_DECISION";

    private final JdbcClient jdbc;
    private final Regions regions;
    private final Today today;

    Dashboards(JdbcClient jdbc, Regions regions, Today today) {
        this.jdbc = jdbc;
        this.regions = regions;
        this.today = today;
    }

    public Dashboard asOf(@Nullable LocalDate asked) {
        var on = asked == null ? today.date() : asked;
        if (on.isAfter(today.date())) {
            throw new Refusal(Refusal.Kind.INVALID, "OVR-001", "不能看以后的日期", "没有改动任何内容", "请选择今天或以前的日期");
        }
        var month = on.withDayOfMonth(1);
        var at = on.equals(today.date()) ? "" : "&asOf=" + on;
        var counts = new ArrayList<Count>();
        counts.add(new Count("children", "在册儿童", number("select count(*) from registry.child_file where " + OPEN_FILE, on, month), "/children?" + asOf(at)));
        counts.add(new Count("served", "本月享受待遇儿童", number("select count(distinct child_person_id) from determination.entitlement where " + SPELL, on, month),
                "/payments?month=" + YearMonth.from(month)));
        counts.add(new Count("leads", "待核实线索", number("select count(*) from discovery.lead where " + OPEN_LEAD, on, month), OPEN_LEADS));
        counts.add(new Count("applications", "办理中申请", number("select count(*) from determination.application a where " + OPEN_APPLICATION, on, month),
                OPEN_APPLICATIONS));
        counts.add(new Count("confirmed", "本月确认", number("""
                select count(*) from determination.decision where outcome = 'CONFIRM' and decided_on >= :month and decided_on <= :on""", on, month), "/decisions?outcome=CONFIRM"));
        counts.add(new Count("overdue", "逾期联系走访", number("select count(*) from watch.duty where due_on < :on and opened_on <= :on and (done_on is null or done_on > :on)",
                on, month), "/watch?state=OVERDUE"));
        counts.add(new Count("red", "红色风险", number("select count(*) from registry.child_file where level = 'RED' and " + OPEN_FILE, on, month), "/children?level=RED"));
        return new Dashboard(on, counts, byCategory(on, at), byStage(on), districts(on), trend(month), payments(month));
    }

    private static String asOf(String at) {
        return at.isEmpty() ? "" : at.substring(1);
    }

    private long number(String sql, LocalDate on, LocalDate month) {
        return jdbc.sql(sql).param("on", on).param("month", month).query(Long.class).single();
    }

    private List<Count> byCategory(LocalDate on, String at) {
        return jdbc.sql("""
                select c.code, min(c.name), count(distinct c.file_id) from registry.category c join registry.child_file f on f.id = c.file_id
                where c.true_from <= :on and (c.true_to is null or c.true_to > :on) and f.opened_on <= :on and (f.closed_on is null or f.closed_on > :on)
                group by c.code order by 3 desc, 1""").param("on", on)
                .query((row, n) -> new Count(row.getString(1), row.getString(2), row.getLong(3), "/children?category=" + row.getString(1) + at)).list();
    }

    /// Stages are told for today alone: a file does not keep the stages it went through.
    private List<Count> byStage(LocalDate on) {
        if (!on.equals(today.date())) {
            return List.of();
        }
        var found = jdbc.sql("select stage, count(*) from registry.child_file where " + OPEN_FILE + " group by stage").param("on", on)
                .query((row, n) -> Map.entry(row.getString(1), row.getLong(2))).list().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return List.of(Stage.values()).stream().map(stage -> new Count(stage.name(), stage.title(), found.getOrDefault(stage.name(), 0L), "/children?stage=" + stage.name())).toList();
    }

    List<DashboardDistrict> districts(LocalDate on) {
        record Row(int id, long children, int red, long leads, long applications) {}
        var rows = jdbc.sql("""
                select coalesce(f.district_id, l.district_id, a.district_id) id, coalesce(f.n, 0) children, coalesce(f.red, 0) red, coalesce(l.n, 0) leads, coalesce(a.n, 0) applications
                from (select district_id, count(*) n, count(*) filter (where level = 'RED') red from registry.child_file where opened_on <= :on
                        and (closed_on is null or closed_on > :on) group by 1) f
                full join (select district_id, count(*) n from discovery.lead where
                """ + OPEN_LEAD + """
                 group by 1) l using (district_id)
                full join (select a.district_id, count(*) n from determination.application a where a.opened_on <= :on
                        and not exists (select 1 from determination.decision d where d.application_id = a.id and d.decided_on <= :on) group by 1) a using (district_id)
                where coalesce(f.district_id, l.district_id, a.district_id) is not null""")
                .param("on", on).query((row, n) -> new Row(row.getInt("id"), row.getLong("children"), row.getInt("red"), row.getLong("leads"), row.getLong("applications")))
                .list().stream().collect(Collectors.toMap(Row::id, row -> row));
        return districtsInSight().stream().map(district -> {
            var row = rows.getOrDefault(district.id(), new Row(district.id(), 0, 0, 0, 0));
            return new DashboardDistrict(district.id(), district.code().substring(0, 6), district.name(), row.children(), row.red(), row.leads(), row.applications(),
                    "/children?regionId=" + district.id());
        }).toList();
    }

    /// Every district of the city, so that the map is whole; those outside the reader's places show nothing.
    private List<org.hutong.region.Region> districtsInSight() {
        return regions.children(regions.cityRoot());
    }

    private List<MonthValue> trend(LocalDate month) {
        var found = new HashMap<LocalDate, Long>();
        jdbc.sql("""
                select m::date as month, count(distinct e.child_person_id) n from generate_series(:from::date, :month::date, interval '1 month') m
                left join determination.entitlement e on e.first_month <= m and (e.last_month is null or e.last_month >= m) group by 1 order by 1""")
                .param("from", month.minusMonths(MONTHS - 1)).param("month", month)
                .query(row -> {
                    found.put(row.getObject(1, LocalDate.class), row.getLong(2));
                });
        return found.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(entry -> new MonthValue(YearMonth.from(entry.getKey()).toString(), entry.getValue())).toList();
    }

    private List<MonthPayment> payments(LocalDate month) {
        return jdbc.sql("""
                select month, sum(lines), sum(amount_fen) from payment.roll where month > :from and month <= :until and state = 'APPROVED' group by month order by month""")
                .param("from", month.minusMonths(MONTHS)).param("until", month.plusMonths(1))
                .query((row, n) -> {
                    var of = YearMonth.from(row.getObject(1, LocalDate.class));
                    return new MonthPayment(of.toString(), row.getLong(2), row.getLong(3), "/payments?month=" + of);
                }).list();
    }

}
