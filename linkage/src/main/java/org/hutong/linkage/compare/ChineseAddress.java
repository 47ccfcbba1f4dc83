package org.hutong.linkage.compare;

import java.util.ArrayList;
import java.util.List;
import org.hutong.linkage.text.Numbering;

/// Chinese addresses, compared part by part: county, town, village, door.
final class ChineseAddress extends Comparator {
    private final int[] county;
    private final int[] town;
    private final int[] village;
    private final int[] door;
    /// The parts by number.
    private final long[] keys;

    ChineseAddress(int place, Column column) {
        super(place, column, "缺失", "相同", "同村同门牌", "一两字之差", "同村（社区、路）", "同乡镇街道", "同县区", "不同");
        int n = column.values.size() + 1;
        county = new int[n];
        town = new int[n];
        village = new int[n];
        door = new int[n];
        Numbering parts = new Numbering();
        char[] c = column.values.chars();
        for (int code = 1; code < n; code++) {
            int at = column.values.start(code), end = at + column.values.length(code);
            int toCounty = county(c, at, end), from = Math.max(at, toCounty - 3);
            county[code] = toCounty == at ? 0 : parts.add(Atom.hash(c, from, toCounty - from));
            int toTown = town(c, toCounty, end);
            from = Math.max(toCounty, toTown - 6);
            town[code] = toTown == toCounty ? 0 : parts.add(Atom.hash(c, from, toTown - from));
            int name = village(c, toTown, end);
            village[code] = name == toTown ? 0 : parts.add(Atom.hash(c, toTown, name - toTown));
            door[code] = parts.add(digits(c, name, end));
        }
        keys = parts.keys();
    }

    /// End of the last 市, 区, 县 or 旗 among the first eleven characters, or `at`.
    private static int county(char[] c, int at, int end) {
        int best = at;
        for (int i = at + 1; i < Math.min(end, at + 12); i++) {
            if (c[i] == '市' || c[i] == '县' || c[i] == '旗' || c[i] == '区' && c[i - 1] != '社' && c[i - 1] != '小') best = i + 1;
        }
        return best;
    }

    /// End of the first 镇, 乡, 街道 or 苏木, or `at`.
    private static int town(char[] c, int at, int end) {
        for (int i = at + 1; i < Math.min(end, at + 14); i++) {
            if (c[i] == '镇' || c[i] == '乡') return i + 1;
            if (i + 1 < end && (c[i] == '街' && c[i + 1] == '道' || c[i] == '苏' && c[i + 1] == '木')) return i + 2;
        }
        return at;
    }

    /// End of the village's, community's or road's own name (before 村, 社区, 居委会 …, after 路, 里 …), or `at`.
    private static int village(char[] c, int at, int end) {
        for (int i = at + 1; i < Math.min(end, at + 14); i++) {
            switch (c[i]) {
                case '村' -> {
                    return i;
                }
                case '屯', '庄', '里', '路', '街', '道', '巷' -> {
                    return i + 1;
                }
                case '社', '居', '小' -> {
                    if (i + 1 < end && (c[i + 1] == '区' || c[i + 1] == '委')) return i;
                }
                case '嘎' -> {
                    if (i + 1 < end && c[i + 1] == '查') return i;
                }
                default -> { }
            }
        }
        return at;
    }

    /// A number for the groups of digits from here on (house, block, stairs, flat), 0 when there are none.
    private static long digits(char[] c, int from, int end) {
        long h = 0;
        boolean inside = false;
        for (int i = from; i < end; i++) {
            if (c[i] >= '0' && c[i] <= '9') {
                if (!inside) h = h * 31 + 7;
                h = (h ^ c[i]) * 0x9E3779B97F4A7C15L;
                h ^= h >>> 31;
                inside = true;
            } else inside = false;
        }
        return h;
    }

    @Override
    int differ(Scratch s, int x, int y) {
        boolean sameVillage = village[x] != 0 && village[x] == village[y] && (town[x] == town[y] || town[x] == 0 || town[y] == 0);
        if (sameVillage && door[x] != 0 && door[x] == door[y]) return 2;
        var v = column.values;
        int xl = v.length(x), yl = v.length(y);
        if (door[x] == door[y] && Math.min(xl, yl) >= 6 && Math.abs(xl - yl) <= 2
                && s.similarity.distance(v.chars(), v.start(x), xl, v.chars(), v.start(y), yl) <= 2) return 3;
        if (sameVillage) return 4;
        if (town[x] != 0 && town[x] == town[y]) return 5;
        return county[x] != 0 && county[x] == county[y] ? 6 : last();
    }

    @Override
    public List<Atom> atoms() {
        List<Atom> atoms = new ArrayList<>(super.atoms());
        String name = column.field.column();
        atoms.add(Atom.numbered(column, name + ".village", (c, at, length, code) -> village[code] == 0 ? 0 : Atom.hash(keys[town[code]], keys[village[code]])));
        atoms.add(Atom.numbered(column, name + ".door", (c, at, length, code) -> village[code] == 0 || door[code] == 0 ? 0 : Atom.hash(keys[village[code]], keys[door[code]])));
        return atoms;
    }
}
