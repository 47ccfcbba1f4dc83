package org.hutong.determination;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hutong.kernel.Today;
import org.hutong.registry.ChildSubject;
import org.hutong.registry.FactKinds;
import org.hutong.registry.FactView;
import org.hutong.registry.Relation;
import org.hutong.registry.Relative;
import org.hutong.rulebook.FactColumns;
import org.hutong.rulebook.FactValue;
import org.jspecify.annotations.Nullable;

/// What was known of one child and the parents at one instant, told for any day under the names of the rulebook's vocabulary.
///
/// A fact nobody knows is simply absent: the answer is then 待核实, never a default.
///
/// @param place six digits of the place whose law the child stands under
/// @param kin   the child's relatives
/// @param facts every fact known of the child and of the parents, by person
/// @param situations what the rulebook knows a parent's situation to be
/// @param today names the day an instant falls on
/// @param left  what complete rosters say by leaving the child out, where nothing else is known of the same matter
record ChildCase(ChildSubject child, String place, List<Relative> kin, Map<UUID, List<FactView>> facts, List<FactValue> left, Set<String> situations, Today today) implements FactColumns.Case {

    static final Map<String, String> PARENTS = Map.of(Relation.FATHER.name(), "父亲", Relation.MOTHER.name(), "母亲");

    /// @param group           heading on the form
    /// @param departmentValue the newest value a department's list gave, where there is one
    record Held(FactValue fact, String group, @Nullable String personName, boolean fromDepartment, @Nullable String departmentValue,
            @Nullable String departmentList, @Nullable LocalDate departmentDate) {}

    @Override
    public UUID file() {
        return child.fileId();
    }

    @Override
    public String fileNo() {
        return child.fileNo();
    }

    @Override
    public int regionId() {
        return child.regionId();
    }

    @Override
    public List<FactValue> on(LocalDate day) {
        var told = new ArrayList<>(held(day).stream().map(Held::fact).toList());
        left.stream().filter(one -> told.stream().noneMatch(fact -> fact.name().equals(one.name()))).forEach(told::add);
        return told;
    }

    /// Facts that hold on a day, with where they come from.
    List<Held> held(LocalDate asOf) {
        var held = new LinkedHashMap<String, Held>();
        put(held, new Held(new FactValue("出生日期", child.born().toString(), child.born(), null, child.openedOn(), "儿童档案"), "儿童情况", child.name(), false,
                null, null, null));
        about(facts.getOrDefault(child.personId(), List.of()), asOf, "", "儿童情况", child.name(), held);
        for (var parent : kin) {
            var prefix = PARENTS.get(parent.relation());
            if (prefix != null && parent.holds(asOf)) {
                about(facts.getOrDefault(parent.personId(), List.of()), asOf, prefix, prefix + "情况", parent.person() == null ? null : parent.person().name(), held);
            }
        }
        return List.copyOf(held.values());
    }

    @Override
    public List<FactValue> withEnded(LocalDate asOf) {
        var told = new ArrayList<>(on(asOf));
        for (var parent : kin) {
            var prefix = PARENTS.get(parent.relation());
            if (prefix == null || !parent.holds(asOf) || told.stream().anyMatch(fact -> fact.name().equals(prefix + "情形"))) {
                continue;
            }
            facts.getOrDefault(parent.personId(), List.of()).stream()
                    .filter(fact -> fact.kind().equals(FactKinds.SITUATION) && fact.trueTo() != null && !fact.trueTo().isAfter(asOf))
                    .max(Comparator.comparing(FactView::trueTo))
                    .ifPresent(fact -> told.add(new FactValue(endedName(prefix, fact.value()), fact.trueTo().toString(), fact.trueTo(), null, day(fact), fact.source().text())));
        }
        // what was heard last counts: an older word of the same support without an end does not keep it going, another support does
        var support = facts.getOrDefault(child.personId(), List.of()).stream().filter(fact -> fact.kind().equals(FactKinds.LOW_INCOME)).toList();
        support.stream().max(Comparator.comparing(FactView::knownFrom)).filter(fact -> fact.trueTo() != null && !fact.trueTo().isAfter(asOf))
                .filter(ended -> support.stream().noneMatch(other -> other.holds(asOf) && (!other.value().equals(ended.value()) || !other.trueFrom().isBefore(ended.trueTo()))))
                .ifPresent(fact -> told.add(new FactValue("家庭退出救助日期", fact.trueTo().toString(), fact.trueTo(), null, day(fact), fact.source().text())));
        return told;
    }

    /// What the rulebook calls the day on which a situation of that kind ended: a parent found, recovered or restored, released.
    private static String endedName(String prefix, String situation) {
        return switch (situation) {
            case "失联", "查找不到", "下落不明" -> "找到父母日期";
            case "重残", "重病", "被撤销监护资格" -> "情形消失日期";
            default -> prefix + "情形截止日";
        };
    }

    private static void put(Map<String, Held> held, Held one) {
        held.putIfAbsent(one.fact().name(), one);
    }

    /// Newest knowledge first; a death outweighs every other situation.
    private void about(List<FactView> known, LocalDate asOf, String prefix, String group, @Nullable String person, Map<String, Held> held) {
        var facts = known.stream().filter(fact -> fact.holds(asOf)).sorted(Comparator.comparing((FactView fact) -> !fact.kind().equals(FactKinds.DEATH))
                .thenComparing(FactView::knownFrom, Comparator.reverseOrder())).toList();
        var sent = facts.stream().filter(fact -> fact.source().isListed()).toList();
        for (var fact : facts) {
            for (var named : FactNames.of(prefix, fact)) {
                var theirs = sent.stream().flatMap(other -> FactNames.of(prefix, other).stream().filter(one -> one.name().equals(named.name()))
                        .map(one -> Map.entry(one.value(), other))).findFirst();
                put(held, new Held(told(named, fact), group, person, fact.source().isListed(), theirs.map(Map.Entry::getKey).orElse(null),
                        theirs.map(entry -> entry.getValue().source().text()).orElse(null), theirs.map(entry -> day(entry.getValue())).orElse(null)));
            }
        }
        // a certificate or an illness is a parent's situation where nothing else is; the rules judge its grade
        for (var fact : facts) {
            for (var named : FactNames.condition(prefix, fact, situations)) {
                var listed = fact.source().isListed();
                put(held, new Held(told(named, fact), group, person, listed, listed ? named.value() : null, listed ? fact.source().text() : null, listed ? day(fact) : null));
            }
        }
    }

    private FactValue told(FactNames.Named named, FactView fact) {
        return new FactValue(named.name(), named.value(), fact.trueFrom(), fact.trueTo(), day(fact), fact.source().text());
    }

    private LocalDate day(FactView fact) {
        return today.dayOf(fact.knownFrom());
    }
}
