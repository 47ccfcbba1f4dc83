package org.hutong.rulebook;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.hutong.policy.PayMonths;
import org.hutong.policy.PolicyException;
import org.hutong.policy.run.Columns;
import org.hutong.policy.run.Plan;
import org.hutong.policy.run.Population;
import org.jspecify.annotations.Nullable;

/// What the law of one place and day says of many children from what was known on another day, without its grounds: who is owed what, of whom that is open, who is what.
///
/// A child with a value the law cannot read is owed nothing here; its file shows what is wrong.
public final class Screening {

    private final Plan plan;
    private final Population population;
    private final boolean[] unreadable;
    private final LocalDate knownOn;

    private Screening(Plan plan, Population population, boolean[] unreadable, LocalDate knownOn) {
        this.plan = plan;
        this.population = population;
        this.unreadable = unreadable;
        this.knownOn = knownOn;
    }

    static Screening of(Plan plan, List<List<FactValue>> told, LocalDate knownOn) {
        var columns = new Columns(plan, told.size());
        var unreadable = new boolean[told.size()];
        for (var row = 0; row < told.size(); row++) {
            try {
                columns.set(row, Answers.engineFacts(plan, told.get(row)), knownOn);
            } catch (PolicyException outside) {
                unreadable[row] = true;
            }
        }
        return new Screening(plan, Population.run(plan, columns.seal(), Runtime.getRuntime().availableProcessors()), unreadable, knownOn);
    }

    public boolean isOwed(String programme, int row) {
        return is(population.answers(programme), row, Population.YES);
    }

    public boolean isOpen(String programme, int row) {
        return is(population.answers(programme), row, Population.PENDING);
    }

    /// The child certainly is of the category.
    public boolean isOf(String category, int row) {
        return is(population.category(category), row, Population.YES);
    }

    private boolean is(byte[] answers, int row, byte answer) {
        return answers != null && !unreadable[row] && answers[row] == answer;
    }

    /// Why, for some programmes of one child, without what could turn it: what a lead says.
    ///
    /// @param answer `yes`, `no` or `pending`
    public record Grounds(String programme, String name, String answer, List<String> missing, Assessment.@Nullable Clause clause) {

        public boolean isYes() {
            return answer.equals("yes");
        }
    }

    public List<Grounds> grounds(Collection<String> programmes, List<FactValue> facts) {
        return programmes.isEmpty() ? List.of() : plan.programmes(Answers.engineFacts(plan, facts), knownOn, Set.copyOf(programmes)).stream()
                .map(told -> new Grounds(told.code(), told.name(), told.answer().code, told.missing(),
                        told.clauses().stream().findFirst().map(clause -> Answers.clause(plan, clause)).orElse(null))).toList();
    }

    public String categoryName(String code) {
        var category = plan.law.categories.get(code);
        return category == null ? code : category.name();
    }

    /// Every last month the programme's stopping rules give from these facts, exceptions taken out, the earliest first.
    ///
    /// @param facts with the days on which situations ended
    public List<Ending> endings(String programme, List<FactValue> facts) {
        return endings(plan, programme, facts, knownOn);
    }

    static List<Ending> endings(Plan plan, String programme, List<FactValue> facts, LocalDate knownOn) {
        // a roster that was taken over may carry a local benefit the rulebook does not know
        if (!plan.law.programmes.containsKey(programme)) {
            return List.of();
        }
        return PayMonths.endings(plan, programme, Answers.engineFacts(plan, facts), knownOn).stream()
                .map(ending -> new Ending(ending.reason(), ending.event(), ending.lastMonth(), ending.clause())).toList();
    }
}
