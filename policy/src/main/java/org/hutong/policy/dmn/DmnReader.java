package org.hutong.policy.dmn;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.hutong.policy.PolicyException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// Reads DMN 1.3 (rulebooks) and, for the compatibility kit, 1.4 and 1.5. No DTD, no external entity is ever resolved.
public final class DmnReader {
    public static final String DMN13 = "https://www.omg.org/spec/DMN/20191111/MODEL/";
    private static final Set<String> LATER = Set.of("https://www.omg.org/spec/DMN/20211108/MODEL/", "https://www.omg.org/spec/DMN/20230324/MODEL/");

    private DmnReader() {}

    /// @param onlyDmn13 true for rulebooks: any other namespace is refused
    public static DmnModel read(String file, byte[] bytes, boolean onlyDmn13) {
        Element root = parse(file, bytes).getDocumentElement();
        String ns = root.getNamespaceURI();
        if (!DMN13.equals(ns) && (onlyDmn13 || !LATER.contains(ns))) {
            throw new PolicyException(file, "不是 DMN 1.3 文件（命名空间 " + ns + "）");
        }
        var items = new LinkedHashMap<String, DmnModel.Item>();
        var inputs = new ArrayList<DmnModel.Input>();
        var decisions = new ArrayList<DmnModel.Decision>();
        var functions = new ArrayList<DmnModel.Function>();
        for (var e : children(root)) {
            switch (e.getLocalName()) {
                case "itemDefinition" -> items.put(e.getAttribute("name"), item(e));
                case "inputData" -> inputs.add(new DmnModel.Input(e.getAttribute("id"), name(e), type(child(e, "variable"))));
                case "decision" -> decisions.add(new DmnModel.Decision(e.getAttribute("id"), name(e), type(child(e, "variable")), text(e, "description"), logic(e)));
                case "businessKnowledgeModel" -> functions.add(function(e));
                case "import" -> throw new PolicyException(file, "不支持 import");
                default -> { }
            }
        }
        return new DmnModel(file, root.getAttribute("name"), root.getAttribute("namespace"), items, inputs, decisions, functions);
    }

