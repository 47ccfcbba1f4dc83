package org.hutong.linkage;

import java.util.Arrays;

/// Scored pairs in parallel arrays; `left < right` in row numbers, right-hand rows counted after the left ones.
public final class Pairs {
    int[] left;
    int[] right;
    float[] weight;
    int size;

    Pairs(int capacity) {
        left = new int[capacity];
        right = new int[capacity];
        weight = new float[capacity];
    }

    void add(int a, int b, float w) {
        if (size == left.length) {
            int wider = size * 2;
            left = Arrays.copyOf(left, wider);
            right = Arrays.copyOf(right, wider);
            weight = Arrays.copyOf(weight, wider);
        }
        left[size] = a;
        right[size] = b;
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

    public float weight(int i) {
        return weight[i];
    }
}
