package org.hutong.linkage.compare;

import java.util.ArrayList;
import java.util.List;

/// Regions: codes of 2 to 12 digits compared by level, or Chinese place names that may be written with or without what lies above them.
final class Regions extends Comparator {
    private final boolean codes;

    Regions(int place, Column column, boolean codes) {
        super(place, column, "缺失", "相同", codes ? "同乡镇街道" : "一方包含另一方", codes ? "同县区" : "一字之差", codes ? "同地市" : "开头相同", "不同");
        this.codes = codes;
    }

    @Override
    int differ(Scratch s, int x, int y) {
        var v = column.values;
        char[] c = v.chars();
        int xs = v.start(x), xl = v.length(x), ys = v.start(y), yl = v.length(y), shorter = Math.min(xl, yl), same = 0;
        while (same < shorter && c[xs + same] == c[ys + same]) same++;
        if (codes) return same >= 9 ? 2 : same >= 6 ? 3 : same >= 4 ? 4 : last();
        if (shorter >= 2 && (tail(c, xs + xl, ys + yl, shorter) || same == shorter)) return 2;
        if (shorter >= 3 && s.similarity.distance(c, xs, xl, c, ys, yl) <= 1) return 3;
        return same >= 3 ? 4 : last();
    }

    private static boolean tail(char[] c, int xe, int ye, int n) {
        for (int i = 1; i <= n; i++) if (c[xe - i] != c[ye - i]) return false;
        return true;
    }

    @Override
    public List<Atom> atoms() {
        List<Atom> atoms = new ArrayList<>(super.atoms());
        String name = column.field.column();
        if (codes) {
            atoms.add(Atom.derived(column, name + ".town", code -> column.values.length(code) < 12 ? null : column.text(code).substring(0, 9)));
            atoms.add(Atom.derived(column, name + ".county", code -> column.values.length(code) < 6 ? null : column.text(code).substring(0, 6)));
        } else {
            atoms.add(Atom.derived(column, name + ".tail", code -> column.text(code).substring(Math.max(0, column.values.length(code) - 3))));
        }
        return atoms;
    }
}
