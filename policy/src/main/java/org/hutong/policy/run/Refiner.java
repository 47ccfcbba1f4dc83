package org.hutong.policy.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Decides exactly whether open facts matter.
///
/// The sets of a frame only ever say too much: a fact used twice may seem to leave two outcomes where there is one. So the open facts are split into the classes
/// the rules distinguish, one fact after the other in a fixed order, and equal branches are merged. What remains is a reduced decision diagram: it is a single leaf
/// exactly when the answer is decided, and the facts in it are exactly those that can change the answer.
final class Refiner {
    private static final int BUDGET = 3_000;

    /// @param relevant bits of the variables that can change the outcome
    /// @param exact    false when the budget ran out: then `relevant` may name a fact too many
    record Result(long[] leaf, long[] relevant, boolean exact) {
        boolean known() {
            return leaf != null;
        }

        long value(int i) {
            return leaf[i];
        }
    }

    private final Plan plan;
    private final Frame f;
    private final List<Node> cone;
    private final Node[] targets;
    private final Map<List<Long>, Integer> nodes = new HashMap<>();
    private final List<long[]> leaves = new ArrayList<>();
    private long[] relevant = Frame.NONE;
    private int runs;
    private boolean over;

    private Refiner(Plan plan, Frame f, List<Node> cone, Node... targets) {
        this.plan = plan;
        this.f = f;
        this.cone = cone;
        this.targets = targets;
    }

    /// @param f a frame already run; it is the same when this returns
    static Result refine(Plan plan, Frame f, List<Node> cone, Node... targets) {
        boolean known = true;
        for (var t : targets) known &= f.known(t);
        if (known) return new Result(values(f, targets), Frame.NONE, true);
        var refiner = new Refiner(plan, copy(plan, f), cone, targets);
        int root = refiner.build();
        if (root < 0 && !refiner.over) return new Result(refiner.leaves.get(-1 - root), Frame.NONE, true);
        if (refiner.over) {
            long[] all = refiner.relevant;
            for (var t : targets) all = Frame.union(all, f.deps[t.slot]);
            return new Result(null, all, false);
        }
        return new Result(null, refiner.relevant, true);
    }

    static Frame copy(Plan plan, Frame f) {
        var g = new Frame(plan.nodes.size());
        System.arraycopy(f.a, 0, g.a, 0, f.a.length);
        System.arraycopy(f.b, 0, g.b, 0, f.b.length);
        System.arraycopy(f.nul, 0, g.nul, 0, f.nul.length);
        System.arraycopy(f.deps, 0, g.deps, 0, f.deps.length);
        return g;
    }

    private static long[] values(Frame f, Node[] targets) {
        var out = new long[targets.length];
        for (int i = 0; i < out.length; i++) out[i] = f.value(targets[i]);
        return out;
    }

    /// Number of the diagram node: leaves are negative (-1 - index), inner nodes positive.
    private int build() {
        runs++;
        Plan.run(cone, f);
        long[] deps = Frame.NONE;
        for (var t : targets) deps = Frame.union(deps, f.deps[t.slot]);
        if (deps.length == 0 || Frame.first(deps) < 0) return leaf(values(f, targets));
        if (runs > BUDGET) { over = true; return leaf(new long[targets.length]); }
        var v = plan.vars[Frame.first(deps)];
        int s = v.slot;
        long a = f.a[s], b = f.b[s];
        boolean nul = f.nul[s];
        var was = f.deps[s];
        var key = new ArrayList<Long>();
        key.add((long) v.index);
        var children = new ArrayList<Integer>();
        for (var part : Parts.of(plan, v, a, b, nul)) {
            f.a[s] = part.a();
            f.b[s] = part.b();
            f.nul[s] = part.nul();
            f.deps[s] = f.known(v) ? Frame.NONE : was;
            int child = build();
            if (children.isEmpty() || children.getLast() != child) {
                children.add(child);
                // Where a class begins belongs to the node; two equal neighbours are one class.
                key.add(part.nul() ? Long.MIN_VALUE : part.a());
                key.add((long) child);
            }
            if (over) break;
        }
        f.a[s] = a;
        f.b[s] = b;
        f.nul[s] = nul;
        f.deps[s] = was;
        if (children.stream().distinct().count() == 1) return children.getFirst();
        relevant = Frame.union(relevant, Frame.bit(v.index));
        return nodes.computeIfAbsent(key, k -> nodes.size() + 1);
    }

    private int leaf(long[] values) {
        for (int i = 0; i < leaves.size(); i++) if (java.util.Arrays.equals(leaves.get(i), values)) return -1 - i;
        leaves.add(values);
        return -leaves.size();
    }
}
