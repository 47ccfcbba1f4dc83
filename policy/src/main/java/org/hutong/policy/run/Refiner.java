package org.hutong.policy.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Decides exactly whether open facts matter.
///
/// The sets of a frame only ever say too much: a fact used twice may seem to leave two outcomes where there is one. So the open facts are split into the classes
/// the rules distinguish, one fact after the other in a fixed order, and equal branches are merged. What remains is a reduced decision diagram: it is a single leaf
/// exactly when the answer is decided, and the facts in it are exactly those that can change the answer.
///
/// Two branches that leave the same steps open with the same values going into them are one and are walked once; that is what keeps a case with many open facts small.
final class Refiner {
    private static final int BUDGET = 800;
    /// Values of one fact looked at between two corners that come out equal: every one of a small domain.
    private static final int PROBES = 24;

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

    /// Answers already found in one run over many cases. Cases that leave the same steps open with the same values going into them have the same answer.
    static final class Memo {
        private static final int MOST = 60_000;
        private final Map<Key, Result> found = new java.util.concurrent.ConcurrentHashMap<>();

        int size() {
            return found.size();
        }

        private void put(Key key, Result result) {
            if (found.size() >= MOST) found.clear();
            found.put(key, result);
        }
    }

    private record Watch(Nodes.Var v, Bands bands, List<Integer> ways) {}

    private record Key(long[] of) {
        @Override public boolean equals(Object other) {
            return other instanceof Key k && Arrays.equals(of, k.of);
        }

        @Override public int hashCode() {
            return Arrays.hashCode(of);
        }
    }

    private final Plan plan;
    private final Frame f;
    private final Node[] targets;
    private final Map<Key, Integer> nodes = new HashMap<>();
    private final Map<Key, Integer> walked = new HashMap<>();
    private final List<long[]> leaves = new ArrayList<>();
    private final int[] seen;
    /// Splits under way whose two ends are being compared, with the ways their branches took.
    private final java.util.ArrayDeque<Watch> watched = new java.util.ArrayDeque<>();
    private long[] relevant = Frame.NONE;
    private long[] state = new long[64];
    private int stateSize;
    private int mark;
    private int runs;
    private boolean over;
    /// Variables the answer might hang on at all; when each has been shown to matter there is nothing left to find out.
    private int candidates;
    private int budget = BUDGET;
    /// Every outcome is wanted, with the facts that lead to it.
    private boolean all;
    private final List<long[]> ways = new ArrayList<>();

    private Refiner(Plan plan, Frame f, Node... targets) {
        this.plan = plan;
        this.f = f;
        this.targets = targets;
        this.seen = new int[plan.nodes.size()];
    }

    /// @param f a frame already run; it is the same when this returns
    static Result refine(Plan plan, Frame f, Node... targets) {
        return refine(null, plan, f, targets);
    }

    /// @param memo of the run this case belongs to, or null
    static Result refine(Memo memo, Plan plan, Frame f, Node... targets) {
        boolean known = true;
        for (var t : targets) known &= f.known(t);
        if (known) return new Result(values(f, targets), Frame.NONE, true);
        var refiner = new Refiner(plan, f, targets);
        for (var n : refiner.open()) if (n instanceof Nodes.Var) refiner.candidates++;
        if (memo == null) return refiner.result();
        for (var t : targets) refiner.put(t.slot);
        var key = new Key(Arrays.copyOf(refiner.state, refiner.stateSize));
        var before = memo.found.get(key);
        if (before != null) return before;
        var result = refiner.result();
        memo.put(key, result);
        return result;
    }

    private Result result() {
        int root = build();
        if (over) {
            long[] all = relevant;
            for (var n : open()) if (n instanceof Nodes.Var v) all = Frame.union(all, Frame.bit(v.index));
            return new Result(null, all, count(relevant) == candidates);
        }
        return root < 0 ? new Result(leaves.get(-1 - root), Frame.NONE, true) : new Result(null, relevant, true);
    }

