package org.hutong.policy.check;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hutong.policy.Facts;
import org.hutong.policy.Outcome;
import org.hutong.policy.PayMonths;
import org.hutong.policy.PolicyException;
import org.hutong.policy.Rulebook;
import org.hutong.policy.pack.Node;
import org.hutong.policy.pack.Pack;
import org.hutong.policy.run.Plan;

/// Runs the cases of a rulebook's `tests/` and remembers which rules they fired.
public final class TestRun {
    /// @param problems empty when the case came out as expected
    /// @param fired    rules the case's answers rest on
    public record Result(Pack.TestCase test, List<String> problems, Set<String> fired) {
        public boolean passed() {
            return problems.isEmpty();
        }
    }

    public final List<Result> results = new ArrayList<>();
    public final Set<String> fired = new HashSet<>();

    private boolean stuck;

    private TestRun() {}

    /// All cases of a rulebook, run once and kept with it.
    public static TestRun of(Rulebook book) {
        return book.tests();
    }

    /// @param base a rulebook whose cases come out the same wherever a place's chain of packs is the same; or null
    public static TestRun run(Rulebook book, Rulebook base) {
        var run = new TestRun();
        var before = new java.util.HashMap<String, Result>();
        if (base != null) base.tests().results.forEach(r -> before.put(r.test().place() + r.test().name(), r));
        for (var pack : book.packs()) {
            for (var test : pack.tests()) {
                var known = before.get(test.place() + test.name());
                if (known != null && known.test().equals(test) && same(book, base, test.region())) {
                    run.results.add(new Result(test, known.problems(), known.fired()));
                } else {
                    var one = new TestRun();
                    run.results.add(new Result(test, one.one(book, test), one.fired));
                }
                run.fired.addAll(run.results.getLast().fired());
            }
        }
        return run;
    }

    private static boolean same(Rulebook book, Rulebook base, String region) {
        try {
            return book.same(base, region);
        } catch (PolicyException noSuchPlace) {
            return false;
        }
    }

    /// Whether some case comes out otherwise than expected; stops at the first. A case that cannot be run says nothing.
    static boolean differs(Rulebook book, List<Pack.TestCase> tests) {
        var run = new TestRun();
        for (var t : tests) {
            run.stuck = false;
            if (!run.one(book, t).isEmpty() && !run.stuck) return true;
        }
        return false;
    }

    private List<String> one(Rulebook book, Pack.TestCase test) {
        try {
            var plan = book.at(test.region(), test.on());
            var facts = Facts.of(test.name(), test.place(), test.facts(), test.members());
            var outcome = plan.evaluate(facts, test.knownOn() == null ? test.on() : test.knownOn());
            outcome.programmes().forEach(p -> fired.addAll(p.rules()));
            var expect = Node.of(test.place() + " expect", test.expect());
            var problems = compare(outcome, expect);
            months(plan, test, facts, expect.node("programmes"), problems);
            return problems;
        } catch (PolicyException e) {
            stuck = true;
            return List.of(e.getMessage());
        }
    }

    private static List<String> compare(Outcome o, Node expect) {
        expect.only("categories", "categories-pending", "decisions", "programmes", "refused");
        var problems = new ArrayList<String>();
        if (expect.map().containsKey("categories")) categories(o, Outcome.Answer.YES, expect.texts("categories"), "类别", problems);
        if (expect.map().containsKey("categories-pending")) categories(o, Outcome.Answer.PENDING, expect.texts("categories-pending"), "待核实类别", problems);
        expect.node("decisions").map().forEach((name, want) -> {
            var got = o.decisions().get(name);
            if (!o.decisions().containsKey(name)) problems.add("决策“" + name + "”没有定值，应为 " + want);
            else if (!same(got, want)) problems.add("决策“" + name + "”得 " + got + "，应为 " + want);
        });
        var programmes = expect.node("programmes");
        for (var code : programmes.map().keySet()) {
            var want = programmes.map().get(code) instanceof Map ? programmes.node(code) : new Node(programmes.place(), Map.of("answer", String.valueOf(programmes.map().get(code))));
            programme(o, code, want, problems);
        }
        return problems;
    }

