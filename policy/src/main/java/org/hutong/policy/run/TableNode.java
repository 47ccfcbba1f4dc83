package org.hutong.policy.run;

import java.util.Arrays;
import java.util.List;
import org.hutong.policy.pack.Type;

/// A decision table as bit masks: per input column, per value or interval between cut points, the rules that accept it. A row is a few table look-ups and `&`.
final class TableNode extends Node {
    enum Hit { UNIQUE, FIRST, ANY, PRIORITY, SUM, MIN, MAX, COUNT }

    /// One input. Buckets: for a finite type its values, for an ordered one the intervals between `cuts`; the last bucket is null.
    record Column(Node input, String text, long[] cuts, long[][] masks) {
        int bucket(long value) {
            if (value == Type.NULL) return masks.length - 1;
            if (cuts == null) return (int) value;
            int i = 0;
            while (i < cuts.length && value >= cuts[i]) i++;
            return i;
        }
    }

    record Rule(String id, String note, List<String> cells, Node output, int priority) {}

    final String name;
    final Hit hit;
    final List<Column> columns;
    final List<Rule> rules;
    final int words;
    /// Column that keeps, per row, the fired rule (or, for the collecting policies, the rules as a mask).
    int ruleSlot = -1, maskSlot = -1;
    private final boolean constant;
    private final long[] outputs;
    /// The columns as a population runs them: constant inputs folded into `start`, bounds on an age or a term moved to bounds on the date behind it.
    private List<Column> swift = List.of();
    private long start = -1;

    TableNode(Type type, String name, Hit hit, List<Column> columns, List<Rule> rules, Node[] of) {
        super(type, of);
        this.name = name;
        this.hit = hit;
        this.columns = List.copyOf(columns);
        this.rules = List.copyOf(rules);
        this.words = (rules.size() + 63) / 64;
        constant = rules.stream().allMatch(r -> r.output() instanceof Nodes.Const);
        outputs = new long[words * 64 + 1];
        Arrays.fill(outputs, collects0() ? 0 : Type.NULL);
        if (constant) for (int i = 0; i < rules.size(); i++) outputs[i] = ((Nodes.Const) rules.get(i).output()).value;
    }

    boolean collects() {
        return hit.ordinal() >= Hit.SUM.ordinal();
    }

    boolean collects0() {
        return hit == Hit.COUNT;
    }

    /// Rules that some, and rules that every combination of the possible inputs accepts.
    ///
    /// @return `[may words…, must words…]`
    long[] matches(Frame f) {
        var out = new long[words * 2];
        for (int w = 0; w < words; w++) {
            int left = rules.size() - w * 64;
            out[w] = out[words + w] = left >= 64 ? -1L : (1L << left) - 1;
        }
        for (var c : columns) {
            for (int w = 0; w < words; w++) {
                long may = 0, must = -1L;
                int s = c.input().slot;
                if (c.cuts() == null) {
                    for (long m = f.a[s]; m != 0; m &= m - 1) {
                        long x = c.masks()[Long.numberOfTrailingZeros(m)][w];
                        may |= x;
                        must &= x;
                    }
                } else if (f.a[s] <= f.b[s]) {
                    for (int k = c.bucket(f.a[s]), end = c.bucket(f.b[s]); k <= end; k++) {
                        may |= c.masks()[k][w];
                        must &= c.masks()[k][w];
                    }
                }
                if (f.nul[s]) {
                    long x = c.masks()[c.masks().length - 1][w];
                    may |= x;
                    must &= x;
                }
                out[w] &= may;
                out[words + w] &= must;
            }
        }
        return out;
    }

    /// Rules whose output may be the outcome, given {@link #matches}.
    long[] live(long[] matches) {
        var live = Arrays.copyOf(matches, words);
        if (hit == Hit.FIRST) {
            for (int w = 0; w < words; w++) {
                long must = matches[words + w];
                if (must != 0) {
                    live[w] &= (Long.lowestOneBit(must) << 1) - 1;
                    for (int v = w + 1; v < words; v++) live[v] = 0;
                    break;
                }
            }
        } else if (hit == Hit.UNIQUE || hit == Hit.ANY) {
            for (int w = 0; w < words; w++) {
                if (matches[words + w] != 0) {
                    Arrays.fill(live, 0);
                    live[w] = Long.lowestOneBit(matches[words + w]);
                    break;
                }
            }
        } else if (hit == Hit.PRIORITY) {
            int best = Integer.MAX_VALUE;
            for (int i = 0; i < rules.size(); i++) if (bit(matches, words, i)) best = Math.min(best, rules.get(i).priority());
            for (int i = 0; i < rules.size(); i++) if (rules.get(i).priority() > best) live[i >> 6] &= ~(1L << i);
        }
        return live;
    }

    /// Whether the choice among the living rules can still hang on this column.
    boolean looks(Column col, long[] live) {
        long[] all = null;
        for (var m : col.masks()) {
            var cut = new long[words];
            // A rule of a FIRST table may be barred by an earlier one that is no longer possible itself; only living rules count.
            for (int w = 0; w < words; w++) cut[w] = m[w] & live[w];
            if (all == null) all = cut;
            else if (!Arrays.equals(all, cut)) return true;
        }
        return false;
    }

