package org.hutong.policy.check;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.hutong.policy.Rulebook;
import org.hutong.policy.dmn.DmnModel;
import org.hutong.policy.pack.Pack;
import org.hutong.policy.pack.Type;

/// Drops one rule, or raises one numeric value by one, and looks whether some case of the rulebook notices.
public final class Mutation {
    public record Score(int mutants, int killed, List<String> survivors) {}

    private record Mutant(String name, Pack pack) {}

    private Mutation() {}

    /// @param most at most so many mutants, drawn by `seed`
    public static Score run(Rulebook book, int most, long seed) {
        var mutants = new ArrayList<Mutant>();
        for (var pack : book.packs()) {
            rules(pack, mutants);
            values(book, pack, mutants);
        }
        Collections.shuffle(mutants, new Random(seed));
        var tests = book.packs().stream().flatMap(p -> p.tests().stream()).toList();
        int killed = 0, n = Math.min(most, mutants.size());
        var survivors = new ArrayList<String>();
        for (var m : mutants.subList(0, n)) {
            if (TestRun.fails(book.with(m.pack()), tests)) killed++;
            else survivors.add(m.name());
        }
        return new Score(n, killed, survivors);
    }

    private static void rules(Pack pack, List<Mutant> into) {
        for (int i = 0; i < pack.decisions().size(); i++) {
            var file = pack.decisions().get(i);
            for (int d = 0; d < file.decisions().size(); d++) {
                var old = file.decisions().get(d);
                if (!(old.logic() instanceof DmnModel.Logic.Table t)) continue;
                for (var less : without(t)) {
                    var decisions = new ArrayList<>(file.decisions());
                    decisions.set(d, new DmnModel.Decision(old.id(), old.name(), old.type(), old.note(), less.table()));
                    into.add(new Mutant("删去规则 " + less.rule(), replaced(pack, i, decisions, file.functions())));
                }
            }
            for (int f = 0; f < file.functions().size(); f++) {
                var old = file.functions().get(f);
                if (!(old.logic() instanceof DmnModel.Logic.Table t)) continue;
                for (var less : without(t)) {
                    var functions = new ArrayList<>(file.functions());
                    functions.set(f, new DmnModel.Function(old.id(), old.name(), old.type(), old.note(), old.parameters(), less.table()));
                    into.add(new Mutant("删去规则 " + less.rule(), replaced(pack, i, file.decisions(), functions)));
                }
            }
        }
    }

    private record Less(String rule, DmnModel.Logic.Table table) {}

    private static List<Less> without(DmnModel.Logic.Table t) {
        var out = new ArrayList<Less>();
        for (int r = 0; r < t.rules().size() && t.rules().size() > 1; r++) {
            var rules = new ArrayList<>(t.rules());
            var gone = rules.remove(r);
            out.add(new Less(gone.id(), new DmnModel.Logic.Table(t.hit(), t.aggregation(), t.inputs(), t.outputs(), rules)));
        }
        return out;
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
            if (meta.type().kind() != Type.Kind.NUM || !meta.payable()) continue;
            for (int k = 0; k < p.values().size(); k++) {
                var v = p.values().get(k);
                if (v.nature().startsWith("平均")) continue;
                var step = meta.type().scale() > 2 || meta.type().scale() == 2 && new BigDecimal(v.text()).compareTo(BigDecimal.TWO) < 0 ? new BigDecimal("0.01") : BigDecimal.ONE;
                var rows = new ArrayList<>(p.values());
                rows.set(k, new Pack.Value(v.region(), v.keys(), v.from(), v.until(), new BigDecimal(v.text()).add(step).toPlainString(), v.cite(), v.checked(), v.nature(), v.pack(), v.place()));
                var all = new ArrayList<>(pack.parameters());
                all.set(i, new Pack.Parameter(p.name(), p.meta(), p.columns(), rows, p.place()));
                into.add(new Mutant("改动 " + v.place(), pack.with(pack.decisions(), all)));
            }
        }
    }
}
