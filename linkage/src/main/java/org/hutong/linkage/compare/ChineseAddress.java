package org.hutong.linkage.compare;

import java.util.ArrayList;
import java.util.List;
import org.hutong.linkage.text.Values;

/// Chinese addresses, compared part by part: county, town, village, door.
final class ChineseAddress extends Comparator {
    private static final String[] COUNTY = {"市", "区", "县", "旗"};
    private static final String[] TOWN = {"街道", "镇", "乡", "苏木"};
    private static final String[] VILLAGE = {"居委会", "村委会", "社区", "村", "屯", "庄", "嘎查", "小区", "里", "路", "街", "道", "巷"};
    private final int[] county;
    private final int[] town;
    private final int[] village;
    private final int[] door;

    ChineseAddress(int place, Column column) {
        super(place, column, "缺失", "相同", "同村同门牌", "一两字之差", "同村（社区、路）", "同乡镇街道", "同县区", "不同");
        int n = column.values.size() + 1;
        county = new int[n];
        town = new int[n];
        village = new int[n];
        door = new int[n];
        Values parts = new Values();
        for (int code = 1; code < n; code++) {
            String text = column.text(code);
            int c = end(text, 0, COUNTY, true);
            county[code] = parts.add(c > 0 ? tail(text.substring(0, c), 3) : "");
            int t = end(text, c, TOWN, false);
            town[code] = t > c ? parts.add(tail(text.substring(c, t), 6)) : 0;
            int from = Math.max(c, t), v = end(text, from, VILLAGE, false);
            village[code] = v > from ? parts.add(plainVillage(text.substring(from, v))) : 0;
            door[code] = parts.add(digits(text, Math.max(from, v)));
        }
    }

    /// 村委会 and 村, 居委会 and 社区 are one place.
    private static String plainVillage(String text) {
        return text.replaceAll("(村委会|居委会|社区|村)$", "");
    }

    private static String tail(String text, int n) {
        return text.length() <= n ? text : text.substring(text.length() - n);
    }

    /// End of the part that closes with one of the words, or `from`; the last county word within reach counts, the first of the others.
    private static int end(String text, int from, String[] words, boolean lastOne) {
        int best = from, reach = Math.min(text.length(), from + 14);
        for (String word : words) {
            int at = lastOne ? text.lastIndexOf(word, Math.min(reach, 11)) : text.indexOf(word, from + 1);
            if (at > from && at + word.length() <= reach && (best == from || (lastOne ? at + word.length() > best : at + word.length() < best))) best = at + word.length();
        }
        return best;
    }

    private static String digits(String text, int from) {
        StringBuilder out = new StringBuilder();
        boolean inside = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                if (!inside && !out.isEmpty()) out.append('-');
                out.append(c);
                inside = true;
            } else inside = false;
        }
        return out.toString();
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
    boolean cacheable() {
        return false;
    }

    @Override
    public List<Atom> atoms() {
        List<Atom> atoms = new ArrayList<>(super.atoms());
        String name = column.field.column();
        int[] place = new int[village.length];
        Values keys = new Values();
        for (int code = 1; code < place.length; code++) place[code] = village[code] == 0 ? 0 : keys.add(town[code] + "/" + village[code]);
        atoms.add(Atom.of(column, name + ".village", place));
        int[] exact = new int[village.length];
        for (int code = 1; code < exact.length; code++) exact[code] = village[code] == 0 || door[code] == 0 ? 0 : keys.add(town[code] + "/" + village[code] + "/" + door[code]);
        atoms.add(Atom.of(column, name + ".door", exact));
        return atoms;
    }
}
