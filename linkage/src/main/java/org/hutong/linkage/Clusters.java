package org.hutong.linkage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.hutong.linkage.compare.Records;

/// Which rows are one person: a number for each row, 0 for rows that stand alone.
public final class Clusters {
    /// Weight taken for two rows of different groups that were never compared or scored below the floor: mild, since rows with little in them
    /// agree on little (chosen on made-up lists of several kinds of dirt).
    private static final float UNSEEN = -1.5f;
    /// One pair speaks against its groups by this much at most, and for them by MOST.
    private static final float LEAST = -4;
    private static final float MOST = 12;
    /// Weight of a pair that bars its groups from joining.
    private static final float NEVER = -1e7f;
    public final int[] ofRow;
    public final int count;

    private Clusters(int[] ofRow, int count) {
        this.ofRow = ofRow;
        this.count = count;
    }

    /// Two rows that must not meet in one cluster.
    interface Barred {
        boolean barred(int a, int b);
    }

    /// One list: connected components of the linked pairs, cut where the rest of the evidence speaks against one person.
    ///
    /// Within a component groups join, the surest first, while the mean weight over all pairs across is positive and no barred pair
    /// stands across: one mistaken link cannot chain two families together.
    static Clusters ofOneList(Records records, Pairs pairs, float[] probability, double threshold, Barred barred) {
        int[] parent = new int[records.rows];
        for (int r = 0; r < parent.length; r++) parent[r] = r;
        for (int i = 0; i < pairs.size; i++) {
            if (probability[i] < threshold) continue;
            int a = root(parent, pairs.left[i]), b = root(parent, pairs.right[i]);
            if (a != b) parent[Math.max(a, b)] = Math.min(a, b);
        }
        int[] sizes = new int[records.rows];
        for (int r = 0; r < parent.length; r++) sizes[parent[r] = root(parent, r)]++;
        int[] group = parent.clone();
        long[] crowded = new long[pairs.size];
        int n = 0;
        for (int i = 0; i < pairs.size; i++) {
            int root = parent[pairs.left[i]];
            if (root != parent[pairs.right[i]]) continue;
            if (sizes[root] > 2) crowded[n++] = (long) root << 32 | i;
            else if (barred.barred(pairs.left[i], pairs.right[i])) group[pairs.right[i]] = pairs.right[i];
        }
        Arrays.sort(crowded, 0, n);
        for (int from = 0, to; from < n; from = to) {
            for (to = from + 1; to < n && crowded[to] >> 32 == crowded[from] >> 32; ) to++;
            int[] edges = new int[to - from];
            for (int e = from; e < to; e++) edges[e - from] = (int) crowded[e];
            if (!(sizes[(int) (crowded[from] >> 32)] == 3 && triangle(pairs, edges, probability, threshold, barred))) new Component(pairs, edges, group, barred).join();
        }
        return number(group);
    }

    /// Three rows, all three pairs linked and none barred: one group as it stands.
    private static boolean triangle(Pairs pairs, int[] edges, float[] probability, double threshold, Barred barred) {
        if (edges.length != 3) return false;
        for (int i : edges) if (probability[i] < threshold || pairs.held(i).bars() || barred.barred(pairs.left[i], pairs.right[i])) return false;
        return true;
    }

    /// Two lists: linked pairs, joined.
    static Clusters ofLinks(Records records, Pairs pairs, float[] probability, double threshold) {
        int[] parent = new int[records.rows];
        for (int r = 0; r < parent.length; r++) parent[r] = r;
        for (int i = 0; i < pairs.size; i++) {
            if (probability[i] < threshold) continue;
            int a = root(parent, pairs.left[i]), b = root(parent, pairs.right[i]);
            if (a != b) parent[Math.max(a, b)] = Math.min(a, b);
        }
        for (int r = 0; r < parent.length; r++) parent[r] = root(parent, r);
        return number(parent);
    }

    private static Clusters number(int[] group) {
        int[] sizes = new int[group.length], number = new int[group.length], of = new int[group.length];
        for (int g : group) sizes[g]++;
        int count = 0;
        for (int r = 0; r < of.length; r++) {
            int g = group[r];
            if (sizes[g] < 2) continue;
            if (number[g] == 0) number[g] = ++count;
            of[r] = number[g];
        }
        return new Clusters(of, count);
    }

