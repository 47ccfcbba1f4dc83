package org.hutong.linkage.block;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.hutong.linkage.Parallel;
import org.hutong.linkage.compare.Atom;
import org.hutong.linkage.compare.Column;
import org.hutong.linkage.compare.Records;
import org.hutong.linkage.model.FieldType;

/// Chooses blocking rules: virtual true pairs are drawn (what is filled in as in the lists, what agrees by the given chances) and rules
/// are taken greedily by how many virtual pairs each newly brings together for the pairs it costs, until the budget is spent.
public final class RuleChooser {
    private static final int VIRTUAL = 4096;
    private static final int SAMPLE = 50_000;
    private final Records records;
    /// Rows of the list (or both), which may be more than the records drawn from it.
    private final double rows;
    private final double rightRows;
    private final List<Atom> atoms;
    private final Map<Atom, long[]> agree = new HashMap<>();
    private final double cap;
    private final int[] sample;
    private final Map<Atom, int[]> drawn = new ConcurrentHashMap<>();
    private final List<Rule> candidates = new ArrayList<>();
    private final Map<Rule, Double> costs = new HashMap<>();
    private final Map<Atom, Double> chance = new HashMap<>();

    /// How often two records of one person agree on a key when both have it.
    public interface Reliability {
        double of(Atom atom);
    }

    /// `cap` is the most pairs one block may have; `rightRows` how many rows the right list has where the records hold a part of it.
    public RuleChooser(Records records, double rightRows, double cap, Parallel parallel) {
        this.records = records;
        this.rightRows = rightRows;
        rows = records.leftRows + rightRows;
        this.cap = cap;
        atoms = records.atoms;
        sample = sample(records.rows);
        List<Runnable> drawing = new ArrayList<>();
        for (Atom atom : atoms) drawing.add(() -> drawn.put(atom, draw(atom)));
        parallel.run(drawing);
        List<Runnable> counting = new ArrayList<>();
        double[] single = new double[atoms.size()];
        for (int i = 0; i < single.length; i++) {
            int at = i;
            counting.add(() -> single[at] = pairs(new Rule(List.of(atoms.get(at)))));
        }
        parallel.run(counting);
        double enough = 2.0 * rows + 1000;
        for (int i = 0; i < single.length; i++) {
            Atom a = atoms.get(i);
            Rule alone = new Rule(List.of(a));
            candidates.add(alone);
            costs.put(alone, single[i]);
            chance.put(a, single[i] / all());
            for (int j = 0; j < i && single[i] > enough; j++) {
                Atom b = atoms.get(j);
                if (overlap(a, b) || single[j] <= enough) continue;
                candidates.add(new Rule(List.of(b, a)));
                double both = single[i] * single[j] / all();
                for (int k = 0; k < j && both > enough / 4; k++) {
                    Atom c = atoms.get(k);
                    if (overlap(a, c) || overlap(b, c) || single[k] * Math.min(single[i], single[j]) / all() <= enough / 4) continue;
                    candidates.add(new Rule(List.of(c, b, a)));
                }
            }
        }
    }

    private static boolean overlap(Atom a, Atom b) {
        return a.column() == b.column() || a.column() == b.second() || a.second() == b.column() || a.second() != null && a.second() == b.second();
    }

    /// Agreement by type before anything is learned.
    public static double guess(Atom atom) {
        FieldType type = atom.column().field.type();
        double whole = switch (type) {
            case SEX -> 0.95;
            case ID_NUMBER, DATE, IDENTIFIER, POSTCODE, SURNAME, REGION, CATEGORY, CHINESE_NAME -> 0.8;
            case NAME, GIVEN_NAME -> 0.7;
            case PHONE, EMAIL, ADDRESS, TEXT -> 0.6;
        };
        if (atom.second() != null) return 0.1;
        return atom.exact() ? whole : whole + (1 - whole) * 0.4;
    }

