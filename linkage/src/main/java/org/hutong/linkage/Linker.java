package org.hutong.linkage;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.hutong.linkage.block.Blocks;
import org.hutong.linkage.block.Rule;
import org.hutong.linkage.block.RuleChooser;
import org.hutong.linkage.block.Sieve;
import org.hutong.linkage.compare.Atom;
import org.hutong.linkage.compare.Column;
import org.hutong.linkage.compare.Guard;
import org.hutong.linkage.compare.Records;
import org.hutong.linkage.table.Encoder;
import org.hutong.linkage.table.Source;
import org.hutong.linkage.train.Trainer;
import org.hutong.linkage.train.Weights;

/// Finds the rows of one list, or of two, that are the same person; later rows are taken in with [#add] without learning anew.
///
/// Not for several threads at once. The same lists, model and seed give the same result, however many threads work.
public final class Linker implements AutoCloseable {
    /// Pairs below this weight (log2 odds) are not kept.
    private static final float FLOOR = -8;
    private static final double COMPARE_ALL = 3e6;
    /// A right list of about so many rows, and twice as long as the left one, is learned from a part of itself and then sifted.
    private static final long LONG = 2_000_000;
    private static final int PART = 500_000;
    private final Model model;
    private final Parallel parallel;
    private long longFrom = LONG;
    private State state;
    private boolean once;

    /// What a run leaves for rows that come later.
    private record State(Encoder encoder, Weights weights, List<Rule> rules, long cap, double missed, double threshold, Pairs pairs) {}

    public Linker(Model model) {
        this(model, Math.min(2, Runtime.getRuntime().availableProcessors()));
    }

    public Linker(Model model, int threads) {
        this.model = model;
        parallel = new Parallel(threads);
    }

    /// Says that no rows will come later: the run then keeps a third less in memory, a right list in a file that is much longer than the left one is
    /// never held as a whole, and [#add] is not possible.
    public Linker once() {
        once = true;
        return this;
    }

    /// Takes right lists from about so many rows on for long ones.
    Linker longFrom(long rows) {
        longFrom = rows;
        return this;
    }

    /// Finds duplicates within one list.
    public LinkResult link(Source only) {
        return link(only, null);
    }

    /// Links two lists; `right` may be null for one list.
    public LinkResult link(Source left, Source right) {
        Stages stages = new Stages();
        List<Encoder.Wanted> wanted = model.fields().stream().map(f -> new Encoder.Wanted(f.column(), f.right())).toList();
        Encoder encoder = new Encoder(new Encoder.Wanted(model.id(), model.rightId()), wanted, parallel);
        encoder.read(left, false);
        long about = once && right != null ? Encoder.rowsAbout(right) : 0;
        if (about >= longFrom && about >= 2L * encoder.rows() && right instanceof Source.Csv list) return linkLong(encoder, list, about, stages);
        if (right != null) encoder.read(right, true);
        stages.done("读入");
        Records records = Records.of(model, encoder, parallel);
        if (once) encoder.release();
        stages.done("规范化");
        Learned learned = learn(records, records.rows - records.leftRows, stages);
        return score(encoder, records, learned, learned.rules, stages);
    }

    /// What is learned before pairs are made: from both lists or, where the right one is long, from the left one and a part of the right one.
    private record Learned(Weights weights, List<Rule> rules, double missed) {}

    /// A right list too long to be held: weights and rules are learned with a part of it, then the rows that share no blocking key with a left row are
    /// passed over as they are read.
    private LinkResult linkLong(Encoder encoder, Source.Csv right, long about, Stages stages) {
        encoder.sample(right, PART);
        if (encoder.rows() == encoder.leftRows()) throw new LinkException("LINK-ROW", "清单“%s”里没有读得出的整行，请检查引号和列数。".formatted(right.label()));
        Records part = Records.of(model, encoder, parallel);
        stages.done("读入样本");
        Learned learned = learn(part, about, stages);
        encoder.forgetRight();
        Sieve sieve = new Sieve(learned.rules, part);
        try (Parallel alone = new Parallel(1)) {
            encoder.sift(right, new Encoder.Wish() {
                @Override public BitSet of(Encoder rows) {
                    return sieve.pass(Records.part(model, rows, alone, part));
                }

                @Override public boolean looksAt(int column) {
                    Column at = part.columns.get(column);
                    return at.tidies() || learned.rules.stream().anyMatch(rule -> rule.uses(at));
                }
            });
        }
        stages.done("筛选");
        Records records = Records.of(model, encoder, parallel, part);
        encoder.release();
        stages.done("规范化");
        return score(encoder, records, learned, named(learned.rules.stream().map(Rule::names).toList(), records), stages);
    }

    /// `rightRows` is how many rows the right list has, which may be more than the records hold.
    private Learned learn(Records records, double rightRows, Stages stages) {
        long seed = model.options().seed();
        double budget = budget(records.leftRows + rightRows), here = records.rows - records.leftRows;
        double share = here == 0 ? 1 : here / rightRows;
        RuleChooser chooser = new RuleChooser(records, here, cap(budget) * share, parallel);
        Trainer trainer = new Trainer(records, new Guard(records, model.options().veto()), parallel, seed);
        Weights weights = learn(chooser, trainer, Math.min(budget, 2e6 + records.rows), seed, stages);
        RuleChooser whole = share == 1 ? chooser : new RuleChooser(records, rightRows, cap(budget), parallel);
        whole.draw(atom -> trainer.reliability(atom, weights.m), seed + 1);
        List<Rule> rules = allPairs(records, rightRows) <= Math.min(budget, COMPARE_ALL) ? List.of(new Rule(List.of()))
                : model.blocking().isEmpty() ? whole.choose(budget, 0.0004, 24, rule -> true) : named(model.blocking(), records);
        stages.done("选分块");
        return new Learned(weights, rules, whole.missed(rules));
    }

