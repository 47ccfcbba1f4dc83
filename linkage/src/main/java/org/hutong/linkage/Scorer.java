package org.hutong.linkage;

import java.util.ArrayList;
import java.util.List;
import org.hutong.linkage.block.Blocks;
import org.hutong.linkage.compare.Comparator;
import org.hutong.linkage.compare.Guard;
import org.hutong.linkage.compare.Records;
import org.hutong.linkage.compare.Scratch;
import org.hutong.linkage.train.Weights;

/// Compares every pair of every block once and keeps those whose weight reaches a floor.
final class Scorer {
    private static final int PIECE = 40_000;
    /// Dependence may make a difference weigh less than the plain table says; this much is allowed for before a pair is given up.
    private static final float SLACK = 3;
    private final Records records;
    private final Weights weights;
    private final List<Blocks> rules;
    private final Guard guard;
    /// Only pairs whose second row is this one or a later one are looked at.
    private final int firstNew;
    private final int[] groups;
    private final int[] order;
    private final float[] best;
    private final double[] most;
    long compared;

    Scorer(Records records, Weights weights, List<Blocks> rules, Guard guard, int firstNew, Parallel parallel) {
        this.firstNew = firstNew;
        this.guard = guard;
        this.records = records;
        this.weights = weights;
        this.rules = rules;
        int width = rules.size();
        groups = new int[records.rows * width];
        parallel.ranges(records.rows, 1 << 16, (from, to) -> {
            for (int k = 0; k < width; k++) {
                int[] of = rules.get(k).ofRow;
                for (int r = from; r < to; r++) groups[r * width + k] = of[r];
            }
        });
        int n = records.comparators.size();
        most = new double[n];
        Integer[] places = new Integer[n];
        for (int c = 0; c < n; c++) {
            places[c] = c;
            for (float w : weights.weight[c]) most[c] = Math.max(most[c], w);
            float[] rarity = records.comparators.get(c).rarity;
            if (rarity != null) most[c] += max(rarity);
        }
        java.util.Arrays.sort(places, (x, y) -> Double.compare(spread(y), spread(x)));
        order = new int[n];
        for (int i = 0; i < n; i++) order[i] = places[i];
        best = new float[n + 1];
        for (int i = n - 1; i >= 0; i--) best[i] = best[i + 1] + (float) most[order[i]];
    }

    private static float max(float[] values) {
        float max = 0;
        for (float v : values) max = Math.max(max, v);
        return max;
    }

    /// The most that a comparator can take away: those go first, so hopeless pairs are left early.
    private double spread(int place) {
        float[] w = weights.weight[place];
        return most[place] - w[w.length - 1];
    }

    /// All pairs with a weight of at least `floor`, ordered by rule and block.
    Pairs run(float floor, Parallel parallel) {
        List<int[]> pieces = new ArrayList<>();
        for (int k = 0; k < rules.size(); k++) {
            Blocks blocks = rules.get(k);
            long sum = 0;
            int from = 1;
            for (int g = 1; g <= blocks.count; g++) {
                sum += blocks.pairsOf(g, records.two);
                if (sum >= PIECE || g == blocks.count) {
                    pieces.add(new int[] {k, from, g + 1});
                    from = g + 1;
                    sum = 0;
                }
            }
        }
        Pairs[] found = new Pairs[pieces.size()];
        long[] counts = new long[pieces.size()];
        ThreadLocal<Scratch> scratches = ThreadLocal.withInitial(records::scratch);
        List<Runnable> tasks = new ArrayList<>();
        for (int p = 0; p < found.length; p++) {
            int piece = p;
            tasks.add(() -> {
                Pairs kept = new Pairs(256);
                counts[piece] = score(pieces.get(piece), floor, scratches.get(), kept);
                found[piece] = kept;
            });
        }
        parallel.run(tasks);
        int total = 0;
        for (Pairs piece : found) total += piece.size;
        Pairs all = new Pairs(Math.max(1, total));
        for (int p = 0; p < found.length; p++) {
            compared += counts[p];
            for (int i = 0; i < found[p].size; i++) all.add(found[p].left[i], found[p].right[i], found[p].weight[i], found[p].held[i]);
        }
        return all;
    }

    private long score(int[] piece, float floor, Scratch scratch, Pairs kept) {
        int k = piece[0], width = rules.size(), stride = records.stride;
        Blocks blocks = rules.get(k);
        int[] cells = records.cells;
        Comparator[] comparators = records.comparators.toArray(Comparator[]::new);
        long[] count = {0};
        for (int g = piece[1]; g < piece[2]; g++) {
            if (blocks.order[blocks.starts[g + 1] - 1] < firstNew) continue;
            blocks.each(g, records.two, (a, b) -> {
                if (b < firstNew) return;
                for (int e = 0, x = a * width, y = b * width; e < k; e++) {
                    int group = groups[x + e];
                    if (group != 0 && group == groups[y + e]) return;
                }
                count[0]++;
                int x = a * stride, y = b * stride;
                float sum = (float) weights.prior;
                long pattern = 0;
                for (int i = 0; i < order.length; i++) {
                    int place = order[i];
                    Comparator c = comparators[place];
                    int level = c.level(scratch, cells, x, y);
                    pattern |= (long) level << (place << 2);
                    sum += weights.weight[place][level];
                    if (level == 1 && c.rarity != null) sum += c.rarity[cells[x + c.column.slot]];
                    if (sum + best[i + 1] < floor - SLACK) return;
                }
                sum = weights.score(records, pattern, x);
                if (sum >= floor) kept.add(a, b, sum, guard.of(pattern).ordinal());
            });
        }
        return count[0];
    }
}
