package org.hutong.policy;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The answers for one case on one day. Equal inputs give an equal {@link #canonicalJson()}, byte for byte.
///
public record Outcome(String id, Receipt receipt, List<Category> categories, List<Programme> programmes, Map<String, Object> decisions) {

    public enum Answer {
        YES("yes", "是"), NO("no", "否"), PENDING("pending", "待核实");

        public final String code;
        public final String chinese;

        Answer(String code, String chinese) {
            this.code = code;
            this.chinese = chinese;
        }
    }

    public record Category(String code, String name, Answer answer, List<String> missing) {}

    /// @param amountFen  whole 分, or null: no amount, not entitled, or not yet known
    /// @param assumption the answer rests on a rule or value marked 假设
    /// @param missing    facts of which some admissible value would change this answer; `缺本地标准：…` for a value no source gives
    /// @param reason     why a stacking group turned it off or reduced it, or empty
    public record Programme(String code, String name, String kind, String period, Answer answer, Long amountFen, boolean assumption, List<String> rules, List<String> clauses, List<String> missing,
                            List<Step> steps, List<FactUse> facts, List<ParameterUse> parameters, List<Paper> papers, String reason) {}

    /// One decision on the way: the rule that fired, its citation, what it looked at and what came out.
    public record Step(String decision, String rule, String cite, Map<String, String> inputs, String value) {}

    public record FactUse(String name, String value, String source, LocalDate date, LocalDate known) {}

    /// One row of a parameter. `from` to `until` (exclusive, or null) is its time in force.
    public record ParameterUse(String name, String value, String unit, String region, LocalDate from, LocalDate until, String cite, String nature, String place) {}

    public record Paper(String name, String clause) {}

    public Programme programme(String code) {
        return programmes.stream().filter(p -> p.code().equals(code)).findFirst().orElseThrow(() -> new PolicyException("", "没有待遇“" + code + "”"));
    }

    /// Names of the categories the child certainly holds.
    public List<String> categoryNames() {
        return categories.stream().filter(c -> c.answer() == Answer.YES).map(Category::name).toList();
    }

    /// The result without the engine's version: what must be equal when run again.
    public String canonicalJson() {
        return Json.write(data(false, true));
    }

    /// The command line's object: `case, region, on, knownOn, rulebook, categories, programmes`; with `explain` also steps, facts and parameter rows.
    public Map<String, Object> data(boolean engine, boolean explain) {
        var out = new LinkedHashMap<String, Object>();
        out.put("case", id);
        out.put("region", receipt.region());
        out.put("on", receipt.on().toString());
        out.put("knownOn", receipt.knownOn().toString());
        var rulebook = new LinkedHashMap<String, Object>();
        rulebook.put("id", receipt.id());
        rulebook.put("version", receipt.version());
        rulebook.put("sha256", receipt.sha256());
        if (engine) rulebook.put("engine", receipt.engine());
        out.put("rulebook", rulebook);
        out.put("categories", categoryNames());
        var pending = categories.stream().filter(c -> c.answer() == Answer.PENDING).toList();
        if (!pending.isEmpty()) out.put("categoriesPending", pending.stream().map(c -> Map.of("name", c.name(), "missing", c.missing())).map(Json::sorted).toList());
        out.put("programmes", programmes.stream().map(p -> programme(p, explain)).toList());
        if (explain) out.put("decisions", decisions);
        return out;
    }

    private static Map<String, Object> programme(Programme p, boolean explain) {
        var out = new LinkedHashMap<String, Object>();
        out.put("code", p.code());
        out.put("name", p.name());
        out.put("answer", p.answer().code);
        out.put("amountFen", p.amountFen());
        out.put("period", p.period());
        out.put("assumption", p.assumption());
        out.put("rules", p.rules());
        out.put("clauses", p.clauses());
        out.put("missing", p.missing());
        if (!explain) return out;
        out.put("reason", p.reason());
        out.put("steps", p.steps().stream().map(s -> Json.of("decision", s.decision(), "rule", s.rule(), "cite", s.cite(), "inputs", s.inputs(), "value", s.value())).toList());
        out.put("facts", p.facts().stream().map(f -> Json.of("name", f.name(), "value", f.value(), "source", f.source(), "date", text(f.date()), "known", text(f.known()))).toList());
        out.put("parameters", p.parameters().stream().map(v -> Json.of("name", v.name(), "value", v.value(), "unit", v.unit(), "region", v.region(), "from", text(v.from()), "until", text(v.until()), "cite", v.cite(), "nature", v.nature(), "place", v.place())).toList());
        out.put("papers", p.papers().stream().map(x -> Json.of("name", x.name(), "clause", x.clause())).toList());
        return out;
    }

    private static String text(LocalDate d) {
        return d == null ? null : d.toString();
    }

    /// The answers as readable Chinese: one paragraph a programme.
    public String chineseText() {
        return ChineseText.of(this);
    }
}
