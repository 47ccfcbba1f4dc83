package org.hutong.determination;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.registry.ChildSubject;
import org.hutong.registry.FactKinds;
import org.hutong.registry.FactView;
import org.hutong.registry.NewFact;
import org.hutong.registry.Registry;
import org.hutong.registry.Relation;
import org.hutong.registry.Relative;
import org.hutong.rulebook.FactValue;
import org.hutong.rulebook.Rulebooks;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What the registry knows of a child and the parents, under the names of the rulebook's vocabulary.
///
/// A fact nobody knows is simply absent: the answer is then 待核实, never a default.
@Component
class ChildFacts {

    private static final Map<String, String> PARENTS = Map.of(Relation.FATHER.name(), "父亲", Relation.MOTHER.name(), "母亲");

    private final Registry registry;
    private final Rulebooks rulebooks;

    ChildFacts(Registry registry, Rulebooks rulebooks) {
        this.registry = registry;
        this.rulebooks = rulebooks;
    }

    /// @param group           heading on the form
    /// @param departmentValue the newest value a department's list gave, where there is one
    record Held(FactValue fact, String group, @Nullable String personName, boolean fromDepartment, @Nullable String departmentValue,
            @Nullable String departmentList, @Nullable LocalDate departmentDate) {}

    /// Facts that hold on `asOf` as far as they were known at `knownOn`; those the vocabulary does not name are left out.
    List<Held> of(UUID childFileId, LocalDate asOf, Instant knownOn) {
        var child = registry.child(childFileId);
        var held = new LinkedHashMap<String, Held>();
        put(held, new Held(new FactValue("出生日期", child.born().toString(), child.born(), null, child.openedOn(), "儿童档案"), "儿童情况", child.name(), false,
                null, null, null));
        var parents = registry.relatives(child.personId()).stream().filter(relative -> PARENTS.containsKey(relative.relation()) && relative.holds(asOf)).toList();
        var facts = registry.facts(Stream.concat(Stream.of(child.personId()), parents.stream().map(Relative::personId)).distinct().toList(), asOf, knownOn);
        about(facts.getOrDefault(child.personId(), List.of()), asOf, "", "儿童情况", child.name(), held);
        for (var parent : parents) {
            var prefix = PARENTS.get(parent.relation());
            about(facts.getOrDefault(parent.personId(), List.of()), asOf, prefix, prefix + "情况", parent.person() == null ? null : parent.person().name(), held);
        }
        return held.values().stream().filter(one -> rulebooks.fact(one.fact().name()).isPresent()).toList();
    }

    /// The same, and the day on which a parent's last situation ended where none holds any more: what a stopping rule asks for.
    List<FactValue> withEnded(UUID childFileId, LocalDate asOf, Instant knownOn) {
        var facts = new java.util.ArrayList<>(of(childFileId, asOf, knownOn).stream().map(Held::fact).toList());
        var child = registry.child(childFileId);
        for (var parent : registry.relatives(child.personId())) {
            var prefix = PARENTS.get(parent.relation());
            if (prefix == null || !parent.holds(asOf) || facts.stream().anyMatch(fact -> fact.name().equals(prefix + "情形"))) {
                continue;
            }
            registry.factHistory(List.of(parent.personId())).stream()
                    .filter(fact -> fact.kind().equals(FactKinds.SITUATION) && !fact.superseded() && fact.trueTo() != null && !fact.trueTo().isAfter(asOf))
                    .max(Comparator.comparing(FactView::trueTo))
                    .ifPresent(fact -> facts.add(new FactValue(endedName(prefix, fact.value()), fact.trueTo().toString(), fact.trueTo(), null, day(fact), fact.source().text())));
        }
        return facts.stream().filter(fact -> rulebooks.fact(fact.name()).isPresent()).toList();
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
    private static void about(List<FactView> known, LocalDate asOf, String prefix, String group, @Nullable String person, Map<String, Held> held) {
        var facts = known.stream().filter(fact -> fact.holds(asOf)).sorted(Comparator.comparing((FactView fact) -> !fact.kind().equals(FactKinds.DEATH))
                .thenComparing(FactView::knownFrom, Comparator.reverseOrder())).toList();
        var sent = facts.stream().filter(fact -> fact.source().isListed()).toList();
        for (var fact : facts) {
            for (var named : FactNames.of(prefix, fact)) {
                var theirs = sent.stream().flatMap(other -> FactNames.of(prefix, other).stream().filter(one -> one.name().equals(named.name()))
                        .map(one -> Map.entry(one.value(), other))).findFirst();
                put(held, new Held(new FactValue(named.name(), named.value(), fact.trueFrom(), fact.trueTo(), day(fact), fact.source().text()), group, person,
                        fact.source().isListed(), theirs.map(Map.Entry::getKey).orElse(null),
                        theirs.map(entry -> entry.getValue().source().text()).orElse(null), theirs.map(entry -> day(entry.getValue())).orElse(null)));
            }
        }
    }

    private static LocalDate day(FactView fact) {
        return LocalDate.ofInstant(fact.knownFrom(), Today.ZONE);
    }

    /// Writes what an applicant stated into the file of the person it is about, with the application as its source.
    void recordStated(ChildSubject child, String name, String value, String applicationNo, LocalDate on) {
        var kind = FactNames.kindOf(name);
        var about = kind.prefix().isEmpty() ? Optional.of(child.personId()) : registry.relatives(child.personId()).stream()
                .filter(relative -> kind.prefix().equals(PARENTS.get(relative.relation()))).map(Relative::personId).findFirst();
        if (about.isEmpty()) {
            throw new Refusal(Refusal.Kind.INVALID, "DET-015", "档案里还没有登记" + kind.prefix() + "，不能填写“" + name + "”", "表单已保存，申请还没有提交",
                    "请先在档案里登记" + kind.prefix());
        }
        registry.record(NewFact.stated(about.get(), kind.kind(), value, on, "申请 " + applicationNo));
    }
}
