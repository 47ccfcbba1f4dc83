package org.hutong.linkage.compare;

import java.util.ArrayList;
import java.util.List;
import org.hutong.linkage.model.FieldType;
import org.hutong.linkage.text.Latin;

/// Given names and surnames in Latin letters.
final class LatinName extends Comparator {
    private final Column partner;
    private final int[] formal;

    LatinName(int place, Column column, Column partner) {
        super(place, column, "缺失", "相同", "昵称或同名异写", "极相近", "相近", "姓名互换", "不同");
        this.partner = partner;
        formal = new int[column.values.size() + 1];
        boolean given = column.field.type() == FieldType.GIVEN_NAME;
        for (int code = 1; code < formal.length; code++) {
            formal[code] = given ? Latin.formal(column.text(code)).hashCode() : 0;
        }
    }

    @Override
    boolean cacheable() {
        return true;
    }

    @Override
    int differ(Scratch s, int x, int y) {
        var v = column.values;
        char[] c = v.chars();
        int xs = v.start(x), xl = v.length(x), ys = v.start(y), yl = v.length(y);
        if (formal[x] != 0 && formal[x] == formal[y]) return 2;
        double jw = s.similarity.jaroWinkler(c, xs, xl, c, ys, yl);
        if (jw >= 0.92) return 3;
        if (Math.min(xl, yl) >= 4 && s.similarity.distance(c, xs, xl, c, ys, yl) <= 1) return 3;
        if (jw >= 0.82) return 4;
        if (Math.min(xl, yl) == 1 && c[xs] == c[ys]) return 4;
        return last();
    }

    @Override
    int apart(int[] cells, int a, int b) {
        if (partner == null) return last();
        // One word in the other's column is one agreement: this column counts the left row's word, the partner counts the right row's.
        return cells[a + column.slot] == cells[b + partner.slot] ? 5 : last();
    }

    @Override
    public List<Atom> atoms() {
        List<Atom> atoms = new ArrayList<>(super.atoms());
        String name = column.field.column();
        atoms.add(Atom.derived(column, name + ".sound", code -> Latin.sound(Latin.formal(column.text(code)))));
        atoms.add(Atom.derived(column, name + ".head", code -> column.text(code).substring(0, Math.min(3, column.values.length(code)))));
        return atoms;
    }
}
