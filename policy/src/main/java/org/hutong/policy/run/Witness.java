package org.hutong.policy.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hutong.policy.pack.Type;

/// Looks for facts that put every input of a table into the wanted buckets.
final class Witness {
    /// No such facts exist.
    static final String NONE = "";
    private static final int BUDGET = 4_000;

    private final Plan plan;
    private final TableNode t;
    private final List<Set<Integer>> wanted;
    private final Frame f;
    private final List<Node> cone;
    private final Map<Nodes.Var, Long> chosen = new LinkedHashMap<>();
    private int runs;
    private boolean over;

    Witness(Plan plan, TableNode t, List<Set<Integer>> wanted) {
        this.plan = plan;
        this.t = t;
        this.wanted = wanted;
        this.f = plan.frame();
        this.cone = plan.cone(t.columns.stream().map(TableNode.Column::input).toArray(Node[]::new));
    }

    /// @return facts as text, {@link #NONE} when proven impossible, null when the search was given up
    String find() {
        if (!step()) return over ? null : NONE;
        var out = new ArrayList<String>();
        chosen.forEach((v, value) -> out.add(v.name + "=" + v.type.show(value)));
        return out.isEmpty() ? "任何情形" : String.join("，", out);
    }

    private boolean step() {
        if (++runs > BUDGET) { over = true; return false; }
        Plan.run(cone, f);
        long[] deps = Frame.NONE;
        for (int i = 0; i < t.columns.size(); i++) {
            var col = t.columns.get(i);
            boolean may = false, must = true;
            for (int b : buckets(col)) {
                if (wanted.get(i).contains(b)) may = true; else must = false;
            }
            if (!may) return false;
            // First settle the input that hangs on the fewest facts: a contradiction shows soonest there.
            if (!must && (deps.length == 0 || count(f.deps[col.input().slot]) < count(deps))) deps = f.deps[col.input().slot];
        }
        int first = Frame.first(deps);
        if (first < 0) return true;
        var v = plan.vars[first];
        int s = v.slot;
        long a = f.a[s], b = f.b[s];
        boolean nul = f.nul[s];
        var was = f.deps[s];
        var before = chosen.get(v);
        for (var part : Parts.of(plan, v, a, b, nul)) {
            f.a[s] = part.a();
            f.b[s] = part.b();
            f.nul[s] = part.nul();
            f.deps[s] = f.known(v) ? Frame.NONE : was;
            chosen.put(v, part.nul() ? Type.NULL : v.finite() ? Long.numberOfTrailingZeros(part.a()) : part.a());
            if (step()) return true;
            if (over) break;
        }
        f.a[s] = a;
        f.b[s] = b;
        f.nul[s] = nul;
        f.deps[s] = was;
        if (before == null) chosen.remove(v); else chosen.put(v, before);
        return false;
    }

    private static int count(long[] bits) {
        int n = 0;
        for (long w : bits) n += Long.bitCount(w);
        return n;
    }

    private int[] buckets(TableNode.Column col) {
        int s = col.input().slot, last = col.masks().length - 1;
        var out = new int[last + 1];
        int n = 0;
        if (col.cuts() == null) {
            for (long m = f.a[s]; m != 0; m &= m - 1) out[n++] = Long.numberOfTrailingZeros(m);
        } else if (f.a[s] <= f.b[s]) {
            for (int k = col.bucket(f.a[s]), end = col.bucket(f.b[s]); k <= end; k++) out[n++] = k;
        }
        if (f.nul[s]) out[n++] = last;
        return Arrays.copyOf(out, n);
    }
}
