package org.hutong.policy.run;

import java.time.LocalDate;
import java.util.List;
import org.hutong.policy.Facts;
import org.hutong.policy.PolicyException;
import org.hutong.policy.pack.Type;

/// The facts of many persons, one column a fact, encoded by one plan's types. Bytes for finite types, ints where the domain fits, longs otherwise.
public final class Columns {
    /// In {@link #set}: not known.
    public static final long UNKNOWN = Long.MIN_VALUE + 1;
    private static final byte B_NULL = -1, B_UNKNOWN = -2;
    private static final int I_NULL = Integer.MIN_VALUE, I_UNKNOWN = Integer.MIN_VALUE + 1;

    final Plan plan;
    final int rows;
    final Object[] columns;
    final boolean[] open;

    /// Everything starts unknown.
    public Columns(Plan plan, int rows) {
        this.plan = plan;
        this.rows = rows;
        columns = new Object[plan.vars.length];
        open = new boolean[plan.vars.length];
        for (var v : plan.vars) {
            open[v.index] = true;
            if (v.finite()) { var c = new byte[rows]; java.util.Arrays.fill(c, B_UNKNOWN); columns[v.index] = c; }
            else if (v.low > I_UNKNOWN && v.high < Integer.MAX_VALUE) { var c = new int[rows]; java.util.Arrays.fill(c, I_UNKNOWN); columns[v.index] = c; }
            else { var c = new long[rows]; java.util.Arrays.fill(c, UNKNOWN); columns[v.index] = c; }
        }
    }

    public int rows() {
        return rows;
    }

    /// Persons drawn at random over the declared domains, every tenth nullable fact empty: for benches and tests.
    ///
    /// @param unknown share of facts nobody knows, 0 for none
    public static Columns drawn(Plan plan, int rows, long seed, double unknown) {
        var columns = new Columns(plan, rows);
        var random = new java.util.SplittableRandom(seed);
        for (var v : plan.vars) {
            boolean standard = !plan.law.facts.containsKey(v.name);
            for (int row = 0; row < rows; row++) {
                if (standard && !v.finite()) continue;
                if (unknown > 0 && random.nextDouble() < unknown) continue;
                columns.set(v.index, row, v.mayBeNull && random.nextInt(10) == 0 ? Type.NULL : v.finite() ? random.nextInt(v.type.size()) : random.nextLong(v.low, v.high + 1));
            }
        }
        return columns.seal();
    }

    /// One row as the facts of a case.
    public Facts facts(int row) {
        var facts = new Facts(String.valueOf(row));
        for (var v : plan.vars) {
            long x = get(v.index, row);
            if (x != UNKNOWN && plan.law.facts.containsKey(v.name)) facts.put(v.name, x == Type.NULL ? null : v.type.plain(x));
        }
        return facts;
    }

    private Nodes.Var var(String fact) {
        var v = plan.c.vars.get(fact);
        if (v == null && !plan.law.facts.containsKey(fact)) throw new PolicyException("事实“" + fact + "”", "不在事实词汇表中");
        return v;
    }

    /// Sets an encoded value: booleans 0/1, enums their place in the domain, money in 分, dates epoch days, {@link Type#NULL} or {@link #UNKNOWN}. A fact no rule reads is ignored.
    public void set(String fact, int row, long value) {
        var v = var(fact);
        if (v != null) set(v.index, row, value);
    }

    /// Number of a fact's column for {@link #set(int, int, long)}, or -1 when no rule reads the fact.
    public int column(String fact) {
        var v = var(fact);
        return v == null ? -1 : v.index;
    }

    /// As {@link #set(String, int, long)}, by the column's number.
    public void set(int index, int row, long value) {
        if (index < 0) return;
        switch (columns[index]) {
            case byte[] c -> c[row] = value == Type.NULL ? B_NULL : value == UNKNOWN ? B_UNKNOWN : (byte) value;
            case int[] c -> c[row] = value == Type.NULL ? I_NULL : value == UNKNOWN ? I_UNKNOWN : (int) value;
            case long[] c -> c[row] = value;
            default -> throw new IllegalStateException();
        }
    }

    long get(int index, int row) {
        return switch (columns[index]) {
            case byte[] c -> c[row] == B_NULL ? Type.NULL : c[row] == B_UNKNOWN ? UNKNOWN : c[row];
            case int[] c -> c[row] == I_NULL ? Type.NULL : c[row] == I_UNKNOWN ? UNKNOWN : c[row];
            default -> ((long[]) columns[index])[row];
        };
    }

    /// Encodes one person's facts, as {@link Plan#evaluate} would read them; open sums over members stay unknown.
    public void set(int row, Facts facts, LocalDate knownOn) {
        var frame = new Binding(plan, facts, knownOn).frame;
        for (var v : plan.vars) set(v.index, row, frame.known(v) ? frame.value(v) : UNKNOWN);
    }

    /// Says that every row has been set, so that columns without an unknown value are run without looking for one.
    public Columns seal() {
        for (var v : plan.vars) {
            open[v.index] = switch (columns[v.index]) {
                case byte[] c -> has(c);
                case int[] c -> has(c);
                default -> has((long[]) columns[v.index]);
            };
        }
        return this;
    }

    private static boolean has(byte[] c) {
        for (byte x : c) if (x == B_UNKNOWN) return true;
        return false;
    }

    private static boolean has(int[] c) {
        for (int x : c) if (x == I_UNKNOWN) return true;
        return false;
    }

    private static boolean has(long[] c) {
        for (long x : c) if (x == UNKNOWN) return true;
        return false;
    }

    /// Copies rows `from … from+n` into a working column; unknown becomes the lowest value (its rows are decided apart).
    void copy(Nodes.Var v, int from, int n, long[] to) {
        boolean nul = v.mayBeNull;
        switch (columns[v.index]) {
            case byte[] c -> {
                if (!nul && !open[v.index]) for (int i = 0; i < n; i++) to[i] = c[from + i];
                else for (int i = 0; i < n; i++) { byte x = c[from + i]; to[i] = x == B_NULL ? Type.NULL : Math.max(x, 0); }
            }
            case int[] c -> {
                if (!nul && !open[v.index]) for (int i = 0; i < n; i++) to[i] = c[from + i];
                else for (int i = 0; i < n; i++) { int x = c[from + i]; to[i] = x == I_NULL ? Type.NULL : x == I_UNKNOWN ? v.low : x; }
            }
            default -> {
                var c = (long[]) columns[v.index];
                for (int i = 0; i < n; i++) { long x = c[from + i]; to[i] = x == UNKNOWN ? v.low : x; }
            }
        }
    }

    /// Facts of the plan, in column order.
    public List<String> names() {
        return java.util.Arrays.stream(plan.vars).map(v -> v.name).toList();
    }
}
