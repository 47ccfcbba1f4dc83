package org.hutong.rulebook;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the law in force says of one set of facts.
///
/// @param canonical the engine's canonical JSON of the answers, equal byte for byte whenever the same facts meet the same edition
public record Assessment(Receipt receipt, List<Category> categories, List<Answer> programmes, String canonical) {

    /// @param edition SHA-256 of the whole rulebook tree
    /// @param sha256  SHA-256 of the resolved chain of packs for the place
    public record Receipt(String edition, String pack, String version, String sha256, String engine, LocalDate asOf, LocalDate knownOn) {}

    public record Category(String code, String name, boolean holds, boolean pending, String clause) {}

    /// @param answer     `yes`, `no` or `pending`
    /// @param why        one sentence of the reason
    /// @param turnsIf    the smallest change of facts that would turn a `no`, in words; null where there is none
    /// @param missing    names of the facts that still matter
    /// @param assumption true when any amount, date or rule it rests on is marked 假设
    public record Answer(String programme, String name, String answer, @Nullable Long amountFen, String period, boolean assumption,
            List<Rule> rules, List<Clause> clauses, List<String> factsRead, List<Parameter> parameters, String sum,
            List<Change> changes, List<Paper> papers, List<String> missing, String why, @Nullable String turnsIf) {

        public boolean isYes() {
            return answer.equals("yes");
        }
    }

    public record Rule(String id, String name, List<Condition> conditions, String join) {}

    public record Condition(String text, String value, boolean holds) {}

    /// @param id citation as written in the rulebook, `SOURCE#clause`
    public record Clause(String id, String document, String clause, String text) {}

    public record Parameter(String name, String value, String unit, String region, @Nullable LocalDate from, String basis, boolean assumption) {}

    /// @param on null when the day is not known today
    public record Change(@Nullable LocalDate on, String text) {}

    public record Paper(String name, String clause) {}

    public Optional<Answer> programme(String code) {
        return programmes.stream().filter(answer -> answer.programme().equals(code)).findFirst();
    }
}
