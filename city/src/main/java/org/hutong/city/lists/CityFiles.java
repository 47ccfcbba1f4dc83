package org.hutong.city.lists;

import org.hutong.city.CaseKind;
import org.hutong.city.Category;
import org.hutong.city.City;
import org.hutong.city.Prefixes;
import org.hutong.city.Truth;
import org.hutong.city.make.Builder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Writes a city into a folder, in one pass:
///
/// - `lists/` what the departments send, one file a list ([ListCode]);
/// - `import/` a small roster of one street a district, with faulty rows, to try the Excel import with;
/// - `truth/` who is who, who is entitled to what, which cases are planted, who each list row really is, how much dirt there is: for tests and benches only;
/// - `prefixes.csv` the stand-in area prefixes, to be loaded with demo data only;
/// - `summary.txt` counts.
public final class CityFiles {

    private final City city;
    private final DirtRates rates;

    public CityFiles(City city) {
        this(city, DirtRates.usual());
    }

    public CityFiles(City city, DirtRates rates) {
        this.city = city;
        this.rates = rates;
    }

    /// What was written.
    ///
    /// @param rows by list
    public record Summary(long registryPersons, long residents, long children, long listRows, Map<ListCode, Long> rows, Map<Category, Long> categories, Map<CaseKind, Long> planted,
                          Map<CaseKind, Long> natural) {

        /// The one machine-readable line of the command.
        public String line(long seed, String region, Object today) {
            return "city: seed=" + seed + " region=" + region + " today=" + today + " children=" + children + " registry=" + registryPersons + " residents=" + residents + " lists=" + rows.size()
                    + " rows=" + listRows + " unserved=" + group(CaseKind.Group.UNSERVED) + " wrong=" + group(CaseKind.Group.WRONG) + " double=" + group(CaseKind.Group.DOUBLE) + " near="
                    + group(CaseKind.Group.NEAR);
        }

        private long group(CaseKind.Group g) {
            return planted.entrySet().stream().filter(e -> e.getKey().group() == g).mapToLong(Map.Entry::getValue).sum();
        }
    }

    public Summary write(Path folder) throws IOException {
        var lists = Files.createDirectories(folder.resolve("lists"));
        var truth = Files.createDirectories(folder.resolve("truth"));
        try (var rowTruth = table(truth, "rows.csv", "list", "row", "person", "other", "dirt");
                var persons = table(truth, "persons.csv", "id", "household", "registry", "name", "sex", "born", "idNumber", "hukou", "home");
                var entitled = table(truth, "entitlements.csv", "child", "category", "since", "village", "paid");
                var cases = table(truth, "cases.csv", "kind", "group", "child", "household", "village", "planted", "text");
                var imports = table(truth, "import.csv", "district", "row", "person", "kind", "fault");
                var facts = table(truth, "facts.csv", "person", "kind", "value", "from", "to", "knownFrom", "source")) {
            var outs = new EnumMap<ListCode, Out>(ListCode.class);
            for (var code : ListCode.values()) {
                outs.put(code, new Out(code, lists, rowTruth, rates, city.plan().seed(), city.today()));
            }
            var law = new LawLists(outs);
            var life = new LifeLists(outs, city.tree());
            var counts = new Counts();
            var sample = new ImportSample(folder.resolve("import"), city.tree(), imports, city.today(), city.plan().seed());
            try (Stream<Truth> all = city.truth()) {
                for (var t : (Iterable<Truth>) all::iterator) {
                    var home = new Home(t, city.today());
                    law.write(home);
                    life.write(home);
                    sample.add(t);
                    counts.add(t);
                    truth(t, persons, entitled, cases, facts);
                }
            } finally {
                sample.close();
                for (var out : outs.values()) {
                    out.close();
                }
            }
            try (var dirt = table(truth, "dirt.csv", "list", "kind", "rate", "eligible", "hits")) {
                for (var out : outs.values()) {
                    for (var k : DirtKind.values()) {
                        if (out.dirt.eligible(k) > 0) {
                            dirt.row(out.code.name(), k.name(), Double.toString(out.dirt.rate(k)), Long.toString(out.dirt.eligible(k)), Long.toString(out.dirt.hits(k)));
                        }
                    }
                }
            }
            prefixes(folder);
            var summary = counts.summary(outs);
            summary(folder, summary, outs);
            return summary;
        }
    }

    private static CsvSheet table(Path folder, String file, String... headings) throws IOException {
        var t = new CsvSheet(folder.resolve(file), StandardCharsets.UTF_8, false);
        t.row(headings);
        return t;
    }

