package org.hutong.rulebook;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.policy.Outcome;
import org.hutong.policy.dmn.DmnModel;
import org.hutong.policy.pack.Pack;
import org.hutong.region.Regions;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// The packs as readable pages, and the calculator that asks only what still matters.
@Service
public class RulebookPages {

    private static final int QUESTIONS = 6;

    private final Rulebooks rulebooks;
    private final Regions regions;
    private final Today today;

    RulebookPages(Rulebooks rulebooks, Regions regions, Today today) {
        this.rulebooks = rulebooks;
        this.regions = regions;
        this.today = today;
    }

    public record PackSummary(String code, String name, String version, String sha256, int programmes, int parameters, int assumptions, boolean inForce) {}

    public record ProgrammeView(String code, String name, String kind, String who, String amountText, List<String> clauses, List<RuleTable> tables) {}

    public record RuleTable(String id, String name, String hitPolicy, List<String> inputs, List<String> outputs, List<TableRule> rules) {}

    public record TableRule(String id, List<String> inputs, List<String> outputs, String note, String clause) {}

    public record ParameterView(String name, String description, List<ParameterRow> rows) {}

    public record ParameterRow(String keys, String region, LocalDate from, @Nullable LocalDate to, String value, String unit, String basis,
            @Nullable LocalDate checkedOn, boolean assumption) {}

    public record SourceView(String id, String title, @Nullable String number, @Nullable LocalDate issuedOn, List<ClauseView> clauses) {}

    /// @param coverage 已编入规则, 人工 or 范围外
    public record ClauseView(String id, String title, String text, String coverage) {}

    public record PackView(String code, String name, String version, String sha256, boolean inForce, int assumptions, List<ProgrammeView> programmes,
            List<RuleTable> decisions, List<ParameterView> parameters, List<SourceView> sources, List<String> conflicts) {}

    public record Option(String code, String name) {}

    public record Question(String fact, String text, String type, List<Option> options) {}

    public record CalculatorResult(String programme, String name, String answer, @Nullable Long amountFen, boolean assumption, List<String> clauses,
            List<String> papers, List<String> missing) {}

    public record Calculation(List<Question> questions, List<CalculatorResult> results) {}

    public List<PackSummary> packs() {
        var book = rulebooks.inForce().book();
        return book.packs().stream().map(pack -> new PackSummary(pack.code(), pack.title(), pack.version(), book.sha256(pack.code()),
                pack.programmes().size(), pack.parameters().size(), assumptions(pack), true)).toList();
    }

    private static int assumptions(Pack pack) {
        return (int) pack.parameters().stream().flatMap(parameter -> parameter.values().stream()).filter(Pack.Value::assumed).count();
    }

    public PackView pack(String code) {
        var book = rulebooks.inForce().book();
        var pack = book.packs().stream().filter(one -> one.code().equals(code)).findFirst()
                .orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "RUL-404", "没有这个政策包", "没有改动任何内容", "请从政策列表进入"));
        var law = book.law(code);
        var tables = pack.decisions().stream().flatMap(file -> file.decisions().stream()).map(RulebookPages::table).toList();
        var programmes = pack.programmes().stream().map(programme -> new ProgrammeView(programme.code(), programme.name(), programme.kind(),
                programme.who(), Objects.requireNonNullElse(programme.amount(), "不发放现金"), programme.clauses(),
                tables.stream().filter(table -> table.name().equals(programme.who()) || table.name().equals(programme.amount())).toList())).toList();
        var parameters = pack.parameters().stream().map(parameter -> {
            var whole = law.parameters.get(parameter.name());
            var meta = whole == null ? parameter.meta() : whole.meta();
            return new ParameterView(parameter.name(), meta == null || meta.description() == null ? "" : meta.description(),
                    parameter.values().stream().map(value -> new ParameterRow(String.join("、", value.keys()), value.region(), value.from(), value.until(), value.text(),
                            meta == null || meta.unit() == null ? "" : meta.unit(), value.cite(), value.checked(), value.assumed())).toList());
        }).toList();
        var sources = pack.sources().stream().map(source -> new SourceView(source.id(), source.title(), source.number(), source.issued(),
                source.clauses().stream().map(clause -> new ClauseView(clause.id(), clause.title(), clause.text(),
                        clause.marked() == null ? "已编入规则" : clause.marked() + "：" + clause.reason())).toList())).toList();
        var conflicts = pack.prevails().stream().map(settled -> settled.parameter() + "：" + settled.source() + " 优先于 " + settled.over() + "（" + settled.because() + "）").toList();
        return new PackView(pack.code(), pack.title(), pack.version(), book.sha256(pack.code()), true, assumptions(pack), programmes, tables, parameters, sources, conflicts);
    }

    private static RuleTable table(DmnModel.Decision decision) {
        return RuleTables.of(decision);
    }

    /// Answers as far as the given facts allow, and the facts that would still change an answer, those of most programmes first.
    public Calculation calculate(int regionId, @Nullable LocalDate on, Map<String, String> answers) {
        var day = on == null ? today.date() : on;
        var place = regions.byId(regionId).orElseThrow().code();
        var facts = answers.entrySet().stream().filter(entry -> entry.getValue() != null && !entry.getValue().isBlank())
                .map(entry -> new FactValue(entry.getKey(), entry.getValue().strip(), null, null, day, "自述")).toList();
        var known = rulebooks.at(place, day).law.facts;
        facts.stream().filter(fact -> !known.containsKey(fact.name())).findFirst().ifPresent(fact -> {
            throw new Refusal(Refusal.Kind.INVALID, "RUL-008", "没有“" + fact.name() + "”这个问题", "没有保存任何内容", "请刷新后重新回答");
        });
        var outcome = rulebooks.outcome(place, day, facts);
        var weight = new HashMap<String, Integer>();
        outcome.programmes().stream().filter(one -> one.answer() == Outcome.Answer.PENDING)
                .flatMap(one -> one.missing().stream()).forEach(name -> weight.merge(name, 1, Integer::sum));
        var questions = weight.keySet().stream().sorted(Comparator.<String>comparingInt(name -> -weight.get(name)).thenComparing(name -> name))
                .flatMap(name -> rulebooks.fact(name).stream()).limit(QUESTIONS)
                .map(spec -> new Question(spec.name(), spec.description().isBlank() ? spec.name() : spec.name() + "（" + spec.description() + "）", spec.type(),
                        options(spec))).toList();
        var results = outcome.programmes().stream().map(one -> new CalculatorResult(one.code(), one.name(), one.answer().code, one.amountFen(), one.assumption(),
                one.clauses(), one.papers().stream().map(Outcome.Paper::name).toList(), one.missing())).toList();
        return new Calculation(questions, results);
    }

    private static List<Option> options(FactSpec spec) {
        var values = spec.type().equals("boolean") ? List.of(new Option("true", "是"), new Option("false", "否"))
                : spec.options().stream().map(value -> new Option(value, value)).toList();
        return spec.nullable() && !spec.options().contains("无") ? Stream.concat(values.stream(), Stream.of(new Option("无", "无"))).toList() : values;
    }
}
