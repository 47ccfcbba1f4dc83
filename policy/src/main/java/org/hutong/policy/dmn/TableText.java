package org.hutong.policy.dmn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hutong.policy.PolicyException;

/// The convenient way to write decisions: Markdown headings, formulas and tables, turned into canonical DMN 1.3. The form is described in FORMAT.md.
public final class TableText {
    private static final Pattern HEADING = Pattern.compile("##\\s+([^\\s:：\\[(（]+)\\s*(?:[(（]([^)）]*)[)）])?\\s*(?:[:：]\\s*([^\\[]*?))?\\s*(?:\\[([^]]+)])?\\s*");
    private static final Pattern KEY = Pattern.compile("(依据|施行|停止|例外顺序|说明)\\s*[:：]\\s*(.*)");
    private static final Set<String> WORDS = Set.of("and", "or", "not", "if", "then", "else", "in", "between", "null", "true", "false", "min", "max", "sum", "floor", "ceiling",
            "round", "up", "down", "half", "decimal", "date", "duration", "years", "months", "days", "of", "count", "abs", "number", "string");

    private final String file;
    private final String[] lines;
    private int at;

    private TableText(String file, String text) {
        this.file = file;
        this.lines = text.replace("\r", "").split("\n");
    }

    /// @throws PolicyException with the line where the text departs from the form
    public static DmnModel read(String file, String text) {
        return new TableText(file, text).model();
    }

    /// Whether a Markdown file is meant as decisions at all.
    public static boolean looksLike(String text) {
        return text.startsWith("# ") && text.contains("\n## ");
    }

    private PolicyException wrong(String what) {
        return new PolicyException(file + " 第 " + (at + 1) + " 行", what);
    }

    private DmnModel model() {
        String title = null;
        var items = new LinkedHashMap<String, DmnModel.Item>();
        var decisions = new ArrayList<DmnModel.Decision>();
        var functions = new ArrayList<DmnModel.Function>();
        while (at < lines.length) {
            var line = lines[at].strip();
            if (line.startsWith("## ")) {
                block(line, items, decisions, functions);
            } else {
                if (line.startsWith("# ")) title = line.substring(2).strip();
                else if (!line.isEmpty() && title == null) throw wrong("文件应以“# 标题”开头");
                at++;
            }
        }
        if (title == null) throw new PolicyException(file, "缺少“# 标题”");
        var defined = new LinkedHashSet<String>();
        for (var d : decisions) if (!defined.add(d.name())) throw new PolicyException(file, "决策“" + d.name() + "”在同一文件中写了两次；分段施行的两个版本请写在两个文件里");
        for (var f : functions) if (!defined.add(f.name())) throw new PolicyException(file, "名称“" + f.name() + "”重复");
        var closures = new Closures(functions, WORDS);
        decisions.replaceAll(d -> new DmnModel.Decision(d.id(), d.name(), d.type(), d.note(), closures.logic(d.logic())));
        var closed = closures.functions();
        functions.clear();
        functions.addAll(closed);
        var inputs = new LinkedHashMap<String, DmnModel.Input>();
        for (var d : decisions) inputs(d.logic(), Set.of(), defined, inputs);
        for (var f : functions) {
            var own = new LinkedHashSet<String>();
            f.parameters().forEach(p -> own.add(p.name()));
            inputs(f.logic(), own, defined, inputs);
        }
        return new DmnModel(file, title, "urn:hutong:rulebook:" + DmnWriter.id(title), items, List.copyOf(inputs.values()), decisions, functions);
    }

    private static void inputs(DmnModel.Logic logic, Set<String> own, Set<String> defined, LinkedHashMap<String, DmnModel.Input> into) {
        var words = new LinkedHashSet<String>();
        DmnWriter.words(logic, words);
        for (var w : words) {
            if (own.contains(w) || defined.contains(w) || WORDS.contains(w) || Character.isDigit(w.charAt(0))) continue;
            into.putIfAbsent(w, new DmnModel.Input("in_" + w, w, w.equals("评估日") ? "date" : ""));
        }
    }

    private void block(String heading, LinkedHashMap<String, DmnModel.Item> items, List<DmnModel.Decision> decisions, List<DmnModel.Function> functions) {
        Matcher m = HEADING.matcher(heading);
        if (!m.matches()) throw wrong("标题应为“## 名称 : 类型 [命中方式]”");
        String name = m.group(1), parameters = m.group(2), type = m.group(3) == null ? "" : m.group(3).strip(), hit = m.group(4);
        var values = type.startsWith("\"") || type.startsWith("“") ? type.replace('“', '"').replace('”', '"').replaceAll("\\s*[,，]\\s*", ",") : null;
        var typeRef = typeRef(name, type, values, items);
        at++;
        var note = new StringBuilder();
        var types = new LinkedHashMap<String, String>();
        DmnModel.Logic logic = null;
        while (at < lines.length && !lines[at].strip().startsWith("## ")) {
            var line = lines[at].strip();
            Matcher key = KEY.matcher(line);
            if (line.isEmpty()) {
                at++;
            } else if (key.matches()) {
                note.append(note.isEmpty() ? "" : "\n").append(key.group(1)).append(": ").append(key.group(2).strip());
                at++;
            } else if (line.startsWith("=")) {
                if (logic != null) throw wrong("“" + name + "”已有公式或表");
                var formula = new StringBuilder(line.substring(1).strip());
                at++;
                while (at < lines.length && lines[at].startsWith("  ") && !lines[at].isBlank()) formula.append(' ').append(lines[at++].strip());
                logic = new DmnModel.Logic.Literal(shorthand(formula.toString()));
            } else if (line.startsWith("|")) {
                if (logic != null) throw wrong("“" + name + "”已有公式或表");
                logic = table(name, hit, values, typeRef);
            } else if (parameters != null && line.matches("[^\\s:：]+\\s*[:：].*")) {
                types.put(line.split("[:：]")[0].strip(), line.split("[:：]", 2)[1].strip());
                at++;
            } else {
                throw wrong("看不懂这一行：“" + line + "”");
            }
        }
        if (logic == null) throw new PolicyException(file, "“" + name + "”没有公式也没有表");
        if (parameters == null) {
            decisions.add(new DmnModel.Decision(DmnWriter.id(name), name, typeRef, note.toString(), logic));
        } else {
            var list = new ArrayList<DmnModel.Parameter>();
            for (var p : parameters.split("[,，]")) {
                if (p.isBlank()) continue;
                list.add(new DmnModel.Parameter(p.strip(), base(types.getOrDefault(p.strip(), ""))));
            }
            functions.add(new DmnModel.Function(DmnWriter.id(name), name, typeRef, note.toString(), list, logic));
        }
    }

