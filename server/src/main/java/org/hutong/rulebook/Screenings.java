package org.hutong.rulebook;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.hutong.policy.Facts;
import org.hutong.policy.PayMonths;
import org.hutong.policy.PolicyException;
import org.hutong.policy.run.Columns;
import org.hutong.policy.run.Plan;
import org.hutong.policy.run.Population;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// What the comparisons of the rulebook ask of many children at once: who is owed something nobody pays, and whose payments a stopping rule may have ended.
///
/// Everyone goes through columns; only of those with an answer that matters the grounds are told.
@Service
public class Screenings {

    /// @param certain false where facts are still missing, but the child certainly is of the row's category
    /// @param missing facts that still matter
    public record Owed(Comparison rule, String programme, String name, boolean certain, List<String> missing, Assessment.@Nullable Clause clause) {}

    /// @param ended paid programmes of which some stopping rule's day has come; its exceptions are not yet looked at
    public record Screened(UUID file, List<Owed> owed, Set<String> ended) {

        public boolean quiet() {
            return owed.isEmpty() && ended.isEmpty();
        }
    }

    private final Rulebooks rulebooks;

    Screenings(Rulebooks rulebooks) {
        this.rulebooks = rulebooks;
    }

    /// @param paid programmes paid this month, by file
    /// @return one answer for each case, in no particular order
    public List<Screened> screen(LocalDate on, LocalDate knownOn, Collection<FactColumns.Case> cases, Function<UUID, Set<String>> paid) {
        var byPlace = new LinkedHashMap<String, List<FactColumns.Case>>();
        cases.forEach(one -> byPlace.computeIfAbsent(one.place(), none -> new ArrayList<>()).add(one));
        var out = new ArrayList<Screened>();
        byPlace.forEach((place, some) -> out.addAll(screen(place, on, knownOn, some, paid)));
        return out;
    }

    private List<Screened> screen(String place, LocalDate on, LocalDate knownOn, List<FactColumns.Case> cases, Function<UUID, Set<String>> paid) {
        var plan = rulebooks.at(place, on);
        // where no roster here tells who is paid, nothing is said: what is not known is not "unserved"
        var rules = rulebooks.comparisons(place).stream().filter(rule -> rule.group().equals(Comparison.UNSERVED) && !rule.servedBy().isEmpty()).toList();
        var facts = new HashMap<UUID, Facts>();
        var columns = new Columns(plan, cases.size());
        for (var row = 0; row < cases.size(); row++) {
            var one = cases.get(row);
            var told = Answers.engineFacts(plan, one.on(on));
            try {
                columns.set(row, told, knownOn);
                facts.put(one.file(), told);
            } catch (PolicyException outside) {
                // a value outside its domain: nothing is said of this child here; the child's own page names it
            }
        }
        var population = Population.run(plan, columns.seal(), 1);
        var out = new ArrayList<Screened>();
        for (var row = 0; row < cases.size(); row++) {
            var one = cases.get(row);
            var already = paid.apply(one.file());
            var own = facts.get(one.file());
            out.add(new Screened(one.file(), own == null ? List.of() : owed(plan, population, row, rules, own, knownOn, already), ended(plan, one, on, knownOn, already)));
        }
        return out;
    }

    private static List<Owed> owed(Plan plan, Population population, int row, List<Comparison> rules, Facts facts, LocalDate knownOn, Set<String> already) {
        var out = new ArrayList<Owed>();
        for (var rule : rules) {
            if (rule.servedBy().stream().anyMatch(already::contains)) {
                continue;
            }
            var category = rule.category() == null ? null : population.category(rule.category());
            var isOne = category != null && category[row] == Population.YES;
            rule.programmes().stream().filter(code -> {
                var answers = population.answers(code);
                return answers != null && (answers[row] == Population.YES || isOne && answers[row] == Population.PENDING);
            }).findFirst().ifPresent(code -> {
                var told = plan.programmes(facts, knownOn, Set.of(code)).getFirst();
                out.add(new Owed(rule, code, told.name(), population.answers(code)[row] == Population.YES, told.missing(),
                        told.clauses().stream().findFirst().map(clause -> Answers.clause(plan, clause)).orElse(null)));
            });
        }
        return out;
    }

    private static Set<String> ended(Plan plan, FactColumns.Case one, LocalDate on, LocalDate knownOn, Set<String> already) {
        if (already.isEmpty()) {
            return Set.of();
        }
        var facts = Answers.engineFacts(plan, one.withEnded(on));
        var out = new LinkedHashSet<String>();
        for (var programme : already) {
            var known = plan.law.programmes.get(programme);
            if (known == null) {
                continue;
            }
            for (var stop : known.stops()) {
                try {
                    var event = plan.day(stop.event(), facts, knownOn);
                    if (event != null && !PayMonths.anniversary(event, stop.years()).isAfter(on)) {
                        out.add(programme);
                    }
                } catch (PolicyException outside) {
                    out.add(programme);
                }
            }
        }
        return out;
    }
}
