package org.hutong.linkage.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hutong.linkage.LinkResult;
import org.hutong.linkage.Linker;
import org.hutong.linkage.Model;
import org.hutong.linkage.Stages;
import org.hutong.linkage.Truth;
import org.hutong.linkage.table.Source;

/// Measures linkage on made-up lists with known truth: `LinkBench [--rows N] [--times 10] [--seed S] [--dirt 2] [--keep DIR] [--data DIR] [--show N]
/// [contacts|lives|scattered|notables|full-names|plain-names|chinese|registry|febrl3|febrl4 …]`.
///
/// `--times` is how many times as long as the registry the department's list of `registry` is.
/// Prints one line a set: rows, true pairs, P/R/F1 at the working and the best threshold and of clusters, seconds by stage, peak memory.
public final class LinkBench {
    private static final Map<String, String> MODELS = Map.of(
            "chinese", """
                    id: id
                    columns:
                      name: chinese-name
                      sex: sex
                      birth_date: date
                      id_number: id-number
                      phone: phone
                      region: region
                      address: address
                      guardian_name: {type: chinese-name, of: guardian}
                      guardian_id: {type: id-number, of: guardian}
                    """,
            "contacts", "id: unique_id\ncolumns: {first_name: given-name, surname: surname, dob: date, city: region, email: email}",
            "lives", "id: unique_id\ncolumns: {first_name: given-name, surname: surname, dob: date, birth_place: region, postcode: postcode, gender: sex, occupation: category}",
            "scattered", "id: unique_id\ncolumns: {first_name: given-name, surname: surname, dob: date, city: region, email: email}",
            "notables", "id: unique_id\ncolumns: {full_name: name, first_name: given-name, surname: surname, dob: date, birth_place: region, postcode_fake: postcode, gender: sex, occupation: category}",
            "full-names", "id: unique_id\ncolumns: {full_name: name, dob: date, birth_place: region, postcode_fake: postcode, gender: sex, occupation: category}",
            "plain-names", "id: unique_id\ncolumns: {first_name: given-name, surname: surname, dob: date, birth_place: region, postcode_fake: postcode, gender: sex, occupation: category}");

    private static final String FEBRL = """
            id: rec_id
            columns: {given_name: given-name, surname: surname, street_number: text, address_1: address, address_2: address, suburb: region,
              postcode: postcode, state: category, date_of_birth: date, soc_sec_id: identifier}
            """;

    private LinkBench() {}

