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

/// Measures linkage on made-up lists with known truth: `LinkBench [--rows N] [--seed S] [--dirt 2] [--keep DIR] [contacts|lives|chinese|registry …]`.
///
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
            "lives", "id: unique_id\ncolumns: {first_name: given-name, surname: surname, dob: date, birth_place: region, postcode: postcode, gender: sex, occupation: category}");

    private LinkBench() {}

    public static void main(String[] args) throws IOException {
        int rows = 0;
        long seed = 7;
        double dirt = 1;
        Path keep = null;
        List<String> sets = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--rows" -> rows = Integer.parseInt(args[++i]);
                case "--seed" -> seed = Long.parseLong(args[++i]);
                case "--dirt" -> dirt = Double.parseDouble(args[++i]);
                case "--keep" -> keep = Path.of(args[++i]);
                default -> sets.add(args[i]);
            }
        }
        if (sets.isEmpty()) sets.addAll(List.of("contacts", "lives", "chinese", "registry"));
        for (String set : sets) {
            int size = rows > 0 ? rows : set.equals("contacts") ? 1000 : 20_000;
            Path file = keep != null ? keep.resolve(set + "-" + size + ".csv") : Files.createTempFile("linkage-" + set, ".csv");
            write(set, size, seed, dirt, file);
            measure(set, size, dirt, file);
            if (keep == null) {
                Files.delete(file);
                Files.deleteIfExists(right(file));
            }
        }
    }

    private static void write(String set, int rows, long seed, double dirt, Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            switch (set) {
                case "contacts" -> new LatinPeople(seed, dirt).contacts(rows).forEach(row -> line(out, row));
                case "lives" -> new LatinPeople(seed, dirt).lives(rows).forEach(row -> line(out, row));
                case "registry" -> {
                    line(out, ChinesePeople.HEADER);
                    Path other = right(file);
                    try (Writer departments = Files.newBufferedWriter(other, StandardCharsets.UTF_8)) {
                        line(departments, ChinesePeople.HEADER);
                        new ChinesePeople(seed, dirt).registry(rows, row -> line(out, row), row -> line(departments, row));
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

    private static void measure(String set, int rows, double dirt, Path file) {
        Model model = Model.parse(MODELS.get(set.equals("registry") ? "chinese" : set), set);
        Source source = Source.csv(file), other = set.equals("registry") ? Source.csv(right(file)) : null;
        long start = System.nanoTime();
        try (Linker linker = new Linker(model)) {
            LinkResult result = linker.link(source, other);
            double seconds = (System.nanoTime() - start) / 1e9;
            Truth truth = Truth.ofColumn(model, "cluster", source, other);
            StringBuilder line = new StringBuilder();
            line.append(String.format(Locale.ROOT, "%s rows=%d dirt=%.1f true=%d compared=%d missed=%.4f reallyMissed=%.4f seconds=%.2f", set, rows, dirt, truth.total(),
                    result.blocking().compared(), result.blocking().missed(), 1 - truth.seen(result), seconds));
            score(line, "working", truth.working(result));
            score(line, "best", truth.best(result));
            score(line, "clusters", truth.clusters(result));
            for (Stages.Stage s : result.stages()) line.append(String.format(Locale.ROOT, " %s=%.2f/%.2f", s.name(), s.seconds(), s.cpuSeconds()));
            System.out.println(line.append(" cpu=").append(String.format(Locale.ROOT, "%.2f", result.stages().stream().mapToDouble(Stages.Stage::cpuSeconds).sum())).append(" peakMB=").append(Stages.peakMegabytes()));
            show(result, truth);
            if (System.getenv("LINK_RULES") != null) result.blocking().rules().forEach(System.out::println);
        }
    }

    /// With LINK_SHOW=n in the environment: the first wrong links and missed pairs with their waterfalls.
    private static void show(LinkResult result, Truth truth) {
        int most = Integer.parseInt(System.getenv().getOrDefault("LINK_SHOW", "0")), wrong = 0, missed = 0;
        for (int i = 0; i < result.pairs().size() && most > 0; i++) {
            boolean same = truth.same(result.pairs().left(i), result.pairs().right(i));
            if (result.linked(i) && !same && wrong++ < most) System.out.print("WRONG " + result.explain(i).text());
            if (!result.linked(i) && same && missed++ < most) System.out.print("MISSED " + result.explain(i).text());
        }
    }

    private static void score(StringBuilder line, String what, Truth.Score s) {
        line.append(String.format(Locale.ROOT, " %s[t=%.3f p=%.4f r=%.4f f1=%.4f]", what, s.threshold(), s.precision(), s.recall(), s.f1()));
    }
}