    private static void months(Plan plan, Pack.TestCase test, Facts facts, Node programmes, List<String> problems) {
        var knownOn = test.knownOn() == null ? test.on() : test.knownOn();
        for (var code : programmes.map().keySet()) {
            if (!(programmes.map().get(code) instanceof Map)) continue;
            var want = programmes.node(code);
            if (want.has("first")) {
                var got = PayMonths.first(plan, code, facts, knownOn, test.confirmed()).map(Object::toString).orElse("无");
                if (!got.equals(want.need("first"))) problems.add(code + " 首月得 " + got + "，应为 " + want.need("first"));
            }
            if (want.has("last")) {
                var ending = PayMonths.endings(plan, code, facts, knownOn).stream().findFirst();
                var got = ending.map(e -> e.lastMonth().toString()).orElse("无");
                if (!got.equals(want.need("last"))) problems.add(code + " 末月得 " + got + ending.map(e -> "（" + e.reason() + "）").orElse("") + "，应为 " + want.need("last"));
            }
        }
    }

    private static void categories(Outcome o, Outcome.Answer answer, List<String> want, String what, List<String> problems) {
        var names = new LinkedHashSet<String>();
        for (var c : o.categories()) if (c.answer() == answer) names.add(want.contains(c.code()) ? c.code() : c.name());
        if (!names.equals(new LinkedHashSet<>(want))) problems.add(what + "得 " + names + "，应为 " + want);
    }

    private static boolean same(Object got, Object want) {
        if (got == null || want == null) return got == want;
        try {
            if (got instanceof Number) return new BigDecimal(got.toString()).compareTo(new BigDecimal(want.toString())) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
        return got.toString().equals(want.toString());
    }

    private static void programme(Outcome o, String code, Node want, List<String> problems) {
        want.only("answer", "amount", "rules", "missing", "clauses", "assumption", "first", "last", "note");
        var found = o.programmes().stream().filter(p -> p.code().equals(code)).findFirst();
        if (found.isEmpty()) { problems.add("没有待遇“" + code + "”"); return; }
        var p = found.get();
        if (want.has("answer")) {
            var answer = switch (want.need("answer")) {
                case "true", "yes" -> "yes";
                case "false", "no" -> "no";
                default -> want.need("answer");
            };
            if (!p.answer().code.equals(answer)) problems.add(code + " 得 " + p.answer().code + (p.missing().isEmpty() ? "" : " " + p.missing()) + "，应为 " + answer);
        } else if (!want.has("first") && !want.has("last")) {
            problems.add(code + " 没有写应有的回答（answer）或月份（first、last）");
        }
        if (want.has("amount")) {
            var fen = new BigDecimal(want.need("amount")).movePointRight(2).longValueExact();
            if (p.amountFen() == null || p.amountFen() != fen) problems.add(code + " 金额得 " + p.amountFen() + " 分，应为 " + fen + " 分");
        }
        for (var rule : want.texts("rules")) if (p.rules().stream().noneMatch(r -> r.equals(rule) || r.endsWith("." + rule))) problems.add(code + " 没有用到规则 " + rule + "，用到的是 " + p.rules());
        for (var clause : want.texts("clauses")) if (!p.clauses().contains(clause)) problems.add(code + " 没有引用 " + clause + "，引用的是 " + p.clauses());
        if (want.map().containsKey("missing") && !new HashSet<>(want.texts("missing")).equals(new HashSet<>(p.missing()))) problems.add(code + " 待核实事项得 " + p.missing() + "，应为 " + want.texts("missing"));
        if (want.has("assumption") && want.flag("assumption", false) != p.assumption()) problems.add(code + " 是否含假设得 " + p.assumption());
    }
}
