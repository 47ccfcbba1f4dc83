package org.hutong.linkage.text;

import java.util.Arrays;
import org.hutong.linkage.table.Dictionary;

/// Normalised values of one column as characters, numbered from 1; built once, then read by all threads.
public final class Values {
    private final Dictionary distinct = new Dictionary();
    private char[] chars = new char[1 << 10];
    private int[] starts = new int[1 << 8];

    /// The code of a normalised text; 0 for an empty one.
    public int add(String text) {
        if (text == null || text.isEmpty()) return 0;
        int known = distinct.size();
        int code = distinct.add(text);
        if (code > known) {
            if (code + 1 >= starts.length) starts = Arrays.copyOf(starts, starts.length * 2);
            int start = starts[code];
            if (start + text.length() > chars.length) chars = Arrays.copyOf(chars, Math.max(chars.length * 2, start + text.length()));
            text.getChars(0, text.length(), chars, start);
            starts[code + 1] = start + text.length();
        }
        return code;
    }

    public int find(String text) {
        return distinct.find(text);
    }

    public int size() {
        return distinct.size();
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
}
