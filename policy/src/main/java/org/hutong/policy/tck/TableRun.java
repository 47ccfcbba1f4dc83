package org.hutong.policy.tck;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.hutong.policy.dmn.DmnModel;
import org.hutong.policy.feel.Expr;

/// One table of a foreign model over objects.
final class TableRun {
    private final Function<String, List<Expr.Test>> cells;
    private final Function<String, Expr> expressions;
    private final Interpreter interpreter;
    private final DmnModel.Logic.Table t;
    private final Function<String, String> allowed;

    TableRun(Function<String, List<Expr.Test>> cells, Function<String, Expr> expressions, Interpreter interpreter, DmnModel.Logic.Table t, Function<String, String> allowed) {
        this.cells = cells;
        this.expressions = expressions;
        this.interpreter = interpreter;
        this.t = t;
        this.allowed = allowed;
    }

    Object run() {
        if (t.hit().equals("RULE ORDER") || t.hit().equals("OUTPUT ORDER")) throw Interpreter.refuse("命中方式 " + t.hit());
        var inputs = new ArrayList<Object>();
        for (var c : t.inputs()) {
            var v = interpreter.eval(expressions.apply(c.expression()));
            if (c.values() != null && v != null && !Boolean.TRUE.equals(interpreter.any(v, cells.apply(c.values())))) throw Interpreter.refuse("不在允许取值内的输入");
            inputs.add(v);
        }
        var hits = new ArrayList<DmnModel.Rule>();
        for (var r : t.rules()) {
            boolean all = true;
            for (int i = 0; i < inputs.size() && all; i++) all = matches(inputs.get(i), r.inputs().get(i));
            if (all) hits.add(r);
        }
        return switch (t.hit()) {
            case "UNIQUE" -> hits.size() > 1 ? null : hits.isEmpty() ? otherwise() : output(hits.getFirst());
            case "FIRST" -> hits.isEmpty() ? otherwise() : output(hits.getFirst());
            case "ANY" -> {
                if (hits.isEmpty()) yield otherwise();
                var first = output(hits.getFirst());
                for (var h : hits) if (!Boolean.TRUE.equals(Value.equal(first, output(h))) && (first != null || output(h) != null)) yield null;
                yield first;
            }
            case "PRIORITY" -> hits.isEmpty() ? otherwise() : hits.stream().map(this::output).min(priority()).orElse(null);
            case "COLLECT" -> collect(hits);
            default -> throw Interpreter.refuse("命中方式 " + t.hit());
        };
    }

    private boolean matches(Object value, String cell) {
        var tests = cells.apply(cell);
        if (tests.size() == 1 && tests.getFirst() instanceof Expr.Test.Of(var e) && (uses(e) || bool(e) && !(value instanceof Boolean))) throw Interpreter.refuse("单元格中的条件（?）");
        return Boolean.TRUE.equals(interpreter.any(value, tests));
    }

    private static boolean uses(Expr e) {
        return e.toString().contains("Name[name=?]");
    }

    private static boolean bool(Expr e) {
        return e instanceof Expr.Compare || e instanceof Expr.And || e instanceof Expr.Or || e instanceof Expr.In || e instanceof Expr.Between;
    }

    private Object output(DmnModel.Rule r) {
        if (t.outputs().size() == 1) return interpreter.eval(expressions.apply(r.outputs().getFirst()));
        var out = new LinkedHashMap<String, Object>();
        for (int i = 0; i < t.outputs().size(); i++) out.put(t.outputs().get(i).expression(), interpreter.eval(expressions.apply(r.outputs().get(i))));
        return out;
    }

    private Object otherwise() {
        if (t.outputs().stream().allMatch(o -> o.otherwise() == null)) return null;
        if (t.outputs().size() == 1) return interpreter.eval(expressions.apply(t.outputs().getFirst().otherwise()));
        throw Interpreter.refuse("多输出的默认值");
    }

    private Comparator<Object> priority() {
        var orders = new ArrayList<List<Object>>();
        for (var o : t.outputs()) {
            var values = o.values() != null ? o.values() : allowed.apply(o.type());
            var order = new ArrayList<Object>();
            if (values != null) for (var test : cells.apply(values)) {
                if (!(test instanceof Expr.Test.Of(var e))) throw Interpreter.refuse("以区间给出的优先次序");
                order.add(interpreter.eval(e));
            }
            orders.add(order);
        }
        return (x, y) -> {
            for (int i = 0; i < orders.size(); i++) {
                if (orders.get(i).isEmpty()) continue;
                int a = place(orders.get(i), part(x, i)), b = place(orders.get(i), part(y, i));
                if (a != b) return Integer.compare(a, b);
            }
            return 0;
        };
    }

    private Object part(Object value, int i) {
        return t.outputs().size() == 1 ? value : ((Map<?, ?>) value).get(t.outputs().get(i).expression());
    }

    private static int place(List<Object> order, Object value) {
        for (int i = 0; i < order.size(); i++) if (Boolean.TRUE.equals(Value.equal(order.get(i), value))) return i;
        return order.size();
    }

    private Object collect(List<DmnModel.Rule> hits) {
        var values = new ArrayList<Object>();
        for (var h : hits) values.add(output(h));
        if (t.aggregation().isEmpty()) return values;
        if (t.outputs().size() != 1) throw Interpreter.refuse("多输出的 COLLECT " + t.aggregation());
        if (t.aggregation().equals("COUNT")) return BigDecimal.valueOf(values.size());
        return Builtins.call(t.aggregation().toLowerCase(), List.of(values), List.of());
    }
}
