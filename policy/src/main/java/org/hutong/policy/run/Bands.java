package org.hutong.policy.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The values of one open ordered fact at which some rule begins to see another band of a value computed from it, the other facts (known or open) left as they are.
///
/// {@link CutPoints} knows the bounds of values that hang on one fact alone; here the bound moves with the other facts, so it is looked for in the frame at hand. Every
/// step moves one way as the fact grows, so a bound is found by halving.
final class Bands {
    private final Frame f;
    private final Nodes.Var v;
    private final List<Node> affected;
    private final List<Node> bounds = new ArrayList<>();

    /// @param affected the steps that hang on the fact and still matter, in running order
    Bands(Frame f, Nodes.Var v, List<Node> affected) {
        this.f = f;
        this.v = v;
        this.affected = affected;
        for (var n : affected) if (n instanceof TableNode || n instanceof Nodes.Compare) bounds.add(n);
    }

    /// The intervals between the bounds inside `a..b`, or the two ends where there is no bound.
    List<Parts> parts(long a, long b) {
        var cuts = new ArrayList<Long>();
        cuts(a, way(a), b, way(b), cuts);
        if (cuts.isEmpty()) return List.of(new Parts(a, a, false), new Parts(b, b, false));
        var out = new ArrayList<Parts>();
        long from = a;
        for (long cut : cuts) {
            out.add(new Parts(from, cut - 1, false));
            from = cut;
        }
        out.add(new Parts(from, b, false));
        return out;
    }

    private void cuts(long a, long[] atA, long b, long[] atB, List<Long> into) {
        if (Arrays.equals(atA, atB)) return;
        if (b == a + 1) { into.add(b); return; }
        long mid = a + (b - a) / 2;
        var atMid = way(mid);
        cuts(a, atA, mid, atMid, into);
        cuts(mid, atMid, b, atB, into);
    }

    private long[] way(long x) {
        f.a[v.slot] = f.b[v.slot] = x;
        for (var n : affected) n.sets(f);
        return bands();
    }

    /// Which bands the values behind the rules can lie in, as the frame stands.
    int way() {
        return Arrays.hashCode(bands());
    }

    private long[] bands() {
        var out = new long[64];
        int at = 0;
        for (var n : bounds) {
            if (n instanceof TableNode t) {
                for (var col : t.columns) {
                    int s = col.input().slot;
                    if (at + 2 > out.length) out = Arrays.copyOf(out, out.length * 2);
                    if (col.cuts() == null) {
                        out[at++] = f.a[s];
                    } else if (f.a[s] <= f.b[s]) {
                        out[at++] = col.bucket(f.a[s]);
                        out[at++] = col.bucket(f.b[s]);
                    }
                }
            } else {
                if (at + 1 > out.length) out = Arrays.copyOf(out, out.length * 2);
                out[at++] = f.a[n.slot];
            }
        }
        return Arrays.copyOf(out, at);
    }
}
