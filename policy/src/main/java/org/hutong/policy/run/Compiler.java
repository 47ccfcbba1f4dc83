package org.hutong.policy.run;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.hutong.policy.PolicyException;
import org.hutong.policy.dmn.DmnModel;
import org.hutong.policy.feel.Expr;
import org.hutong.policy.feel.FeelException;
import org.hutong.policy.feel.Parser;
import org.hutong.policy.pack.Law;
import org.hutong.policy.pack.Pack;
import org.hutong.policy.pack.Type;

/// Turns the law of one place on one day into steps. Equal steps are shared; functions are written out where they are called; a name that leads back to itself is refused.
final class Compiler {
    /// A decision as compiled.
    record Decided(String name, Node node, TableNode table, String note, String file) {}

    final Law law;
    /// The day the case is looked at, 评估日.
    final LocalDate asOf;
    /// The day whose rules and parameter rows count; the same day except where two editions of the law meet one population.
    final LocalDate lawOn;
    final List<Node> nodes = new ArrayList<>();
    final Map<String, Nodes.Var> vars = new LinkedHashMap<>();
    final Map<String, Decided> decisions = new LinkedHashMap<>();
    final Map<String, Node> parameters = new LinkedHashMap<>();
    /// Rows of parameters without keys, known when compiling.
    final Map<String, Pack.Value> fixedRows = new LinkedHashMap<>();
    final Map<Node, String> parameterOf = new HashMap<>();
    final List<TableNode> tables = new ArrayList<>();
    private final Map<String, Node> shared = new HashMap<>();
    private final Set<String> compiling = new LinkedHashSet<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final Tables tableCompiler = new Tables(this);

    Compiler(Law law, LocalDate lawOn, LocalDate asOf) {
        this.law = law;
        this.lawOn = lawOn;
        this.asOf = asOf;
        names.addAll(law.rules.keySet());
    }

    <T extends Node> T add(T node) {
        node.slot = nodes.size();
        nodes.add(node);
        return node;
    }

    Node shared(String key, Supplier<Node> make) {
        var old = shared.get(key);
        if (old != null) return old;
        var node = make.get();
        if (node.slot < 0) add(node);
        shared.put(key, node);
        return node;
    }

    Node constant(Type type, long value) {
        return shared("c" + type.kind() + type.scale() + type.values() + value, () -> new Nodes.Const(type, value));
    }

    static Node op(Compiler c, String key, Supplier<Node> make, Node... of) {
        var full = new StringBuilder(key);
        for (var n : of) full.append(' ').append(n.slot);
        return c.shared(full.toString(), make);
    }

    // names

    Node named(String name, String place) {
        if (name.equals("评估日")) return constant(Type.DATE, asOf.toEpochDay());
        if (vars.containsKey(name)) return vars.get(name);
        if (decisions.containsKey(name)) return decisions.get(name).node();
        if (parameters.containsKey(name)) return parameters.get(name);
        var fact = law.facts.get(name);
        if (fact != null) return fact(fact);
        if (law.rules.containsKey(name)) return decision(name, place);
        if (law.parameters.containsKey(name)) return parameter(name, place);
        throw new PolicyException(place, "不认识的名称“" + name + "”");
    }

    private Node fact(Pack.Fact f) {
        if (f.type().kind() == Type.Kind.STRING) throw new PolicyException(f.place(), "文字事实“" + f.name() + "”不能用于判断，请改为 enum");
        var v = add(new Nodes.Var(f.type(), vars.size(), f.name(), f.low(), f.high(), f.nullable()));
        vars.put(f.name(), v);
        return v;
    }

    Node parameter(String name, String place) {
        var p = law.parameters.get(name);
        if (!p.meta().payable()) throw new PolicyException(place, "参数“" + name + "”仅供比较，不得用于发放或认定");
        var known = parameters.get(name);
        if (known != null) return known;
        if (!compiling.add(name)) throw new PolicyException(place, "循环引用：" + String.join(" → ", compiling) + " → " + name);
        var node = parameter(name, p);
        compiling.remove(name);
        parameters.put(name, node);
        return node;
    }

