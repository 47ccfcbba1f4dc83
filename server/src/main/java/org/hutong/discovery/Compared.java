package org.hutong.discovery;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.hutong.determination.Entitlements.Spell;
import org.hutong.determination.Screened;
import org.hutong.registry.ChildSubject;
import org.hutong.registry.FactView;
import org.hutong.registry.Relation;
import org.hutong.registry.Relative;
import org.hutong.rulebook.Comparison;

/// One child as the comparison sees it: what the law says, what is paid this month, and every fact of the child and the parents that was
/// not replaced by a better one.
///
/// @param rosters lists that have come, whose silence says something
record Compared(ChildSubject child, Screened law, List<Spell> paid, List<Known> persons, Collection<String> rosters, LocalDate today) {

    static final String CHILD = "孩子";
    private static final Map<Relation, String> PARENTS = Map.of(Relation.FATHER, "父亲", Relation.MOTHER, "母亲");

    /// @param whose 孩子, 父亲 or 母亲
    record Known(String whose, String name, List<FactView> facts) {

        Finding.Evidence evidence(FactView fact) {
            return Finding.Evidence.of(whose, name, fact);
        }
    }

    static Compared of(ChildSubject child, Screened law, List<Spell> paid, List<Relative> kin, Map<UUID, List<FactView>> facts, Collection<String> rosters, LocalDate today) {
        var persons = new ArrayList<Known>();
        persons.add(new Known(CHILD, child.name(), facts.getOrDefault(child.personId(), List.of())));
        for (var one : kin) {
            var whose = PARENTS.get(one.kind());
            if (whose != null && one.person() != null && one.holds(today)) {
                persons.add(new Known(whose, one.person().name(), facts.getOrDefault(one.personId(), List.of())));
            }
        }
        return new Compared(child, law, paid, List.copyOf(persons), rosters, today);
    }

    static boolean isParent(Relative relative) {
        return PARENTS.containsKey(relative.kind());
    }

    Known self() {
        return persons.getFirst();
    }

    List<Known> parents() {
        return persons.subList(1, persons.size());
    }

    YearMonth month() {
        return YearMonth.from(today);
    }

    List<Comparison> rules(String group) {
        return law.rules().stream().filter(rule -> rule.group().equals(group)).toList();
    }

    /// Facts in force today of one of these kinds; a kind may name a value too: `situation=失联`.
    Stream<Finding.Evidence> inForce(List<Known> whose, Collection<String> kinds) {
        return whose.stream().flatMap(one -> one.facts().stream().filter(fact -> fact.holds(today) && matches(fact, kinds)).map(one::evidence));
    }

    boolean has(List<Known> whose, Collection<String> kinds) {
        return !kinds.isEmpty() && inForce(whose, kinds).findAny().isPresent();
    }

    static boolean matches(FactView fact, Collection<String> kinds) {
        return kinds.contains(fact.kind()) || kinds.contains(fact.kind() + "=" + fact.value());
    }
}
