package org.hutong.discovery;

import static org.hutong.jooq.discovery.tables.Lead.LEAD;
import static org.hutong.jooq.discovery.tables.SecondCheck.SECOND_CHECK;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.hutong.access.LookLog;
import org.hutong.kernel.Today;
import org.hutong.region.Regions;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// What each comparison brought: leads, what became of them, how long an answer took; and what a higher threshold would have kept and spared.
///
/// Only three answers judge a lead: 属实 says it was right; 不符合 and 已享受 say it need not have been raised. 找不到人 and 需协同 say neither,
/// and are left out of every share. Counted with the same [LeadFilter] that opens the list behind a figure.
@Service
@Transactional
public class LeadYield {

    private static final List<String> UNANSWERED = List.of(LeadState.NEW.name(), LeadState.ASSIGNED.name());

    private final DSLContext sql;
    private final Regions regions;
    private final LookLog looks;
    private final Today today;

    LeadYield(DSLContext sql, Regions regions, LookLog looks, Today today) {
        this.sql = sql;
        this.regions = regions;
        this.looks = looks;
        this.today = today;
    }

    /// @param held         somebody has been named to answer
    /// @param open         nobody has answered yet
    /// @param checking     answered, and a second person has still to look
    /// @param yieldPercent confirmed of those judged, to one decimal; null while none is judged
    /// @param medianDays   calendar days from the finding to the answer, of those judged; null while none is
    public record RuleYield(String ruleCode, String ruleName, int leads, int held, int confirmed, int notMatching, int alreadyServed, int notFound, int needsHelp, int open, int checking,
            @Nullable Double yieldPercent, @Nullable Double medianDays) {

        int judged() {
            return confirmed + notMatching + alreadyServed;
        }
    }

    /// @param total all rules together; its code is empty
    public record Yields(List<RuleYield> rules, RuleYield total) {}

    /// If only leads of this confidence or more had been raised, of those judged:
    ///
    /// @param kept   confirmed that would still have been found
    /// @param lost   confirmed that would not
    /// @param raised false ones that would still have been raised
    /// @param spared false ones that would not
    public record TradePoint(int atLeast, int kept, int lost, int raised, int spared) {}

    /// @param points one for each confidence that occurs, and one above all of them, ascending
    public record TradeOff(int confirmed, int wrong, List<TradePoint> points) {}

    /// @param judged answered 属实, 不符合 or 已享受
    public record PlaceYield(int regionId, String name, int leads, int confirmed, int judged, int open, @Nullable Double yieldPercent) {}

    /// The same by place: by district where the reader sees more than one, by township within one.
    public List<PlaceYield> places(LeadFilter filter) {
        var byDistrict = byPlace(filter, LEAD.DISTRICT_ID);
        return byDistrict.size() > 1 ? byDistrict : byPlace(filter, LEAD.TOWN_ID);
    }

    private List<PlaceYield> byPlace(LeadFilter filter, Field<Integer> place) {
        var counted = sql.select(place, DSL.count(), in(LeadState.CONFIRMED), in(LeadState.NOT_MATCHING), in(LeadState.ALREADY_SERVED), DSL.count().filterWhere(LEAD.STATE.in(UNANSWERED)))
                .from(LEAD).where(filter.condition(), place.isNotNull()).groupBy(place).orderBy(DSL.count().desc(), place).fetch();
        var named = regions.places(counted.getValues(place));
        return counted.map(row -> {
            var judged = row.value3() + row.value4() + row.value5();
            return new PlaceYield(row.value1(), named.get(row.value1()).name(), row.value2(), row.value3(), judged, row.value6(), judged == 0 ? null : SourceAccuracy.percent(row.value3(), judged));
        });
    }

    public Yields rules(LeadFilter filter) {
        looks.record(LookLog.Action.LIST, "lead", null, filter.regionId(), null, LookLog.OK, "规则成效");
        return new Yields(rows(filter, true), total(filter));
    }

    private RuleYield total(LeadFilter filter) {
        return rows(filter, false).getFirst();
    }

