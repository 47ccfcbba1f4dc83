package org.hutong.linkage.han;

import java.util.ArrayList;
import java.util.List;

/// How two short texts differ, character by character, for a reader who compares them by eye.
public final class Differences {
    /// Why two characters in the same place may be meant as one.
    public enum Kind {
        SAME(""), VARIANT("异体或繁简"), SOUND("同音"), NEAR_SOUND("近音"), SHAPE("形近"), OTHER("不同"), ONLY_HERE("多出");

        private final String chinese;

        Kind(String chinese) {
            this.chinese = chinese;
        }

        public String chinese() {
            return chinese;
        }
    }

    /// A run of characters of the one text.
    public record Run(String text, Kind kind) {}

    private Differences() {}

    /// The first text in runs, as it differs from the second. Texts of one length are compared place by place, others after what they share in order.
    public static List<Run> of(String text, String other) {
        Kind[] kinds = new Kind[text.length()];
        if (text.length() == other.length()) {
            for (int i = 0; i < kinds.length; i++) kinds[i] = kind(text.charAt(i), other.charAt(i));
        } else {
            int[][] shared = new int[text.length() + 1][other.length() + 1];
            for (int i = text.length() - 1; i >= 0; i--) {
                for (int j = other.length() - 1; j >= 0; j--) {
                    shared[i][j] = text.charAt(i) == other.charAt(j) ? shared[i + 1][j + 1] + 1 : Math.max(shared[i + 1][j], shared[i][j + 1]);
                }
            }
            for (int i = 0, j = 0; i < kinds.length; ) {
                if (j < other.length() && text.charAt(i) == other.charAt(j)) {
                    kinds[i++] = Kind.SAME;
                    j++;
                } else if (j < other.length() && shared[i][j + 1] > shared[i + 1][j]) {
                    j++;
                } else {
                    kinds[i++] = Kind.ONLY_HERE;
                }
            }
        }
        List<Run> runs = new ArrayList<>();
        for (int i = 0, from = 0; i < kinds.length; i++) {
            if (i + 1 < kinds.length && kinds[i + 1] == kinds[i]) continue;
            runs.add(new Run(text.substring(from, i + 1), kinds[i]));
            from = i + 1;
        }
        return List.copyOf(runs);
    }

    private static Kind kind(char a, char b) {
        if (a == b) return Kind.SAME;
        if (Tables.FOLDED[a] == Tables.FOLDED[b] || Tables.SIMPLE[a] == Tables.SIMPLE[b]) return Kind.VARIANT;
        if (Pinyin.sameSound(a, b)) return Kind.SOUND;
        short x = Tables.FIRST[a], y = Tables.FIRST[b];
        if (x != 0 && y != 0 && Tables.NEAR[x] == Tables.NEAR[y]) return Kind.NEAR_SOUND;
        return Pinyin.near(a, b) ? Kind.SHAPE : Kind.OTHER;
    }
}
