package org.hutong.policy.run;

import java.time.LocalDate;
import org.hutong.policy.pack.Type;

/// The scalar steps of a plan.
final class Nodes {
    private static final long NULL = Type.NULL;
    private static final long TRUE = 2, FALSE = 1;

    private Nodes() {}

    static final class Const extends Node {
        final long value;

        Const(Type type, long value) {
            super(type);
            this.value = value;
        }

        @Override void sets(Frame f) { f.value(this, value); }

        @Override void columns(long[][] c, int n) { java.util.Arrays.fill(c[slot], 0, n, value); }
    }

    /// A fact, or a parameter without a row for the place and day. Its set is written before the run.
    static final class Var extends Node {
        final int index;
        final String name;
        final long low, high;
        final boolean mayBeNull;

        Var(Type type, int index, String name, long low, long high, boolean mayBeNull) {
            super(type);
            this.index = index;
            this.name = name;
            this.low = low;
            this.high = high;
            this.mayBeNull = mayBeNull;
        }

        void unknown(Frame f) {
            if (finite()) f.mask(this, all(type), mayBeNull);
            else f.interval(this, low, high, mayBeNull);
            f.deps[slot] = f.known(this) ? Frame.NONE : Frame.bit(index);
        }

        @Override void sets(Frame f) { }

        @Override void columns(long[][] c, int n) { }
    }

    static long all(Type type) {
        return type.size() >= 64 ? -1L : (1L << type.size()) - 1;
    }

    static final class Arith extends Node {
        final char op;

        Arith(Type type, char op, Node left, Node right) {
            super(type, left, right);
            this.op = op;
        }

        static long apply(char op, long x, long y) {
            return switch (op) {
                case '+' -> Frame.clamp(x + y);
                case '-' -> Frame.clamp(x - y);
                default -> {
                    long high = Math.multiplyHigh(x, y), low = x * y;
                    yield high == 0 && low >= 0 || high == -1 && low < 0 ? Frame.clamp(low) : (x < 0) == (y < 0) ? Frame.FAR : -Frame.FAR;
                }
            };
        }

        @Override void sets(Frame f) {
            Node l = of[0], r = of[1];
            boolean n = f.nul[l.slot] || f.nul[r.slot];
            if (f.empty(l) || f.empty(r)) {
                f.value(this, NULL);
                return;
            }
            long la = f.a[l.slot], lb = f.b[l.slot], ra = f.a[r.slot], rb = f.b[r.slot];
            switch (op) {
                case '+' -> f.interval(this, apply(op, la, ra), apply(op, lb, rb), n);
                case '-' -> f.interval(this, apply(op, la, rb), apply(op, lb, ra), n);
                default -> {
                    long p = apply(op, la, ra), q = apply(op, la, rb), s = apply(op, lb, ra), t = apply(op, lb, rb);
                    f.interval(this, Math.min(Math.min(p, q), Math.min(s, t)), Math.max(Math.max(p, q), Math.max(s, t)), n);
                }
            }
            f.settle(this);
        }

        @Override void columns(long[][] c, int n) {
            long[] x = c[of[0].slot], y = c[of[1].slot], z = c[slot];
            switch (op) {
                case '+' -> { for (int i = 0; i < n; i++) z[i] = x[i] + y[i]; }
                case '-' -> { for (int i = 0; i < n; i++) z[i] = x[i] - y[i]; }
                default -> { for (int i = 0; i < n; i++) z[i] = x[i] * y[i]; }
            }
            if (nullable) for (int i = 0; i < n; i++) if (x[i] == NULL || y[i] == NULL) z[i] = NULL;
        }
    }

    /// A step of one ordered source that never falls as the source grows.
    abstract static class Monotone extends Node {
        Monotone(Type type, Node of) {
            super(type, of);
        }

        abstract long apply(long x);

        boolean falling() { return false; }