    private static boolean bit(long[] words, int from, int i) {
        return (words[from + (i >> 6)] >>> i & 1) != 0;
    }

    @Override void sets(Frame f) {
        var m = matches(f);
        if (collects()) { collect(f, m); return; }
        var live = live(m);
        boolean nul = false, first = true, none = true;
        long a = finite() ? 0 : 1, b = 0;
        long[] deps = Frame.NONE;
        for (int w = 0; w < words; w++) {
            for (long bits = live[w]; bits != 0; bits &= bits - 1) {
                var out = rules.get(w * 64 + Long.numberOfTrailingZeros(bits)).output();
                int s = out.slot;
                none = false;
                nul |= f.nul[s];
                deps = Frame.union(deps, f.deps[s]);
                if (finite()) a |= f.a[s];
                else if (f.a[s] <= f.b[s]) {
                    a = first ? f.a[s] : Math.min(a, f.a[s]);
                    b = first ? f.b[s] : Math.max(b, f.b[s]);
                    first = false;
                }
            }
        }
        if (finite()) f.mask(this, a, nul || none);
        else f.interval(this, a, b, nul || none);
        if (f.known(this)) { f.deps[slot] = Frame.NONE; return; }
        for (var c : columns) deps = Frame.union(deps, f.deps[c.input().slot]);
        f.deps[slot] = deps;
    }

    private void collect(Frame f, long[] m) {
        long low = 0, high = 0;
        boolean any = false, sure = false, nul = false;
        for (int i = 0; i < rules.size(); i++) {
            boolean may = bit(m, 0, i), must = bit(m, words, i);
            if (!may) continue;
            int s = rules.get(i).output().slot;
            long x = hit == Hit.COUNT ? 1 : f.a[s], y = hit == Hit.COUNT ? 1 : f.b[s];
            switch (hit) {
                case SUM, COUNT -> {
                    low += must ? x : Math.min(0, x);
                    high += must ? y : Math.max(0, y);
                }
                case MIN -> {
                    low = any ? Math.min(low, x) : x;
                    if (must) high = sure ? Math.min(high, y) : y;
                    else if (!sure) high = any ? Math.max(high, y) : y;
                }
                default -> {
                    high = any ? Math.max(high, y) : y;
                    if (must) low = sure ? Math.max(low, x) : x;
                    else if (!sure) low = any ? Math.min(low, x) : x;
                }
            }
            any = true;
            sure |= must;
        }
        if (hit != Hit.COUNT) {
            nul = !sure;
            if (!any) { f.value(this, Type.NULL); return; }
        }
        f.interval(this, low, high, nul);
        f.settle(this);
    }

    /// Called once when the plan is made.
    void prepare() {
        start = rules.size() >= 64 ? -1L : (1L << rules.size()) - 1;
        var list = new java.util.ArrayList<Column>();
        for (var col : columns) {
            if (words == 1 && col.input() instanceof Nodes.Const k) start &= col.masks()[col.bucket(k.value)][0];
            else list.add(words == 1 ? moved(col) : col);
        }
        swift = List.copyOf(list);
    }

    private static Column moved(Column col) {
        if (col.cuts() == null || col.input() instanceof Nodes.Var) return col;
        var v = CutPoints.only(col.input());
        if (v == null) return col;
        var cuts = new java.util.TreeSet<Long>();
        for (long cut : col.cuts()) {
            long at = CutPoints.crossing(col.input(), v, cut);
            if (at > v.low && at <= v.high) cuts.add(at);
        }
        var points = cuts.stream().mapToLong(Long::longValue).toArray();
        var masks = new long[points.length + 2][];
        for (int b = 0; b <= points.length; b++) masks[b] = col.masks()[col.bucket(CutPoints.eval(col.input(), b == 0 ? v.low : points[b - 1]))];
        masks[points.length + 1] = col.masks()[col.masks().length - 1];
        return new Column(v, col.text(), points, masks);
    }

    /// The steps a population needs before this one.
    List<Node> needs() {
        var out = new java.util.ArrayList<Node>();
        swift.forEach(col -> out.add(col.input()));
        rules.forEach(r -> { if (!constant && !out.contains(r.output())) out.add(r.output()); });
        return out;
    }

    @Override void columns(long[][] c, int n) {
        long[] m = c[maskSlot], z = c[slot], fired = c[ruleSlot];
        if (words > 1) { wide(c, n, z, fired); return; }
        boolean first = true;
        for (var col : swift) {
            long[] x = c[col.input().slot];
            long[][] t = col.masks();
            long[] flat = new long[t.length];
            for (int k = 0; k < t.length; k++) flat[k] = t[k][0];
            boolean nullable = col.input().nullable;
            if (col.cuts() == null) {
                int nullAt = t.length - 1;
                if (nullable) {
                    if (first) for (int i = 0; i < n; i++) m[i] = flat[x[i] < 0 ? nullAt : (int) x[i]];
                    else for (int i = 0; i < n; i++) m[i] &= flat[x[i] < 0 ? nullAt : (int) x[i]];
                } else if (first) for (int i = 0; i < n; i++) m[i] = flat[(int) x[i]];
                else for (int i = 0; i < n; i++) m[i] &= flat[(int) x[i]];
            } else {
                ordered(col, x, m, flat, n, first, nullable);
            }
            first = false;
        }
        if (first) Arrays.fill(m, 0, n, start);
        else if (start != (rules.size() >= 64 ? -1L : (1L << rules.size()) - 1)) for (int i = 0; i < n; i++) m[i] &= start;
        settleRows(c, n, m, z, fired);
    }

