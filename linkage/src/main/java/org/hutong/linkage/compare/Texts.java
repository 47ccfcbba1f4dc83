package org.hutong.linkage.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hutong.linkage.model.FieldType;
import org.hutong.linkage.text.Latin;

/// Everything written in words or signs that has no comparator of its own: addresses, places, codes, categories, free text.
final class Texts extends Comparator {
    private final FieldType type;
    private final Column partner;
    private final boolean exactOnly;
    private final int[][] words;

    Texts(int place, Column column, Column partner) {
        super(place, column, "缺失", "相同", "一处之差", "很相近", "部分相同", "写在另一栏", "不同");
        type = column.field.type();
        this.partner = partner;
        exactOnly = column.field.compare().equals("exact") || type == FieldType.SEX;
        boolean wordy = !exactOnly && (type == FieldType.ADDRESS || type == FieldType.TEXT || type == FieldType.NAME || type == FieldType.REGION);
        words = wordy ? words() : null;
    }

    private int[][] words() {
        int[][] out = new int[column.values.size() + 1][];
        for (int code = 1; code < out.length; code++) {
            String text = column.text(code);
            if (text.indexOf(' ') < 0) continue;
            out[code] = Arrays.stream(text.split(" ")).mapToInt(String::hashCode).sorted().distinct().toArray();
        }
        return out;
    }

    @Override
    boolean cacheable() {
        return !exactOnly;
    }

    @Override
    int differ(Scratch s, int x, int y) {
        if (exactOnly) return last();
        var v = column.values;
        char[] c = v.chars();
        int xs = v.start(x), xl = v.length(x), ys = v.start(y), yl = v.length(y);
        int shorter = Math.min(xl, yl), longer = Math.max(xl, yl);
        switch (type) {
            case IDENTIFIER, PHONE, POSTCODE, CATEGORY -> {
                if (longer - shorter > 2 && type != FieldType.POSTCODE) return last();
                int d = s.similarity.distance(c, xs, xl, c, ys, yl);
                if (d == 1 && shorter >= 2) return 2;
                if (type == FieldType.CATEGORY) return d * 4 <= longer ? 3 : last();
                if (type == FieldType.POSTCODE) return head(c, xs, ys, shorter) * 2 >= longer ? 4 : last();
                if (d == 2 && shorter >= 5) return 3;
                if (type == FieldType.PHONE && shorter >= 7 && tail(c, xs + xl, ys + yl, 7) == 7) return 4;
                return last();
            }
            case EMAIL -> {
                int at = local(c, xs, xl);
                if (at > 0 && at == local(c, ys, yl) && head(c, xs, ys, at) == at) return 2;
                double jw = s.similarity.jaroWinkler(c, xs, xl, c, ys, yl);
                return jw >= 0.93 ? 3 : jw >= 0.85 ? 4 : last();
            }
            default -> {
                int d = s.similarity.distance(c, xs, xl, c, ys, yl);
                if (d == 1 && shorter >= 2) return 2;
                double jw = s.similarity.jaroWinkler(c, xs, xl, c, ys, yl);
                if (jw >= 0.92 && shorter >= 4) return 3;
                double common = common(x, y);
                if (common >= 0.99) return 2;
                if (common >= 0.6) return 3;
                return common >= 0.3 || jw >= 0.85 && shorter >= 4 ? 4 : last();
            }
        }
    }

    /// Share of the shorter text's words that the other has too; 0 when either is one word only.
    private double common(int x, int y) {
        int[] p = words[x], q = words[y];
        if (p == null || q == null) return 0;
        int same = 0;
        for (int i = 0, j = 0; i < p.length && j < q.length; ) {
            if (p[i] == q[j]) {
                same++;
                i++;
                j++;
            } else if (p[i] < q[j]) i++;
            else j++;
        }
        return (double) same / Math.max(p.length, q.length);
    }

    private static int head(char[] c, int xs, int ys, int max) {
        int n = 0;
        while (n < max && c[xs + n] == c[ys + n]) n++;
        return n;
    }

    private static int tail(char[] c, int xe, int ye, int max) {
        int n = 0;
        while (n < max && c[xe - 1 - n] == c[ye - 1 - n]) n++;
        return n;
    }

    private static int local(char[] c, int start, int length) {
        for (int i = 0; i < length; i++) if (c[start + i] == '@') return i;
        return -1;
    }

    @Override
    int apart(int[] cells, int a, int b) {
        if (partner == null) return last();
        int x = cells[a + column.slot], y = cells[b + column.slot];
        return x == cells[b + partner.slot] || y == cells[a + partner.slot] ? 5 : last();
    }

    @Override
    public List<Atom> atoms() {
        List<Atom> atoms = new ArrayList<>(super.atoms());
        String name = column.field.column();
        switch (type) {
            case EMAIL -> atoms.add(Atom.derived(column, name + ".local", code -> column.text(code).replaceAll("@.*", "")));
            case POSTCODE -> atoms.add(Atom.derived(column, name + ".head", code -> column.text(code).substring(0, (column.values.length(code) + 1) / 2)));
            case ADDRESS, NAME -> atoms.add(Atom.derived(column, name + ".sound", code -> {
                String text = column.text(code);
                int blank = text.indexOf(' ');
                return Latin.sound(blank > 0 ? text.substring(0, blank) : text);
            }));
            case REGION -> atoms.add(Atom.derived(column, name + ".sound", code -> Latin.sound(column.text(code))));
            case IDENTIFIER, PHONE -> {
                atoms.add(Atom.numbered(column, name + ".head", (c, at, length, code) -> length < 4 ? 0 : Atom.hash(c, at, length / 2)));
                atoms.add(Atom.numbered(column, name + ".tail", (c, at, length, code) -> length < 4 ? 0 : Atom.hash(c, at + length / 2, length - length / 2)));
            }
            default -> { }
        }
        return atoms;
    }
}
