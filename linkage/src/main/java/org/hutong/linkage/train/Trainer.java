package org.hutong.linkage.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.hutong.linkage.Parallel;
import org.hutong.linkage.block.Blocks;
import org.hutong.linkage.block.Rule;
import org.hutong.linkage.block.RuleChooser;
import org.hutong.linkage.compare.Atom;
import org.hutong.linkage.compare.Comparator;
import org.hutong.linkage.compare.Guard;
import org.hutong.linkage.compare.Records;
import org.hutong.linkage.compare.Scratch;

/// Fellegi–Sunter weights by expectation maximisation, without labels.
///
/// Each session sees the pairs of one blocking rule and says nothing about the columns of that rule. `u` comes from random pairs (for level 1
/// from the frequency tables, exactly), freed of the true pairs hidden among them, and given what else agrees ([Dependence]).
public final class Trainer {
    private static final int RANDOM_PAIRS = 120_000;
    private static final double USUAL = 500;
    private static final int SESSION_PAIRS = 50_000;
    private static final int FAMILY_PAIRS = 20_000;
    private static final double TELLING = 0.25;
    /// A dependence (bits a pair) too strong to be left out, and the least share of different people among the pairs that show it: else they may be
    /// true pairs mistaken.
    private static final double HIDDEN = 1;
    private static final double DIFFERENT = 0.25;
    private final Records records;
    private final Guard guard;
    private final Parallel parallel;
    private final long seed;
    private final List<Comparator> comparators;
    private final List<Session> sessions = new ArrayList<>();
    private final double allPairs;
    private double[][] observed;
    private Dependence dependence;

    /// Pairs of one rule as patterns, `total` drawn of `pairs`; `chance` is each pattern's probability among different people.
    private record Session(Rule rule, int family, long[] patterns, long[] counts, double[] chance, boolean[] barred, boolean[] blind, double total, double pairs) {}

    public Trainer(Records records, Guard guard, Parallel parallel, long seed) {
        this.guard = guard;
        this.records = records;
        this.parallel = parallel;
        this.seed = seed;
        comparators = records.comparators;
        dependence = Dependence.none(comparators.size());
        double right = records.rows - records.leftRows;
        allPairs = records.two ? records.leftRows * right : records.rows * (records.rows - 1.0) / 2;
    }

