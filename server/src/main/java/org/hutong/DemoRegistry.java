package org.hutong;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hutong.city.Category;
import org.hutong.city.City;
import org.hutong.city.Household;
import org.hutong.city.Kinship;
import org.hutong.city.Person;
import org.hutong.city.Support;
import org.hutong.city.lists.CityFiles;
import org.hutong.city.lists.ListCode;
import org.hutong.determination.Entitlements;
import org.hutong.files.SheetReader;
import org.hutong.kernel.DataFolder;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Today;
import org.hutong.region.Regions;
import org.hutong.registry.BulkLoad;
import org.hutong.registry.FactSource;
import org.hutong.registry.Level;
import org.hutong.registry.NewPerson;
import org.hutong.registry.Relation;
import org.hutong.registry.Stage;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Puts the synthetic city's registry and existing roster into the database, and its department lists into a folder.
@Component
@ConditionalOnProperty("hutong.demo")
class DemoRegistry {

    private static final int BATCH = 2_500;
    private static final String ROSTER = "花名册（演示）";

    /// Where the walk can be done from the first list to the roll: a village with a child both of whose parents are on the lists.
    record Walk(String district, String town, String village) {}

    /// A child nobody pays for, with the parents' numbers: enough to see where a list will find something.
    private record Unpaid(String village, String father, String mother) {}

    private final BulkLoad bulk;
    private final Entitlements entitlements;
    private final Regions regions;
    private final DataFolder data;
    private final Today today;
    private final TransactionTemplate transaction;
    private final List<Unpaid> unpaid = new ArrayList<>();
    private Walk walk;

    DemoRegistry(BulkLoad bulk, Entitlements entitlements, Regions regions, DataFolder data, Today today, TransactionTemplate transaction) {
        this.bulk = bulk;
        this.entitlements = entitlements;
        this.regions = regions;
        this.data = data;
        this.today = today;
        this.transaction = transaction;
    }

    void load(City city) {
        try (var households = city.registry()) {
            var batch = new ArrayList<Household>(BATCH);
            var all = new int[1];
            households.forEach(household -> {
                batch.add(household);
                all[0] += household.persons().size();
                if (batch.size() == BATCH) {
                    write(batch);
                    batch.clear();
                    System.err.printf("  %,d 人%n", all[0]);
                }
            });
            write(batch);
            System.err.printf("  %,d 人，入档完成%n", all[0]);
        }
    }

    private void write(List<Household> households) {
        if (households.isEmpty()) {
            return;
        }
        transaction.executeWithoutResult(t -> {
            var persons = new ArrayList<BulkLoad.Person>();
            var kin = new ArrayList<BulkLoad.Kin>();
            var homes = new ArrayList<BulkLoad.Household>();
            var facts = new ArrayList<BulkLoad.Fact>();
            var children = new ArrayList<BulkLoad.Child>();
            var spells = new ArrayList<Entitlements.Existing>();
            for (var household : households) {
                one(household, persons, kin, homes, facts, children, spells);
            }
            bulk.load(new BulkLoad.Batch(persons, kin, homes, facts, children));
            entitlements.takeOver(spells);
        });
    }

