package org.hutong.policy.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hutong.policy.Facts;
import org.hutong.policy.Finding;
import org.hutong.policy.Json;
import org.hutong.policy.PolicyException;
import org.hutong.policy.Rulebook;
import org.hutong.policy.check.Checks;
import org.hutong.policy.check.Mutation;
import org.hutong.policy.check.TestRun;
import org.hutong.policy.run.Properties;
import org.hutong.policy.dmn.DmnWriter;
import org.hutong.policy.dmn.TableText;
import org.hutong.policy.pack.Csv;
import org.hutong.policy.pack.Node;
import org.hutong.policy.run.Plan;

/// The command line: `evaluate …` and `rulebook check|test|tck|diff|table2dmn|facts …`.
///
/// Results go to stdout, messages (Chinese) to stderr. Exit 0 good, 1 findings, 2 wrong use, 3 failed.
public final class PolicyCli {
    private final PrintStream out;
    private final PrintStream err;

    PolicyCli(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        var out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
        var err = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8);
        int code = new PolicyCli(out, err).run(args);
        out.flush();
        System.exit(code);
    }

    private static final class Usage extends RuntimeException {
        Usage(String message) {
            super(message);
        }
    }

    int run(String... args) {
        try {
            if (args.length == 0) throw new Usage("缺少命令");
            var rest = List.of(args).subList(1, args.length);
            return switch (args[0]) {
                case "evaluate" -> evaluate(rest);
                case "rulebook" -> rulebook(rest);
                default -> throw new Usage("不认识的命令“" + args[0] + "”");
            };
        } catch (Usage e) {
            err.println(e.getMessage());
            err.println("""
                    用法：
                      evaluate --rulebook DIR --region CODE --on DATE [--known-on DATE] --facts FILE [--explain]
                      rulebook check DIR | test DIR | tck DIR | diff A B | table2dmn FILE|DIR | facts DIR | mutate DIR [N] | prove DIR [PAIRS]""");
            return 2;
        } catch (PolicyException | UncheckedIOException e) {
            err.println(e.getMessage());
            return 3;
        } catch (IOException e) {
            err.println("读写失败：" + e.getMessage());
            return 3;
        }
    }

    private int rulebook(List<String> args) throws IOException {
        if (args.isEmpty()) throw new Usage("rulebook 之后应为 check、test、tck、diff、table2dmn 或 facts");
        var rest = args.subList(1, args.size());
        switch (args.getFirst()) {
            case "check" -> { need(rest, 1); return check(folder(rest.getFirst())); }
            case "test" -> { need(rest, 1); return test(folder(rest.getFirst())); }
            case "tck" -> { need(rest, 1); return new TckCommand(out, err).run(folder(rest.getFirst())); }
            case "diff" -> { need(rest, 2); return new DiffCommand(out).run(folder(rest.get(0)), folder(rest.get(1))); }
            case "table2dmn" -> { need(rest, 1); return table2dmn(Path.of(rest.getFirst())); }
            case "mutate" -> {
                if (rest.isEmpty() || rest.size() > 2) throw new Usage("mutate 之后应为目录和（可选的）抽取个数");
                var score = Mutation.run(Rulebook.read(folder(rest.getFirst())), rest.size() == 2 ? Integer.parseInt(rest.get(1)) : Integer.MAX_VALUE, Long.getLong("seed", 1L), LocalDate.now());
                score.survivors().forEach(s -> err.println("没有用例察觉：" + s));
                score.kinds().forEach((kind, of) -> out.println(kind + "：察觉 " + of[0] + "，没有察觉 " + of[1]));
                out.println("mutate: mutants=" + score.mutants() + " refused=" + score.refused() + " killed=" + score.killed() + " score=" + score.percent());
                return 0;
            }
            case "prove" -> {
                if (rest.isEmpty() || rest.size() > 2) throw new Usage("prove 之后应为目录和（可选的）比较对数");
                return prove(Rulebook.read(folder(rest.getFirst())), rest.size() == 2 ? Integer.parseInt(rest.get(1)) : 20_000);
            }
            case "facts" -> { need(rest, 1); return FactsPage.print(Rulebook.read(folder(rest.getFirst())), out); }
            default -> throw new Usage("不认识的命令“rulebook " + args.getFirst() + "”");
        }
    }

    /// What must hold of every place's law today, with a child of whom it does not.
    private int prove(Rulebook book, int pairs) {
        long seed = Long.getLong("seed", System.nanoTime()), broken = 0, lawful = 0;
        int held = 0;
        for (var pack : book.packs()) {
            if (pack.code().equals("000000")) continue;
            for (var property : Properties.of(book.at(pack.code(), LocalDate.now()), pairs, seed)) {
                out.println(pack.code() + " " + property.name() + "：" + (property.proved() ? "全部事实空间，结果 " + property.cases() + " 种" : "比较 " + property.cases() + " 对") + (property.holds() ? "，成立" : "，不成立"));
                for (var counter : property.counters()) {
                    if (counter.lawful().isEmpty()) broken++; else lawful++;
                    out.println("    " + (counter.lawful().isEmpty() ? "反例 " : "例外 " + counter.lawful() + " ") + counter.what());
                    if (counter.lawful().isEmpty()) out.println("        " + counter.child());
                }
                if (property.holds()) held++;
            }
        }
        out.println("prove: held=" + held + " broken=" + broken + " lawful=" + lawful + " seed=" + seed);
        return broken > 0 ? 1 : 0;
    }

    private static void need(List<String> args, int n) {
        if (args.size() != n) throw new Usage("应有 " + n + " 个参数，给了 " + args.size() + " 个");
    }

    private static Path folder(String name) {
        var path = Path.of(name);
        if (!Files.isDirectory(path)) throw new Usage("没有目录 " + name);
        return path;
    }

    private int check(Path dir) {
        var findings = Checks.run(Rulebook.read(dir), LocalDate.now());
        findings.forEach(f -> err.println(f.text()));
        long errors = findings.stream().filter(f -> f.level() == Finding.Level.ERROR).count();
        out.println("check: errors=" + errors + " warnings=" + (findings.size() - errors));
        return errors > 0 ? 1 : 0;
    }

    private int test(Path dir) {
        var book = Rulebook.read(dir);
        book.findings().forEach(f -> err.println(f.text()));
        var run = TestRun.of(book);
        long failed = 0;
        for (var r : run.results) {
            if (r.passed()) continue;
            failed++;
            err.println("未通过 " + r.test().place() + "：" + r.test().name());
            r.problems().forEach(p -> err.println("    " + p));
        }
        out.println("test: passed=" + (run.results.size() - failed) + " failed=" + failed);
        return failed > 0 || !book.findings().isEmpty() ? 1 : 0;
    }

    private int table2dmn(Path path) throws IOException {
        if (!Files.exists(path)) throw new Usage("没有 " + path);
        var files = new ArrayList<Path>();
        if (Files.isRegularFile(path)) {
            files.add(path);
        } else {
            try (var walk = Files.walk(path)) {
                walk.filter(f -> f.toString().endsWith(".md") && f.getParent().getFileName() != null && f.getParent().getFileName().toString().equals("decisions")).sorted().forEach(files::add);
            }
        }
        int written = 0, same = 0, errors = 0;
        for (var file : files) {
            try {
                var xml = DmnWriter.write(TableText.read(file.toString(), Files.readString(file)));
                var target = file.resolveSibling(file.getFileName().toString().replaceAll("\\.md$", ".dmn"));
                if (Files.exists(target) && Files.readString(target).equals(xml)) { same++; continue; }
                Files.writeString(target, xml);
                err.println("写出 " + target);
                written++;
            } catch (PolicyException e) {
                errors++;
                err.println("错误 " + e.getMessage());
            }
        }
        out.println("table2dmn: written=" + written + " same=" + same + " errors=" + errors);
        return errors > 0 ? 1 : 0;
    }

    private int evaluate(List<String> args) throws IOException {
        var options = new LinkedHashMap<String, String>();
        boolean explain = false;
        for (int i = 0; i < args.size(); i++) {
            var a = args.get(i);
            if (a.equals("--explain")) { explain = true; continue; }
            if (!List.of("--rulebook", "--region", "--on", "--known-on", "--facts").contains(a)) throw new Usage("不认识的选项“" + a + "”");
            if (i + 1 >= args.size()) throw new Usage("“" + a + "”之后缺少值");
            options.put(a, args.get(++i));
        }
        for (var needed : List.of("--rulebook", "--region", "--on", "--facts")) if (!options.containsKey(needed)) throw new Usage("缺少选项 " + needed);
        var on = date(options.get("--on"));
        var knownOn = options.containsKey("--known-on") ? date(options.get("--known-on")) : on;
        var file = Path.of(options.get("--facts"));
        if (!Files.isRegularFile(file)) throw new Usage("没有文件 " + file);
        var book = Rulebook.read(folder(options.get("--rulebook")));
        var errors = book.findings().stream().filter(f -> f.level() == Finding.Level.ERROR).toList();
        if (!errors.isEmpty()) throw new PolicyException("", "规则目录读不完整：" + errors.getFirst().text());
        var law = book.law(options.get("--region"));
        var wrong = law.findings.stream().filter(f -> f.level() == Finding.Level.ERROR).findFirst();
        if (wrong.isPresent()) throw new PolicyException("", wrong.get().text());
        var plan = book.at(options.get("--region"), on);
        boolean text = explain;
        if (file.toString().endsWith(".csv")) return table(plan, file, knownOn, text);
        var outcome = plan.evaluate(Facts.of(Node.read(file.toString(), Files.readString(file))), knownOn);
        if (explain) err.print(outcome.chineseText());
        out.println(Json.write(outcome.data(true, text)));
        return 0;
    }

    private int table(Plan plan, Path file, LocalDate knownOn, boolean explain) throws IOException {
        var rows = Csv.read(file.toString(), Files.readString(file));
        if (rows.isEmpty()) throw new PolicyException(file.toString(), "是空的");
        var header = rows.getFirst();
        int failed = 0;
        for (int i = 1; i < rows.size(); i++) {
            var place = file.getFileName() + " 第 " + (i + 1) + " 行";
            try {
                if (rows.get(i).size() != header.size()) throw new PolicyException(place, "格数与表头不同");
                var values = new LinkedHashMap<String, Object>();
                String id = String.valueOf(i);
                for (int k = 0; k < header.size(); k++) {
                    var v = rows.get(i).get(k);
                    if (header.get(k).equals("case")) id = v;
                    else if (!v.isEmpty()) values.put(header.get(k), v);
                }
                out.println(Json.write(plan.evaluate(Facts.of(id, place, values, Map.of()), knownOn).data(true, explain)));
            } catch (PolicyException e) {
                failed++;
                err.println(place + "：" + e.getMessage());
            }
        }
        return failed > 0 ? 1 : 0;
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new Usage("“" + text + "”不是有效日期（写作 2026-01-31）");
        }
    }
}
