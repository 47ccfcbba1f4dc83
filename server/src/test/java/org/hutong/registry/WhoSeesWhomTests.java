package org.hutong.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.hutong.Browser;
import org.hutong.FlowWorld;
import org.hutong.access.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Children who live and are registered anywhere in the city, and people placed at every level of it. What each list, search, export and file shows
/// somebody is held against the codes of the places alone: a code begins with the code of whoever answers for it.
class WhoSeesWhomTests extends FlowWorld {

    private static final String CITY = "120000";
    private static final List<String> VILLAGES = List.of("120101001001", "120101001002", "120101002001", "120116001001", "120116001002", "120116002201", "120116002202", "120116002203");
    private static final String SURNAME = "阚";

    private record Child(UUID file, String name, String village, String hukou) {}

    private record Official(Role role, String place) {

        boolean answersFor(Child child) {
            return place.equals(CITY) || child.village().startsWith(place) || child.hukou().startsWith(place);
        }
    }

    private List<Child> children(Random random) {
        var made = new ArrayList<Child>();
        for (var n = 0; n < 40; n++) {
            var name = SURNAME + (char) ('一' + n * 7) + (char) ('伍' + n);
            var village = VILLAGES.get(random.nextInt(VILLAGES.size()));
            var hukou = random.nextInt(3) == 0 ? VILLAGES.get(random.nextInt(VILLAGES.size())) : village;
            var born = LocalDate.of(2010 + random.nextInt(12), 1 + random.nextInt(12), 1 + random.nextInt(28));
            made.add(as(serviceAccounts.nightly(), () -> {
                var person = registry.enrol(new NewPerson(name, n(random), born, null, null, null, null, null, null, region(village), region(hukou), null));
                return new Child(registry.openFile(person, null), name, village, hukou);
            }));
        }
        return made;
    }

    private static String n(Random random) {
        return random.nextBoolean() ? "男" : "女";
    }

    private static List<Official> officials(Random random) {
        var all = new ArrayList<Official>();
        for (var village : VILLAGES) {
            all.add(new Official(Role.CHILD_DIRECTOR, village));
            all.add(new Official(random.nextBoolean() ? Role.CHILD_SUPERVISOR : Role.TOWN_CLERK, village.substring(0, 9)));
            all.add(new Official(random.nextBoolean() ? Role.DISTRICT_OFFICER : Role.DISTRICT_APPROVER, village.substring(0, 6)));
        }
        all.add(new Official(Role.CITY_OFFICER, CITY));
        return all.stream().distinct().toList();
    }

    private TreeSet<String> listed(Browser who, @Nullable String more) {
        var names = new TreeSet<String>();
        String after = null;
        do {
            var page = ok(who.get("/api/children?limit=7&q=" + SURNAME + (more == null ? "" : more) + (after == null ? "" : "&after=" + after)));
            page.path("items").forEach(row -> assertThat(names.add(row.path("name").asString())).as("named twice: %s", row).isTrue());
            after = page.path("next").isString() ? page.path("next").asString() : null;
        } while (after != null);
        return names;
    }

    @Test
    void everyListSearchExportAndFileShowsExactlyTheChildrenOneAnswersFor() throws Exception {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var children = children(random);
        for (var official : officials(random)) {
            var who = signedIn(official.role(), official.place());
            var expected = new TreeSet<String>();
            children.stream().filter(official::answersFor).forEach(child -> expected.add(child.name()));
            assertThat(listed(who, null)).as("seed %d, list of %s", seed, official).isEqualTo(expected);
            var one = children.get(random.nextInt(children.size()));
            var found = ok(who.get("/api/search?q=" + one.name())).path("children");
            assertThat(found.toString().contains(one.name())).as("seed %d, %s searches %s", seed, official, one).isEqualTo(expected.contains(one.name()));
            var opened = who.get("/api/children/" + one.file());
            assertThat(opened.status()).as("seed %d, %s opens %s: %s", seed, official, one, opened.text()).isIn(expected.contains(one.name()) ? List.of(200, 403, 428) : List.of(404));
            if (official.role() == Role.TOWN_CLERK || official.role() == Role.DISTRICT_OFFICER) {
                assertThat(exported(who)).as("seed %d, export of %s", seed, official).isEqualTo(expected);
            }
        }
    }

    private TreeSet<String> exported(Browser who) throws Exception {
        var file = who.post("/api/children/export", Map.of("reason", "核对权限的测试", "filter", Map.of("q", SURNAME)));
        assertThat(file.status()).as(file.text()).isEqualTo(200);
        var names = new TreeSet<String>();
        try (var workbook = new ReadableWorkbook(new ByteArrayInputStream(file.bytes()))) {
            workbook.getFirstSheet().read().forEach(row -> row.stream().filter(cell -> cell != null && cell.getText().startsWith(SURNAME)).forEach(cell -> names.add(cell.getText())));
        }
        return names;
    }
}
