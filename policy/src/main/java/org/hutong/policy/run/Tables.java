package org.hutong.policy.run;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.hutong.policy.PolicyException;
import org.hutong.policy.dmn.DmnModel;
import org.hutong.policy.feel.Expr;
import org.hutong.policy.feel.FeelException;
import org.hutong.policy.feel.Parser;
import org.hutong.policy.pack.Type;

/// Compiles decision tables: cells to masks over buckets, outputs to steps.
final class Tables {
    private final Compiler c;

    Tables(Compiler c) {
        this.c = c;
    }

    /// A cell as a set of values of its input: intervals `[low, high]` of longs, and whether null is in it.
    private record Accepts(List<long[]> intervals, boolean nul) {
        boolean has(long v) {
            for (var i : intervals) if (v >= i[0] && v <= i[1]) return true;
            return false;
        }
    }

    Node table(DmnModel.Logic.Table t, Type declared, String name, String place, Map<String, Node> scope, String note) {
        var hit = hit(t, place);
        if (t.outputs().size() != 1) throw new PolicyException(place, "决策表只能有一个输出列");
        if (t.rules().isEmpty()) throw new PolicyException(place, "决策表没有规则");
        if (hit == TableNode.Hit.FIRST && !note.contains("例外顺序")) throw new PolicyException(place, "FIRST 须写明“例外顺序: 理由和依据”");
        int rules = t.rules().size(), words = (rules + 63) / 64;
        var columns = new ArrayList<TableNode.Column>();
        for (int k = 0; k < t.inputs().size(); k++) column(t, k, scope, place, words, columns);
        var outputs = outputs(t, declared, hit, scope, place);
        Type type = hit == TableNode.Hit.COUNT ? Type.num(0) : outputs.getFirst().type;
        if (hit.ordinal() >= TableNode.Hit.SUM.ordinal() && hit != TableNode.Hit.COUNT && type.kind() != Type.Kind.NUM) throw new PolicyException(place, "COLLECT " + hit + " 的输出应为数");
        var list = new ArrayList<TableNode.Rule>();
        var seen = new LinkedHashSet<String>();
        var order = hit == TableNode.Hit.PRIORITY ? priorities(t, declared, place) : List.<String>of();
        for (int r = 0; r < rules; r++) {
            var rule = t.rules().get(r);
            if (rule.id().isEmpty() || !seen.add(rule.id())) throw new PolicyException(place, "第 " + (r + 1) + " 条规则的编号为空或重复：“" + rule.id() + "”");
            // The standard counts distinct outcomes, so a repeated one would not mean what a reader of the table sees.
            if (hit == TableNode.Hit.COUNT && t.rules().subList(0, r).stream().anyMatch(before -> before.outputs().getFirst().strip().equals(rule.outputs().getFirst().strip())))
                throw new PolicyException(place + " 规则 " + rule.id(), "COLLECT COUNT 数的是不同的结果，各条规则的输出不能相同");
            int priority = 0;
            if (hit == TableNode.Hit.PRIORITY) {
                priority = order.indexOf(rule.outputs().getFirst().strip().replaceAll("^\"|\"$", ""));
                if (priority < 0) throw new PolicyException(place + " 规则 " + rule.id(), "PRIORITY 的输出须是声明的取值之一");
            }
            list.add(new TableNode.Rule(rule.id(), rule.note(), rule.inputs(), outputs.get(r), priority));
        }
        var of = new ArrayList<Node>();
        columns.forEach(col -> of.add(col.input()));
        outputs.forEach(o -> { if (!of.contains(o)) of.add(o); });
        var node = c.add(new TableNode(type, name, hit, columns, list, of.toArray(Node[]::new)));
        c.tables.add(node);
        return node;
    }

    private static TableNode.Hit hit(DmnModel.Logic.Table t, String place) {
        return switch (t.hit() + t.aggregation()) {
            case "UNIQUE" -> TableNode.Hit.UNIQUE;
            case "FIRST" -> TableNode.Hit.FIRST;
            case "ANY" -> TableNode.Hit.ANY;
            case "PRIORITY" -> TableNode.Hit.PRIORITY;
            case "COLLECTSUM" -> TableNode.Hit.SUM;
            case "COLLECTMIN" -> TableNode.Hit.MIN;
            case "COLLECTMAX" -> TableNode.Hit.MAX;
            case "COLLECTCOUNT" -> TableNode.Hit.COUNT;
            default -> throw new PolicyException(place, "不支持的命中方式 " + t.hit() + " " + t.aggregation());
        };
    }

    private static List<String> priorities(DmnModel.Logic.Table t, Type declared, String place) {
        if (t.outputs().getFirst().values() != null) return Compiler.quoted(t.outputs().getFirst().values());
        if (declared != null && declared.kind() == Type.Kind.ENUM) return declared.values();
        throw new PolicyException(place, "PRIORITY 须声明取值次序");
    }

