package org.hutong.rulebook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.hutong.kernel.Refusal;
import org.hutong.policy.PolicyException;
import org.hutong.policy.dmn.DmnModel;
import org.hutong.policy.dmn.DmnReader;
import org.hutong.policy.feel.FeelException;
import org.hutong.policy.feel.Parser;
import org.hutong.policy.pack.Law;
import org.hutong.policy.pack.Type;
import org.jspecify.annotations.Nullable;

/// The tables of a Markdown of decisions, one by one as DMN 1.3 for a table editor, and back into the same Markdown.
///
/// Cells go out and come back as the author wrote them (`周岁(a, b)` stays `周岁(a, b)`); a new rule gets the next free 编号.
final class DecisionTables {

    private static final Pattern HEADING = Pattern.compile("##\\s+([^\\s:：\\[(（]+)\\s*([(（][^)）]*[)）])?\\s*(?:[:：]\\s*([^\\[]*?))?\\s*(?:\\[([^]]+)])?\\s*");
    private static final List<String> HITS = List.of("UNIQUE", "FIRST", "ANY", "PRIORITY", "COLLECT SUM", "COLLECT MIN", "COLLECT MAX", "COLLECT COUNT");
    private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d+)");

    private DecisionTables() {}

    /// @param kind    表, 公式 or 函数
    /// @param formula the formula, where it is no table
    /// @param dmn     a DMN 1.3 file holding this table alone; null for a formula
    record Part(String name, String kind, String type, String hit, @Nullable String formula, @Nullable String dmn) {}

    private record Block(String name, @Nullable String parameters, String type, @Nullable String hit, int from, int to, int tableFrom, int tableTo, @Nullable String formula) {}

    static List<Part> parts(String text, Law law) {
        return blocks(text.split("\n", -1)).stream().map(block -> new Part(block.name(), block.tableFrom() < 0 ? "公式" : block.parameters() != null ? "函数" : "表",
                block.type(), block.hit() == null ? "UNIQUE" : block.hit(), block.formula(),
                block.tableFrom() < 0 ? null : dmn(block, Arrays.asList(text.split("\n", -1)).subList(block.tableFrom(), block.tableTo()), law))).toList();
    }

    private static List<Block> blocks(String[] lines) {
        var out = new ArrayList<Block>();
        for (int at = 0; at < lines.length;) {
            var heading = HEADING.matcher(lines[at].strip());
            if (!lines[at].strip().startsWith("## ") || !heading.matches()) {
                at++;
                continue;
            }
            int from = at, tableFrom = -1, tableTo = -1;
            String formula = null;
            for (at++; at < lines.length && !lines[at].strip().startsWith("## "); at++) {
                var line = lines[at].strip();
                if (line.startsWith("|")) {
                    tableFrom = tableFrom < 0 ? at : tableFrom;
                    tableTo = at + 1;
                } else if (line.startsWith("=")) {
                    formula = line.substring(1).strip();
                }
            }
            out.add(new Block(heading.group(1), heading.group(2), heading.group(3) == null ? "" : heading.group(3).strip(), heading.group(4), from, at, tableFrom, tableTo, formula));
        }
        return out;
    }

    private static List<String> cells(String line) {
        var text = line.strip();
        text = text.startsWith("|") ? text.substring(1) : text;
        text = text.endsWith("|") ? text.substring(0, text.length() - 1) : text;
        return Arrays.stream(text.split("\\|", -1)).map(String::strip).toList();
    }

    private static String dmn(Block block, List<String> table, Law law) {
        var header = cells(table.getFirst());
        var inputs = header.subList(1, Math.max(1, header.size() - 2));
        var hit = block.hit() == null ? "UNIQUE" : block.hit().strip();
        var out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<definitions xmlns=\"" + DmnReader.DMN13 + "\" id=\"definitions\" name=\"" + esc(block.name())
                + "\" namespace=\"urn:hutong:draft\">\n  <decision id=\"decision\" name=\"" + esc(block.name()) + "\">\n    <decisionTable id=\"table\" hitPolicy=\""
                + (hit.startsWith("COLLECT") ? "COLLECT\" aggregation=\"" + hit.substring(7).strip() : hit) + "\">\n");
        for (int i = 0; i < inputs.size(); i++) {
            var type = type(inputs.get(i), law);
            out.append("      <input id=\"in").append(i).append("\"><inputExpression id=\"in").append(i).append("e\" typeRef=\"").append(type.ref).append("\"><text>")
                    .append(esc(inputs.get(i))).append("</text></inputExpression>");
            if (!type.values.isEmpty()) {
                out.append("<inputValues id=\"in").append(i).append("v\"><text>").append(esc("\"" + String.join("\",\"", type.values) + "\"")).append("</text></inputValues>");
            }
            out.append("</input>\n");
        }
        var values = block.type().startsWith("\"") || block.type().startsWith("“");
        out.append("      <output id=\"out\" name=\"").append(esc(block.name())).append("\" typeRef=\"").append(values ? "string" : switch (block.type()) {
            case "boolean", "date", "string" -> block.type();
            default -> "number";
        }).append("\">");
        if (values) {
            out.append("<outputValues id=\"outv\"><text>").append(esc(block.type().replace('“', '"').replace('”', '"').replaceAll("\\s*[,，]\\s*", ","))).append("</text></outputValues>");
        }
        out.append("</output>\n      <annotation name=\"依据\"/>\n");
        var first = table.size() > 1 && table.get(1).strip().matches("[|\\s:-]+") ? 2 : 1;
        for (var line : table.subList(first, table.size())) {
            var cells = cells(line);
            var id = "r_" + cells.getFirst();
            out.append("      <rule id=\"").append(esc(id)).append("\">\n        <description>").append(esc(cells.getLast())).append("</description>\n");
            for (int i = 0; i < inputs.size(); i++) {
                var cell = i + 1 < cells.size() ? cells.get(i + 1) : "";
                out.append("        <inputEntry id=\"").append(esc(id)).append("_").append(i).append("\"><text>").append(cell.equals("-") ? "" : esc(cell)).append("</text></inputEntry>\n");
            }
            out.append("        <outputEntry id=\"").append(esc(id)).append("_o\"><text>").append(esc(cells.size() > inputs.size() + 1 ? cells.get(inputs.size() + 1) : ""))
                    .append("</text></outputEntry>\n      </rule>\n");
        }
        return out.append("    </decisionTable>\n  </decision>\n</definitions>\n").toString();
    }

    private record Shape(String ref, List<String> values) {}

    private static Shape type(String expression, Law law) {
        var fact = law.facts.get(expression);
        if (fact != null) {
            return switch (fact.type().kind()) {
                case BOOL -> new Shape("boolean", List.of());
                case ENUM -> new Shape("string", fact.type().values());
                case DATE -> new Shape("date", List.of());
                case NUM -> new Shape("number", List.of());
                default -> new Shape("string", List.of());
            };
        }
        var rules = law.rules.get(expression);
        if (rules != null && rules.getFirst().decision() != null) {
            var item = rules.getFirst().file().items().get(rules.getFirst().decision().type());
            if (item != null && item.values() != null) {
                return new Shape("string", Arrays.stream(item.values().split(",")).map(one -> one.strip().replaceAll("^\"|\"$", "")).toList());
            }
            return new Shape(rules.getFirst().decision().type().equals("boolean") ? "boolean" : rules.getFirst().decision().type().equals("date") ? "date" : "number", List.of());
        }
        var parameter = law.parameters.get(expression);
        return new Shape(parameter != null && parameter.meta() != null && parameter.meta().type().kind() == Type.Kind.NUM ? "number" : "string", List.of());
    }

    /// The Markdown with one table replaced by what the editor sends back.
    ///
    /// @throws Refusal `RUL-035` naming the hit policy, `RUL-036` naming the rule and the column, for what the packs do not know
    static String replaced(String path, String text, String name, String xml) {
        var lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        var block = blocks(lines.toArray(String[]::new)).stream().filter(one -> one.name().equals(name) && one.tableFrom() >= 0).findFirst()
                .orElseThrow(() -> refused("RUL-037", path + " 里没有表“" + name + "”", "请刷新后再改"));
        var table = table(path, name, xml);
        var hit = (table.hit() + (table.aggregation().isEmpty() ? "" : " " + table.aggregation())).replace("COLLECT LIST", "COLLECT").strip();
        if (!HITS.contains(hit)) {
            throw refused("RUL-035", "“" + name + "”的命中方式 " + hit + " 不在可用的范围里", "可用：唯一、第一、任一、优先、合计（和、最小、最大、个数）");
        }
        if (table.outputs().size() != 1) {
            throw refused("RUL-035", "“" + name + "”有 " + table.outputs().size() + " 个结论列，只能有一个", "请去掉多出的结论列");
        }
        lines.set(block.from(), "## " + block.name() + (block.parameters() == null ? "" : block.parameters()) + " : " + block.type() + " [" + hit + "]");
        var written = new ArrayList<String>();
        var columns = table.inputs().stream().map(column -> cell(name, 0, "表头", column.expression())).toList();
        written.add("| 编号 | " + String.join(" | ", columns) + (columns.isEmpty() ? "" : " | ") + "→ | 依据 |");
        written.add("|---".repeat(columns.size() + 3) + "|");
        var ids = ids(table.rules(), old(lines, block));
        for (int r = 0; r < table.rules().size(); r++) {
            var rule = table.rules().get(r);
            var row = new StringBuilder("| " + ids.get(r));
            for (int i = 0; i < columns.size(); i++) {
                var cell = cell(name, r + 1, columns.get(i), i < rule.inputs().size() ? rule.inputs().get(i) : "");
                cell = cell.isEmpty() ? "-" : cell;
                subset(name, r + 1, ids.get(r), columns.get(i), cell);
                row.append(" | ").append(cell);
            }
            var result = cell(name, r + 1, "结论", rule.outputs().getFirst());
            if (result.isEmpty() || result.equals("-")) {
                throw refused("RUL-036", at(name, r + 1, ids.get(r), "结论") + "：没有填结论", "填好再保存");
            }
            row.append(" | ").append(result).append(" | ").append(cell(name, r + 1, "依据", rule.note())).append(" |");
            written.add(row.toString());
        }
        lines.subList(block.tableFrom(), block.tableTo()).clear();
        lines.addAll(block.tableFrom(), written);
        return String.join("\n", lines);
    }

    private static DmnModel.Logic.Table table(String path, String name, String xml) {
        try {
            var model = DmnReader.read(path, xml.getBytes(StandardCharsets.UTF_8), true);
            if (model.decisions().size() == 1 && model.decisions().getFirst().logic() instanceof DmnModel.Logic.Table table) {
                return table;
            }
        } catch (PolicyException unreadable) {
            throw refused("RUL-035", "“" + name + "”读不了：" + unreadable.getMessage(), "请刷新后再改");
        }
        throw refused("RUL-035", "“" + name + "”应是一张决策表", "请刷新后再改");
    }

    private static String cell(String name, int row, String column, String text) {
        var one = text == null ? "" : text.strip();
        if (one.contains("|") || one.contains("\n")) {
            throw refused("RUL-036", at(name, row, "", column) + "：不能有竖线或换行", "改好再保存");
        }
        return one;
    }

    private static void subset(String name, int row, String id, String column, String cell) {
        try {
            Parser.cell(cell, List.of());
        } catch (FeelException outside) {
            throw refused("RUL-036", at(name, row, id, column) + "：" + outside.getMessage(), "可写：- 、\"甲\",\"乙\"、5、>= 6、[6..12)、not(\"甲\")、null、true、date(\"2026-01-01\")");
        }
    }

    private static String at(String name, int row, String id, String column) {
        return "“" + name + "”" + (row == 0 ? "" : "第 " + row + " 条" + (id.isEmpty() ? "" : "（" + id + "）")) + "“" + column + "”格";
    }

    private static List<String> old(List<String> lines, Block block) {
        return lines.subList(block.tableFrom(), block.tableTo()).stream().map(line -> cells(line).getFirst()).toList();
    }

    /// Rules that were there keep their 编号; the others get the next number after the highest, with the letters the table already uses.
    private static List<String> ids(List<DmnModel.Rule> rules, List<String> old) {
        var prefix = "R";
        var highest = 0;
        for (var id : old) {
            var numbered = NUMBERED.matcher(id);
            if (numbered.matches()) {
                prefix = numbered.group(1);
                highest = Math.max(highest, Integer.parseInt(numbered.group(2)));
            }
        }
        var out = new ArrayList<String>();
        var used = new HashSet<String>();
        for (var rule : rules) {
            var id = rule.id().startsWith("r_") ? rule.id().substring(2) : "";
            if (!old.contains(id) || !used.add(id)) {
                id = prefix + ++highest;
                used.add(id);
            }
            out.add(id);
        }
        return out;
    }

    private static Refusal refused(String code, String title, String next) {
        return new Refusal(Refusal.Kind.INVALID, code, title, "没有保存", next);
    }

    private static String esc(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
