package org.hutong.linkage.compare;

import org.hutong.linkage.text.Similarity;

/// What one thread needs to compare: distance kernels and a small cache of name comparisons already made.
public final class Scratch {
    private static final int SLOTS = 1 << 13;
    public final Similarity similarity = new Similarity();
    private final long[][] keys;
    private final byte[][] levels;

    public Scratch(int comparators) {
        keys = new long[comparators][];
        levels = new byte[comparators][];
    }

    int cached(int comparator, int a, int b) {
        long[] known = keys[comparator];
        if (known == null) {
            keys[comparator] = new long[SLOTS];
            levels[comparator] = new byte[SLOTS];
            return -1;
        }
        long key = (long) a << 32 | b;
        int slot = slot(key);
        return known[slot] == key ? levels[comparator][slot] : -1;
    }

    void cache(int comparator, int a, int b, int level) {
        long key = (long) a << 32 | b;
        int slot = slot(key);
        keys[comparator][slot] = key;
        levels[comparator][slot] = (byte) level;
    }

    private static int slot(long key) {
        return (int) (key * 0x9E3779B97F4A7C15L >>> 51);
    }
}
