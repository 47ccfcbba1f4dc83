package org.hutong.policy.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongSupplier;
import org.hutong.policy.Facts;
import org.hutong.policy.Json;
import org.hutong.policy.Rulebook;
import org.hutong.policy.run.Columns;
import org.hutong.policy.run.Plan;
import org.hutong.policy.run.Population;

/// `PolicyBench [bench rulebook] [children] [shipped rulebook] [persons]`: one run, results of all versions asserted equal on every row, ratios printed, one JSON line at the end.
///
/// Rates are per CPU second of the measuring thread; the two-thread figures are by the wall clock.
public final class PolicyBench {
    private static final LocalDate ON = LocalDate.of(2024, 9, 30);
    private static final String[] PARENT = {"健在", "死亡", "失踪", "失联", "服刑在押", "强制戒毒", "重残重病"};
    private static final String[] AWAY = {"无", "一方", "双方"}, DISTRICT = {"甲区", "乙区", "丙区"}, PLACE = {"散居", "机构集中"}, GRADE = {"无", "一级", "二级", "三级", "四级"},
            KIND = {"无", "肢体", "智力", "精神", "其他"};
    private static final String[] CATEGORY = {"孤儿", "事实无人抚养儿童", "残疾儿童", "重病儿童", "困境家庭儿童", "留守儿童", "一般儿童", "成年"};
    private final LinkedHashMap<String, Object> results = new LinkedHashMap<>();

    private PolicyBench() {}

    public static void main(String[] args) {
        var dir = Path.of(args.length > 0 ? args[0] : "policy/bench/rulebook");
        int n = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        new PolicyBench().run(dir, n, Path.of(args.length > 2 ? args[2] : "rulebook"), args.length > 3 ? Integer.parseInt(args[3]) : 2_000_000);
    }

