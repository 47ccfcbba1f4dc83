package org.hutong.linkage.table;

import java.util.Arrays;

/// A growing `int[]`; no boxing on paths that see every cell of a list.
public final class IntList {
    private int[] items;
    private int size;

    public IntList(int capacity) {
        items = new int[Math.max(16, capacity)];
    }

    public void add(int value) {
        if (size == items.length) items = Arrays.copyOf(items, size + (size >> 1));
        items[size++] = value;
    }

    /// Adds so many zeros.
    void zeros(int more) {
        if (size + more > items.length) items = Arrays.copyOf(items, size + more);
        Arrays.fill(items, size, size += more, 0);
    }

    /// Forgets what stands at `size` and after.
    void truncate(int size) {
        this.size = size;
    }

    public int get(int i) {
        return items[i];
    }

    public int size() {
        return size;
    }

    /// The live array, longer than `size()`; read only.
    public int[] raw() {
        return items;
    }

    public int[] toArray() {
        return Arrays.copyOf(items, size);
    }
}
