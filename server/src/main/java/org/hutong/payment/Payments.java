package org.hutong.payment;

import static org.hutong.jooq.payment.tables.Line.LINE;
import static org.hutong.jooq.payment.tables.Roll.ROLL;

import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// What was paid to a child, month by month, as approved rolls say it.
@Service
@Transactional(readOnly = true)
public class Payments {

    private final DSLContext sql;

    Payments(DSLContext sql) {
        this.sql = sql;
    }

    public record Payment(YearMonth month, String programme, long amountFen, UUID rollId, String rollState) {}

    /// Latest month first; lines of draft rolls are not payments yet and are left out.
    public List<Payment> ofChild(UUID childFileId) {
        return sql.select(LINE.MONTH, LINE.PROGRAMME_NAME, LINE.AMOUNT_FEN, LINE.ROLL_ID, ROLL.STATE)
                .from(LINE).join(ROLL).on(ROLL.ID.eq(LINE.ROLL_ID))
                .where(LINE.CHILD_FILE_ID.eq(childFileId), LINE.AMOUNT_FEN.gt(0L), ROLL.STATE.eq("APPROVED"))
                .orderBy(LINE.MONTH.desc(), LINE.PROGRAMME)
                .fetch(row -> new Payment(YearMonth.from(row.get(LINE.MONTH)), row.get(LINE.PROGRAMME_NAME), row.get(LINE.AMOUNT_FEN),
                        row.get(LINE.ROLL_ID), row.get(ROLL.STATE)));
    }
}