    private Node parameter(String name, Law.Param p) {
        Type type = p.meta().type();
        if (p.meta().keys().isEmpty()) {
            var row = law.value(p, List.of(), lawOn);
            if (row == null) return missing(p);
            fixedRows.put(name, row);
            var c = add(new Nodes.Const(type, parse(type, row)));
            parameterOf.put(c, name);
            return c;
        }
        var of = new Node[p.meta().keys().size() + 1];
        for (int i = 0; i < of.length - 1; i++) {
            of[i] = named(p.meta().keys().get(i), p.place() + " keys");
            if (!of[i].finite()) throw new PolicyException(p.place(), "键“" + p.meta().keys().get(i) + "”应为取值有限的事实或决策（enum、boolean）");
        }
        of[of.length - 1] = missing(p);
        return lookup(name, p, type, of);
    }

    private Node lookup(String name, Law.Param p, Type type, Node[] of) {
        int size = 1;
        for (int i = 0; i < of.length - 1; i++) size *= of[i].type.size();
        if (size > 100_000) throw new PolicyException(p.place(), "键的组合超过十万种");
        var values = new long[size];
        var rows = new Pack.Value[size];
        for (int at = 0; at < size; at++) {
            var key = new String[of.length - 1];
            int rest = at;
            for (int k = key.length - 1; k >= 0; k--) {
                key[k] = String.valueOf(of[k].type.plain(rest % of[k].type.size()));
                rest /= of[k].type.size();
            }
            rows[at] = law.value(p, List.of(key), lawOn);
            if (rows[at] != null) values[at] = parse(type, rows[at]);
        }
        var node = add(new Lookup(type, name, of, values, rows));
        parameterOf.put(node, name);
        return node;
    }

    private static long parse(Type type, Pack.Value row) {
        try {
            return type.parse(row.text());
        } catch (IllegalArgumentException e) {
            throw new PolicyException(row.place(), "数值" + e.getMessage());
        }
    }

    private Nodes.Var missing(Law.Param p) {
        var name = "缺本地标准：" + p.meta().name();
        Type type = p.meta().type();
        var v = add(new Nodes.Var(type, vars.size(), name, 0, type.scale() == 2 ? 1_000_000_00L : 1_000_000L, false));
        vars.put(name, v);
        parameterOf.put(v, p.meta().name());
        return v;
    }

    Node decision(String name, String place) {
        var known = decisions.get(name);
        if (known != null) return known.node();
        if (!compiling.add(name)) throw new PolicyException(place, "循环引用：" + String.join(" → ", compiling) + " → " + name);
        var rule = law.rules.get(name).stream().filter(r -> r.on(lawOn)).findFirst().orElse(null);
        if (rule == null) throw new PolicyException(law.rules.get(name).getFirst().file().file(), "“" + name + "”在 " + lawOn + " 没有施行中的版本");
        if (rule.decision() == null) throw new PolicyException(place, "“" + name + "”是函数，应写成“" + name + "(…)”");
        var at = rule.file().file() + " 决策“" + name + "”";
        var type = declared(rule.file(), rule.decision().type(), rule.decision().logic());
        var node = logic(rule.decision().logic(), type, name, at, Map.of(), rule.note());
        var table = node instanceof TableNode t ? t : null;
        node = coerce(node, type, at);
        compiling.remove(name);
        decisions.put(name, new Decided(name, node, table, rule.note(), rule.file().file()));
        return node;
    }

    static Type declared(DmnModel file, String ref, DmnModel.Logic logic) {
        var item = file.items().get(ref);
        if (item != null && item.values() != null) return Type.ofEnum(quoted(item.values()));
        if (item != null && !item.base().isEmpty() && !ref.matches("money|integer|decimal\\d")) return declared(file, item.base(), logic);
        return switch (ref) {
            case "boolean" -> Type.BOOL;
            case "date" -> Type.DATE;
            case "money" -> Type.num(2);
            case "integer" -> Type.num(0);
            case "string" -> {
                if (logic instanceof DmnModel.Logic.Table t && t.outputs().getFirst().values() != null) yield Type.ofEnum(quoted(t.outputs().getFirst().values()));
                yield null;
            }
            default -> ref.matches("decimal\\d") ? Type.num(ref.charAt(7) - '0') : null;
        };
    }

    static List<String> quoted(String values) {
        var list = new ArrayList<String>();
        for (var v : values.split(",")) list.add(v.strip().replaceAll("^\"|\"$", ""));
        return list;
    }

