package org.hutong.discovery;

import static org.hutong.jooq.discovery.tables.Evidence.EVIDENCE;
import static org.hutong.jooq.discovery.tables.Lead.LEAD;
import static org.hutong.jooq.discovery.tables.RowMatch.ROW_MATCH;
import static org.hutong.jooq.discovery.tables.RowMatchReading.ROW_MATCH_READING;
import static org.hutong.jooq.discovery.tables.SourceVerdict.SOURCE_VERDICT;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hutong.access.LookLog;
import org.hutong.exchange.Catalogue;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Page;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.region.Regions;
import org.hutong.registry.Registry;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The source-accuracy ledger: which department's list was right and which was wrong, in which field, as people found it.
///
/// A confirmed lead says that every listed value it rests on was right; an answer that names a wrong value says so of that value alone.
/// Whoever says that a row means a person although its number or its name does not ([RowReview]) says that this value is wrong. Nothing else
/// says anything of a list. A verdict falls when its answer is given back or given anew; it stays in the table, not standing.
@Service
@Transactional
public class SourceAccuracy {

    static final int LATELY = 1_000;
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("yyyy-MM");

    private final DSLContext sql;
    private final Catalogue catalogue;
    private final Regions regions;
    private final Registry registry;
    private final LookLog looks;
    private final Today today;

    SourceAccuracy(DSLContext sql, Catalogue catalogue, Regions regions, Registry registry, LookLog looks, Today today) {
        this.sql = sql;
        this.catalogue = catalogue;
        this.regions = regions;
        this.registry = registry;
        this.looks = looks;
        this.today = today;
    }

    /// What is counted; every part may be left out.
    ///
    /// @param from first day of the verdicts
    /// @param to   last day of the verdicts
    public record VerdictFilter(@Nullable String list, @Nullable String field, @Nullable Boolean wrong, @Nullable Integer regionId, @Nullable LocalDate from, @Nullable LocalDate to) {}

    /// @param rightPercent right ÷ checked in per cent, to one decimal
    public record FieldAccuracy(String field, int checked, int right, int wrong, double rightPercent, String link) {}

    public record MonthAccuracy(String month, int checked, int right, int wrong, String link) {}

    public record ListAccuracy(String department, String list, String listName, int checked, int right, int wrong, double rightPercent, String link,
            List<FieldAccuracy> fields, List<MonthAccuracy> trend) {}

    /// One value of one list, as the answer to one lead, or to whom one row means, judged it.
    ///
    /// @param leadId     null where people said whom a row means: `rowMatchId` then
    public record Verdict(UUID id, OffsetDateTime at, boolean wrong, String list, String listName, String department, @Nullable String field, @Nullable UUID leadId,
            @Nullable UUID rowMatchId, String leadNo, String ruleName, String subjectName, String place, @Nullable String answeredName, @Nullable String reason) {}

    /// The field of a list that an evidence row speaks of: what stands after whose value it is.
    static String field(String label) {
        var at = label.lastIndexOf(" · ");
        return at < 0 ? label : label.substring(at + 3);
    }

    /// @param wrongValue label of the evidence row found wrong
    /// @throws Refusal `DIS-025` when the lead has no listed value of that label
    void record(UUID leadId, Lead.Outcome outcome, @Nullable String wrongValue) {
        withdraw(leadId);
        var wrong = wrongValue != null && !wrongValue.isBlank();
        if (outcome != Lead.Outcome.CONFIRMED && !wrong) {
            return;
        }
        var listed = sql.select(EVIDENCE.LABEL, EVIDENCE.LIST).from(EVIDENCE).where(EVIDENCE.LEAD_ID.eq(leadId).and(EVIDENCE.LIST.isNotNull()))
                .fetch().stream().filter(row -> !wrong || row.value1().equals(wrongValue) || field(row.value1()).equals(wrongValue)).toList();
        if (wrong && listed.isEmpty()) {
            throw new Refusal(Refusal.Kind.INVALID, "DIS-025", "这条线索的名单里没有“" + wrongValue + "”这一项", "您的结论没有保存", "请从列出的项目里选择，或不选");
        }
        for (var row : listed) {
            sql.insertInto(SOURCE_VERDICT).set(SOURCE_VERDICT.ID, Ids.next()).set(SOURCE_VERDICT.LEAD_ID, leadId).set(SOURCE_VERDICT.LIST, row.value2())
                    .set(SOURCE_VERDICT.FIELD, field(row.value1())).set(SOURCE_VERDICT.WRONG, wrong).set(SOURCE_VERDICT.AT, today.now().atOffset(ZoneOffset.UTC))
                    .onConflictDoNothing().execute();
        }
    }

