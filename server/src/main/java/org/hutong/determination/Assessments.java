package org.hutong.determination;

import java.util.UUID;
import org.hutong.kernel.Today;
import org.hutong.region.Regions;
import org.hutong.registry.Registry;
import org.hutong.rulebook.Assessment;
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

    /// Under the rulebook of the place of the household register, where there is one.
    public Assessment ofChild(UUID childFileId) {
        var child = registry.child(childFileId);
        var place = Applications.code(regions, child.hukouId() == null ? child.regionId() : child.hukouId());
        return rulebooks.assess(place, today.date(), today.date(), childFacts.of(childFileId, today.date(), today.now()).stream().map(ChildFacts.Held::fact).toList());
    }
}
