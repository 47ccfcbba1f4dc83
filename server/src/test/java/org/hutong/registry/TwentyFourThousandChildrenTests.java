package org.hutong.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.hutong.ServerTests;
import org.hutong.access.LookLog;
import org.hutong.access.Role;
import org.hutong.kernel.Page;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;

/// A city's registry: every read of the lists, the search and the file is explained as the application role and counted.
class TwentyFourThousandChildrenTests extends ServerTests {

    private static final String[] VILLAGES = {"120101001001", "120101001002", "120101002001", "120116001001", "120116001002", "120116002201", "120116002202", "120116002203"};
    private static List<Families.Family> families;

    @Autowired
    DataSource dataSource;
    @Autowired
    BulkLoad bulk;
    @Autowired
    Vault vault;
    @Autowired
    Today today;
    @Autowired
    LookLog looks;
    @Autowired
    ApplicationEventPublisher events;

    @BeforeEach
    void load() {
        if (families != null) {
            return;
        }
        var places = new ArrayList<Integer>();
        for (var village : VILLAGES) {
            places.add(region(village));
        }
        var world = new Families(42).make(24_000, places, TODAY);
        var began = System.nanoTime();
        as(Role.CITY_OFFICER, "120000", () -> {
            bulk.load(world.batch());
            return null;
        });
        as(Role.CITY_OFFICER, "120000", () -> new Spied(dataSource).jdbc.sql("""
                insert into registry.entry (id, file_id, part, on_date, text_cipher, recorded_at, recorded_by, recorded_name)
                select uuidv7(), id, 'WORK_LOG', opened_on, '\\x00', now(), id, '测试' from registry.child_file""").update());
        as(Role.CITY_OFFICER, "120000", () -> {
            bulk.freshen();
            return null;
        });
        System.out.println("24,000 families (96,000 persons) loaded in " + (System.nanoTime() - began) / 1_000_000 + " ms");
        families = world.families();
    }

    /// The room's services on a spied connection.
    private final class Room {
        final Spied spied = new Spied(dataSource);
        final People people = new People(vault);
        final Sight sight = new Sight(regions);
        final Finder finder = new Finder(spied.jdbc, vault, regions);
        final Registry registry = new Registry(spied.jdbc, vault, today, people, events, new Merged(spied.jdbc), new Facts(new JdbcTemplate(dataSource), vault, today, people, events));
        final ChildFiles files = new ChildFiles(spied.jdbc, vault, today, registry, looks);
        final Children children = new Children(spied.jdbc, vault, today, sight, finder, regions, files, looks, new SamePersons(spied.jdbc, vault, regions));
        final Households households = new Households(spied.jdbc, today, sight, finder, regions, registry, files, looks);
        final RegistrySearch search = new RegistrySearch(spied.jdbc, sight, finder, registry, regions, looks);
    }

    private void read(Role role, String region, int mostStatements, Consumer<Room> work) {
        as(role, region, () -> {
            var room = new Room();
            var began = System.nanoTime();
            work.accept(room);
            var took = (System.nanoTime() - began) / 1000;
            assertThat(room.spied.statements).as("statements").hasSizeLessThanOrEqualTo(mostStatements);
            // a count of a place that holds most of the table stops at ten thousand rows; reading those in table order is right
            assertThat(room.spied.plans()).filteredOn(plan -> !plan.startsWith("select count(*)")).allSatisfy(plan -> assertThat(plan)
                    .doesNotContainPattern("Seq Scan on (person|child_file|token|household|member|kinship|category|fact|entry)"));
            System.out.println(role + " " + region + ": " + room.spied.statements.size() + " statements, " + took + " µs");
            return null;
        });
    }

    @Test
    void everyOrderOfTheListIsReadThroughAnIndexAtEveryLevel() {
        for (var place : List.of(Map.entry(Role.CITY_OFFICER, "120000"), Map.entry(Role.DISTRICT_OFFICER, "120116"),
                Map.entry(Role.TOWN_CLERK, "120116002"), Map.entry(Role.CHILD_DIRECTOR, "120116002201"))) {
            for (var sort : ChildSort.values()) {
                read(place.getKey(), place.getValue(), 7, room -> {
                    var first = room.children.find(ChildFilter.ALL, sort, null, null, 30);
                    assertThat(first.items()).hasSize(30);
                });
            }
        }
    }

    @Test
    void everyFilterAndEverySearchIsReadThroughAnIndex() {
        var family = families.get(3);
        var filters = new ArrayList<ChildFilter>();
        filters.add(new ChildFilter(null, "ORPHAN", null, null, null, null));
        filters.add(new ChildFilter(null, null, Stage.APPLYING, null, Level.RED, TODAY));
        for (var typed : List.of(family.childName(), family.childName().substring(1), "wang", "zm", family.childNumber(), family.fatherNumber(),
                family.childNumber().substring(14))) {
            filters.add(new ChildFilter(typed, null, null, null, null, null));
        }
        for (var place : List.of(Map.entry(Role.CITY_OFFICER, "120000"), Map.entry(Role.DISTRICT_OFFICER, "120116"), Map.entry(Role.CHILD_DIRECTOR, "120116002201"))) {
            for (var filter : filters) {
                read(place.getKey(), place.getValue(), 9, room -> room.children.find(filter, ChildSort.NAME, null, null, 30));
            }
        }
    }

