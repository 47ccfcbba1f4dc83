package org.hutong.linkage;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hutong.linkage.table.Encoder;
import org.hutong.linkage.table.Source;

/// Known true pairs, to measure a result by. Every true pair counts, also those that were never compared.
public final class Truth {
    /// Precision, recall and F1 at a threshold.
    public record Score(double threshold, double precision, double recall, double f1) {
        static Score of(double threshold, long hits, long taken, long truth) {
            double p = taken == 0 ? 0 : (double) hits / taken, r = truth == 0 ? 0 : (double) hits / truth;
            return new Score(threshold, p, r, p + r == 0 ? 0 : 2 * p * r / (p + r));
        }
    }

    private final int[] entity;
    private final long[] pairs;
    private final long total;
    private final int leftRows;

    private Truth(int[] entity, long[] pairs, long total, int leftRows) {
        this.entity = entity;
        this.pairs = pairs;
        this.total = total;
        this.leftRows = leftRows;
    }

    /// Rows with the same entity number (0: alone) are one person.
    public static Truth ofEntities(int[] entity, int leftRows) {
        Map<Integer, long[]> sizes = new HashMap<>();
        for (int r = 0; r < entity.length; r++) if (entity[r] != 0) sizes.computeIfAbsent(entity[r], k -> new long[2])[r < leftRows ? 0 : 1]++;
        boolean two = leftRows < entity.length;
        long total = 0;
        for (long[] s : sizes.values()) total += two ? s[0] * s[1] : s[0] * (s[0] - 1) / 2;
        return new Truth(entity, null, total, leftRows);
    }

    /// Reads a column of the lists that names the person.
    public static Truth ofColumn(Model model, String column, Source left, Source right) {
        try (Parallel parallel = new Parallel(1)) {
            Encoder encoder = new Encoder(new Encoder.Wanted(model.id(), model.rightId()), List.of(new Encoder.Wanted(column, column)), parallel).shared();
            encoder.read(left, false);
            if (right != null) encoder.read(right, true);
            return ofEntities(Arrays.copyOf(encoder.codes(0), encoder.rows()), encoder.leftRows());
        }
    }

    /// Reads a CSV of true pairs with the columns `left` and `right`, ids of the lists.
    public static Truth ofFile(Source truth, LinkResult result) {
        int n = result.lists().listed(), leftRows = result.records().leftRows;
        boolean two = result.records().two;
        Map<String, Integer> left = new HashMap<>(n * 2), right = two ? new HashMap<>() : left;
        for (int r = 0; r < n; r++) (r < leftRows ? left : right).put(result.lists().id(r), r);
        List<List<String>> rows = Encoder.readColumns(truth, List.of("left", "right"));
        long[] pairs = new long[rows.size()];
        int count = 0, unknown = 0;
        for (List<String> row : rows) {
            Integer a = left.get(row.get(0)), b = right.get(row.get(1));
            if ((a == null || b == null) && two) {
                a = left.get(row.get(1));
                b = right.get(row.get(0));
            }
            if (a == null || b == null) {
                if (unknown++ == 0) {
                    throw new LinkException("LINK-TRUTH", "真值文件里的编号对“%s,%s”不在清单中。".formatted(row.get(0), row.get(1)));
                }
                continue;
            }
            if (a.intValue() != b) pairs[count++] = key(a, b);
        }
        pairs = Arrays.stream(pairs, 0, count).sorted().distinct().toArray();
        return new Truth(null, pairs, pairs.length, leftRows);
    }

    private static long key(int a, int b) {
        return (long) Math.min(a, b) << 32 | Math.max(a, b);
    }

    /// Whether two rows of the result are one person.
    public boolean same(LinkResult result, int a, int b) {
        return same(result.lists().place(a), result.lists().place(b));
    }

    private boolean same(int a, int b) {
        return entity != null ? entity[a] != 0 && entity[a] == entity[b] : Arrays.binarySearch(pairs, key(a, b)) >= 0;
    }

    public long total() {
        return total;
    }

    /// Share of the true pairs that were brought together and scored above the floor.
    public double seen(LinkResult result) {
        long hits = 0;
        for (int i = 0; i < result.pairs().size; i++) if (same(result, result.pairs().left[i], result.pairs().right[i])) hits++;
        return total == 0 ? 1 : (double) hits / total;
    }

    public Score working(LinkResult result) {
        long hits = 0, taken = 0;
        for (int i = 0; i < result.pairs().size; i++) {
            if (!result.linked(i)) continue;
            taken++;
            if (same(result, result.pairs().left[i], result.pairs().right[i])) hits++;
        }
        return Score.of(result.threshold(), hits, taken, total);
    }

    /// The best F1 any threshold on the probability gives.
    public Score best(LinkResult result) {
        int n = result.pairs().size;
        long[] order = new long[n];
        for (int i = 0; i < n; i++) {
            boolean hit = same(result, result.pairs().left[i], result.pairs().right[i]);
            order[i] = (long) Float.floatToIntBits(Math.max(0, result.probability()[i])) << 1 | (hit ? 1 : 0);
        }
        Arrays.sort(order);
        long hits = 0;
        Score best = Score.of(1, 0, 0, total);
        for (int i = n - 1; i >= 0; i--) {
            hits += order[i] & 1;
            if (i > 0 && order[i - 1] >> 1 == order[i] >> 1) continue;
            Score here = Score.of(Float.intBitsToFloat((int) (order[i] >> 1)), hits, n - i, total);
            if (here.f1 > best.f1) best = here;
        }
        return best;
    }

    /// Counts all pairs inside clusters, compared or not.
    public Score clusters(LinkResult result) {
        long hits = 0, taken = 0;
        for (int[] rows : result.clusters().members()) {
            if (rows == null) continue;
            for (int i = 0; i < rows.length; i++) {
                for (int j = i + 1; j < rows.length; j++) {
                    if (result.records().two && (rows[i] < leftRows) == (rows[j] < leftRows)) continue;
                    taken++;
                    if (same(result, rows[i], rows[j])) hits++;
                }
            }
        }
        return Score.of(result.threshold(), hits, taken, total);
    }
}