        @Override void sets(Frame f) {
            Node x = of[0];
            if (f.empty(x)) {
                f.value(this, NULL);
                return;
            }
            long p = apply(f.a[x.slot]), q = apply(f.b[x.slot]);
            f.interval(this, Math.min(p, q), Math.max(p, q), f.nul[x.slot]);
            f.settle(this);
        }

        @Override void columns(long[][] c, int n) {
            long[] x = c[of[0].slot], z = c[slot];
            if (of[0].nullable) for (int i = 0; i < n; i++) z[i] = x[i] == NULL ? NULL : apply(x[i]);
            else for (int i = 0; i < n; i++) z[i] = apply(x[i]);
        }
    }

    /// Divides by `divisor` and multiplies by `factor`, rounding as said; also a pure change of scale.
    static final class Scale extends Monotone {
        final long factor, divisor;
        final Rounding mode;

        Scale(Type type, Node of, long factor, long divisor, Rounding mode) {
            super(type, of);
            this.factor = factor;
            this.divisor = divisor;
            this.mode = mode;
        }

        @Override boolean falling() { return factor < 0; }

        @Override long apply(long x) {
            if (Math.abs(x) >= Frame.FAR) return x;
            long scaled = Arith.apply('*', x, factor);
            return divisor == 1 ? scaled : mode.divide(scaled, divisor);
        }
    }

    /// Quotient of two numbers, rounded; a divisor of zero gives null, as in FEEL.
    static final class Divide extends Node {
        final long factor, divisor;
        final Rounding mode;

        /// value = left × factor / (right × divisor)
        Divide(Type type, Node left, Node right, long factor, long divisor, Rounding mode) {
            super(type, left, right);
            this.factor = factor;
            this.divisor = divisor;
            this.mode = mode;
        }

        long apply(long x, long y) {
            if (y == 0) return NULL;
            long n = Arith.apply('*', x, factor), d = Arith.apply('*', y, divisor);
            return d < 0 ? mode.divide(-n, -d) : mode.divide(n, d);
        }

        @Override void sets(Frame f) {
            Node l = of[0], r = of[1];
            if (f.empty(l) || f.empty(r)) { f.value(this, NULL); return; }
            boolean n = f.nul[l.slot] || f.nul[r.slot];
            long ra = f.a[r.slot], rb = f.b[r.slot];
            if (ra == 0 && rb == 0) { f.value(this, NULL); return; }
            if (ra <= 0 && rb >= 0) { n = true; if (ra == 0) ra = 1; else if (rb == 0) rb = -1; }
            if (ra < 0 && rb > 0) {
                f.interval(this, -Frame.FAR, Frame.FAR, true);
            } else {
                long p = apply(f.a[l.slot], ra), q = apply(f.a[l.slot], rb), s = apply(f.b[l.slot], ra), t = apply(f.b[l.slot], rb);
                f.interval(this, Math.min(Math.min(p, q), Math.min(s, t)), Math.max(Math.max(p, q), Math.max(s, t)), n);
            }
            f.settle(this);
        }

        @Override void columns(long[][] c, int n) {
            long[] x = c[of[0].slot], y = c[of[1].slot], z = c[slot];
            for (int i = 0; i < n; i++) z[i] = x[i] == NULL || y[i] == NULL ? NULL : apply(x[i], y[i]);
        }
    }

    /// Whole months from one date to another, as `years and months duration`.
    static final class Between extends Node {
        Between(Node from, Node to) {
            super(Type.MONTHS, from, to);
        }

        static long months(long from, long to) {
            if (from > to) return -months(to, from);
            return Calendar.months(from, to);
        }

        @Override void sets(Frame f) {
            Node l = of[0], r = of[1];
            if (f.empty(l) || f.empty(r)) { f.value(this, NULL); return; }
            f.interval(this, months(f.b[l.slot], f.a[r.slot]), months(f.a[l.slot], f.b[r.slot]), f.nul[l.slot] || f.nul[r.slot]);
            f.settle(this);
        }

