package org.hutong.linkage.train;

/// Counts of packed level patterns.
final class Patterns {
    private long[] keys = new long[1 << 10];
    private int[] counts = new int[1 << 10];
    private int size;

    void add(long pattern, int times) {
        int slot = slot(pattern, keys.length);
        while (counts[slot] != 0 && keys[slot] != pattern) slot = slot + 1 & keys.length - 1;
        if (counts[slot] == 0) {
            keys[slot] = pattern;
            if (++size * 2 > keys.length) {
                counts[slot] = times;
                grow();
                return;
            }
        }
        counts[slot] += times;
    }

    private static int slot(long pattern, int length) {
        long h = pattern * 0x9E3779B97F4A7C15L;
        return (int) (h >>> 40) & length - 1;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldCounts = counts;
        keys = new long[oldKeys.length * 2];
        counts = new int[oldKeys.length * 2];
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) if (oldCounts[i] != 0) add(oldKeys[i], oldCounts[i]);
    }

    /// Receives each pattern and its count.
    interface Sink {
        void pattern(long pattern, int count);
    }

    void each(Sink sink) {
        for (int i = 0; i < keys.length; i++) if (counts[i] != 0) sink.pattern(keys[i], counts[i]);
    }

    /// Patterns and counts in ascending order of pattern, so that sums do not depend on who counted first.
    long[][] sorted() {
        long[] patterns = new long[size];
        int[] at = {0};
        each((pattern, count) -> patterns[at[0]++] = pattern);
        java.util.Arrays.sort(patterns);
        long[] times = new long[size];
        for (int i = 0; i < size; i++) {
            int slot = slot(patterns[i], keys.length);
            while (keys[slot] != patterns[i] || counts[slot] == 0) slot = slot + 1 & keys.length - 1;
            times[i] = counts[slot];
        }
        return new long[][] {patterns, times};
    }
}
