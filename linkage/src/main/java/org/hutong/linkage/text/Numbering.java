package org.hutong.linkage.text;

/// Numbers distinct longs from 1; 0 stays 0.
public final class Numbering {
    private long[] keys = new long[1 << 12];
    private int[] codes = new int[1 << 12];
    private int size;

    public int add(long key) {
        if (key == 0) return 0;
        int mask = keys.length - 1, slot = slot(key, mask);
        while (codes[slot] != 0) {
            if (keys[slot] == key) return codes[slot];
            slot = slot + 1 & mask;
        }
        keys[slot] = key;
        codes[slot] = ++size;
        int code = size;
        if (size * 2 > keys.length) grow();
        return code;
    }

    private static int slot(long key, int mask) {
        return (int) (key * 0x9E3779B97F4A7C15L >>> 33) & mask;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldCodes = codes;
        keys = new long[oldKeys.length * 2];
        codes = new int[oldKeys.length * 2];
        int mask = keys.length - 1;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldCodes[i] == 0) continue;
            int slot = slot(oldKeys[i], mask);
            while (codes[slot] != 0) slot = slot + 1 & mask;
            keys[slot] = oldKeys[i];
            codes[slot] = oldCodes[i];
        }
    }

    /// The numbered keys by number; 0 is 0.
    public long[] keys() {
        long[] out = new long[size + 1];
        for (int i = 0; i < keys.length; i++) out[codes[i]] = codes[i] == 0 ? 0 : keys[i];
        return out;
    }

    public int size() {
        return size;
    }
}
