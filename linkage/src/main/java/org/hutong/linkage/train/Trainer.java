package org.hutong.linkage.train;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.hutong.linkage.Parallel;
import org.hutong.linkage.block.Blocks;
import org.hutong.linkage.block.Rule;
import org.hutong.linkage.block.RuleChooser;
import org.hutong.linkage.compare.Comparator;
import org.hutong.linkage.compare.Records;
import org.hutong.linkage.compare.Scratch;

/// Fellegi–Sunter weights by expectation maximisation, without labels.
///
/// Each session sees the pairs of one blocking rule and says nothing about the columns of that rule. `u` comes from random pairs (for level 1
/// from the frequency tables, exactly), freed of the true pairs hidden among them.
public final class Trainer {
    private static final int RANDOM_PAIRS = 300_000;
    private static final int SESSION_PAIRS = 120_000;
    private final Records records;
    private final Parallel parallel;
    private final long seed;
    private final List<Comparator> comparators;
    private final List<Session> sessions = new ArrayList<>();
    private double[][] observed;
    private double allPairs;

    private record Session(Rule rule, long[] patterns, long[] counts, boolean[] blind, double total) {}

    public Trainer(Records records, Parallel parallel, long seed) {
        this.records = records;
        this.parallel = parallel;
        this.seed = seed;
        comparators = records.comparators;
        double right = records.rows - records.leftRows;
        allPairs = records.two ? records.leftRows * right : records.rows * (records.rows - 1.0) / 2;
    }

    /// Counts levels among random pairs.
    public void drawRandomPairs() {
        int draws = RANDOM_PAIRS, pieces = 8;
        long[][][] found = new long[pieces][][];
        List<Runnable> tasks = new ArrayList<>();
        for (int p = 0; p < pieces; p++) {
            int piece = p;
            tasks.add(() -> found[piece] = drawPiece(draws / pieces, seed + piece));
        }
        parallel.run(tasks);
        observed = new double[comparators.size()][];
        for (Comparator c : comparators) {
            double[] share = observed[c.place] = new double[c.levels()];
            double total = 0, fuzzy = 0;
            long[] counts = new long[c.levels()];
            for (long[][] piece : found) for (int l = 0; l < c.levels(); l++) counts[l] += piece[c.place][l];
            for (int l = 1; l < c.levels(); l++) total += counts[l];
            double same = c.exactByChance(records.two);
            for (int l = 2; l < c.levels(); l++) fuzzy += counts[l] + 0.1;
            for (int l = 2; l < c.levels(); l++) share[l] = (1 - same) * (counts[l] + 0.1) / fuzzy;
            share[1] = same;
        }
    }

    private long[][] drawPiece(int draws, long pieceSeed) {
        SplittableRandom random = new SplittableRandom(pieceSeed);
        Scratch scratch = records.scratch();
        long[][] counts = new long[comparators.size()][16];
        for (int i = 0; i < draws; i++) {
            int a = random.nextInt(records.leftRows);
            int b = records.two ? records.leftRows + random.nextInt(records.rows - records.leftRows) : random.nextInt(records.rows);
            if (a == b) continue;
            for (Comparator c : comparators) counts[c.place][c.level(scratch, records.cells, a * records.stride, b * records.stride)]++;
        }
        return counts;
    }

    /// Adds a session for one rule; small rules are read in full, larger ones sampled evenly.
    public void addSession(Rule rule) {
        Blocks blocks = Blocks.of(rule, records, 200_000);
        if (blocks.pairs < 20) return;
        double keep = Math.min(1, (double) SESSION_PAIRS / blocks.pairs);
        long bound = (long) (keep * (1L << 31));
        Patterns patterns = new Patterns();
        Scratch scratch = records.scratch();
        long[] seen = {0};
        for (int g = 1; g <= blocks.count; g++) {
            blocks.each(g, records.two, (a, b) -> {
                if (keep < 1 && ((a * 0x9E3779B97F4A7C15L ^ b * 0xBF58476D1CE4E5B9L) * 0x94D049BB133111EBL >>> 33) >= bound) return;
                patterns.add(records.pattern(scratch, a, b), 1);
                seen[0]++;
            });
        }
        boolean[] blind = new boolean[comparators.size()];
        for (Comparator c : comparators) blind[c.place] = rule.uses(c.column);
        long[][] sorted = patterns.sorted();
        synchronized (sessions) {
            sessions.add(new Session(rule, sorted[0], sorted[1], blind, seen[0]));
        }
    }

