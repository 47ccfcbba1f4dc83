package org.hutong.linkage.compare;

import java.util.List;

/// Compares one column of two rows and answers with a level: 0 missing, 1 same, 2 … ever less alike, the last one "different".
public abstract class Comparator {
    /// Place among the model's comparators, and in a packed pattern.
    public final int place;
    public final Column column;
    private final List<String> levels;
    /// Log2 weight added to level 1 for each code, by how rare the value is; null without term frequency.
    public float[] rarity;

    Comparator(int place, Column column, String... levels) {
        this.place = place;
        this.column = column;
        this.levels = List.of(levels);
    }

    public final int levels() {
        return levels.size();
    }

    /// Chinese word for a level, for explanations.
    public final String levelName(int level) {
        return levels.get(level);
    }

    public final int last() {
        return levels.size() - 1;
    }

    /// Level of rows whose cells begin at `a` and `b`.
    public final int level(Scratch scratch, int[] cells, int a, int b) {
        int x = cells[a + column.slot], y = cells[b + column.slot];
        if (x == 0 || y == 0) return ifMissing(cells, a, b);
        if (x == y) return 1;
        int level;
        if (cacheable()) {
            int low = Math.min(x, y), high = Math.max(x, y);
            level = scratch.cached(place, low, high);
            if (level < 0) {
                level = differ(scratch, low, high);
                scratch.cache(place, low, high, level);
            }
        } else {
            level = differ(scratch, x, y);
        }
        return level == last() ? apart(cells, a, b) : level;
    }

    /// Chance of level 1 for two random rows that both have a value.
    public double exactByChance(boolean two) {
        return Math.max(column.sameByChanceSmoothed(two), 1e-9);
    }

    /// Level of two different, present codes.
    abstract int differ(Scratch scratch, int x, int y);

    /// A last look at other columns of rows that differ in this one.
    int apart(int[] cells, int a, int b) {
        return last();
    }

    int ifMissing(int[] cells, int a, int b) {
        return 0;
    }

    boolean cacheable() {
        return false;
    }

    /// Keys by which rows may be brought together on this column; the first is the value itself.
    public List<Atom> atoms() {
        return List.of(Atom.whole(column, column.field.column()));
    }
}