    public static Document parse(String file, byte[] bytes) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setXIncludeAware(false);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new ByteArrayInputStream(bytes));
        } catch (Exception e) {
            throw new PolicyException(file, "不是可读的 XML：" + e.getMessage(), e);
        }
    }

    private static DmnModel.Item item(Element e) {
        var allowed = child(e, "allowedValues");
        var parts = new ArrayList<DmnModel.Item>();
        for (var c : children(e)) if (c.getLocalName().equals("itemComponent")) parts.add(item(c));
        return new DmnModel.Item(e.getAttribute("name"), text(e, "typeRef"), e.getAttribute("isCollection").equals("true"), allowed == null ? null : text(allowed, "text"), parts);
    }

    private static DmnModel.Function function(Element e) {
        var logic = child(e, "encapsulatedLogic");
        var parameters = new ArrayList<DmnModel.Parameter>();
        if (logic == null) return new DmnModel.Function(e.getAttribute("id"), name(e), type(child(e, "variable")), text(e, "description"), parameters, new DmnModel.Logic.Outside("空的函数体"));
        for (var p : children(logic)) if (p.getLocalName().equals("formalParameter")) parameters.add(new DmnModel.Parameter(name(p), p.getAttribute("typeRef")));
        var kind = logic.getAttribute("kind");
        var body = !kind.isEmpty() && !kind.equals("FEEL") ? new DmnModel.Logic.Outside("外部函数 " + kind) : logic(logic);
        return new DmnModel.Function(e.getAttribute("id"), name(e), type(child(e, "variable")), text(e, "description"), parameters, body);
    }

    private static final Set<String> BOXED = Set.of("literalExpression", "decisionTable", "invocation", "conditional", "context", "list", "relation", "functionDefinition", "for", "every", "some", "filter");

    private static DmnModel.Logic logic(Element holder) {
        for (var e : children(holder)) if (BOXED.contains(e.getLocalName())) return boxed(e);
        return new DmnModel.Logic.Outside("没有逻辑");
    }

    private static DmnModel.Logic boxed(Element e) {
        return switch (e.getLocalName()) {
            case "literalExpression" -> child(e, "importedValues") != null ? new DmnModel.Logic.Outside("importedValues") : new DmnModel.Logic.Literal(orEmpty(text(e, "text")));
            case "decisionTable" -> table(e);
            case "conditional" -> new DmnModel.Logic.Conditional(logic(child(e, "if")), logic(child(e, "then")), logic(child(e, "else")));
            case "invocation" -> {
                var bindings = new ArrayList<DmnModel.Binding>();
                for (var b : children(e)) if (b.getLocalName().equals("binding")) bindings.add(new DmnModel.Binding(name(child(b, "parameter")), logic(b)));
                var called = child(e, "literalExpression");
                yield new DmnModel.Logic.Invocation(called == null ? "" : orEmpty(text(called, "text")).strip(), bindings);
            }
            case "context" -> {
                var entries = new ArrayList<DmnModel.Entry>();
                for (var c : children(e)) if (c.getLocalName().equals("contextEntry")) entries.add(new DmnModel.Entry(child(c, "variable") == null ? null : name(child(c, "variable")), logic(c)));
                yield new DmnModel.Logic.Context(entries);
            }
            default -> new DmnModel.Logic.Outside("框式 " + e.getLocalName());
        };
    }

    private static DmnModel.Logic table(Element e) {
        var inputs = new ArrayList<DmnModel.Column>();
        var outputs = new ArrayList<DmnModel.Column>();
        var rules = new ArrayList<DmnModel.Rule>();
        for (var c : children(e)) {
            switch (c.getLocalName()) {
                case "input" -> {
                    var expression = child(c, "inputExpression");
                    var values = child(c, "inputValues");
                    inputs.add(new DmnModel.Column(orEmpty(text(expression, "text")).strip(), c.getAttribute("label"), expression.getAttribute("typeRef"), values == null ? null : text(values, "text"), null));
                }
                case "output" -> {
                    var values = child(c, "outputValues");
                    var otherwise = child(c, "defaultOutputEntry");
                    outputs.add(new DmnModel.Column(c.getAttribute("name"), c.getAttribute("label"), c.getAttribute("typeRef"), values == null ? null : text(values, "text"), otherwise == null ? null : text(otherwise, "text")));
                }
                case "rule" -> {
                    var in = new ArrayList<String>();
                    var out = new ArrayList<String>();
                    for (var r : children(c)) {
                        if (r.getLocalName().equals("inputEntry")) in.add(orEmpty(text(r, "text")).strip());
                        if (r.getLocalName().equals("outputEntry")) out.add(orEmpty(text(r, "text")).strip());
                    }
                    rules.add(new DmnModel.Rule(c.getAttribute("id"), orEmpty(text(c, "description")).strip(), in, out));
                }
                default -> { }
            }
        }
        var hit = e.getAttribute("hitPolicy");
        return new DmnModel.Logic.Table(hit.isEmpty() ? "UNIQUE" : hit, e.getAttribute("aggregation"), inputs, outputs, rules);
    }

    private static String name(Element e) {
        return e.getAttribute("name").strip().replaceAll("\\s+", " ");
    }

    private static String type(Element variable) {
        return variable == null ? "" : variable.getAttribute("typeRef");
    }

    private static String orEmpty(String s) {
        return s == null ? "" : s;
    }

    public static List<Element> children(Element e) {
        var list = new ArrayList<Element>();
        for (Node n = e.getFirstChild(); n != null; n = n.getNextSibling()) if (n instanceof Element c) list.add(c);
        return list;
    }

    public static Element child(Element e, String name) {
        for (var c : children(e)) if (name.equals(c.getLocalName())) return c;
        return null;
    }

    public static String text(Element e, String name) {
        var c = child(e, name);
        return c == null ? null : c.getTextContent();
    }
}
