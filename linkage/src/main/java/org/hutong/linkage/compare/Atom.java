package org.hutong.linkage.compare;

import java.util.function.IntFunction;
import org.hutong.linkage.text.Numbering;
import org.hutong.linkage.text.Values;

/// One part of a blocking key: a column's value or something derived from it, as a number for each row (0 = none).
///
/// Derived keys are numbered when a rule first needs them for all rows: of thirty candidates a dozen are used.
public final class Atom {
    /// Gives a number for a value's key, 0 for none: the same number in whatever list the value stands.
    public interface Key {
        long of(char[] c, int at, int length, int code);
    }

    private final String name;
    private final Column column;
    private final Column second;
    private final Key key;
    private final long[] keys;
    private volatile int[] map;

    private Atom(String name, Column column, Column second, Key key, long[] keys, int[] map) {
        this.name = name;
        this.column = column;
        this.second = second;
        this.key = key;
        this.keys = keys;
        this.map = map;
    }

    public static Atom whole(Column column, String name) {
        return new Atom(name, column, null, null, null, null);
    }

    /// Both values in either order, so that a swapped given name and surname still meet.
    public static Atom either(Column column, Column second) {
        return new Atom(column.field.column() + "/" + second.field.column(), column, second, null, null, null);
    }

    /// A key derived from each distinct value; null or empty means none.
    static Atom derived(Column column, String name, IntFunction<String> key) {
        return numbered(column, name, (c, at, length, code) -> {
            String text = key.apply(code);
            return text == null || text.isEmpty() ? 0 : hash(text.toCharArray(), 0, text.length());
        });
    }

    /// A key derived from each distinct value's characters.
    static Atom numbered(Column column, String name, Key key) {
        return new Atom(name, column, null, key, null, null);
    }

    /// A key already numbered by code; `keys` are the numbered keys.
    static Atom of(Column column, String name, int[] map, long[] keys) {
        return new Atom(name, column, null, null, keys, map);
    }

    /// A number for some characters; two texts share one about once in 10^19.
    static long hash(char[] c, int at, int length) {
        long h = length;
        for (int i = 0; i < length; i++) {
            h = (h ^ c[at + i]) * 0x9E3779B97F4A7C15L;
            h ^= h >>> 31;
        }
        return h == 0 ? 1 : h;
    }

    /// One number for two.
    static long hash(long a, long b) {
        long h = (a * 0x9E3779B97F4A7C15L ^ b) * 0xBF58476D1CE4E5B9L;
        h ^= h >>> 31;
        return h == 0 ? 1 : h;
    }

    public String name() {
        return name;
    }

    public Column column() {
        return column;
    }

    /// The other column whose value may change places with this one's, or null; the key is then the unordered pair.
    public Column second() {
        return second;
    }

    /// Whether agreement on the key is agreement on the whole value.
    public boolean exact() {
        return second == null && key == null && map == null;
    }

    /// Numbers the keys of all values, once.
    public void prepare() {
        if (key == null || map != null) return;
        synchronized (this) {
            if (map != null) return;
            Numbering numbers = new Numbering();
            Values values = column.values;
            int[] made = new int[values.size() + 1];
            for (int code = 1; code < made.length; code++) made[code] = numbers.add(key.of(values.chars(), values.start(code), values.length(code), code));
            map = made;
        }
    }

    /// The key's number for the row whose cells begin at `at`; `prepare` comes first.
    public int of(int[] cells, int at) {
        int code = cells[at + column.slot];
        if (second != null) return either(code, cells[at + second.slot]);
        int[] known = map;
        return known == null ? code : known[code];
    }

    /// Each value's key, by code, as a number that is the same in whatever list the value stands.
    public long[] keys() {
        Values values = column.values;
        long[] out = new long[values.size() + 1];
        int[] known = map;
        for (int code = 1; code < out.length; code++) {
            out[code] = keys != null ? keys[known[code]] : key != null ? key.of(values.chars(), values.start(code), values.length(code), code)
                    : hash(values.chars(), values.start(code), values.length(code));
        }
        return out;
    }

    private static int either(int code, int other) {
        return code == 0 || other == 0 ? 0 : (Math.min(code, other) * 0x9E3779B1 ^ Math.max(code, other) * 0x85EBCA6B) | 1;
    }

    /// A number for the key without `prepare`, equal for equal keys; for samples.
    public int sampled(int[] cells, int at) {
        int code = cells[at + column.slot];
        if (key == null || map != null || code == 0) return of(cells, at);
        Values values = column.values;
        long k = key.of(values.chars(), values.start(code), values.length(code), code);
        if (k == 0) return 0;
        int folded = (int) (k ^ k >>> 32);
        return folded == 0 ? 1 : folded;
    }
}
