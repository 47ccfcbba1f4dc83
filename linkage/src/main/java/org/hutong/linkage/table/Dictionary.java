package org.hutong.linkage.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Distinct values of one column as bytes (UTF-8), numbered from 1; code 0 is "missing".
///
/// Not safe for two writers at once: each column is encoded by one thread at a time.
public final class Dictionary {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private byte[] pool = new byte[1 << 12];
    private int[] starts = new int[1 << 8];
    /// Hash in the high half, code in the low: most probes read one word only.
    private long[] slots = new long[1 << 9];
    private int size;

    public Dictionary() {
        starts[1] = 0;
    }

    /// The code of these bytes, adding them when they are new. An empty slice is 0.
    public int add(byte[] from, int at, int length) {
        if (length == 0) return 0;
        int hash = hash(from, at, length);
        int mask = slots.length - 1;
        int slot = hash & mask;
        for (long held; (held = slots[slot]) != 0; slot = slot + 1 & mask) {
            if ((int) (held >>> 32) == hash && same((int) held, from, at, length)) return (int) held;
        }
        return append(from, at, length, hash, slot);
    }

    public int add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return add(bytes, 0, bytes.length);
    }

    /// Takes the value under a code of its own without looking whether it is known: for columns where nearly every value is new.
    public int append(byte[] from, int at, int length) {
        return length == 0 ? 0 : store(from, at, length);
    }

    private int append(byte[] from, int at, int length, int hash, int slot) {
        int code = store(from, at, length);
        slots[slot] = (long) hash << 32 | code;
        if (size * 2 > slots.length) rehash(slots.length * 2);
        return code;
    }

    private int store(byte[] from, int at, int length) {
        int code = ++size;
        if (code + 1 >= starts.length) {
            starts = Arrays.copyOf(starts, starts.length + (starts.length >> 1));
        }
        int start = starts[code];
        if ((long) start + length + 8 > pool.length) {
            pool = Arrays.copyOf(pool, (int) Math.min(Integer.MAX_VALUE - 16L, Math.max(pool.length * 2L, start + length + 8L)));
        }
        System.arraycopy(from, at, pool, start, length);
        starts[code + 1] = start + length;
        return code;
    }

    private void rehash(int length) {
        long[] wider = new long[length];
        int mask = wider.length - 1;
        for (long held : slots) {
            if (held == 0 || (int) held > size) continue;
            int slot = (int) (held >>> 32) & mask;
            while (wider[slot] != 0) slot = slot + 1 & mask;
            wider[slot] = held;
        }
        slots = wider;
    }

    private boolean same(int code, byte[] from, int at, int length) {
        int start = starts[code];
        return starts[code + 1] - start == length && Arrays.equals(pool, start, start + length, from, at, at + length);
    }

    private static int hash(byte[] from, int at, int length) {
        long h = length * 0x9E3779B97F4A7C15L;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            h = (h ^ (long) LONG.get(from, at + i)) * 0xBF58476D1CE4E5B9L;
            h ^= h >>> 32;
        }
        long tail = 0;
        for (; i < length; i++) tail = tail << 8 | from[at + i] & 0xff;
        h = (h ^ tail) * 0x94D049BB133111EBL;
        return (int) (h ^ h >>> 29);
    }

    public int size() {
        return size;
    }

    public byte[] pool() {
        return pool;
    }

    public int start(int code) {
        return starts[code];
    }

    public int length(int code) {
        return starts[code + 1] - starts[code];
    }

    public String text(int code) {
        return code == 0 ? "" : new String(pool, starts[code], length(code), StandardCharsets.UTF_8);
    }

    /// Decodes a value into a buffer at least as long as its bytes; gives the number of characters.
    public int chars(int code, char[] into) {
        int at = starts[code], end = starts[code + 1], n = 0;
        while (at < end) {
            int b = pool[at];
            if (b >= 0) {
                into[n++] = (char) b;
                at++;
            } else if ((b & 0xe0) == 0xc0) {
                into[n++] = (char) ((b & 0x1f) << 6 | pool[at + 1] & 0x3f);
                at += 2;
            } else if ((b & 0xf0) == 0xe0) {
                into[n++] = (char) ((b & 0xf) << 12 | (pool[at + 1] & 0x3f) << 6 | pool[at + 2] & 0x3f);
                at += 3;
            } else {
                int point = (b & 7) << 18 | (pool[at + 1] & 0x3f) << 12 | (pool[at + 2] & 0x3f) << 6 | pool[at + 3] & 0x3f;
                into[n++] = Character.highSurrogate(point);
                into[n++] = Character.lowSurrogate(point);
                at += 4;
            }
        }
        return n;
    }

    /// Forgets the values numbered after `most`.
    void truncate(int most) {
        if (size == most) return;
        size = most;
        rehash(slots.length);
    }

    /// Frees the search table; `add` must not be called afterwards.
    void freeze() {
        slots = null;
    }
}
