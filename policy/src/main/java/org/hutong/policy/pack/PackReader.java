package org.hutong.policy.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.hutong.policy.Finding;
import org.hutong.policy.PolicyException;
import org.hutong.policy.dmn.DmnModel;
import org.hutong.policy.dmn.DmnReader;
import org.hutong.policy.dmn.DmnWriter;
import org.hutong.policy.dmn.TableText;

/// Reads one pack folder. A wrong file becomes a finding and the rest is still read, so that one check shows every error.
public final class PackReader {
    private static final Pattern FOLDER = Pattern.compile("(\\d{6})-[\\p{L}\\p{N}_-]+");
    private static final List<String> ROW_FOLDERS = List.of("comparisons", "cadences", "handovers", "processes", "properties");
    private static final long MONEY_MAX = 100_000_000_00L;

    private final Path root;
    private final String folder;
    private final Consumer<Finding> findings;
    private final TreeMap<String, byte[]> files = new TreeMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();

    private PackReader(Path root, Consumer<Finding> findings) {
        this.root = root;
        this.folder = root.getFileName().toString();
        this.findings = findings;
    }

    /// @return the pack, or null when its name or pack.yaml cannot be read at all
    public static Pack read(Path folder, Consumer<Finding> findings) {
        return new PackReader(folder, findings).pack();
    }

    private interface Part {
        void read() throws IOException;
    }

    private void guard(String place, Part part) {
        try {
            part.read();
        } catch (PolicyException e) {
            findings.accept(Finding.error(e.place().isEmpty() ? place : e.place(), e.place().isEmpty() ? e.getMessage() : e.getMessage().substring(Math.min(e.getMessage().length(), e.place().length() + 1))));
        } catch (IllegalArgumentException | IOException e) {
            findings.accept(Finding.error(place, e.getMessage()));
        }
    }

    private Pack pack() {
        var name = FOLDER.matcher(folder);
        if (!name.matches()) {
            findings.accept(Finding.error(folder, "目录名应为“六位区划代码-名称”"));
            return null;
        }
        String code = name.group(1);
        guard(folder, this::collect);
        if (!texts.containsKey("pack.yaml")) {
            findings.accept(Finding.error(folder, "缺少 pack.yaml"));
            return null;
        }
        var result = new Pack[1];
        guard(folder + "/pack.yaml", () -> result[0] = head(code));
        return result[0];
    }