    Node logic(DmnModel.Logic logic, Type declared, String name, String place, Map<String, Node> scope, String note) {
        return switch (logic) {
            case DmnModel.Logic.Literal(var text) -> expression(text, scope, place + " 公式");
            case DmnModel.Logic.Table t -> tableCompiler.table(t, declared, name, place, scope, note);
            case DmnModel.Logic.Outside(var construct) -> throw new PolicyException(place, "不支持：" + construct);
            default -> throw new PolicyException(place, "规则包只用决策表和公式，不支持框式 " + logic.getClass().getSimpleName());
        };
    }

    Node expression(String text, Map<String, Node> scope, String place) {
        try {
            return compile(Parser.expression(text, names), scope, place);
        } catch (FeelException e) {
            throw new PolicyException(place, e.getMessage());
        }
    }

    // expressions

    Node compile(Expr e, Map<String, Node> scope, String place) {
        return switch (e) {
            case Expr.Num(var v) -> number(v, place);
            case Expr.Str(var s) -> constant(Type.ofEnum(List.of(s)), 0);
            case Expr.Bool(var b) -> constant(Type.BOOL, b ? 1 : 0);
            case Expr.Null() -> constant(Type.ofEnum(List.of("null")), Type.NULL);
            case Expr.At(var text) -> at(text, place);
            case Expr.Name(var n) -> scope.containsKey(n) ? scope.get(n) : named(n, place);
            case Expr.Neg(var of) -> {
                if (of instanceof Expr.Num(var v)) yield number(v.negate(), place);
                var x = numeric(compile(of, scope, place), place);
                yield op(this, "neg", () -> new Nodes.Scale(x.type, x, -1, 1, Rounding.FLOOR), x);
            }
            case Expr.Arith a -> arith(a, scope, place);
            case Expr.Compare(var op, var l, var r) -> compare(op, compile(l, scope, place), compile(r, scope, place), place);
            case Expr.And(var l, var r) -> logic(true, place, compile(l, scope, place), compile(r, scope, place));
            case Expr.Or(var l, var r) -> logic(false, place, compile(l, scope, place), compile(r, scope, place));
            case Expr.If(var t, var x, var y) -> choose(bool(compile(t, scope, place), place), compile(x, scope, place), compile(y, scope, place), place);
            case Expr.Between(var x, var l, var h) -> {
                var v = compile(x, scope, place);
                yield logic(true, place, compare(">=", v, compile(l, scope, place), place), compare("<=", v, compile(h, scope, place), place));
            }
            case Expr.In(var x, var tests) -> tests(compile(x, scope, place), tests, scope, place);
            case Expr.Call c -> call(c, scope, place);
            case Expr.Property(var of, var p) -> property(compile(of, scope, place), p, place);
            case Expr.ListOf l -> throw outside("列表（只能出现在 in 之后或单元格中）", place);
            case Expr.Index i -> throw outside("过滤 […]", place);
            case Expr.Range r -> throw outside("区间（只能出现在 in 之后或单元格中）", place);
            case Expr.UnaryRange r -> throw outside("单边区间", place);
        };
    }

    static PolicyException outside(String construct, String place) {
        return new PolicyException(place, "不在支持的 FEEL 子集内：" + construct);
    }

    Node number(BigDecimal v, String place) {
        int scale = Math.max(0, v.signum() == 0 ? 0 : v.stripTrailingZeros().scale());
        if (scale > 6) throw new PolicyException(place, "小数位多于 6 位：" + v);
        try {
            return constant(Type.num(scale), v.setScale(scale).unscaledValue().longValueExact());
        } catch (ArithmeticException e) {
            throw new PolicyException(place, "数值过大：" + v);
        }
    }

    private Node at(String text, String place) {
        try {
            if (text.startsWith("P") || text.startsWith("-P")) return constant(Type.MONTHS, months(text));
            return constant(Type.DATE, LocalDate.parse(text).toEpochDay());
        } catch (RuntimeException e) {
            throw new PolicyException(place, "“" + text + "”不是日期或“年月”时长");
        }
    }

