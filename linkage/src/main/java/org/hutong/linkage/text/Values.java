package org.hutong.linkage.text;

import java.util.Arrays;

/// Normalised values of one column as characters, numbered from 1; built by one thread, then read by all.
public final class Values {
    private char[] chars;
    private int[] starts;
    /// Hash in the high half, code in the low.
    private long[] slots;
    private int size;

    public Values() {
        this(64, 8);
    }

    /// Room for so many values of about so many characters.
    public Values(int values, int length) {
        values = Math.max(64, values);
        chars = new char[Math.max(256, (int) Math.min(1 << 30, (long) values * length))];
        starts = new int[values + 2];
        slots = new long[Integer.highestOneBit(values) * 4];
    }

    /// The code of a normalised text; 0 for an empty one.
    public int add(String text) {
        if (text == null || text.isEmpty()) return 0;
        char[] c = text.toCharArray();
        return add(c, 0, c.length);
    }

    public int add(char[] from, int at, int length) {
        if (length == 0) return 0;
        int hash = hash(from, at, length), slot = slot(hash, from, at, length);
        if (slots[slot] != 0) return (int) slots[slot];
        int code = ++size;
        if (code + 1 >= starts.length) {
            starts = Arrays.copyOf(starts, starts.length + (starts.length >> 1));
        }
        int start = starts[code];
        if (start + length > chars.length) chars = Arrays.copyOf(chars, Math.max(chars.length + (chars.length >> 1), start + length));
        System.arraycopy(from, at, chars, start, length);
        starts[code + 1] = start + length;
        slots[slot] = (long) hash << 32 | code;
        if (size * 2 > slots.length) grow();
        return code;
    }

    /// The code of a text, 0 where it is not among the values.
    public int find(char[] from, int at, int length) {
        return length == 0 ? 0 : (int) slots[slot(hash(from, at, length), from, at, length)];
    }

    /// Where the text stands in the table, or the free place where it would.
    private int slot(int hash, char[] from, int at, int length) {
        int mask = slots.length - 1, slot = hash & mask;
        for (long held; (held = slots[slot]) != 0; slot = slot + 1 & mask) {
            if ((int) (held >>> 32) == hash && same((int) held, from, at, length)) return slot;
        }
        return slot;
    }

    private void grow() {
        long[] wider = new long[slots.length * 2];
        int mask = wider.length - 1;
        for (long held : slots) {
            if (held == 0) continue;
            int slot = (int) (held >>> 32) & mask;
            while (wider[slot] != 0) slot = slot + 1 & mask;
            wider[slot] = held;
        }
        slots = wider;
    }

    private boolean same(int code, char[] from, int at, int length) {
        int start = starts[code];
        if (starts[code + 1] - start != length) return false;
        for (int i = 0; i < length; i++) if (chars[start + i] != from[at + i]) return false;
        return true;
    }

    private static int hash(char[] from, int at, int length) {
        long h = length;
        for (int i = 0; i < length; i++) h = h * 0x9E3779B97F4A7C15L + from[at + i];
        h *= 0xBF58476D1CE4E5B9L;
        return (int) (h >>> 32);
    }

    public int size() {
        return size;
    }

    public char[] chars() {
        return chars;
    }

    public int start(int code) {
        return starts[code];
    }

    public int length(int code) {
        return starts[code + 1] - starts[code];
    }

    public String text(int code) {
        return code == 0 ? "" : new String(chars, starts[code], length(code));
    }

    /// Frees the search table; `add` must not be called afterwards.
    public void freeze() {
        slots = null;
    }
}
