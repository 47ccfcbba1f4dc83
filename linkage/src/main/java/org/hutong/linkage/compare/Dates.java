package org.hutong.linkage.compare;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// Dates, kept as `yyyymmdd`; impossible ones (13th month) still count by their digits.
final class Dates extends Comparator {
    private final int[] days;

    Dates(int place, Column column) {
        super(place, column, "缺失", "相同", "一位之差或月日互换", "年月日中两项相同", "年份相同（一方为默认日）", "年份相同或相差不到一年", "不同");
        days = new int[column.values.size() + 1];
        for (int code = 1; code < days.length; code++) days[code] = number(column.text(code));
    }

    private static int number(String text) {
        int n = 0;
        for (int i = 0; i < text.length(); i++) n = n * 10 + text.charAt(i) - '0';
        return n;
    }

    /// `yyyymmdd` from the forms lists carry (`1987-6-5`, `1987/06/05`, `19870605`, `5/6/1987`, `1987年6月5日`, a spreadsheet's day number), or empty.
    static String plain(String text) {
        int[] parts = new int[4];
        int[] widths = new int[4];
        int count = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '０' && c <= '９') c = (char) (c - '０' + '0');
            if (c >= '0' && c <= '9') {
                if (!inside) {
                    if (count == 3) break;
                    count++;
                    inside = true;
                }
                if (widths[count - 1] == 9) return "";
                parts[count - 1] = parts[count - 1] * 10 + c - '0';
                widths[count - 1]++;
            } else {
                inside = false;
                if (count > 0 && (c == 'T' || c == ':')) break;
            }
        }
        if (count == 1 || count == 2 && widths[0] >= 5 && text.contains(".")) {
            if (widths[0] == 8) return eight(parts[0]);
            if (widths[0] == 6) return eight(parts[0] * 100 + 1);
            if (widths[0] == 4) return eight(parts[0] * 10000 + 101);
            if (widths[0] == 5) {
                LocalDate day = LocalDate.of(1899, 12, 30).plusDays(parts[0]);
                return eight(day.getYear() * 10000 + day.getMonthValue() * 100 + day.getDayOfMonth());
            }
            return "";
        }
        if (count == 2) return widths[0] == 4 ? eight(parts[0] * 10000 + parts[1] * 100 + 1) : "";
        if (count < 3) return "";
        if (widths[0] == 4) return eight(parts[0] * 10000 + parts[1] * 100 + parts[2]);
        if (widths[2] == 4) {
            boolean monthFirst = parts[1] > 12;
            return eight(parts[2] * 10000 + (monthFirst ? parts[0] * 100 + parts[1] : parts[1] * 100 + parts[0]));
        }
        return "";
    }

    private static String eight(int n) {
        return n < 10_000_000 || n > 99_999_999 ? "" : Integer.toString(n);
    }

    @Override
    int differ(Scratch s, int x, int y) {
        int p = days[x], q = days[y];
        if (slip(p, q)) return 2;
        int py = p / 10000, qy = q / 10000, pm = p / 100 % 100, qm = q / 100 % 100, pd = p % 100, qd = q % 100;
        int same = (py == qy ? 1 : 0) + (pm == qm ? 1 : 0) + (pd == qd ? 1 : 0);
        if (py == qy && (p % 10000 == 101 || q % 10000 == 101)) return 4;
        if (same == 2) return 3;
        if (py == qy) return pm == qd && pd == qm ? 2 : 5;
        return Math.abs((py - qy) * 372 + (pm - qm) * 31 + pd - qd) < 372 ? 5 : last();
    }

    /// One digit changed, or two neighbouring digits swapped, or day and month swapped.
    static boolean slip(int p, int q) {
        int wrong = 0, first = -1, second = -1;
        for (int i = 0, a = p, b = q; i < 8; i++, a /= 10, b /= 10) {
            if (a % 10 != b % 10) {
                if (++wrong > 2) break;
                if (first < 0) first = i;
                else second = i;
            }
        }
        if (wrong == 1) return true;
        if (wrong == 2 && second == first + 1) {
            int lowA = digit(p, first), highA = digit(p, second);
            if (lowA == digit(q, second) && highA == digit(q, first)) return true;
        }
        return p / 10000 == q / 10000 && p / 100 % 100 == q % 100 && p % 100 == q / 100 % 100;
    }

    private static int digit(int n, int place) {
        for (int i = 0; i < place; i++) n /= 10;
        return n % 10;
    }

    @Override
    public List<Atom> atoms() {
        List<Atom> atoms = new ArrayList<>(super.atoms());
        String name = column.field.column();
        atoms.add(Atom.derived(column, name + ".month", code -> column.text(code).substring(0, 6)));
        atoms.add(Atom.derived(column, name + ".day", code -> column.text(code).substring(4)));
        atoms.add(Atom.derived(column, name + ".year", code -> column.text(code).substring(0, 4)));
        return atoms;
    }
}
