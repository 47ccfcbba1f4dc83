package org.hutong.rulebook;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hutong.policy.Facts;
import org.hutong.policy.Outcome;
import org.hutong.policy.PolicyException;
import org.hutong.policy.Rulebook;
import org.hutong.policy.pack.Pack;
import org.hutong.policy.pack.Type;
import org.hutong.policy.run.Columns;
import org.hutong.policy.run.Plan;
import org.hutong.policy.run.Population;
import org.jspecify.annotations.Nullable;

/// Two rulebooks over some children of one place: through columns for everyone, and with grounds for those of whom they say different things.
final class WhatIfBatch {

    /// @param lawOn day whose rules count; null where they move with the day looked at
    /// @param place six digits of the place whose law is laid over everyone; null for the child's own
    record Side(Rulebook book, @Nullable LocalDate lawOn, @Nullable String place) {

        Plan plan(String own, LocalDate day) {
            return book.at(place == null ? own : place, lawOn == null ? day : lawOn, day);
        }
    }

    record Question(Side a, Side b, LocalDate day, LocalDate knownOn, int year, long stepFen) {}

    record Answer(WhatIfFigures figures, List<WhatIfChild> children) {}

    /// One rulebook's answers on one day.
    private record Ran(Plan plan, Population population, List<Facts> facts, boolean[] unreadable) {

        byte answer(String programme, int row) {
            var all = population.answers(programme);
            return all == null ? Population.NO : all[row];
        }

        long fen(String programme, int row) {
            var all = population.amountsFen(programme);
            return all == null || answer(programme, row) != Population.YES ? 0 : all[row];
        }

        Pack.@Nullable Programme programme(String code) {
            return plan.law.programmes.get(code);
        }
    }

    /// Sums per child on the day.
    private static final class Sums {
        final long[] aMonth, bMonth, aOnce, bOnce;
        final Map<Integer, Set<String>> turned = new TreeMap<>();

        Sums(int rows) {
            aMonth = new long[rows];
            bMonth = new long[rows];
            aOnce = new long[rows];
            bOnce = new long[rows];
        }

        long year(int row) {
            return 12 * (bMonth[row] - aMonth[row]) + bOnce[row] - aOnce[row];
        }
    }

    /// Half the machine, so that people can go on working.
    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private final Question ask;
    private final String place;
    private final List<FactColumns.Case> cases;

    WhatIfBatch(Question ask, String place, List<FactColumns.Case> cases) {
        this.ask = ask;
        this.place = place;
        this.cases = cases;
    }

    /// @throws PolicyException where a rulebook cannot be compiled for the place and day
    Answer answer() {
        var told = cases.stream().map(one -> one.on(ask.day())).toList();
        var a = run(ask.a(), ask.day(), told, null);
        var b = run(ask.b(), ask.day(), told, null);
        var codes = new LinkedHashSet<>(b.plan().law.programmes.keySet());
        codes.addAll(a.plan().law.programmes.keySet());
        var sums = new Sums(cases.size());
        var byProgramme = new LinkedHashMap<String, WhatIfFigures.ByProgramme>();
        codes.forEach(code -> byProgramme.put(code, programme(code, a, b, sums)));
        var months = months(codes, byProgramme);
        var children = new ArrayList<WhatIfChild>();
        sums.turned.forEach((row, programmes) -> children.add(turned(row, programmes, a, b, sums)));
        children.addAll(cliffs(WhatIfChild.Kind.CLIFF_A, a, told, sums.aMonth));
        children.addAll(cliffs(WhatIfChild.Kind.CLIFF_B, b, told, sums.bMonth));
        return new Answer(new WhatIfFigures(cases.size(), count(children, WhatIfChild.Kind.GAIN), count(children, WhatIfChild.Kind.LOSE),
                count(children, WhatIfChild.Kind.CHANGED), unreadable(a, b), count(children, WhatIfChild.Kind.CLIFF_A), count(children, WhatIfChild.Kind.CLIFF_B),
                List.copyOf(byProgramme.values()), categories(a, b, sums), rules(codes, a, b), months, spread(sums)), children);
    }

    private Ran run(Side side, LocalDate day, List<List<FactValue>> told, @Nullable Set<String> wanted) {
        var plan = side.plan(place, day);
        var facts = told.stream().map(one -> Answers.engineFacts(plan, one)).toList();
        return run(plan, facts, wanted);
    }

    private Ran run(Plan plan, List<Facts> facts, @Nullable Set<String> wanted) {
        var columns = new Columns(plan, facts.size());
        var unreadable = new boolean[facts.size()];
        for (var row = 0; row < facts.size(); row++) {
            try {
                columns.set(row, facts.get(row), ask.knownOn());
            } catch (PolicyException outside) {
                unreadable[row] = true;
            }
        }
        return new Ran(plan, Population.run(plan, columns.seal(), THREADS, wanted), facts, unreadable);
    }

