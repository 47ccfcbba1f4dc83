package org.hutong.linkage;

/// The probability from which pairs are linked when nobody says so: where the expected F1 is highest.
final class Threshold {
    private Threshold() {}

    /// `missed` is the share of true pairs that blocking does not see.
    static double best(float[] probability, double missed) {
        int bins = 2000;
        long[] count = new long[bins + 1];
        double[] sum = new double[bins + 1];
        double total = 0;
        for (float p : probability) {
            int bin = Math.min(bins, (int) (p * bins));
            count[bin]++;
            sum[bin] += p;
            total += p;
        }
        double truth = total / Math.max(0.3, 1 - missed), hits = 0, taken = 0, bestF1 = -1;
        int best = bins / 2;
        for (int bin = bins; bin > bins / 20; bin--) {
            hits += sum[bin];
            taken += count[bin];
            double f1 = 2 * hits / (taken + truth);
            if (f1 >= bestF1 - 1e-9) {
                bestF1 = f1;
                best = bin;
            }
        }
        return Math.max((double) best / bins, 0.4);
    }
}
