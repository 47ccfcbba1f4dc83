package org.hutong.policy.dmn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// In DMN a business knowledge model sees its parameters and nothing else. An author may name facts, parameters of the law and the day inside a function all the same: here
/// each such name becomes one more parameter, and every call in the file passes it on, so that the DMN runs unchanged in any engine.
final class Closures {
    private final List<DmnModel.Function> functions;
    private final Map<String, LinkedHashSet<String>> free = new LinkedHashMap<>();

    /// @param ignored FEEL's own words
    Closures(List<DmnModel.Function> functions, Set<String> ignored) {
        this.functions = functions;
        var names = new LinkedHashSet<String>();
        functions.forEach(f -> names.add(f.name()));
        var calls = new LinkedHashMap<String, LinkedHashSet<String>>();
        for (var f : functions) {
            var words = new LinkedHashSet<String>();
            DmnWriter.words(f.logic(), words);
            var called = new LinkedHashSet<>(words);
            called.retainAll(names);
            calls.put(f.name(), called);
            f.parameters().forEach(p -> words.remove(p.name()));
            words.removeAll(names);
            words.removeAll(ignored);
            words.removeIf(w -> Character.isDigit(w.charAt(0)));
            free.put(f.name(), words);
        }
        for (boolean grown = true; grown;) {
            grown = false;
            for (var f : functions) for (var g : calls.get(f.name())) if (!g.equals(f.name())) grown |= free.get(f.name()).addAll(free.get(g));
        }
    }

    List<DmnModel.Function> functions() {
        var out = new ArrayList<DmnModel.Function>();
        for (var f : functions) {
            var parameters = new ArrayList<>(f.parameters());
            for (var name : free.get(f.name())) parameters.add(new DmnModel.Parameter(name, name.equals("评估日") ? "date" : "Any"));
            out.add(new DmnModel.Function(f.id(), f.name(), f.type(), f.note(), parameters, logic(f.logic())));
        }
        return out;
    }

    DmnModel.Logic logic(DmnModel.Logic logic) {
        UnaryOperator<String> each = this::calls;
        return switch (logic) {
            case DmnModel.Logic.Literal(var text) -> new DmnModel.Logic.Literal(calls(text));
            case DmnModel.Logic.Table t -> new DmnModel.Logic.Table(t.hit(), t.aggregation(),
                    t.inputs().stream().map(c -> new DmnModel.Column(calls(c.expression()), c.label(), c.type(), c.values(), c.otherwise())).toList(), t.outputs(),
                    t.rules().stream().map(r -> new DmnModel.Rule(r.id(), r.note(), r.inputs().stream().map(each).toList(), r.outputs().stream().map(each).toList())).toList());
            default -> logic;
        };
    }

    private String calls(String text) {
        for (var f : functions) {
            var more = free.get(f.name());
            if (!more.isEmpty()) text = calls(text, f.name(), String.join(", ", more));
        }
        return text;
    }

    private static String calls(String text, String function, String more) {
        var out = new StringBuilder();
        int at = 0;
        for (int i = text.indexOf(function + "("); i >= 0; i = text.indexOf(function + "(", i + 1)) {
            boolean inside = i > 0 && (Character.isLetterOrDigit(text.charAt(i - 1)) || text.charAt(i - 1) == '_');
            if (inside || i < at || quoted(text, i)) continue;
            int close = close(text, i + function.length());
            if (close < 0) return text;
            boolean empty = text.substring(i + function.length() + 1, close).isBlank();
            out.append(text, at, i).append(function).append('(').append(calls(text.substring(i + function.length() + 1, close), function, more)).append(empty ? "" : ", ").append(more).append(')');
            at = close + 1;
        }
        return out.append(text.substring(at)).toString();
    }

    private static boolean quoted(String text, int at) {
        return text.substring(0, at).chars().filter(c -> c == '"').count() % 2 == 1;
    }

    private static int close(String text, int open) {
        int depth = 0;
        boolean string = false;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') string = !string;
            if (string) continue;
            if (c == '(') depth++;
            if (c == ')' && --depth == 0) return i;
        }
        return -1;
    }
}
