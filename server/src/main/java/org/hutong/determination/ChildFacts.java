package org.hutong.determination;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.registry.ChildSubject;
import org.hutong.registry.FactView;
import org.hutong.registry.NewFact;
import org.hutong.registry.Registry;
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

    private static final Map<String, String> PARENTS = Map.of("FATHER", "父亲", "MOTHER", "母亲");

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
        var opened = LocalDate.ofInstant(knownOn, Today.ZONE);
        put(held, new Held(new FactValue("出生日期", child.born().toString(), child.born(), null, opened, "儿童档案"), "儿童情况", child.name(), false, null, null, null));
        about(registry.facts(child.personId(), asOf, knownOn), "", "儿童情况", child.name(), held);
        for (var relative : registry.relatives(child.personId())) {
            var prefix = PARENTS.get(relative.relation());
            if (prefix != null && (relative.to() == null || relative.to().isAfter(asOf))) {
                about(registry.facts(relative.personId(), asOf, knownOn), prefix, prefix + "情况", registry.person(relative.personId()).name(), held);
            }
        }
        return held.values().stream().filter(one -> rulebooks.fact(one.fact().name()).isPresent()).toList();
    }

    private static void put(Map<String, Held> held, Held one) {
        held.putIfAbsent(one.fact().name(), one);
    }

    /// Newest knowledge first; a death outweighs every other situation.
    private static void about(List<FactView> facts, String prefix, String group, String person, Map<String, Held> held) {
        var newest = facts.stream().sorted(Comparator.comparing((FactView fact) -> !fact.kind().equals("death"))
                .thenComparing(FactView::knownFrom, Comparator.reverseOrder())).toList();
        for (var fact : newest) {
            for (var named : FactNames.of(prefix, fact.kind(), fact.value(), fact.trueFrom(), fact.trueTo())) {
                var department = newest.stream().filter(other -> other.source().deliveryId() != null)
                        .flatMap(other -> FactNames.of(prefix, other.kind(), other.value(), other.trueFrom(), other.trueTo()).stream()
                                .filter(theirs -> theirs.name().equals(named.name())).map(theirs -> Map.entry(theirs.value(), other)))
                        .findFirst();
                put(held, new Held(new FactValue(named.name(), named.value(), fact.trueFrom(), fact.trueTo(),
                        LocalDate.ofInstant(fact.knownFrom(), Today.ZONE), fact.source().text()), group, person, fact.source().deliveryId() != null,
                        department.map(Map.Entry::getKey).orElse(null), department.map(entry -> entry.getValue().source().listName()).orElse(null),
                        department.map(entry -> LocalDate.ofInstant(entry.getValue().knownFrom(), Today.ZONE)).orElse(null)));
            }
        }
    }

    /// Writes what an applicant stated into the file of the person it is about, with the application as its source.
    void recordStated(ChildSubject child, String name, String value, String applicationNo, LocalDate on) {
        var kind = FactNames.kindOf(name).orElse(null);
        if (kind == null) {
            throw new Refusal(Refusal.Kind.INVALID, "DET-014", "“" + name + "”不能在申请表上直接填写", "表单已保存，申请还没有提交",
                    "请由村（居）儿童主任在档案里登记这项情况");
        }
        var about = kind.prefix().isEmpty() ? Optional.of(child.personId()) : registry.relatives(child.personId()).stream()
                .filter(relative -> kind.prefix().equals(PARENTS.get(relative.relation()))).map(Relative::personId).findFirst();
        if (about.isEmpty()) {
            throw new Refusal(Refusal.Kind.INVALID, "DET-015", "档案里还没有登记" + kind.prefix() + "，不能填写“" + name + "”", "表单已保存，申请还没有提交",
                    "请先在档案里登记" + kind.prefix());
        }
        registry.record(NewFact.stated(about.get(), kind.kind(), value, on, "申请 " + applicationNo));
    }
}
