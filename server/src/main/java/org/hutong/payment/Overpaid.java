package org.hutong.payment;

import static org.hutong.jooq.payment.tables.Line.LINE;
import static org.hutong.jooq.payment.tables.Roll.ROLL;

import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hutong.determination.Stops;
import org.jooq.DSLContext;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Months paid after the last month a stop names, as the approved rolls have them. Nothing is recovered by this: it says what was paid.
@Service
@Transactional(readOnly = true)
public class Overpaid {

    private final DSLContext sql;
    private final Stops stops;

    Overpaid(DSLContext sql, Stops stops) {
        this.sql = sql;
        this.stops = stops;
    }

    public record PaidLine(UUID lineId, UUID rollId, YearMonth month, String programmeName, long amountFen) {}

    /// @param totalFen     sum of the lines
    /// @param recoveredFen what rolls have taken back of this benefit since
    /// @param lines        earliest month first
    public record OverpaidOfStop(UUID stopId, long totalFen, long recoveredFen, List<PaidLine> lines) {}

    /// One for each stop of the list that has anything paid after its last month.
    public List<OverpaidOfStop> ofStops() {
        var all = stops.list();
        if (all.isEmpty()) {
            return List.of();
        }
        record Paid(UUID entitlement, String kind, PaidLine line) {}
        // by child too: that is the index. A back payment's month is the roll's, not the month it pays for, so it is left out.
        var paid = sql.select(LINE.ENTITLEMENT_ID, LINE.KIND, LINE.ID, LINE.ROLL_ID, LINE.MONTH, LINE.PROGRAMME_NAME, LINE.AMOUNT_FEN).from(LINE).join(ROLL).on(ROLL.ID.eq(LINE.ROLL_ID))
                .where(LINE.CHILD_FILE_ID.in(all.stream().map(Stops.Stop::childFileId).toList()), LINE.ENTITLEMENT_ID.in(all.stream().map(Stops.Stop::entitlementId).toList()),
                        LINE.KIND.in("REGULAR", "RECOVERY"), ROLL.STATE.eq("APPROVED"), LINE.AMOUNT_FEN.gt(0L)).orderBy(LINE.MONTH, LINE.ID)
                .fetch(row -> new Paid(row.value1(), row.value2(), new PaidLine(row.value3(), row.value4(), YearMonth.from(row.value5()), row.value6(), row.value7())))
                .stream().collect(Collectors.groupingBy(Paid::entitlement));
        return all.stream().map(stop -> {
            var past = paid.getOrDefault(stop.entitlementId(), List.of()).stream().filter(one -> one.line().month().isAfter(YearMonth.from(stop.lastMonth()))).toList();
            var lines = past.stream().filter(one -> one.kind().equals("REGULAR")).map(Paid::line).toList();
            return new OverpaidOfStop(stop.id(), lines.stream().mapToLong(PaidLine::amountFen).sum(),
                    past.stream().filter(one -> one.kind().equals("RECOVERY")).mapToLong(one -> one.line().amountFen()).sum(), lines);
        }).filter(one -> !one.lines().isEmpty()).toList();
    }
}
