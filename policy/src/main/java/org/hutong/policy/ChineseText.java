package org.hutong.policy;

import java.math.BigDecimal;
import java.util.stream.Collectors;

/// Puts an outcome into sentences an official can read to a family.
final class ChineseText {
    private ChineseText() {}

    static String of(Outcome o) {
        var out = new StringBuilder();
        var r = o.receipt();
        out.append("按 ").append(r.on()).append(" 施行的政策（").append(r.region()).append("，规则包 ").append(r.id()).append(" ").append(r.version()).append("）、")
                .append(r.knownOn()).append(" 已知的情况：\n");
        var names = o.categoryNames();
        out.append("儿童类别：").append(names.isEmpty() ? "无" : String.join("、", names));
        for (var c : o.categories()) if (c.answer() == Outcome.Answer.PENDING) out.append("；").append(c.name()).append("待核实（").append(String.join("、", c.missing())).append("）");
        out.append("。\n");
        for (var p : o.programmes()) programme(out, p);
        out.append("规则包校验码 ").append(r.sha256()).append("。\n");
        return out.toString();
    }

    static String yuan(long fen) {
        return BigDecimal.valueOf(fen, 2).stripTrailingZeros().toPlainString() + " 元";
    }

    private static void programme(StringBuilder out, Outcome.Programme p) {
        out.append("【").append(p.name()).append("】");
        switch (p.answer()) {
            case YES -> {
                out.append("可以享受");
                if (p.amountFen() != null) out.append("，每").append(period(p.period())).append(yuan(p.amountFen()));
            }
            case NO -> out.append("不能享受");
            case PENDING -> out.append("待核实，还需：").append(String.join("、", p.missing()));
        }
        out.append("。");
        if (!p.reason().isEmpty()) out.append(p.reason()).append("。");
        if (p.assumption()) out.append("（所依据的规则或数额含假设。）");
        out.append('\n');
        for (var s : p.steps()) {
            out.append("  · ").append(s.decision()).append("：").append(s.value());
            if (!s.inputs().isEmpty()) out.append("，因为").append(s.inputs().entrySet().stream().map(e -> e.getKey() + "为" + e.getValue()).collect(Collectors.joining("、")));
            if (!s.cite().isEmpty()) out.append("（").append(s.cite().replace("\n", "；")).append("）");
            out.append("。\n");
        }
        for (var v : p.parameters()) {
            out.append("  · ").append(v.name()).append("：").append(v.value()).append(v.unit().isEmpty() ? "" : " " + v.unit()).append("，").append(v.from()).append(" 起（").append(v.cite());
            if (!v.nature().isEmpty()) out.append("，").append(v.nature());
            out.append("）。\n");
        }
        if (!p.facts().isEmpty()) {
            out.append("  · 依据的情况：").append(p.facts().stream().map(f -> f.name() + " " + f.value() + (f.source().isEmpty() ? "" : "（" + f.source() + (f.date() == null ? "" : " " + f.date()) + "）")).collect(Collectors.joining("；"))).append("。\n");
        }
        if (p.answer() == Outcome.Answer.YES && !p.papers().isEmpty()) out.append("  · 应备材料：").append(p.papers().stream().map(Outcome.Paper::name).collect(Collectors.joining("、"))).append("。\n");
    }

    private static String period(String period) {
        return switch (period) {
            case "year" -> "年 ";
            case "once" -> "次 ";
            default -> "月 ";
        };
    }
}
