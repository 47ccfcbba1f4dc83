package org.hutong.policy.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.hutong.policy.dmn.DmnModel;
import org.hutong.policy.dmn.DmnReader;
import org.hutong.policy.dmn.DmnWriter;
import org.hutong.policy.dmn.TableText;
import org.hutong.policy.pack.Law;
import org.hutong.policy.pack.Pack;
import org.hutong.policy.pack.Type;
import org.junit.jupiter.api.Test;

/// Random tables of the subset, ours against KIE's. `-Dseed=` repeats a run, `-Dtables=` sets how many.
class RandomTablesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 2, 28);
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private int compared;

    @Test
    void everyHitPolicyAndCellReadsAsKieReadsIt() {
        int tables = Integer.getInteger("tables", 60);
        for (int i = 0; i < tables; i++) one();
        System.out.println("KIE 差分（随机表）：seed=" + seed + "，表 " + tables + " 张，比较 " + compared + " 次，差异 0");
    }

    private static Pack.Fact fact(String name, Type type, long low, long high, boolean nullable) {
        return new Pack.Fact(name, type, low, high, nullable, null, "", "", null, "facts");
    }

    private final List<Pack.Fact> facts = List.of(fact("色", Type.ofEnum(List.of("红", "黄", "蓝", "绿")), 0, 0, true), fact("真", Type.BOOL, 0, 0, true), fact("数", Type.num(0), -5, 20, true),
            fact("钱", Type.num(2), 0, 100_00, false), fact("日", Type.DATE, DAY.minusYears(3).toEpochDay(), DAY.plusYears(1).toEpochDay(), true));

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String bound(String column) {
        return switch (column) {
            case "数" -> "" + (random.nextInt(26) - 5);
            case "钱" -> random.nextInt(100) + (random.nextBoolean() ? "" : ".5");
            case "日" -> "date(\"" + DAY.minusDays(random.nextInt(1200)) + "\")";
            default -> "" + random.nextInt(40);
        };
    }

    private String cell(String column) {
        if (random.nextInt(3) == 0) return "-";
        switch (column) {
            case "色": {
                var some = new ArrayList<>(List.of("\"红\"", "\"黄\"", "\"蓝\"", "\"绿\""));
                java.util.Collections.shuffle(some, random);
                var text = String.join(",", some.subList(0, 1 + random.nextInt(3)));
                int k = random.nextInt(5);
                return k == 0 ? "not(" + text + ")" : k == 1 ? "null" : k == 2 ? "not(null)" : text;
            }
            case "真": return pick(List.of("true", "false", "null", "not(null)"));
            default:
        }
        var a = bound(column);
        return switch (random.nextInt(8)) {
            case 0 -> "null";
            case 1 -> a;
            case 2 -> "< " + a;
            case 3 -> "<= " + a;
            case 4 -> "> " + a;
            case 5 -> ">= " + a;
            case 6 -> "not(" + a + ")";
            default -> {
                if (column.equals("日")) yield "[date(\"2024-01-01\")..date(\"2025-06-30\"))";
                var low = new java.math.BigDecimal(a);
                yield (random.nextBoolean() ? "[" : "(") + a + ".." + low.add(java.math.BigDecimal.valueOf(2 + random.nextInt(9))) + (random.nextBoolean() ? "]" : ")");
            }
        };
    }

    private void one() {
        var hit = pick(List.of("FIRST", "PRIORITY", "ANY", "COLLECT SUM", "COLLECT MIN", "COLLECT MAX", "COLLECT COUNT"));
        var columns = new ArrayList<String>();
        for (var c : List.of("色", "真", "数", "钱", "日", "整月(日, 评估日)")) if (random.nextInt(5) < 3) columns.add(c);
        if (columns.isEmpty()) columns.add("数");
        boolean number = hit.startsWith("COLLECT");
        Supplier<String> output = number ? () -> "" + random.nextInt(50) : hit.equals("ANY") ? () -> "\"子\"" : () -> pick(List.of("\"子\"", "\"丑\"", "\"寅\""));
        var text = new StringBuilder("# 表\n\n## 果 : " + (number ? "integer" : "\"子\",\"丑\",\"寅\"") + " [" + hit + "]\n例外顺序: 随机 假设\n| 编号 | " + String.join(" | ", columns) + " | → | 依据 |\n|---|---|---|\n");
        int rules = 1 + random.nextInt(7);
        for (int r = 0; r < rules; r++) {
            text.append("| R").append(r).append(" | ");
            for (var c : columns) text.append(cell(c)).append(" | ");
            text.append(hit.equals("COLLECT COUNT") ? String.valueOf(r * 50 + random.nextInt(50)) : output.get()).append(" | 假设 |\n");
        }
        var model = TableText.read("随机", text.toString());
        model = DmnReader.read("随机", DmnWriter.write(model).getBytes(java.nio.charset.StandardCharsets.UTF_8), true);
        var pack = new Pack("000000", "000000-random", "R", "随机", "1", null, Map.of(), List.of(), List.of(), List.of(), facts, Map.of(), List.of(), List.of(), List.of(), List.of(), List.<DmnModel>of(model), List.of(),
                Map.of(), List.of(), new TreeMap<>());
        var plan = new Plan(new Law("000000", List.of(pack)), DAY, "", "");
        var kie = new Kie(plan);
        var generator = new Children(plan, random);
        for (int i = 0; i < 60; i++) {
            var f = plan.frame();
            var in = new LinkedHashMap<String, Object>();
            in.put("评估日", DAY);
            for (var v : plan.vars) {
                long x = generator.any(v);
                f.value(v, x);
                in.put(v.name, Kie.value(v.type, x));
            }
            Plan.run(plan.nodes, f);
            var node = plan.c.decisions.get("果").node();
            var own = Kie.value(node.type, f.value(node));
            var theirs = kie.decide(in).get("果");
            compared++;
            assertThat(Kie.same(theirs, own)).as("seed=%d %s\nKIE %s，本引擎 %s\n%s", seed, in, theirs, own, text).isTrue();
        }
    }
}