    private static long months(String text) {
        boolean minus = text.startsWith("-");
        var m = java.util.regex.Pattern.compile("P(?:(\\d+)Y)?(?:(\\d+)M)?").matcher(minus ? text.substring(1) : text);
        if (!m.matches() || m.group(1) == null && m.group(2) == null) throw new IllegalArgumentException(text);
        long v = (m.group(1) == null ? 0 : Long.parseLong(m.group(1)) * 12) + (m.group(2) == null ? 0 : Long.parseLong(m.group(2)));
        return minus ? -v : v;
    }

    private Node arith(Expr.Arith a, Map<String, Node> scope, String place) {
        var l = compile(a.left(), scope, place);
        var r = compile(a.right(), scope, place);
        if (a.op().equals("/")) throw new PolicyException(place, "除法须写在舍入函数里，如 round half up(a / b, 2)");
        if (a.op().equals("**")) throw outside("乘方 **", place);
        char op = a.op().charAt(0);
        if (l.type.kind() == Type.Kind.DATE && r.type.kind() == Type.Kind.MONTHS && op != '*') return op(this, "shift" + op, () -> new Nodes.Shift(l, r, op == '+' ? 1 : -1), l, r);
        if (l.type.kind() == Type.Kind.MONTHS && r.type.kind() == Type.Kind.MONTHS && op != '*') return op(this, "m" + op, () -> new Nodes.Arith(Type.MONTHS, op, l, r), l, r);
        numeric(l, place);
        numeric(r, place);
        if (op == '*') {
            int scale = l.type.scale() + r.type.scale();
            if (scale > 8) throw new PolicyException(place, "乘积的小数位过多，请先舍入");
            return op(this, "*", () -> new Nodes.Arith(Type.num(scale), op, l, r), l, r);
        }
        if (op == '+') {
            // d.years * 12 + d.months is the whole of d, and unlike its parts it never falls as time goes on.
            var whole = total(l, r);
            if (whole != null) return op(this, "total", () -> new Nodes.Total(whole), whole);
        }
        int scale = Math.max(l.type.scale(), r.type.scale());
        Node x = rescale(l, scale), y = rescale(r, scale);
        return op(this, "" + op, () -> new Nodes.Arith(Type.num(scale), op, x, y), x, y);
    }

    private static Node total(Node l, Node r) {
        if (r instanceof Nodes.Rest rest && l instanceof Nodes.Arith a && a.op == '*' && a.of[0] instanceof Nodes.Years y && a.of[1] instanceof Nodes.Const c && c.value == 12 && y.of[0] == rest.of[0]) return rest.of[0];
        return null;
    }

    Node numeric(Node n, String place) {
        if (n.type.kind() != Type.Kind.NUM) throw new PolicyException(place, "此处应为数，得到的是" + n.type.describe());
        return n;
    }

    Node bool(Node n, String place) {
        if (n.type.kind() != Type.Kind.BOOL) throw new PolicyException(place, "此处应为是否（boolean），得到的是" + n.type.describe());
        return n;
    }

    Node rescale(Node n, int scale) {
        if (n.type.scale() == scale) return n;
        long factor = 1;
        for (int i = n.type.scale(); i < scale; i++) factor *= 10;
        if (n instanceof Nodes.Const c) return constant(Type.num(scale), c.value == Type.NULL ? Type.NULL : c.value * factor);
        long f = factor;
        return op(this, "scale" + scale, () -> new Nodes.Scale(Type.num(scale), n, f, 1, Rounding.FLOOR), n);
    }

    Node logic(boolean and, String place, Node... of) {
        for (var n : of) bool(n, place);
        if (of.length == 1) return of[0];
        return op(this, and ? "and" : "or", () -> new Nodes.Logic(and, of), of);
    }

    Node not(Node of) {
        return op(this, "not", () -> new Nodes.Not(of), of);
    }

