package org.hutong.linkage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hutong.linkage.compare.Guard;
import org.hutong.linkage.compare.Records;
import org.hutong.linkage.compare.Scratch;
import org.hutong.linkage.train.Weights;

/// From scored pairs to decisions: the prior, rivals for one row (two lists), groups of rows (one list), and what is left to a person.
final class Settlement {
    private static final int ASKED = 2000;
    /// Larger groups get no pairs beyond those compared.
    private static final int COMPLETED = 300;
    /// Least weight of two rows that are equal in every column.
    private static final float SURE = 7;
    private final Records records;
    private final Weights weights;
    private final Guard guard;
    private final Pairs pairs;
    private final String links;
    private float[] probability;

    Settlement(Records records, Weights weights, Guard guard, Pairs pairs, String links) {
        this.records = records;
        this.weights = weights;
        this.guard = guard;
        this.pairs = pairs;
        this.links = links;
        probabilities();
    }

    Weights weights() {
        return weights;
    }

    Pairs pairs() {
        return pairs;
    }

    float[] probability() {
        return probability;
    }

    private void probabilities() {
        probability = new float[pairs.size];
        for (int i = 0; i < pairs.size; i++) probability[i] = (float) Weights.probability(Math.min(pairs.weight[i], pairs.held(i).most()));
    }

    /// Moves the prior to where the probabilities add up to the true pairs it promises.
    void findPrior(double all, double missed) {
        // Weights in steps of 1/32, each kind of hold apart: thirty rounds over a few thousand steps instead of over every pair.
        int low = -16, steps = 160 * 32, kinds = Guard.Reason.values().length;
        int[][] count = new int[kinds][steps];
        for (int i = 0; i < pairs.size; i++) count[pairs.held[i]][Math.clamp((int) ((pairs.weight[i] - low) * 32), 0, steps - 1)]++;
        double shift = 0;
        for (int round = 0; round < 30; round++) {
            double sum = 0;
            for (int kind = 0; kind < kinds; kind++) {
                float most = Guard.Reason.values()[kind].most();
                for (int s = 0; s < steps; s++) if (count[kind][s] > 0) sum += count[kind][s] * Weights.probability(Math.min(low + (s + 0.5) / 32 + shift, most));
            }
            double share = Math.clamp(sum / Math.max(0.3, 1 - missed) / all, 1e-12, 0.5);
            double next = Math.log(share / (1 - share)) / Math.log(2) - weights.prior;
            if (Math.abs(next - shift) < 1e-3) break;
            shift = next;
        }
        weights.prior += shift;
        for (int i = 0; i < pairs.size; i++) pairs.weight[i] += (float) shift;
        probabilities();
        weighRivals();
    }

    /// Where a row has one partner at most, its candidates share one unit of probability: two that fit alike get less than a half each.
    void weighRivals() {
        if (!records.two) return;
        boolean left = single(links, "one-to-one", "many-to-one", true), right = single(links, "one-to-one", "one-to-many", false);
        if (!left && !right) return;
        double[] odds = new double[records.rows];
        for (int i = 0; i < pairs.size; i++) {
            double o = odds(i);
            if (left) odds[pairs.left[i]] += o;
            if (right) odds[pairs.right[i]] += o;
        }
        for (int i = 0; i < pairs.size; i++) {
            double o = odds(i), most = Math.max(left ? odds[pairs.left[i]] : o, right ? odds[pairs.right[i]] : o);
            float p = (float) (o / (1 + Math.max(o, most)));
            if (probability[i] >= 0.5 && p < 0.5 && p > 0.1 && pairs.held(i) == Guard.Reason.NONE) pairs.hold(i, Guard.Reason.RIVAL);
            probability[i] = p;
        }
    }

    private double odds(int i) {
        return Math.pow(2, Math.clamp(Math.min(pairs.weight[i], pairs.held(i).most()), -60, 60));
    }

    /// Whether a row of this side has at most one partner: as the model says, else unless partners of one row are mostly one person themselves.
    private boolean single(String said, String one, String other, boolean left) {
        if (!said.equals("auto")) return said.equals(one) || said.equals(other);
        int[] best = new int[records.rows];
        Arrays.fill(best, -1);
        Scratch scratch = records.scratch();
        int rivals = 0, same = 0;
        for (int i = 0; i < pairs.size && rivals < ASKED; i++) {
            if (probability[i] < 0.9) continue;
            int row = left ? pairs.left[i] : pairs.right[i], partner = left ? pairs.right[i] : pairs.left[i];
            if (best[row] < 0) {
                best[row] = partner;
                continue;
            }
            rivals++;
            int a = Math.min(best[row], partner), b = Math.max(best[row], partner);
            long pattern = records.pattern(scratch, a, b);
            if (guard.of(pattern) == Guard.Reason.NONE && weights.score(records, pattern, a * records.stride) > 0) same++;
        }
        return same * 2 < rivals || rivals < 20;
    }