    /// Nothing this lead's answer said of any list counts any longer.
    void withdraw(UUID leadId) {
        sql.update(SOURCE_VERDICT).set(SOURCE_VERDICT.STANDING, false).where(SOURCE_VERDICT.LEAD_ID.eq(leadId).and(SOURCE_VERDICT.STANDING.isTrue())).execute();
    }

    /// A value of a list's row that says somebody else, or nobody, than whom the row means.
    void recordRow(UUID rowMatchId, String list, String field) {
        sql.insertInto(SOURCE_VERDICT).set(SOURCE_VERDICT.ID, Ids.next()).set(SOURCE_VERDICT.ROW_MATCH_ID, rowMatchId).set(SOURCE_VERDICT.LIST, list).set(SOURCE_VERDICT.FIELD, field)
                .set(SOURCE_VERDICT.WRONG, true).set(SOURCE_VERDICT.AT, today.now().atOffset(ZoneOffset.UTC)).execute();
    }

    /// As [#withdraw], of a row.
    void withdrawRow(UUID rowMatchId) {
        sql.update(SOURCE_VERDICT).set(SOURCE_VERDICT.STANDING, false).where(SOURCE_VERDICT.ROW_MATCH_ID.eq(rowMatchId).and(SOURCE_VERDICT.STANDING.isTrue())).execute();
    }

    /// How often these lists were found right and wrong lately, in the reader's places: the last [#LATELY] values of each. A lead with two
    /// values of a list counts once, as wrong if either was.
    List<Lead.Accuracy> of(Map<String, String> lists) {
        return lists.entrySet().stream().map(list -> {
            var wrong = new HashMap<UUID, Boolean>();
            sql.select(DSL.coalesce(SOURCE_VERDICT.LEAD_ID, SOURCE_VERDICT.ROW_MATCH_ID), SOURCE_VERDICT.WRONG).from(SOURCE_VERDICT).where(SOURCE_VERDICT.STANDING.isTrue().and(SOURCE_VERDICT.LIST.eq(list.getKey())))
                    .orderBy(SOURCE_VERDICT.AT.desc()).limit(LATELY).fetch().forEach(row -> wrong.merge(row.value1(), row.value2(), Boolean::logicalOr));
            var bad = (int) wrong.values().stream().filter(one -> one).count();
            return new Lead.Accuracy(list.getKey(), list.getValue(), wrong.size() - bad, bad);
        }).toList();
    }

    private record Cell(String list, String field, String month, boolean wrong, int count) {}

    /// Every list that was ever checked, the worst first, with its fields and its months. A verdict is one value of one lead.
    public List<ListAccuracy> lists(VerdictFilter filter) {
        var month = DSL.field("to_char({0} at time zone 'Asia/Shanghai', 'YYYY-MM')", String.class, SOURCE_VERDICT.AT);
        var field = DSL.coalesce(SOURCE_VERDICT.FIELD, DSL.inline(""));
        var cells = sql.select(SOURCE_VERDICT.LIST, field, month, SOURCE_VERDICT.WRONG, DSL.count()).from(SOURCE_VERDICT).leftJoin(LEAD).on(LEAD.ID.eq(SOURCE_VERDICT.LEAD_ID)).leftJoin(ROW_MATCH).on(ROW_MATCH.ID.eq(SOURCE_VERDICT.ROW_MATCH_ID))
                .where(condition(filter)).groupBy(SOURCE_VERDICT.LIST, field, month, SOURCE_VERDICT.WRONG)
                .fetch(row -> new Cell(row.value1(), row.value2(), row.value3(), row.value4(), row.value5()));
        looks.record(LookLog.Action.LIST, "source", null, filter.regionId(), null, LookLog.OK, "名单准确率");
        return cells.stream().collect(Collectors.groupingBy(Cell::list)).entrySet().stream().map(one -> list(one.getKey(), one.getValue(), filter))
                .sorted(Comparator.comparingDouble(ListAccuracy::rightPercent).thenComparing(ListAccuracy::list)).toList();
    }

