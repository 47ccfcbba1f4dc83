package org.hutong.determination;

import java.time.YearMonth;
import java.util.List;
import java.util.stream.Collectors;
import org.hutong.kernel.Money;
import org.hutong.rulebook.Assessment;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Puts the rulebook's answer, the facts with their people, and the months into what an officer reads.
@Component
class Explanations {

    Explanation of(Assessment assessment, Assessment.Answer answer, List<ChildCase.Held> held, @Nullable YearMonth firstMonth) {
        var read = answer.factsRead();
        var facts = held.stream().filter(one -> read.contains(one.fact().name()))
                .map(one -> new Explanation.Fact(one.fact().name(), one.fact().value(), one.fact().source(), one.fact().trueFrom(),
                        one.fact().knownFrom(), one.personName()))
                .toList();
        var others = assessment.programmes().stream().filter(other -> !other.programme().equals(answer.programme()))
                .map(other -> new Explanation.Other(other.programme(), other.name(), other.answer(), other.why(), other.turnsIf()))
                .toList();
        var missing = answer.missing().stream().map(fact -> new Explanation.Missing(fact, "街镇查验或申请人补充")).toList();
        return new Explanation(conclusion(answer, firstMonth), answer.answer(), answer.amountFen(), firstMonth, answer.assumption(), answer.rules(),
                answer.clauses(), facts, answer.parameters(), answer.sum(), answer.changes(), others, missing);
    }

    private static String conclusion(Assessment.Answer answer, @Nullable YearMonth firstMonth) {
        return switch (answer.answer()) {
            case "yes" -> "符合" + (answer.amountFen() == null ? "" : "，每月 " + new Money(answer.amountFen()).inYuan() + " 元")
                    + (firstMonth == null ? "" : "，自 " + inWords(firstMonth) + "起");
            case "pending" -> "待核实：缺 " + answer.missing().stream().collect(Collectors.joining("、"));
            default -> "不符合";
        };
    }

    static String inWords(YearMonth month) {
        return month.getYear() + " 年 " + month.getMonthValue() + " 月";
    }
}
