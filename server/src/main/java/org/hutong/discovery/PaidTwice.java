package org.hutong.discovery;

import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.hutong.determination.Assessments;
import org.hutong.determination.Entitlements;
import org.hutong.kernel.Today;
import org.hutong.region.Regions;
import org.hutong.registry.Merges;
import org.hutong.registry.Registry;
import org.hutong.rulebook.Comparison;
import org.springframework.stereotype.Component;

/// Two records that turned out to be one child and are both paid for the same: a lead, so that somebody looks and the district stops one.
@Component
class PaidTwice {

    private final Registry registry;
    private final Entitlements entitlements;
    private final Assessments assessments;
    private final Regions regions;
    private final LeadRows leads;
    private final Today today;

    PaidTwice(Registry registry, Entitlements entitlements, Assessments assessments, Regions regions, LeadRows leads, Today today) {
        this.registry = registry;
        this.entitlements = entitlements;
        this.assessments = assessments;
        this.regions = regions;
        this.leads = leads;
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
        var twice = here.stream().filter(spell -> there.stream().anyMatch(other -> other.programme().equals(spell.programme()))).toList();
        if (twice.isEmpty()) {
            return;
        }
        var child = registry.child(merge.survivorFile());
        var elsewhere = Optional.ofNullable(registry.children(List.of(merge.mergedFile())).get(merge.mergedFile())).map(other -> regions.path(other.regionId())).orElse("别处");
        var rule = Optional.ofNullable(assessments.screen(List.of(child)).get(child.fileId())).stream().flatMap(law -> law.rules().stream())
                .filter(one -> one.group().equals(Comparison.TWICE)).findFirst().orElseGet(() -> Comparison.twice("一人两档，重复发放"));
        leads.raise(child, new Finding(rule, null, "ORANGE", 100, "两份档案已由工作人员判断为同一人并合并", PaidElsewhere.names(twice) + "在两份档案里都在发放，另一份在" + elsewhere,
                "两份档案是同一个孩子，同一待遇每月发了两份。请核实后由多发的一方办理停发，并查多发的金额。", Finding.clause(rule.clause()), List.<Finding.Evidence>of(), "merge " + merge.id()),
                null, "合并档案时发现两处都在发放", leads.earlier(List.of(child.fileId())));
    }
}