    /// Both in one type: numbers at one scale, enums in one domain, a bare null in the other's type.
    Node[] align(Node l, Node r, String place) {
        if (isNull(l)) return new Node[] {constant(r.type, Type.NULL), r};
        if (isNull(r)) return new Node[] {l, constant(l.type, Type.NULL)};
        if (l.type.kind() != r.type.kind()) throw new PolicyException(place, "两边类型不同：" + l.type.describe() + "与" + r.type.describe());
        if (l.type.kind() == Type.Kind.NUM) {
            int scale = Math.max(l.type.scale(), r.type.scale());
            return new Node[] {rescale(l, scale), rescale(r, scale)};
        }
        if (l.type.kind() != Type.Kind.ENUM || l.type.values().equals(r.type.values())) return new Node[] {l, r};
        if (r instanceof Nodes.Const c) return new Node[] {l, constant(l.type, code(l.type, r.type.values().get((int) c.value), place))};
        if (l instanceof Nodes.Const c) return new Node[] {constant(r.type, code(r.type, l.type.values().get((int) c.value), place)), r};
        var all = new LinkedHashSet<>(l.type.values());
        all.addAll(r.type.values());
        var type = Type.ofEnum(List.copyOf(all));
        return new Node[] {recode(l, type, place), recode(r, type, place)};
    }

    static boolean isNull(Node n) {
        return n instanceof Nodes.Const c && c.value == Type.NULL;
    }

    static long code(Type type, String value, String place) {
        int code = type.values().indexOf(value);
        if (code < 0) throw new PolicyException(place, "取值“" + value + "”不在声明的范围内（" + String.join("、", type.values()) + "）");
        return code;
    }

    Node recode(Node n, Type type, String place) {
        if (n.type.values().equals(type.values())) return n;
        if (type.values().size() > 60) throw new PolicyException(place, "取值多于 60 个");
        if (n instanceof Nodes.Const c) return constant(type, c.value == Type.NULL ? Type.NULL : code(type, n.type.values().get((int) c.value), place));
        var to = new int[n.type.values().size()];
        for (int i = 0; i < to.length; i++) to[i] = (int) code(type, n.type.values().get(i), place);
        return op(this, "recode" + type.values(), () -> new Recode(type, n, to), n);
    }

    Node coerce(Node n, Type type, String place) {
        if (type == null || n.type.equals(type)) return n;
        if (isNull(n)) return constant(type, Type.NULL);
        if (n.type.kind() != type.kind()) throw new PolicyException(place, "声明为" + type.describe() + "，实际得到" + n.type.describe());
        if (type.kind() == Type.Kind.ENUM) return recode(n, type, place);
        if (type.kind() == Type.Kind.NUM) {
            if (n.type.scale() > type.scale()) throw new PolicyException(place, "结果有 " + n.type.scale() + " 位小数，声明只有 " + type.scale() + " 位：请用舍入函数");
            return rescale(n, type.scale());
        }
        return n;
    }

    Node compare(String op, Node left, Node right, String place) {
        var both = align(left, right, place);
        Node l = both[0], r = both[1];
        if (l.finite() && !op.equals("=") && !op.equals("!=")) throw new PolicyException(place, l.type.describe() + "不能比较大小");
        if (l instanceof Nodes.Const a && r instanceof Nodes.Const b && a.value != Type.NULL && b.value != Type.NULL) return constant(Type.BOOL, Nodes.Compare.holds(op, a.value, b.value) ? 1 : 0);
        // One form for a comparison and its opposite, so that the checks see that they exclude each other.
        return switch (op) {
            case ">=" -> not(less(l, r));
            case ">" -> less(r, l);
            case "<=" -> not(less(r, l));
            case "<" -> less(l, r);
            case "!=" -> not(op(this, "cmp=", () -> new Nodes.Compare("=", l, r), l, r));
            default -> op(this, "cmp=", () -> new Nodes.Compare("=", l, r), l, r);
        };
    }

    private Node less(Node l, Node r) {
        return op(this, "cmp<", () -> new Nodes.Compare("<", l, r), l, r);
    }

    Node choose(Node test, Node then, Node otherwise, String place) {
        Node[] both;
        if (then.type.kind() == Type.Kind.ENUM && otherwise.type.kind() == Type.Kind.ENUM && !isNull(then) && !isNull(otherwise)) {
            var all = new LinkedHashSet<>(then.type.values());
            all.addAll(otherwise.type.values());
            var type = Type.ofEnum(List.copyOf(all));
            both = new Node[] {recode(then, type, place), recode(otherwise, type, place)};
        } else {
            both = align(then, otherwise, place);
        }
        Node x = both[0], y = both[1];
        if (test instanceof Nodes.Const c) return c.value == 1 ? x : y;
        // `if a = null then null else f(a)`: f of null is null anyway.
        if (isNull(x) && test instanceof Nodes.Compare cmp && cmp.op.equals("=") && isNull(cmp.of[1]) && strict(y, cmp.of[0])) return y;
        return op(this, "if", () -> new Nodes.If(x.type, test, x, y), test, x, y);
    }

