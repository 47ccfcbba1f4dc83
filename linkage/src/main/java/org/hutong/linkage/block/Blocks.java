package org.hutong.linkage.block;

import java.util.Arrays;
import java.util.List;
import org.hutong.linkage.compare.Atom;
import org.hutong.linkage.compare.Records;

/// The blocks of one rule: rows with the same key, left rows first. Blocks above the cap are left out and counted.
public final class Blocks {
    public final Rule rule;
    /// Rows in block order; block `g` is `order[starts[g]] … order[starts[g + 1] - 1]`, blocks numbered from 1.
    public final int[] order;
    public final int[] starts;
    /// First right-hand row of each block (two lists), else the block's end.
    public final int[] splits;
    public final int count;
    public final long pairs;
    public final int cappedBlocks;
    public final long cappedPairs;
    /// Block of each row, 0 for none.
    public final int[] ofRow;

    private Blocks(Rule rule, int[] order, int[] starts, int[] splits, int count, long pairs, int cappedBlocks, long cappedPairs, int[] ofRow) {
        this.rule = rule;
        this.order = order;
        this.starts = starts;
        this.splits = splits;
        this.count = count;
        this.pairs = pairs;
        this.cappedBlocks = cappedBlocks;
        this.cappedPairs = cappedPairs;
        this.ofRow = ofRow;
    }

    /// Groups all rows. `cap` is the most pairs one block may have.
    public static Blocks of(Rule rule, Records records, long cap) {
        return of(rule, records, cap, 0);
    }

    /// Groups the rows of one in `2^thin` values of the key's first part: enough to learn from where a rule makes many pairs.
    public static Blocks of(Rule rule, Records records, long cap, int thin) {
        rule.atoms().forEach(Atom::prepare);
        int n = records.rows;
        int[] group = new int[n];
        int groups = rule.atoms().size() == 1 && thin == 0 ? codes(rule.atoms().getFirst(), records, group) : group(rule, records, group, (1L << thin) - 1);
        int[] left = new int[groups + 1], right = new int[records.two ? groups + 1 : 1];
        for (int r = 0; r < records.leftRows; r++) left[group[r]]++;
        for (int r = records.leftRows; r < n; r++) right[group[r]]++;
        int[] renumber = new int[groups + 1];
        int kept = 0, capped = 0;
        long pairs = 0, cappedPairs = 0;
        for (int g = 1; g <= groups; g++) {
            long here = pairs(left[g], records.two ? right[g] : 0, records.two);
            if (here == 0) continue;
            if (here > cap) {
                capped++;
                cappedPairs += here;
                continue;
            }
            renumber[g] = ++kept;
            pairs += here;
        }
        int[] starts = new int[kept + 2], splits = new int[kept + 1];
        for (int g = 1; g <= groups; g++) {
            if (renumber[g] == 0) continue;
            starts[renumber[g] + 1] = left[g] + (records.two ? right[g] : 0);
            splits[renumber[g]] = left[g];
        }
        for (int g = 1; g <= kept; g++) {
            starts[g + 1] += starts[g];
            splits[g] += starts[g];
        }
        int[] order = new int[starts[kept + 1]], next = Arrays.copyOf(starts, kept + 2);
        for (int r = 0; r < n; r++) {
            int g = group[r] = renumber[group[r]];
            if (g > 0) order[next[g]++] = r;
        }
        return new Blocks(rule, order, starts, splits, kept, pairs, capped, cappedPairs, group);
    }

    /// One key alone: its numbers are the groups.
    private static int codes(Atom atom, Records records, int[] group) {
        int most = 0;
        for (int r = 0; r < group.length; r++) {
            int code = atom.of(records.cells, r * records.stride);
            if (code < 0 || code > 1 << 28) return group(new Rule(List.of(atom)), records, group, 0);
            group[r] = code;
            most = Math.max(most, code);
        }
        return most;
    }

    private static int group(Rule rule, Records records, int[] group, long thin) {
        int n = records.rows;
        int size = Integer.highestOneBit((int) Math.max(16, n / (thin + 1))) * (thin == 0 ? 4 : 8);
        long[] keys = new long[size];
        Atom first = rule.atoms().isEmpty() ? null : rule.atoms().getFirst();
        int filled = 0;
        for (int r = 0; r < n; r++) {
            group[r] = 0;
            if (thin != 0 && (first.of(records.cells, r * records.stride) * 0x9E3779B97F4A7C15L >>> 40 & thin) != 0) continue;
            long key = rule.key(records.cells, r * records.stride);
            if (key == 0) continue;
            int slot = (int) (key >>> 20) & size - 1;
            while (keys[slot] != 0 && keys[slot] != key) slot = slot + 1 & size - 1;
            if (keys[slot] == 0) {
                if (++filled * 2 > size && thin > 0) break;
                keys[slot] = key;
            }
            group[r] = slot + 1;
        }
        return size;
    }

    static long pairs(long left, long right, boolean two) {
        return two ? left * right : left * (left - 1) / 2;
    }

    /// Receives the pairs of one block; the left row first, or the smaller number in one list.
    public interface PairSink {
        void pair(int a, int b);
    }

    public void each(int block, boolean two, PairSink sink) {
        int from = starts[block], to = starts[block + 1], split = splits[block];
        for (int i = from; i < (two ? split : to); i++) {
            int a = order[i];
            for (int j = two ? split : i + 1; j < to; j++) sink.pair(a, order[j]);
        }
    }

    /// Hands on about `most` pairs drawn evenly (all of them when there are fewer); gives how many.
    public long sample(int most, long seed, boolean two, PairSink sink) {
        long seen = 0;
        if (pairs <= most) {
            for (int g = 1; g <= count; g++) each(g, two, sink);
            return pairs;
        }
        java.util.SplittableRandom random = new java.util.SplittableRandom(seed ^ rule.name().hashCode());
        double step = (double) pairs / most, next = random.nextDouble() * step;
        long before = 0;
        for (int g = 1; g <= count; g++) {
            int from = starts[g], split = splits[g], right = starts[g + 1] - split, size = starts[g + 1] - from;
            long here = pairsOf(g, two);
            for (; next < before + here; next += step * (0.5 + random.nextDouble())) {
                int a, b;
                if (two) {
                    a = from + random.nextInt(split - from);
                    b = split + random.nextInt(right);
                } else {
                    a = from + random.nextInt(size);
                    b = from + random.nextInt(size - 1);
                    if (b >= a) b++;
                }
                sink.pair(Math.min(order[a], order[b]), Math.max(order[a], order[b]));
                seen++;
            }
            before += here;
        }
        return seen;
    }

    public long pairsOf(int block, boolean two) {
        int left = splits[block] - starts[block], right = starts[block + 1] - splits[block];
        return pairs(left, right, two);
    }
}
