package org.hutong.discovery;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hutong.access.LookLog;
import org.hutong.kernel.Page;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.region.Regions;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Back-tests as people read them: what each rule would have found, and what became of those children since.
///
/// A child's own lead under the same rule tells what became of it; of several the confirmed one counts, then one with another answer.
@Service
@Transactional
public class BackTestPages {

    /// @param edition SHA-256 of the rulebook the run began with
    /// @param seconds how long it took, null while it runs
    public record RunRow(UUID id, long no, LocalDate first, LocalDate last, String known, String place, String state, String stateName, int done, int total, String author, Instant createdAt,
            @Nullable Long seconds, @Nullable String problem, String edition) {}

    /// @param children    found in one month at least
    /// @param childMonths months of all of them together
    /// @param confirmed   of whom a lead was later found to be right
    /// @param wrong       of whom a lead was answered otherwise: not so, already served
    /// @param open        of whom a lead has no such answer yet
    /// @param never       of whom no lead was ever raised under this rule
    /// @param passed      not found any more in the run's last month: nobody will be told of them by today's comparison
    /// @param daysEarlier from the end of the first month found to the day of the lead, the middle one of those that have a lead; null where none has
    public record RuleRow(String code, String name, int children, int childMonths, int confirmed, int wrong, int open, int never, int passed, @Nullable Double daysEarlier) {}

    public record MonthRow(LocalDate month, String code, int children) {}

    /// @param total every rule together, a child counted once a rule; its code is empty
    public record RunView(RunRow run, List<RuleRow> rules, RuleRow total, List<MonthRow> months) {}

    /// @param leadId   the lead that tells what became of the child; null where there never was one
    public record ChildRow(UUID fileId, String fileNo, String name, String place, String rule, String ruleName, List<LocalDate> months, String sentence, @Nullable UUID leadId, @Nullable String leadNo,
            @Nullable String leadState, @Nullable LocalDate leadFoundOn) {}

    private static final Map<String, String> STATES = Map.of("WAITING", "等待开始", "RUNNING", "正在回溯", "DONE", "已做完", "STOPPED", "已停下", "FAILED", "没有做完");
    private static final String RUNS = "select * from discovery.back_test where (:id::uuid is null or id = :id) and (:after::bigint is null or no < :after) order by no desc limit :limit";
    private static final String LEAD_OF_FIND = """
            left join lateral (select l.id, l.no, l.state, l.found_on from discovery.lead l where l.child_file_id = f.child_file_id and l.rule_code = f.rule_code
               order by case l.state when 'CONFIRMED' then 0 when 'NOT_MATCHING' then 1 when 'ALREADY_SERVED' then 1 else 2 end, l.found_at, l.id limit 1) lead on true\s""";
    private static final String FIGURES = """
            count(*) children, coalesce(sum(cardinality(f.months)), 0) child_months, count(*) filter (where lead.state = 'CONFIRMED') confirmed,
              count(*) filter (where lead.state in ('NOT_MATCHING', 'ALREADY_SERVED')) wrong, count(*) filter (where lead.state in ('NEW', 'ASSIGNED', 'NOT_FOUND', 'NEEDS_HELP')) open,
              count(*) filter (where lead.id is null) never, count(*) filter (where f.months[cardinality(f.months)] < :last) passed,
              percentile_cont(0.5) within group (order by lead.found_on - (f.months[1] + interval '1 month' - interval '1 day')::date) filter (where lead.id is not null) days
            from discovery.back_test_find f
            """ + LEAD_OF_FIND + "where f.run_id = :id";
    private static final String BY_RULE = "select f.rule_code code, max(f.rule_name) name, " + FIGURES + " group by f.rule_code order by 3 desc, 1";
    private static final String TOGETHER = "select '' code, '全部规则' name, " + FIGURES;
    private static final String CHILDREN = """
            select f.*, lead.id lead_id, lead.no lead_no, lead.state lead_state, lead.found_on lead_found_on from discovery.back_test_find f
            """ + LEAD_OF_FIND + """
            where f.run_id = :id and (:rule::text is null or f.rule_code = :rule)
              and (:fate = 'ALL' or :fate = 'CONFIRMED' and lead.state = 'CONFIRMED' or :fate = 'WRONG' and lead.state in ('NOT_MATCHING', 'ALREADY_SERVED')
                or :fate = 'OPEN' and lead.state in ('NEW', 'ASSIGNED', 'NOT_FOUND', 'NEEDS_HELP') or :fate = 'NEVER' and lead.id is null
                or :fate = 'PASSED' and f.months[cardinality(f.months)] < :last)
              and (:month::date is null or f.months @> array[:month::date]) and (f.rule_code, f.child_file_id) > (:afterRule, :afterFile) order by f.rule_code, f.child_file_id limit :limit""";
    private static final String MONTHS = "select m.month, f.rule_code, count(*) children from discovery.back_test_find f cross join unnest(f.months) m(month) where f.run_id = :id group by 1, 2 order by 1, 2";

    private final JdbcClient jdbc;
    private final Regions regions;
    private final LookLog looks;
    private final Today today;

    BackTestPages(JdbcClient jdbc, Regions regions, LookLog looks, Today today) {
        this.jdbc = jdbc;
        this.regions = regions;
        this.looks = looks;
        this.today = today;
    }

    @Transactional(readOnly = true)
    public Page<RunRow> list(@Nullable String after, int limit) {
        var key = Page.key(after);
        var rows = jdbc.sql(RUNS).param("id", null).param("after", key == null ? null : Long.valueOf(key)).param("limit", limit + 1).query((row, n) -> run(row)).list();
        return Page.cut(rows, limit, row -> String.valueOf(row.no()));
    }

