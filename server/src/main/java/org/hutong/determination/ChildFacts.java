package org.hutong.determination;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.hutong.exchange.CompleteRosters;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.region.Region;
import org.hutong.region.Regions;
import org.hutong.registry.ChildSubject;
import org.hutong.registry.NewFact;
import org.hutong.registry.Registry;
import org.hutong.registry.Relative;
import org.hutong.rulebook.FactColumns;
import org.hutong.rulebook.FactSpec;
import org.hutong.rulebook.FactValue;
import org.hutong.rulebook.Rulebooks;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// What the registry knows of a child and the parents, under the names of the rulebook's vocabulary: one case, or many by few statements.
@Component
class ChildFacts implements FactColumns {

    private final Registry registry;
    private final Rulebooks rulebooks;
    private final Regions regions;
    private final CompleteRosters rosters;
    private final Today today;

    ChildFacts(Registry registry, Rulebooks rulebooks, Regions regions, CompleteRosters rosters, Today today) {
        this.today = today;
        this.rosters = rosters;
        this.registry = registry;
        this.rulebooks = rulebooks;
        this.regions = regions;
    }

    /// Facts that hold on `asOf` as far as they were known at `knownOn`; those the vocabulary does not name are left out.
    List<ChildCase.Held> of(UUID childFileId, LocalDate asOf, Instant knownOn) {
        return one(childFileId, knownOn).held(asOf).stream().filter(one -> rulebooks.fact(one.fact().name()).isPresent()).toList();
    }

    /// The same, and the day on which a parent's last situation ended where none holds any more: what a stopping rule asks for.
    List<FactValue> withEnded(UUID childFileId, LocalDate asOf, Instant knownOn) {
        return one(childFileId, knownOn).withEnded(asOf).stream().filter(fact -> rulebooks.fact(fact.name()).isPresent()).toList();
    }

    private ChildCase one(UUID childFileId, Instant knownOn) {
        return cases(List.of(registry.child(childFileId)), knownOn, Map.of()).getFirst();
    }

    @Override
    @Transactional(readOnly = true)
    public List<Place> places(LocalDate on) {
        var byCode = new TreeMap<String, List<UUID>>();
        registry.openFilesByPlace(on).forEach((region, files) -> byCode.computeIfAbsent(Applications.code(regions, region).substring(0, 6), none -> new ArrayList<>()).addAll(files));
        return byCode.entrySet().stream().map(entry -> new Place(entry.getKey(), name(entry.getKey(), on), entry.getValue().stream().sorted().toList())).toList();
    }

    private String name(String code, LocalDate on) {
        return regions.byCode(code + "000000", on).or(() -> regions.byCode(code, on)).map(Region::name).orElse(code);
    }

    @Override
    @Transactional(readOnly = true)
    public List<Case> read(Collection<UUID> files, Instant knownOn) {
        var children = registry.children(files);
        return List.copyOf(read(files.stream().map(children::get).filter(Objects::nonNull).toList(), knownOn));
    }

    List<ChildCase> read(List<ChildSubject> children, Instant knownOn) {
        return cases(children, knownOn, rosters.absent(children.stream().map(ChildSubject::personId).toList()));
    }

    private List<ChildCase> cases(List<ChildSubject> children, Instant knownOn, Map<UUID, List<CompleteRosters.Absence>> left) {
        var persons = children.stream().map(ChildSubject::personId).toList();
        var kin = registry.relatives(persons);
        var asked = Stream.concat(persons.stream(), kin.values().stream().flatMap(List::stream).filter(relative -> ChildCase.PARENTS.containsKey(relative.relation()))
                .map(Relative::personId)).distinct().toList();
        var facts = registry.factsKnown(asked, knownOn);
        var situations = Set.copyOf(rulebooks.fact("父亲情形").map(FactSpec::options).orElse(List.of()));
        return children.stream().map(child -> new ChildCase(child,
                Applications.code(regions, child.hukouId() == null ? child.regionId() : child.hukouId()).substring(0, 6), kin.getOrDefault(child.personId(), List.of()), facts,
                left.getOrDefault(child.personId(), List.of()).stream().map(one -> new FactValue(one.kind(), one.value(), one.from(), null, one.from(), one.source())).toList(), situations, today)).toList();
    }

    /// Writes what an applicant stated into the file of the person it is about, with the application as its source.
    void recordStated(ChildSubject child, String name, String value, String applicationNo, LocalDate on) {
        var kind = FactNames.kindOf(name);
        var about = kind.prefix().isEmpty() ? Optional.of(child.personId()) : registry.relatives(child.personId()).stream()
                .filter(relative -> kind.prefix().equals(ChildCase.PARENTS.get(relative.relation()))).map(Relative::personId).findFirst();
        if (about.isEmpty()) {
            throw new Refusal(Refusal.Kind.INVALID, "DET-015", "档案里还没有登记" + kind.prefix() + "，不能填写“" + name + "”", "表单已保存，申请还没有提交",
                    "请先在档案里登记" + kind.prefix());
        }
        registry.record(NewFact.stated(about.get(), kind.kind(), value, on, "申请 " + applicationNo));
    }
}
