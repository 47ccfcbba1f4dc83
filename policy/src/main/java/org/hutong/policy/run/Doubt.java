package org.hutong.policy.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.hutong.policy.pack.Type;

/// A quick proof that an answer is open: two ways of filling in the unknown facts that come out differently.
///
/// Where there are two such ways the answer is 待核实 and nothing more needs to be known of it; only where none is found in a few tries does the {@link Refiner} have
/// to prove that there is none. Ways that told two answers apart are tried again on the next case: cases of one run have mostly the same facts open.
///
/// One run's thread owns it. The tries follow a fixed seed, so a run is the same each time; the answers would be the same with any.
final class Doubt {
    private static final int TRIES = 24, KEPT = 6;

    private final Plan plan;
    private final Frame g;
    private final long[][] points;
    private final SplittableRandom random = new SplittableRandom(20_100_701);
    private final Map<List<Node>, List<long[]>> telling = new HashMap<>();

    Doubt(Plan plan) {
        this.plan = plan;
        this.g = plan.frame();
        points = new long[plan.vars.length][];
        for (var v : plan.vars) {
            if (v.finite()) continue;
            var at = new ArrayList<Long>();
            for (long cut : plan.cuts.of(v)) { at.add(cut - 1); at.add(cut); }
            points[v.index] = at.stream().mapToLong(Long::longValue).toArray();
        }
    }

    /// Whether two fillings of what is open in `f` were found for which the targets differ.
    ///
    /// @param cone steps before and including the targets, in running order, without constants
    boolean open(Frame f, List<Node> cone, Node... targets) {
        var known = telling.computeIfAbsent(cone, k -> new ArrayList<>());
        long[] first = null;
        for (int i = 0; i < known.size(); i++) {
            var now = outcome(f, cone, known.get(i), targets);
            if (now == null) return false;
            if (first == null) first = now;
            else if (!Arrays.equals(first, now)) { forward(known, i); return true; }
        }
        for (int i = 0; i < TRIES; i++) {
            var filling = filling(f);
            var now = outcome(f, cone, filling, targets);
            if (now == null) return false;
            if (first == null) {
                first = now;
                keep(known, filling);
            } else if (!Arrays.equals(first, now)) {
                keep(known, filling);
                return true;
            }
        }
        return false;
    }

    /// What told the last case apart stands first, beside the one it was told apart from.
    private static void forward(List<long[]> known, int i) {
        if (i > 1) known.add(1, known.remove(i));
    }

    private static void keep(List<long[]> known, long[] filling) {
        known.add(Math.min(1, known.size()), filling);
        if (known.size() > KEPT) known.removeLast();
    }

    /// @return null where a target is no single value even so
    private long[] outcome(Frame f, List<Node> cone, long[] filling, Node[] targets) {
        for (var n : cone) {
            if (n instanceof Nodes.Var v) g.value(v, f.known(v) ? f.value(v) : within(f, v, filling[v.index]));
            else n.sets(g);
        }
        var out = new long[targets.length];
        for (int i = 0; i < out.length; i++) {
            if (!g.known(targets[i])) return null;
            out[i] = g.value(targets[i]);
        }
        return out;
    }

    private static long within(Frame f, Nodes.Var v, long x) {
        int s = v.slot;
        if (x == Type.NULL && f.nul[s]) return x;
        if (v.finite()) {
            if (f.a[s] == 0) return Type.NULL;
            return x >= 0 && x < 64 && (f.a[s] >>> x & 1) != 0 ? x : Long.numberOfTrailingZeros(f.a[s]);
        }
        if (f.a[s] > f.b[s]) return Type.NULL;
        return x == Type.NULL ? f.a[s] : Math.clamp(x, f.a[s], f.b[s]);
    }

    private long[] filling(Frame f) {
        var out = new long[plan.vars.length];
        for (var v : plan.vars) {
            int s = v.slot;
            if (f.nul[s] && random.nextInt(3) == 0) { out[v.index] = Type.NULL; continue; }
            if (v.finite()) {
                int skip = random.nextInt(Math.max(1, Long.bitCount(f.a[s])));
                long m = f.a[s];
                while (skip-- > 0) m &= m - 1;
                out[v.index] = m == 0 ? Type.NULL : Long.numberOfTrailingZeros(m);
                continue;
            }
            var at = points[v.index];
            int how = random.nextInt(4);
            out[v.index] = how == 0 ? f.a[s] : how == 1 ? f.b[s] : how == 2 && at.length > 0 ? at[random.nextInt(at.length)] : f.a[s] >= f.b[s] ? f.a[s] : random.nextLong(f.a[s], f.b[s] + 1);
        }
        return out;
    }
}
