package org.hutong.linkage.train;

/// How columns go together among different people: one household shares address, phone and guardian; a place has its postcodes; twins share a
/// birth date. A comparator's chance distribution is taken given the most telling agreeing column that stands before it.
final class Dependence {
    /// For each comparator, those it may depend on, the most telling first.
    final int[][] parents;
    /// `given[c][k]`: levels of `c` among different people who agree on `parents[c][k]`.
    final double[][][] given;
    /// For each comparator the levels (bits) that count as agreement.
    final int[] alike;

    Dependence(int[][] parents, double[][][] given, int[] alike) {
        this.parents = parents;
        this.given = given;
        this.alike = alike;
    }

    static Dependence none(int comparators) {
        int[] alike = new int[comparators];
        java.util.Arrays.fill(alike, 2);
        return new Dependence(new int[comparators][0], new double[comparators][0][], alike);
    }

    /// Comparators (bits) on which the pattern agrees.
    long agree(long pattern) {
        long agree = 0;
        for (int c = 0; c < alike.length; c++) agree |= (long) (alike[c] >>> ((int) (pattern >>> (c << 2)) & 15) & 1) << c;
        return agree;
    }

    /// Chance of the comparator's level given what else agrees.
    double chance(int c, int level, long agree, double[][] u) {
        for (int k = 0; k < parents[c].length; k++) if ((agree >>> parents[c][k] & 1) == 1) return given[c][k][level];
        return u[c][level];
    }
}
