package org.hutong.discovery;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hutong.determination.Entitlements;
import org.hutong.determination.Entitlements.Spell;
import org.hutong.kernel.Today;
import org.hutong.region.Regions;
import org.hutong.registry.ChildSubject;
import org.hutong.registry.Registry;
import org.hutong.rulebook.Comparison;
import org.springframework.stereotype.Component;

/// One identity number registered twice and not joined, both records paid this month: two districts may pay one child.
@Component
class PaidElsewhere {

    private final Registry registry;
    private final Entitlements entitlements;
    private final Regions regions;
    private final Today today;

    PaidElsewhere(Registry registry, Entitlements entitlements, Regions regions, Today today) {
        this.registry = registry;
        this.entitlements = entitlements;
        this.regions = regions;
        this.today = today;
    }

    /// The other record, and what it is paid this month.
    record Other(ChildSubject child, List<Spell> paid) {}

    /// By person; only those of whom there is another record that is paid.
    Map<UUID, List<Other>> of(Collection<UUID> persons) {
        var month = YearMonth.from(today.date());
        var out = new HashMap<UUID, List<Other>>();
        registry.sameNumber(persons).forEach((person, others) -> others.stream().flatMap(other -> registry.childFileOf(other).stream()).map(registry::child).forEach(child -> {
            var paid = entitlements.ofChild(child.fileId()).stream().filter(spell -> spell.in(month)).toList();
            if (!paid.isEmpty()) {
                out.computeIfAbsent(person, none -> new ArrayList<>()).add(new Other(child, paid));
            }
        }));
        return out;
    }

    List<Finding> findings(Compared one, List<Other> others) {
        var found = new ArrayList<Finding>();
        for (var rule : one.rules(Comparison.TWICE)) {
            var here = one.paid().stream().filter(spell -> rule.programmes().contains(spell.programme())).toList();
            for (var other : others) {
                var there = other.paid().stream().filter(spell -> rule.programmes().contains(spell.programme())).toList();
                if (!here.isEmpty() && !there.isEmpty()) {
                    found.add(finding(rule, one.child(), here, other.child(), there));
                }
            }
        }
        return found;
    }

    private Finding finding(Comparison rule, ChildSubject child, List<Spell> here, ChildSubject other, List<Spell> there) {
        var evidence = Stream.concat(here.stream().map(spell -> paid(child, spell)), there.stream().map(spell -> paid(other, spell))).toList();
        return new Finding(rule, null, "ORANGE", 95, "两份档案的身份证号完全相同，本月都在名册里", names(here) + "在这里发放，" + names(there) + "同时在" + regions.path(other.regionId()) + "发放",
                "同一个身份证号在两处有档案，两处都在发。请两地核实是不是同一个孩子：是的，由多发的一方办理停发，并把两份档案合并；不是的，请更正身份证号。", Finding.clause(rule.clause()), evidence,
                Stream.concat(here.stream(), there.stream()).map(spell -> spell.id().toString()).sorted().collect(Collectors.joining(" ")));
    }

    private Finding.Evidence paid(ChildSubject child, Spell spell) {
        return new Finding.Evidence(Compared.CHILD + " " + child.name() + " · " + regions.path(child.regionId()), spell.programmeName() + "，自 " + spell.firstMonth(), spell.firstMonth().atDay(1),
                null, null, null, null, spell.source(), "paid|" + spell.id());
    }

    static String names(List<Spell> spells) {
        return spells.stream().map(Spell::programmeName).distinct().collect(Collectors.joining("、"));
    }
}