        @Override void columns(long[][] c, int n) {
            long[] x = c[of[0].slot], y = c[of[1].slot], z = c[slot];
            if (of[1] instanceof Const to && to.value != NULL) {
                Calendar.monthsTo(x, to.value, z, n);
                if (of[0].nullable) for (int i = 0; i < n; i++) if (x[i] == NULL) z[i] = NULL;
                return;
            }
            for (int i = 0; i < n; i++) z[i] = x[i] == NULL || y[i] == NULL ? NULL : months(x[i], y[i]);
        }
    }

    /// Years of a duration: whole, towards zero.
    static final class Years extends Monotone {
        Years(Node of) { super(Type.num(0), of); }

        @Override long apply(long x) { return x / 12; }

        @Override void columns(long[][] c, int n) {
            long[] x = c[of[0].slot], z = c[slot];
            for (int i = 0; i < n; i++) z[i] = x[i] / 12;
            if (of[0].nullable) for (int i = 0; i < n; i++) if (x[i] == NULL) z[i] = NULL;
        }
    }

    /// All months of a duration, as a number: `d.years * 12 + d.months`.
    static final class Total extends Monotone {
        Total(Node of) { super(Type.num(0), of); }

        @Override long apply(long x) { return x; }
    }

    /// The months left over after whole years.
    static final class Rest extends Node {
        Rest(Node of) { super(Type.num(0), of); }

        @Override void sets(Frame f) {
            Node x = of[0];
            if (f.empty(x)) { f.value(this, NULL); return; }
            if (f.known(x)) f.value(this, f.a[x.slot] % 12);
            else f.interval(this, -11, 11, f.nul[x.slot]);
            f.settle(this);
        }

        @Override void columns(long[][] c, int n) {
            long[] x = c[of[0].slot], z = c[slot];
            for (int i = 0; i < n; i++) z[i] = x[i] == NULL ? NULL : x[i] % 12;
        }
    }

    /// A date moved by months; the day is cut to the month's last.
    static final class Shift extends Node {
        final int sign;

        Shift(Node date, Node months, int sign) {
            super(Type.DATE, date, months);
            this.sign = sign;
        }

        long apply(long day, long months) {
            return LocalDate.ofEpochDay(day).plusMonths(sign * months).toEpochDay();
        }

        @Override void sets(Frame f) {
            Node l = of[0], r = of[1];
            if (f.empty(l) || f.empty(r)) { f.value(this, NULL); return; }
            long ma = sign > 0 ? f.a[r.slot] : f.b[r.slot], mb = sign > 0 ? f.b[r.slot] : f.a[r.slot];
            f.interval(this, apply(f.a[l.slot], ma), apply(f.b[l.slot], mb), f.nul[l.slot] || f.nul[r.slot]);
            f.settle(this);
        }

        @Override void columns(long[][] c, int n) {
            long[] x = c[of[0].slot], y = c[of[1].slot], z = c[slot];
            for (int i = 0; i < n; i++) z[i] = x[i] == NULL || y[i] == NULL ? NULL : apply(x[i], y[i]);
        }
    }

    /// `= != < <= > >=`. Equality with null is true or false; every other comparison with null is null.
    static final class Compare extends Node {
        final String op;

        Compare(String op, Node left, Node right) {
            super(Type.BOOL, left, right);
            this.op = op;
        }

        static boolean holds(String op, long x, long y) {
            return switch (op) {
                case "=" -> x == y;
                case "!=" -> x != y;
                case "<" -> x < y;
                case "<=" -> x <= y;
                case ">" -> x > y;
                default -> x >= y;
            };
        }

