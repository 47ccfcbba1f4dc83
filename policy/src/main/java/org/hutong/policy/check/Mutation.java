package org.hutong.policy.check;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.hutong.policy.Finding;
import org.hutong.policy.PolicyException;
import org.hutong.policy.Rulebook;
import org.hutong.policy.dmn.DmnModel;
import org.hutong.policy.pack.Pack;
import org.hutong.policy.pack.Type;

/// Small wrong changes to a rulebook, one at a time, and whether some case of it notices.
///
/// A rule is dropped, its outcome is another, a bound in one of its cells lies one further; a value is one higher, its row is gone or begins a day later; a stopping rule
/// pays a month longer or is gone; a first month is another. What the checks refuse at load never comes into force: it is counted apart and is no merit of the cases.
public final class Mutation {
    /// @param refused  changes the load-time checks do not let in
    /// @param killed   of the others, those some case notices
    /// @param kinds    kind → killed and survived
    public record Score(int mutants, int refused, int killed, Map<String, int[]> kinds, List<String> survivors) {
        public int percent() {
            return mutants == refused ? 0 : killed * 100 / (mutants - refused);
        }
    }

    private record Mutant(String kind, String name, String rule, Pack pack) {}

    private static final Pattern NUMBER = Pattern.compile("(?<![\\d.\"-])\\d+(?:\\.\\d+)?(?![\\d.\"-])");

    private Mutation() {}

    /// @param most at most so many changes, drawn by `seed`
    /// @param today the day whose law the checks look at
    public static Score run(Rulebook book, int most, long seed, LocalDate today) {
        var mutants = new ArrayList<Mutant>();
        for (var pack : book.packs()) {
            rules(pack, mutants);
            values(book, pack, mutants);
            programmes(pack, mutants);
        }
        Collections.shuffle(mutants, new Random(seed));
        int refused = 0, killed = 0, n = Math.min(most, mutants.size());
        var kinds = new LinkedHashMap<String, int[]>();
        var survivors = new ArrayList<String>();
        for (var m : mutants.subList(0, n)) {
            var changed = book.with(m.pack());
            if (refused(changed, m.pack(), book, today)) { refused++; continue; }
            boolean dead = noticed(book, changed, m);
            if (dead) killed++; else survivors.add(m.kind() + " " + m.name());
            kinds.computeIfAbsent(m.kind(), k -> new int[2])[dead ? 0 : 1]++;
        }
        return new Score(n, refused, killed, kinds, survivors);
    }

    /// Whether a gap, an overlap, a hole in a value's time or anything else the checks find keeps it out. One of the places that use the pack stands for all.
    private static boolean refused(Rulebook changed, Pack pack, Rulebook book, LocalDate today) {
        try {
            var code = pack.code();
            var law = changed.law(code);
            var found = new LinkedHashSet<>(law.findings);
            found.addAll(Parameters.check(law, pack));
            found.addAll(changed.at(code, today).check());
            var before = new LinkedHashSet<>(book.law(code).findings);
            before.addAll(Parameters.check(book.law(code), book.packs().stream().filter(p -> p.code().equals(code)).findFirst().orElseThrow()));
            before.addAll(book.at(code, today).check());
            return found.stream().anyMatch(f -> f.level() == Finding.Level.ERROR && !before.contains(f));
        } catch (PolicyException cannotBeCompiled) {
            return true;
        }
    }

    /// Cases that rest on the changed rule are asked first, then all others of the places it reaches.
    private static boolean noticed(Rulebook book, Rulebook changed, Mutant m) {
        var first = new ArrayList<Pack.TestCase>();
        var rest = new ArrayList<Pack.TestCase>();
        for (var r : book.tests().results) {
            if (book.chain(r.test().region()).stream().noneMatch(p -> p.code().equals(m.pack().code()))) continue;
            (m.rule() != null && r.fired().contains(m.rule()) ? first : rest).add(r.test());
        }
        return TestRun.differs(changed, first) || TestRun.differs(changed, rest);
    }