    @Transactional(readOnly = true)
    public RunView view(UUID id) {
        var run = run(id);
        return new RunView(run, rules(run, BY_RULE), rules(run, TOGETHER).getFirst(), jdbc.sql(MONTHS).param("id", id)
                .query((row, n) -> new MonthRow(row.getObject("month", LocalDate.class), row.getString("rule_code"), row.getInt("children"))).list());
    }

    private RunRow run(UUID id) {
        return jdbc.sql(RUNS).param("id", id).param("after", null).param("limit", 1).query((row, n) -> run(row)).optional().orElseThrow(BackTests::notThere);
    }

    private List<RuleRow> rules(RunRow run, String sql) {
        return jdbc.sql(sql).param("id", run.id()).param("last", run.last()).query((row, n) -> new RuleRow(row.getString("code"), row.getString("name"), row.getInt("children"),
                row.getInt("child_months"), row.getInt("confirmed"), row.getInt("wrong"), row.getInt("open"), row.getInt("never"), row.getInt("passed"),
                row.getObject("days", Double.class))).list();
    }

    /// The children behind a figure.
    ///
    /// @param fate  ALL, CONFIRMED, WRONG, OPEN, NEVER or PASSED, as [RuleRow] counts them
    /// @param month the first day of a month in which they were found
    /// @throws Refusal `DIS-073` where there is no such fate
    public Page<ChildRow> children(UUID id, @Nullable String rule, @Nullable String fate, @Nullable LocalDate month, @Nullable String after, int limit) {
        var run = run(id);
        var wanted = fate == null ? "ALL" : fate;
        if (!List.of("ALL", "CONFIRMED", "WRONG", "OPEN", "NEVER", "PASSED").contains(wanted)) {
            throw new Refusal(Refusal.Kind.INVALID, "DIS-073", "没有“" + fate + "”这一种结果", "没有改动任何内容", "请从页面上的数字进入");
        }
        var key = Page.key(after);
        var at = key == null ? new String[] {"", "00000000-0000-0000-0000-000000000000"} : key.split(" ");
        var rows = jdbc.sql(CHILDREN).param("id", id).param("last", run.last()).param("rule", rule).param("fate", wanted).param("month", month).param("afterRule", at[0])
                .param("afterFile", UUID.fromString(at[1])).param("limit", limit + 1).query((row, n) -> child(row)).list();
        var named = regions.places(rows.stream().map(Found::regionId).toList());
        looks.record(LookLog.Action.LIST, "back-test", id, null, null, LookLog.OK, "返回 " + Math.min(limit, rows.size()) + " 条");
        return Page.cut(rows.stream().map(row -> row.child(named.get(row.regionId()).path())).toList(), limit, row -> row.rule() + " " + row.fileId());
    }

    private record Found(int regionId, ChildRow row) {

        ChildRow child(String place) {
            return new ChildRow(row.fileId(), row.fileNo(), row.name(), place, row.rule(), row.ruleName(), row.months(), row.sentence(), row.leadId(), row.leadNo(), row.leadState(),
                    row.leadFoundOn());
        }
    }

    private static Found child(java.sql.ResultSet row) throws java.sql.SQLException {
        var months = new ArrayList<LocalDate>();
        for (var month : (java.sql.Date[]) row.getArray("months").getArray()) {
            months.add(month.toLocalDate());
        }
        var state = row.getString("lead_state");
        return new Found(row.getInt("region_id"), new ChildRow(row.getObject("child_file_id", UUID.class), row.getString("file_no"), row.getString("child_name"), "", row.getString("rule_code"),
                row.getString("rule_name"), months, row.getString("sentence"), row.getObject("lead_id", UUID.class), row.getString("lead_no"), state == null ? null : LeadState.valueOf(state).title(),
                row.getObject("lead_found_on", LocalDate.class)));
    }

    private RunRow run(java.sql.ResultSet row) throws java.sql.SQLException {
        var began = row.getObject("created_at", OffsetDateTime.class).toInstant();
        var ended = row.getObject("finished_at", OffsetDateTime.class);
        var state = row.getString("state");
        return new RunRow(row.getObject("id", UUID.class), row.getLong("no"), row.getObject("first_month", LocalDate.class), row.getObject("last_month", LocalDate.class), row.getString("known"),
                regions.place(row.getInt("region_id")).name(), state, STATES.get(state), row.getInt("done"), row.getInt("total"), row.getString("author_name"), began,
                ended == null ? null : ended.toEpochSecond() - began.getEpochSecond(), row.getString("problem"), row.getString("edition"));
    }

    /// Figures by rule, with no person in them.
    public FigureSheets.Sheet export(UUID id) {
        var view = view(id);
        var rows = new ArrayList<List<Object>>();
        var all = new LinkedHashMap<String, RuleRow>();
        view.rules().forEach(rule -> all.put(rule.code(), rule));
        all.put("", view.total());
        all.values().forEach(rule -> rows.add(List.of(rule.code(), rule.name(), rule.children(), rule.childMonths(), rule.confirmed(), rule.wrong(), rule.open(), rule.never(), rule.passed(),
                rule.daysEarlier() == null ? "" : rule.daysEarlier())));
        looks.record(LookLog.Action.EXPORT, "back-test", id, null, null, LookLog.OK, rows.size() + " 行");
        return FigureSheets.sheet("回溯", today, List.of("规则", "名称", "能找到的孩子", "孩子·月", "后来属实", "后来不符合或已享受", "线索未有结论", "从来没有线索", "末月已不成立", "早多少天（中位）"), rows);
    }
}