    private List<Node> outputs(DmnModel.Logic.Table t, Type declared, TableNode.Hit hit, Map<String, Node> scope, String place) {
        var nodes = new ArrayList<Node>();
        for (var r : t.rules()) {
            var at = place + " 规则 " + r.id() + " →";
            if (hit == TableNode.Hit.COUNT) { nodes.add(c.constant(Type.num(0), 1)); continue; }
            var cell = r.outputs().getFirst();
            if (cell.isBlank() || cell.equals("-")) throw new PolicyException(at, "输出为空");
            nodes.add(c.expression(cell, scope, at));
        }
        Type type = declared;
        if (type == null) {
            var first = nodes.stream().filter(n -> !Compiler.isNull(n)).findFirst().orElseThrow(() -> new PolicyException(place, "所有输出都是 null"));
            type = first.type;
            if (type.kind() == Type.Kind.NUM) type = Type.num(nodes.stream().filter(n -> n.type.kind() == Type.Kind.NUM).mapToInt(n -> n.type.scale()).max().orElse(0));
            if (type.kind() == Type.Kind.ENUM) {
                var all = new LinkedHashSet<String>();
                nodes.stream().filter(n -> !Compiler.isNull(n)).forEach(n -> all.addAll(n.type.values()));
                type = Type.ofEnum(List.copyOf(all));
            }
        }
        var out = new ArrayList<Node>();
        for (int i = 0; i < nodes.size(); i++) out.add(c.coerce(nodes.get(i), type, place + " 规则 " + t.rules().get(i).id() + " →"));
        return out;
    }

    private void column(DmnModel.Logic.Table t, int k, Map<String, Node> scope, String place, int words, List<TableNode.Column> columns) {
        var text = t.inputs().get(k).expression();
        var input = c.expression(text, scope, place + " 输入“" + text + "”");
        var cells = new ArrayList<List<Expr.Test>>();
        int scale = input.type.scale();
        for (var r : t.rules()) {
            var at = at(place, r, text);
            if (r.inputs().size() != t.inputs().size()) throw new PolicyException(place + " 规则 " + r.id(), "格数与输入列数不同");
            List<Expr.Test> tests;
            try {
                tests = Parser.cell(r.inputs().get(k), List.of());
            } catch (FeelException e) {
                throw new PolicyException(at, e.getMessage());
            }
            cells.add(tests);
            if (input.type.kind() == Type.Kind.NUM) scale = Math.max(scale, scaleOf(tests, scope, at));
        }
        var x = input.type.kind() == Type.Kind.NUM ? c.rescale(input, scale) : input;
        var accepts = new ArrayList<Accepts>();
        for (int r = 0; r < cells.size(); r++) {
            var at = at(place, t.rules().get(r), text);
            Accepts a = null;
            if (fixed(cells.get(r), scope, at)) {
                a = accept(x, cells.get(r), scope, at);
            } else {
                // A bound that is itself computed: one more boolean column, which only this rule looks at.
                var test = c.tests(x, cells.get(r), scope, at);
                bound(test, r, text + " " + t.rules().get(r).inputs().get(k), words, columns);
                a = new Accepts(List.of(new long[] {Long.MIN_VALUE + 1, Long.MAX_VALUE}), true);
            }
            accepts.add(a);
        }
        columns.add(masks(x, text, accepts, words));
    }

    private static void bound(Node test, int rule, String text, int words, List<TableNode.Column> columns) {
        boolean negated = test instanceof Nodes.Not;
        Node input = negated ? test.of[0] : test;
        var same = columns.stream().filter(col -> col.input() == input && col.cuts() == null).findFirst().orElse(null);
        var masks = same == null ? new long[3][words] : same.masks();
        if (same == null) {
            for (var m : masks) java.util.Arrays.fill(m, -1L);
            columns.add(new TableNode.Column(input, negated ? text.replace(">=", "<").replace("<=", ">") : text, null, masks));
        }
        masks[negated ? 1 : 0][rule >> 6] &= ~(1L << rule);
        masks[2][rule >> 6] &= ~(1L << rule);
    }

    private static String at(String place, DmnModel.Rule r, String input) {
        return place + " 规则 " + r.id() + " “" + input + "”格";
    }

    private static TableNode.Column masks(Node x, String text, List<Accepts> accepts, int words) {
        long[] cuts = null;
        int buckets;
        if (x.finite()) {
            buckets = x.type.size();
        } else {
            var points = new TreeSet<Long>();
            for (var a : accepts) for (var i : a.intervals()) {
                if (i[0] > Long.MIN_VALUE + 1) points.add(i[0]);
                if (i[1] < Long.MAX_VALUE) points.add(i[1] + 1);
            }
            cuts = points.stream().mapToLong(Long::longValue).toArray();
            buckets = cuts.length + 1;
        }
        var masks = new long[buckets + 1][words];
        for (int b = 0; b <= buckets; b++) {
            for (int r = 0; r < accepts.size(); r++) {
                var a = accepts.get(r);
                boolean in = b == buckets ? a.nul() : a.has(x.finite() ? b : b == 0 ? cuts.length == 0 ? 0 : cuts[0] - 1 : cuts[b - 1]);
                if (in) masks[b][r >> 6] |= 1L << r;
            }
        }
        return new TableNode.Column(x, text, cuts, masks);
    }

