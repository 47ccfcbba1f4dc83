package org.hutong.policy.run;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.hutong.policy.PolicyException;
import org.hutong.policy.feel.Expr;
import org.hutong.policy.pack.Type;

/// The built-in functions a rulebook may call.
final class Functions {
    private static final Map<String, Rounding> ROUNDING = Map.of("floor", Rounding.FLOOR, "ceiling", Rounding.CEILING, "round up", Rounding.UP,
            "round down", Rounding.DOWN, "round half up", Rounding.HALF_UP, "round half down", Rounding.HALF_DOWN, "decimal", Rounding.HALF_EVEN);

    private final Compiler c;
    private final Map<String, Node> scope;
    private final String place;

    Functions(Compiler c, Map<String, Node> scope, String place) {
        this.c = c;
        this.scope = scope;
        this.place = place;
    }

    Node call(Expr.Call call) {
        if (!call.names().isEmpty()) throw Compiler.outside("命名参数", place);
        var name = call.function();
        if (ROUNDING.containsKey(name)) return round(name, call.args());
        switch (name) {
            case "not":
                need(call, 1);
                return c.not(c.bool(arg(call, 0), place));
            case "min", "max", "sum":
                return several(call);
            case "date":
                return date(call);
            case "duration":
                need(call, 1);
                if (call.args().getFirst() instanceof Expr.Str(var text)) return c.compile(new Expr.At(text), scope, place);
                throw Compiler.outside("duration(变量)", place);
            case "years and months duration":
                need(call, 2);
                var from = dated(arg(call, 0));
                var to = dated(arg(call, 1));
                return Compiler.op(c, "between", () -> new Nodes.Between(from, to), from, to);
            case "abs":
                need(call, 1);
                var x = c.numeric(arg(call, 0), place);
                var minus = Compiler.op(c, "neg", () -> new Nodes.Scale(x.type, x, -1, 1, Rounding.FLOOR), x);
                return Compiler.op(c, "max", () -> new Nodes.Extreme(x.type, true, x, minus), x, minus);
            default:
                throw Compiler.outside("函数 " + name, place);
        }
    }

    private void need(Expr.Call call, int n) {
        if (call.args().size() != n) throw new PolicyException(place, call.function() + " 要 " + n + " 个参数");
    }

    private Node arg(Expr.Call call, int i) {
        return c.compile(call.args().get(i), scope, place);
    }

    private Node dated(Node n) {
        if (n.type.kind() != Type.Kind.DATE) throw new PolicyException(place, "此处应为日期，得到的是" + n.type.describe());
        return n;
    }

    private Node date(Expr.Call call) {
        if (call.args().size() == 1 && call.args().getFirst() instanceof Expr.Str(var text)) return c.compile(new Expr.At(text), scope, place);
        if (call.args().size() == 1) return dated(arg(call, 0));
        if (call.args().size() == 3 && call.args().stream().allMatch(a -> a instanceof Expr.Num)) {
            var n = call.args().stream().map(a -> ((Expr.Num) a).value().intValueExact()).toList();
            try {
                return c.constant(Type.DATE, LocalDate.of(n.get(0), n.get(1), n.get(2)).toEpochDay());
            } catch (java.time.DateTimeException e) {
                throw new PolicyException(place, "无效日期 " + n);
            }
        }
        throw Compiler.outside("date(变量, …)", place);
    }

    private Node several(Expr.Call call) {
        var args = call.args().size() == 1 && call.args().getFirst() instanceof Expr.ListOf(var items) ? items : call.args();
        if (args.isEmpty()) throw new PolicyException(place, call.function() + " 没有参数");
        var nodes = args.stream().map(a -> c.compile(a, scope, place)).toList();
        if (nodes.getFirst().type.kind() == Type.Kind.DATE && !call.function().equals("sum")) {
            nodes.forEach(this::dated);
            return extreme(call.function(), nodes, Type.DATE);
        }
        nodes.forEach(n -> c.numeric(n, place));
        int scale = nodes.stream().mapToInt(n -> n.type.scale()).max().orElse(0);
        var same = nodes.stream().map(n -> c.rescale(n, scale)).toList();
        if (!call.function().equals("sum")) return extreme(call.function(), same, Type.num(scale));
        Node sum = same.getFirst();
        for (var n : same.subList(1, same.size())) {
            Node left = sum;
            sum = Compiler.op(c, "+", () -> new Nodes.Arith(Type.num(scale), '+', left, n), left, n);
        }
        return sum;
    }

    private Node extreme(String function, List<Node> of, Type type) {
        var nodes = of.toArray(Node[]::new);
        return Compiler.op(c, function, () -> new Nodes.Extreme(type, function.equals("max"), nodes), nodes);
    }

    private Node round(String name, List<Expr> args) {
        boolean whole = args.size() == 1 && (name.equals("floor") || name.equals("ceiling"));
        if (args.size() != 2 && !whole) throw new PolicyException(place, name + " 要写明小数位");
        int digits = 0;
        if (!whole) {
            var second = args.get(1) instanceof Expr.Neg(Expr.Num(var v)) ? v.negate() : args.get(1) instanceof Expr.Num(var v) ? v : null;
            if (second == null) throw new PolicyException(place, name + " 的小数位应为数字");
            digits = second.intValueExact();
            if (digits < -6 || digits > 6) throw new PolicyException(place, "小数位应在 -6 与 6 之间");
        }
        int scale = Math.max(0, digits);
        var mode = ROUNDING.get(name);
        if (args.getFirst() instanceof Expr.Arith(var op, var l, var r) && op.equals("/")) return divide(c.numeric(c.compile(l, scope, place), place), c.numeric(c.compile(r, scope, place), place), digits, scale, mode);
        var x = c.numeric(c.compile(args.getFirst(), scope, place), place);
        if (x.type.scale() <= digits) return c.rescale(x, scale);
        long divisor = power(x.type.scale() - digits);
        int d = digits;
        var rounded = Compiler.op(c, "round" + mode + d, () -> new Nodes.Scale(Type.num(Math.max(0, d)), x, 1, divisor, mode), x);
        return digits >= 0 ? rounded : Compiler.op(c, "times" + d, () -> new Nodes.Scale(Type.num(0), rounded, power(-d), 1, mode), rounded);
    }

    private Node divide(Node l, Node r, int digits, int scale, Rounding mode) {
        // value at `scale` = l/10^ls ÷ (r/10^rs) × 10^scale
        int shift = r.type.scale() + digits - l.type.scale();
        long factor = shift > 0 ? power(shift) : 1, divisor = shift < 0 ? power(-shift) : 1;
        var quotient = Compiler.op(c, "div" + mode + digits, () -> new Nodes.Divide(Type.num(scale), l, r, factor, divisor, mode), l, r);
        return digits >= 0 ? quotient : Compiler.op(c, "times" + digits, () -> new Nodes.Scale(Type.num(0), quotient, power(-digits), 1, mode), quotient);
    }

    private static long power(int n) {
        long p = 1;
        for (int i = 0; i < n; i++) p *= 10;
        return p;
    }
}
