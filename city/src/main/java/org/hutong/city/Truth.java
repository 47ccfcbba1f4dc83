package org.hutong.city;

import java.time.LocalDate;
import java.util.List;

/// What is really so in one household: for tests and benches, never for the server.
///
/// @param household  what the registry knows; null for residents outside the registry
/// @param persons    everybody
/// @param facts      every fact, known to the registry or not
/// @param entitled   which child really belongs to which category, and since when
/// @param cases      planted and natural deviations between roster and truth
public record Truth(long id, String village, boolean inRegistry, Household household, List<Person> persons, List<Kinship> kinships, List<Fact> facts,
                    List<Entitled> entitled, List<Case> cases) {

    public record Entitled(long child, Category category, LocalDate since) {
    }

    /// @param planted put there on purpose (exact counts), or come about by chance
    public record Case(CaseKind kind, long child, String text, boolean planted) {
    }

    public Person person(long id) {
        for (var p : persons) {
            if (p.id() == id) {
                return p;
            }
        }
        throw new IllegalArgumentException("no person " + id + " in household " + this.id);
    }
}
