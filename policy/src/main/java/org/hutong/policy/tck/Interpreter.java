package org.hutong.policy.tck;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.hutong.policy.feel.Expr;
import org.hutong.policy.feel.FeelException;

/// Evaluates one expression of a foreign model over objects. Slow and plain: it exists to check our reading of FEEL against the compatibility kit.
///
/// Times, dates with times, contexts, iteration and filters by condition are refused by name.
final class Interpreter {
    static final MathContext PRECISION = MathContext.DECIMAL128;

    /// @return the value of a name; {@link #ABSENT} when there is none
    interface Scope extends Function<String, Object> {}

    static final Object ABSENT = new Object();

    private final Scope scope;
    private final Call call;

    interface Call {
        /// @return the result of a business knowledge model, or {@link #ABSENT} when there is no such function
        Object call(String name, List<Object> args, List<String> names);
    }

    Interpreter(Scope scope, Call call) {
        this.scope = scope;
        this.call = call;
    }

    static FeelException refuse(String construct) {
        return new FeelException(construct, "不支持：" + construct);
    }

    Object eval(Expr e) {
        return switch (e) {
            case Expr.Num(var v) -> v;
            case Expr.Str(var s) -> s;
            case Expr.Bool(var b) -> b;
            case Expr.Null() -> null;
            case Expr.At(var text) -> literal(text);
            case Expr.Name(var n) -> {
                var v = scope.apply(n);
                if (v == ABSENT) throw refuse("未知名称 " + n);
                yield v;
            }
            case Expr.Neg(var of) -> switch (eval(of)) {
                case BigDecimal d -> d.negate();
                case Value.Months m -> new Value.Months(-m.total());
                case Duration d -> d.negated();
                case null, default -> null;
            };
            case Expr.Arith(var op, var l, var r) -> arith(op, eval(l), eval(r));
            case Expr.Compare(var op, var l, var r) -> Value.compare(op, eval(l), eval(r));
            case Expr.And(var l, var r) -> Value.and(eval(l), eval(r));
            case Expr.Or(var l, var r) -> Value.or(eval(l), eval(r));
            case Expr.If(var t, var x, var y) -> Boolean.TRUE.equals(eval(t)) ? eval(x) : eval(y);
            case Expr.Between(var x, var l, var h) -> {
                var v = eval(x);
                yield Value.and(Value.compare(">=", v, eval(l)), Value.compare("<=", v, eval(h)));
            }
            case Expr.In(var x, var tests) -> any(eval(x), tests);
            case Expr.Call c -> function(c);
            case Expr.Property(var of, var name) -> property(eval(of), name);
            case Expr.ListOf(var items) -> {
                var list = new ArrayList<Object>();
                for (var i : items) list.add(eval(i));
                yield list;
            }
            case Expr.Index(var of, var at) -> index(eval(of), at);
            case Expr.Range(var low, var li, var high, var hi) -> span(eval(low), li, eval(high), hi);
            case Expr.UnaryRange(var op, var end) -> unary(op, eval(end));
        };
    }

    private static Object span(Object low, boolean li, Object high, boolean hi) {
        if (low == null && high == null) return null;
        if (low != null && high != null && Value.order(low, high) == null) return null;
        return new Value.Span(low, li, high, hi, null);
    }

    private static Object unary(String op, Object end) {
        if (end == null || Value.order(end, end) == null) throw refuse("单边区间 (" + op + ")");
        return switch (op) {
            case "<" -> new Value.Span(null, false, end, false, op);
            case "<=" -> new Value.Span(null, false, end, true, op);
            case ">" -> new Value.Span(end, false, null, false, op);
            case ">=" -> new Value.Span(end, true, null, false, op);
            case "=" -> new Value.Span(end, true, end, true, op);
            default -> throw refuse("(!= …) 作为值");
        };
    }

    private Object index(Object of, Expr at) {
        if (!(at instanceof Expr.Num) && !(at instanceof Expr.Neg)) throw refuse("按条件过滤 […]");
        var list = of instanceof List<?> l ? l : java.util.Collections.singletonList(of);
        int i = ((BigDecimal) eval(at)).intValue();
        int k = i > 0 ? i - 1 : list.size() + i;
        return i != 0 && k >= 0 && k < list.size() ? list.get(k) : null;
    }

    /// `x in (…)`: true when one holds; null when none holds and one is null.
    Boolean any(Object x, List<Expr.Test> tests) {
        Boolean out = false;
        for (var t : tests) out = Value.or(out, test(x, t));
        return out;
    }

    Boolean test(Object x, Expr.Test t) {
        return switch (t) {
            case Expr.Test.Any() -> true;
            case Expr.Test.Not(var inner) -> {
                var any = any(x, inner);
                yield any == null ? null : !any;
            }
            case Expr.Test.Op(var op, var right) -> Value.compare(op, x, eval(right));
            case Expr.Test.InRange(var r) -> {
                var low = eval(r.low());
                var high = eval(r.high());
                yield Value.and(Value.compare(r.lowIncluded() ? ">=" : ">", x, low), Value.compare(r.highIncluded() ? "<=" : "<", x, high));
            }
            case Expr.Test.Of(var e) -> matches(x, eval(e), x instanceof List<?>);
        };
    }