    /// Learns from all sessions together: shared `m`, a share of true pairs for each session.
    public Weights learn(RuleChooser chooser) {
        sessions.sort(java.util.Comparator.comparing(s -> s.rule.name()));
        int n = comparators.size();
        double[][] m = new double[n][], u = new double[n][];
        for (Comparator c : comparators) {
            m[c.place] = start(c);
            u[c.place] = observed[c.place].clone();
        }
        double[] lambda = new double[sessions.size()];
        java.util.Arrays.fill(lambda, 0.2);
        double overall = 1e-9;
        for (int round = 0; round < 200; round++) {
            double[][] next = new double[n][];
            for (Comparator c : comparators) {
                next[c.place] = new double[c.levels()];
                double[] begin = start(c);
                for (int l = 1; l < c.levels(); l++) next[c.place][l] = begin[l] * 2 + 0.02;
            }
            double moved = 0;
            for (int s = 0; s < lambda.length; s++) {
                double share = expect(sessions.get(s), m, u, lambda[s], next);
                moved = Math.max(moved, Math.abs(share - lambda[s]));
                lambda[s] = Math.clamp(share, 1e-7, 1 - 1e-7);
            }
            for (int c = 0; c < n; c++) {
                double total = 0;
                for (int l = 1; l < next[c].length; l++) total += next[c][l];
                for (int l = 1; l < next[c].length; l++) {
                    double value = next[c][l] / total;
                    moved = Math.max(moved, Math.abs(value - m[c][l]));
                    m[c][l] = value;
                }
            }
            if (round % 5 == 4) {
                overall = overall(lambda, m, chooser);
                cleanse(u, m, overall);
            }
            if (moved < 1e-5 && round > 10) break;
        }
        return new Weights(m, u, Math.log(overall / (1 - overall)) / Math.log(2));
    }

    private double[] start(Comparator c) {
        double[] m = new double[c.levels()];
        double same = 0.85, rest = 1 - same;
        m[1] = same;
        for (int l = 2; l < m.length; l++) {
            m[l] = l == m.length - 1 ? rest : rest * 0.4;
            rest -= m[l];
        }
        return m;
    }

    private double expect(Session session, double[][] m, double[][] u, double lambda, double[][] next) {
        double[][] ratio = new double[m.length][16];
        for (int c = 0; c < m.length; c++) {
            ratio[c][0] = 1;
            for (int l = 1; l < m[c].length; l++) ratio[c][l] = session.blind[c] ? 1 : m[c][l] / u[c][l];
        }
        double matches = 0, odds = lambda / (1 - lambda);
        for (int i = 0; i < session.patterns.length; i++) {
            long pattern = session.patterns[i];
            double r = odds;
            for (int c = 0; c < m.length; c++) r *= ratio[c][(int) (pattern >>> (c << 2)) & 15];
            double p = r / (1 + r) * session.counts[i];
            matches += p;
            for (int c = 0; c < m.length; c++) {
                if (!session.blind[c]) next[c][(int) (pattern >>> (c << 2)) & 15] += p;
            }
        }
        return matches / session.total;
    }

    /// Share of true pairs among all pairs: each session's true pairs over the share of true pairs its rule can see; the median of sessions.
    private double overall(double[] lambda, double[][] m, RuleChooser chooser) {
        double[] guesses = new double[lambda.length];
        for (int s = 0; s < lambda.length; s++) {
            Session session = sessions.get(s);
            double seen = chooser.seen(session.rule, atom -> reliability(atom, m));
            guesses[s] = lambda[s] * chooser.pairsOf(session.rule) / Math.max(0.02, seen) / allPairs;
        }
        java.util.Arrays.sort(guesses);
        double middle = guesses.length == 0 ? 1e-6 : guesses[guesses.length / 2];
        return Math.clamp(middle, 1e-12, 0.5);
    }

    /// How often rows of one person agree on a key, from `m`; on a derived key at least as often as on the value.
    public double reliability(org.hutong.linkage.compare.Atom atom, double[][] m) {
        for (Comparator c : comparators) {
            if (c.column != atom.column()) continue;
            double exact = m[c.place][1];
            if (atom.second() != null) return 0.05;
            return atom.exact() ? exact : exact + (1 - exact) * 0.4;
        }
        return RuleChooser.guess(atom);
    }

    private void cleanse(double[][] u, double[][] m, double overall) {
        for (int c = 0; c < u.length; c++) {
            double total = 0;
            for (int l = 1; l < u[c].length; l++) {
                double floor = Math.max(observed[c][l] * 0.01, 1e-9);
                u[c][l] = Math.max(floor, (observed[c][l] - overall * m[c][l]) / (1 - overall));
                total += u[c][l];
            }
            for (int l = 1; l < u[c].length; l++) u[c][l] /= total;
        }
    }
}
