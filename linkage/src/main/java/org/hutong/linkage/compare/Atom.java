package org.hutong.linkage.compare;

import java.util.function.IntFunction;
import org.hutong.linkage.text.Numbering;
import org.hutong.linkage.text.Values;

/// One part of a blocking key: a column's value or something derived from it, as a number for each row (0 = none).
///
/// @param map    from the column's code to the key's number, or null when they are the same
/// @param second another column whose value may change places with this one's: the key is then the unordered pair
/// @param exact  whether agreement on the key is agreement on the whole value
public record Atom(String name, Column column, int[] map, Column second, boolean exact) {
    public static Atom whole(Column column, String name) {
        return new Atom(name, column, null, null, true);
    }

    /// Both values in either order, so that a swapped given name and surname still meet.
    public static Atom either(Column column, Column second) {
        return new Atom(column.field.column() + "/" + second.field.column(), column, null, second, false);
    }

    /// A key derived from each distinct value; null or empty means none.
    public static Atom derived(Column column, String name, IntFunction<String> key) {
        Values keys = new Values();
        int[] map = new int[column.values.size() + 1];
        for (int code = 1; code < map.length; code++) map[code] = keys.add(key.apply(code));
        return new Atom(name, column, map, null, false);
    }

    /// Gives a number for a value's key, 0 for none.
    public interface Key {
        long of(char[] c, int at, int length, int code);
    }

    /// A key derived from each distinct value's characters.
    static Atom numbered(Column column, String name, Key key) {
        Numbering numbers = new Numbering();
        Values values = column.values;
        int[] map = new int[values.size() + 1];
        for (int code = 1; code < map.length; code++) map[code] = numbers.add(key.of(values.chars(), values.start(code), values.length(code), code));
        return new Atom(name, column, map, null, false);
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

    /// A key already numbered by code.
    public static Atom of(Column column, String name, int[] map) {
        return new Atom(name, column, map, null, false);
    }

    public int of(int[] cells, int at) {
        int code = cells[at + column.slot];
        if (second != null) {
            int other = cells[at + second.slot];
            return code == 0 || other == 0 ? 0 : (Math.min(code, other) * 0x9E3779B1 ^ Math.max(code, other) * 0x85EBCA6B) | 1;
        }
        return map == null ? code : map[code];
    }
}