    private void one(Household household, List<BulkLoad.Person> persons, List<BulkLoad.Kin> kin, List<BulkLoad.Household> homes, List<BulkLoad.Fact> facts,
            List<BulkLoad.Child> children, List<Entitlements.Existing> spells) {
        var ids = new HashMap<Long, UUID>();
        household.persons().forEach(person -> ids.put(person.id(), Ids.next()));
        var place = place(household.village());
        var paid = new LinkedHashMap<Long, List<Support>>();
        household.supports().forEach(support -> paid.computeIfAbsent(support.child(), child -> new ArrayList<>()).add(support));
        for (var person : household.persons()) {
            persons.add(new BulkLoad.Person(ids.get(person.id()), new NewPerson(person.name(), person.sex().text(), person.born(), person.ethnicity(),
                    person.idNumber(), person.phone(), person.address(), null, null, place, placeOrNull(person.hukou()), placeOrNull(person.home()))));
        }
        for (var link : household.kinships()) {
            if (ids.containsKey(link.person()) && ids.containsKey(link.relative())) {
                kin.add(new BulkLoad.Kin(ids.get(link.person()), ids.get(link.relative()), Relation.valueOf(link.relation().name()), link.from(), link.to()));
            }
        }
        var homeId = Ids.next();
        homes.add(new BulkLoad.Household(homeId, ids.get(household.head()), place, household.address(), household.persons().stream()
                .filter(person -> household.village().equals(person.home()))
                .map(person -> new BulkLoad.Member(ids.get(person.id()), toHead(household, person))).toList()));
        for (var fact : household.facts()) {
            facts.add(new BulkLoad.Fact(Ids.next(), ids.get(fact.person()), fact.kind().code(), fact.value(), fact.detail(), fact.trueFrom(), fact.trueTo(),
                    fact.knownFrom().atStartOfDay(Today.ZONE).toInstant(), new FactSource(null, ROSTER, null, null, null), null));
        }
        for (var person : household.persons()) {
            var supports = paid.getOrDefault(person.id(), List.of());
            if (supports.isEmpty() && !person.minor(today.date())) {
                continue;
            }
            var file = Ids.next();
            children.add(new BulkLoad.Child(file, ids.get(person.id()), homeId, supports.isEmpty() ? Stage.FOUND : Stage.PAID, Level.GREEN,
                    opened(supports), supports.stream().map(support -> new BulkLoad.Category(code(support.category()), support.category().text(),
                            support.decidedOn(), support.end() == null ? null : support.end().plusMonths(1).atDay(1), ROSTER)).toList()));
            // the roster says under which form of care the child is paid
            supports.stream().max(java.util.Comparator.comparing(Support::decidedOn)).ifPresent(last -> facts.add(new BulkLoad.Fact(Ids.next(), ids.get(person.id()), "养育方式",
                    last.category() == Category.ORPHAN_INSTITUTION ? "集中" : "散居", null, last.decidedOn(), null, last.decidedOn().atStartOfDay(Today.ZONE).toInstant(),
                    new FactSource(null, ROSTER, null, null, null), null)));
            for (var support : supports) {
                if (support.district().equals(household.village().substring(0, 6))) {
                    spells.add(spell(file, ids.get(person.id()), person, place, support));
                } else {
                    elsewhere(household, person, support, persons, children, spells);
                }
            }
            if (supports.isEmpty()) {
                unpaid.add(new Unpaid(household.village(), parent(household, person, org.hutong.city.Relation.FATHER), parent(household, person, org.hutong.city.Relation.MOTHER)));
            }
        }
    }

    private static Entitlements.Existing spell(UUID file, UUID id, Person person, int place, Support support) {
        return new Entitlements.Existing(file, id, person.name(), place, programme(support.category()), programmeName(support.category()), support.fen(), support.start(), support.end(),
                support.end() == null ? null : "花名册载明停发", null, ROSTER, "花名册载明", true, support.payeeName(), support.account());
    }

    /// Another district's roster has the child too: a record of its own under the same number, as that district would have it.
    private void elsewhere(Household household, Person person, Support support, List<BulkLoad.Person> persons, List<BulkLoad.Child> children, List<Entitlements.Existing> spells) {
        var place = place(support.district() + "000000");
        var id = Ids.next();
        var file = Ids.next();
        persons.add(new BulkLoad.Person(id, new NewPerson(person.name(), person.sex().text(), person.born(), person.ethnicity(), person.idNumber(), person.phone(), person.address(), null, null,
                place, placeOrNull(person.hukou()), null)));
        children.add(new BulkLoad.Child(file, id, null, Stage.PAID, Level.GREEN, opened(List.of(support)), List.of(new BulkLoad.Category(code(support.category()), support.category().text(),
                support.decidedOn(), null, ROSTER))));
        spells.add(spell(file, id, person, place, support));
    }

    private LocalDate opened(List<Support> supports) {
        return supports.stream().map(Support::decidedOn).min(LocalDate::compareTo).orElse(today.date().minusMonths(3));
    }

    private static String parent(Household household, Person child, org.hutong.city.Relation relation) {
        return household.kinships().stream().filter(link -> link.person() == child.id() && link.relation() == relation).map(Kinship::relative)
                .flatMap(id -> household.persons().stream().filter(person -> person.id() == id)).map(Person::idNumber).filter(java.util.Objects::nonNull).findFirst().orElse("");
    }