    private void put(String name, Object value) {
        results.put(name, value instanceof Double d ? new java.math.BigDecimal(String.format(Locale.ROOT, "%.3f", d)) : value);
        System.out.println(name + " = " + results.get(name));
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void run(Path dir, int n, Path city, int persons) {
        long began = System.nanoTime();
        var plan = Rulebook.read(dir).at("000000", ON);
        put("cold_load_ms", (System.nanoTime() - began) / 1e6);
        long jvm = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
        put("cold_load_with_jvm_start_ms", (double) jvm);

        long seed = 20240930;
        var hand = new HandColumns(n, ON);
        var away = new int[n];
        generate(hand, away, n, new Random(seed));
        var children = records(hand, away, Math.min(n, 1_000_000));
        var columns = columns(plan, hand, away);
        put("children", n);
        put("seed", seed);

        double handRate = rate(n, 5, () -> { hand.run(); return hand.payFen[n - 1]; });
        var records = new HandRecords(ON);
        double recordRate = rate(children.size(), 5, () -> {
            long sum = 0;
            for (var k : children) sum += records.decide(k).payFen();
            return sum;
        });
        double own = rate(n, 5, () -> Population.run(plan, columns, 1).rows());
        equal(plan, hand, children, records, columns);
        put("hand_columnar_per_cpu_s", handRate);
        put("hand_records_per_cpu_s", recordRate);
        put("own_per_cpu_s", own);
        put("own_vs_hand_columnar", own / handRate);
        put("own_vs_hand_records", own / recordRate);
        fromRecords(plan, children, recordRate);
        twoCores(plan, hand, columns, away, n);
        oneCase(plan, children);
        reload(dir);
        new WholeRulebook(city, this::put).run(persons);
        System.out.println("bench policy " + Json.write(results));
    }

    private static double rate(int n, int rounds, LongSupplier work) {
        long sink = 0;
        for (int i = 0; i < 3; i++) sink += work.getAsLong();
        double best = 0;
        for (int i = 0; i < rounds; i++) {
            long t = cpu();
            sink += work.getAsLong();
            best = Math.max(best, n * 1e9 / (cpu() - t));
        }
        if (sink == Long.MIN_VALUE) System.out.println();
        return best;
    }

    private static void generate(HandColumns h, int[] awaySince, int n, Random r) {
        int low = (int) LocalDate.of(2000, 1, 1).toEpochDay(), high = (int) LocalDate.of(2024, 9, 30).toEpochDay();
        int from = (int) LocalDate.of(2015, 1, 1).toEpochDay(), to = (int) LocalDate.of(2024, 12, 31).toEpochDay();
        for (int i = 0; i < n; i++) {
            h.born[i] = low + r.nextInt(high - low + 1);
            h.father[i] = r.nextInt(3) > 0 ? 0 : r.nextInt(7);
            h.mother[i] = r.nextInt(3) > 0 ? 0 : r.nextInt(7);
            h.fatherSince[i] = r.nextInt(5) == 0 ? HandColumns.NULL : from + r.nextInt(to - from + 1);
            h.motherSince[i] = r.nextInt(5) == 0 ? HandColumns.NULL : from + r.nextInt(to - from + 1);
            h.away[i] = r.nextInt(3);
            awaySince[i] = r.nextInt(5) == 0 ? HandColumns.NULL : from + r.nextInt(to - from + 1);
            h.district[i] = r.nextInt(3);
            h.placement[i] = r.nextInt(2);
            h.grade[i] = r.nextInt(4) > 0 ? 0 : r.nextInt(5);
            h.kind[i] = r.nextInt(5);
            h.dibao[i] = r.nextInt(4) == 0 ? 1 : 0;
            h.dibaoFen[i] = r.nextInt(300_001);
            h.incomeFen[i] = r.nextInt(2_000_001);
            h.ill[i] = r.nextInt(20) == 0 ? 1 : 0;
        }
    }

    private static LocalDate day(int epoch) {
        return epoch == HandColumns.NULL ? null : LocalDate.ofEpochDay(epoch);
    }

    private static List<HandRecords.Child> records(HandColumns h, int[] away, int n) {
        var list = new ArrayList<HandRecords.Child>(n);
        for (int i = 0; i < n; i++) {
            list.add(new HandRecords.Child(day(h.born[i]), PARENT[h.father[i]], day(h.fatherSince[i]), PARENT[h.mother[i]], day(h.motherSince[i]), AWAY[h.away[i]], day(away[i]), DISTRICT[h.district[i]],
                    PLACE[h.placement[i]], GRADE[h.grade[i]], KIND[h.kind[i]], h.dibao[i] == 1, h.dibaoFen[i], h.incomeFen[i], h.ill[i] == 1));
        }
        return list;
    }

    private static Columns columns(Plan plan, HandColumns h, int[] away) {
        var c = new Columns(plan, h.n);
        for (int i = 0; i < h.n; i++) {
            c.set("出生日期", i, h.born[i]);
            c.set("父亲情形", i, h.father[i]);
            c.set("母亲情形", i, h.mother[i]);
            c.set("父亲情形起始日", i, nul(h.fatherSince[i]));
            c.set("母亲情形起始日", i, nul(h.motherSince[i]));
            c.set("父母外出", i, h.away[i]);
            c.set("外出起始日", i, nul(away[i]));
            c.set("区", i, h.district[i]);
            c.set("安置", i, h.placement[i]);
            c.set("残疾等级", i, h.grade[i]);
            c.set("残疾类别", i, h.kind[i]);
            c.set("低保", i, h.dibao[i]);
            c.set("低保月补助", i, h.dibaoFen[i]);
            c.set("家庭月人均收入", i, h.incomeFen[i]);
            c.set("重病", i, h.ill[i]);
        }
        return c.seal();
    }

    private static long nul(int x) {
        return x == HandColumns.NULL ? Long.MIN_VALUE : x;
    }

    private void equal(Plan plan, HandColumns h, List<HandRecords.Child> children, HandRecords records, Columns columns) {
        var p = Population.run(plan, columns, 1);
        var amounts = p.amountsFen("B1");
        int table = p.tables().indexOf("类别");
        long wrong = 0;
        for (int i = 0; i < h.n; i++) {
            var r = records.decide(children.get(i));
            if (amounts[i] != h.payFen[i] || r.payFen() != h.payFen[i] || !r.category().equals(CATEGORY[h.category[i]]) || (p.category("ORPHAN")[i] == 1) != (h.category[i] == 0) || p.rule(table, i) == null) wrong++;
        }
        put("rows_compared", h.n);
        put("rows_different", wrong);
        if (wrong > 0) throw new IllegalStateException("results differ on " + wrong + " rows");
    }

    private void fromRecords(Plan plan, List<HandRecords.Child> children, double recordRate) {
        double rate = rate(children.size(), 3, () -> {
            var c = new Columns(plan, children.size());
            new RecordEncoder(plan).encode(children, c);
            return Population.run(plan, c.seal(), 1).rows();
        });
        put("own_from_records_per_cpu_s", rate);
        put("own_from_records_vs_hand_records", rate / recordRate);
    }

    private void twoCores(Plan plan, HandColumns h, Columns columns, int[] away, int n) {
        double one = wall(() -> Population.run(plan, columns, 1)), two = wall(() -> Population.run(plan, columns, 2));
        var halves = new HandColumns[] {new HandColumns(n / 2, ON), new HandColumns(n / 2, ON)};
        for (var half : halves) generate(half, new int[n / 2], n / 2, new Random(7));
        double handOne = wall(() -> { halves[0].run(); halves[1].run(); });
        double handTwo = wall(() -> {
            var t = new Thread(halves[1]::run);
            t.start();
            halves[0].run();
            try { t.join(); } catch (InterruptedException e) { Thread.currentThread().interrupt(); }
        });
        put("own_two_core_gain", one / two);
        put("hand_two_core_gain", handOne / handTwo);
        put("own_gain_vs_hand_gain", one / two / (handOne / handTwo));
    }

    private static double wall(Runnable work) {
        for (int i = 0; i < 2; i++) work.run();
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 7; i++) {
            long t = System.nanoTime();
            work.run();
            best = Math.min(best, System.nanoTime() - t);
        }
        return best;
    }

