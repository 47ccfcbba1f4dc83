package org.hutong.determination;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hutong.kernel.Today;
import org.hutong.region.Regions;
import org.hutong.registry.ChildSubject;
import org.hutong.registry.FactView;
import org.hutong.registry.NewFact;
import org.hutong.registry.Registry;
import org.hutong.registry.Relative;
import org.hutong.rulebook.FactSpec;
import org.hutong.rulebook.FactValue;
import org.hutong.rulebook.Rulebooks;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What the registry knows of a child and the parents, under the names of the rulebook's vocabulary.
///
/// A fact nobody knows is simply absent: the answer is then 待核实, never a default.
@Component
class ChildFacts {

    private static final String FATHER = "FATHER";
    private static final String MOTHER = "MOTHER";

    private final Registry registry;
    private final Rulebooks rulebooks;

    ChildFacts(Registry registry, Rulebooks rulebooks) {
        this.registry = registry;
        this.rulebooks = rulebooks;
    }

    /// @param departmentValue the newest value a department's list gave, where there is one
    record Held(FactValue fact, String group, @Nullable String personName, boolean fromDepartment, @Nullable String departmentValue,
            @Nullable String departmentList, @Nullable LocalDate departmentDate) {}

    List<Held> of(UUID childFileId, LocalDate asOf, Instant knownOn) {
        return List.of();
    }

    static void recordStated(Registry registry, ChildSubject child, String name, String value, String applicationNo, LocalDate on) {
    }
}
