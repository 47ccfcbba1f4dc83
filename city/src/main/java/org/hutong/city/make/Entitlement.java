package org.hutong.city.make;

import org.hutong.city.CaseKind;
import org.hutong.city.Category;
import org.hutong.city.Fact;
import org.hutong.city.FactKind;
import org.hutong.city.Person;
import org.hutong.city.Situation;
import org.hutong.city.Truth;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// Who really belongs to which category on the city's day, worked out from all facts by a second, deliberately plain reading of the rules.
final class Entitlement {

    private Entitlement() {
    }

    static List<Truth.Entitled> of(Family f) {
        var out = new ArrayList<Truth.Entitled>(2);
        for (var child : f.kids) {
            one(f, child, out);
        }
        return List.copyOf(out);
    }

    private static void one(Family f, Person child, List<Truth.Entitled> out) {
        var today = f.today;
        var age = child.age(today);
        if (age >= 18 && f.supports.isEmpty()) {
            return;
        }
        var studying = false;
        Fact income = null;
        var severe = false;
        for (var x : f.facts) {
            if (x.person() != child.id() || !x.holds(today)) {
                continue;
            }
            switch (x.kind()) {
                case DEATH, ADOPTED, MOVED_OUT -> {
                    return;
                }
                case SCHOOL -> studying = true;
                case LOW_INCOME -> income = x;
                // 民发〔2021〕57号 三：一、二级，以及三级智力、三级精神
                case DISABILITY -> severe |= x.value().endsWith("一级") || x.value().endsWith("二级") || x.value().equals("智力三级") || x.value().equals("精神三级");
                case ILLNESS -> severe = true;
                default -> {
                }
            }
        }
        // 假设: who studies full time keeps the orphan's allowance after 18.
        var mayCare = age < 18 || studying;
        var father = state(f, child, f.father);
        var mother = state(f, child, f.mother);
        if (mayCare && father != null && mother != null) {
            var since = father.since.isAfter(mother.since) ? father.since : mother.since;
            if (father.gone && mother.gone) {
                out.add(new Truth.Entitled(child.id(), f.father == null ? Category.ORPHAN_INSTITUTION : Category.ORPHAN_FAMILY, since));
            } else {
                out.add(new Truth.Entitled(child.id(), Category.DE_FACTO, since));
            }
        }
        if (age < 18 && income != null) {
            if (income.value().equals("特困")) {
                out.add(new Truth.Entitled(child.id(), Category.DESTITUTE, income.trueFrom()));
            } else if (income.value().equals("低保边缘") && severe) {
                out.add(new Truth.Entitled(child.id(), Category.SINGLE_CASE, income.trueFrom()));
            } else {
                out.add(new Truth.Entitled(child.id(), Category.HARDSHIP, income.trueFrom()));
            }
        }
    }

    private record State(boolean gone, LocalDate since) {
    }

    /// Null for a parent who can care; an unknown parent (foundling) counts as gone.
    private static State state(Family f, Person child, Person parent) {
        if (parent == null) {
            return new State(true, child.born());
        }
        State best = null;
        for (var x : f.facts) {
            if (x.person() != parent.id() || !x.holds(f.today)) {
                continue;
            }
            if (x.kind() == FactKind.DEATH) {
                return new State(true, x.trueFrom());
            }
            if (x.kind() != FactKind.SITUATION) {
                continue;
            }
            var gone = x.value().equals(Situation.MISSING.text());
            if (counts(x, f.today) && (best == null || gone && !best.gone || gone == best.gone && x.trueFrom().isBefore(best.since))) {
                best = new State(gone, x.trueFrom());
            }
        }
        return best;
    }

    /// Terms of six months; out of contact for six months.
    private static boolean counts(Fact x, LocalDate today) {
        if (x.value().equals(Situation.LOST.text())) {
            return !x.trueFrom().plusMonths(6).isAfter(today);
        }
        return x.trueTo() == null || !x.trueFrom().plusMonths(6).isAfter(x.trueTo());
    }

    /// Children who are entitled, not served, and were not put there on purpose: they come about by chance and are told apart from the planted ones.
    static void naturalCases(Family f, List<Truth.Entitled> entitled, boolean registry) {
        for (var e : entitled) {
            var served = f.supports.stream().anyMatch(s -> s.child() == e.child());
            var named = f.cases.stream().anyMatch(c -> c.child() == e.child());
            if (registry && !served && !named) {
                var kind = switch (e.category()) {
                    case ORPHAN_INSTITUTION, ORPHAN_FAMILY -> CaseKind.UNSERVED_ORPHAN;
                    case DE_FACTO -> CaseKind.UNSERVED_DE_FACTO;
                    case SINGLE_CASE -> CaseKind.UNSERVED_SINGLE_CASE;
                    default -> CaseKind.UNSERVED_HARDSHIP;
                };
                f.cases.add(new Truth.Case(kind, e.child(), "自然形成", false));
            }
        }
    }
}