        @Override void sets(Frame f) {
            Node l = of[0], r = of[1];
            int s = l.slot, t = r.slot;
            long out = 0;
            boolean n = false;
            if (op.equals("=") || op.equals("!=")) {
                boolean same, differ;
                if (l.finite()) {
                    same = (f.a[s] & f.a[t]) != 0;
                    differ = !(Long.bitCount(f.a[s]) <= 1 && f.a[s] == f.a[t]) && f.a[s] != 0 && f.a[t] != 0;
                } else {
                    boolean some = f.a[s] <= f.b[s] && f.a[t] <= f.b[t];
                    same = some && Math.max(f.a[s], f.a[t]) <= Math.min(f.b[s], f.b[t]);
                    differ = some && !(f.a[s] == f.b[s] && f.a[t] == f.b[t] && f.a[s] == f.a[t]);
                }
                if (f.nul[s] && f.nul[t]) same = true;
                if (f.nul[s] && !f.empty(r) || f.nul[t] && !f.empty(l)) differ = true;
                boolean equal = op.equals("=");
                if (same) out |= equal ? TRUE : FALSE;
                if (differ) out |= equal ? FALSE : TRUE;
            } else {
                n = f.nul[s] || f.nul[t];
                if (!f.empty(l) && !f.empty(r)) {
                    long la = f.a[s], lb = f.b[s], ra = f.a[t], rb = f.b[t];
                    boolean may = switch (op) {
                        case "<" -> la < rb;
                        case "<=" -> la <= rb;
                        case ">" -> lb > ra;
                        default -> lb >= ra;
                    };
                    boolean must = switch (op) {
                        case "<" -> lb < ra;
                        case "<=" -> lb <= ra;
                        case ">" -> la > rb;
                        default -> la >= rb;
                    };
                    if (may) out |= TRUE;
                    if (!must) out |= FALSE;
                }
            }
            f.mask(this, out, n);
            f.settle(this);
        }

        @Override void columns(long[][] c, int n) {
            long[] x = c[of[0].slot], y = c[of[1].slot], z = c[slot];
            switch (op) {
                case "=" -> { for (int i = 0; i < n; i++) z[i] = x[i] == y[i] ? 1 : 0; return; }
                case "!=" -> { for (int i = 0; i < n; i++) z[i] = x[i] != y[i] ? 1 : 0; return; }
                case "<" -> { for (int i = 0; i < n; i++) z[i] = x[i] < y[i] ? 1 : 0; }
                case "<=" -> { for (int i = 0; i < n; i++) z[i] = x[i] <= y[i] ? 1 : 0; }
                case ">" -> { for (int i = 0; i < n; i++) z[i] = x[i] > y[i] ? 1 : 0; }
                default -> { for (int i = 0; i < n; i++) z[i] = x[i] >= y[i] ? 1 : 0; }
            }
            if (nullable) for (int i = 0; i < n; i++) if (x[i] == NULL || y[i] == NULL) z[i] = NULL;
        }
    }

    /// Three-valued `and` (conjunction true) or `or`.
    static final class Logic extends Node {
        final boolean and;

        Logic(boolean and, Node... of) {
            super(Type.BOOL, of);
            this.and = and;
        }

        @Override void sets(Frame f) {
            long decisive = and ? FALSE : TRUE, neutral = and ? TRUE : FALSE;
            boolean canDecide = false, mustDecide = false, canNeutral = true, canNull = false;
            boolean allNoNull = true;
            for (var x : of) {
                long m = f.a[x.slot];
                boolean n = f.nul[x.slot];
                if ((m & decisive) != 0) canDecide = true;
                if (m == decisive && !n) mustDecide = true;
                if ((m & neutral) == 0) canNeutral = false;
                if (n) { canNull = true; allNoNull = false; }
            }
            if (mustDecide) { f.value(this, and ? 0 : 1); return; }
            boolean nullPossible = false;
            if (canNull) {
                // null unless another is decisive: possible when some input may be null and every other may be neutral or null.
                for (int k = 0; k < of.length && !nullPossible; k++) {
                    if (!f.nul[of[k].slot]) continue;
                    boolean others = true;
                    for (int j = 0; j < of.length; j++) if (j != k && (f.a[of[j].slot] & neutral) == 0 && !f.nul[of[j].slot]) others = false;
                    nullPossible = others;
                }
            }
            f.mask(this, (canDecide ? decisive : 0) | (canNeutral ? neutral : 0), nullPossible && !allNoNull);
            f.settle(this);
        }

