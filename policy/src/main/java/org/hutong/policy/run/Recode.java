package org.hutong.policy.run;

import org.hutong.policy.pack.Type;

/// One enum written in the codes of another.
final class Recode extends Node {
    final int[] to;

    Recode(Type type, Node of, int[] to) {
        super(type, of);
        this.to = to;
    }

    @Override void sets(Frame f) {
        long out = 0;
        for (long m = f.a[of[0].slot]; m != 0; m &= m - 1) {
            int t = to[Long.numberOfTrailingZeros(m)];
            if (t >= 0) out |= 1L << t;
        }
        f.mask(this, out, f.nul[of[0].slot]);
        f.settle(this);
    }

    @Override void columns(long[][] c, int n) {
        long[] x = c[of[0].slot], z = c[slot];
        for (int i = 0; i < n; i++) z[i] = x[i] == Type.NULL ? Type.NULL : to[(int) x[i]];
    }
}
