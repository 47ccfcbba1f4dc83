package org.hutong.discovery;

import static org.hutong.jooq.discovery.tables.LeadEvent.LEAD_EVENT;

import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Today;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/// What happened to a lead, by whom, in words. Only ever added to.
@Component
class LeadHistory {

    private final DSLContext sql;
    private final Today today;

    LeadHistory(DSLContext sql, Today today) {
        this.sql = sql;
        this.today = today;
    }

    void say(UUID leadId, String text) {
        var actor = Acting.current();
        sql.insertInto(LEAD_EVENT).set(LEAD_EVENT.ID, Ids.next()).set(LEAD_EVENT.LEAD_ID, leadId).set(LEAD_EVENT.AT, today.now().atOffset(ZoneOffset.UTC))
                .set(LEAD_EVENT.ACCOUNT_ID, actor.accountId()).set(LEAD_EVENT.WHO, actor.name()).set(LEAD_EVENT.TEXT, text).execute();
    }

    /// Oldest first.
    List<Lead.Event> of(UUID leadId) {
        return sql.selectFrom(LEAD_EVENT).where(LEAD_EVENT.LEAD_ID.eq(leadId)).orderBy(LEAD_EVENT.AT, LEAD_EVENT.ID)
                .fetch(e -> new Lead.Event(e.getAt(), e.getWho(), e.getText()));
    }
}
