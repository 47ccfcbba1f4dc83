package org.hutong.linkage.text;

/// String distances on characters (never bytes: one Chinese character is one step), bit-parallel up to 64 characters.
///
/// Holds scratch space: one instance a thread. Longer texts are compared on their first 64 characters.
public final class Similarity {
    private static final int MAX = 64;
    private final char[] keys = new char[256];
    private final long[] bits = new long[256];
    private final int[] used = new int[MAX];
    private int usedCount;

    private void prepare(char[] p, int start, int length) {
        usedCount = 0;
        for (int i = 0; i < length; i++) {
            char c = p[start + i];
            int slot = c * 31 & 255;
            while (bits[slot] != 0 && keys[slot] != c) slot = slot + 1 & 255;
            if (bits[slot] == 0) {
                keys[slot] = c;
                used[usedCount++] = slot;
            }
            bits[slot] |= 1L << i;
        }
    }

    private void clear() {
        for (int i = 0; i < usedCount; i++) bits[used[i]] = 0;
    }

    private long mask(char c) {
        int slot = c * 31 & 255;
        while (bits[slot] != 0) {
            if (keys[slot] == c) return bits[slot];
            slot = slot + 1 & 255;
        }
        return 0;
    }

    /// Edits (insert, drop, change, swap of neighbours) from one text to the other.
    public int distance(char[] p, int ps, int pl, char[] t, int ts, int tl) {
        pl = Math.min(pl, MAX);
        tl = Math.min(tl, MAX);
        if (pl == 0 || tl == 0) return Math.max(pl, tl);
        prepare(p, ps, pl);
        long vp = -1L, vn = 0, d0 = 0, before = 0, last = 1L << pl - 1;
        int distance = pl;
        for (int j = 0; j < tl; j++) {
            long match = mask(t[ts + j]);
            long swap = ((~d0 & match) << 1) & before;
            d0 = ((match & vp) + vp ^ vp) | match | vn | swap;
            long hp = vn | ~(d0 | vp);
            long hn = d0 & vp;
            if ((hp & last) != 0) distance++;
            else if ((hn & last) != 0) distance--;
            hp = hp << 1 | 1;
            hn <<= 1;
            vp = hn | ~(d0 | hp);
            vn = hp & d0;
            before = match;
        }
        clear();
        return distance;
    }

    public int distance(String a, String b) {
        return distance(a.toCharArray(), 0, a.length(), b.toCharArray(), 0, b.length());
    }

    /// Jaro-Winkler similarity, 0 to 1, prefix weight 0.1 on up to four characters.
    public double jaroWinkler(char[] p, int ps, int pl, char[] t, int ts, int tl) {
        pl = Math.min(pl, MAX);
        tl = Math.min(tl, MAX);
        if (pl == 0 || tl == 0) return 0;
        int window = Math.max(0, Math.max(pl, tl) / 2 - 1);
        prepare(p, ps, pl);
        long takenP = 0, takenT = 0;
        for (int j = 0; j < tl; j++) {
            int low = Math.max(0, j - window), high = Math.min(pl - 1, j + window);
            if (low > high) continue;
            long range = -1L >>> 63 - high & -1L << low;
            long free = mask(t[ts + j]) & range & ~takenP;
            if (free != 0) {
                takenP |= Long.lowestOneBit(free);
                takenT |= 1L << j;
            }
        }
        clear();
        int m = Long.bitCount(takenP);
        if (m == 0) return 0;
        int moved = 0;
        for (long x = takenP, y = takenT; x != 0; x &= x - 1, y &= y - 1) {
            if (p[ps + Long.numberOfTrailingZeros(x)] != t[ts + Long.numberOfTrailingZeros(y)]) moved++;
        }
        double jaro = ((double) m / pl + (double) m / tl + (m - moved / 2) / (double) m) / 3;
        int prefix = 0;
        while (prefix < 4 && prefix < pl && prefix < tl && p[ps + prefix] == t[ts + prefix]) prefix++;
        return jaro + prefix * 0.1 * (1 - jaro);
    }

    public double jaroWinkler(String a, String b) {
        return jaroWinkler(a.toCharArray(), 0, a.length(), b.toCharArray(), 0, b.length());
    }
}
