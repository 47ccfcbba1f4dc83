package org.hutong.policy.pack;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hutong.policy.Finding;
import org.hutong.policy.dmn.DmnModel;

/// The law of one place: its chain of packs put together, national first. Where a lower pack replaces a decision or programme it has said by which clause.
public final class Law {
    /// One decision or function with the days it is in force.
    public record Rule(DmnModel file, DmnModel.Decision decision, DmnModel.Function function, LocalDate from, LocalDate until, String pack) {
        public boolean on(LocalDate day) {
            return (from == null || !day.isBefore(from)) && (until == null || day.isBefore(until));
        }

        public String name() {
            return decision != null ? decision.name() : function.name();
        }

        public String note() {
            var note = decision != null ? decision.note() : function.note();
            return note == null ? "" : note;
        }
    }

    /// A parameter over the whole chain.
    public record Param(Pack.ParameterMeta meta, List<Pack.Value> values, String place) {}

    public final String region;
    public final List<Pack> packs;
    public final Map<String, Pack.Fact> facts = new LinkedHashMap<>();
    public final Map<String, List<Pack.Fact>> groups = new LinkedHashMap<>();
    public final Map<String, Pack.Aggregate> aggregates = new LinkedHashMap<>();
    public final Map<String, Pack.Stacking> stacking = new LinkedHashMap<>();
    public final Map<String, Pack.Source> sources = new LinkedHashMap<>();
    public final Map<String, Param> parameters = new LinkedHashMap<>();
    public final Map<String, List<Rule>> rules = new LinkedHashMap<>();
    public final Map<String, Pack.Programme> programmes = new LinkedHashMap<>();
    public final Map<String, Pack.Category> categories = new LinkedHashMap<>();
    public final Map<String, Map<String, Pack.Row>> rows = new LinkedHashMap<>();
    public final List<Pack.Prevails> prevails = new ArrayList<>();
    public final List<Finding> findings = new ArrayList<>();

    /// @param packs the place's chain, national first
    public Law(String region, List<Pack> packs) {
        this.region = region;
        this.packs = List.copyOf(packs);
        for (var pack : packs) add(pack);
        for (var pack : packs) for (var p : pack.parameters()) parameter(pack, p);
    }

    private void error(String place, String message) {
        findings.add(Finding.error(place, message));
    }

    private void add(Pack pack) {
        for (var f : pack.facts()) once(facts, f.name(), f, f.place(), "事实");
        pack.groups().forEach((name, list) -> groups.computeIfAbsent(name, k -> new ArrayList<>()).addAll(list));
        for (var a : pack.aggregates()) {
            once(aggregates, a.name(), a, a.place(), "汇总");
            Type type = aggregateType(a);
            if (type == null) { error(a.place(), "汇总“" + a.name() + "”所指的组或成员事实不存在"); continue; }
            var value = a.how().equals("sum") ? member(a.group(), a.value()) : null;
            once(facts, a.name(), new Pack.Fact(a.name(), type, value == null ? a.low() : Math.min(0, value.low()) * 30, value == null ? a.high() : Math.min(value.high() * 30, 1L << 50), false, null, "", "", null, a.place()), a.place(), "事实");
        }
        for (var s : pack.stacking()) once(stacking, s.name(), s, s.place(), "叠加规则");
        for (var s : pack.sources()) once(sources, s.id(), s, s.place(), "来源");
        for (var c : pack.categories()) categories.put(c.code(), c);
        prevails.addAll(pack.prevails());
        pack.rows().forEach((folder, list) -> {
            var map = rows.computeIfAbsent(folder, k -> new LinkedHashMap<>());
            for (var r : list) {
                var old = map.put(r.code(), r);
                if (old != null && old.pack().equals(r.pack())) error(r.place(), "代码“" + r.code() + "”重复");
            }
        });
        for (var p : pack.programmes()) {
            var old = programmes.put(p.code(), p);
            if (old != null && old.pack().equals(pack.code())) error(p.place(), "待遇代码“" + p.code() + "”重复");
            else if (old != null && !overrides(pack, "programme", p.code())) error(p.place(), "待遇“" + p.code() + "”上级已有：在 pack.yaml 的 overrides 写明依据");
        }
        var own = new LinkedHashMap<String, List<Rule>>();
        for (var file : pack.decisions()) {
            for (var d : file.decisions()) own.computeIfAbsent(d.name(), k -> new ArrayList<>()).add(rule(file, d, null, d.note(), pack));
            for (var f : file.functions()) own.computeIfAbsent(f.name(), k -> new ArrayList<>()).add(rule(file, null, f, f.note(), pack));
        }
        own.forEach((name, list) -> {
            if (rules.containsKey(name) && !overrides(pack, "decision", name)) error(list.getFirst().file().file(), "决策“" + name + "”上级已有：在 pack.yaml 的 overrides 写明依据");
            for (int i = 0; i < list.size(); i++) for (int k = 0; k < i; k++) if (overlap(list.get(i), list.get(k))) error(list.get(i).file().file(), "“" + name + "”有两份同时施行");
            rules.put(name, list);
        });
        for (var o : pack.overrides()) {
            boolean used = o.kind().equals("decision") ? own.containsKey(o.name()) : pack.programmes().stream().anyMatch(p -> p.code().equals(o.name()));
            if (!used) error(o.place(), "overrides 指的“" + o.name() + "”本地并没有");
        }
    }