    /// A value in a test: equal to it, or contained in it. A list is looked through, unless a list itself is tested.
    private static Boolean matches(Object x, Object y, boolean list) {
        if (y instanceof Value.Span s && !(x instanceof Value.Span)) return Value.within(x, s);
        if (y instanceof List<?> items) {
            if (list && Boolean.TRUE.equals(Value.equal(x, y))) return true;
            for (var i : items) if (Boolean.TRUE.equals(i instanceof Value.Span s && !(x instanceof Value.Span) ? Value.within(x, s) : Value.equal(x, i))) return true;
            return false;
        }
        return Value.equal(x, y);
    }

    private static Object arith(String op, Object x, Object y) {
        try {
            if (x instanceof BigDecimal a && y instanceof BigDecimal b) {
                return switch (op) {
                    case "+" -> a.add(b, PRECISION);
                    case "-" -> a.subtract(b, PRECISION);
                    case "*" -> a.multiply(b, PRECISION);
                    case "/" -> b.signum() == 0 ? null : a.divide(b, PRECISION);
                    default -> power(a, b);
                };
            }
            if (x instanceof String a && y instanceof String b) return op.equals("+") ? a + b : null;
            if (x instanceof LocalDate a && y instanceof Value.Months b) return op.equals("+") ? a.plusMonths(b.total()) : op.equals("-") ? a.minusMonths(b.total()) : null;
            if (x instanceof Value.Months a && y instanceof LocalDate b) return op.equals("+") ? b.plusMonths(a.total()) : null;
            if (x instanceof Value.Months a && y instanceof Value.Months b) {
                return switch (op) {
                    case "+" -> new Value.Months(a.total() + b.total());
                    case "-" -> new Value.Months(a.total() - b.total());
                    case "/" -> b.total() == 0 ? null : BigDecimal.valueOf(a.total()).divide(BigDecimal.valueOf(b.total()), PRECISION);
                    default -> null;
                };
            }
            if (x instanceof Duration || y instanceof Duration || x instanceof LocalDate && y instanceof LocalDate) throw refuse("以日计的时长运算");
            if (x instanceof Value.Months && y instanceof BigDecimal || y instanceof Value.Months && x instanceof BigDecimal) throw refuse("时长与数相乘除");
            return null;
        } catch (ArithmeticException | java.time.DateTimeException e) {
            return null;
        }
    }

    private static Object power(BigDecimal a, BigDecimal b) {
        try {
            int n = b.intValueExact();
            if (Math.abs(n) > 9999) throw refuse("乘方过大");
            return n >= 0 ? a.pow(n, PRECISION) : a.signum() == 0 ? null : BigDecimal.ONE.divide(a.pow(-n, PRECISION), PRECISION);
        } catch (ArithmeticException e) {
            throw refuse("分数次乘方");
        }
    }

    private static Object property(Object of, String name) {
        if (of instanceof Map<?, ?> map) return map.get(name);
        if (of == null) return null;
        if (of instanceof LocalDate d) {
            return switch (name) {
                case "year" -> BigDecimal.valueOf(d.getYear());
                case "month" -> BigDecimal.valueOf(d.getMonthValue());
                case "day" -> BigDecimal.valueOf(d.getDayOfMonth());
                case "weekday" -> BigDecimal.valueOf(d.getDayOfWeek().getValue());
                default -> null;
            };
        }
        if (of instanceof Value.Months m) return name.equals("years") ? BigDecimal.valueOf(m.total() / 12) : name.equals("months") ? BigDecimal.valueOf(m.total() % 12) : null;
        if (of instanceof Duration d) {
            return switch (name) {
                case "days" -> BigDecimal.valueOf(d.toDays());
                case "hours" -> BigDecimal.valueOf(d.toHoursPart());
                case "minutes" -> BigDecimal.valueOf(d.toMinutesPart());
                case "seconds" -> BigDecimal.valueOf(d.toSecondsPart());
                default -> null;
            };
        }
        if (of instanceof Value.Span s) {
            return switch (name) {
                case "start" -> s.low();
                case "end" -> s.high();
                case "start included" -> s.lowIncluded();
                case "end included" -> s.highIncluded();
                default -> null;
            };
        }
        if (of instanceof List<?>) throw refuse("列表的属性 ." + name);
        return null;
    }

    static Object literal(String text) {
        if (text.startsWith("P") || text.startsWith("-P")) return Builtins.duration(text);
        if (text.contains("T") || text.contains(":")) throw refuse("时间 @\"" + text + "\"");
        return Builtins.date(text);
    }

    private Object function(Expr.Call c) {
        var args = new ArrayList<Object>();
        for (var a : c.args()) args.add(eval(a));
        var own = call.call(c.function(), args, c.names());
        return own != ABSENT ? own : Builtins.call(c.function(), args, c.names());
    }
}
