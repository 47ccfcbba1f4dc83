package org.hutong.linkage.compare;

import java.util.ArrayList;
import java.util.List;
import org.hutong.linkage.han.Pinyin;
import org.hutong.linkage.text.Numbering;

/// Chinese full names (also those of guardians and parents).
final class ChineseName extends Comparator {
    static final int SOUND = 2, NEAR = 3, ONE = 4, OTHER_SURNAME = 5, PART = 6, SURNAME = 7;
    private final int[] sounds;
    private final long[] soundKeys;
    private final int[] surnames;
    private final byte[] surnameLengths;

    ChineseName(int place, Column column) {
        super(place, column, "缺失", "相同", "异体或同音", "近音或形近", "一字之差", "名同姓不同", "部分相同", "仅姓相同", "不同");
        var v = column.values;
        int n = v.size() + 1;
        sounds = new int[n];
        surnames = new int[n];
        surnameLengths = new byte[n];
        Numbering keys = new Numbering();
        char[] c = v.chars();
        for (int code = 1; code < n; code++) {
            int at = v.start(code), length = v.length(code), surname = Pinyin.surnameLength(c, at, length);
            surnameLengths[code] = (byte) surname;
            surnames[code] = surname == 0 ? 0 : surname == 2 ? c[at] << 16 | c[at + 1] : c[at];
            sounds[code] = keys.add(Pinyin.sound(c, at, length, surname, false));
        }
        soundKeys = keys.keys();
    }

    @Override
    int differ(Scratch s, int x, int y) {
        if (sounds[x] == sounds[y]) return SOUND;
        var v = column.values;
        char[] c = v.chars();
        int xs = v.start(x), xl = v.length(x), ys = v.start(y), yl = v.length(y);
        if (xl == yl) {
            int same = 0, near = 0, sound = 0;
            for (int i = 0; i < xl; i++) {
                char p = c[xs + i], q = c[ys + i];
                if (p == q) same++;
                else if (Pinyin.sameSound(p, q)) sound++;
                else if (Pinyin.near(p, q)) near++;
            }
            if (same + sound == xl) return SOUND;
            if (same + sound + near == xl && same > 0) return NEAR;
            boolean sameGiven = sameTail(c, xs, xl, ys, yl, surnameLengths[x], surnameLengths[y]);
            if (xl >= 3 && surnames[x] == surnames[y] && same >= xl - 1) return ONE;
            if (xl >= 3 && surnames[x] == surnames[y] && swapped(c, xs, ys, xl, same)) return ONE;
            if (sameGiven && xl - surnameLengths[x] >= 2) return OTHER_SURNAME;
        } else {
            int longer = Math.max(xl, yl), shorter = Math.min(xl, yl);
            if (sameTail(c, xs, xl, ys, yl, surnameLengths[x], surnameLengths[y]) && xl - surnameLengths[x] >= 2) return OTHER_SURNAME;
            if (shorter >= 2 && longer - shorter == 1 && s.similarity.distance(c, xs, xl, c, ys, yl) == 1) return surnames[x] == surnames[y] ? ONE : PART;
            if (shorter >= 2 && (tail(c, xs, xl, ys, yl, shorter) || head(c, xs, ys, shorter))) return PART;
        }
        return surnames[x] == surnames[y] ? SURNAME : last();
    }

    private static boolean swapped(char[] c, int xs, int ys, int length, int same) {
        if (same != length - 2) return false;
        for (int i = 0; i + 1 < length; i++) {
            if (c[xs + i] != c[ys + i]) return c[xs + i] == c[ys + i + 1] && c[xs + i + 1] == c[ys + i];
        }
        return false;
    }

    private static boolean sameTail(char[] c, int xs, int xl, int ys, int yl, int fromX, int fromY) {
        return xl - fromX == yl - fromY && xl > fromX && tail(c, xs, xl, ys, yl, xl - fromX);
    }

    private static boolean tail(char[] c, int xs, int xl, int ys, int yl, int n) {
        for (int i = 1; i <= n; i++) if (c[xs + xl - i] != c[ys + yl - i]) return false;
        return true;
    }

    private static boolean head(char[] c, int xs, int ys, int n) {
        for (int i = 0; i < n; i++) if (c[xs + i] != c[ys + i]) return false;
        return true;
    }

    @Override
    public List<Atom> atoms() {
        List<Atom> atoms = new ArrayList<>(super.atoms());
        String name = column.field.column();
        atoms.add(Atom.of(column, name + ".pinyin", sounds, soundKeys));
        atoms.add(Atom.numbered(column, name + ".near", (c, at, length, code) -> Pinyin.sound(c, at, length, surnameLengths[code], true)));
        atoms.add(Atom.numbered(column, name + ".initials", (c, at, length, code) -> Pinyin.initials(c, at, length, surnameLengths[code])));
        atoms.add(Atom.numbered(column, name + ".given", (c, at, length, code) -> {
            int from = surnameLengths[code];
            return length - from < 2 ? 0 : Atom.hash(c, at + from, length - from);
        }));
        return atoms;
    }
}
