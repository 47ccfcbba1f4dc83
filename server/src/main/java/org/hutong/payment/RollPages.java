package org.hutong.payment;

import static org.hutong.jooq.payment.tables.Explanation.EXPLANATION;
import static org.hutong.jooq.payment.tables.Line.LINE;
import static org.hutong.jooq.payment.tables.Roll.ROLL;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hutong.access.LookLog;
import org.hutong.jooq.payment.tables.records.RollRecord;
import org.hutong.kernel.Page;
import org.hutong.region.Place;
import org.hutong.region.Regions;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Rolls as pages show them: the sums, the bridge from last month, the lines with their reasons.
@Service
@Transactional
public class RollPages {

    private static final Map<String, String> STATES = Map.of("DRAFT", "编制中", "SUBMITTED", "待审批", "APPROVED", "已审批");
    private static final Map<String, String> CAUSES = Map.of("NEW", "新增", "STOPPED", "停发", "CHANGED", "调整", "SAME", "与上月相同", "UNEXPLAINED", "没有依据");

    private final DSLContext sql;
    private final Regions regions;
    private final LookLog looks;

    RollPages(DSLContext sql, Regions regions, LookLog looks) {
        this.sql = sql;
        this.regions = regions;
        this.looks = looks;
    }

    public record RollShown(UUID id, YearMonth month, String state, String stateName, int regionId, String regionName, int lines, long amountFen, int newLines,
            int stoppedLines, int changedLines, int unexplained, String createdBy, @Nullable String submittedBy, @Nullable String approvedBy) {}

    public record BridgeStep(String cause, String name, int lines, long amountFen) {}

    public record LastMonth(YearMonth month, int lines, long amountFen) {}

    public record RollView(UUID id, YearMonth month, String state, String stateName, int regionId, String regionName, int lines, long amountFen, int newLines,
            int stoppedLines, int changedLines, int unexplained, String createdBy, @Nullable String submittedBy, @Nullable String approvedBy,
            @Nullable String returnedBy, @Nullable String returnedReason, List<BridgeStep> bridge, @Nullable LastMonth last) {}

    public record LineRow(UUID id, UUID childId, String childName, String place, String programmeName, long amountFen, @Nullable Long lastFen, String cause,
            String causeName, String reason, @Nullable UUID decisionId, String clause, @Nullable String payeeName, @Nullable String accountMasked,
            @Nullable String explained) {}

    /// Newest month first.
    public Page<RollShown> list(@Nullable YearMonth month, @Nullable Integer limit, @Nullable String after) {
        var size = Page.limit(limit);
        var condition = month == null ? DSL.noCondition() : ROLL.MONTH.eq(month.atDay(1));
        var key = Page.key(after);
        if (key != null) {
            var parts = key.split("\\|", 2);
            var from = YearMonth.parse(parts[0]).atDay(1);
            condition = condition.and(ROLL.MONTH.lt(from).or(ROLL.MONTH.eq(from).and(ROLL.REGION_ID.gt(Integer.valueOf(parts[1])))));
        }
        var rows = sql.selectFrom(ROLL).where(condition).orderBy(ROLL.MONTH.desc(), ROLL.REGION_ID).limit(size + 1).fetch();
        var page = Page.cut(List.copyOf(rows), size, row -> YearMonth.from(row.getMonth()) + "|" + row.getRegionId());
        var bridges = bridges(page.items().stream().map(RollRecord::getId).toList());
        var places = regions.places(page.items().stream().map(RollRecord::getRegionId).toList());
        return new Page<>(page.items().stream().map(row -> row(row, places, bridges.getOrDefault(row.getId(), List.of()))).toList(), page.next(), page.prev(), null, null);
    }

    public RollView view(UUID id) {
        var row = sql.selectFrom(ROLL).where(ROLL.ID.eq(id)).fetchOptional().orElseThrow(Rolls::notThere);
        var bridge = bridges(List.of(id)).getOrDefault(id, List.of());
        var head = row(row, regions.places(List.of(row.getRegionId())), bridge);
        var last = sql.selectFrom(ROLL).where(ROLL.REGION_ID.eq(row.getRegionId()), ROLL.MONTH.eq(row.getMonth().minusMonths(1))).fetchOptional()
                .map(before -> new LastMonth(YearMonth.from(before.getMonth()), before.getLines(), before.getAmountFen())).orElse(null);
        return new RollView(head.id(), head.month(), head.state(), head.stateName(), head.regionId(), head.regionName(), head.lines(), head.amountFen(),
                head.newLines(), head.stoppedLines(), head.changedLines(), head.unexplained(), head.createdBy(), head.submittedBy(), head.approvedBy(), row.getReturnedByName(), row.getReturnedReason(), bridge, last);
    }

