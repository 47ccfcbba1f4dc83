package org.hutong.policy.dmn;

import java.util.LinkedHashSet;

/// Writes a model as canonical DMN 1.3: fixed order, one cell a line, so that a difference of two versions reads like the change that was made.
public final class DmnWriter {
    private DmnWriter() {}

    public static String write(DmnModel model) {
        var out = new StringBuilder();
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        out.append("<definitions xmlns=\"").append(DmnReader.DMN13).append("\" id=\"_").append(id(model.name())).append("\" name=\"").append(esc(model.name()))
                .append("\" namespace=\"").append(esc(model.namespace())).append("\">\n");
        for (var item : model.items().values()) {
            out.append("  <itemDefinition name=\"").append(esc(item.name())).append("\">\n    <typeRef>").append(esc(item.base())).append("</typeRef>\n");
            if (item.values() != null) out.append("    <allowedValues><text>").append(esc(item.values())).append("</text></allowedValues>\n");
            out.append("  </itemDefinition>\n");
        }
        for (var input : model.inputs()) {
            out.append("  <inputData id=\"").append(esc(input.id())).append("\" name=\"").append(esc(input.name())).append("\">\n    <variable name=\"").append(esc(input.name())).append('"');
            if (!input.type().isEmpty()) out.append(" typeRef=\"").append(esc(input.type())).append('"');
            out.append("/>\n  </inputData>\n");
        }
        for (var f : model.functions()) {
            out.append("  <businessKnowledgeModel id=\"").append(esc(f.id())).append("\" name=\"").append(esc(f.name())).append("\">\n");
            note(out, f.note());
            out.append("    <variable name=\"").append(esc(f.name())).append("\"/>\n    <encapsulatedLogic>\n");
            for (var p : f.parameters()) out.append("      <formalParameter name=\"").append(esc(p.name())).append("\" typeRef=\"").append(esc(p.type())).append("\"/>\n");
            logic(out, f.logic(), f.id(), f.type());
            out.append("    </encapsulatedLogic>\n");
            needs(out, model, f.name(), f.logic());
            out.append("  </businessKnowledgeModel>\n");
        }
        for (var d : model.decisions()) {
            out.append("  <decision id=\"").append(esc(d.id())).append("\" name=\"").append(esc(d.name())).append("\">\n");
            note(out, d.note());
            out.append("    <variable name=\"").append(esc(d.name())).append("\" typeRef=\"").append(esc(d.type())).append("\"/>\n");
            needs(out, model, d.name(), d.logic());
            logic(out, d.logic(), d.id(), d.type());
            out.append("  </decision>\n");
        }
        return out.append("</definitions>\n").toString();
    }

    private static void note(StringBuilder out, String note) {
        if (note != null && !note.isBlank()) out.append("    <description>").append(esc(note)).append("</description>\n");
    }

    private static void needs(StringBuilder out, DmnModel model, String self, DmnModel.Logic logic) {
        var words = new LinkedHashSet<String>();
        words(logic, words);
        for (var input : model.inputs()) if (words.contains(input.name())) requirement(out, "information", "requiredInput", input.id());
        var seen = new LinkedHashSet<String>();
        for (var d : model.decisions()) if (!d.name().equals(self) && words.contains(d.name()) && seen.add(d.name())) requirement(out, "information", "requiredDecision", d.id());
        for (var f : model.functions()) if (!f.name().equals(self) && words.contains(f.name())) requirement(out, "knowledge", "requiredKnowledge", f.id());
    }

    private static void requirement(StringBuilder out, String kind, String element, String id) {
        out.append("    <").append(kind).append("Requirement><").append(element).append(" href=\"#").append(esc(id)).append("\"/></").append(kind).append("Requirement>\n");
    }

    /// Every word of the texts outside quotes.
    static void words(DmnModel.Logic logic, LinkedHashSet<String> into) {
        switch (logic) {
            case DmnModel.Logic.Literal(var text) -> split(text, into);
            case DmnModel.Logic.Table t -> {
                for (var c : t.inputs()) split(c.expression(), into);
                for (var r : t.rules()) {
                    r.inputs().forEach(s -> split(s, into));
                    r.outputs().forEach(s -> split(s, into));
                }
            }
            default -> { }
        }
    }

    public static void split(String text, LinkedHashSet<String> into) {
        for (var word : text.replaceAll("\"[^\"]*\"", " ").split("[^\\p{L}\\p{N}_·]+")) if (!word.isEmpty()) into.add(word);
    }

    private static void logic(StringBuilder out, DmnModel.Logic logic, String id, String type) {
        switch (logic) {
            case DmnModel.Logic.Literal(var text) -> out.append("    <literalExpression id=\"").append(esc(id)).append("_expr\"><text>").append(esc(text)).append("</text></literalExpression>\n");
            case DmnModel.Logic.Table t -> table(out, t, id, type);
            default -> throw new IllegalArgumentException("not written: " + logic);
        }
    }

    private static void table(StringBuilder out, DmnModel.Logic.Table t, String id, String type) {
        out.append("    <decisionTable id=\"").append(esc(id)).append("_table\" hitPolicy=\"").append(t.hit()).append('"');
        if (!t.aggregation().isEmpty()) out.append(" aggregation=\"").append(t.aggregation()).append('"');
        out.append(">\n");
        int i = 0;
        for (var c : t.inputs()) {
            out.append("      <input id=\"").append(esc(id)).append("_in").append(++i).append("\" label=\"").append(esc(c.label())).append("\"><inputExpression id=\"").append(esc(id)).append("_in").append(i).append("e\"");
            if (!c.type().isEmpty()) out.append(" typeRef=\"").append(esc(c.type())).append('"');
            out.append("><text>").append(esc(c.expression())).append("</text></inputExpression></input>\n");
        }
        for (var c : t.outputs()) {
            out.append("      <output id=\"").append(esc(id)).append("_out\"");
            if (!type.isEmpty()) out.append(" typeRef=\"").append(esc(type)).append('"');
            if (c.values() == null) out.append("/>\n");
            else out.append("><outputValues><text>").append(esc(c.values())).append("</text></outputValues></output>\n");
        }
        for (var r : t.rules()) {
            out.append("      <rule id=\"").append(esc(r.id())).append("\">\n        <description>").append(esc(r.note())).append("</description>\n");
            int k = 0;
            for (var cell : r.inputs()) out.append("        <inputEntry id=\"").append(esc(r.id())).append("_").append(++k).append("\"><text>").append(esc(cell)).append("</text></inputEntry>\n");
            for (var cell : r.outputs()) out.append("        <outputEntry id=\"").append(esc(r.id())).append("_o\"><text>").append(esc(cell)).append("</text></outputEntry>\n");
            out.append("      </rule>\n");
        }
        out.append("    </decisionTable>\n");
    }

    static String id(String name) {
        return name.replaceAll("[^\\p{L}\\p{N}_.-]", "_");
    }

    static String esc(String s) {
        return s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