    private Node constantOf(Expr e, Map<String, Node> scope, String at) {
        var n = c.compile(e, scope, at);
        return n instanceof Nodes.Const ? n : null;
    }

    private int scaleOf(List<Expr.Test> tests, Map<String, Node> scope, String at) {
        int scale = 0;
        for (var t : tests) {
            var parts = switch (t) {
                case Expr.Test.Any() -> List.<Expr>of();
                case Expr.Test.Not(var inner) -> { scale = Math.max(scale, scaleOf(inner, scope, at)); yield List.<Expr>of(); }
                case Expr.Test.Op(var op, var e) -> List.of(e);
                case Expr.Test.InRange(var r) -> List.of(r.low(), r.high());
                case Expr.Test.Of(Expr.ListOf(var items)) -> items;
                case Expr.Test.Of(var e) -> List.of(e);
            };
            for (var e : parts) scale = Math.max(scale, c.compile(e, scope, at).type.scale());
        }
        return scale;
    }

    private boolean fixed(List<Expr.Test> tests, Map<String, Node> scope, String at) {
        for (var t : tests) {
            boolean ok = switch (t) {
                case Expr.Test.Any() -> true;
                case Expr.Test.Not(var inner) -> fixed(inner, scope, at);
                case Expr.Test.Op(var op, var e) -> constantOf(e, scope, at) != null;
                case Expr.Test.InRange(var r) -> constantOf(r.low(), scope, at) != null && constantOf(r.high(), scope, at) != null;
                case Expr.Test.Of(Expr.ListOf(var items)) -> items.stream().allMatch(i -> constantOf(i, scope, at) != null);
                case Expr.Test.Of(Expr.Name(var n)) when n.equals("?") -> throw Compiler.outside("单元格中的 ?", at);
                case Expr.Test.Of(var e) -> constantOf(e, scope, at) != null;
            };
            if (!ok) return false;
        }
        return true;
    }

    private long value(Node x, Expr e, Map<String, Node> scope, String at) {
        return ((Nodes.Const) c.align(x, c.compile(e, scope, at), at)[1]).value;
    }

    private Accepts accept(Node x, List<Expr.Test> tests, Map<String, Node> scope, String at) {
        var intervals = new ArrayList<long[]>();
        boolean nul = false;
        long least = Long.MIN_VALUE + 1, most = Long.MAX_VALUE;
        for (var t : tests) {
            switch (t) {
                case Expr.Test.Any() -> {
                    intervals.add(new long[] {least, most});
                    nul = true;
                }
                case Expr.Test.Not(var inner) -> {
                    var in = accept(x, inner, scope, at);
                    nul |= !in.nul();
                    long next = least;
                    for (var i : in.intervals().stream().sorted((p, q) -> Long.compare(p[0], q[0])).toList()) {
                        if (i[0] > next) intervals.add(new long[] {next, i[0] - 1});
                        next = Math.max(next, i[1] == most ? most : i[1] + 1);
                        if (i[1] == most) { next = most; break; }
                    }
                    if (next < most) intervals.add(new long[] {next, most});
                }
                case Expr.Test.Op(var op, var e) -> {
                    long v = value(x, e, scope, at);
                    if (x.finite() && !op.equals("=") && !op.equals("!=")) throw new PolicyException(at, x.type.describe() + "不能比较大小");
                    switch (op) {
                        case "<" -> intervals.add(new long[] {least, v - 1});
                        case "<=" -> intervals.add(new long[] {least, v});
                        case ">" -> intervals.add(new long[] {v + 1, most});
                        case ">=" -> intervals.add(new long[] {v, most});
                        case "=" -> { if (v == Type.NULL) nul = true; else intervals.add(new long[] {v, v}); }
                        default -> {
                            if (v == Type.NULL) { intervals.add(new long[] {least, most}); }
                            else { intervals.add(new long[] {least, v - 1}); intervals.add(new long[] {v + 1, most}); nul = true; }
                        }
                    }
                }
                case Expr.Test.InRange(var r) -> {
                    long low = value(x, r.low(), scope, at), high = value(x, r.high(), scope, at);
                    if (x.finite()) throw new PolicyException(at, x.type.describe() + "没有区间");
                    if (!r.lowIncluded()) low++;
                    if (!r.highIncluded()) high--;
                    if (low > high) throw new PolicyException(at, "区间是空的");
                    intervals.add(new long[] {low, high});
                }
                case Expr.Test.Of(Expr.ListOf(var items)) -> {
                    for (var i : items) {
                        long v = value(x, i, scope, at);
                        if (v == Type.NULL) nul = true; else intervals.add(new long[] {v, v});
                    }
                }
                case Expr.Test.Of(var e) -> {
                    long v = value(x, e, scope, at);
                    if (v == Type.NULL) nul = true; else intervals.add(new long[] {v, v});
                }
            }
        }
        intervals.removeIf(i -> i[0] > i[1]);
        return new Accepts(intervals, nul);
    }
}