    private static void ordered(Column col, long[] x, long[] m, long[] flat, int n, boolean first, boolean nullable) {
        var cuts = col.cuts();
        long nullMask = flat[flat.length - 1];
        if (first) Arrays.fill(m, 0, n, -1L);
        if (cuts.length <= 6) {
            // Branch-free: walk the cut points, each turning the mask of the interval below into the one above.
            for (int i = 0; i < n; i++) {
                long v = x[i], mask = flat[0];
                for (int k = 0; k < cuts.length; k++) mask = v >= cuts[k] ? flat[k + 1] : mask;
                m[i] &= nullable && v == Type.NULL ? nullMask : mask;
            }
        } else {
            for (int i = 0; i < n; i++) {
                long v = x[i];
                int lo = 0, hi = cuts.length;
                while (lo < hi) {
                    int mid = lo + hi >>> 1;
                    if (v >= cuts[mid]) lo = mid + 1; else hi = mid;
                }
                m[i] &= nullable && v == Type.NULL ? nullMask : flat[lo];
            }
        }
    }

    private void settleRows(long[][] c, int n, long[] m, long[] z, long[] fired) {
        if (collects()) { collectRows(c, n, m, z, fired); return; }
        if (hit == Hit.PRIORITY) for (int i = 0; i < n; i++) m[i] = best(m[i]);
        for (int i = 0; i < n; i++) fired[i] = Long.numberOfTrailingZeros(m[i]);
        if (constant) for (int i = 0; i < n; i++) z[i] = outputs[(int) fired[i]];
        else for (int i = 0; i < n; i++) z[i] = fired[i] == 64 ? Type.NULL : c[rules.get((int) fired[i]).output().slot][i];
    }

    private long best(long mask) {
        int best = Integer.MAX_VALUE, at = 64;
        for (long b = mask; b != 0; b &= b - 1) {
            int i = Long.numberOfTrailingZeros(b);
            if (rules.get(i).priority() < best) { best = rules.get(i).priority(); at = i; }
        }
        return at == 64 ? 0 : 1L << at;
    }

    private void collectRows(long[][] c, int n, long[] m, long[] z, long[] fired) {
        for (int i = 0; i < n; i++) {
            fired[i] = m[i];
            long sum = collects0() ? 0 : Type.NULL;
            for (long b = m[i]; b != 0; b &= b - 1) {
                long v = hit == Hit.COUNT ? 1 : c[rules.get(Long.numberOfTrailingZeros(b)).output().slot][i];
                sum = switch (hit) {
                    case SUM, COUNT -> sum == Type.NULL ? v : sum + v;
                    case MIN -> sum == Type.NULL ? v : Math.min(sum, v);
                    default -> sum == Type.NULL ? v : Math.max(sum, v);
                };
            }
            z[i] = sum;
        }
    }

    /// More than 64 rules: several words a row. Fired keeps the rule's number.
    private void wide(long[][] c, int n, long[] z, long[] fired) {
        var m = new long[words];
        for (int i = 0; i < n; i++) {
            for (int w = 0; w < words; w++) {
                int left = rules.size() - w * 64;
                m[w] = left >= 64 ? -1L : (1L << left) - 1;
            }
            for (var col : columns) {
                var mask = col.masks()[col.bucket(c[col.input().slot][i])];
                for (int w = 0; w < words; w++) m[w] &= mask[w];
            }
            int at = -1, best = Integer.MAX_VALUE;
            long sum = collects0() ? 0 : Type.NULL;
            for (int k = 0; k < rules.size(); k++) {
                if ((m[k >> 6] >>> k & 1) == 0) continue;
                if (collects()) {
                    long v = hit == Hit.COUNT ? 1 : c[rules.get(k).output().slot][i];
                    sum = sum == Type.NULL ? v : hit == Hit.SUM || hit == Hit.COUNT ? sum + v : hit == Hit.MIN ? Math.min(sum, v) : Math.max(sum, v);
                    if (at < 0) at = k;
                } else if (at < 0 || hit == Hit.PRIORITY && rules.get(k).priority() < best) {
                    at = k;
                    best = rules.get(k).priority();
                    if (hit != Hit.PRIORITY) break;
                }
            }
            fired[i] = at < 0 ? words * 64 : at;
            z[i] = collects() ? sum : at < 0 ? Type.NULL : c[rules.get(at).output().slot][i];
        }
    }
}
