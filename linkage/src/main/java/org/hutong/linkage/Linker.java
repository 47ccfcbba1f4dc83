package org.hutong.linkage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hutong.linkage.block.Blocks;
import org.hutong.linkage.block.Rule;
import org.hutong.linkage.block.RuleChooser;
import org.hutong.linkage.compare.Atom;
import org.hutong.linkage.compare.Guard;
import org.hutong.linkage.compare.Records;
import org.hutong.linkage.table.Encoder;
import org.hutong.linkage.table.Source;
import org.hutong.linkage.train.Trainer;
import org.hutong.linkage.train.Weights;

/// Finds the rows of one list, or of two, that are the same person.
public final class Linker implements AutoCloseable {
    private static final double LEAST_PROBABILITY = 0.005;
    private final Model model;
    private final Parallel parallel;

    public Linker(Model model) {
        this(model, Math.min(2, Runtime.getRuntime().availableProcessors()));
    }

    public Linker(Model model, int threads) {
        this.model = model;
        parallel = new Parallel(threads);
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
        if (right != null) encoder.read(right, true);
        stages.done("读入");
        Records records = Records.of(model, encoder, parallel);
        stages.done("规范化");
        return link(encoder, records, stages);
    }

    private LinkResult link(Encoder encoder, Records records, Stages stages) {
        long seed = model.options().seed();
        double all = records.two ? (double) records.leftRows * (records.rows - records.leftRows) : records.rows * (records.rows - 1.0) / 2;
        double budget = model.options().pairBudget() > 0 ? model.options().pairBudget() : 3e6 + 3.0 * records.rows;
        RuleChooser chooser = new RuleChooser(records, parallel);
        chooser.draw(RuleChooser::guess, seed);
        List<Rule> learning = new ArrayList<>(chooser.choose(Math.min(budget, 2e6 + records.rows), 0.01, 6, List.of()));
        learning.addAll(chooser.choose(Math.min(budget, 2e6 + records.rows), 0.01, 5, learning));
        stages.done("试选分块");
        Guard guard = new Guard(records, model.options().veto());
        Trainer trainer = new Trainer(records, guard, parallel, seed);
        trainer.drawRandomPairs();
        stages.done("随机对");
        trainer.addSessions(learning, chooser);
        stages.done("取样");
        Weights weights = trainer.learn(chooser);
        stages.done("学习");
        chooser.draw(atom -> trainer.reliability(atom, weights.m), seed + 1);
        List<Rule> rules = all <= Math.min(budget, 3e6) ? List.of(new Rule(List.of()))
                : model.blocking().isEmpty() ? chooser.choose(budget, 0.0004, 24, List.of()) : given(records);
        long cap = model.options().blockCap() > 0 ? pairsIn(model.options().blockCap()) : (long) Math.max(2e5, budget / 20);
        Blocks[] blocks = new Blocks[rules.size()];
        List<Runnable> grouping = new ArrayList<>();
        for (int k = 0; k < blocks.length; k++) {
            int rule = k;
            grouping.add(() -> blocks[rule] = rules.get(rule).atoms().isEmpty() ? Blocks.of(rules.get(rule), records, Long.MAX_VALUE) : Blocks.of(rules.get(rule), records, cap));
        }
        parallel.run(grouping);
        stages.done("分块");
        Scorer scorer = new Scorer(records, weights, List.of(blocks), guard, parallel);
        float floor = -8;
        Pairs pairs = scorer.run(floor, parallel);
        stages.done("比较打分");
        double missed = chooser.missed(rules);
        float[] probability = settle(pairs, weights, all, missed);
        double threshold = model.options().threshold() > 0 ? model.options().threshold() : Threshold.best(probability, missed);
        int[] linked = records.two ? linked(pairs, probability, threshold) : new int[0];
        Clusters clusters = records.two ? Clusters.ofLinks(records, pairs, linked) : Clusters.ofOneList(records, pairs, probability, threshold, guard::barred);
        stages.done("归并");
        List<LinkResult.RuleReport> reports = new ArrayList<>();
        for (Blocks b : blocks) reports.add(new LinkResult.RuleReport(b.rule.name(), b.pairs, b.cappedBlocks, b.cappedPairs));
        return new LinkResult(records, weights, pairs, probability, threshold, clusters,
                new LinkResult.Blocking(List.copyOf(reports), scorer.compared, missed), stages.all(), encoder::id);
    }

    private static long pairsIn(long rows) {
        return rows * (rows - 1) / 2;
    }

    private List<Rule> given(Records records) {
        List<Rule> rules = new ArrayList<>();
        for (List<String> names : model.blocking()) {
            List<Atom> atoms = new ArrayList<>();
            for (String name : names) {
                atoms.add(records.atoms.stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow(() -> new LinkException("LINK-MODEL",
                        "分块键“%s”不存在，可用：%s".formatted(name, String.join("、", records.atoms.stream().map(Atom::name).toList())))));
            }
            rules.add(new Rule(atoms));
        }
        return rules;
    }

    /// Finds the prior at which the pairs' probabilities add up to the true pairs it promises; gives the probabilities.
    private static float[] settle(Pairs pairs, Weights weights, double all, double missed) {
        double shift = 0;
        for (int round = 0; round < 30; round++) {
            double sum = 0;
            for (int i = 0; i < pairs.size; i++) sum += Weights.probability(Math.min(pairs.weight[i] + shift, pairs.held(i).most()));
            double share = Math.clamp(sum / Math.max(0.3, 1 - missed) / all, 1e-12, 0.5);
            double next = Math.log(share / (1 - share)) / Math.log(2) - weights.prior;
            if (Math.abs(next - shift) < 1e-3) break;
            shift = next;
        }
        weights.prior += shift;
        float[] probability = new float[pairs.size];
        for (int i = 0; i < pairs.size; i++) {
            pairs.weight[i] += (float) shift;
            probability[i] = (float) Weights.probability(Math.min(pairs.weight[i], pairs.held(i).most()));
        }
        return probability;
    }

    private static int[] linked(Pairs pairs, float[] probability, double threshold) {
        long[] order = new long[pairs.size];
        int n = 0;
        for (int i = 0; i < pairs.size; i++) {
            if (probability[i] >= threshold) order[n++] = (long) (1e6 * (1000 - pairs.weight[i])) << 31 | i;
        }
        Arrays.sort(order, 0, n);
        int[] linked = new int[n];
        for (int i = 0; i < n; i++) linked[i] = (int) (order[i] & 0x7fffffff);
        return linked;
    }

    @Override
    public void close() {
        parallel.close();
    }
}
