package org.hutong.policy.pack;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.hutong.policy.PolicyException;

/// Reads a parameter: its description (.yaml) and its dated rows (.csv).
final class ParameterReader {
    private static final List<String> FIXED = List.of("区划", "施行", "停止", "数值", "依据", "核验日", "性质", "备注");

    private ParameterReader() {}

    static Pack.Parameter read(String folder, String name, String yaml, String csv) {
        var place = folder + "/parameters/" + name;
        var meta = yaml == null ? null : meta(place + ".yaml", name, yaml);
        var values = new ArrayList<Pack.Value>();
        var columns = new ArrayList<String>();
        if (csv != null) rows(folder, place + ".csv", csv, columns, values);
        return new Pack.Parameter(name, meta, columns, values, place + (csv == null ? ".yaml" : ".csv"));
    }

    private static Pack.ParameterMeta meta(String place, String name, String yaml) {
        var n = Node.read(place, yaml).only("name", "description", "type", "unit", "keys", "local", "inherit", "use", "growth", "domain", "round", "note", "label");
        if (!n.need("name").equals(name)) throw new PolicyException(place, "name 应与文件名相同");
        var local = n.text("local", "free");
        if (!List.of("free", "not-longer", "not-lower", "none").contains(local)) throw new PolicyException(place, "local 只能是 free、not-longer、not-lower、none");
        var type = Type.named(n.need("type"), n.texts("domain"));
        Pack.Growth growth = null;
        if (n.has("growth")) {
            var g = n.node("growth").only("from", "every", "rate", "until", "round", "clause", "index", "share", "note");
            growth = new Pack.Growth(PackReader.date(g, "from"), Integer.parseInt(g.need("every")), g.need("rate"), PackReader.date(g, "until"), Long.parseLong(g.text("round", "1")), g.need("clause"));
            if (growth.everyMonths() < 1) throw new PolicyException(g.place(), "every 应为正的月数");
        }
        return new Pack.ParameterMeta(name, n.text("description", ""), type, n.text("unit", ""), n.texts("keys"), local, n.flag("inherit", true), !n.text("use", "发放").equals("仅比较"), growth);
    }

    private static void rows(String folder, String place, String csv, List<String> columns, List<Pack.Value> into) {
        var table = Csv.read(place, csv);
        if (table.isEmpty()) return;
        var header = table.getFirst();
        for (var c : List.of("区划", "施行", "数值", "依据")) if (!header.contains(c)) throw new PolicyException(place, "缺少列“" + c + "”");
        for (var c : header) if (!FIXED.contains(c)) columns.add(c);
        for (int i = 1; i < table.size(); i++) {
            var row = table.get(i);
            var at = place + " 第 " + (i + 1) + " 行";
            if (row.size() != header.size()) throw new PolicyException(at, "有 " + row.size() + " 格，表头有 " + header.size() + " 格");
            var map = new LinkedHashMap<String, String>();
            for (int k = 0; k < header.size(); k++) map.put(header.get(k), row.get(k).strip());
            var region = map.get("区划");
            if (!region.matches("\\d{6}")) throw new PolicyException(at, "区划应为六位代码，写的是“" + region + "”");
            if (!belongs(region, folder.substring(0, 6))) throw new PolicyException(at, "区划 " + region + " 不在本地 " + folder + " 范围内");
            var from = date(at, "施行", map.get("施行"));
            var until = map.getOrDefault("停止", "").isEmpty() ? null : date(at, "停止", map.get("停止"));
            if (until != null && !until.isAfter(from)) throw new PolicyException(at, "停止日应晚于施行日");
            if (map.get("数值").isEmpty()) throw new PolicyException(at, "数值为空");
            var checked = map.getOrDefault("核验日", "").isEmpty() ? null : date(at, "核验日", map.get("核验日"));
            into.add(new Pack.Value(region, columns.stream().map(map::get).toList(), from, until, map.get("数值"), map.get("依据"), checked, map.getOrDefault("性质", ""), folder.substring(0, 6), at));
        }
    }

    private static LocalDate date(String place, String column, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new PolicyException(place, column + "“" + text + "”不是有效日期（写作 2026-01-31）");
        }
    }

    /// Whether `code` lies in the area of `area` (trailing zero pairs stand for the whole).
    static boolean belongs(String code, String area) {
        var prefix = area.replaceFirst("(00){1,3}$", "");
        return code.startsWith(prefix);
    }

    /// Growth written out as ordinary rows after the last row in force at `growth.from`.
    static List<Pack.Value> grown(Pack.ParameterMeta meta, List<Pack.Value> values) {
        if (meta.growth() == null) return values;
        var growth = meta.growth();
        var out = new ArrayList<Pack.Value>();
        for (var v : values) {
            if (!v.on(growth.from()) || v.until() != null) { out.add(v); continue; }
            out.add(new Pack.Value(v.region(), v.keys(), v.from(), growth.from(), v.text(), v.cite(), v.checked(), v.nature(), v.pack(), v.place()));
            var amount = new BigDecimal(v.text());
            for (var day = growth.from(); day.isBefore(growth.until()); day = day.plusMonths(growth.everyMonths())) {
                amount = amount.multiply(BigDecimal.ONE.add(new BigDecimal(growth.rate())));
                var step = BigDecimal.valueOf(growth.round());
                amount = amount.divide(step, 0, RoundingMode.HALF_UP).multiply(step);
                var next = day.plusMonths(growth.everyMonths());
                out.add(new Pack.Value(v.region(), v.keys(), day, next.isBefore(growth.until()) ? next : null, amount.toPlainString(), growth.clause(), v.checked(), "推算" + (v.assumed() ? "（基数为假设）" : ""), v.pack(), v.place()));
            }
        }
        return out;
    }
}