    private static boolean strict(Node n, Node in) {
        if (n == in) return true;
        if (!(n instanceof Nodes.Monotone || n instanceof Nodes.Between || n instanceof Nodes.Arith || n instanceof Nodes.Shift || n instanceof Nodes.Rest)) return false;
        for (var from : n.of) if (strict(from, in)) return true;
        return false;
    }

    Node tests(Node x, List<Expr.Test> tests, Map<String, Node> scope, String place) {
        var all = new ArrayList<Node>();
        for (var t : tests) all.add(test(x, t, scope, place));
        return logic(false, place, all.toArray(Node[]::new));
    }

    private Node test(Node x, Expr.Test test, Map<String, Node> scope, String place) {
        return switch (test) {
            case Expr.Test.Any() -> constant(Type.BOOL, 1);
            case Expr.Test.Not(var inner) -> not(tests(x, inner, scope, place));
            case Expr.Test.Op(var op, var right) -> compare(op, x, compile(right, scope, place), place);
            case Expr.Test.InRange(var r) -> range(x, r, scope, place);
            case Expr.Test.Of(Expr.ListOf(var items)) -> logic(false, place, items.stream().map(i -> test(x, i instanceof Expr.Range r ? new Expr.Test.InRange(r) : new Expr.Test.Of(i), scope, place)).toArray(Node[]::new));
            case Expr.Test.Of(Expr.Range r) -> range(x, r, scope, place);
            case Expr.Test.Of(var e) -> compare("=", x, compile(e, scope, place), place);
        };
    }

    private Node range(Node x, Expr.Range r, Map<String, Node> scope, String place) {
        return logic(true, place, compare(r.lowIncluded() ? ">=" : ">", x, compile(r.low(), scope, place), place), compare(r.highIncluded() ? "<=" : "<", x, compile(r.high(), scope, place), place));
    }

    private Node property(Node of, String name, String place) {
        if (of.type.kind() == Type.Kind.MONTHS && name.equals("years")) return op(this, "years", () -> new Nodes.Years(of), of);
        if (of.type.kind() == Type.Kind.MONTHS && name.equals("months")) return op(this, "rest", () -> new Nodes.Rest(of), of);
        throw outside("属性 ." + name, place);
    }

    private Node call(Expr.Call c, Map<String, Node> scope, String place) {
        if (law.rules.containsKey(c.function())) return function(c, scope, place);
        return new Functions(this, scope, place).call(c);
    }

    private Node function(Expr.Call c, Map<String, Node> scope, String place) {
        var rule = law.rules.get(c.function()).stream().filter(r -> r.on(lawOn)).findFirst().orElse(null);
        if (rule == null || rule.function() == null) throw new PolicyException(place, "“" + c.function() + "”不是施行中的函数");
        var f = rule.function();
        if (c.args().size() != f.parameters().size()) throw new PolicyException(place, "“" + f.name() + "”要 " + f.parameters().size() + " 个参数，给了 " + c.args().size() + " 个");
        if (!compiling.add(c.function() + "()")) throw new PolicyException(place, "函数“" + c.function() + "”调用了自己");
        var inner = new LinkedHashMap<String, Node>();
        for (int i = 0; i < c.args().size(); i++) {
            int k = c.names().isEmpty() ? i : c.names().indexOf(f.parameters().get(i).name());
            if (k < 0) throw new PolicyException(place, "缺少参数“" + f.parameters().get(i).name() + "”");
            inner.put(f.parameters().get(i).name(), compile(c.args().get(k), scope, place));
        }
        var at = rule.file().file() + " 函数“" + f.name() + "”";
        var type = declared(rule.file(), f.type(), f.logic());
        var key = new StringBuilder("fn " + f.name());
        inner.values().forEach(n -> key.append(' ').append(n.slot));
        var node = shared(key.toString(), () -> logic(f.logic(), type, f.name(), at, inner, rule.note()));
        compiling.remove(c.function() + "()");
        return coerce(node, type, at);
    }
}
