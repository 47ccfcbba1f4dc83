package org.hutong.policy.cli;

import java.io.PrintStream;
import org.hutong.policy.Rulebook;
import org.hutong.policy.pack.Pack;
import org.hutong.policy.pack.Type;

/// The fact vocabulary as a Markdown page, generated from `facts.yaml`.
final class FactsPage {
    private FactsPage() {}

    static int print(Rulebook book, PrintStream out) {
        int count = 0;
        out.println("# 事实词汇表\n\n由 facts.yaml 生成，请勿手改。缺少的事实是“未知”；标“可无”的事实可以写 `null`（没有）。");
        for (var pack : book.packs()) {
            if (pack.facts().isEmpty()) continue;
            out.println("\n## " + pack.title() + "\n\n| 名称 | 类型 | 取值 | 可无 | 来源 | 说明 |\n|---|---|---|---|---|---|");
            for (var f : pack.facts()) { line(out, f); count++; }
            for (var g : pack.groups().entrySet()) {
                out.println("\n### 成员组 " + g.getKey() + "\n\n| 名称 | 类型 | 取值 | 可无 | 来源 | 说明 |\n|---|---|---|---|---|---|");
                for (var f : g.getValue()) { line(out, f); count++; }
            }
            if (!pack.aggregates().isEmpty()) {
                out.println("\n### 汇总\n\n| 名称 | 成员组 | 方式 | 成员事实 | 条件 |\n|---|---|---|---|---|");
                for (var a : pack.aggregates()) out.println("| " + a.name() + " | " + a.group() + " | " + a.how() + " | " + (a.value() == null ? "" : a.value()) + " | " + (a.where().isEmpty() ? "" : a.where()) + " |");
            }
        }
        out.println("\nfacts: count=" + count);
        return 0;
    }

    private static void line(PrintStream out, Pack.Fact f) {
        var domain = switch (f.type().kind()) {
            case ENUM -> String.join("、", f.type().values());
            case NUM, DATE -> f.type().show(f.low()) + " 至 " + f.type().show(f.high());
            default -> "";
        };
        var type = f.type().kind() == Type.Kind.NUM && f.type().scale() == 2 ? "金额（元）或两位小数" : f.type().describe();
        out.println("| " + f.name() + " | " + type + " | " + domain + " | " + (f.nullable() ? "可" : "") + " | " + f.source() + " | " + f.description() + " |");
    }
}