    private static String toHead(Household household, Person person) {
        if (person.id() == household.head()) {
            return "户主";
        }
        for (var link : household.kinships()) {
            if (link.person() == household.head() && link.relative() == person.id()) {
                return link.relation().text();
            }
            if (link.person() == person.id() && link.relative() == household.head()) {
                return switch (link.relation()) {
                    case FATHER, MOTHER, STEPFATHER, STEPMOTHER -> "子女";
                    case PATERNAL_GRANDFATHER, PATERNAL_GRANDMOTHER -> "孙子女";
                    case MATERNAL_GRANDFATHER, MATERNAL_GRANDMOTHER -> "外孙子女";
                    case SIBLING, TWIN -> "兄弟姐妹";
                    case SPOUSE -> "配偶";
                    default -> "其他";
                };
            }
        }
        return "其他";
    }

    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, java.util.Optional<Integer>> registered = new HashMap<>();

    private @Nullable Integer placeOrNull(@Nullable String code) {
        if (code == null) {
            return null;
        }
        // Places of provinces that are not loaded are not known: nobody from there is registered at the city's own root.
        return registered.computeIfAbsent(code, wanted -> regions.byCode(wanted, today.date()).map(org.hutong.region.Region::id)).orElse(null);
    }

    private int place(String code) {
        return places.computeIfAbsent(code, wanted -> regions.byCode(wanted, today.date()).map(org.hutong.region.Region::id).orElseGet(regions::cityRoot));
    }

    /// Category codes of the rulebook where it has the category; the roster's own otherwise.
    private static String code(Category category) {
        return switch (category) {
            case ORPHAN_INSTITUTION, ORPHAN_FAMILY -> "ORPHAN";
            case DE_FACTO -> "DE_FACTO";
            default -> category.name();
        };
    }

    private static String programme(Category category) {
        return switch (category) {
            case DE_FACTO -> "SSWRFY";
            case ORPHAN_INSTITUTION, ORPHAN_FAMILY -> "GRJB";
            case HARDSHIP -> "KJET";
            case SINGLE_CASE -> "DBDR";
            case DESTITUTE -> "TKGY";
        };
    }

    private static String programmeName(Category category) {
        return switch (category) {
            case DE_FACTO -> "事实无人抚养儿童基本生活补贴";
            case ORPHAN_INSTITUTION, ORPHAN_FAMILY -> "孤儿基本生活费";
            default -> category.text();
        };
    }

    /// Writes what the departments send. Everything stands in the folder `部门名单` of the data folder.
    ///
    /// @return file of each list
    Map<ListCode, Path> lists(City city) throws IOException {
        var made = Files.createTempDirectory("hutong-city-");
        new CityFiles(city).write(made);
        var folder = Files.createDirectories(folder());
        var files = new LinkedHashMap<ListCode, Path>();
        for (var list : ListCode.values()) {
            var from = made.resolve("lists").resolve(list.fileName());
            if (Files.exists(from)) {
                files.put(list, Files.move(from, folder.resolve(list.fileName()), java.nio.file.StandardCopyOption.REPLACE_EXISTING));
            }
        }
        try (var rest = Files.walk(made)) {
            rest.sorted(java.util.Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
        walk = choose(numbers(files.get(ListCode.DEATH_POLICE)), numbers(files.get(ListCode.CUSTODY)));
        unpaid.clear();
        return files;
    }

    Path folder() {
        return data.path().resolve("部门名单");
    }

    Walk walk() {
        return walk;
    }

    private static Set<String> numbers(Path list) {
        var numbers = new HashSet<String>();
        var reader = SheetReader.open(list, list.getFileName().toString(), headings -> headings.contains("姓名"));
        var column = Math.max(reader.headings().indexOf("公民身份号码"), reader.headings().indexOf("身份证号"));
        reader.rows(row -> numbers.add(row.cell(column).text()));
        return numbers;
    }

    /// A village of 滨海新区 where there is one; else the first found; else any village with a child.
    private Walk choose(Set<String> dead, Set<String> custody) {
        var found = unpaid.stream().filter(child -> dead.contains(child.father()) && custody.contains(child.mother())
                || dead.contains(child.mother()) && custody.contains(child.father())).map(Unpaid::village).toList();
        var village = found.stream().filter(code -> code.startsWith("120116")).findFirst().or(() -> found.stream().findFirst())
                .orElseGet(() -> unpaid.getFirst().village());
        return new Walk(village.substring(0, 6), village.substring(0, 9) + "000", village);
    }
}
