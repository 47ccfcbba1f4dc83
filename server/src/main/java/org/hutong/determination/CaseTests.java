package org.hutong.determination;

import java.util.UUID;
import org.hutong.access.LookLog;
import org.hutong.access.Purposes;
import org.hutong.kernel.Today;
import org.hutong.region.Regions;
import org.hutong.registry.Registry;
import org.hutong.rulebook.Cases;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// One press turns a case into a test of a policy draft. Only facts by name cross over into the rulebook, never a person.
@Service
public class CaseTests {

    private final Decisions decisions;
    private final ChildFacts childFacts;
    private final Registry registry;
    private final Regions regions;
    private final Cases cases;
    private final Purposes purposes;
    private final LookLog looks;
    private final Today today;

    CaseTests(Decisions decisions, ChildFacts childFacts, Registry registry, Regions regions, Cases cases, Purposes purposes, LookLog looks, Today today) {
        this.decisions = decisions;
        this.childFacts = childFacts;
        this.registry = registry;
        this.regions = regions;
        this.cases = cases;
        this.purposes = purposes;
        this.looks = looks;
        this.today = today;
    }

    /// From the facts frozen with a decision, as of the decision's day.
    @Transactional
    public Cases.Made ofDecision(UUID decisionId, UUID draftId) {
        var row = decisions.read(decisionId);
        looks.record(LookLog.Action.OPEN, "decision", decisionId, row.getRegionId(), null, LookLog.OK, "去标识后作用例");
        return cases.add(draftId, row.getPlaceCode(), row.getAsOf(), decisions.frozen(row));
    }

    /// From a child's facts of today; like opening the file, it asks for a purpose.
    @Transactional
    public Cases.Made ofChild(UUID childFileId, UUID draftId) {
        var child = registry.child(childFileId);
        var purpose = purposes.require(childFileId);
        looks.record(LookLog.Action.OPEN, "child", childFileId, child.regionId(), purpose.purpose(), LookLog.OK, "去标识后作用例");
        var place = Applications.code(regions, child.hukouId() == null ? child.regionId() : child.hukouId());
        return cases.add(draftId, place, today.date(), childFacts.of(childFileId, today.date(), today.now()).stream().map(ChildCase.Held::fact).toList());
    }
}