    public static void main(String[] args) throws IOException {
        int rows = 0;
        long seed = 7;
        double dirt = 1, times = 1;
        Path keep = null;
        int show = 0;
        String data = System.getenv("HUTONG_DATA");
        List<String> sets = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--rows" -> rows = Integer.parseInt(args[++i]);
                case "--times" -> times = Double.parseDouble(args[++i]);
                case "--seed" -> seed = Long.parseLong(args[++i]);
                case "--dirt" -> dirt = Double.parseDouble(args[++i]);
                case "--keep" -> keep = Path.of(args[++i]);
                case "--show" -> show = Integer.parseInt(args[++i]);
                case "--data" -> data = args[++i];
                default -> sets.add(args[i]);
            }
        }
        if (sets.isEmpty()) sets.addAll(List.of("contacts", "lives", "chinese", "registry"));
        for (String set : sets) {
            if (set.startsWith("febrl")) {
                febrl(set, data, show);
                continue;
            }
            int size = rows > 0 ? rows : set.equals("contacts") || set.equals("scattered") ? 1000 : 20_000;
            Path file = keep != null ? keep.resolve(set + "-" + size + ".csv") : Files.createTempFile("linkage-" + set, ".csv");
            write(set, size, times, seed, dirt, file);
            measure(set + " dirt=" + dirt, Model.parse(MODELS.get(set.equals("registry") ? "chinese" : set), set), "cluster", Source.csv(file),
                    set.equals("registry") ? Source.csv(right(file)) : null, show);
            if (keep == null) {
                Files.delete(file);
                Files.deleteIfExists(right(file));
            }
        }
    }

    private static void write(String set, int rows, double times, long seed, double dirt, Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            switch (set) {
                case "contacts" -> new LatinPeople(seed, dirt).contacts(rows).forEach(row -> line(out, row));
                case "lives" -> new LatinPeople(seed, dirt).lives(rows).forEach(row -> line(out, row));
                case "scattered" -> new LatinLives(seed, dirt).scattered(rows).forEach(row -> line(out, row));
                case "notables", "full-names", "plain-names" -> new LatinLives(seed, dirt).notables(rows).forEach(row -> line(out, row));
                case "registry" -> {
                    line(out, ChinesePeople.HEADER);
                    Path other = right(file);
                    try (Writer departments = Files.newBufferedWriter(other, StandardCharsets.UTF_8)) {
                        line(departments, ChinesePeople.HEADER);
                        new ChinesePeople(seed, dirt).registry(rows, times, row -> line(out, row), row -> line(departments, row));
                    }
                }
                case "chinese" -> {
                    line(out, ChinesePeople.HEADER);
                    new ChinesePeople(seed, dirt).list(rows, row -> line(out, row));
                }
                default -> throw new IllegalArgumentException(set);
            }
        }
    }

    /// The department's list beside a registry.
    private static Path right(Path file) {
        return file.resolveSibling(file.getFileName().toString().replace(".csv", "-right.csv"));
    }

    private static void line(Writer out, List<String> row) {
        try {
            out.write(String.join(",", row) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// FEBRL sets 3 and 4 as shipped with the Python Record Linkage Toolkit; the person is the number in `rec_id`.
    private static void febrl(String set, String data, int show) throws IOException {
        List<String> names = set.equals("febrl3") ? List.of("febrl_dataset3.csv") : List.of("febrl_dataset4a.csv", "febrl_dataset4b.csv");
        List<Source> lists = new ArrayList<>();
        for (String name : names) {
            Path file = data == null ? null : Path.of(data, "febrl", name);
            if (file == null || !Files.isRegularFile(file)) {
                System.err.println("缺少公开数据 " + name + "（FEBRL，随 Python Record Linkage Toolkit 发布）。请用 --data 目录 或 HUTONG_DATA 指明。");
                System.exit(2);
            }
            List<List<String>> rows = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                List<String> cells = new ArrayList<>(List.of(line.split(",", -1)));
                cells.add(rows.isEmpty() ? "person" : cells.getFirst().strip().split("-")[1]);
                rows.add(cells);
            }
            lists.add(Source.rows(name, rows.getFirst(), rows.subList(1, rows.size())));
        }
        measure(set, Model.parse(FEBRL, set), "person", lists.getFirst(), lists.size() > 1 ? lists.get(1) : null, show);
    }

    private static void measure(String set, Model model, String person, Source source, Source other, int show) {
        long start = System.nanoTime();
        try (Linker linker = new Linker(model)) {
            LinkResult result = linker.once().link(source, other);
            double seconds = (System.nanoTime() - start) / 1e9;
            Truth truth = Truth.ofColumn(model, person, source, other);
            StringBuilder line = new StringBuilder();
            line.append(String.format(Locale.ROOT, "%s rows=%d true=%d compared=%d missed=%.4f reallyMissed=%.4f seconds=%.2f", set, result.lists().listed(), truth.total(),
                    result.blocking().compared(), result.blocking().missed(), 1 - truth.seen(result), seconds));
            score(line, "working", truth.working(result));
            score(line, "best", truth.best(result));
            score(line, "clusters", truth.clusters(result));
            for (Stages.Stage s : result.stages()) line.append(String.format(Locale.ROOT, " %s=%.2f/%.2f", s.name(), s.seconds(), s.cpuSeconds()));
            System.out.println(line.append(" cpu=").append(String.format(Locale.ROOT, "%.2f", result.stages().stream().mapToDouble(Stages.Stage::cpuSeconds).sum())).append(" peakMB=").append(Stages.peakMegabytes()));
            show(result, truth, show);
        }
    }

    /// The first wrong links and missed pairs with their waterfalls.
    private static void show(LinkResult result, Truth truth, int most) {
        int wrong = 0, missed = 0;
        for (int i = 0; i < result.pairs().size() && most > 0; i++) {
            boolean same = truth.same(result, result.pairs().left(i), result.pairs().right(i));
            if (result.linked(i) && !same && wrong++ < most) System.out.print("WRONG " + result.explain(i).text());
            if (!result.linked(i) && same && missed++ < most) System.out.print("MISSED " + result.explain(i).text());
        }
    }

    private static void score(StringBuilder line, String what, Truth.Score s) {
        line.append(String.format(Locale.ROOT, " %s[t=%.3f p=%.4f r=%.4f f1=%.4f]", what, s.threshold(), s.precision(), s.recall(), s.f1()));
    }
}
