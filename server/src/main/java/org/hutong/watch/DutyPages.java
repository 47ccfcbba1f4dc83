package org.hutong.watch;

import static org.hutong.jooq.watch.tables.Duty.DUTY;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hutong.access.LookLog;
import org.hutong.jooq.watch.tables.records.DutyRecord;
import org.hutong.kernel.Page;
import org.hutong.kernel.Today;
import org.hutong.region.Clock;
import org.hutong.region.Place;
import org.hutong.region.Regions;
import org.hutong.region.WorkingDays;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Due contacts and visits as lists show them.
@Service
@Transactional
public class DutyPages {

    /// `DUE` from a week before the day on; before that a duty is `UPCOMING`.
    public enum State { DUE, OVERDUE, DONE, UPCOMING }

    static final int SOON = 7;

    private final DSLContext sql;
    private final Regions regions;
    private final WorkingDays calendar;
    private final Today today;
    private final LookLog looks;

    DutyPages(DSLContext sql, Regions regions, WorkingDays calendar, Today today, LookLog looks) {
        this.sql = sql;
        this.regions = regions;
        this.calendar = calendar;
        this.today = today;
        this.looks = looks;
    }

    public record DutyRow(UUID id, String kind, String kindName, UUID childId, String childName, String place, LocalDate dueOn, Clock clock,
            String because, String clause, boolean assumption, String level, @Nullable String assignee, String state, @Nullable OffsetDateTime doneAt) {}

    public Page<DutyRow> list(@Nullable String kind, @Nullable State state, @Nullable Integer regionId, @Nullable UUID childId,
            @Nullable Integer limit, @Nullable String after) {
        var size = Page.limit(limit);
        var condition = DSL.noCondition();
        if (kind != null) {
            condition = condition.and(DUTY.KIND.eq(kind));
        }
        if (childId != null) {
            condition = condition.and(DUTY.CHILD_FILE_ID.eq(childId));
        }
        condition = condition.and(state(state)).and(regionId == null ? DSL.noCondition() : below(regionId));
        var total = after == null ? sql.fetchCount(DUTY, condition) : null;
        var key = Page.key(after);
        if (key != null) {
            var parts = key.split("\\|", 2);
            condition = condition.and(DSL.row(DUTY.DUE_ON, DUTY.ID).gt(DSL.row(LocalDate.parse(parts[0]), UUID.fromString(parts[1]))));
        }
        var rows = sql.selectFrom(DUTY).where(condition).orderBy(DUTY.DUE_ON, DUTY.ID).limit(size + 1).fetch();
        looks.record(LookLog.Action.LIST, "duty", null, regionId, null, LookLog.OK, "返回 " + Math.min(size, rows.size()) + " 条");
        var places = regions.places(rows.map(DutyRecord::getRegionId));
        var page = Page.cut(List.copyOf(rows), size, row -> row.getDueOn() + "|" + row.getId());
        return new Page<>(page.items().stream().map(row -> row(row, places)).toList(), page.next(), page.prev(), total, false);
    }

    /// What waits for one worker, the most pressing first.
    public List<DutyRow> waitingFor(UUID account, State state, int limit) {
        var rows = sql.selectFrom(DUTY).where(DUTY.ASSIGNEE.eq(account), state(state)).orderBy(DUTY.DUE_ON, DUTY.ID).limit(limit).fetch();
        var places = regions.places(rows.map(DutyRecord::getRegionId));
        return rows.map(row -> row(row, places));
    }

    public DutyRow one(UUID id) {
        var row = sql.selectFrom(DUTY).where(DUTY.ID.eq(id)).fetchOptional().orElseThrow(Duties::notThere);
        return row(row, regions.places(List.of(row.getRegionId())));
    }

    private Condition state(@Nullable State state) {
        var now = today.date();
        return switch (state) {
            case null -> DSL.noCondition();
            case DONE -> DUTY.DONE_ON.isNotNull();
            case OVERDUE -> DUTY.DONE_ON.isNull().and(DUTY.DUE_ON.lt(now));
            case DUE -> DUTY.DONE_ON.isNull().and(DUTY.DUE_ON.between(now, now.plusDays(SOON)));
            case UPCOMING -> DUTY.DONE_ON.isNull().and(DUTY.DUE_ON.gt(now.plusDays(SOON)));
        };
    }

    private Condition below(int regionId) {
        return switch (regions.place(regionId).level()) {
            case "city" -> DUTY.CITY_ID.eq(regionId);
            case "district" -> DUTY.DISTRICT_ID.eq(regionId);
            case "town" -> DUTY.TOWN_ID.eq(regionId);
            case "village" -> DUTY.REGION_ID.eq(regionId);
            default -> DSL.noCondition();
        };
    }

    private DutyRow row(DutyRecord row, Map<Integer, Place> places) {
        var now = today.date();
        var limit = (int) ChronoUnit.DAYS.between(row.getOpenedOn(), row.getDueOn());
        var clock = calendar.clock(row.getOpenedOn(), limit, WorkingDays.DAYS, now, row.getDoneOn(), row.getClause());
        var state = row.getDoneOn() != null ? State.DONE : row.getDueOn().isBefore(now) ? State.OVERDUE
                : row.getDueOn().isAfter(now.plusDays(SOON)) ? State.UPCOMING : State.DUE;
        return new DutyRow(row.getId(), row.getKind(), row.getKind().equals("VISIT") ? "走访" : "联系", row.getChildFileId(), row.getChildName(),
                places.containsKey(row.getRegionId()) ? places.get(row.getRegionId()).path() : "", row.getDueOn(), clock, row.getBecause(), row.getClause(), row.getAssumption(),
                state == State.OVERDUE && row.getLevel().equals("NONE") ? "ORANGE" : row.getLevel(), row.getAssigneeName(), state.name(), row.getDoneAt());
    }
}