    /// Groups the rows and brings the pairs' probabilities in line with the groups.
    Clusters cluster(double threshold) {
        if (records.two) return withRepeats(Clusters.ofLinks(records, pairs, probability, threshold), threshold);
        Clusters clusters = Clusters.ofOneList(records, pairs, probability, threshold, guard::barred);
        addUnseen(clusters);
        float below = (float) (threshold * 0.999), above = (float) threshold;
        for (int i = 0; i < pairs.size; i++) {
            boolean together = clusters.ofRow[pairs.left[i]] != 0 && clusters.ofRow[pairs.left[i]] == clusters.ofRow[pairs.right[i]];
            if (together && probability[i] < threshold) {
                if (pairs.held(i) == Guard.Reason.NONE) pairs.hold(i, Guard.Reason.JOINED);
                probability[i] = above + (1 - above) * 0.01f * probability[i];
            } else if (!together && probability[i] >= threshold) {
                if (pairs.held(i) == Guard.Reason.NONE) pairs.hold(i, Guard.Reason.CUT);
                probability[i] *= below;
            }
        }
        return withRepeats(clusters, threshold);
    }

    /// Rows that repeat another go where it goes: in one list each gets its pair with that row, in two lists the partners of that row.
    private Clusters withRepeats(Clusters clusters, double threshold) {
        int[] of = records.repeatOf;
        if (of == null) return clusters;
        int before = pairs.size;
        if (records.two) {
            Map<Integer, List<Integer>> linked = new HashMap<>();
            for (int i = 0; i < before; i++) {
                if (probability[i] < threshold) continue;
                linked.computeIfAbsent(pairs.left[i], k -> new ArrayList<>()).add(i);
                linked.computeIfAbsent(pairs.right[i], k -> new ArrayList<>()).add(i);
            }
            for (int r = 0; r < of.length; r++) {
                if (of[r] == r) continue;
                for (int i : linked.getOrDefault(of[r], List.of())) {
                    pairs.add(r < records.leftRows ? r : pairs.left[i], r < records.leftRows ? pairs.right[i] : r, pairs.weight[i], pairs.held[i]);
                    keep(probability[i]);
                }
            }
        } else {
            Scratch scratch = records.scratch();
            for (int r = 0; r < of.length; r++) {
                if (of[r] == r) continue;
                long pattern = records.pattern(scratch, of[r], r);
                pairs.add(of[r], r, Math.max(SURE, weights.score(records, pattern, records.at(r))), Guard.Reason.NONE.ordinal());
                keep((float) Math.max(threshold, Weights.probability(pairs.weight[pairs.size - 1])));
            }
        }
        probability = Arrays.copyOf(probability, pairs.size);
        return clusters.withRepeats(of, !records.two);
    }

    private void keep(float p) {
        if (pairs.size > probability.length) probability = Arrays.copyOf(probability, Math.max(pairs.size, probability.length + (probability.length >> 1)));
        probability[pairs.size - 1] = p;
    }

    /// Pairs inside a group that no rule had brought together.
    private void addUnseen(Clusters clusters) {
        int[][] members = clusters.members();
        long[] known = new long[pairs.size];
        int n = 0;
        for (int i = 0; i < pairs.size; i++) {
            int c = clusters.ofRow[pairs.left[i]];
            if (c != 0 && members[c].length > 2 && c == clusters.ofRow[pairs.right[i]]) known[n++] = (long) pairs.left[i] << 32 | pairs.right[i];
        }
        Arrays.sort(known, 0, n);
        Scratch scratch = records.scratch();
        for (int[] rows : members) {
            for (int i = 0; rows.length > 2 && rows.length <= COMPLETED && i < rows.length; i++) {
                for (int j = i + 1; j < rows.length; j++) {
                    if (Arrays.binarySearch(known, 0, n, (long) rows[i] << 32 | rows[j]) >= 0) continue;
                    long pattern = records.pattern(scratch, rows[i], rows[j]);
                    pairs.add(rows[i], rows[j], weights.score(records, pattern, rows[i] * records.stride), guard.of(pattern).ordinal());
                }
            }
        }
        int before = probability.length;
        probability = Arrays.copyOf(probability, pairs.size);
        for (int i = before; i < pairs.size; i++) probability[i] = (float) Weights.probability(Math.min(pairs.weight[i], pairs.held(i).most()));
    }
}