    private static String base(String type) {
        if (type.matches("(integer|money|decimal).*")) return "number";
        if (type.startsWith("date")) return "date";
        if (type.startsWith("boolean")) return "boolean";
        return type.isEmpty() ? "Any" : "string";
    }

    private String typeRef(String name, String type, String values, LinkedHashMap<String, DmnModel.Item> items) {
        if (values != null) {
            var item = name + "_类型";
            items.put(item, new DmnModel.Item(item, "string", false, values, List.of()));
            return item;
        }
        switch (type) {
            case "boolean", "date", "string": return type;
            case "": throw wrong("“" + name + "”没有写类型");
            default:
        }
        if (!type.matches("integer|money|decimal\\([0-6]\\)")) throw wrong("不认识的类型“" + type + "”（可用 boolean、integer、money、decimal(n)、date、string 或带引号的取值列表）");
        var alias = type.replaceAll("[()]", "");
        items.putIfAbsent(alias, new DmnModel.Item(alias, "number", false, null, List.of()));
        return alias;
    }

    private DmnModel.Logic table(String name, String hit, String values, String typeRef) {
        var header = cells(lines[at]);
        if (header.size() < 3 || !header.getFirst().equals("编号")) throw wrong("表的第一列应为“编号”");
        int arrow = -1;
        for (int i = 0; i < header.size(); i++) if (header.get(i).startsWith("→")) arrow = i;
        if (arrow < 1 || arrow > header.size() - 1) throw wrong("表缺少“→”列");
        boolean cited = arrow == header.size() - 2 && header.getLast().equals("依据");
        if (!cited) throw wrong("“→”之后应只有“依据”一列");
        at++;
        if (at < lines.length && lines[at].strip().matches("[|\\s:-]+")) at++;
        var policy = hit == null ? "UNIQUE" : hit.strip().toUpperCase();
        var aggregation = "";
        if (policy.startsWith("COLLECT")) {
            aggregation = policy.substring(7).strip();
            policy = "COLLECT";
        }
        var inputs = new ArrayList<DmnModel.Column>();
        for (var c : header.subList(1, arrow)) inputs.add(new DmnModel.Column(shorthand(c), c, "", null, null));
        var rules = new ArrayList<DmnModel.Rule>();
        while (at < lines.length && lines[at].strip().startsWith("|")) {
            var row = cells(lines[at]);
            if (row.size() != header.size()) throw wrong("“" + name + "”这一行有 " + row.size() + " 格，表头有 " + header.size() + " 格");
            var id = row.getFirst().startsWith(name + ".") ? row.getFirst() : name + "." + row.getFirst();
            rules.add(new DmnModel.Rule(id, row.getLast(), row.subList(1, arrow).stream().map(TableText::shorthand).toList(), List.of(shorthand(row.get(arrow)))));
            at++;
        }
        return new DmnModel.Logic.Table(policy, aggregation, inputs, List.of(new DmnModel.Column("", "", typeRef, values, null)), rules);
    }

    private static List<String> cells(String line) {
        var s = line.strip();
        if (s.startsWith("|")) s = s.substring(1);
        if (s.endsWith("|")) s = s.substring(0, s.length() - 1);
        var list = new ArrayList<String>();
        for (var c : s.split("\\|", -1)) list.add(c.strip());
        return list;
    }

    /// `周岁(a, b)` and `整月(a, b)` written out in plain FEEL.
    static String shorthand(String text) {
        for (var name : List.of("周岁(", "整月(")) {
            int from;
            while ((from = find(text, name)) >= 0) {
                int open = from + name.length() - 1, depth = 0, comma = -1, close = -1;
                for (int i = open; i < text.length(); i++) {
                    char c = text.charAt(i);
                    if (c == '(') depth++;
                    if (c == ')' && --depth == 0) { close = i; break; }
                    if (c == ',' && depth == 1) comma = i;
                }
                if (comma < 0 || close < 0) return text;
                var call = "years and months duration(" + text.substring(open + 1, comma).strip() + ", " + text.substring(comma + 1, close).strip() + ")";
                // A term may have no first day; the guard says what every engine must do then.
                var first = text.substring(open + 1, comma).strip();
                var months = call + ".years * 12 + " + call + ".months";
                var written = name.startsWith("周岁") ? call + ".years" : first.equals("评估日") ? "(" + months + ")" : "(if " + first + " = null then null else " + months + ")";
                text = text.substring(0, from) + written + text.substring(close + 1);
            }
        }
        return text;
    }

    private static int find(String text, String name) {
        for (int i = text.indexOf(name); i >= 0; i = text.indexOf(name, i + 1)) {
            if (i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1)) && text.charAt(i - 1) != '_') return i;
        }
        return -1;
    }
}
