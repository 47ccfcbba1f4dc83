package org.hutong.policy.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.hutong.policy.PolicyException;
import org.hutong.policy.dmn.DmnReader;
import org.hutong.policy.feel.FeelException;
import org.w3c.dom.Element;

/// Runs every `*-test-*.xml` below a folder of the compatibility kit.
public final class Tck {
    /// @param lines per level the counts, then each refused construct with its number of cases, then each wrong case
    public record Report(int passed, int refused, int wrong, List<String> lines) {}

    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

    private final Map<String, int[]> levels = new TreeMap<>();
    private final Map<String, Integer> constructs = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();

    private Tck() {}

    public static Report run(Path dir) {
        var tck = new Tck();
        try (var walk = Files.walk(dir)) {
            for (var file : walk.filter(f -> f.getFileName().toString().matches(".*-test-?.*\\.xml")).sorted().toList()) tck.file(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var lines = new ArrayList<String>();
        int[] sum = new int[3];
        for (var l : tck.levels.entrySet()) {
            var n = l.getValue();
            lines.add(l.getKey() + "：通过 " + n[0] + "，拒绝 " + n[1] + "，错误 " + n[2] + "，共 " + (n[0] + n[1] + n[2]));
            for (int i = 0; i < 3; i++) sum[i] += n[i];
        }
        tck.constructs.forEach((c, n) -> lines.add("拒绝 " + n + " 例：" + c));
        tck.wrong.forEach(w -> lines.add("错误 " + w));
        if (sum[0] + sum[1] + sum[2] == 0) throw new PolicyException(dir.toString(), "其下没有 DMN TCK 的测试文件（OMG dmn-tck/tck 的 TestCases）");
        return new Report(sum[0], sum[1], sum[2], lines);
    }

    private void file(Path file) throws IOException {
        var root = DmnReader.parse(file.toString(), Files.readAllBytes(file)).getDocumentElement();
        var level = new int[3];
        for (var part : file) if (part.toString().startsWith("compliance-level")) level = levels.computeIfAbsent(part.toString(), k -> new int[3]);
        if (level.length == 3 && !levels.containsValue(level)) levels.put("tests", level);
        Model model = null;
        String refusal = null;
        try {
            var path = file.resolveSibling(DmnReader.text(root, "modelName"));
            model = new Model(DmnReader.read(path.getFileName().toString(), Files.readAllBytes(path), false));
        } catch (FeelException e) {
            refusal = e.construct();
        } catch (PolicyException e) {
            refusal = e.getMessage();
        }
        for (var c : DmnReader.children(root)) {
            if (!c.getLocalName().equals("testCase")) continue;
            int result = 1;
            if (refusal != null) constructs.merge(refusal, 1, Integer::sum);
            else result = one(model, c, file.getParent().getFileName() + " " + c.getAttribute("id"));
            level[result]++;
        }
    }

    /// @return 0 passed, 1 refused, 2 wrong
    private int one(Model model, Element c, String name) {
        try {
            var inputs = new LinkedHashMap<String, Object>();
            for (var e : DmnReader.children(c)) if (e.getLocalName().equals("inputNode")) inputs.put(e.getAttribute("name"), value(e));
            for (var e : DmnReader.children(c)) {
                if (!e.getLocalName().equals("resultNode")) continue;
                var expected = value(DmnReader.child(e, "expected"));
                var got = model.decide(e.getAttribute("name"), inputs);
                if (!same(expected, got)) {
                    wrong.add(name + " " + e.getAttribute("name") + "：得 " + got + "，应为 " + expected);
                    return 2;
                }
            }
            return 0;
        } catch (FeelException e) {
            constructs.merge(e.construct().equals("语法") ? "语法 " + e.getMessage().lines().findFirst().orElse("") : e.construct(), 1, Integer::sum);
            return 1;
        }
    }

    private static boolean same(Object x, Object y) {
        if (x instanceof BigDecimal a && y instanceof BigDecimal b) {
            // The kit prints results of division with fewer digits than they have.
            return a.subtract(b).abs().compareTo(a.abs().max(BigDecimal.ONE).movePointLeft(8)) <= 0;
        }
        if (x instanceof List<?> a && y instanceof List<?> b) {
            if (a.size() != b.size()) return false;
            for (int i = 0; i < a.size(); i++) if (!same(a.get(i), b.get(i))) return false;
            return true;
        }
        if (x instanceof Map<?, ?> a && y instanceof Map<?, ?> b) {
            for (var k : a.keySet()) if (!same(a.get(k), b.get(k))) return false;
            return a.keySet().equals(b.keySet());
        }
        return Objects.equals(x, y);
    }

    private static Object value(Element e) {
        if (e == null) return null;
        var components = new LinkedHashMap<String, Object>();
        for (var c : DmnReader.children(e)) {
            switch (c.getLocalName()) {
                case "value": return scalar(c);
                case "list": {
                    var list = new ArrayList<Object>();
                    for (var item : DmnReader.children(c)) list.add(value(item));
                    return list;
                }
                case "component": components.put(c.getAttribute("name"), value(c)); break;
                default:
            }
        }
        return components.isEmpty() ? null : components;
    }

    private static Object scalar(Element e) {
        if (e.getAttributeNS(XSI, "nil").equals("true")) return null;
        var type = e.getAttributeNS(XSI, "type");
        var text = e.getTextContent();
        return switch (type.substring(type.indexOf(':') + 1)) {
            case "boolean" -> text.strip().equals("true");
            case "decimal", "double", "integer" -> new BigDecimal(text.strip());
            case "date" -> Builtins.date(text.strip());
            case "duration" -> Builtins.duration(text.strip());
            case "time", "dateTime" -> throw new FeelException("时间", "不支持时间");
            default -> text;
        };
    }
}
