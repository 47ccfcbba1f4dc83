package org.hutong.policy.bench;

import java.time.LocalDate;
import java.time.Period;

/// The bench model as a good developer would write it: records, dates, strings.
final class HandRecords {
    record Child(LocalDate born, String father, LocalDate fatherSince, String mother, LocalDate motherSince, String away, LocalDate awaySince, String district, String placement, String grade,
                 String kind, boolean dibao, long dibaoFen, long incomeFen, boolean ill) {}

    record Result(String category, long payFen) {}

    private final LocalDate on;

    HandRecords(LocalDate on) {
        this.on = on;
    }

    private String parent(String state, LocalDate since) {
        switch (state) {
            case "健在": return "正常";
            case "死亡": case "失踪": return "死亡";
            case "重残重病": return "失能";
            default:
        }
        if (since == null) return "短期";
        long months = Period.between(since, on).toTotalMonths();
        if (months >= 6) return "缺席";
        return months < 0 && !state.equals("失联") ? "正常" : "短期";
    }

    private static boolean gone(String p) {
        return p.equals("死亡") || p.equals("失能") || p.equals("缺席");
    }

    Result decide(Child k) {
        int age = Period.between(k.born, on).getYears();
        var f = parent(k.father, k.fatherSince);
        var m = parent(k.mother, k.motherSince);
        var category = category(k, age, f, m);
        long standard = standard(k.district, k.placement);
        long disability = switch (k.grade) {
            case "一级" -> k.dibao ? 400_00 : 260_00;
            case "二级" -> k.dibao ? 320_00 : 200_00;
            case "三级", "四级" -> 80_00;
            default -> 0;
        };
        long basic = switch (category) {
            case "孤儿" -> k.placement.equals("机构集中") || !k.dibao ? standard : Math.max(standard, k.dibaoFen);
            case "事实无人抚养儿童" -> k.dibao ? Math.max(0, standard - k.dibaoFen) : standard;
            default -> 0;
        };
        return new Result(category, disability + basic);
    }

    private static String category(Child k, int age, String f, String m) {
        if (age >= 18) return "成年";
        if (f.equals("死亡") && m.equals("死亡")) return "孤儿";
        if (gone(f) && gone(m)) return "事实无人抚养儿童";
        if (k.grade.equals("一级") || k.grade.equals("二级")) return "残疾儿童";
        if (!k.grade.equals("无") && (k.kind.equals("智力") || k.kind.equals("精神"))) return "残疾儿童";
        if (k.ill && k.incomeFen < 5000_00) return "重病儿童";
        if (k.dibao) return "困境家庭儿童";
        if ((!f.equals("正常") || !m.equals("正常")) && k.incomeFen < 1500_50) return "困境家庭儿童";
        if (age < 16 && (k.away.equals("双方") || k.away.equals("一方") && !f.equals("正常"))) return "留守儿童";
        return "一般儿童";
    }

    private long standard(String district, String placement) {
        boolean home = placement.equals("散居");
        switch (district) {
            case "甲区":
                if (!home) return on.isBefore(LocalDate.of(2023, 7, 1)) ? 2400_00 : 2600_00;
                return on.isBefore(LocalDate.of(2023, 7, 1)) ? 1800_00 : on.isBefore(LocalDate.of(2024, 7, 1)) ? 1900_00 : 2000_00;
            case "乙区":
                if (!home) return on.isBefore(LocalDate.of(2024, 1, 1)) ? 2250_00 : 2350_50;
                return on.isBefore(LocalDate.of(2024, 1, 1)) ? 1650_00 : 1750_00;
            default:
                if (!home) return on.isBefore(LocalDate.of(2024, 7, 1)) ? 2000_00 : 2100_00;
                return on.isBefore(LocalDate.of(2024, 7, 1)) ? 1500_00 : 1600_00;
        }
    }
}