    private void truth(Truth t, Sheet persons, Sheet entitled, Sheet cases, Sheet facts) throws IOException {
        var household = Long.toString(t.id());
        for (var p : t.persons()) {
            persons.row(Long.toString(p.id()), household, t.inRegistry() ? "1" : "0", p.name(), p.sex().text(), p.born().toString(), p.idNumber(), p.hukou(), p.home());
        }
        for (var e : t.entitled()) {
            var paid = t.household() != null && t.household().supports().stream().anyMatch(s -> s.child() == e.child());
            entitled.row(Long.toString(e.child()), e.category().name(), e.since().toString(), t.village(), paid ? "1" : "0");
        }
        for (var c : t.cases()) {
            cases.row(c.kind().name(), c.kind().group().name(), Long.toString(c.child()), household, t.village(), c.planted() ? "1" : "0", c.text());
        }
        if (t.inRegistry()) {
            for (var f : t.facts()) {
                facts.row(Long.toString(f.person()), f.kind().code(), f.value(), f.trueFrom().toString(), f.trueTo() == null ? "" : f.trueTo().toString(),
                        f.knownFrom() == null ? "" : f.knownFrom().toString(), f.source());
            }
        }
    }

    private void prefixes(Path folder) throws IOException {
        try (var t = table(folder, "prefixes.csv", "前缀", "代表区划", "名称")) {
            for (var r : Prefixes.table(new Builder(city.plan(), city.tree()).districts())) {
                t.row(r.prefix(), r.standsFor(), r.name());
            }
        }
    }

    private static final class Counts {
        private long registry;
        private long residents;
        private long children;
        private final Map<Category, Long> categories = new EnumMap<>(Category.class);
        private final Map<CaseKind, Long> planted = new EnumMap<>(CaseKind.class);
        private final Map<CaseKind, Long> natural = new EnumMap<>(CaseKind.class);

        void add(Truth t) {
            if (t.inRegistry()) {
                registry += t.persons().size();
                children += t.household().supports().stream().map(s -> s.child()).distinct().count();
                t.household().supports().forEach(s -> categories.merge(s.category(), 1L, Long::sum));
            } else {
                residents += t.persons().size();
            }
            t.cases().forEach(c -> (c.planted() ? planted : natural).merge(c.kind(), 1L, Long::sum));
        }

        Summary summary(Map<ListCode, Out> outs) {
            var rows = new LinkedHashMap<ListCode, Long>();
            outs.values().forEach(o -> rows.put(o.code, o.rows()));
            return new Summary(registry, residents, children, rows.values().stream().mapToLong(Long::longValue).sum(), rows, categories, planted, natural);
        }
    }

    private void summary(Path folder, Summary s, Map<ListCode, Out> outs) throws IOException {
        var b = new StringBuilder();
        var plan = city.plan();
        b.append("合成城市（全部虚构）\n").append("随机种子 ").append(plan.seed()).append("　区划 ").append(plan.region()).append("　固定日 ").append(plan.today()).append("\n\n");
        b.append("已保障儿童 ").append(s.children).append("　档案人员 ").append(s.registryPersons).append("　其他居民 ").append(s.residents).append("　名单总行数 ").append(s.listRows).append("\n\n名单\n");
        s.rows.forEach((code, n) -> b.append(String.format(Locale.ROOT, "%9d  %-13s %s%n", n, code, code.fileName())));
        b.append("\n花名册行数（按类别；金额均为假设）\n");
        s.categories.forEach((c, n) -> b.append(String.format(Locale.ROOT, "%9d  %s%n", n, c.text())));
        b.append("\n预设情形\n");
        s.planted.forEach((k, n) -> b.append(String.format(Locale.ROOT, "%9d  %-24s %s%n", n, k, k.text())));
        b.append("\n自然形成的应保未保\n");
        s.natural.forEach((k, n) -> b.append(String.format(Locale.ROOT, "%9d  %s%n", n, k.text())));
        b.append("\n名单差错（种类：率 → 实际/可能）\n");
        for (var out : outs.values()) {
            var parts = Stream.of(DirtKind.values()).filter(k -> out.dirt.hits(k) > 0)
                    .map(k -> k + " " + out.dirt.rate(k) + " → " + out.dirt.hits(k) + "/" + out.dirt.eligible(k)).toList();
            b.append(out.code).append("：").append(String.join("；", parts)).append('\n');
        }
        Files.writeString(folder.resolve("summary.txt"), b.toString().replace(System.lineSeparator(), "\n"));
    }
}