    private void collect() throws IOException {
        try (var walk = Files.walk(root)) {
            for (var path : walk.sorted().toList()) {
                var relative = root.relativize(path).toString().replace('\\', '/');
                if (Files.isSymbolicLink(path)) throw new PolicyException(folder + "/" + relative, "不允许符号链接");
                if (!Files.isRegularFile(path) || relative.startsWith(".")) continue;
                var bytes = Files.readAllBytes(path);
                String text;
                try {
                    text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
                } catch (CharacterCodingException e) {
                    throw new PolicyException(folder + "/" + relative, "不是 UTF-8 文字");
                }
                if (text.startsWith("\uFEFF")) text = text.substring(1);
                text = text.replace("\r\n", "\n");
                texts.put(relative, text);
                // Canonical: UTF-8 without mark, line ends \n, no trailing blanks; tests are no part of the law.
                if (!relative.startsWith("tests/")) files.put(relative, text.replaceAll("[ \\t]+\n", "\n").stripTrailing().concat("\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private Pack head(String code) {
        var head = Node.read(folder + "/pack.yaml", texts.get("pack.yaml"))
                .only("id", "title", "version", "engine", "region", "parent", "regions", "authors", "approvals", "categories", "overrides", "prevails", "note");
        if (!head.text("engine", "1").equals("1")) throw new PolicyException(head.place(), "engine 应为 1");
        if (!head.text("region", code).equals(code)) throw new PolicyException(head.place(), "region 与目录名的代码不同");
        var regions = new LinkedHashMap<String, String>();
        head.node("regions").map().forEach((k, v) -> regions.put(k, String.valueOf(v)));
        var categories = new ArrayList<Pack.Category>();
        for (var n : head.nodes("categories")) categories.add(new Pack.Category(n.only("code", "name", "decision", "equals", "clause", "note").need("code"), n.need("name"), n.need("decision"), n.text("equals", null), n.need("clause"), n.place()));
        var overrides = new ArrayList<Pack.Override>();
        for (var n : head.nodes("overrides")) {
            var kind = n.has("decision") ? "decision" : "programme";
            overrides.add(new Pack.Override(kind, n.need(kind), n.need("because"), n.place()));
        }
        var prevails = new ArrayList<Pack.Prevails>();
        for (var n : head.nodes("prevails")) prevails.add(new Pack.Prevails(n.need("parameter"), n.text("region", code), n.need("source"), n.text("over", null), n.need("because"), n.place()));

        var facts = new ArrayList<Pack.Fact>();
        var groups = new LinkedHashMap<String, List<Pack.Fact>>();
        var aggregates = new ArrayList<Pack.Aggregate>();
        if (texts.containsKey("facts.yaml")) guard(folder + "/facts.yaml", () -> facts(facts, groups, aggregates));
        var stacking = new ArrayList<Pack.Stacking>();
        if (texts.containsKey("stacking.yaml")) guard(folder + "/stacking.yaml", () -> stacking(stacking));
        var sources = new ArrayList<Pack.Source>();
        var parameters = new LinkedHashMap<String, Pack.Parameter>();
        var decisions = new ArrayList<DmnModel>();
        var programmes = new ArrayList<Pack.Programme>();
        var rows = new LinkedHashMap<String, List<Pack.Row>>();
        for (var f : ROW_FOLDERS) rows.put(f, new ArrayList<>());
        var tests = new ArrayList<Pack.TestCase>();
        for (var entry : texts.entrySet()) {
            var path = entry.getKey();
            var place = folder + "/" + path;
            guard(place, () -> {
                if (path.startsWith("sources/") && path.endsWith(".md")) sources.add(SourceReader.read(place, entry.getValue()));
                else if (path.startsWith("parameters/") && (path.endsWith(".yaml") || path.endsWith(".csv"))) parameter(path, parameters);
                else if (path.startsWith("decisions/") && path.endsWith(".dmn")) decisions.add(decision(path, place));
                else if (path.startsWith("decisions/") && path.endsWith(".md")) {
                    if (!texts.containsKey(path.replaceAll("\\.md$", ".dmn"))) throw new PolicyException(place, "还没有生成 DMN：请运行 hutong rulebook table2dmn");
                } else if (path.startsWith("programmes/") && path.endsWith(".yaml")) programmes.add(programme(place, entry.getValue(), code));
                else if (path.startsWith("tests/") && path.endsWith(".yaml")) tests(place, entry.getValue(), code, tests);
                else if (path.endsWith(".yaml") && ROW_FOLDERS.contains(path.split("/")[0])) rows(place, entry.getValue(), code, rows.get(path.split("/")[0]));
                else if (!List.of("pack.yaml", "facts.yaml", "stacking.yaml", "README.md").contains(path) && !path.startsWith("processes/")) throw new PolicyException(place, "不认识的文件");
            });
        }
        return new Pack(code, folder, head.need("id"), head.need("title"), head.need("version"), head.text("parent", null), regions, categories, overrides, prevails, facts, groups, aggregates,
                stacking, sources, new ArrayList<>(parameters.values()), decisions, programmes, rows, tests, files);
    }

    private DmnModel decision(String path, String place) {
        var text = texts.get(path);
        var authored = texts.get(path.replaceAll("\\.dmn$", ".md"));
        if (authored != null && !DmnWriter.write(TableText.read(place.replaceAll("\\.dmn$", ".md"), authored)).strip().equals(text.strip())) {
            throw new PolicyException(place, "与旁边的 .md 不一致：请重新运行 hutong rulebook table2dmn");
        }
        return DmnReader.read(place, text.getBytes(StandardCharsets.UTF_8), true);
    }

    private void facts(List<Pack.Fact> facts, Map<String, List<Pack.Fact>> groups, List<Pack.Aggregate> aggregates) {
        var doc = Node.read(folder + "/facts.yaml", texts.get("facts.yaml")).only("facts", "groups", "aggregates");
        for (var n : doc.nodes("facts")) guard(n.place(), () -> facts.add(fact(n, null)));
        var g = doc.node("groups");
        for (var name : g.map().keySet()) {
            var list = new ArrayList<Pack.Fact>();
            for (var n : g.nodes(name)) guard(n.place(), () -> list.add(fact(n, name)));
            groups.put(name, list);
        }
        for (var n : doc.nodes("aggregates")) guard(n.place(), () -> {
            n.only("name", "of", "agg", "value", "where", "domain", "description", "source");
            if (!List.of("sum", "any", "count").contains(n.need("agg"))) throw new PolicyException(n.place(), "agg 只能是 sum、any、count");
            if (!n.need("agg").equals("count")) n.need("value");
            var domain = n.texts("domain");
            aggregates.add(new Pack.Aggregate(n.need("name"), n.need("of"), n.need("agg"), n.text("value", null), n.node("where").map(),
                    domain.size() == 2 ? Long.parseLong(domain.get(0)) : 0, domain.size() == 2 ? Long.parseLong(domain.get(1)) : 50, n.place()));
        });
    }

    private static Pack.Fact fact(Node n, String group) {
        n.only("name", "type", "domain", "nullable", "harder", "description", "source", "unit", "required", "note");
        var domain = n.texts("domain");
        var type = Type.named(n.need("type"), n.need("type").equals("enum") ? domain : List.of());
        long low = 0, high = 0;
        switch (type.kind()) {
            case NUM -> { low = 0; high = type.scale() == 2 ? MONEY_MAX : (long) (1_000_000 * Math.pow(10, type.scale())); }
            case DATE -> { low = LocalDate.of(1900, 1, 1).toEpochDay(); high = LocalDate.of(2100, 12, 31).toEpochDay(); }
            default -> { }
        }
        if (type.kind() == Type.Kind.NUM || type.kind() == Type.Kind.DATE) {
            if (!domain.isEmpty() && domain.size() != 2) throw new PolicyException(n.place(), "domain 应为 [最小, 最大]");
            if (domain.size() == 2) { low = type.parse(domain.get(0)); high = type.parse(domain.get(1)); }
            if (low > high) throw new PolicyException(n.place(), "domain 的最小值大于最大值");
        }
        return new Pack.Fact(n.need("name"), type, low, high, n.flag("nullable", false), n.text("harder", null), n.text("description", ""), n.text("source", ""), group, n.place());
    }

    private void stacking(List<Pack.Stacking> out) {
        for (var n : Node.read(folder + "/stacking.yaml", texts.get("stacking.yaml")).only("groups").nodes("groups")) {
            n.only("name", "rule", "members", "top", "counted", "cap", "clause", "note");
            var rule = n.need("rule");
            if (!List.of("互斥", "就高", "补差", "叠加", "封顶").contains(rule)) throw new PolicyException(n.place(), "rule 只能是 互斥、就高、补差、叠加、封顶");
            if (rule.equals("补差")) n.need("top");
            if (rule.equals("封顶")) n.need("cap");
            out.add(new Pack.Stacking(n.need("name"), rule, n.texts("members"), n.text("top", null), n.texts("counted"), n.text("cap", null), n.need("clause"), n.place()));
        }
    }

    private void parameter(String path, Map<String, Pack.Parameter> into) {
        var name = path.substring("parameters/".length()).replaceAll("\\.(yaml|csv)$", "");
        if (into.containsKey(name)) return;
        var yaml = texts.get("parameters/" + name + ".yaml");
        var csv = texts.get("parameters/" + name + ".csv");
        into.put(name, ParameterReader.read(folder, name, yaml, csv));
    }

    private static Pack.Programme programme(String place, String text, String pack) {
        var n = Node.read(place, text).only("code", "name", "kind", "who", "amount", "period", "clause", "start", "stop", "papers", "stacking", "description", "note");
        var code = n.need("code");
        if (!code.matches("[A-Za-z][A-Za-z0-9-]*")) throw new PolicyException(place, "code 只能用拉丁字母、数字和 -");
        Pack.Start start = null;
        if (n.has("start")) {
            var s = n.node("start").only("event", "years", "rule", "clause", "note");
            var rule = s.need("rule");
            if (!List.of("当月", "次月").contains(rule)) throw new PolicyException(s.place(), "start.rule 只能是 当月 或 次月");
            start = new Pack.Start(s.text("event", "确认日"), rule.equals("次月"), s.need("clause"), Integer.parseInt(s.text("years", "0")));
        }
        var stops = new ArrayList<Pack.Stop>();
        for (var s : n.nodes("stop")) {
            s.only("reason", "event", "years", "last", "unless", "clause", "note");
            var last = s.need("last");
            int months = switch (last) {
                case "上月" -> -1;
                case "当月" -> 0;
                case "次月" -> 1;
                default -> {
                    if (!last.matches("[+-]?\\d{1,3}")) throw new PolicyException(s.place(), "last 只能是 上月、当月、次月 或 +N");
                    yield Integer.parseInt(last);
                }
            };
            stops.add(new Pack.Stop(s.need("reason"), s.need("event"), Integer.parseInt(s.text("years", "0")), months, s.need("clause"), s.text("unless", null)));
        }
        var papers = new ArrayList<Pack.Paper>();
        for (var p : n.nodes("papers")) papers.add(new Pack.Paper(p.only("name", "clause", "when", "note").need("name"), p.text("clause", ""), p.text("when", null)));
        var period = n.text("period", "month");
        if (!List.of("month", "year", "once").contains(period)) throw new PolicyException(place, "period 只能是 month、year、once");
        if (n.texts("clause").isEmpty()) throw new PolicyException(place, "缺少“clause”");
        return new Pack.Programme(code, n.need("name"), n.text("kind", "现金"), n.need("who"), n.text("amount", null), period, n.texts("clause"), start, stops, papers, pack, place);
    }

    private static void rows(String place, String text, String pack, List<Pack.Row> into) {
        for (var n : Node.listOf(place, Node.parse(place, text))) into.add(new Pack.Row(n.need("code"), n.text("name", ""), n.need("clause"), n.map(), pack, n.place()));
    }

    private static void tests(String place, String text, String region, List<Pack.TestCase> into) {
        for (var n : Node.listOf(place, Node.parse(place, text))) {
            n.only("case", "region", "on", "known-on", "confirmed", "facts", "members", "expect", "from", "note");
            var on = date(n, "on");
            into.add(new Pack.TestCase(n.need("case"), n.text("region", region), on, n.has("known-on") ? date(n, "known-on") : null, n.node("facts").map(), n.node("members").map(), n.node("expect").map(), n.text("from", ""), n.place(), n.has("confirmed") ? date(n, "confirmed") : null));
        }
    }

    static LocalDate date(Node n, String key) {
        try {
            return LocalDate.parse(n.need(key));
        } catch (DateTimeParseException e) {
            throw new PolicyException(n.place(), "“" + key + "”不是有效日期：" + n.need(key));
        }
    }
}