    /// Draws the virtual pairs. `reliability` of an atom that is not exact is at least that of the whole value.
    public void draw(Reliability reliability, long seed) {
        agree.clear();
        SplittableRandom random = new SplittableRandom(seed);
        Map<Column, long[]> present = new HashMap<>(), exact = new HashMap<>();
        int[] cells = records.cells;
        for (Column c : records.columns) {
            present.put(c, new long[VIRTUAL / 64]);
            exact.put(c, new long[VIRTUAL / 64]);
        }
        Map<Column, Double> whole = new HashMap<>();
        for (Atom atom : atoms) if (atom.exact()) whole.put(atom.column(), reliability.of(atom));
        for (int v = 0; v < VIRTUAL; v++) {
            int a = records.at(random.nextInt(records.leftRows));
            int b = records.at(records.two ? records.leftRows + random.nextInt(records.rows - records.leftRows) : random.nextInt(records.rows));
            for (Column c : records.columns) {
                if (cells[a + c.slot] == 0 || cells[b + c.slot] == 0) continue;
                present.get(c)[v >> 6] |= 1L << v;
                if (random.nextDouble() < whole.getOrDefault(c, 0.7)) exact.get(c)[v >> 6] |= 1L << v;
            }
        }
        for (Atom atom : atoms) {
            long[] bits = exact.get(atom.column()).clone();
            double rate = reliability.of(atom), base = whole.getOrDefault(atom.column(), 0.7);
            double rest = atom.second() != null ? rate : base >= 1 ? 1 : Math.max(0, (rate - base) / (1 - base));
            for (int v = 0; v < VIRTUAL; v++) {
                boolean both = (present.get(atom.column())[v >> 6] >>> v & 1) == 1;
                boolean same = (bits[v >> 6] >>> v & 1) == 1;
                if (atom.second() != null) {
                    both &= (present.get(atom.second())[v >> 6] >>> v & 1) == 1;
                    same = both && same && (exact.get(atom.second())[v >> 6] >>> v & 1) == 1;
                }
                if (!same && !atom.exact() && both) same = random.nextDouble() < rest;
                if (same) bits[v >> 6] |= 1L << v;
                else bits[v >> 6] &= ~(1L << v);
            }
            agree.put(atom, bits);
        }
    }

    private long[] cover(Rule rule) {
        long[] bits = agree.get(rule.atoms().getFirst()).clone();
        for (int i = 1; i < rule.atoms().size(); i++) {
            long[] more = agree.get(rule.atoms().get(i));
            for (int w = 0; w < bits.length; w++) bits[w] &= more[w];
        }
        return bits;
    }

    /// Rules to learn from: each holds a column that tells persons apart (a household's rows would otherwise pass for one person), and no two
    /// stand on the same columns.
    public List<Rule> choose(double budget) {
        Predicate<Rule> personal = candidates.stream().anyMatch(Rule::personal) ? Rule::personal : rule -> true;
        List<Rule> rules = new ArrayList<>(choose(budget, 0.01, 6, personal));
        List<Rule> first = List.copyOf(rules);
        rules.addAll(choose(budget, 0.01, 5, personal.and(rule -> first.stream().noneMatch(w -> sameColumns(w, rule)))));
        return rules;
    }

    private static boolean sameColumns(Rule a, Rule b) {
        return a.atoms().size() == b.atoms().size() && a.atoms().stream().allMatch(x -> b.uses(x.column()));
    }

    private record Candidate(Rule rule, long[] cover, double value, double cost, int round) {}

    /// Rules in the order taken. `smallest` is the least gain (share of true pairs) worth a rule.
    public List<Rule> choose(double budget, double smallest, int most, Predicate<Rule> wanted) {
        List<Rule> taken = new ArrayList<>();
        long[] covered = new long[VIRTUAL / 64], twice = new long[VIRTUAL / 64];
        long[] none = new long[VIRTUAL / 64];
        PriorityQueue<Candidate> queue = new PriorityQueue<>(Comparator.comparingDouble((Candidate c) -> -c.value));
        for (Rule rule : candidates) {
            if (!wanted.test(rule)) continue;
            long[] cover = cover(rule);
            double cost = costs.getOrDefault(rule, independent(rule) + rows * 0.3 * gain(cover, none, none) / VIRTUAL);
            if (cost > budget * 4) continue;
            queue.add(new Candidate(rule, cover, value(gain(cover, covered, twice), cost), cost, 0));
        }
        double spent = 0;
        int round = 0;
        while (!queue.isEmpty() && taken.size() < most) {
            Candidate best = queue.poll();
            double gain = gain(best.cover, covered, twice);
            if (gain < smallest * VIRTUAL) continue;
            boolean known = costs.containsKey(best.rule);
            if (best.round < round || !known) {
                double cost = costs.computeIfAbsent(best.rule, this::pairs);
                queue.add(new Candidate(best.rule, best.cover, value(gain, cost), cost, round));
                continue;
            }
            if (spent + best.cost > budget) continue;
            spent += best.cost;
            taken.add(best.rule);
            for (int w = 0; w < covered.length; w++) {
                twice[w] |= covered[w] & best.cover[w];
                covered[w] |= best.cover[w];
            }
            round++;
        }
        return taken;
    }

