package org.hutong.linkage.compare;

import java.util.ArrayList;
import java.util.List;
import org.hutong.linkage.han.IdNumber;

/// Citizen identity numbers. Edit distance speaks only where one number fails its check: two valid, different numbers are two people.
public final class IdNumbers extends Comparator {
    static final int REPAIRED = 2, CLOSE = 3, BIRTH_PART = 4, BOTH_VALID_NEAR = 5, BOTH_VALID = 6;
    final boolean[] valid;

    IdNumbers(int place, Column column) {
        super(place, column, "缺失", "相同", "一处之差（一方校验不符）", "两三处之差（一方校验不符）", "地区和生日段相同（一方校验不符）", "均有效但仅顺序码不同", "均有效但不同", "不同");
        valid = new boolean[column.values.size() + 1];
        for (int code = 1; code < valid.length; code++) valid[code] = column.values.length(code) == 18 && IdNumber.valid(column.values.chars(), column.values.start(code));
    }

    @Override
    int differ(Scratch s, int x, int y) {
        var v = column.values;
        char[] c = v.chars();
        int xs = v.start(x), xl = v.length(x), ys = v.start(y), yl = v.length(y);
        boolean sameBirth = xl == 18 && yl == 18 && head(c, xs, ys, 14) == 14;
        if (valid[x] && valid[y]) return sameBirth ? BOTH_VALID_NEAR : BOTH_VALID;
        if (Math.abs(xl - yl) > 2) return last();
        int d = s.similarity.distance(c, xs, xl, c, ys, yl);
        if (d == 1) return REPAIRED;
        if (d <= 3) return CLOSE;
        return sameBirth ? BIRTH_PART : last();
    }

    /// Whether both rows carry valid numbers that differ.
    public boolean differentPeople(int[] cells, int a, int b) {
        int x = cells[a + column.slot], y = cells[b + column.slot];
        return x != y && valid[x] && valid[y];
    }

    private static int head(char[] c, int xs, int ys, int max) {
        int n = 0;
        while (n < max && c[xs + n] == c[ys + n]) n++;
        return n;
    }

    @Override
    public List<Atom> atoms() {
        List<Atom> atoms = new ArrayList<>(super.atoms());
        String name = column.field.column();
        atoms.add(Atom.numbered(column, name + ".front", (c, at, length, code) -> length < 15 ? 0 : Atom.hash(c, at, 14)));
        atoms.add(Atom.numbered(column, name + ".rear", (c, at, length, code) -> length != 18 ? 0 : Atom.hash(c, at, 4) * 31 ^ Atom.hash(c, at + 10, 7)));
        return atoms;
    }
}
