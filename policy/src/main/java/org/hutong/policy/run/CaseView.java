package org.hutong.policy.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hutong.policy.Facts;
import org.hutong.policy.PolicyException;
import org.hutong.policy.pack.Type;

/// One case held open for questions: what would have to be different, and on which days time alone changes something.
public final class CaseView {
    private static final int BUDGET = 40_000;
    private static final int OPTIONS = 5;

    /// @param to    the nearest value that turns the answer
    /// @param range all values of that class, as text
    public record Change(String fact, String from, String to, String range) {
        public String text() {
            return fact + "由“" + from + "”变为“" + range + "”";
        }
    }

    /// @param options sets of changes, each the smallest number of facts that turns the answer to yes; empty when none was found
    /// @param papers  papers the programme asks for
    public record WhyNot(String programme, List<List<Change>> options, List<String> papers) {
        public String chineseText() {
            if (options.isEmpty()) return "没有找到改变两项以内情况就能享受“" + programme + "”的途径。";
            var out = new StringBuilder("要享受“" + programme + "”，最少须有以下变化之一：\n");
            for (var o : options) out.append("  · ").append(o.stream().map(Change::text).collect(java.util.stream.Collectors.joining("，并且"))).append("\n");
            if (!papers.isEmpty()) out.append("  应备材料：").append(String.join("、", papers)).append("\n");
            return out.toString();
        }
    }

    private final Plan plan;
    private final Frame f;
    private int runs;

    public CaseView(Plan plan, Facts facts, LocalDate knownOn) {
        this.plan = plan;
        this.f = new Binding(plan, facts, knownOn).frame;
        Plan.run(plan.nodes, f);
    }

    /// The smallest change of facts that would turn the answer of a programme to yes; sets of one fact, otherwise of two.
    ///
    /// @throws PolicyException when there is no such programme
    public WhyNot whyNot(String code) {
        var t = plan.targets.stream().filter(x -> x.programme().code().equals(code)).findFirst().orElseThrow(() -> new PolicyException("", "没有待遇“" + code + "”"));
        var papers = t.programme().papers().stream().map(p -> p.name()).toList();
        Plan.run(t.cone(), f);
        if (yes(t)) return new WhyNot(t.programme().name(), List.of(), papers);
        var vars = new ArrayList<Nodes.Var>();
        for (var v : plan.vars) if (Frame.has(t.entitled().cone, v.index) && plan.law.facts.containsKey(v.name)) vars.add(v);
        var found = new ArrayList<List<Change>>();
        runs = 0;
        for (var v : vars) {
            var option = turn(t, v, null, List.of());
            if (option != null) found.add(option);
        }
        if (found.isEmpty()) {
            for (int i = 0; i < vars.size() && runs < BUDGET && found.size() < OPTIONS; i++) {
                for (int k = i + 1; k < vars.size() && runs < BUDGET && found.size() < OPTIONS; k++) {
                    var option = turn(t, vars.get(i), vars.get(k), List.of());
                    if (option != null) found.add(option);
                }
            }
        }
        Plan.run(t.cone(), f);
        return new WhyNot(t.programme().name(), List.copyOf(found.subList(0, Math.min(OPTIONS, found.size()))), papers);
    }

    private boolean yes(Plan.Target t) {
        return f.known(t.entitled()) && f.value(t.entitled()) == 1;
    }

    /// Tries every other class of values of `v` (and of `second` inside), nearest first.
    private List<Change> turn(Plan.Target t, Nodes.Var v, Nodes.Var second, List<Change> before) {
        int s = v.slot;
        long a = f.a[s], b = f.b[s];
        boolean nul = f.nul[s];
        var deps = f.deps[s];
        boolean known = f.known(v);
        long now = known ? f.value(v) : Type.NULL;
        List<Change> result = null;
        for (var part : others(v, known, now)) {
            if (runs++ > BUDGET) break;
            f.a[s] = part.a();
            f.b[s] = part.b();
            f.nul[s] = part.nul();
            f.deps[s] = f.known(v) ? Frame.NONE : Frame.bit(v.index);
            var changes = new ArrayList<>(before);
            changes.add(change(v, known, now, part));
            if (second == null) {
                Plan.run(t.cone(), f);
                if (yes(t)) result = changes;
            } else {
                result = turn(t, second, null, changes);
            }
            if (result != null) break;
        }
        f.a[s] = a;
        f.b[s] = b;
        f.nul[s] = nul;
        f.deps[s] = deps;
        return result;
    }

    private List<Parts> others(Nodes.Var v, boolean known, long now) {
        long all = v.finite() ? Nodes.all(v.type) : v.low;
        var parts = new ArrayList<>(Parts.of(plan, v, all, v.finite() ? 0 : v.high, v.mayBeNull));
        if (known) parts.removeIf(p -> holds(v, p, now));
        if (!v.finite() && known && now != Type.NULL) parts.sort(Comparator.comparingLong(p -> p.nul() ? Long.MAX_VALUE : Math.min(Math.abs(p.a() - now), Math.abs(p.b() - now))));
        return parts;
    }

    private static boolean holds(Nodes.Var v, Parts p, long now) {
        if (now == Type.NULL) return p.nul();
        if (p.nul()) return false;
        return v.finite() ? p.a() == 1L << now : now >= p.a() && now <= p.b();
    }

    private Change change(Nodes.Var v, boolean known, long now, Parts part) {
        var from = known ? v.type.show(now) : "未知";
        if (part.nul()) return new Change(v.name, from, "无", "无");
        if (v.finite()) {
            var to = v.type.show(Long.numberOfTrailingZeros(part.a()));
            return new Change(v.name, from, to, to);
        }
        long nearest = !known || now == Type.NULL ? part.a() : now < part.a() ? part.a() : part.b();
        String range = part.a() == v.low ? v.type.show(part.b()) + (v.type.kind() == Type.Kind.DATE ? " 或更早" : " 或更低")
                : part.b() == v.high ? v.type.show(part.a()) + (v.type.kind() == Type.Kind.DATE ? " 或更晚" : " 或更高") : v.type.show(part.a()) + " 至 " + v.type.show(part.b());
        return new Change(v.name, from, v.type.show(nearest), range);
    }

    /// Days in `[from, until]` on which a known date reaches an age or a term some rule looks at, with the reason.
    TreeMap<LocalDate, TreeSet<String>> turningDays(LocalDate from, LocalDate until) {
        var days = new TreeMap<LocalDate, TreeSet<String>>();
        for (var v : plan.vars) {
            if (v.type.kind() != Type.Kind.DATE || !f.known(v) || f.nul[v.slot]) continue;
            var day = LocalDate.ofEpochDay(f.value(v));
            put(days, from, until, day, v.name);
            put(days, from, until, day.plusDays(1), v.name + "的次日");
            for (long months : plan.cuts.terms(v)) {
                var reached = day.plusMonths(months);
                // A day the month does not have is reached on the first of the next.
                if (months > 0 && reached.getDayOfMonth() < day.getDayOfMonth()) reached = reached.plusDays(1);
                put(days, from, until, reached, v.name + (months % 12 == 0 ? "满 " + months / 12 + " 年" : "满 " + months + " 个月"));
            }
        }
        return days;
    }

    private static void put(TreeMap<LocalDate, TreeSet<String>> days, LocalDate from, LocalDate until, LocalDate day, String reason) {
        if (day.isAfter(from) && !day.isAfter(until)) days.computeIfAbsent(day, k -> new TreeSet<>()).add(reason);
    }
}
