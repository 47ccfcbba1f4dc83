package org.hutong.policy.feel;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Reads the closed FEEL subset. Names with blanks (`years and months duration`, names of a foreign model) are known beforehand: the longest
/// known name wins at each place, as the standard asks.
public final class Parser {
    static final List<String> FUNCTIONS = List.of("years and months duration", "round half up", "round half down", "round up", "round down",
            "decimal", "floor", "ceiling", "abs", "modulo", "min", "max", "sum", "count", "date", "duration", "not", "number", "is",
            "list contains", "date and time", "time", "string length", "upper case", "lower case", "substring before", "substring after",
            "starts with", "ends with", "get value", "get entries", "get or else", "day of week", "day of year", "week of year", "month of year");
    private static final Set<String> KEYWORDS = Set.of("and", "or", "not", "if", "then", "else", "in", "between", "null", "true", "false", "for", "return",
            "some", "every", "satisfies", "instance", "of", "function", "external");
    private static final List<String> PROPERTIES = List.of("time offset", "start included", "end included");

    private final String text;
    private final List<String> known;
    private int at;

    private Parser(String text, Collection<String> names) {
        this.text = text;
        var all = new ArrayList<String>();
        for (var name : names) if (name.indexOf(' ') >= 0 || !plain(name)) all.add(name.strip().replaceAll("\\s+", " "));
        for (var name : FUNCTIONS) if (name.indexOf(' ') >= 0) all.add(name);
        all.sort(Comparator.comparingInt(String::length).reversed());
        this.known = all;
    }

    /// @param names names in scope; only those with blanks or signs matter here
    public static Expr expression(String text, Collection<String> names) {
        var parser = new Parser(text, names);
        if (text.isBlank()) throw new FeelException("空表达式", "表达式为空");
        var expr = parser.expr();
        parser.end();
        return expr;
    }

    /// The tests of one input cell. Empty or `-` is {@link Expr.Test.Any}.
    public static List<Expr.Test> cell(String text, Collection<String> names) {
        var stripped = text == null ? "" : text.strip();
        if (stripped.isEmpty() || stripped.equals("-")) return List.of(new Expr.Test.Any());
        var parser = new Parser(text, names);
        var save = parser.at;
        if (parser.word("not")) {
            parser.blank();
            if (parser.peek('(')) {
                parser.at++;
                var inner = parser.tests();
                parser.need(')');
                parser.blank();
                if (parser.at == parser.text.length()) return List.of(new Expr.Test.Not(inner));
            }
            parser.at = save;
        }
        var tests = parser.tests();
        parser.end();
        return tests;
    }

    private void end() {
        blank();
        if (at < text.length()) throw wrong("多余的内容“" + text.substring(at) + "”");
    }

    private FeelException wrong(String what) {
        return new FeelException("语法", "第 " + (at + 1) + " 字处" + what + "（" + text.strip() + "）");
    }

