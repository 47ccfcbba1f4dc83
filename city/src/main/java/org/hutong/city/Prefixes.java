package org.hutong.city;

import org.hutong.city.make.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Stand-ins for the first two digits of identity numbers.
///
/// GB/T 2260 gives every province two digits; those used here were given to none, so no number of the city can be anybody's. The other four digits are the real district's.
/// The table stands in `prefixes.csv` and is for demo data only.
public final class Prefixes {

    /// @param digits    two digits no province has
    /// @param standsFor two digits of the province it stands for
    public record Row(String digits, String standsFor, String name) {
    }

    /// @param prefix six digits
    /// @param name   the place it stands for, or 外地
    public record AreaRow(String prefix, String standsFor, String name) {
    }

    private static final List<Row> ROWS = read();
    private static final Map<String, String> STAND_IN = standIns();

    private Prefixes() {
    }

    private static List<Row> read() {
        var rows = new ArrayList<Row>();
        for (var line : Resources.lines("prefixes.csv")) {
            var f = line.split(",");
            if (Character.isDigit(line.charAt(0))) {
                rows.add(new Row(f[0], f[1], f[2]));
            }
        }
        return List.copyOf(rows);
    }

    private static Map<String, String> standIns() {
        var map = new HashMap<String, String>();
        for (var r : ROWS) {
            map.put(r.standsFor, r.digits);
        }
        return map;
    }

    public static List<Row> rows() {
        return ROWS;
    }

    /// 120116 → 170116.
    public static String of(String district) {
        var two = STAND_IN.get(district.substring(0, 2));
        if (two == null) {
            throw new IllegalArgumentException("没有为省级代码 " + district.substring(0, 2) + " 准备演示前缀");
        }
        return two + district.substring(2, 6);
    }

    /// Prefixes of people born elsewhere who live in the district with this number in the city: seven provinces, last four digits 9100 to 9999, which no district has.
    /// No two districts of one city share one, so each district can hand out its numbers by itself.
    public static String elsewhere(int district, int which) {
        var group = district / 900;
        var row = ROWS.get((group * 7 + which) % ROWS.size());
        return row.digits + (9100 + district % 900);
    }

    /// How many prefixes [#elsewhere] has for a district.
    public static final int ELSEWHERE = 7;

    /// All six-digit prefixes a city may use.
    public static List<AreaRow> table(List<Region> districts) {
        var out = new ArrayList<AreaRow>();
        for (var i = 0; i < districts.size(); i++) {
            var code = districts.get(i).code().substring(0, 6);
            out.add(new AreaRow(of(code), code, districts.get(i).name()));
        }
        for (var i = 0; i < districts.size(); i++) {
            for (var w = 0; w < ELSEWHERE; w++) {
                var p = elsewhere(i, w);
                var two = p.substring(0, 2);
                var row = ROWS.stream().filter(r -> r.digits.equals(two)).findFirst().orElseThrow();
                out.add(new AreaRow(p, row.standsFor + "0000", row.name + "（外地）"));
            }
        }
        return out;
    }
}