        @Override void columns(long[][] c, int n) {
            long[] z = c[slot];
            System.arraycopy(c[of[0].slot], 0, z, 0, n);
            for (int k = 1; k < of.length; k++) {
                long[] x = c[of[k].slot];
                if (!nullable && !of[k].nullable && !of[0].nullable) {
                    if (and) for (int i = 0; i < n; i++) z[i] &= x[i];
                    else for (int i = 0; i < n; i++) z[i] |= x[i];
                } else {
                    long decisive = and ? 0 : 1;
                    for (int i = 0; i < n; i++) z[i] = z[i] == decisive || x[i] == decisive ? decisive : z[i] == NULL || x[i] == NULL ? NULL : 1 - decisive;
                }
            }
        }
    }

    static final class Not extends Node {
        Not(Node of) { super(Type.BOOL, of); }

        @Override void sets(Frame f) {
            long m = f.a[of[0].slot];
            f.mask(this, (m & 1) << 1 | m >> 1 & 1, f.nul[of[0].slot]);
            f.settle(this);
        }

        @Override void columns(long[][] c, int n) {
            long[] x = c[of[0].slot], z = c[slot];
            for (int i = 0; i < n; i++) z[i] = x[i] == NULL ? NULL : 1 - x[i];
        }
    }

    /// `if`: anything but true goes to else. Both branches share one type.
    static final class If extends Node {
        If(Type type, Node test, Node then, Node otherwise) {
            super(type, test, then, otherwise);
        }

        @Override void sets(Frame f) {
            Node t = of[0], x = of[1], y = of[2];
            boolean yes = (f.a[t.slot] & TRUE) != 0, no = (f.a[t.slot] & FALSE) != 0 || f.nul[t.slot];
            Sets.union(f, this, yes ? x : null, no ? y : null);
            if (f.known(this)) { f.deps[slot] = Frame.NONE; return; }
            long[] deps = yes && no ? f.deps[t.slot] : Frame.NONE;
            if (yes) deps = Frame.union(deps, f.deps[x.slot]);
            if (no) deps = Frame.union(deps, f.deps[y.slot]);
            f.deps[slot] = deps;
        }

        @Override void columns(long[][] c, int n) {
            long[] t = c[of[0].slot], x = c[of[1].slot], y = c[of[2].slot], z = c[slot];
            for (int i = 0; i < n; i++) z[i] = t[i] == 1 ? x[i] : y[i];
        }
    }

    /// `min` or `max` of several; null as soon as one is null.
    static final class Extreme extends Node {
        final boolean max;

        Extreme(Type type, boolean max, Node... of) {
            super(type, of);
            this.max = max;
        }

        @Override void sets(Frame f) {
            boolean n = false;
            long low = max ? Long.MIN_VALUE : Long.MAX_VALUE, high = low;
            for (var x : of) {
                if (f.empty(x)) { f.value(this, NULL); return; }
                n |= f.nul[x.slot];
                low = max ? Math.max(low, f.a[x.slot]) : Math.min(low, f.a[x.slot]);
                high = max ? Math.max(high, f.b[x.slot]) : Math.min(high, f.b[x.slot]);
            }
            f.interval(this, low, high, n);
            f.settle(this);
        }

        @Override void columns(long[][] c, int n) {
            long[] z = c[slot];
            System.arraycopy(c[of[0].slot], 0, z, 0, n);
            for (int k = 1; k < of.length; k++) {
                long[] x = c[of[k].slot];
                if (max) for (int i = 0; i < n; i++) z[i] = Math.max(z[i], x[i]);
                else for (int i = 0; i < n; i++) z[i] = Math.min(z[i], x[i]);
            }
            if (nullable) for (var x : of) { long[] v = c[x.slot]; for (int i = 0; i < n; i++) if (v[i] == NULL) z[i] = NULL; }
        }
    }
}
