package org.hutong.linkage;

import java.util.Arrays;
import org.hutong.linkage.compare.Guard;

/// Scored pairs in parallel arrays; `left < right` in row numbers, right-hand rows counted after the left ones.
public final class Pairs {
    private static final Guard.Reason[] REASONS = Guard.Reason.values();
    int[] left;
    int[] right;
    float[] weight;
    byte[] held;
    int size;

    Pairs(int capacity) {
        left = new int[capacity];
        right = new int[capacity];
        weight = new float[capacity];
        held = new byte[capacity];
    }

    void add(int a, int b, float w, int why) {
        if (size == left.length) {
            int wider = size * 2;
            left = Arrays.copyOf(left, wider);
            right = Arrays.copyOf(right, wider);
            weight = Arrays.copyOf(weight, wider);
            held = Arrays.copyOf(held, wider);
        }
        left[size] = a;
        right[size] = b;
        held[size] = (byte) why;
        weight[size++] = w;
    }

    public int size() {
        return size;
    }

    public int left(int i) {
        return left[i];
    }

    public int right(int i) {
        return right[i];
    }

    /// Why the pair is left to a person, or NONE.
    public Guard.Reason held(int i) {
        return REASONS[held[i]];
    }

    public float weight(int i) {
        return weight[i];
    }
}
