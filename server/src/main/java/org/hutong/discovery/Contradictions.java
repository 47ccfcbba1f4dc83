package org.hutong.discovery;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hutong.kernel.Today;
import org.hutong.registry.FactView;
import org.hutong.rulebook.Comparison;

/// Two sources in force at once that cannot both be right of one person: dead in one and served in another, missing in one and in prison in
/// another, let go by one and kept by another, two values, two days of one death.
final class Contradictions {

    private Contradictions() {}

    static List<Finding> of(Compared one) {
        var found = new ArrayList<Finding>();
        for (var rule : one.law().rules()) {
            if (rule.conflict() != null) {
                one.persons().stream().map(person -> first(one, rule, person)).filter(Objects::nonNull).forEach(found::add);
            }
        }
        return found;
    }

    private static Finding first(Compared one, Comparison rule, Compared.Known person) {
        var said = person.facts();
        for (var nth = 0; nth < said.size(); nth++) {
            for (var other = 0; other < said.size(); other++) {
                if (nth != other && differentSources(said.get(nth), said.get(other)) && clash(rule.conflict(), said.get(nth), said.get(other), one.today())) {
                    return finding(rule, person, said.get(nth), said.get(other));
                }
            }
        }
        return null;
    }

    private static boolean differentSources(FactView a, FactView b) {
        return (a.source().isListed() || b.source().isListed()) && !Objects.equals(a.source().list(), b.source().list());
    }

    private static boolean clash(Comparison.Conflict rule, FactView a, FactView b, LocalDate today) {
        var bothHold = a.holds(today) && b.holds(today);
        var sameKind = a.kind().equals(b.kind());
        if (Compared.matches(a, rule.one())) {
            // a list lags behind life: what was said before the other could have been heard of is no contradiction
            if (bothHold && Compared.matches(b, rule.states()) && !saidOn(b).isBefore(a.trueFrom().plusDays(rule.days())) && !saidOn(a).isBefore(b.trueFrom())) {
                return true;
            }
            if (a.holds(today) && Compared.matches(b, rule.events()) && b.trueFrom().isAfter(a.trueFrom())) {
                return true;
            }
        }
        if (sameKind && rule.ended().contains(a.kind()) && a.value().equals(b.value()) && a.trueTo() != null && !a.trueTo().isAfter(today) && b.holds(today)
                && b.trueFrom().isBefore(a.trueTo()) && !saidOn(b).isBefore(a.trueTo().plusDays(rule.days()))) {
            return true;
        }
        if (sameKind && rule.differs().contains(a.kind()) && bothHold && a.source().isListed() && b.source().isListed() && !a.value().equals(b.value())) {
            return true;
        }
        return sameKind && rule.dates().contains(a.kind()) && !a.trueFrom().equals(b.trueFrom());
    }

    private static LocalDate saidOn(FactView fact) {
        return LocalDate.ofInstant(fact.knownFrom(), Today.ZONE);
    }

    private static Finding finding(Comparison rule, Compared.Known person, FactView a, FactView b) {
        return new Finding(rule, null, "YELLOW", 90, "两处都是身份证号完全一致；哪一处对，要人来核实",
                person.whose() + " " + person.name() + "：" + a.source().text() + "说" + text(a) + "，" + b.source().text() + "说" + text(b),
                "两处对同一个人的说法不能同时成立。请核实哪一处对；查明写错的一处会记进名单准确度。", Finding.clause(rule.clause()),
                List.of(person.evidence(a), person.evidence(b)), "");
    }

    private static String text(FactView fact) {
        return fact.kindName() + "“" + fact.value() + "”（自 " + fact.trueFrom() + (fact.trueTo() == null ? "" : " 至 " + fact.trueTo()) + "）";
    }
}