    private static void rules(Pack pack, List<Mutant> into) {
        for (int i = 0; i < pack.decisions().size(); i++) {
            var file = pack.decisions().get(i);
            for (int d = 0; d < file.decisions().size(); d++) {
                var old = file.decisions().get(d);
                if (!(old.logic() instanceof DmnModel.Logic.Table t)) continue;
                for (var other : others(t)) {
                    var decisions = new ArrayList<>(file.decisions());
                    decisions.set(d, new DmnModel.Decision(old.id(), old.name(), old.type(), old.note(), other.table()));
                    into.add(new Mutant(other.kind(), pack.folder() + " " + other.name(), other.rule(), replaced(pack, i, decisions, file.functions())));
                }
            }
            for (int f = 0; f < file.functions().size(); f++) {
                var old = file.functions().get(f);
                if (!(old.logic() instanceof DmnModel.Logic.Table t)) continue;
                for (var other : others(t)) {
                    var functions = new ArrayList<>(file.functions());
                    functions.set(f, new DmnModel.Function(old.id(), old.name(), old.type(), old.note(), old.parameters(), other.table()));
                    into.add(new Mutant(other.kind(), pack.folder() + " " + other.name(), other.rule(), replaced(pack, i, file.decisions(), functions)));
                }
            }
        }
    }

    private record Other(String kind, String name, String rule, DmnModel.Logic.Table table) {}

    private static List<Other> others(DmnModel.Logic.Table t) {
        var out = new ArrayList<Other>();
        var outcomes = new LinkedHashSet<String>();
        t.rules().forEach(rule -> outcomes.add(rule.outputs().getFirst()));
        for (int r = 0; r < t.rules().size(); r++) {
            var rule = t.rules().get(r);
            if (t.rules().size() > 1) {
                var rules = new ArrayList<>(t.rules());
                rules.remove(r);
                out.add(new Other("删规则", rule.id(), rule.id(), with(t, rules)));
            }
            var outcome = another(rule.outputs().getFirst(), outcomes);
            if (outcome != null) out.add(new Other("改结论", rule.id() + " " + rule.outputs().getFirst() + "→" + outcome, rule.id(), with(t, put(t, r, new DmnModel.Rule(rule.id(), rule.note(), rule.inputs(), List.of(outcome))))));
            for (int c = 0; c < rule.inputs().size(); c++) {
                var number = NUMBER.matcher(rule.inputs().get(c));
                if (!number.find()) continue;
                var cell = number.replaceFirst(new BigDecimal(number.group()).add(BigDecimal.ONE).toPlainString());
                var inputs = new ArrayList<>(rule.inputs());
                inputs.set(c, cell);
                out.add(new Other("移界限", rule.id() + " " + rule.inputs().get(c) + "→" + cell, rule.id(), with(t, put(t, r, new DmnModel.Rule(rule.id(), rule.note(), inputs, rule.outputs())))));
            }
        }
        return out;
    }

    private static String another(String outcome, Set<String> outcomes) {
        var text = outcome.strip();
        if (text.equals("true")) return "false";
        if (text.equals("false")) return "true";
        if (text.matches("\\d+(\\.\\d+)?")) return new BigDecimal(text).add(BigDecimal.ONE).toPlainString();
        return outcomes.stream().filter(other -> !other.equals(outcome) && other.startsWith("\"")).findFirst().orElse(null);
    }

    private static List<DmnModel.Rule> put(DmnModel.Logic.Table t, int at, DmnModel.Rule rule) {
        var rules = new ArrayList<>(t.rules());
        rules.set(at, rule);
        return rules;
    }

    private static DmnModel.Logic.Table with(DmnModel.Logic.Table t, List<DmnModel.Rule> rules) {
        return new DmnModel.Logic.Table(t.hit(), t.aggregation(), t.inputs(), t.outputs(), rules);
    }

    private static Pack replaced(Pack pack, int at, List<DmnModel.Decision> decisions, List<DmnModel.Function> functions) {
        var old = pack.decisions().get(at);
        var files = new ArrayList<>(pack.decisions());
        files.set(at, new DmnModel(old.file(), old.name(), old.namespace(), old.items(), old.inputs(), decisions, functions));
        return pack.with(files, pack.parameters());
    }