    /// Counts levels among random pairs.
    public void drawRandomPairs() {
        int pieces = 8;
        long[][][] found = new long[pieces][][];
        List<Runnable> tasks = new ArrayList<>();
        for (int p = 0; p < pieces; p++) {
            int piece = p;
            tasks.add(() -> found[piece] = drawPiece(RANDOM_PAIRS / pieces, seed + piece));
        }
        parallel.run(tasks);
        observed = new double[comparators.size()][];
        for (Comparator c : comparators) {
            double[] share = observed[c.place] = new double[c.levels()];
            double fuzzy = 0;
            long[] counts = new long[c.levels()];
            for (long[][] piece : found) for (int l = 0; l < c.levels(); l++) counts[l] += piece[c.place][l];
            double same = c.exactByChance(records.two);
            for (int l = 2; l < c.levels(); l++) fuzzy += counts[l] + 0.1;
            // A handful of pairs says little about chance: what is usual for the type counts as some pairs seen before.
            double near = Math.min(0.02, 3 * c.column.field.type().usualChance()), rest = 1 - near * (c.levels() - 3);
            for (int l = 2; l < c.levels(); l++) {
                double usual = c.levels() <= 3 ? 1 : l == c.last() ? rest : near;
                share[l] = (1 - same) * (allPairs * (counts[l] + 0.1) / fuzzy + USUAL * usual) / (allPairs + USUAL);
            }
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

    /// Adds a learning session for each rule, and for each column a family session: pairs that agree on it, to see what goes with it.
    public void addSessions(List<Rule> rules, RuleChooser chooser) {
        List<Runnable> tasks = new ArrayList<>();
        for (Rule rule : rules) tasks.add(() -> addSession(rule, chooser.pairsOf(rule), -1, SESSION_PAIRS));
        for (Comparator c : comparators) {
            if (c.exactByChance(records.two) < 0.2) tasks.add(() -> addSession(new Rule(List.of(Atom.whole(c.column, c.column.field.column()))),
                    c.exactByChance(records.two) * allPairs, c.place, FAMILY_PAIRS));
        }
        parallel.run(tasks);
        sessions.sort(java.util.Comparator.comparing((Session s) -> s.family).thenComparing(s -> s.rule.name()));
    }

    private void addSession(Rule rule, double pairs, int family, int most) {
        int thin = records.rows < 100_000 || pairs < most * 2.0 ? 0 : Math.min(5, (int) (Math.log(pairs / most) / Math.log(2)));
        Blocks blocks = Blocks.of(rule, records, family >= 0 ? 20_000_000 : 200_000, thin);
        if (thin > 0 && blocks.count < 200) {
            thin = 0;
            blocks = Blocks.of(rule, records, Long.MAX_VALUE);
        }
        if (blocks.pairs < 20) return;
        double all = blocks.pairs * (double) (1 << thin);
        Patterns patterns = new Patterns();
        Scratch scratch = records.scratch();
        long seen = blocks.sample(most, seed, records.two, (a, b) -> patterns.add(records.pattern(scratch, a, b), 1));
        boolean[] blind = new boolean[comparators.size()];
        for (Comparator c : comparators) blind[c.place] = rule.uses(c.column);
        long[][] sorted = patterns.sorted();
        boolean[] barred = new boolean[sorted[0].length];
        for (int i = 0; i < barred.length; i++) barred[i] = guard.of(sorted[0][i]) == Guard.Reason.TWO_NUMBERS;
        synchronized (sessions) {
            sessions.add(new Session(rule, family, sorted[0], sorted[1], new double[sorted[0].length], barred, blind, seen, all));
        }
    }

    /// Learns from all sessions together: shared `m`, a share of true pairs for each session; then what depends on what, and once more.
    public Weights learn(RuleChooser chooser) {
        int n = comparators.size();
        double[][] m = new double[n][], u = new double[n][];
        for (Comparator c : comparators) {
            m[c.place] = start(c);
            u[c.place] = observed[c.place].clone();
        }
        double[] lambda = new double[sessions.size()];
        double overall = 1e-9;
        for (int phase = 0; phase < 3; phase++) {
            Arrays.fill(lambda, 0.2);
            overall = maximise(m, u, lambda, chooser, phase == 0 ? 40 : 60);
            if (phase < 2) dependence = depend(m, u, lambda);
        }
        return new Weights(m, u, dependence, Math.log(overall / (1 - overall)) / Math.log(2));
    }

    private double maximise(double[][] m, double[][] u, double[] lambda, RuleChooser chooser, int rounds) {
        int n = comparators.size();
        double overall = 1e-9;
        for (int round = 0; round < rounds; round++) {
            if (round % 10 == 0) for (Session s : sessions) chances(s, u);
            double[][][] seen = new double[lambda.length][][];
            double moved = 0;
            for (int s = 0; s < lambda.length; s++) {
                if (sessions.get(s).family < 0) seen[s] = new double[n][16];
                double share = expect(sessions.get(s), m, lambda[s], seen[s], null);
                moved = Math.max(moved, Math.abs(share - lambda[s]));
                lambda[s] = Math.clamp(share, 1e-7, 1 - 1e-7);
            }
            for (Comparator c : comparators) {
                double[] next = consensus(c, seen);
                for (int l = 1; l < next.length; l++) {
                    moved = Math.max(moved, Math.abs(next[l] - m[c.place][l]));
                    m[c.place][l] = next[l];
                }
            }
            if (round % 10 == 9 || moved < 1e-4) {
                overall = overall(lambda, m, chooser);
                cleanse(u, m, lambda, overall);
            }
            if (moved < 1e-4 && round > 10) break;
        }
        return overall;
    }

    /// `m` of one comparator from the sessions that see it. A session that took households for persons shows too little agreement, never too
    /// much: the third of the sessions with the least agreement is left out.
    private double[] consensus(Comparator c, double[][][] seen) {
        List<double[]> votes = new ArrayList<>();
        for (int s = 0; s < seen.length; s++) {
            if (seen[s] == null || sessions.get(s).blind[c.place]) continue;
            double[] vote = Arrays.copyOf(seen[s][c.place], c.levels());
            vote[0] = 0;
            for (int l = 1; l < vote.length; l++) vote[0] += vote[l];
            if (vote[0] >= 5) votes.add(vote);
        }
        votes.sort((x, y) -> Double.compare(x[1] / x[0], y[1] / y[0]));
        double[] next = start(c);
        double total = 0;
        for (int l = 1; l < next.length; l++) total += next[l] = next[l] * 2 + 0.02;
        for (int i = votes.size() / 3; i < votes.size(); i++) {
            // A session's weight grows with its root only: many pairs of one kind shall not drown the others.
            double weight = 30 / Math.sqrt(votes.get(i)[0]);
            for (int l = 1; l < next.length; l++) {
                next[l] += votes.get(i)[l] * weight;
                total += votes.get(i)[l] * weight;
            }
        }
        for (int l = 1; l < next.length; l++) next[l] /= total;
        return next;
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

    private void chances(Session session, double[][] u) {
        for (int i = 0; i < session.patterns.length; i++) {
            long pattern = session.patterns[i], agree = dependence.agree(pattern);
            double chance = 1;
            for (int c = 0; c < u.length; c++) {
                int level = (int) (pattern >>> (c << 2)) & 15;
                if (level != 0 && !session.blind[c]) chance *= dependence.chance(c, level, agree, u);
            }
            session.chance[i] = chance;
        }
    }

    /// Adds each comparator's expected levels among true pairs to `match` and, by comparator, among different people to `other`; gives the share of true pairs.
    private static double expect(Session session, double[][] m, double lambda, double[][] match, double[][] other) {
        double matches = 0, odds = lambda / (1 - lambda);
        for (int i = 0; i < session.patterns.length; i++) {
            long pattern = session.patterns[i];
            double r = session.barred[i] ? 0 : odds / session.chance[i];
            for (int c = 0; c < m.length; c++) {
                int level = (int) (pattern >>> (c << 2)) & 15;
                if (level != 0 && !session.blind[c]) r *= m[c][level];
            }
            double p = (r == Double.POSITIVE_INFINITY ? 1 : r / (1 + r)) * session.counts[i];
            matches += p;
            double rest = session.counts[i] - p;
            for (int c = 0; c < m.length; c++) {
                if (session.blind[c]) continue;
                int level = (int) (pattern >>> (c << 2)) & 15;
                if (match != null) match[c][level] += p;
                if (other != null) other[c][level] += rest;
            }
        }
        return matches / session.total;
    }

    /// Reads from the family sessions what goes with what among different people.
    private Dependence depend(double[][] m, double[][] u, double[] lambda) {
        int n = comparators.size();
        double[][][] given = new double[n][n][];
        double[][] telling = new double[n][n];
        double[][][] others = new double[n][][];
        double[] different = new double[n];
        for (int s = 0; s < lambda.length; s++) {
            Session session = sessions.get(s);
            if (session.family >= 0) different[session.family] = 1 - expect(session, m, lambda[s], null, others[session.family] = new double[n][16]);
        }
        // The rarer column is taken given the commoner one. Where that hides a household (a few rows among all that a large city has of one district),
        // the commoner one is taken given the rarer: all columns in one direction, for two that lean on each other would lean on nothing.
        boolean hidden = false;
        double[][] back = new double[n][n];
        for (int c = 0; c < n; c++) {
            for (int p = 0; p < n; p++) {
                if (c == p || u[c][1] > u[p][1] || u[c][1] == u[p][1] && c < p) continue;
                telling[c][p] = telling(given, others, u, c, p);
                back[p][c] = telling(given, others, u, p, c);
                hidden |= telling[c][p] <= TELLING && back[p][c] > HIDDEN && different[c] > DIFFERENT;
            }
        }
        double[][] told = hidden ? back : telling;
        int[][] parents = new int[n][];
        double[][][] tables = new double[n][][];
        int[] alike = new int[n];
        for (int c = 0; c < n; c++) {
            int place = c;
            parents[c] = java.util.stream.IntStream.range(0, n).filter(p -> told[place][p] > TELLING).boxed()
                    .sorted((x, y) -> Double.compare(told[place][y], told[place][x])).mapToInt(x -> x).toArray();
            tables[c] = Arrays.stream(parents[c]).mapToObj(p -> given[place][p]).toArray(double[][]::new);
            for (int l = 1; l < u[c].length; l++) if (l == 1 || m[c][l] > u[c][l] * 8) alike[c] |= 1 << l;
        }
        return new Dependence(parents, tables, alike);
    }

    /// How much agreement on `p` tells of `c` among different people (bits a pair), 0 where too few are known.
    private static double telling(double[][][] given, double[][][] others, double[][] u, int c, int p) {
        double total = others[p] == null ? 0 : total(others[p][c]), telling = 0;
        if (total < 50) return 0;
        double[] levels = given[c][p] = new double[u[c].length];
        for (int l = 1; l < levels.length; l++) {
            levels[l] = (others[p][c][l] + u[c][l] * 20) / (total + 20);
            telling += levels[l] * Math.log(levels[l] / u[c][l]) / Math.log(2);
        }
        return telling;
    }

    /// Rows that have a value.
    private static double total(double[] levels) {
        double total = 0;
        for (int l = 1; l < levels.length; l++) total += levels[l];
        return total;
    }

    /// Share of true pairs among all pairs: each session's true pairs over the share of true pairs its rule can see; the median of sessions.
    private double overall(double[] lambda, double[][] m, RuleChooser chooser) {
        double[] guesses = new double[lambda.length];
        int count = 0;
        for (int s = 0; s < lambda.length; s++) {
            Session session = sessions.get(s);
            if (session.family >= 0) continue;
            double seen = chooser.seen(session.rule, atom -> reliability(atom, m));
            guesses[count++] = lambda[s] * session.pairs / Math.max(0.02, seen) / allPairs;
        }
        Arrays.sort(guesses, 0, count);
        double middle = count == 0 ? 1e-6 : guesses[count / 2];
        return Math.clamp(middle, 1e-12, 0.5);
    }

    /// How often rows of one person agree on a key, from `m`; on a derived key at least as often as on the value.
    public double reliability(Atom atom, double[][] m) {
        for (Comparator c : comparators) {
            if (c.column != atom.column()) continue;
            double exact = m[c.place][1];
            if (atom.second() != null) return 0.05;
            return atom.exact() ? exact : exact + (1 - exact) * 0.4;
        }
        return RuleChooser.guess(atom);
    }

    /// Frees `u` of the true pairs among random ones. Of the pairs that agree on a column its family session tells how many are true, which is surer than
    /// the difference of two numbers nearly alike.
    private void cleanse(double[][] u, double[][] m, double[] lambda, double overall) {
        for (int c = 0; c < u.length; c++) {
            double total = 0;
            for (int l = 1; l < u[c].length; l++) {
                double floor = Math.max(observed[c][l] * 0.01, 1e-9);
                u[c][l] = Math.max(floor, (observed[c][l] - overall * m[c][l]) / (1 - overall));
            }
            for (int s = 0; s < lambda.length; s++) {
                if (sessions.get(s).family == c) u[c][1] = Math.max(observed[c][1] * 0.01, observed[c][1] * (1 - lambda[s]));
            }
            for (int l = 1; l < u[c].length; l++) total += u[c][l];
            for (int l = 1; l < u[c].length; l++) u[c][l] /= total;
        }
    }
}