    private void oneCase(Plan plan, List<HandRecords.Child> children) {
        var list = new ArrayList<Facts>();
        for (var k : children.subList(0, 500)) {
            list.add(new Facts("x").put("出生日期", k.born()).put("父亲情形", k.father()).put("父亲情形起始日", k.fatherSince()).put("母亲情形", k.mother()).put("母亲情形起始日", k.motherSince())
                    .put("父母外出", k.away()).put("外出起始日", k.awaySince()).put("区", k.district()).put("安置", k.placement()).put("残疾等级", k.grade()).put("残疾类别", k.kind()).put("低保", k.dibao())
                    .put("低保月补助", java.math.BigDecimal.valueOf(k.dibaoFen(), 2)).put("家庭月人均收入", java.math.BigDecimal.valueOf(k.incomeFen(), 2)).put("重病", k.ill()));
        }
        for (int round = 0; round < 20; round++) for (var f : list) plan.evaluate(f, ON).chineseText();
        double data = 1e6 / rate(list.size(), 9, () -> { long s = 0; for (var f : list) s += plan.evaluate(f, ON).programmes().size(); return s; });
        double text = 1e6 / rate(list.size(), 9, () -> { long s = 0; for (var f : list) s += plan.evaluate(f, ON).chineseText().length(); return s; });
        put("one_case_with_explanation_us", data);
        put("one_case_with_chinese_text_us", text);
    }

    private void reload(Path dir) {
        for (int i = 0; i < 20; i++) Rulebook.read(dir).at("000000", ON);
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 9; i++) {
            long t = System.nanoTime();
            Rulebook.read(dir).at("000000", ON);
            best = Math.min(best, (System.nanoTime() - t) / 1e6);
        }
        put("warm_reload_ms", best);
    }
}