    private static void values(Rulebook book, Pack pack, List<Mutant> into) {
        for (int i = 0; i < pack.parameters().size(); i++) {
            var p = pack.parameters().get(i);
            var meta = book.law(pack.code()).parameters.get(p.name()).meta();
            for (int k = 0; k < p.values().size(); k++) {
                var v = p.values().get(k);
                // averages are for comparison and never paid
                if (v.nature().startsWith("平均") || !meta.payable()) continue;
                if (meta.type().kind() == Type.Kind.NUM) {
                    var step = meta.type().scale() > 2 || meta.type().scale() == 2 && new BigDecimal(v.text()).compareTo(BigDecimal.TWO) < 0 ? new BigDecimal("0.01") : BigDecimal.ONE;
                    into.add(row(pack, i, k, "改数", value(v, v.from(), new BigDecimal(v.text()).add(step).toPlainString())));
                }
                into.add(row(pack, i, k, "删数", null));
                if (p.values().stream().anyMatch(other -> v.from().equals(other.until()))) into.add(row(pack, i, k, "移施行日", value(v, v.from().plusDays(1), v.text())));
            }
        }
    }

    private static Pack.Value value(Pack.Value v, LocalDate from, String text) {
        return new Pack.Value(v.region(), v.keys(), from, v.until(), text, v.cite(), v.checked(), v.nature(), v.pack(), v.place());
    }

    private static Mutant row(Pack pack, int at, int k, String kind, Pack.Value instead) {
        var p = pack.parameters().get(at);
        var rows = new ArrayList<>(p.values());
        var old = rows.get(k);
        if (instead == null) rows.remove(k); else rows.set(k, instead);
        var all = new ArrayList<>(pack.parameters());
        all.set(at, new Pack.Parameter(p.name(), p.meta(), p.columns(), rows, p.place()));
        return new Mutant(kind, old.place() + " " + old.text(), null, pack.with(pack.decisions(), all));
    }

    private static void programmes(Pack pack, List<Mutant> into) {
        for (int i = 0; i < pack.programmes().size(); i++) {
            var p = pack.programmes().get(i);
            for (int k = 0; k < p.stops().size(); k++) {
                var stop = p.stops().get(k);
                into.add(stops(pack, i, k, "末领月多一月", new Pack.Stop(stop.reason(), stop.event(), stop.years(), stop.last() + 1, stop.clause(), stop.unless())));
                into.add(stops(pack, i, k, "删停发", null));
                if (stop.years() > 0) into.add(stops(pack, i, k, "停发年龄多一岁", new Pack.Stop(stop.reason(), stop.event(), stop.years() + 1, stop.last(), stop.clause(), stop.unless())));
                if (stop.unless() != null) into.add(stops(pack, i, k, "删停发例外", new Pack.Stop(stop.reason(), stop.event(), stop.years(), stop.last(), stop.clause(), null)));
            }
            if (p.start() != null) {
                var start = new Pack.Start(p.start().event(), !p.start().next(), p.start().clause(), p.start().years());
                into.add(new Mutant("首领月", p.place(), null, pack.with(i, new Pack.Programme(p.code(), p.name(), p.kind(), p.who(), p.amount(), p.period(), p.clauses(), start, p.stops(), p.papers(), p.pack(), p.place()))));
            }
        }
    }

    private static Mutant stops(Pack pack, int at, int k, String kind, Pack.Stop instead) {
        var p = pack.programmes().get(at);
        var stops = new ArrayList<>(p.stops());
        var old = stops.get(k);
        if (instead == null) stops.remove(k); else stops.set(k, instead);
        return new Mutant(kind, p.place() + " " + old.reason(), null, pack.with(at, new Pack.Programme(p.code(), p.name(), p.kind(), p.who(), p.amount(), p.period(), p.clauses(), p.start(), stops, p.papers(), p.pack(), p.place())));
    }
}