    private static boolean monthly(Pack.Programme programme) {
        return "month".equals(programme.period());
    }

    private WhatIfFigures.ByProgramme programme(String code, Ran a, Ran b, Sums sums) {
        var named = b.programme(code) == null ? a.programme(code) : b.programme(code);
        int aYes = 0, bYes = 0, aPending = 0, bPending = 0, gainers = 0, losers = 0;
        long aSum = 0, bSum = 0;
        for (var row = 0; row < cases.size(); row++) {
            if (a.unreadable()[row] || b.unreadable()[row]) {
                continue;
            }
            byte x = a.answer(code, row), y = b.answer(code, row);
            long p = a.fen(code, row), q = b.fen(code, row);
            aYes += x == Population.YES ? 1 : 0;
            bYes += y == Population.YES ? 1 : 0;
            aPending += x == Population.PENDING ? 1 : 0;
            bPending += y == Population.PENDING ? 1 : 0;
            aSum += p;
            bSum += q;
            gainers += q > p || p == q && x != y && y == Population.YES ? 1 : 0;
            losers += q < p || p == q && x != y && x == Population.YES ? 1 : 0;
            (a.programme(code) != null && monthly(a.programme(code)) ? sums.aMonth : sums.aOnce)[row] += p;
            (b.programme(code) != null && monthly(b.programme(code)) ? sums.bMonth : sums.bOnce)[row] += q;
            if (x != y || p != q) {
                sums.turned.computeIfAbsent(row, none -> new LinkedHashSet<>()).add(code);
            }
        }
        return new WhatIfFigures.ByProgramme(code, named.name(), named.kind(), named.amount() == null ? null : named.period(), aYes, bYes, aPending, bPending, aSum, bSum,
                gainers, losers, 0, 0);
    }

    /// The budget year month by month, each looked at on its first day; the children stay those of the day. Adds the year to the programmes.
    private List<WhatIfFigures.ByMonth> months(Set<String> codes, Map<String, WhatIfFigures.ByProgramme> byProgramme) {
        var out = new ArrayList<WhatIfFigures.ByMonth>();
        var paid = byProgramme.values().stream().filter(one -> one.period() != null).map(WhatIfFigures.ByProgramme::code).collect(java.util.stream.Collectors.toSet());
        var same = ask.a().equals(ask.b());
        var paidA = new HashMap<String, boolean[]>();
        var paidB = new HashMap<String, boolean[]>();
        for (var month = 1; month <= 12; month++) {
            var day = LocalDate.of(ask.year(), month, 1);
            var told = cases.stream().map(one -> one.on(day)).toList();
            var a = run(ask.a(), day, told, paid);
            var b = same ? a : run(ask.b(), day, told, paid);
            long aAll = 0, bAll = 0;
            for (var code : codes) {
                long p = paid(code, a, paidA), q = paid(code, b, paidB);
                aAll += p;
                bAll += q;
                var x = byProgramme.get(code);
                byProgramme.put(code, new WhatIfFigures.ByProgramme(x.code(), x.name(), x.kind(), x.period(), x.aYes(), x.bYes(), x.aPending(), x.bPending(), x.aFen(), x.bFen(),
                        x.gainers(), x.losers(), x.aYearFen() + p, x.bYearFen() + q));
            }
            out.add(new WhatIfFigures.ByMonth(YearMonth.from(day).toString(), aAll, bAll));
        }
        return out;
    }

    /// A month's money of one programme; what is paid once or once a year only where it was not yet paid in the year.
    private long paid(String code, Ran ran, Map<String, boolean[]> already) {
        var programme = ran.programme(code);
        if (programme == null || programme.amount() == null) {
            return 0;
        }
        var once = monthly(programme) ? null : already.computeIfAbsent(code, none -> new boolean[cases.size()]);
        var sum = 0L;
        for (var row = 0; row < cases.size(); row++) {
            var fen = ran.unreadable()[row] ? 0 : ran.fen(code, row);
            if (fen == 0 || once != null && once[row]) {
                continue;
            }
            if (once != null) {
                once[row] = true;
            }
            sum += fen;
        }
        return sum;
    }