    /// Rows that repeat another stand in its cluster; `alone`: also where that row has no other partner.
    Clusters withRepeats(int[] repeatOf, boolean alone) {
        int[] of = ofRow.clone();
        int next = count;
        for (int r = 0; r < of.length; r++) {
            int first = repeatOf[r];
            if (first == r) continue;
            if (of[first] == 0 && alone) of[first] = ++next;
            of[r] = of[first];
        }
        return new Clusters(of, next);
    }

    /// One connected component on its way to groups.
    private static final class Component {
        private record Join(float mean, int a, int b, int ageA, int ageB) {}

        private final int[] group;
        private final Barred barred;
        private final Map<Integer, Map<Integer, float[]>> near = new HashMap<>();
        private final Map<Integer, List<Integer>> members = new HashMap<>();
        private final Map<Integer, Integer> age = new HashMap<>();
        private final PriorityQueue<Join> queue = new PriorityQueue<>((x, y) ->
                x.mean != y.mean ? Float.compare(y.mean, x.mean) : x.a != y.a ? Integer.compare(x.a, y.a) : Integer.compare(x.b, y.b));

        Component(Pairs pairs, int[] edges, int[] group, Barred barred) {
            this.group = group;
            this.barred = barred;
            for (int i : edges) {
                int a = pairs.left[i], b = pairs.right[i];
                float w = pairs.held(i).bars() ? NEVER : Math.clamp(pairs.weight[i], LEAST, MOST);
                near.computeIfAbsent(a, k -> new HashMap<>()).put(b, new float[] {w, 1});
                near.computeIfAbsent(b, k -> new HashMap<>()).put(a, new float[] {w, 1});
            }
            for (int r : near.keySet()) {
                group[r] = r;
                members.put(r, new ArrayList<>(List.of(r)));
                age.put(r, 0);
            }
            for (int i : edges) offer(pairs.left[i], pairs.right[i]);
        }

        private void offer(int a, int b) {
            float[] across = near.get(a).get(b);
            int all = members.get(a).size() * members.get(b).size();
            float mean = (across[0] + UNSEEN * (all - across[1])) / all;
            if (mean > 0) queue.add(new Join(mean, Math.min(a, b), Math.max(a, b), age.get(Math.min(a, b)), age.get(Math.max(a, b))));
        }

        void join() {
            while (!queue.isEmpty()) {
                Join join = queue.poll();
                if (!alive(join.a, join.ageA) || !alive(join.b, join.ageB) || barredAcross(join.a, join.b)) continue;
                merge(join.a, join.b);
            }
        }

        private boolean alive(int g, int since) {
            Integer now = age.get(g);
            return now != null && now == since;
        }

        private boolean barredAcross(int a, int b) {
            for (int x : members.get(a)) for (int y : members.get(b)) if (barred.barred(x, y)) return true;
            return false;
        }

        private void merge(int a, int b) {
            Map<Integer, float[]> into = near.get(a), from = near.remove(b);
            into.remove(b);
            from.remove(a);
            from.forEach((other, across) -> {
                Map<Integer, float[]> back = near.get(other);
                back.remove(b);
                float[] sum = into.get(other);
                if (sum == null) {
                    into.put(other, across);
                    back.put(a, across);
                } else {
                    float[] both = {sum[0] + across[0], sum[1] + across[1]};
                    into.put(other, both);
                    back.put(a, both);
                }
            });
            for (int row : members.get(b)) group[row] = a;
            members.get(a).addAll(members.remove(b));
            age.remove(b);
            age.merge(a, 1, Integer::sum);
            for (int other : into.keySet()) offer(a, other);
        }
    }

    private static int root(int[] parent, int r) {
        while (parent[r] != r) r = parent[r] = parent[parent[r]];
        return r;
    }

    /// Rows of each cluster, in row order; index 0 is empty.
    public int[][] members() {
        int[] sizes = new int[count + 1];
        for (int c : ofRow) sizes[c]++;
        int[][] out = new int[count + 1][];
        out[0] = new int[0];
        for (int c = 1; c <= count; c++) out[c] = new int[sizes[c]];
        Arrays.fill(sizes, 0);
        for (int r = 0; r < ofRow.length; r++) if (ofRow[r] > 0) out[ofRow[r]][sizes[ofRow[r]]++] = r;
        return out;
    }
}
