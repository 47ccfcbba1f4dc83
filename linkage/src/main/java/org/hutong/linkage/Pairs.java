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

    void hold(int i, Guard.Reason why) {
        held[i] = (byte) why.ordinal();
    }

    Pairs copy() {
        return new Pairs(Math.max(1, size)).with(this);
    }

    /// These pairs and then the others.
    Pairs with(Pairs others) {
        Pairs out = new Pairs(Math.max(1, size + others.size));
        for (Pairs from : new Pairs[] {this, others}) {
            System.arraycopy(from.left, 0, out.left, out.size, from.size);
            System.arraycopy(from.right, 0, out.right, out.size, from.size);
            System.arraycopy(from.weight, 0, out.weight, out.size, from.size);
            System.arraycopy(from.held, 0, out.held, out.size, from.size);
            out.size += from.size;
        }
        return out;
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