    private ListAccuracy list(String code, List<Cell> cells, VerdictFilter filter) {
        var entry = catalogue.entry(code);
        var link = "/leads/sources/verdicts?list=" + code + rest(filter);
        var fields = new ArrayList<FieldAccuracy>();
        new TreeMap<>(cells.stream().collect(Collectors.groupingBy(Cell::field))).forEach((field, of) -> {
            var wrong = wrong(of);
            var all = all(of);
            fields.add(new FieldAccuracy(field, all, all - wrong, wrong, percent(all - wrong, all), link + "&field=" + java.net.URLEncoder.encode(field, java.nio.charset.StandardCharsets.UTF_8)));
        });
        fields.sort(Comparator.comparingDouble(FieldAccuracy::rightPercent).thenComparing(FieldAccuracy::field));
        var trend = new ArrayList<MonthAccuracy>();
        new TreeMap<>(cells.stream().collect(Collectors.groupingBy(Cell::month))).forEach((month, of) -> {
            var wrong = wrong(of);
            var all = all(of);
            var days = java.time.YearMonth.parse(month, MONTH);
            trend.add(new MonthAccuracy(month, all, all - wrong, wrong,
                    "/leads/sources/verdicts?list=" + code + rest(new VerdictFilter(null, null, null, filter.regionId(), days.atDay(1), days.atEndOfMonth()))));
        });
        var wrong = wrong(cells);
        var all = all(cells);
        return new ListAccuracy(entry.map(Catalogue.Entry::department).orElse("未登记部门"), code, entry.map(Catalogue.Entry::name).orElse(code), all, all - wrong, wrong,
                percent(all - wrong, all), link, List.copyOf(fields), List.copyOf(trend));
    }

    private static String rest(VerdictFilter filter) {
        return (filter.regionId() == null ? "" : "&regionId=" + filter.regionId()) + (filter.from() == null ? "" : "&from=" + filter.from()) + (filter.to() == null ? "" : "&to=" + filter.to());
    }

    private static int all(List<Cell> cells) {
        return cells.stream().mapToInt(Cell::count).sum();
    }

    private static int wrong(List<Cell> cells) {
        return cells.stream().filter(Cell::wrong).mapToInt(Cell::count).sum();
    }

    static double percent(int part, int whole) {
        return whole == 0 ? 0 : Math.round(part * 1000.0 / whole) / 10.0;
    }

    private static Condition condition(VerdictFilter filter) {
        Condition condition = SOURCE_VERDICT.STANDING.isTrue();
        var place = filter.regionId();
        if (place != null) {
            condition = condition.and(LeadFilter.of(null, place, null, null).condition().or(ROW_MATCH.REGION_ID.eq(place)).or(ROW_MATCH.TOWN_ID.eq(place)).or(ROW_MATCH.DISTRICT_ID.eq(place))
                    .or(ROW_MATCH.CITY_ID.eq(place)));
        }
        if (filter.list() != null) {
            condition = condition.and(SOURCE_VERDICT.LIST.eq(filter.list()));
        }
        if (filter.field() != null) {
            condition = condition.and(DSL.coalesce(SOURCE_VERDICT.FIELD, DSL.inline("")).eq(filter.field()));
        }
        if (filter.wrong() != null) {
            condition = condition.and(SOURCE_VERDICT.WRONG.eq(filter.wrong()));
        }
        if (filter.from() != null) {
            condition = condition.and(SOURCE_VERDICT.AT.ge(filter.from().atStartOfDay(Today.ZONE).toOffsetDateTime()));
        }
        return filter.to() == null ? condition : condition.and(SOURCE_VERDICT.AT.lt(filter.to().plusDays(1).atStartOfDay(Today.ZONE).toOffsetDateTime()));
    }

