package org.hutong.policy.run;

import org.hutong.policy.pack.Type;

/// Possible values of every step: a bit mask for finite types, an interval for ordered ones, and whether null is possible; with the unknown variables they hang on.
final class Frame {
    static final long[] NONE = new long[0];
    static final long FAR = 1L << 61;

    final long[] a;
    final long[] b;
    final boolean[] nul;
    final long[][] deps;

    Frame(int slots) {
        a = new long[slots];
        b = new long[slots];
        nul = new boolean[slots];
        deps = new long[slots][];
        java.util.Arrays.fill(deps, NONE);
    }

    /// A known value.
    void value(Node node, long value) {
        int s = node.slot;
        nul[s] = value == Type.NULL;
        if (node.finite()) {
            a[s] = value == Type.NULL ? 0 : 1L << value;
        } else if (value == Type.NULL) {
            a[s] = 1;
            b[s] = 0;
        } else {
            a[s] = b[s] = value;
        }
        deps[s] = NONE;
    }

    void mask(Node node, long mask, boolean mayBeNull) {
        a[node.slot] = mask;
        nul[node.slot] = mayBeNull;
    }

    void interval(Node node, long low, long high, boolean mayBeNull) {
        a[node.slot] = low;
        b[node.slot] = high;
        nul[node.slot] = mayBeNull;
    }

    boolean empty(Node node) {
        return node.finite() ? a[node.slot] == 0 : a[node.slot] > b[node.slot];
    }

    boolean known(Node node) {
        int s = node.slot;
        if (node.finite()) return nul[s] ? a[s] == 0 : Long.bitCount(a[s]) == 1;
        return nul[s] ? a[s] > b[s] : a[s] == b[s];
    }

    /// The value of a known step.
    long value(Node node) {
        int s = node.slot;
        if (nul[s]) return Type.NULL;
        return node.finite() ? Long.numberOfTrailingZeros(a[s]) : a[s];
    }

    /// After a step is written: nothing hangs on a known value, otherwise on whatever its sources hang on.
    void settle(Node node) {
        if (known(node)) {
            deps[node.slot] = NONE;
            return;
        }
        long[] all = NONE;
        for (var from : node.of) all = union(all, deps[from.slot]);
        deps[node.slot] = all;
    }

    static long[] union(long[] x, long[] y) {
        if (y.length == 0 || x == y) return x;
        if (x.length == 0) return y;
        var out = java.util.Arrays.copyOf(x.length >= y.length ? x : y, Math.max(x.length, y.length));
        var less = x.length >= y.length ? y : x;
        for (int i = 0; i < less.length; i++) out[i] |= less[i];
        return out;
    }

    static long[] bit(int index) {
        var bits = new long[(index >> 6) + 1];
        bits[index >> 6] = 1L << index;
        return bits;
    }

    static boolean has(long[] bits, int index) {
        return (index >> 6) < bits.length && (bits[index >> 6] >>> index & 1) != 0;
    }

    static int first(long[] bits) {
        for (int i = 0; i < bits.length; i++) if (bits[i] != 0) return (i << 6) + Long.numberOfTrailingZeros(bits[i]);
        return -1;
    }

    static long clamp(long v) {
        return Math.max(-FAR, Math.min(FAR, v));
    }
}