    private List<WhatIfFigures.ByCategory> categories(Ran a, Ran b, Sums sums) {
        var names = new LinkedHashMap<String, String>();
        b.plan().law.categories.values().forEach(one -> names.put(one.code(), one.name()));
        a.plan().law.categories.values().forEach(one -> names.putIfAbsent(one.code(), one.name()));
        return names.entrySet().stream().map(name -> {
            byte[] x = a.population().category(name.getKey()), y = b.population().category(name.getKey());
            int p = 0, q = 0, pOpen = 0, qOpen = 0;
            long pFen = 0, qFen = 0;
            for (var row = 0; row < cases.size(); row++) {
                if (x != null && !a.unreadable()[row]) {
                    p += x[row] == Population.YES ? 1 : 0;
                    pOpen += x[row] == Population.PENDING ? 1 : 0;
                    pFen += x[row] == Population.YES ? sums.aMonth[row] : 0;
                }
                if (y != null && !b.unreadable()[row]) {
                    q += y[row] == Population.YES ? 1 : 0;
                    qOpen += y[row] == Population.PENDING ? 1 : 0;
                    qFen += y[row] == Population.YES ? sums.bMonth[row] : 0;
                }
            }
            return new WhatIfFigures.ByCategory(name.getKey(), name.getValue(), p, q, pOpen, qOpen, pFen, qFen);
        }).toList();
    }

    private List<WhatIfFigures.ByRule> rules(Set<String> codes, Ran a, Ran b) {
        var all = new LinkedHashMap<List<String>, long[]>();
        for (var code : codes) {
            rests(code, a, all, 0);
            rests(code, b, all, 1);
        }
        return all.entrySet().stream().map(one -> new WhatIfFigures.ByRule(one.getKey().get(0), one.getKey().get(1), one.getKey().get(2), (int) one.getValue()[0],
                (int) one.getValue()[1], one.getValue()[2], one.getValue()[3])).toList();
    }

    private void rests(String code, Ran ran, Map<List<String>, long[]> all, int side) {
        if (ran.programme(code) == null) {
            return;
        }
        var names = ran.population().tables();
        for (var table : ran.population().tablesOf(code)) {
            for (var row = 0; row < cases.size(); row++) {
                if (ran.unreadable()[row] || ran.answer(code, row) != Population.YES) {
                    continue;
                }
                var rule = ran.population().rule(table, row);
                if (rule != null) {
                    var sums = all.computeIfAbsent(List.of(code, names.get(table), rule), none -> new long[4]);
                    sums[side]++;
                    sums[2 + side] += ran.fen(code, row);
                }
            }
        }
    }

    private List<WhatIfFigures.Spread> spread(Sums sums) {
        var byFen = new TreeMap<Long, Integer>();
        for (var row = 0; row < cases.size(); row++) {
            byFen.merge(sums.bMonth[row] - sums.aMonth[row], 1, Integer::sum);
        }
        return byFen.entrySet().stream().map(one -> new WhatIfFigures.Spread(one.getKey(), one.getValue())).toList();
    }

    private WhatIfChild turned(int row, Set<String> programmes, Ran a, Ran b, Sums sums) {
        var year = sums.year(row);
        var kind = year > 0 ? WhatIfChild.Kind.GAIN : year < 0 ? WhatIfChild.Kind.LOSE : WhatIfChild.Kind.CHANGED;
        var outA = a.plan().programmes(a.facts().get(row), ask.knownOn(), programmes);
        var outB = b.plan().programmes(b.facts().get(row), ask.knownOn(), programmes);
        var turns = programmes.stream().map(code -> turn(code, a, find(outA, code), b, find(outB, code))).toList();
        return child(kind, row, year, sums.aMonth[row], sums.bMonth[row], sums.aOnce[row], sums.bOnce[row], turns);
    }

    private WhatIfChild child(WhatIfChild.Kind kind, int row, long year, long aMonth, long bMonth, long aOnce, long bOnce, List<WhatIfChild.Turn> turns) {
        var one = cases.get(row);
        return new WhatIfChild(kind, one.file(), one.fileNo(), one.regionId(), place, year, aMonth, bMonth, aOnce, bOnce, turns);
    }

    private static Outcome.@Nullable Programme find(List<Outcome.Programme> programmes, String code) {
        return programmes.stream().filter(one -> one.code().equals(code)).findFirst().orElse(null);
    }

    private static WhatIfChild.Turn turn(String code, Ran a, Outcome.@Nullable Programme x, Ran b, Outcome.@Nullable Programme y) {
        var grounds = grounds(a.plan(), x);
        var others = grounds(b.plan(), y);
        var named = y == null ? x : y;
        return new WhatIfChild.Turn(code, named.name(), named.period(), x == null ? "none" : x.answer().code, y == null ? "none" : y.answer().code,
                x == null ? null : x.amountFen(), y == null ? null : y.amountFen(), grounds.stream().filter(one -> !others.contains(one)).toList(),
                others.stream().filter(one -> !grounds.contains(one)).toList());
    }

