package org.hutong.linkage;

import java.util.Arrays;
import org.hutong.linkage.compare.Records;

/// Which rows are one person: a number for each row, 0 for rows that stand alone.
public final class Clusters {
    public final int[] ofRow;
    public final int count;

    private Clusters(int[] ofRow, int count) {
        this.ofRow = ofRow;
        this.count = count;
    }

    /// Joins linked pairs, the surest first; `barred` says which two rows must never stand in one cluster.
    static Clusters of(Records records, Pairs pairs, int[] linked, Barred barred) {
        int[] parent = new int[records.rows];
        int[] next = new int[records.rows];
        for (int r = 0; r < parent.length; r++) parent[r] = next[r] = r;
        for (int i : linked) {
            int a = root(parent, pairs.left[i]), b = root(parent, pairs.right[i]);
            if (a == b || barred != null && anyBarred(a, b, next, barred)) continue;
            if (a > b) {
                int swap = a;
                a = b;
                b = swap;
            }
            parent[b] = a;
            int after = next[a];
            next[a] = next[b];
            next[b] = after;
        }
        int[] number = new int[records.rows], of = new int[records.rows];
        int count = 0;
        for (int r = 0; r < of.length; r++) {
            int root = root(parent, r);
            if (next[r] == r) continue;
            if (number[root] == 0) number[root] = ++count;
            of[r] = number[root];
        }
        return new Clusters(of, count);
    }

    private static boolean anyBarred(int a, int b, int[] next, Barred barred) {
        int x = a;
        do {
            int y = b;
            do {
                if (barred.barred(x, y)) return true;
                y = next[y];
            } while (y != b);
            x = next[x];
        } while (x != a);
        return false;
    }

    private static int root(int[] parent, int r) {
        while (parent[r] != r) r = parent[r] = parent[parent[r]];
        return r;
    }

    /// Two rows that must not meet in one cluster.
    interface Barred {
        boolean barred(int a, int b);
    }

    /// Rows of each cluster, in row order.
    public int[][] members() {
        int[] sizes = new int[count + 1];
        for (int c : ofRow) sizes[c]++;
        int[][] out = new int[count + 1][];
        for (int c = 1; c <= count; c++) out[c] = new int[sizes[c]];
        Arrays.fill(sizes, 0);
        for (int r = 0; r < ofRow.length; r++) if (ofRow[r] > 0) out[ofRow[r]][sizes[ofRow[r]]++] = r;
        return out;
    }
}
