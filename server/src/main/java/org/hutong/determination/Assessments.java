package org.hutong.determination;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.hutong.kernel.Today;
import org.hutong.region.Regions;
import org.hutong.registry.ChildSubject;
import org.hutong.registry.Registry;
import org.hutong.rulebook.Assessment;
import org.hutong.rulebook.Ending;
import org.hutong.rulebook.Rulebooks;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// What the law of today says of a child, for rooms that only want to know.
@Service
@Transactional(readOnly = true)
public class Assessments {

    private final Registry registry;
    private final ChildFacts childFacts;
    private final Rulebooks rulebooks;
    private final Regions regions;
    private final Today today;

    Assessments(Registry registry, ChildFacts childFacts, Rulebooks rulebooks, Regions regions, Today today) {
        this.registry = registry;
        this.childFacts = childFacts;
        this.rulebooks = rulebooks;
        this.regions = regions;
        this.today = today;
    }

    /// The last month of a running programme that the place's stopping rules give from what is known today; empty while none has come.
    public Optional<Ending> ending(UUID childFileId, String programme) {
        var place = placeOf(registry.child(childFileId));
        return rulebooks.knownEnding(place, today.date(), programme, childFacts.withEnded(childFileId, today.date(), today.now()));
    }

    /// What the law of today says of many children, read by few statements and asked without grounds; some thousand at a time.
    ///
    /// @return by file; a file out of the reader's sight is left out
    public Map<UUID, Screened> screen(Collection<ChildSubject> children) {
        return screen(children, List.of(today.date()), today.now()).getFirst();
    }

    /// The same for several days, the law of each day held against what was known at one instant. The facts are read once.
    ///
    /// @return one map a day, in their order
    public List<Map<UUID, Screened>> screen(Collection<ChildSubject> children, List<LocalDate> days, Instant known) {
        var byPlace = new TreeMap<String, List<ChildCase>>();
        for (var one : childFacts.read(List.copyOf(children), known)) {
            byPlace.computeIfAbsent(one.place(), none -> new ArrayList<>()).add(one);
        }
        var knownOn = today.dayOf(known);
        return days.stream().map(on -> {
            Map<UUID, Screened> out = new HashMap<>();
            byPlace.forEach((place, cases) -> {
                var rules = rulebooks.comparisons(place);
                var screening = rulebooks.screen(place, on, knownOn, cases.stream().map(one -> one.on(on)).toList());
                for (var row = 0; row < cases.size(); row++) {
                    out.put(cases.get(row).file(), new Screened(on, rules, cases.get(row), screening, row));
                }
            });
            return out;
        }).toList();
    }

    private String placeOf(ChildSubject child) {
        return Applications.code(regions, child.hukouId() == null ? child.regionId() : child.hukouId());
    }

    /// Under the rulebook of the place of the household register, where there is one.
    public Assessment ofChild(UUID childFileId) {
        var child = registry.child(childFileId);
        return rulebooks.assess(placeOf(child), today.date(), today.date(), childFacts.of(childFileId, today.date(), today.now()).stream().map(ChildCase.Held::fact).toList());
    }
}