    @Test
    void theSearchOverEverythingAndTheFileAreReadThroughIndexes() {
        var family = families.get(4);
        read(Role.DISTRICT_OFFICER, "120116", 12, room -> assertThat(room.search.find(family.childName()).children()).isNotEmpty());
        // each reader of persons asks first whether any record in sight was joined to another
        read(Role.DISTRICT_OFFICER, "120116", 28, room -> {
            room.registry.child(family.file());
            var relatives = room.registry.relatives(family.child());
            room.registry.factHistory(relatives.stream().map(Relative::personId).toList());
            room.files.completeness(family.file());
            room.files.levels(family.file());
            room.files.categories(List.of(family.file()));
            room.registry.findByIdIndexes(List.of(vault.blindIndex(family.childNumber())));
            room.registry.childFilesTouchedBy(List.of(family.father()));
            room.children.similar(family.childName(), TODAY.minusYears(5), family.childNumber());
        });
        read(Role.DISTRICT_OFFICER, "120116", 4, room -> assertThat(room.households.find(null, null, null, null, 30).items()).hasSize(30));
        read(Role.DISTRICT_OFFICER, "120116", 9, room -> room.households.open(family.household()));
    }

    @Test
    void walkingForwardAndBackThroughTheListMeetsEveryChildOnce() {
        as(Role.CHILD_DIRECTOR, "120116002203", () -> {
            var children = new Room().children;
            for (var sort : ChildSort.values()) {
                var seen = new ArrayList<java.util.UUID>();
                Page<ChildRow> page = children.find(ChildFilter.ALL, sort, null, null, 100);
                Page<ChildRow> last = page;
                while (page != null) {
                    page.items().forEach(row -> seen.add(row.id()));
                    last = page;
                    page = page.next() == null ? null : children.find(ChildFilter.ALL, sort, page.next(), null, 100);
                }
                assertThat(seen).hasSizeGreaterThanOrEqualTo(3000).doesNotHaveDuplicates();
                var back = new HashSet<>(last.items().stream().map(ChildRow::id).toList());
                while (last.prev() != null) {
                    last = children.find(ChildFilter.ALL, sort, null, last.prev(), 100);
                    back.addAll(last.items().stream().map(ChildRow::id).toList());
                }
                assertThat(back).containsExactlyInAnyOrderElementsOf(seen);
            }
            return null;
        });
    }

    @Test
    void overHttpTheListIsMaskedCountedAndLogged() {
        var officer = signedIn(Role.DISTRICT_OFFICER, "120116");
        var page = officer.get("/api/children?limit=5&sort=urgency");
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        assertThat(page.json().path("items").size()).isEqualTo(5);
        assertThat(page.json().path("totalIsAbout").asBoolean()).isTrue();
        assertThat(page.json().path("items").path(0).path("idMasked").asString()).contains("****");
        var family = families.get(5);
        var found = officer.get("/api/children?q=" + URLEncoder.encode(family.childNumber(), StandardCharsets.UTF_8));
        assertThat(found.json().path("items").path(0).path("id").asString()).isEqualTo(family.file().toString());
        assertThat(found.text()).doesNotContain(family.childNumber());
    }

    @Test
    void aNumberIsShownOnlyUnderAPurpose() {
        var officer = signedIn(Role.DISTRICT_OFFICER, "120116");
        var family = families.get(6);
        var refused = officer.post("/api/children/" + family.file() + "/reveal", Map.of("field", "ID_NUMBER"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("ACC-020");
        assertThat(officer.post("/api/purposes", Map.of("subjectId", family.file(), "purpose", "INSPECTION")).status()).isLessThan(300);
        assertThat(officer.post("/api/children/" + family.file() + "/reveal", Map.of("field", "ID_NUMBER")).json().path("value").asString())
                .isEqualTo(family.childNumber());
        assertThat(officer.post("/api/children/" + family.file() + "/reveal", Map.of("field", "ID_NUMBER", "personId", families.get(7).father())).status())
                .as("somebody else's father").isEqualTo(404);
    }

    @Test
    void anExportSaysWhoTookItAndWhatForAndKeepsToItsCap() {
        var officer = signedIn(Role.TOWN_CLERK, "120116002");
        assertThat(officer.post("/api/children/export", Map.of("reason", "查")).code()).isEqualTo("REG-030");
        var done = officer.post("/api/children/export", Map.of("reason", "镇里六一慰问名单", "filter", Map.of("category", "DE_FACTO", "level", "RED")));
        assertThat(done.status()).isEqualTo(200);
        assertThat(Integer.parseInt(done.header("X-Rows").orElseThrow())).isPositive();
        try (var workbook = new org.dhatim.fastexcel.reader.ReadableWorkbook(new java.io.ByteArrayInputStream(done.bytes()))) {
            var rows = workbook.getFirstSheet().read();
            assertThat(rows.getFirst().getCellText(0)).contains("测试镇街经办人").contains("镇里六一慰问名单");
            assertThat(rows).hasSize(Integer.parseInt(done.header("X-Rows").orElseThrow()) + 2);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThat(signedIn(Role.CITY_OFFICER, "120000").post("/api/children/export", Map.of("reason", "全市名单备份")).code()).isEqualTo("REG-031");
    }
}