    private static RollShown row(RollRecord row, Map<Integer, Place> places, List<BridgeStep> bridge) {
        var place = places.get(row.getRegionId());
        return new RollShown(row.getId(), YearMonth.from(row.getMonth()), row.getState(), STATES.get(row.getState()), row.getRegionId(), place == null ? "" : place.name(),
                row.getLines(), row.getAmountFen(), count(bridge, "NEW"), count(bridge, "STOPPED"), count(bridge, "CHANGED"), count(bridge, "UNEXPLAINED"),
                row.getCreatedByName(), row.getSubmittedByName(), row.getApprovedByName());
    }

    private static String path(Map<Integer, Place> places, int regionId) {
        return places.containsKey(regionId) ? places.get(regionId).path() : "";
    }

    private static int count(List<BridgeStep> bridge, String cause) {
        return bridge.stream().filter(part -> part.cause().equals(cause)).mapToInt(BridgeStep::lines).sum();
    }

    /// Last month's sum plus these differences is this month's; lines without a reason that a person has explained count as explained.
    private Map<UUID, List<BridgeStep>> bridges(List<UUID> rolls) {
        if (rolls.isEmpty()) {
            return Map.of();
        }
        var cause = DSL.when(EXPLANATION.LINE_ID.isNotNull(), DSL.inline("EXPLAINED")).otherwise(LINE.CAUSE);
        var difference = DSL.sum(LINE.AMOUNT_FEN.minus(DSL.coalesce(LINE.LAST_FEN, 0L)));
        return sql.select(LINE.ROLL_ID, cause, DSL.count(), difference).from(LINE).leftJoin(EXPLANATION).on(EXPLANATION.LINE_ID.eq(LINE.ID))
                .where(LINE.ROLL_ID.in(rolls)).groupBy(LINE.ROLL_ID, cause).fetch().stream()
                .collect(Collectors.groupingBy(row -> row.get(LINE.ROLL_ID), Collectors.mapping(row -> new BridgeStep(row.value2(),
                        CAUSES.getOrDefault(row.value2(), "人工说明"), row.value3(), row.value4().longValueExact()), Collectors.toList())));
    }

    public Page<LineRow> lines(UUID rollId, @Nullable String cause, @Nullable String q, @Nullable Integer limit, @Nullable String after) {
        var size = Page.limit(limit);
        var condition = LINE.ROLL_ID.eq(rollId);
        if (cause != null) {
            condition = condition.and(LINE.CAUSE.eq(cause));
        }
        if (q != null && !q.isBlank()) {
            condition = condition.and(DSL.condition("{0} ^@ {1}", LINE.CHILD_NAME, DSL.val(q.strip())));
        }
        var total = after == null ? sql.fetchCount(LINE, condition) : null;
        var key = Page.key(after);
        if (key != null) {
            condition = condition.and(LINE.ID.gt(UUID.fromString(key)));
        }
        var rows = sql.select().from(LINE).leftJoin(EXPLANATION).on(EXPLANATION.LINE_ID.eq(LINE.ID)).where(condition).orderBy(LINE.ID).limit(size + 1).fetch();
        looks.record(LookLog.Action.LIST, "roll", rollId, null, null, LookLog.OK, "返回 " + Math.min(size, rows.size()) + " 行");
        var places = regions.places(rows.getValues(LINE.REGION_ID));
        var items = new ArrayList<LineRow>();
        rows.forEach(row -> items.add(new LineRow(row.get(LINE.ID), row.get(LINE.CHILD_FILE_ID), row.get(LINE.CHILD_NAME), path(places, row.get(LINE.REGION_ID)),
                row.get(LINE.PROGRAMME_NAME), row.get(LINE.AMOUNT_FEN), row.get(LINE.LAST_FEN), row.get(LINE.CAUSE), CAUSES.get(row.get(LINE.CAUSE)),
                row.get(LINE.REASON), row.get(LINE.DECISION_ID), row.get(LINE.CLAUSE), row.get(LINE.PAYEE_NAME), row.get(LINE.ACCOUNT_MASKED),
                row.get(EXPLANATION.LINE_ID) == null ? null : row.get(EXPLANATION.REASON))));
        var page = Page.cut(items, size, row -> row.id().toString());
        return new Page<>(page.items(), page.next(), page.prev(), total, false);
    }
}
