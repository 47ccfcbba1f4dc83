package org.hutong.linkage.han;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The character tables, read once from the resources beside the classes.
final class Tables {
    static final List<String> READINGS = new ArrayList<>(List.of(""));
    /// First reading of each character, as a place in `READINGS`; 0 unknown.
    static final short[] FIRST = new short[1 << 16];
    /// Further readings of each character, or null.
    static final short[][] OTHERS = new short[1 << 16][];
    static final short[] SURNAME = new short[1 << 16];
    /// Compound surnames by their two characters (first in the high half), with both readings.
    static final Map<Integer, short[]> COMPOUND = new HashMap<>();
    static final boolean[] COMPOUND_HEAD = new boolean[1 << 16];
    static final char[] SIMPLE = new char[1 << 16];
    static final char[] FOLDED = new char[1 << 16];
    /// Characters taken for each, or null.
    static final char[][] ALIKE = new char[1 << 16][];
    static final short[] NEAR;

    static {
        Map<String, Short> ids = new HashMap<>();
        for (String line : lines("pinyin.txt")) {
            String[] parts = line.split("\t", -1);
            short id = (short) READINGS.size();
            READINGS.add(parts[0]);
            ids.put(parts[0], id);
            for (char c : parts[1].toCharArray()) FIRST[c] = id;
            for (char c : parts[2].toCharArray()) {
                short[] known = OTHERS[c] == null ? new short[0] : OTHERS[c];
                short[] more = Arrays.copyOf(known, known.length + 1);
                more[known.length] = id;
                OTHERS[c] = more;
            }
        }
        for (int c = 0; c < SIMPLE.length; c++) SIMPLE[c] = FOLDED[c] = (char) c;
        for (String line : lines("simplified.txt")) for (int i = 1; i < line.length(); i++) SIMPLE[line.charAt(i)] = line.charAt(0);
        for (String line : lines("shapes.txt")) {
            boolean same = line.charAt(0) == '=';
            for (String group : line.substring(2).split(" ")) {
                for (char a : group.toCharArray()) {
                    if (same) FOLDED[a] = group.charAt(0);
                    else ALIKE[a] = ((ALIKE[a] == null ? "" : new String(ALIKE[a])) + group).toCharArray();
                }
            }
        }
        for (String line : lines("surnames.txt")) {
            for (String word : line.split(" ")) {
                if (word.charAt(1) < 128) SURNAME[word.charAt(0)] = ids.get(word.substring(1));
                else {
                    String[] read = word.length() > 3 ? word.substring(3).split("\\.") : null;
                    COMPOUND_HEAD[word.charAt(0)] = true;
                    COMPOUND.put(word.charAt(0) << 16 | word.charAt(1), new short[] {read == null ? FIRST[word.charAt(0)] : ids.get(read[0]), read == null ? FIRST[word.charAt(1)] : ids.get(read[1])});
                }
            }
        }
        Map<String, Short> near = new HashMap<>();
        NEAR = new short[READINGS.size()];
        for (int r = 1; r < NEAR.length; r++) {
            String key = near(READINGS.get(r));
            near.putIfAbsent(key, (short) r);
            NEAR[r] = near.get(key);
        }
    }

    private Tables() {}

    /// One sound for those that dialects and input methods mix up: zh/z ch/c sh/s, n/l, f/h, r/l, -ng/-n, ü/u.
    private static String near(String reading) {
        String s = reading.replace("v", "u");
        if (s.length() > 2 && s.charAt(1) == 'h') s = s.charAt(0) + s.substring(2);
        if (s.startsWith("n") || s.startsWith("r")) s = "l" + s.substring(1);
        if (s.startsWith("hu") && s.length() > 2) s = "f" + s.substring(2);
        if (s.startsWith("hu")) s = "fu";
        return s.endsWith("ng") ? s.substring(0, s.length() - 1) : s;
    }

    private static List<String> lines(String name) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(Tables.class.getResourceAsStream("/org/hutong/linkage/" + name), StandardCharsets.UTF_8))) {
            return in.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
