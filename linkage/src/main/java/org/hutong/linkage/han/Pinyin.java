package org.hutong.linkage.han;

import java.util.ArrayList;
import java.util.List;

/// Readings of Chinese names: the surname read as a surname (单 shan, 仇 qiu, 尉迟 yuchi), compound surnames known, tones left out, ü written v.
public final class Pinyin {
    private Pinyin() {}

    /// How many characters of the name are the surname: 2 for a compound surname with a given name after it, else 1.
    public static int surnameLength(String name) {
        return surnameLength(name.toCharArray(), 0, name.length());
    }

    public static int surnameLength(char[] c, int at, int length) {
        return length > 2 && Tables.COMPOUND_HEAD[c[at]] && Tables.COMPOUND.containsKey(c[at] << 16 | c[at + 1]) ? 2 : Math.min(1, length);
    }

    /// A number for how a name sounds (`near`: after mixed-up sounds are made one); equal for equal sounds. For keys over many names.
    public static long sound(char[] c, int at, int length, int surname, boolean near) {
        long key = length;
        for (int i = 0; i < length; i++) {
            char x = Tables.FOLDED[c[at + i]];
            int id = i >= surname ? Tables.FIRST[x] : surname == 2 ? Tables.COMPOUND.get(c[at] << 16 | c[at + 1])[i] : Tables.SURNAME[x] != 0 ? Tables.SURNAME[x] : Tables.FIRST[x];
            key = (key ^ (id == 0 ? x + 1000 : near ? Tables.NEAR[id] : id)) * 0x9E3779B97F4A7C15L;
            key ^= key >>> 29;
        }
        return key | 1;
    }

    /// A number for the name's first letters, as `sound`.
    public static long initials(char[] c, int at, int length, int surname) {
        long key = 1;
        for (int i = 0; i < length; i++) {
            char x = c[at + i];
            int id = i >= surname ? Tables.FIRST[x] : surname == 2 ? Tables.COMPOUND.get(c[at] << 16 | c[at + 1])[i] : Tables.SURNAME[x] != 0 ? Tables.SURNAME[x] : Tables.FIRST[x];
            key = key << 7 ^ (id == 0 ? x & 127 : Tables.READINGS.get(id).charAt(0)) ^ key >>> 57;
        }
        return key;
    }

    /// Syllables of a whole name, surname first: `[shan, xiao, ming]`. Characters without a reading stand as they are.
    public static List<String> syllables(String name) {
        List<String> out = new ArrayList<>(name.length());
        for (int i = 0; i < name.length(); i++) {
            short id = reading(name, i);
            out.add(id == 0 ? name.substring(i, i + 1) : Tables.READINGS.get(id));
        }
        return out;
    }

    /// `shanxiaoming`: equal for names that sound alike but for tones.
    public static String key(String name) {
        return String.join("", syllables(name));
    }

    /// First letters, as officials type them to search: `sxm`.
    public static String initials(String name) {
        StringBuilder out = new StringBuilder(name.length());
        for (String s : syllables(name)) out.append(s.charAt(0));
        return out.toString();
    }

    /// Equal for names that dialects and input methods mix up (zh/z, n/l, f/h, -ng/-n …).
    public static String near(String name) {
        StringBuilder out = new StringBuilder(name.length() * 5);
        for (int i = 0; i < name.length(); i++) {
            short id = reading(name, i);
            out.append(id == 0 ? name.substring(i, i + 1) : Tables.READINGS.get(Tables.NEAR[id]));
        }
        return out.toString();
    }

    /// All readings of a character, the usual one first.
    public static List<String> readings(char c) {
        List<String> out = new ArrayList<>(2);
        if (Tables.FIRST[c] != 0) out.add(Tables.READINGS.get(Tables.FIRST[c]));
        if (Tables.OTHERS[c] != null) for (short other : Tables.OTHERS[c]) out.add(Tables.READINGS.get(other));
        return out;
    }

    /// Whether two characters share a reading.
    public static boolean sameSound(char a, char b) {
        if (a == b) return true;
        short x = Tables.FIRST[a], y = Tables.FIRST[b];
        if (x == 0 || y == 0) return false;
        return x == y || has(b, x) || has(a, y);
    }

    private static boolean alike(char a, char b) {
        if (Tables.ALIKE[a] != null) for (char c : Tables.ALIKE[a]) if (c == b) return true;
        return false;
    }

    private static boolean has(char c, short reading) {
        short[] others = Tables.OTHERS[c];
        if (others != null) for (short r : others) if (r == reading) return true;
        return false;
    }

    /// Whether two characters are easily mixed up by ear or by eye, or are one character in two shapes.
    public static boolean near(char a, char b) {
        if (a == b || Tables.FOLDED[a] == Tables.FOLDED[b] || sameSound(a, b)) return true;
        short x = Tables.FIRST[a], y = Tables.FIRST[b];
        return x != 0 && y != 0 && Tables.NEAR[x] == Tables.NEAR[y] || alike(a, b);
    }

    private static short reading(String name, int at) {
        int surname = surnameLength(name);
        if (at < surname) {
            if (surname == 2) return Tables.COMPOUND.get(name.charAt(0) << 16 | name.charAt(1))[at];
            if (Tables.SURNAME[name.charAt(0)] != 0) return Tables.SURNAME[name.charAt(0)];
        }
        return Tables.FIRST[name.charAt(at)];
    }
}