    private void blank() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c) || c == '\u00a0') at++;
            else if (text.startsWith("//", at)) { while (at < text.length() && text.charAt(at) != '\n') at++; }
            else if (text.startsWith("/*", at)) { int close = text.indexOf("*/", at + 2); at = close < 0 ? text.length() : close + 2; }
            else return;
        }
    }

    private boolean peek(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private boolean take(String sign) {
        blank();
        if (!text.startsWith(sign, at)) return false;
        at += sign.length();
        return true;
    }

    private void need(char c) {
        blank();
        if (!peek(c)) throw wrong("应为“" + c + "”");
        at++;
    }

    private boolean word(String word) {
        blank();
        if (!text.startsWith(word, at)) return false;
        int end = at + word.length();
        if (end < text.length() && part(text.charAt(end))) return false;
        at = end;
        return true;
    }

    private void needWord(String word) {
        if (!word(word)) throw wrong("应为“" + word + "”");
    }

    private static boolean start(char c) {
        return Character.isLetter(c) || c == '_' || c == '?' || Character.isSurrogate(c);
    }

    private static boolean part(char c) {
        return start(c) || Character.isDigit(c) || c == '\u00b7';
    }

    static boolean plain(String name) {
        if (name.isEmpty() || !start(name.charAt(0))) return false;
        for (int i = 1; i < name.length(); i++) if (!part(name.charAt(i))) return false;
        return true;
    }

    private List<Expr.Test> tests() {
        var tests = new ArrayList<Expr.Test>();
        do tests.add(test()); while (take(","));
        return tests;
    }

    private Expr.Test test() {
        blank();
        for (var op : List.of("<=", ">=", "!=", "<", ">", "=")) {
            if (take(op)) return new Expr.Test.Op(op, additive());
        }
        int save = at;
        if (peek('[') || peek('(') || peek(']')) {
            var range = range();
            if (range != null) {
                blank();
                if (at == text.length() || peek(',') || peek(')') || peek(']')) return new Expr.Test.InRange(range);
                if (!peek('.') && !peek('=') ) return new Expr.Test.InRange(range);
            }
            at = save;
        }
        return new Expr.Test.Of(expr());
    }

    /// Reads a range, or returns null with the place unchanged when the bracket opens something else.
    private Expr.Range range() {
        blank();
        int save = at;
        char open = text.charAt(at++);
        try {
            var low = additive();
            if (!take("..")) { at = save; return null; }
            var high = additive();
            blank();
            if (at >= text.length()) { at = save; return null; }
            char close = text.charAt(at++);
            if (close != ']' && close != ')' && close != '[') { at = save; return null; }
            return new Expr.Range(low, open == '[', high, close == ']');
        } catch (FeelException e) {
            if (!e.construct().equals("语法")) throw e;
            at = save;
            return null;
        }
    }

    private Expr expr() {
        if (word("if")) {
            var test = expr();
            needWord("then");
            var then = expr();
            needWord("else");
            return new Expr.If(test, then, expr());
        }
        for (var construct : List.of("for", "some", "every", "function")) {
            int save = at;
            if (word(construct)) {
                blank();
                if (at < text.length() && (start(text.charAt(at)) || construct.equals("function"))) throw FeelException.refuse(construct);
                at = save;
            }
        }
        return or();
    }

    private Expr or() {
        var left = and();
        while (word("or")) left = new Expr.Or(left, and());
        return left;
    }

    private Expr and() {
        var left = comparison();
        while (word("and")) left = new Expr.And(left, comparison());
        return left;
    }

    private Expr comparison() {
        var left = additive();
        while (true) {
            if (word("instance")) throw FeelException.refuse("instance of");
            if (word("between")) {
                var low = additive();
                needWord("and");
                left = new Expr.Between(left, low, additive());
            } else if (word("in")) {
                left = new Expr.In(left, inTests());
            } else {
                String found = null;
                for (var op : List.of("<=", ">=", "!=", "<", ">", "=")) if (take(op)) { found = op; break; }
                if (found == null) return left;
                left = new Expr.Compare(found, left, additive());
            }
        }
    }

    private List<Expr.Test> inTests() {
        blank();
        int save = at;
        if (peek('(')) {
            var range = range();
            if (range != null) return List.of(new Expr.Test.InRange(range));
            at = save + 1;
            var tests = tests();
            need(')');
            return tests;
        }
        if (peek('[') || peek(']')) {
            var range = range();
            if (range != null) return List.of(new Expr.Test.InRange(range));
        }
        for (var op : List.of("<=", ">=", "!=", "<", ">", "=")) if (take(op)) return List.of(new Expr.Test.Op(op, additive()));
        return List.of(new Expr.Test.Of(additive()));
    }

    private Expr additive() {
        var left = times();
        while (true) {
            if (take("+")) left = new Expr.Arith("+", left, times());
            else if (take("-")) left = new Expr.Arith("-", left, times());
            else return left;
        }
    }

    private Expr times() {
        var left = power();
        while (true) {
            blank();
            if (text.startsWith("**", at)) return left;
            if (take("*")) left = new Expr.Arith("*", left, power());
            else if (take("/")) left = new Expr.Arith("/", left, power());
            else return left;
        }
    }

    private Expr power() {
        var left = unary();
        while (take("**")) left = new Expr.Arith("**", left, unary());
        return left;
    }

    private Expr unary() {
        return take("-") ? new Expr.Neg(unary()) : postfix();
    }

    private Expr postfix() {
        var of = primary();
        while (true) {
            blank();
            if (peek('.') && !text.startsWith("..", at)) {
                at++;
                blank();
                String found = null;
                for (var name : PROPERTIES) if (text.startsWith(name, at)) { found = name; at += name.length(); break; }
                if (found == null) found = identifier();
                if (of instanceof Expr.Name(var base) && known.contains(base + "." + found)) of = new Expr.Name(base + "." + found);
                else of = new Expr.Property(of, found);
            } else if (peek('[')) {
                int save = at;
                at++;
                Expr index;
                try {
                    index = expr();
                    need(']');
                } catch (FeelException e) {
                    at = save;
                    if (!e.construct().equals("语法")) throw e;
                    return of;
                }
                of = new Expr.Index(of, index);
            } else if (peek('(') && !(of instanceof Expr.Name)) {
                throw FeelException.refuse("对表达式的调用");
            } else {
                return of;
            }
        }
    }

    private String identifier() {
        blank();
        int from = at;
        if (at >= text.length() || !start(text.charAt(at))) throw wrong("应为名称");
        while (at < text.length() && part(text.charAt(at))) at++;
        return text.substring(from, at);
    }

    private Expr primary() {
        blank();
        if (at >= text.length()) throw wrong("表达式不完整");
        char c = text.charAt(at);
        if (Character.isDigit(c) || c == '.' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1))) return number();
        if (c == '"') return new Expr.Str(string());
        if (c == '@') {
            at++;
            blank();
            if (!peek('"')) throw wrong("@ 后应为字符串");
            return new Expr.At(string());
        }
        if (c == '{') throw FeelException.refuse("上下文 {…}");
        if (c == '[' || c == ']') {
            var range = range();
            if (range != null) return range;
            if (c == ']') throw wrong("意外的“]”");
            at++;
            var items = new ArrayList<Expr>();
            blank();
            if (peek(']')) { at++; return new Expr.ListOf(items); }
            do items.add(listItem()); while (take(","));
            need(']');
            return new Expr.ListOf(items);
        }
        if (c == '(') {
            int save = at;
            var range = range();
            if (range != null) return range;
            at = save + 1;
            for (var op : List.of("<=", ">=", "!=", "<", ">", "=")) {
                if (take(op)) {
                    var end = additive();
                    need(')');
                    return new Expr.UnaryRange(op, end);
                }
            }
            var inner = expr();
            need(')');
            return inner;
        }
        var name = name();
        if (name == null) throw wrong("无法识别“" + c + "”");
        blank();
        if (peek('(') && !name.equals("?")) return call(name);
        switch (name) {
            case "true": return new Expr.Bool(true);
            case "false": return new Expr.Bool(false);
            case "null": return new Expr.Null();
            default:
        }
        if (KEYWORDS.contains(name)) throw wrong("意外的“" + name + "”");
        return new Expr.Name(name);
    }

    private Expr listItem() {
        blank();
        for (var op : List.of("<=", ">=", "!=", "<", ">", "=")) if (take(op)) return new Expr.UnaryRange(op, additive());
        return expr();
    }

    private String name() {
        for (var candidate : known) {
            int end = match(candidate);
            if (end > 0) { at = end; return candidate; }
        }
        return start(text.charAt(at)) ? identifier() : null;
    }

    /// End of `candidate` at the present place, blanks inside it being worth one, or -1.
    private int match(String candidate) {
        int i = at;
        for (int k = 0; k < candidate.length(); k++) {
            char c = candidate.charAt(k);
            if (c == ' ') {
                if (i >= text.length() || !Character.isWhitespace(text.charAt(i))) return -1;
                while (i < text.length() && Character.isWhitespace(text.charAt(i))) i++;
            } else {
                if (i >= text.length() || text.charAt(i) != c) return -1;
                i++;
            }
        }
        return i < text.length() && part(text.charAt(i)) && part(candidate.charAt(candidate.length() - 1)) ? -1 : i;
    }

    private Expr call(String function) {
        need('(');
        var args = new ArrayList<Expr>();
        var names = new ArrayList<String>();
        blank();
        if (peek(')')) { at++; return new Expr.Call(function, args, names); }
        do {
            int save = at;
            String named = null;
            blank();
            if (at < text.length() && start(text.charAt(at))) {
                int i = at;
                while (i < text.length() && text.charAt(i) != ':' && (part(text.charAt(i)) || text.charAt(i) == ' ')) i++;
                if (i < text.length() && text.charAt(i) == ':') { named = text.substring(at, i).strip(); at = i + 1; }
            }
            if (named == null) at = save; else names.add(named);
            args.add(listItem());
        } while (take(","));
        need(')');
        if (!names.isEmpty() && names.size() != args.size()) throw wrong("命名参数与位置参数混用");
        return new Expr.Call(function, args, names);
    }

    private Expr number() {
        int from = at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) at++;
        if (peek('.') && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1))) {
            at++;
            while (at < text.length() && Character.isDigit(text.charAt(at))) at++;
        }
        if (peek('e') || peek('E')) {
            int save = at++;
            if (peek('+') || peek('-')) at++;
            if (at < text.length() && Character.isDigit(text.charAt(at))) while (at < text.length() && Character.isDigit(text.charAt(at))) at++;
            else at = save;
        }
        return new Expr.Num(new BigDecimal(text.substring(from, at)));
    }

    private String string() {
        var out = new StringBuilder();
        at++;
        while (true) {
            if (at >= text.length()) throw wrong("字符串没有结束");
            char c = text.charAt(at++);
            if (c == '"') return out.toString();
            if (c != '\\') { out.append(c); continue; }
            if (at >= text.length()) throw wrong("字符串没有结束");
            char e = text.charAt(at++);
            switch (e) {
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'r' -> out.append('\r');
                case '"', '\\', '\'' -> out.append(e);
                case 'u' -> { out.append((char) Integer.parseInt(text.substring(at, at + 4), 16)); at += 4; }
                default -> throw FeelException.refuse("转义 \\" + e);
            }
        }
    }
}
