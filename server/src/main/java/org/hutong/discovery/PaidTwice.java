package org.hutong.discovery;

import static org.hutong.jooq.discovery.tables.Lead.LEAD;

import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import org.hutong.access.Acting;
import org.hutong.determination.Entitlements;
import org.hutong.jooq.discovery.tables.LeadEvent;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Today;
import org.hutong.region.Regions;
import org.hutong.region.WorkingDays;
import org.hutong.registry.Merges;
import org.hutong.registry.Registry;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// Two records that turned out to be one child and are both paid for the same: a lead, so that somebody looks and the district stops one.
@Component
class PaidTwice {

    private final DSLContext sql;
    private final Registry registry;
    private final Entitlements entitlements;
    private final Regions regions;
    private final WorkingDays workingDays;
    private final Today today;
    private final int answerDays;

    PaidTwice(DSLContext sql, Registry registry, Entitlements entitlements, Regions regions, WorkingDays workingDays, Today today,
            @Value("${hutong.discovery.answer-days:7}") int answerDays) {
        this.workingDays = workingDays;
        this.answerDays = answerDays;
        this.sql = sql;
        this.registry = registry;
        this.entitlements = entitlements;
        this.regions = regions;
        this.today = today;
    }

    /// Called within the transaction of the joining.
    void look(Merges.Merge merge) {
        if (merge.survivorFile() == null || merge.mergedFile() == null) {
            return;
        }
        var month = YearMonth.from(today.date());
        var here = entitlements.ofChild(merge.survivorFile()).stream().filter(spell -> spell.in(month)).toList();
        var there = entitlements.ofChild(merge.mergedFile()).stream().filter(spell -> spell.in(month)).toList();
        var twice = here.stream().filter(spell -> there.stream().anyMatch(other -> other.programme().equals(spell.programme())))
                .map(Entitlements.Spell::programmeName).distinct().collect(Collectors.joining("、"));
        if (twice.isEmpty()) {
            return;
        }
        var child = registry.child(merge.survivorFile());
        var elsewhere = regions.path(sql.fetchSingle("select region_id from registry.child_file where id = ?", merge.mergedFile()).get(0, Integer.class));
        var row = sql.newRecord(LEAD);
        var id = Ids.next();
        row.setId(id);
        row.setNo("%d-线-%06d".formatted(today.date().getYear(), sql.nextval(DSL.name("discovery", "lead_no")).longValue()));
        row.setRuleCode(LeadRule.PAID_TWICE.name());
        row.setChildFileId(child.fileId());
        row.setChildPersonId(child.personId());
        row.setChildName(child.name());
        row.setChildBorn(child.born());
        row.setRegionId(child.regionId());
        row.setHukouId(child.hukouId());
        row.setFingerprint("merge " + merge.id());
        row.setState(LeadState.NEW.name());
        row.setLevel("ORANGE");
        row.setConfidence(100);
        row.setConfidenceWhy("两份档案已由工作人员判断为同一人并合并");
        row.setSentence(twice + "在两份档案里都在发放，另一份在" + elsewhere);
        row.setWhy("两份档案是同一个孩子，同一待遇每月发了两份。请核实后由多发的一方办理停发，并查多发的金额。");
        row.setFoundAt(today.now().atOffset(ZoneOffset.UTC));
        row.setFoundOn(today.date());
        row.setLimitDays(answerDays);
        row.setDueOn(workingDays.add(today.date(), answerDays).due());
        row.store();
        sql.insertInto(LeadEvent.LEAD_EVENT).set(LeadEvent.LEAD_EVENT.LEAD_ID, id).set(LeadEvent.LEAD_EVENT.AT, today.now().atOffset(ZoneOffset.UTC))
                .set(LeadEvent.LEAD_EVENT.ACCOUNT_ID, Acting.current().accountId()).set(LeadEvent.LEAD_EVENT.WHO, Acting.current().name())
                .set(LeadEvent.LEAD_EVENT.TEXT, "合并档案时发现两处都在发放").execute();
    }
}