    private List<RuleYield> rows(LeadFilter filter, boolean byRule) {
        Field<String> code = byRule ? LEAD.RULE_CODE : DSL.inline("");
        Field<String> name = byRule ? DSL.max(LEAD.RULE_NAME) : DSL.inline("全部规则");
        var held = DSL.count().filterWhere(LEAD.POST_ID.isNotNull());
        var days = DSL.percentileCont(0.5).withinGroupOrderBy(DSL.localDateDiff(LEAD.ANSWERED_ON, LEAD.FOUND_ON))
                .filterWhere(LEAD.STATE.in(LeadState.CONFIRMED.name(), LeadState.NOT_MATCHING.name(), LeadState.ALREADY_SERVED.name()));
        var checking = DSL.count().filterWhere(LEAD.ID.in(DSL.select(SECOND_CHECK.LEAD_ID).from(SECOND_CHECK).where(SECOND_CHECK.VERDICT.isNull())));
        var query = sql.select(code.as("code"), name.as("name"), DSL.count(), held, in(LeadState.CONFIRMED), in(LeadState.NOT_MATCHING), in(LeadState.ALREADY_SERVED), in(LeadState.NOT_FOUND),
                in(LeadState.NEEDS_HELP), DSL.count().filterWhere(LEAD.STATE.in(UNANSWERED)), checking, days.as("days"))
                .from(LEAD).where(filter.condition());
        return (byRule ? query.groupBy(LEAD.RULE_CODE).orderBy(DSL.count().desc(), LEAD.RULE_CODE) : query)
                .fetch(row -> {
                    var judged = row.value5() + row.value6() + row.value7();
                    var median = row.get("days", Double.class);
                    return new RuleYield(row.value1(), row.value2(), row.value3(), row.value4(), row.value5(), row.value6(), row.value7(), row.value8(), row.value9(), row.value10(),
                            row.value11(), judged == 0 ? null : SourceAccuracy.percent(row.value5(), judged), median == null ? null : Math.round(median * 10) / 10.0);
                });
    }

    private static Field<Integer> in(LeadState state) {
        return DSL.count().filterWhere(LEAD.STATE.eq(state.name()));
    }

    /// Exact, from the leads judged so far: no estimate, no model.
    public TradeOff tradeOff(LeadFilter filter) {
        record At(int confidence, boolean right, int count) {}
        var counted = sql.select(LEAD.CONFIDENCE, LEAD.STATE, DSL.count()).from(LEAD)
                .where(filter.condition(), LEAD.STATE.in(LeadState.CONFIRMED.name(), LeadState.NOT_MATCHING.name(), LeadState.ALREADY_SERVED.name()))
                .groupBy(LEAD.CONFIDENCE, LEAD.STATE).fetch(row -> new At(row.value1(), row.value2().equals(LeadState.CONFIRMED.name()), row.value3()));
        var confirmed = counted.stream().filter(At::right).mapToInt(At::count).sum();
        var wrong = counted.stream().filter(at -> !at.right()).mapToInt(At::count).sum();
        var thresholds = new TreeSet<Integer>();
        counted.forEach(at -> thresholds.add(at.confidence()));
        if (!thresholds.isEmpty()) {
            thresholds.add(thresholds.last() + 1);
        }
        var points = new ArrayList<TradePoint>();
        for (var threshold : thresholds) {
            var kept = counted.stream().filter(at -> at.right() && at.confidence() >= threshold).mapToInt(At::count).sum();
            var raised = counted.stream().filter(at -> !at.right() && at.confidence() >= threshold).mapToInt(At::count).sum();
            points.add(new TradePoint(threshold, kept, confirmed - kept, raised, wrong - raised));
        }
        looks.record(LookLog.Action.LIST, "lead", null, filter.regionId(), null, LookLog.OK, "取舍曲线");
        return new TradeOff(confirmed, wrong, points);
    }

    public FigureSheets.Sheet export(LeadFilter filter) {
        var rows = new ArrayList<List<Object>>();
        var all = new ArrayList<>(rows(filter, true));
        all.add(total(filter));
        for (var row : all) {
            rows.add(List.of(row.ruleCode(), row.ruleName(), row.leads(), row.held(), row.confirmed(), row.notMatching(), row.alreadyServed(), row.notFound(), row.needsHelp(), row.open(),
                    row.checking(), row.judged(), row.yieldPercent() == null ? "" : row.yieldPercent(), row.medianDays() == null ? "" : row.medianDays()));
        }
        looks.record(LookLog.Action.EXPORT, "lead", null, filter.regionId(), null, LookLog.OK, "规则成效 " + rows.size() + " 行");
        return FigureSheets.sheet("规则成效", today, List.of("规则", "名称", "线索", "已派", "属实", "不符合", "已享受", "找不到人", "需协同", "未答复", "待二次核对", "有结论", "属实率（%）", "答复天数中位数"), rows);
    }
}
