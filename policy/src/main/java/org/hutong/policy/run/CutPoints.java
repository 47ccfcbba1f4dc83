package org.hutong.policy.run;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.hutong.policy.pack.Type;

/// The values of an ordered fact at which some rule begins to decide differently, found by walking the rules' bounds back to the facts.
final class CutPoints {
    private final Map<Nodes.Var, TreeSet<Long>> points = new HashMap<>();
    private final Map<Nodes.Var, TreeSet<Long>> terms = new HashMap<>();

    CutPoints(Plan plan) {
        for (var n : plan.nodes) {
            if (n instanceof TableNode t) {
                for (var col : t.columns) if (col.cuts() != null) for (long cut : col.cuts()) back(col.input(), cut);
            } else if (n instanceof Nodes.Compare cmp && !cmp.of[0].finite()) {
                if (cmp.of[1] instanceof Nodes.Const k && k.value != Type.NULL) bound(cmp.op, cmp.of[0], k.value);
                else if (cmp.of[0] instanceof Nodes.Const k && k.value != Type.NULL) bound(cmp.op, cmp.of[1], k.value);
            } else if (n instanceof Nodes.Extreme e) {
                for (var x : e.of) for (var y : e.of) if (x != y && y instanceof Nodes.Const k && k.value != Type.NULL) back(x, k.value);
            }
        }
    }

    /// Months after (or, negative, before) the date `v` at which some rule begins to decide differently.
    TreeSet<Long> terms(Nodes.Var v) {
        return terms.getOrDefault(v, new TreeSet<>());
    }

    private void term(Node n, long threshold) {
        switch (n) {
            case Nodes.Years y -> term(y.of[0], threshold > 0 ? threshold * 12 : threshold * 12 - 11);
            case Nodes.Total t -> term(t.of[0], threshold);
            case Nodes.Between b -> {
                if (b.of[0] instanceof Nodes.Var v && b.of[1] instanceof Nodes.Const) terms.computeIfAbsent(v, k -> new TreeSet<>()).add(threshold);
                if (b.of[1] instanceof Nodes.Var v && b.of[0] instanceof Nodes.Const) terms.computeIfAbsent(v, k -> new TreeSet<>()).add(-threshold);
            }
            case Nodes.Shift s -> { if (s.of[0] instanceof Nodes.Var v && s.of[1] instanceof Nodes.Const k) terms.computeIfAbsent(v, x -> new TreeSet<>()).add(s.sign * k.value); }
            default -> { }
        }
    }

    private void bound(String op, Node n, long value) {
        back(n, value);
        back(n, value + 1);
    }

    /// Values v of `of(var)`: v is the first of a new class.
    TreeSet<Long> of(Nodes.Var v) {
        return points.getOrDefault(v, new TreeSet<>());
    }

    private void back(Node n, long threshold) {
        switch (n) {
            case Nodes.Var v -> { if (threshold > v.low && threshold <= v.high) points.computeIfAbsent(v, k -> new TreeSet<>()).add(threshold); }
            case Nodes.If i -> { back(i.of[1], threshold); back(i.of[2], threshold); }
            case TableNode t -> { for (var r : t.rules) back(r.output(), threshold); }
            case Nodes.Const k -> { }
            case Nodes.Rest r -> { }
            case Lookup l -> { }
            default -> single(n, threshold);
        }
    }

    /// The one ordered fact a step hangs on, when its value only moves one way as the fact grows; else null.
    static Nodes.Var only(Node n) {
        int count = 0;
        for (long w : n.cone) count += Long.bitCount(w);
        if (count != 1) return null;
        var v = find(n, Frame.first(n.cone));
        return v == null || v.finite() || !chain(n) ? null : v;
    }

    private void single(Node n, long threshold) {
        term(n, threshold);
        var v = only(n);
        if (v == null) return;
        long at = crossing(n, v, threshold);
        if (at > v.low && at <= v.high) points.computeIfAbsent(v, k -> new TreeSet<>()).add(at);
    }

    /// Smallest value of the fact from which the step lies on the far side of the threshold; one past the domain when it never does.
    static long crossing(Node n, Nodes.Var v, long threshold) {
        long atLow = eval(n, v.low), atHigh = eval(n, v.high);
        boolean rising = atHigh >= atLow;
        long lo = v.low, hi = v.high + 1;
        // Smallest x whose value is on the far side of the threshold.
        while (lo < hi) {
            long mid = lo + (hi - lo) / 2;
            if (rising ? eval(n, mid) >= threshold : eval(n, mid) < threshold) hi = mid; else lo = mid + 1;
        }
        return lo;
    }

    private static Nodes.Var find(Node n, int index) {
        if (n instanceof Nodes.Var v) return v.index == index ? v : null;
        for (var from : n.of) {
            var v = find(from, index);
            if (v != null) return v;
        }
        return null;
    }

    /// Only steps whose value moves one way as the fact grows.
    private static boolean chain(Node n) {
        if (n instanceof Nodes.Const || n instanceof Nodes.Var) return true;
        boolean kind = n instanceof Nodes.Monotone || n instanceof Nodes.Between || n instanceof Nodes.Shift || n instanceof Nodes.Arith || n instanceof Nodes.Extreme;
        if (!kind) return false;
        int moving = 0;
        for (var from : n.of) {
            if (!chain(from)) return false;
            if (from.cone.length > 0) moving++;
        }
        return moving <= 1;
    }

    static long eval(Node n, long x) {
        return switch (n) {
            case Nodes.Const k -> k.value;
            case Nodes.Var v -> x;
            case Nodes.Monotone m -> m.apply(eval(m.of[0], x));
            case Nodes.Between b -> Nodes.Between.months(eval(b.of[0], x), eval(b.of[1], x));
            case Nodes.Shift s -> s.apply(eval(s.of[0], x), eval(s.of[1], x));
            case Nodes.Arith a -> Nodes.Arith.apply(a.op, eval(a.of[0], x), eval(a.of[1], x));
            case Nodes.Extreme e -> {
                long best = eval(e.of[0], x);
                for (int i = 1; i < e.of.length; i++) best = e.max ? Math.max(best, eval(e.of[i], x)) : Math.min(best, eval(e.of[i], x));
                yield best;
            }
            default -> throw new IllegalStateException(n.getClass().getSimpleName());
        };
    }
}
