package org.hutong.linkage.train;

import org.hutong.linkage.compare.Comparator;
import org.hutong.linkage.compare.Records;

/// What was learned: for each comparator and level, how often it occurs among true pairs (`m`) and among chance pairs (`u`), how agreement on
/// one column makes agreement on another likelier among different people (`Dependence`), and how many pairs are true at all (`prior`).
///
/// Weights are log2 likelihood ratios; level 0 (missing) weighs nothing.
public final class Weights {
    public final double[][] m;
    public final double[][] u;
    public final float[][] weight;
    private final Dependence dependence;
    private final float[][][] given;
    private final float[][] damp;
    /// Log2 odds that two random rows are one person.
    public double prior;

    Weights(double[][] m, double[][] u, Dependence dependence, double prior) {
        this.m = m;
        this.u = u;
        this.dependence = dependence;
        this.prior = prior;
        int n = m.length;
        weight = new float[n][];
        given = new float[n][][];
        damp = new float[n][];
        for (int c = 0; c < n; c++) {
            weight[c] = ratios(m[c], u[c]);
            int[] parents = dependence.parents[c];
            given[c] = new float[parents.length][];
            damp[c] = new float[parents.length];
            for (int k = 0; k < parents.length; k++) {
                given[c][k] = ratios(m[c], dependence.given[c][k]);
                damp[c][k] = (float) Math.clamp(Math.log(dependence.given[c][k][1]) / Math.log(Math.min(0.999, u[c][1])), 0, 1);
            }
        }
    }

    private static float[] ratios(double[] m, double[] u) {
        float[] out = new float[m.length];
        for (int l = 1; l < m.length; l++) out[l] = (float) (Math.log(m[l] / u[l]) / Math.log(2));
        return out;
    }

    public static double probability(double weight) {
        return 1 / (1 + Math.exp(-weight * Math.log(2)));
    }

    /// Weight of a pair from its levels, the prior included. `x` is where the first row's cells begin.
    public float score(Records records, long pattern, int x) {
        float sum = (float) prior;
        long agree = dependence.agree(pattern);
        for (Comparator c : records.comparators) sum += part(records, c, pattern, agree, x);
        return sum;
    }

    /// One comparator's share of the weight, term frequency included.
    public float part(Records records, Comparator c, long pattern, long agree, int x) {
        int place = c.place, level = (int) (pattern >>> (place << 2)) & 15;
        if (level == 0) return 0;
        int[] parents = dependence.parents[place];
        for (int k = 0; k < parents.length; k++) {
            if ((agree >>> parents[k] & 1) == 0) continue;
            float w = given[place][k][level];
            return level == 1 && c.rarity != null ? w + damp[place][k] * c.rarity[records.cells[x + c.column.slot]] : w;
        }
        float w = weight[place][level];
        return level == 1 && c.rarity != null ? w + c.rarity[records.cells[x + c.column.slot]] : w;
    }

    /// Comparators (bits) on which a pattern agrees.
    public long agree(long pattern) {
        return dependence.agree(pattern);
    }

    /// One comparator's share without term frequency.
    public float plainPart(Comparator c, long pattern, long agree) {
        int level = (int) (pattern >>> (c.place << 2)) & 15;
        if (level == 0) return 0;
        for (int k = 0; k < given[c.place].length; k++) if ((agree >>> dependence.parents[c.place][k] & 1) == 1) return given[c.place][k][level];
        return weight[c.place][level];
    }

    /// The column whose agreement was taken into account for this comparator's weight, or -1.
    public int parent(int place, long agree) {
        for (int p : dependence.parents[place]) if ((agree >>> p & 1) == 1) return p;
        return -1;
    }
}