    /// The verdicts behind a figure, the latest first.
    public Page<Verdict> verdicts(VerdictFilter filter, @Nullable String after, @Nullable Integer asked) {
        var limit = Page.limit(asked);
        var key = Page.idKey(after);
        var wanted = condition(filter);
        var place = DSL.coalesce(LEAD.REGION_ID, ROW_MATCH.REGION_ID);
        var who = said(ROW_MATCH_READING.READER_NAME);
        var why = said(ROW_MATCH_READING.REASON);
        var rows = sql.select(SOURCE_VERDICT.ID, SOURCE_VERDICT.AT, SOURCE_VERDICT.WRONG, SOURCE_VERDICT.LIST, SOURCE_VERDICT.FIELD, LEAD.ID, LEAD.NO, LEAD.RULE_NAME, LEAD.CHILD_NAME,
                        LEAD.ANSWERED_NAME, LEAD.REASON, ROW_MATCH.ID, ROW_MATCH.PERSON_ID, place, who, why)
                .from(SOURCE_VERDICT).leftJoin(LEAD).on(LEAD.ID.eq(SOURCE_VERDICT.LEAD_ID)).leftJoin(ROW_MATCH).on(ROW_MATCH.ID.eq(SOURCE_VERDICT.ROW_MATCH_ID)).where(wanted)
                .and(key == null ? DSL.noCondition() : SOURCE_VERDICT.ID.lt(key)).orderBy(SOURCE_VERDICT.ID.desc()).limit(limit + 1).fetch();
        var places = regions.places(rows.stream().map(row -> row.get(place)).collect(Collectors.toSet()));
        var persons = registry.persons(rows.stream().map(row -> row.get(ROW_MATCH.PERSON_ID)).filter(Objects::nonNull).collect(Collectors.toSet()));
        var verdicts = rows.stream().map(row -> {
            var entry = catalogue.entry(row.get(SOURCE_VERDICT.LIST));
            var lead = row.get(LEAD.ID) != null;
            var person = lead ? null : persons.get(row.get(ROW_MATCH.PERSON_ID));
            return new Verdict(row.get(SOURCE_VERDICT.ID), row.get(SOURCE_VERDICT.AT), row.get(SOURCE_VERDICT.WRONG), row.get(SOURCE_VERDICT.LIST),
                    entry.map(Catalogue.Entry::name).orElse(row.get(SOURCE_VERDICT.LIST)), entry.map(Catalogue.Entry::department).orElse("未登记部门"), row.get(SOURCE_VERDICT.FIELD),
                    row.get(LEAD.ID), row.get(ROW_MATCH.ID), lead ? row.get(LEAD.NO) : "名单行", lead ? row.get(LEAD.RULE_NAME) : "名单行疑似同一人",
                    lead ? row.get(LEAD.CHILD_NAME) : person == null ? "" : person.name(), places.get(row.get(place)).path(), lead ? row.get(LEAD.ANSWERED_NAME) : row.get(who),
                    lead ? row.get(LEAD.REASON) : row.get(why));
        }).toList();
        looks.record(LookLog.Action.LIST, "source", null, filter.regionId(), null, LookLog.OK, "名单核对记录，返回 " + Math.min(verdicts.size(), limit) + " 条");
        var page = Page.cut(verdicts, limit, verdict -> verdict.id().toString());
        var total = sql.selectCount().from(SOURCE_VERDICT).leftJoin(LEAD).on(LEAD.ID.eq(SOURCE_VERDICT.LEAD_ID)).leftJoin(ROW_MATCH).on(ROW_MATCH.ID.eq(SOURCE_VERDICT.ROW_MATCH_ID)).where(wanted).fetchSingle().value1();
        return new Page<>(page.items(), page.next(), null, total, false);
    }

    /// Of the answer a verdict on a row came from.
    private static Field<String> said(Field<String> what) {
        return DSL.field(DSL.select(what).from(ROW_MATCH_READING).where(ROW_MATCH_READING.MATCH_ID.eq(SOURCE_VERDICT.ROW_MATCH_ID), ROW_MATCH_READING.ANSWER.eq("SAME"))
                .orderBy(ROW_MATCH_READING.AT.desc()).limit(1));
    }

    /// The ledger as a workbook: a row a list and field.
    public FigureSheets.Sheet export(VerdictFilter filter) {
        var rows = new ArrayList<List<Object>>();
        for (var list : lists(filter)) {
            rows.add(List.of(list.department(), list.listName(), "全部", list.checked(), list.right(), list.wrong(), list.rightPercent()));
            for (var field : list.fields()) {
                rows.add(List.of(list.department(), list.listName(), field.field(), field.checked(), field.right(), field.wrong(), field.rightPercent()));
            }
        }
        looks.record(LookLog.Action.EXPORT, "source", null, filter.regionId(), null, LookLog.OK, "名单准确率 " + rows.size() + " 行");
        return FigureSheets.sheet("来源准确率", today, List.of("部门", "名单", "字段", "核对过", "对", "不对", "准确率（%）"), rows);
    }
}