    /// Rules in the order they were asked, parameter rows, what a stacking group did, or what is missing.
    private static List<WhatIfChild.Ground> grounds(Plan plan, Outcome.@Nullable Programme programme) {
        if (programme == null) {
            return List.of(new WhatIfChild.Ground("没有这一项", "", "", false));
        }
        var out = new ArrayList<WhatIfChild.Ground>();
        programme.steps().stream().filter(step -> step.rule() != null && !step.rule().isEmpty())
                .forEach(step -> out.add(ground(plan, step.decision() + "：" + step.value(), step.cite())));
        programme.parameters().forEach(use -> out.add(ground(plan, use.name() + " " + use.value() + (use.unit() == null ? "" : " " + use.unit()) + "（自 " + use.from() + "）",
                use.nature().startsWith("假设") ? "假设 " + use.cite() : use.cite())));
        if (!programme.reason().isEmpty()) {
            out.add(new WhatIfChild.Ground(programme.reason(), "", "", false));
        }
        if (!programme.missing().isEmpty()) {
            out.add(new WhatIfChild.Ground("还缺：" + String.join("、", programme.missing()), "", "", false));
        }
        return out;
    }

    private static WhatIfChild.Ground ground(Plan plan, String text, @Nullable String cite) {
        var clause = cite == null ? "" : cite;
        var source = plan.law.sources.get(clause.split("#", 2)[0]);
        var document = source == null ? "" : source.number() == null || source.number().isBlank() ? source.title() : source.number();
        return new WhatIfChild.Ground(text, clause, document, clause.startsWith("假设"));
    }

    /// Whose monthly money falls by more than the family would earn: every income known of them raised by the step, everything else as it is.
    private List<WhatIfChild> cliffs(WhatIfChild.Kind kind, Ran ran, List<List<FactValue>> told, long[] month) {
        var incomes = ran.plan().law.facts.values().stream().filter(fact -> "low".equals(fact.harder()) && fact.type().kind() == Type.Kind.NUM && fact.type().scale() == 2)
                .map(Pack.Fact::name).toList();
        var rows = new ArrayList<Integer>();
        var raised = new ArrayList<Facts>();
        for (var row = 0; row < cases.size(); row++) {
            if (!ran.unreadable()[row] && month[row] > 0 && told.get(row).stream().anyMatch(fact -> incomes.contains(fact.name()))) {
                rows.add(row);
                raised.add(Answers.engineFacts(ran.plan(), told.get(row).stream().map(fact -> incomes.contains(fact.name()) ? raised(fact) : fact).toList()));
            }
        }
        if (rows.isEmpty()) {
            return List.of();
        }
        var codes = ran.plan().law.programmes.values().stream().filter(WhatIfBatch::monthly).map(Pack.Programme::code).collect(java.util.stream.Collectors.toCollection(LinkedHashSet::new));
        var after = run(ran.plan(), raised, codes);
        var out = new ArrayList<WhatIfChild>();
        for (var i = 0; i < rows.size(); i++) {
            int row = rows.get(i), at = i;
            var left = codes.stream().mapToLong(code -> after.fen(code, at)).sum();
            if (after.unreadable()[i] || month[row] - left <= ask.stepFen()) {
                continue;
            }
            var lost = codes.stream().filter(code -> after.fen(code, at) != ran.fen(code, row)).collect(java.util.stream.Collectors.toCollection(LinkedHashSet::new));
            var before = ran.plan().programmes(ran.facts().get(row), ask.knownOn(), lost);
            var then = ran.plan().programmes(raised.get(i), ask.knownOn(), lost);
            out.add(child(kind, row, left + ask.stepFen() - month[row], month[row], left, 0, 0,
                    lost.stream().map(code -> turn(code, ran, find(before, code), ran, find(then, code))).toList()));
        }
        return out;
    }

    private FactValue raised(FactValue fact) {
        var value = new BigDecimal(fact.value()).add(BigDecimal.valueOf(ask.stepFen(), 2)).toPlainString();
        return new FactValue(fact.name(), value, fact.trueFrom(), fact.trueTo(), fact.knownFrom(), fact.source());
    }

    private static int count(List<WhatIfChild> children, WhatIfChild.Kind kind) {
        return (int) children.stream().filter(one -> one.kind() == kind).count();
    }

    private static int unreadable(Ran a, Ran b) {
        var all = 0;
        for (var row = 0; row < a.unreadable().length; row++) {
            all += a.unreadable()[row] || b.unreadable()[row] ? 1 : 0;
        }
        return all;
    }
}
