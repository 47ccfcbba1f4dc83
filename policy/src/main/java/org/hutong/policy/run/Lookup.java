package org.hutong.policy.run;

import org.hutong.policy.pack.Pack;
import org.hutong.policy.pack.Type;

/// A parameter with keys: one array look-up. A key combination without a row takes the value of `missing`.
final class Lookup extends Node {
    final String parameter;
    final int keys;
    final Pack.Value[] rows;
    private final long[] values;
    private final int[] strides;

    /// @param of the key steps, then the variable standing for a missing row
    Lookup(Type type, String parameter, Node[] of, long[] values, Pack.Value[] rows) {
        super(type, of);
        this.parameter = parameter;
        this.keys = of.length - 1;
        this.values = values;
        this.rows = rows;
        strides = new int[keys];
        int stride = 1;
        for (int k = keys - 1; k >= 0; k--) {
            strides[k] = stride;
            stride *= of[k].type.size();
        }
    }

    /// Rows the value may come from, for the keys possible in `f`.
    java.util.List<Pack.Value> reachable(Frame f) {
        var out = new java.util.ArrayList<Pack.Value>();
        reach(f, 0, 0, out);
        return out;
    }

    private void reach(Frame f, int key, int at, java.util.List<Pack.Value> out) {
        if (key == keys) {
            if (rows[at] != null) out.add(rows[at]);
            return;
        }
        for (long m = f.a[of[key].slot]; m != 0; m &= m - 1) reach(f, key + 1, at + Long.numberOfTrailingZeros(m) * strides[key], out);
    }

    @Override void sets(Frame f) {
        boolean[] missing = {false};
        long[] box = {finite() ? 0 : 1, 0, 1};
        boolean nul = false;
        for (int k = 0; k < keys; k++) nul |= f.nul[of[k].slot];
        walk(f, 0, 0, box, missing);
        long a = box[0], b = box[1];
        var none = of[keys];
        long[] deps = Frame.NONE;
        if (missing[0]) {
            if (finite()) a |= f.a[none.slot];
            else {
                a = box[2] == 1 ? f.a[none.slot] : Math.min(a, f.a[none.slot]);
                b = box[2] == 1 ? f.b[none.slot] : Math.max(b, f.b[none.slot]);
            }
            deps = f.deps[none.slot];
        }
        if (finite()) f.mask(this, a, nul);
        else f.interval(this, a, b, nul);
        if (f.known(this)) { f.deps[slot] = Frame.NONE; return; }
        for (int k = 0; k < keys; k++) deps = Frame.union(deps, f.deps[of[k].slot]);
        f.deps[slot] = deps;
    }

    private void walk(Frame f, int key, int at, long[] box, boolean[] missing) {
        if (key == keys) {
            if (rows[at] == null) { missing[0] = true; return; }
            if (finite()) box[0] |= 1L << values[at];
            else {
                box[0] = box[2] == 1 ? values[at] : Math.min(box[0], values[at]);
                box[1] = box[2] == 1 ? values[at] : Math.max(box[1], values[at]);
                box[2] = 0;
            }
            return;
        }
        for (long m = f.a[of[key].slot]; m != 0; m &= m - 1) walk(f, key + 1, at + Long.numberOfTrailingZeros(m) * strides[key], box, missing);
    }

    @Override void columns(long[][] c, int n) {
        long[] z = c[slot], none = c[of[keys].slot];
        for (int i = 0; i < n; i++) {
            int at = 0;
            for (int k = 0; k < keys; k++) {
                long v = c[of[k].slot][i];
                if (v == Type.NULL) { at = -1; break; }
                at += (int) v * strides[k];
            }
            z[i] = at < 0 ? Type.NULL : rows[at] == null ? none[i] : values[at];
        }
    }
}