    private static boolean overlap(Rule a, Rule b) {
        return (a.until == null || b.from == null || b.from.isBefore(a.until)) && (b.until == null || a.from == null || a.from.isBefore(b.until));
    }

    private static boolean overrides(Pack pack, String kind, String name) {
        return pack.overrides().stream().anyMatch(o -> o.kind().equals(kind) && o.name().equals(name));
    }

    private Rule rule(DmnModel file, DmnModel.Decision d, DmnModel.Function f, String note, Pack pack) {
        return new Rule(file, d, f, day(file, note, "施行"), day(file, note, "停止"), pack.code());
    }

    private LocalDate day(DmnModel file, String note, String key) {
        var text = line(note, key);
        if (text.isEmpty()) return null;
        try {
            return LocalDate.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            error(file.file(), key + "“" + text + "”不是有效日期");
            return null;
        }
    }

    /// The text after `key:` in a note, or empty.
    public static String line(String note, String key) {
        if (note == null) return "";
        for (var line : note.split("\n")) if (line.strip().startsWith(key + ":") || line.strip().startsWith(key + "：")) return line.strip().substring(key.length() + 1).strip();
        return "";
    }

    private <T> void once(Map<String, T> map, String name, T value, String place, String what) {
        if (map.putIfAbsent(name, value) != null && map.get(name) != value) error(place, what + "“" + name + "”重复定义（下级只能增加，不能改写）");
    }

    public Pack.Fact member(String group, String name) {
        return groups.getOrDefault(group, List.of()).stream().filter(f -> f.name().equals(name)).findFirst().orElse(null);
    }

    private Type aggregateType(Pack.Aggregate a) {
        if (!groups.containsKey(a.group())) return null;
        for (var key : a.where().keySet()) if (member(a.group(), key) == null) return null;
        if (a.how().equals("count")) return Type.num(0);
        var fact = member(a.group(), a.value());
        if (fact == null) return null;
        return a.how().equals("any") ? Type.BOOL : fact.type();
    }

    private void parameter(Pack pack, Pack.Parameter p) {
        var old = parameters.get(p.name());
        if (p.meta() != null && old != null) error(p.place(), "参数“" + p.name() + "”上级已有说明：下级只写 .csv");
        var meta = old != null ? old.meta() : p.meta();
        if (meta == null) { error(p.place(), "参数“" + p.name() + "”没有 .yaml 说明"); return; }
        if (!p.values().isEmpty() && !p.columns().equals(meta.keys())) error(p.place(), "表头的键 " + p.columns() + " 与说明的 keys " + meta.keys() + " 不同（次序也须相同）");
        var values = new ArrayList<>(old == null ? List.<Pack.Value>of() : old.values());
        values.addAll(ParameterReader.grown(meta, p.values()));
        parameters.put(p.name(), new Param(meta, values, old == null ? p.place() : old.place()));
    }

    /// The row of a parameter for this place, key and day, ranked as law ranks: own place before its parents, unless a declaration says that the higher prevails.
    public Pack.Value value(Param p, List<String> keys, LocalDate day) {
        Pack.Value best = null;
        for (var v : p.values()) {
            if (!v.on(day) || !v.keys().equals(keys) || !applies(p.meta(), v)) continue;
            if (best == null) best = v;
            else best = higherPrevails(p.meta().name(), v, best) ? pick(v, best, true) : pick(v, best, false);
        }
        return best;
    }

    private Pack.Value pick(Pack.Value x, Pack.Value y, boolean higher) {
        boolean xLower = depth(x.region()) > depth(y.region());
        return xLower != higher ? x : y;
    }

    boolean applies(Pack.ParameterMeta meta, Pack.Value v) {
        if (v.nature().startsWith("平均")) return false;
        return meta.inherit() ? ParameterReader.belongs(region, v.region()) : region.equals(v.region());
    }

    static int depth(String region) {
        return region.replaceFirst("(00){1,3}$", "").length();
    }

    /// Whether, of two rows in force together, the one of the higher place has been declared to prevail.
    boolean higherPrevails(String parameter, Pack.Value x, Pack.Value y) {
        var high = depth(x.region()) < depth(y.region()) ? x : y;
        var low = high == x ? y : x;
        return declared(parameter, low.region(), source(high), source(low));
    }

    /// Whether someone has said that `winner` beats `loser` on this matter.
    boolean declared(String parameter, String region, Pack.Source winner, Pack.Source loser) {
        if (winner == null || loser == null) return false;
        if (winner.prevailsOver().contains(loser.id())) return true;
        return prevails.stream().anyMatch(p -> p.parameter().equals(parameter) && ParameterReader.belongs(region, p.region()) && p.source().equals(winner.id()) && (p.over() == null || p.over().equals(loser.id())));
    }

    Pack.Source source(Pack.Value v) {
        var cites = SourceReader.citations(v.cite());
        return cites.isEmpty() ? null : sources.get(cites.getFirst().split("#")[0]);
    }

    public Pack.Source sourceOf(Pack.Value v) {
        return source(v);
    }

    /// Whether it has been said which of two sources prevails on this parameter, either way.
    public boolean ranked(String parameter, String region, Pack.Source lower, Pack.Source higher) {
        return declared(parameter, region, lower, higher) || declared(parameter, region, higher, lower);
    }

    public static List<String> citations(String text) {
        return SourceReader.citations(text);
    }

    public static boolean belongs(String code, String area) {
        return ParameterReader.belongs(code, area);
    }

    public Collection<Pack.Fact> facts() {
        return facts.values();
    }
}
