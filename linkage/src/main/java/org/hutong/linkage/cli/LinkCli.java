package org.hutong.linkage.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hutong.linkage.LinkException;
import org.hutong.linkage.LinkResult;
import org.hutong.linkage.Linker;
import org.hutong.linkage.Model;
import org.hutong.linkage.Stages;
import org.hutong.linkage.Truth;
import org.hutong.linkage.table.Source;

/// `link --model FILE --left A.csv [--right B.csv] --out pairs.csv [--truth T.csv | --truth-column NAME]`
///
/// Result lines on stdout, progress and messages in Chinese on stderr; exit 0 good, 2 wrong use or bad input, 3 failed.
public final class LinkCli {
    private static final String USAGE = """
            用法：link --model 模型.yaml --left 甲.csv [--right 乙.csv] --out pairs.csv [--truth 真值.csv | --truth-column 列名]
                 [--encoding GBK] [--threads 2] [--min-probability 0.01]""";
    private static final Set<String> OPTIONS = Set.of("--model", "--left", "--right", "--out", "--truth", "--truth-column", "--encoding", "--threads", "--min-probability");

    private LinkCli() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8), err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int code = run(args, out, err);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /// Runs the command and gives its exit code.
    public static int run(String[] args, PrintStream out, PrintStream err) {
        try {
            link(options(args), out, err);
            return 0;
        } catch (LinkException e) {
            err.println("[" + e.code() + "] " + e.getMessage());
            if (e.code().equals("LINK-USAGE")) err.println(USAGE);
            return 2;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            err.println("[LINK-FAILED] 运行失败：" + e);
            return 3;
        }
    }

    private static Map<String, String> options(String[] args) {
        Map<String, String> options = new HashMap<>();
        int from = args.length > 0 && args[0].equals("link") ? 1 : 0;
        for (int i = from; i < args.length; i += 2) {
            if (!OPTIONS.contains(args[i])) throw new LinkException("LINK-USAGE", "不认识的参数“%s”。".formatted(args[i]));
            if (i + 1 >= args.length) throw new LinkException("LINK-USAGE", "参数“%s”缺少值。".formatted(args[i]));
            options.put(args[i], args[i + 1]);
        }
        for (String needed : new String[] {"--model", "--left", "--out"}) {
            if (!options.containsKey(needed)) throw new LinkException("LINK-USAGE", "缺少参数 %s。".formatted(needed));
        }
        if (options.containsKey("--truth") && options.containsKey("--truth-column")) throw new LinkException("LINK-USAGE", "--truth 与 --truth-column 只能用一个。");
        return options;
    }

    private static void link(Map<String, String> options, PrintStream out, PrintStream err) throws IOException {
        long start = System.nanoTime();
        Model model = Model.load(Path.of(options.get("--model")));
        Charset charset = charset(options.getOrDefault("--encoding", "UTF-8"));
        Source left = new Source.Csv(Path.of(options.get("--left")), charset);
        Source right = options.containsKey("--right") ? new Source.Csv(Path.of(options.get("--right")), charset) : null;
        try (Linker linker = new Linker(model, (int) number(options.getOrDefault("--threads", "2"), 1, 64))) {
            LinkResult result = linker.once().link(left, right);
            long written = write(result, Path.of(options.get("--out")), number(options.getOrDefault("--min-probability", "0.01"), 0, 1));
            report(result, written, (System.nanoTime() - start) / 1e9, err);
            measure(options, model, left, right, charset, result, out);
        }
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new LinkException("LINK-USAGE", "不认识的编码“%s”。".formatted(name));
        }
    }

    private static double number(String text, double least, double most) {
        try {
            double value = Double.parseDouble(text);
            if (value >= least && value <= most) return value;
        } catch (NumberFormatException e) {
            // answered below, together with numbers out of range
        }
        throw new LinkException("LINK-USAGE", "“%s”应是 %s 到 %s 之间的数。".formatted(text, least, most));
    }

    private static void measure(Map<String, String> options, Model model, Source left, Source right, Charset charset, LinkResult result, PrintStream out) {
        Truth truth = options.containsKey("--truth") ? Truth.ofFile(new Source.Csv(Path.of(options.get("--truth")), charset), result)
                : options.containsKey("--truth-column") ? Truth.ofColumn(model, options.get("--truth-column"), left, right) : null;
        long linked = 0;
        for (int i = 0; i < result.pairs().size(); i++) if (result.linked(i)) linked++;
        if (truth == null) {
            out.println(String.format(Locale.ROOT, "pairs working threshold=%.4f linked=%d", result.threshold(), linked));
            out.println(String.format(Locale.ROOT, "clusters count=%d", result.clusters().count));
            return;
        }
        out.println(line("pairs working", truth.working(result)));
        out.println(line("pairs best", truth.best(result)));
        out.println(line("clusters", truth.clusters(result)));
    }

    private static String line(String what, Truth.Score s) {
        return String.format(Locale.ROOT, "%s threshold=%.4f precision=%.4f recall=%.4f f1=%.4f", what, s.threshold(), s.precision(), s.recall(), s.f1());
    }

    private static long write(LinkResult result, Path file, double least) throws IOException {
        long written = 0;
        try (OutputStream raw = Files.newOutputStream(file); BufferedOutputStream to = new BufferedOutputStream(raw, 1 << 18)) {
            to.write("left,right,weight,probability,cluster\n".getBytes(StandardCharsets.UTF_8));
            StringBuilder row = new StringBuilder(64);
            for (int i = 0; i < result.pairs().size(); i++) {
                float p = result.probability()[i];
                if (p < least && p < result.threshold()) continue;
                row.setLength(0);
                cell(row, result.id(result.pairs().left(i)));
                cell(row.append(','), result.id(result.pairs().right(i)));
                decimal(row.append(','), result.pairs().weight(i), 3);
                decimal(row.append(','), p, 6);
                row.append(',');
                if (result.cluster(i) > 0) row.append(result.cluster(i));
                row.append('\n');
                to.write(row.toString().getBytes(StandardCharsets.UTF_8));
                written++;
            }
        }
        return written;
    }

    private static void cell(StringBuilder row, String text) {
        if (text.indexOf(',') < 0 && text.indexOf('"') < 0 && text.indexOf('\n') < 0) row.append(text);
        else row.append('"').append(text.replace("\"", "\"\"")).append('"');
    }

    /// Fixed decimals, without the cost of a formatter on a million rows.
    private static void decimal(StringBuilder row, double value, int places) {
        long scale = places == 3 ? 1000 : 1_000_000, n = Math.round(Math.abs(value) * scale);
        if (value < 0 && n > 0) row.append('-');
        row.append(n / scale).append('.');
        String rest = Long.toString(n % scale);
        row.repeat('0', places - rest.length()).append(rest);
    }

    private static void report(LinkResult result, long written, double seconds, PrintStream err) {
        result.records().notices.forEach(err::println);
        int held = 0;
        for (int i = 0; i < result.pairs().size(); i++) if (result.pairs().held(i).forReview()) held++;
        if (held > 0) err.printf("%,d 对留待人工核对（双胞胎、一号两名、并列候选等），未自动关联。%n", held);
        err.println("分块规则：");
        for (LinkResult.RuleReport r : result.blocking().rules()) {
            err.printf(Locale.ROOT, "  %s：%,d 对%s%n", r.rule(), r.pairs(),
                    r.cappedBlocks() == 0 ? "" : "；%,d 块过大未比（%,d 对）".formatted(r.cappedBlocks(), r.cappedPairs()));
        }
        err.printf(Locale.ROOT, "共比较 %,d 对，估计分块漏掉真对 %.2f%%；写出 %,d 对。%n", result.blocking().compared(), result.blocking().missed() * 100, written);
        for (Stages.Stage s : result.stages()) {
            err.printf(Locale.ROOT, "  %s：%.2f 秒（CPU %.2f 秒），堆内存 %d MB%n", s.name(), s.seconds(), s.cpuSeconds(), s.usedMegabytes());
        }
        err.printf(Locale.ROOT, "总计 %.2f 秒，进程内存峰值 %d MB。%n", seconds, Stages.peakMegabytes());
    }
}