    /// Estimated share of true pairs that none of the rules brings together.
    public double missed(List<Rule> rules) {
        long[] covered = new long[VIRTUAL / 64];
        for (Rule rule : rules) {
            if (rule.atoms().isEmpty()) return 0;
            long[] cover = cover(rule);
            for (int w = 0; w < covered.length; w++) covered[w] |= cover[w];
        }
        int count = 0;
        for (long word : covered) count += Long.bitCount(word);
        return 1 - (double) count / VIRTUAL;
    }

    /// Chance that a true pair is in a block of the rule, by presence in the lists and the given reliabilities.
    public double seen(Rule rule, Reliability reliability) {
        double seen = 1;
        for (Atom atom : rule.atoms()) {
            Column c = atom.column();
            double share = c.presentShare(false) / records.leftRows;
            if (records.two) share *= c.presentShare(true) / (records.rows - records.leftRows);
            else share *= share;
            seen *= share * reliability.of(atom);
        }
        return seen;
    }

    /// Pairs the rule makes, as estimated when it was chosen.
    public double pairsOf(Rule rule) {
        return costs.computeIfAbsent(rule, this::pairs);
    }

    private double value(double gain, double cost) {
        return gain / Math.sqrt(cost + rows * 0.1 + 100);
    }

    /// Virtual pairs newly brought together, and a little for those met a second time: the drawing knows less than the lists do.
    private static double gain(long[] cover, long[] covered, long[] twice) {
        int fresh = 0, again = 0;
        for (int w = 0; w < cover.length; w++) {
            fresh += Long.bitCount(cover[w] & ~covered[w]);
            again += Long.bitCount(cover[w] & covered[w] & ~twice[w]);
        }
        return fresh + again * 0.1;
    }

    /// Pairs the rule would make if its keys were independent: a lower bound good enough to order candidates.
    private double independent(Rule rule) {
        double pairs = all();
        for (Atom atom : rule.atoms()) pairs *= chance.get(atom);
        return pairs;
    }

    private double all() {
        return records.two ? records.leftRows * rightRows : rows * (rows - 1) / 2;
    }

    /// Keys of an even sample of rows, atom by atom, so that weighing a rule does not walk the lists again.
    private int[] draw(Atom atom) {
        int[] out = new int[sample.length];
        for (int i = 0; i < out.length; i++) out[i] = atom.sampled(records.cells, sample[i] * records.stride);
        return out;
    }

    private static int[] sample(int n) {
        int step = Math.max(1, n / SAMPLE);
        SplittableRandom random = new SplittableRandom(n);
        int[] rows = new int[n / step * 2 + 2];
        int count = 0;
        for (int r = 0; r < n; r += step == 1 ? 1 : 1 + random.nextInt(2 * step - 1)) rows[count++] = r;
        return java.util.Arrays.copyOf(rows, count);
    }

    /// Pairs the rule makes, counted on the sample: exact for small lists.
    double pairs(Rule rule) {
        int size = Integer.highestOneBit(Math.max(64, sample.length)) * 4;
        long[] keys = new long[size];
        int[] left = new int[size], right = records.two ? new int[size] : left;
        int leftRows = 0;
        int[][] parts = rule.atoms().stream().map(drawn::get).toArray(int[][]::new);
        rows:
        for (int i = 0; i < sample.length; i++) {
            if (sample[i] < records.leftRows) leftRows++;
            long key = 0x9E3779B97F4A7C15L;
            for (int[] part : parts) {
                if (part[i] == 0) continue rows;
                key = (key ^ part[i]) * 0xBF58476D1CE4E5B9L;
                key ^= key >>> 31;
            }
            int slot = (int) (key >>> 12) & size - 1;
            while (keys[slot] != 0 && keys[slot] != key) slot = slot + 1 & size - 1;
            keys[slot] = key;
            (sample[i] < records.leftRows ? left : right)[slot]++;
        }
        double scale = records.two ? (double) records.leftRows / Math.max(1, leftRows) * rightRows / Math.max(1, sample.length - leftRows)
                : rows / leftRows * (rows - 1) / Math.max(1, leftRows - 1);
        double pairs = 0, every = 0;
        long kept = 0, capped = 0;
        for (int s = 0; s < size; s++) {
            if (keys[s] == 0) continue;
            double here = Blocks.pairs(left[s], records.two ? right[s] : 0, records.two) * scale;
            int rows = left[s] + (records.two ? right[s] : 0);
            every += here;
            if (here > cap) {
                capped += rows;
            } else {
                kept += rows;
                pairs += here;
            }
        }
        // A few crowded values (a stopgap date, a common name) are left out when pairs are made; a rule that lives on them is worth nothing.
        return capped * 4 > kept ? every : pairs;
    }
}
