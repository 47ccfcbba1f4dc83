package org.hutong.determination;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.hutong.rulebook.Assessment;
import org.jspecify.annotations.Nullable;

/// From conclusion to clause, facts and parameters: what a person sees before confirming and what the decision keeps.
///
/// @param answer `yes`, `no` or `pending`
public record Explanation(String conclusion, String answer, @Nullable Long amountFen, @Nullable YearMonth firstMonth, boolean assumption,
        List<Assessment.Rule> rules, List<Assessment.Clause> clauses, List<Fact> facts, List<Assessment.Parameter> parameters,
        String sum, List<Assessment.Change> changes, List<Other> others, List<Missing> missing) {

    public record Fact(String name, String value, String source, @Nullable LocalDate trueFrom, LocalDate knownFrom, @Nullable String personName) {}

    /// Why not another programme.
    public record Other(String programme, String name, String answer, String why, @Nullable String turnsIf) {}

    /// @param who who can supply it
    public record Missing(String fact, String who) {}
}
