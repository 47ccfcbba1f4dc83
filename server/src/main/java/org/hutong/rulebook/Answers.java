package org.hutong.rulebook;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hutong.policy.Facts;
import org.hutong.policy.Outcome;
import org.hutong.policy.PayMonths;
import org.hutong.policy.pack.Pack;
import org.hutong.policy.pack.Type;
import org.hutong.policy.run.CaseView;
import org.hutong.policy.run.Plan;
import org.jspecify.annotations.Nullable;

/// Turns one evaluation into what people read: rules with their conditions, clauses with their words, the smallest change that would
/// turn a no, and the known days on which the answer may change.
final class Answers {

    private final Plan plan;
    private final List<FactValue> facts;
    private final Outcome outcome;
    private final CaseView view;

    Answers(Plan plan, List<FactValue> facts, LocalDate knownOn) {
        this.plan = plan;
        this.facts = facts;
        var known = engineFacts(plan, facts);
        this.outcome = plan.evaluate(known, knownOn);
        this.view = new CaseView(plan, known, knownOn);
    }

    /// Facts as the engine takes them: those of this place's vocabulary that still hold on the plan's day, in the order of names.
    static Facts engineFacts(Plan plan, List<FactValue> facts) {
        var engine = new Facts("");
        facts.stream().filter(fact -> plan.law.facts.containsKey(fact.name()))
                .filter(fact -> fact.trueTo() == null || fact.trueTo().isAfter(plan.asOf))
                .sorted(java.util.Comparator.comparing(FactValue::name))
                .forEach(fact -> engine.put(fact.name(), new Facts.Version(fact.value(), fact.source(), fact.trueFrom(), fact.trueFrom(), fact.knownFrom())));
        return engine;
    }

    Assessment assessment(String edition) {
        var receipt = outcome.receipt();
        return new Assessment(
                new Assessment.Receipt(edition, receipt.id(), receipt.version(), receipt.sha256(), receipt.engine(), receipt.on(), receipt.knownOn()),
                outcome.categories().stream().map(this::category).toList(), outcome.programmes().stream().map(this::answer).toList(),
                outcome.canonicalJson());
    }

    private Assessment.Category category(Outcome.Category category) {
        return new Assessment.Category(category.code(), category.name(), category.answer() == Outcome.Answer.YES,
                category.answer() == Outcome.Answer.PENDING, plan.law.categories.get(category.code()).clause());
    }

    private Assessment.Answer answer(Outcome.Programme programme) {
        var rules = programme.steps().stream().filter(step -> step.rule() != null && !step.rule().isEmpty()).map(Answers::rule).toList();
        return new Assessment.Answer(programme.code(), programme.name(), programme.answer().code, programme.amountFen(), programme.period(),
                programme.assumption(), rules, clauses(programme.clauses()), programme.facts().stream().map(Outcome.FactUse::name).toList(),
                programme.parameters().stream().map(this::parameter).toList(), sum(programme), changes(programme),
                programme.papers().stream().map(paper -> new Assessment.Paper(paper.name(), paper.clause())).toList(), programme.missing(),
                why(programme), turnsIf(programme));
    }

    private static Assessment.Rule rule(Outcome.Step step) {
        var conditions = step.inputs().entrySet().stream().map(input -> new Assessment.Condition(input.getKey(), input.getValue(), true)).toList();
        return new Assessment.Rule(step.rule(), step.decision() + "：" + step.value(), conditions, "且");
    }

    private List<Assessment.Clause> clauses(List<String> ids) {
        return ids.stream().map(id -> clause(plan, id)).toList();
    }

    static Assessment.Clause clause(Plan plan, String id) {
        var parts = id.split("#", 2);
        var source = plan.law.sources.get(parts[0]);
        if (source == null) {
            return new Assessment.Clause(id, id.startsWith("假设") ? "假设" : parts[0], parts.length > 1 ? parts[1] : "", "");
        }
        var document = source.number() == null || source.number().isBlank() ? source.title() : source.number();
        return source.clauses().stream().filter(clause -> parts.length > 1 && clause.id().equals(parts[1])).findFirst()
                .map(clause -> new Assessment.Clause(id, document, (clause.id() + " " + clause.title()).strip(), clause.text().strip()))
                .orElse(new Assessment.Clause(id, document, parts.length > 1 ? parts[1] : "", ""));
    }