    /// Every combination of values the targets can take over what is open in the frame, with facts that lead to each: values by variable, in the order of the plan's.
    ///
    /// @param budget splits that may be made
    /// @return null when the budget ran out
    static Map<List<Long>, long[]> outcomes(Plan plan, Frame f, int budget, Node... targets) {
        var refiner = new Refiner(plan, f, targets);
        refiner.all = true;
        refiner.budget = budget;
        refiner.candidates = Integer.MAX_VALUE;
        refiner.build();
        if (refiner.over) return null;
        var out = new java.util.LinkedHashMap<List<Long>, long[]>();
        for (int i = 0; i < refiner.leaves.size(); i++) out.put(Arrays.stream(refiner.leaves.get(i)).boxed().toList(), refiner.ways.get(i));
        return out;
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

    /// The open steps the targets still hang on; writes into `state` what goes into them.
    private List<Node> open() {
        mark++;
        stateSize = 0;
        var out = new ArrayList<Node>();
        for (var t : targets) visit(t, out);
        return out;
    }

    private void put(long x) {
        if (stateSize == state.length) state = Arrays.copyOf(state, stateSize * 2);
        state[stateSize++] = x;
    }

    private void visit(Node n, List<Node> out) {
        if (seen[n.slot] == mark) return;
        seen[n.slot] = mark;
        int s = n.slot;
        if (f.known(n) || n instanceof Nodes.Var) {
            put(s);
            put(f.a[s]);
            put(f.b[s]);
            put(f.nul[s] ? 1 : 0);
            if (!f.known(n)) out.add(n);
            return;
        }
        put(-1 - s);
        if (n instanceof TableNode t && !t.collects()) {
            // Inputs no living rule looks at, and outputs of dead rules, no longer matter.
            var live = t.live(t.matches(f));
            for (int w = 0; w < live.length; w++) put(live[w]);
            // What is known has spoken by the rules it left alive.
            for (var col : t.columns) if (!f.known(col.input()) && t.looks(col, live)) visit(col.input(), out);
            for (int r = 0; r < t.rules.size(); r++) if ((live[r >> 6] >>> r & 1) != 0) visit(t.rules.get(r).output(), out);
        } else {
            for (var from : n.of) visit(from, out);
        }
        out.add(n);
    }

    /// Number of the diagram node: leaves are negative (-1 - index), inner nodes positive.
    private int build() {
        var open = open();
        int first = Integer.MAX_VALUE;
        for (var n : open) if (n instanceof Nodes.Var v) first = Math.min(first, v.index);
        if (first == Integer.MAX_VALUE) {
            for (var w : watched) {
                int way = 31 * w.bands().way() + others(w.v());
                if (w.ways().isEmpty() || w.ways().getLast() != way) w.ways().add(way);
            }
            return leaf(values(f, targets));
        }
        var key = new Key(Arrays.copyOf(state, stateSize));
        var before = walked.get(key);
        if (before != null) {
            pass(key.hashCode());
            return before;
        }
        if (++runs > budget) { over = true; return leaf(new long[targets.length]); }
        int node = split(plan.vars[first], open);
        walked.put(key, node);
        return node;
    }

    private int split(Nodes.Var v, List<Node> open) {
        var affected = new ArrayList<Node>();
        for (var n : open) if (n != v && Frame.has(n.cone, v.index)) affected.add(n);
        affected.sort(java.util.Comparator.comparingInt(n -> n.slot));
        int size = affected.size();
        var was = new long[size * 2];
        var wasNull = new boolean[size];
        var wasDeps = new long[size][];
        for (int i = 0; i < size; i++) {
            int s = affected.get(i).slot;
            was[i * 2] = f.a[s];
            was[i * 2 + 1] = f.b[s];
            wasNull[i] = f.nul[s];
            wasDeps[i] = f.deps[s];
        }
        int s = v.slot;
        long a = f.a[s], b = f.b[s];
        boolean nul = f.nul[s];
        var deps = f.deps[s];
        var key = new ArrayList<Long>();
        key.add((long) v.index);
        var children = new ArrayList<Integer>();
        var bands = v.finite() || nul || a >= b || !plan.cuts.of(v).subSet(a, false, b, true).isEmpty() ? null : new Bands(f, v, affected);
        var parts = new java.util.ArrayDeque<>(bands == null ? Parts.of(plan, v, a, b, nul) : bands.parts(a, b));
        // Corners that come out equal by different ways say nothing yet of what lies between them.
        boolean corners = bands != null && parts.size() == 2 && parts.getFirst().b() == a && parts.getLast().a() == b;
        var ways = new java.util.TreeMap<Long, List<Integer>>();
        while (!parts.isEmpty()) {
            var part = parts.pop();
            if (corners) {
                ways.put(part.a(), new ArrayList<>());
                watched.addLast(new Watch(v, bands, ways.get(part.a())));
            }
            f.a[s] = part.a();
            f.b[s] = part.b();
            f.nul[s] = part.nul();
            f.deps[s] = f.known(v) ? Frame.NONE : Frame.bit(v.index);
            for (int i = 0; i < size; i++) affected.get(i).sets(f);
            int child = build();
            if (corners) watched.removeLast();
            if (children.isEmpty() || children.getLast() != child) {
                children.add(child);
                // Where a class begins belongs to the node; two equal neighbours are one class.
                key.add(part.nul() ? Long.MIN_VALUE : part.a());
                key.add((long) child);
            }
            if (over) break;
            if (corners && parts.isEmpty() && child < 0 && children.size() == 1 && ways.size() < PROBES) {
                for (long x : between(ways)) parts.addLast(new Parts(x, x, false));
            }
        }
        f.a[s] = a;
        f.b[s] = b;
        f.nul[s] = nul;
        f.deps[s] = deps;
        for (int i = 0; i < size; i++) {
            int t = affected.get(i).slot;
            f.a[t] = was[i * 2];
            f.b[t] = was[i * 2 + 1];
            f.nul[t] = wasNull[i];
            f.deps[t] = wasDeps[i];
        }
        if (children.stream().distinct().count() == 1) return children.getFirst();
        relevant = Frame.union(relevant, Frame.bit(v.index));
        if (count(relevant) == candidates) over = true;
        return nodes.computeIfAbsent(new Key(key.stream().mapToLong(Long::longValue).toArray()), k -> nodes.size() + 1);
    }

    /// Values halfway between neighbours that came out equal by different ways.
    private static List<Long> between(java.util.TreeMap<Long, List<Integer>> ways) {
        var out = new ArrayList<Long>();
        java.util.Map.Entry<Long, List<Integer>> last = null;
        for (var way : ways.entrySet()) {
            if (last != null && way.getKey() - last.getKey() > 1 && !way.getValue().equals(last.getValue())) out.add(last.getKey() + (way.getKey() - last.getKey()) / 2);
            last = way;
        }
        return out;
    }

    private void pass(int way) {
        for (var w : watched) if (w.ways().isEmpty() || w.ways().getLast() != way) w.ways().add(way);
    }

    /// Where the classes of the other facts begin: a band that moves with the watched fact passes between two of its values otherwise unseen.
    private int others(Nodes.Var watched) {
        int hash = 1;
        for (var v : plan.vars) if (v != watched) hash = 31 * hash + Long.hashCode(f.a[v.slot]);
        return hash;
    }

    private static int count(long[] bits) {
        int n = 0;
        for (long w : bits) n += Long.bitCount(w);
        return n;
    }

    private int leaf(long[] values) {
        for (int i = 0; i < leaves.size(); i++) if (Arrays.equals(leaves.get(i), values)) return -1 - i;
        leaves.add(values);
        if (all) ways.add(Arrays.stream(plan.vars).mapToLong(this::some).toArray());
        return -leaves.size();
    }

    /// A value the variable may have as the frame stands.
    private long some(Nodes.Var v) {
        int s = v.slot;
        if (v.finite()) return f.a[s] == 0 ? org.hutong.policy.pack.Type.NULL : Long.numberOfTrailingZeros(f.a[s]);
        return f.a[s] > f.b[s] ? org.hutong.policy.pack.Type.NULL : f.a[s];
    }
}
