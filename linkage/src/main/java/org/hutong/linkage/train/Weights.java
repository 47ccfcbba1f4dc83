package org.hutong.linkage.train;

import java.util.List;
import org.hutong.linkage.compare.Comparator;

/// What was learned: for each comparator and level, how often it occurs among true pairs (`m`) and among chance pairs (`u`), and how many
/// pairs are true at all (`prior`, odds in log2).
///
/// Weights are log2 likelihood ratios; level 0 (missing) weighs nothing.
public final class Weights {
    public final double[][] m;
    public final double[][] u;
    public final float[][] weight;
    public double prior;

    Weights(double[][] m, double[][] u, double prior) {
        this.m = m;
        this.u = u;
        this.prior = prior;
        weight = new float[m.length][];
        for (int c = 0; c < m.length; c++) {
            weight[c] = new float[m[c].length];
            for (int l = 1; l < m[c].length; l++) weight[c][l] = (float) (Math.log(m[c][l] / u[c][l]) / Math.log(2));
        }
    }

    public static double probability(double weight) {
        return 1 / (1 + Math.exp(-weight * Math.log(2)));
    }

    /// Sum of the levels' weights and of term frequency, without the prior.
    public float of(long pattern, List<Comparator> comparators, int[] cells, int at) {
        float sum = 0;
        for (Comparator c : comparators) {
            int level = (int) (pattern >>> (c.place << 2)) & 15;
            sum += weight[c.place][level];
            if (level == 1 && c.rarity != null) sum += c.rarity[cells[at + c.column.slot]];
        }
        return sum;
    }
}