    private Assessment.Parameter parameter(Outcome.ParameterUse use) {
        var region = plan.law.packs.stream().filter(pack -> pack.code().equals(use.region())).map(Pack::title).findFirst().orElse(use.region());
        return new Assessment.Parameter(use.name(), use.value(), use.unit(), region, use.from(), use.cite(),
                use.nature().startsWith("假设") || use.cite().startsWith("假设"));
    }

    private static String sum(Outcome.Programme programme) {
        if (programme.amountFen() == null) {
            return "";
        }
        var parts = programme.parameters().stream().filter(use -> use.unit() != null && use.unit().startsWith("元"))
                .map(use -> use.name() + " " + use.value() + " " + use.unit()).collect(Collectors.joining("，"));
        return parts + (programme.reason().isEmpty() ? "" : (parts.isEmpty() ? "" : "；") + programme.reason());
    }

    private static String why(Outcome.Programme programme) {
        if (programme.answer() == Outcome.Answer.PENDING) {
            return "还缺：" + String.join("、", programme.missing());
        }
        if (!programme.reason().isEmpty()) {
            return programme.reason();
        }
        var steps = programme.steps().stream().filter(step -> !step.inputs().isEmpty()).toList();
        if (steps.isEmpty()) {
            return programme.answer() == Outcome.Answer.YES ? "符合条件" : "不符合条件";
        }
        var last = steps.getLast();
        return last.decision() + "为“" + last.value() + "”，因为" + last.inputs().entrySet().stream()
                .map(input -> input.getKey() + "为" + input.getValue()).collect(Collectors.joining("、"));
    }

    /// The smallest change of facts that would turn the no; null where no change of one or two facts does.
    private @Nullable String turnsIf(Outcome.Programme programme) {
        if (programme.answer() != Outcome.Answer.NO) {
            return null;
        }
        return view.whyNot(programme.code()).options().stream().limit(2)
                .map(option -> option.stream().map(CaseView.Change::text).collect(Collectors.joining("，并且"))).reduce((one, other) -> one + "；或 " + other).orElse(null);
    }

    /// Known days on which the answer may change: ends of facts it read, and the programme's stopping rules whose day is known.
    private List<Assessment.Change> changes(Outcome.Programme programme) {
        if (programme.answer() != Outcome.Answer.YES) {
            return List.of();
        }
        var days = new TreeMap<LocalDate, List<String>>();
        var read = programme.facts().stream().map(Outcome.FactUse::name).toList();
        for (var fact : facts) {
            // a day on which something began or ends comes to no end itself: what it belongs to does
            if (read.contains(fact.name()) && !isDay(fact.name()) && fact.trueTo() != null && fact.trueTo().isAfter(plan.asOf)) {
                add(days, fact.trueTo(), fact.name() + "（" + fact.value() + "）到期，提前 30 天提示复核");
            }
        }
        var open = new ArrayList<Assessment.Change>();
        var known = engineFacts(plan, facts);
        var endings = PayMonths.endings(plan, programme.code(), known, outcome.receipt().knownOn());
        endings.stream().filter(end -> end.event().isAfter(plan.asOf)).forEach(end -> add(days, end.event(), end.reason() + "，领至 " + end.lastMonth()));
        for (var stop : plan.law.programmes.get(programme.code()).stops()) {
            var lifted = stop.unless() != null && plan.answer(stop.unless(), known, outcome.receipt().knownOn()).answer() == Outcome.Answer.YES;
            if (!lifted && endings.stream().noneMatch(end -> end.reason().equals(stop.reason()))) {
                open.add(new Assessment.Change(null, stop.reason()));
            }
        }
        var all = new ArrayList<Assessment.Change>();
        days.forEach((day, texts) -> texts.forEach(text -> all.add(new Assessment.Change(day, text))));
        all.addAll(open);
        return all;
    }

    private boolean isDay(String name) {
        var fact = plan.law.facts.get(name);
        return fact != null && fact.type().kind() == Type.Kind.DATE;
    }

    private static void add(Map<LocalDate, List<String>> days, LocalDate day, String text) {
        days.computeIfAbsent(day, none -> new ArrayList<>()).add(text);
    }
}
