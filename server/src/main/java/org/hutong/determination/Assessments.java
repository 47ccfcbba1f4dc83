package org.hutong.determination;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hutong.kernel.Today;
import org.hutong.region.Regions;
import org.hutong.registry.ChildSubject;
import org.hutong.registry.Registry;
import org.hutong.rulebook.Assessment;
import org.hutong.rulebook.Comparison;
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
        var child = registry.child(childFileId);
        var place = placeOf(child);
        return rulebooks.knownEnding(place, today.date(), programme, childFacts.withEnded(childFileId, today.date(), today.now()));
    }

    /// What the place's rulebook looks for.
    public List<Comparison> comparisons(UUID childFileId) {
        return rulebooks.comparisons(placeOf(registry.child(childFileId)));
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
