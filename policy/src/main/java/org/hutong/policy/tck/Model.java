package org.hutong.policy.tck;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hutong.policy.dmn.DmnModel;
import org.hutong.policy.feel.Expr;
import org.hutong.policy.feel.FeelException;
import org.hutong.policy.feel.Parser;

/// A foreign model ready to be asked for a decision.
final class Model {
    private final DmnModel dmn;
    private final Map<String, DmnModel.Decision> decisions = new LinkedHashMap<>();
    private final Map<String, DmnModel.Function> functions = new LinkedHashMap<>();
    private final Set<String> names = new LinkedHashSet<>();

    Model(DmnModel dmn) {
        this.dmn = dmn;
        dmn.decisions().forEach(d -> decisions.put(d.name(), d));
        dmn.functions().forEach(f -> functions.put(f.name(), f));
        names.addAll(decisions.keySet());
        names.addAll(functions.keySet());
        dmn.inputs().forEach(i -> names.add(i.name()));
        dmn.functions().forEach(f -> f.parameters().forEach(p -> names.add(p.name())));
        for (var i : dmn.inputs()) components(i.name(), dmn.items().get(i.type()));
    }

    private void components(String prefix, DmnModel.Item item) {
        if (item == null) return;
        if (item.components().isEmpty() && dmn.items().containsKey(item.base())) components(prefix, dmn.items().get(item.base()));
        for (var c : item.components()) if (c.name().indexOf(' ') >= 0) throw new FeelException("带空格的分量名", "不支持带空格的分量名：" + prefix + "." + c.name());
    }

    private final class Run {
        final Map<String, Object> inputs;
        final Map<String, Object> done = new HashMap<>();
        final Set<String> running = new LinkedHashSet<>();

        Run(Map<String, Object> inputs) {
            this.inputs = inputs;
        }

        Object decision(String name) {
            if (done.containsKey(name)) return done.get(name);
            var d = decisions.get(name);
            if (d == null) throw new FeelException("决策 " + name, "没有决策 " + name);
            if (!running.add(name)) throw new FeelException("循环引用", "循环引用 " + name);
            var value = typed(logic(d.logic(), Map.of()), d.type());
            running.remove(name);
            done.put(name, value);
            return value;
        }

        private Object name(String n, Map<String, Object> local) {
            if (local.containsKey(n)) return local.get(n);
            if (inputs.containsKey(n)) return inputs.get(n);
            for (var i : dmn.inputs()) if (i.name().equals(n)) return null;
            if (decisions.containsKey(n)) return decision(n);
            return Interpreter.ABSENT;
        }

        private Interpreter interpreter(Map<String, Object> local) {
            return new Interpreter(n -> name(n, local), this::call);
        }

        private Object call(String name, List<Object> args, List<String> given) {
            var f = functions.get(name);
            if (f == null) return Interpreter.ABSENT;
            var local = new HashMap<String, Object>();
            if (args.size() != f.parameters().size()) return null;
            for (int i = 0; i < args.size(); i++) {
                var parameter = f.parameters().get(i);
                int k = given.isEmpty() ? i : given.indexOf(parameter.name());
                if (k < 0) return null;
                local.put(parameter.name(), typed(args.get(k), parameter.type()));
            }
            return typed(logic(f.logic(), local), f.type());
        }

        private Object logic(DmnModel.Logic logic, Map<String, Object> local) {
            return switch (logic) {
                case DmnModel.Logic.Literal(var text) -> interpreter(local).eval(parse(text, local.keySet()));
                case DmnModel.Logic.Conditional(var t, var x, var y) -> {
                    var test = logic(t, local);
                    // Unlike the text form, a boxed condition of another kind than boolean is an error: null.
                    if (test != null && !(test instanceof Boolean)) yield null;
                    yield Boolean.TRUE.equals(test) ? logic(x, local) : logic(y, local);
                }
                case DmnModel.Logic.Table t -> new TableRun(this::parseCell, n -> parse(n, local.keySet()), interpreter(local), t, item -> values(item)).run();
                case DmnModel.Logic.Invocation(var function, var bindings) -> {
                    var args = new ArrayList<Object>();
                    var given = new ArrayList<String>();
                    for (var b : bindings) {
                        args.add(logic(b.logic(), local));
                        given.add(b.parameter());
                    }
                    var value = call(function, args, given);
                    if (value == Interpreter.ABSENT) throw Interpreter.refuse("对 " + function + " 的框式调用");
                    yield value;
                }
                case DmnModel.Logic.Context c -> throw Interpreter.refuse("框式上下文");
                case DmnModel.Logic.Outside(var construct) -> throw Interpreter.refuse(construct);
            };
        }

        private List<Expr.Test> parseCell(String text) {
            return Parser.cell(text, names);
        }

        private String values(String type) {
            var item = dmn.items().get(type);
            return item == null ? null : item.values();
        }

        /// A value of another kind than declared is null, as the standard says.
        private Object typed(Object value, String type) {
            if (value == null || type == null || type.isEmpty()) return value;
            var item = dmn.items().get(type);
            if (item != null) {
                if (item.collection() || !item.components().isEmpty()) return value;
                return typed(value, item.base());
            }
            boolean fits = switch (type.replaceFirst("^feel[:.]", "")) {
                case "number" -> value instanceof java.math.BigDecimal;
                case "string" -> value instanceof String;
                case "boolean" -> value instanceof Boolean;
                case "date" -> value instanceof java.time.LocalDate;
                case "years and months duration", "yearMonthDuration" -> value instanceof Value.Months;
                case "days and time duration", "dayTimeDuration" -> value instanceof java.time.Duration;
                default -> true;
            };
            if (fits) return value;
            return value instanceof List<?> list && list.size() == 1 ? typed(list.getFirst(), type) : null;
        }

        private Expr parse(String text, Set<String> local) {
            if (local.isEmpty()) return Parser.expression(text, names);
            var all = new LinkedHashSet<>(names);
            all.addAll(local);
            return Parser.expression(text, all);
        }
    }

    /// @throws FeelException naming the construct that is outside the subset
    Object decide(String decision, Map<String, Object> inputs) {
        for (var i : dmn.inputs()) {
            var item = dmn.items().get(i.type());
            if (item == null || item.values() == null || !inputs.containsKey(i.name())) continue;
            var ok = new Interpreter(n -> Interpreter.ABSENT, (n, a, g) -> Interpreter.ABSENT).any(inputs.get(i.name()), Parser.cell(item.values(), names));
            if (!Boolean.TRUE.equals(ok)) throw Interpreter.refuse("不在允许取值内的输入");
        }
        return new Run(inputs).decision(decision);
    }
}
