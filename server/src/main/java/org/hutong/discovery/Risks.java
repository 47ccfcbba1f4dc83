package org.hutong.discovery;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.hutong.kernel.Today;
import org.hutong.registry.FactView;
import org.hutong.rulebook.Comparison;

/// Signs that a child's life is getting worse: a number that grows from delivery to delivery, several things begun within some days. The
/// numbers are the rulebook's, marked 假设.
final class Risks {

    private Risks() {}

    static List<Finding> of(Compared one) {
        var found = new ArrayList<Finding>();
        for (var rule : one.law().rules()) {
            if (rule.rises() != null) {
                rises(one, rule, rule.rises(), found);
            }
            if (rule.signals() != null) {
                signals(one, rule, rule.signals(), found);
            }
        }
        return found;
    }

    private static void rises(Compared one, Comparison rule, Comparison.Rise rise, List<Finding> found) {
        var values = one.self().facts().stream().filter(fact -> fact.kind().equals(rise.fact()) && fact.value().matches("\\d{1,9}"))
                .sorted(Comparator.comparing(FactView::knownFrom).thenComparing(fact -> Integer.parseInt(fact.value()))).toList();
        if (values.size() < rise.times()) {
            return;
        }
        var last = values.subList(values.size() - rise.times(), values.size());
        for (var nth = 1; nth < last.size(); nth++) {
            if (Integer.parseInt(last.get(nth).value()) <= Integer.parseInt(last.get(nth - 1).value())) {
                return;
            }
        }
        if (LocalDate.ofInstant(last.getLast().knownFrom(), Today.ZONE).plusDays(rise.days()).isBefore(one.today())) {
            return;
        }
        found.add(new Finding(rule, null, "ORANGE", 85, "连着 " + rise.times() + " 批名单都在上升（次数为假设）",
                last.getFirst().kindName() + " " + last.stream().map(FactView::value).collect(Collectors.joining(" → ")) + "，一批比一批多",
                "情况在变重。请先联系家里和学校，需要的转教育部门一人一案办理。" + to(rule), Finding.clause(rule.clause()), last.stream().map(one.self()::evidence).toList(), ""));
    }

    private static void signals(Compared one, Comparison rule, Comparison.Signals signals, List<Finding> found) {
        var since = one.today().minusDays(signals.days());
        var evidence = new ArrayList<Finding.Evidence>();
        var kinds = new ArrayList<String>();
        for (var person : one.persons()) {
            for (var fact : person.facts()) {
                var what = person.whose() + fact.kind();
                if (fact.holds(one.today()) && Compared.matches(fact, signals.facts()) && fact.trueFrom().isAfter(since) && !kinds.contains(what)) {
                    kinds.add(what);
                    evidence.add(person.evidence(fact));
                }
            }
        }
        if (kinds.size() >= signals.atLeast()) {
            found.add(new Finding(rule, null, "ORANGE", 80, signals.days() + " 天内出现 " + kinds.size() + " 项（天数和项数为假设）",
                    signals.days() + " 天内接连出现：" + evidence.stream().map(line -> line.label() + " " + line.from()).collect(Collectors.joining("，")),
                    "几件事接连发生，孩子的处境可能在变坏。请尽快上门看一次。" + to(rule), Finding.clause(rule.clause()), evidence, ""));
        }
    }

    static String to(Comparison rule) {
        return rule.handover() == null ? "" : "核实属实的，转办“" + rule.handover().name() + "”（" + rule.handover().to() + "）。";
    }
}
