package org.hutong.discovery;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.hutong.exchange.Catalogue;
import org.hutong.exchange.Deliveries;
import org.hutong.registry.FactKinds;
import org.hutong.registry.Registry;
import org.hutong.rulebook.Comparison;
import org.springframework.stereotype.Component;

/// Children whom the last complete delivery of a list named and the newest does not, with nobody saying why.
@Component
class Vanished {

    /// What explains that somebody is no longer in a list.
    private static final Set<String> REASONS = Set.of(FactKinds.DEATH, FactKinds.MOVED_OUT, FactKinds.ADOPTED);

    private final Deliveries deliveries;
    private final Catalogue catalogue;
    private final Registry registry;

    Vanished(Deliveries deliveries, Catalogue catalogue, Registry registry) {
        this.deliveries = deliveries;
        this.catalogue = catalogue;
        this.registry = registry;
    }

    /// A list that no longer names somebody.
    record Missed(String list, String listName, UUID newest, int newestNo, LocalDate on, UUID before, int beforeNo) {}

    /// By person, of every list.
    Map<UUID, List<Missed>> everywhere() {
        var out = new HashMap<UUID, List<Missed>>();
        catalogue.entries().stream().filter(Catalogue.Entry::complete).forEach(entry -> add(entry.code(), out));
        return out;
    }

    /// By person, of one list.
    Map<UUID, List<Missed>> from(String list) {
        var out = new HashMap<UUID, List<Missed>>();
        add(list, out);
        return out;
    }

    private void add(String list, Map<UUID, List<Missed>> out) {
        for (var gone : deliveries.gone(list)) {
            var missed = new Missed(gone.list(), gone.listName(), gone.newest(), gone.newestNo(), gone.on(), gone.before(), gone.beforeNo());
            registry.findByIdIndexes(gone.ids()).forEach(match -> out.computeIfAbsent(match.personId(), none -> new ArrayList<>()).add(missed));
        }
    }

    static List<Finding> findings(Compared one, List<Missed> missed) {
        return missed.stream().flatMap(list -> one.law().rules().stream().filter(rule -> rule.vanished().contains(list.list())).map(rule -> finding(one, rule, list)))
                .filter(Objects::nonNull).toList();
    }

    private static Finding finding(Compared one, Comparison rule, Missed list) {
        var age = one.child().ageOn(one.today());
        var outside = rule.ages().size() == 2 && (age < rule.ages().get(0) || age > rule.ages().get(1));
        var other = !rule.categories().isEmpty() && rule.categories().stream().noneMatch(one.law()::isOf);
        if (outside || other || age >= 18 || one.child().diedOn() != null || one.has(List.of(one.self()), REASONS)) {
            return null;
        }
        var said = one.self().facts().stream().filter(fact -> list.list().equals(fact.source().list())).findFirst();
        // the list itself said when it ends: that is a reason, and the stopping rules speak of it
        if (said.isPresent() && said.get().trueTo() != null) {
            return null;
        }
        var evidence = new ArrayList<Finding.Evidence>();
        said.map(one.self()::evidence).ifPresent(evidence::add);
        evidence.add(new Finding.Evidence(Compared.CHILD + " " + one.child().name() + " · " + list.listName(), "第 " + list.beforeNo() + " 批有，第 " + list.newestNo() + " 批没有", list.on(),
                list.list(), list.listName(), list.newest(), null, list.listName(), "gone|" + list.list() + "|" + list.before()));
        return new Finding(rule, null, "YELLOW", 75, "两批都是完整名单，身份证号对过；也可能是部门漏报", list.listName() + "第 " + list.beforeNo() + " 批有这个孩子，第 " + list.newestNo() + " 批没有",
                "没有死亡、迁出或被收养的记录能说明原因。请问清孩子现在的情况。" + Risks.to(rule), Finding.clause(rule.clause()), List.copyOf(evidence), "");
    }
}