    /// Most pairs to be compared, of so many rows.
    private double budget(double rows) {
        return model.options().pairBudget() > 0 ? model.options().pairBudget() : 3e6 + rows;
    }

    /// Most pairs of one block.
    private long cap(double budget) {
        int rows = model.options().blockCap();
        return rows > 0 ? rows * (rows - 1L) / 2 : (long) Math.max(2e5, budget / 20);
    }

    private LinkResult score(Encoder encoder, Records records, Learned learned, List<Rule> rules, Stages stages) {
        double rightRows = encoder.listed() - records.leftRows, all = allPairs(records, rightRows);
        Weights weights = learned.weights;
        Guard guard = new Guard(records, model.options().veto());
        long cap = cap(budget(encoder.listed()));
        List<Blocks> blocks = blocks(rules, records, cap);
        stages.done("分块");
        Scorer scorer = new Scorer(records, weights, blocks, guard, 0, parallel);
        Pairs pairs = scorer.run(FLOOR, parallel);
        stages.done("比较打分");
        double missed = learned.missed;
        Settlement settlement = new Settlement(records, weights, guard, pairs, model.options().links());
        settlement.findPrior(all, missed);
        double threshold = model.options().threshold() > 0 ? model.options().threshold() : Threshold.best(settlement.probability(), missed);
        if (!once) state = new State(encoder, weights, rules, cap, missed, threshold, pairs.copy());
        return finish(encoder, records, settlement, threshold, blocks, scorer.compared, missed, stages);
    }

    private Weights learn(RuleChooser chooser, Trainer trainer, double budget, long seed, Stages stages) {
        chooser.draw(RuleChooser::guess, seed);
        List<Rule> learning = chooser.choose(budget);
        stages.done("试选分块");
        trainer.drawRandomPairs();
        stages.done("随机对");
        trainer.addSessions(learning, chooser);
        stages.done("取样");
        Weights weights = trainer.learn(chooser);
        stages.done("学习");
        return weights;
    }

    private LinkResult finish(Encoder encoder, Records records, Settlement settlement, double threshold, List<Blocks> blocks, long compared, double missed, Stages stages) {
        Clusters clusters = settlement.cluster(threshold);
        stages.done("归并");
        List<LinkResult.RuleReport> reports = blocks.stream().map(b -> new LinkResult.RuleReport(b.rule.name(), b.pairs, b.cappedBlocks, b.cappedPairs)).toList();
        return new LinkResult(records, settlement.weights(), settlement.pairs(), settlement.probability(), threshold, clusters,
                new LinkResult.Blocking(reports, compared, missed), stages.all(), encoder);
    }

    /// Takes in rows that came later (to the only list, or to the right one), with the weights and rules already learned. Only pairs with a new
    /// row are compared. The result covers all rows.
    public LinkResult add(Source more) {
        if (state == null) throw new IllegalStateException("link first, and not once()");
        Stages stages = new Stages();
        int first = state.encoder.rows();
        state.encoder.read(more, state.encoder.leftRows() < first);
        Records records = Records.of(model, state.encoder, parallel);
        stages.done("读入");
        Guard guard = new Guard(records, model.options().veto());
        List<Rule> rules = named(state.rules.stream().map(Rule::names).toList(), records);
        List<Blocks> blocks = blocks(rules, records, state.cap);
        Scorer scorer = new Scorer(records, state.weights, blocks, guard, first, parallel);
        Pairs pairs = state.pairs.with(scorer.run(FLOOR, parallel));
        stages.done("比较打分");
        Settlement settlement = new Settlement(records, state.weights, guard, pairs, model.options().links());
        settlement.weighRivals();
        state = new State(state.encoder, state.weights, rules, state.cap, state.missed, state.threshold, pairs.copy());
        return finish(state.encoder, records, settlement, state.threshold, blocks, scorer.compared, state.missed, stages);
    }

    private List<Blocks> blocks(List<Rule> rules, Records records, long cap) {
        Blocks[] blocks = new Blocks[rules.size()];
        List<Runnable> tasks = new ArrayList<>();
        for (int k = 0; k < blocks.length; k++) {
            int rule = k;
            tasks.add(() -> blocks[rule] = Blocks.of(rules.get(rule), records, rules.get(rule).atoms().isEmpty() ? Long.MAX_VALUE : cap));
        }
        parallel.run(tasks);
        return List.of(blocks);
    }

    private static double allPairs(Records records, double rightRows) {
        return records.two ? records.leftRows * rightRows : records.rows * (records.rows - 1.0) / 2;
    }

    private static List<Rule> named(List<List<String>> wanted, Records records) {
        List<Rule> rules = new ArrayList<>();
        for (List<String> names : wanted) {
            List<Atom> atoms = new ArrayList<>();
            for (String name : names) atoms.add(records.atom(name));
            rules.add(new Rule(atoms));
        }
        return rules;
    }

    @Override
    public void close() {
        parallel.close();
    }
}
