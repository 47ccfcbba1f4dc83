package org.hutong.discovery;

import static org.hutong.jooq.discovery.tables.Lead.LEAD;
import static org.hutong.jooq.discovery.tables.SecondCheck.SECOND_CHECK;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.UUID;
import java.util.stream.Stream;
import org.hutong.access.Acting;
import org.hutong.kernel.Refusal;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/// What leads are narrowed to; every part may be left out. A list and every figure that opens it use the same one, so that they agree.
///
/// @param state   names of [LeadState], with commas between
/// @param from    found on this day or later
/// @param to      found on this day or earlier
/// @param held    true: somebody has been named to answer it; false: nobody
/// @param atLeast lowest confidence, 0 to 100
/// @param below   confidence lower than this
/// @param delivery the list delivery whose comparison raised it
/// @param check   WAITING: a second person has still to look; RETURNED: given back at least once; MINE: waiting, and not one's own answer
public record LeadFilter(@Nullable String rule, @Nullable String state, @Nullable Integer regionId, @Nullable String q, @Nullable Boolean mine,
        @Nullable LocalDate from, @Nullable LocalDate to, @Nullable Boolean held, @Nullable Integer atLeast, @Nullable Integer below, @Nullable UUID delivery,
        @Nullable String check) {

    /// Only a place and a time.
    public static LeadFilter of(@Nullable String rule, @Nullable Integer regionId, @Nullable LocalDate from, @Nullable LocalDate to) {
        return new LeadFilter(rule, null, regionId, null, null, from, to, null, null, null, null, null);
    }

    Condition condition() {
        var conditions = new ArrayList<Condition>();
        if (rule != null) {
            conditions.add(LEAD.RULE_CODE.eq(rule));
        }
        if (state != null) {
            conditions.add(LEAD.STATE.in(Stream.of(state.split(",")).map(LeadFilter::state).map(Enum::name).toList()));
        }
        if (regionId != null) {
            conditions.add(LEAD.REGION_ID.eq(regionId).or(LEAD.TOWN_ID.eq(regionId)).or(LEAD.DISTRICT_ID.eq(regionId)).or(LEAD.CITY_ID.eq(regionId)));
        }
        if (q != null && !q.isBlank()) {
            conditions.add(LEAD.CHILD_NAME.startsWith(q.strip()).or(LEAD.NO.eq(q.strip())));
        }
        if (Boolean.TRUE.equals(mine)) {
            conditions.add(LEAD.ASSIGNEE_ACCOUNT_ID.eq(Acting.current().accountId()));
        }
        if (from != null) {
            conditions.add(LEAD.FOUND_ON.ge(from));
        }
        if (to != null) {
            conditions.add(LEAD.FOUND_ON.le(to));
        }
        if (held != null) {
            conditions.add(held ? LEAD.POST_ID.isNotNull() : LEAD.POST_ID.isNull());
        }
        if (atLeast != null) {
            conditions.add(LEAD.CONFIDENCE.ge(atLeast));
        }
        if (below != null) {
            conditions.add(LEAD.CONFIDENCE.lt(below));
        }
        if (delivery != null) {
            conditions.add(LEAD.DELIVERY_ID.eq(delivery));
        }
        if (check != null) {
            conditions.add(checked(check));
        }
        return DSL.and(conditions);
    }

    private static Condition checked(String check) {
        var wanted = switch (check) {
            case "WAITING" -> SECOND_CHECK.VERDICT.isNull();
            case "MINE" -> SECOND_CHECK.VERDICT.isNull().and(SECOND_CHECK.ANSWERED_BY.ne(Acting.current().accountId()));
            case "RETURNED" -> SECOND_CHECK.VERDICT.eq("RETURNED");
            default -> throw new Refusal(Refusal.Kind.INVALID, "DIS-020", "没有“" + check + "”这种二次核对状态", "没有改动任何内容", "请从筛选项里选择");
        };
        return DSL.exists(DSL.selectOne().from(SECOND_CHECK).where(SECOND_CHECK.LEAD_ID.eq(LEAD.ID).and(wanted)));
    }

    private static LeadState state(String name) {
        try {
            return LeadState.valueOf(name.strip());
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.Kind.INVALID, "DIS-001", "没有“" + name + "”这种线索状态", "没有改动任何内容", "请从筛选项里选择");
        }
    }
}
