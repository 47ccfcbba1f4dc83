package org.hutong.city;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hutong.city.make.IdNumbers;
import org.hutong.city.make.Mix;
import org.junit.jupiter.api.Test;

class CityTest {

    private static final long SEED = SmallTree.seed();
    private static final CityPlan PLAN = new CityPlan(SEED, 2_000, 12_000, "12", CityPlan.DEMO_DAY);
    private static final RegionTree TREE = SmallTree.read("12");
    private static final City CITY = City.make(PLAN, TREE);
    private static final List<Truth> ALL = CITY.truth().toList();

    /// Two digits GB/T 2260 gives to provinces, and those of permits for people from Hong Kong, Macao, Taiwan and abroad.
    private static final Set<String> ASSIGNED = Set.of("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46", "50", "51", "52",
            "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83", "91");

    @Test
    void theSameSeedMakesTheSameCityAndAnotherSeedAnother() {
        assertThat(City.make(PLAN, TREE).truth().limit(300).toList()).isEqualTo(ALL.subList(0, 300));
        var other = City.make(PLAN.withSeed(SEED + 1), TREE).truth().limit(300).map(Truth::persons).toList();
        assertThat(other).isNotEqualTo(ALL.subList(0, 300).stream().map(Truth::persons).toList());
    }

    @Test
    void theRegistryIsTheSameWithAndWithoutTheOtherResidents() {
        assertThat(CITY.registry().toList()).isEqualTo(ALL.stream().filter(Truth::inRegistry).map(Truth::household).toList());
        assertThat(City.make(PLAN.withPeople(50_000), TREE).registry().toList()).isEqualTo(CITY.registry().toList());
    }

    @Test
    void theRosterHasExactlyTheChildrenAskedFor() {
        var children = ALL.stream().filter(Truth::inRegistry).flatMap(t -> t.household().supports().stream()).map(Support::child).collect(Collectors.toSet());
        assertThat(children).hasSize(2_000);
        assertThat(ALL.stream().mapToLong(t -> t.persons().size()).sum()).isBetween(11_000L, 13_000L);
    }

    @Test
    void everyNumberIsValidUniqueAndAgreesWithBirthDateAndSex() {
        var seen = new HashSet<String>();
        for (var t : ALL) {
            for (var p : t.persons()) {
                if (p.idNumber() == null) {
                    assertThat(p.passport()).isNotEmpty();
                    continue;
                }
                var id = p.idNumber();
                assertThat(IdNumbers.valid(id)).as(id).isTrue();
                assertThat(seen.add(id)).as("twice " + id).isTrue();
                assertThat(id.substring(6, 14)).isEqualTo(p.born().toString().replace("-", ""));
                assertThat((id.charAt(16) - '0') % 2 == 1).isEqualTo(p.sex() == Sex.MALE);
                assertThat(ASSIGNED).doesNotContain(id.substring(0, 2));
            }
        }
    }

    @Test
    void theCheckDigitIsTheOneOfTheStandard() {
        // The example printed in GB 11643-1999.
        assertThat(IdNumbers.valid("11010519491231002X")).isTrue();
        assertThat(IdNumbers.valid("110105194912310021")).isFalse();
    }

    @Test
    void everyStandInPrefixIsOfNoProvinceAndStandsForAnother() {
        assertThat(Prefixes.rows()).extracting(Prefixes.Row::digits).doesNotHaveDuplicates().doesNotContainAnyElementsOf(ASSIGNED);
        assertThat(Prefixes.rows()).extracting(Prefixes.Row::standsFor).doesNotHaveDuplicates().hasSize(31);
        assertThat(Prefixes.table(TREE.below(TREE.byCode("12").orElseThrow(), Region.Level.DISTRICT))).extracting(Prefixes.AreaRow::prefix).doesNotHaveDuplicates()
                .allMatch(p -> !ASSIGNED.contains(p.substring(0, 2)));
    }

    @Test
    void parentsAreOldEnoughAndAliveWhenTheirChildrenAreBorn() {
        for (var t : ALL) {
            var people = t.persons().stream().collect(Collectors.toMap(Person::id, p -> p));
            var died = t.facts().stream().filter(f -> f.kind() == FactKind.DEATH).collect(Collectors.toMap(Fact::person, Fact::trueFrom));
            for (var k : t.kinships()) {
                var child = people.get(k.person());
                var relative = people.get(k.relative());
                assertThat(child).isNotNull();
                assertThat(relative).isNotNull();
                switch (k.relation()) {
                    case FATHER, MOTHER -> {
                        assertThat(relative.sex()).isEqualTo(k.relation() == Relation.FATHER ? Sex.MALE : Sex.FEMALE);
                        assertThat(relative.born().plusYears(16)).isBefore(child.born());
                        var end = died.get(relative.id());
                        if (end != null) {
                            assertThat(end).isAfterOrEqualTo(k.relation() == Relation.MOTHER ? child.born() : child.born().minusDays(280));
                        }
                    }
                    case PATERNAL_GRANDFATHER, PATERNAL_GRANDMOTHER, MATERNAL_GRANDFATHER, MATERNAL_GRANDMOTHER -> assertThat(relative.born().plusYears(33)).isBefore(child.born());
                    case TWIN -> assertThat(relative.born()).isEqualTo(child.born());
                    case SIBLING -> assertThat(back(t, k)).isTrue();
                    case SPOUSE -> {
                        assertThat(back(t, k)).isTrue();
                        assertThat(k.from()).isAfter(relative.born().plusYears(15));
                    }
                    case GUARDIAN, CARER -> {
                        assertThat(relative.age(PLAN.today())).isGreaterThanOrEqualTo(18);
                        assertThat(died).doesNotContainKey(relative.id());
                    }
                    default -> {
                    }
                }
            }
        }
    }

    private static boolean back(Truth t, Kinship k) {
        return t.kinships().stream().anyMatch(o -> o.person() == k.relative() && o.relative() == k.person() && o.relation() == k.relation());
    }

    @Test
    void nothingHappensBeforeBirthAfterDeathOrTomorrow() {
        for (var t : ALL) {
            var died = new HashMap<Long, LocalDate>();
            t.facts().stream().filter(f -> f.kind() == FactKind.DEATH).forEach(f -> assertThat(died.put(f.person(), f.trueFrom())).isNull());
            for (var f : t.facts()) {
                var p = t.person(f.person());
                assertThat(f.trueFrom()).as("%s of %s", f, p).isAfterOrEqualTo(p.born()).isBeforeOrEqualTo(PLAN.today());
                if (died.containsKey(f.person())) {
                    assertThat(f.trueFrom()).as("%s after death on %s", f, died.get(f.person())).isBeforeOrEqualTo(died.get(f.person()));
                }
                if (f.trueTo() != null) {
                    assertThat(f.trueTo()).isAfter(f.trueFrom());
                }
                if (f.knownFrom() != null) {
                    assertThat(f.knownFrom()).isBetween(f.trueFrom(), PLAN.today());
                }
            }
        }
    }

    @Test
    void theRegistryKnowsOnlyWhatItHasBeenTold() {
        for (var t : ALL) {
            if (t.inRegistry()) {
                assertThat(t.household().facts()).allMatch(f -> f.knownFrom() != null && !f.knownFrom().isAfter(PLAN.today()));
            }
        }
        var hidden = ALL.stream().filter(t -> t.cases().stream().anyMatch(c -> c.kind() == CaseKind.UNSERVED_DE_FACTO))
                .flatMap(t -> t.facts().stream()).filter(f -> f.kind() == FactKind.SITUATION && f.knownFrom() == null).count();
        assertThat(hidden).isPositive();
    }

    @Test
    void plantedCasesHaveExactlyTheirNumbersAndNoOthersComeAbout() {
        var counts = new EnumMap<CaseKind, Integer>(CaseKind.class);
        ALL.forEach(t -> t.cases().stream().filter(Truth.Case::planted).forEach(c -> counts.merge(c.kind(), 1, Integer::sum)));
        var expected = new EnumMap<CaseKind, Integer>(CaseKind.class);
        expected.putAll(Mix.read().counts(2_000, true));
        expected.putAll(Mix.read().counts(2_000, false));
        assertThat(counts).isEqualTo(expected);
    }

    @Test
    void whatIsPaidAgreesWithWhatIsSoExceptWhereItWasPlanted() {
        for (var t : ALL) {
            if (!t.inRegistry()) {
                continue;
            }
            var cases = t.cases().stream().collect(Collectors.toMap(Truth.Case::child, Truth.Case::kind));
            for (var s : t.household().supports()) {
                var entitled = t.entitled().stream().anyMatch(e -> e.child() == s.child() && e.category() == s.category());
                var kind = cases.get(s.child());
                if (kind == null) {
                    assertThat(entitled).as("%s %s %s", s, t.entitled(), t.facts()).isTrue();
                } else if (kind.group() == CaseKind.Group.WRONG) {
                    assertThat(entitled).as("%s %s %s", kind, s, t.facts()).isFalse();
                }
            }
            for (var c : cases.entrySet()) {
                var any = t.entitled().stream().anyMatch(e -> e.child() == c.getKey());
                switch (c.getValue().group()) {
                    case UNSERVED -> assertThat(any).as("%s %s", c, t.facts()).isTrue();
                    case NEAR -> assertThat(any).as("%s %s", c, t.facts()).isFalse();
                    default -> {
                    }
                }
            }
        }
    }

    @Test
    void allFiftyTwoCombinationsArePlantedWhereTheCityIsLargeEnough() {
        assertThat(Situation.COMBINATIONS).hasSize(52);
        var texts = City.make(new CityPlan(SEED, 24_000, 0, "12", CityPlan.DEMO_DAY), TREE).truth().flatMap(t -> t.cases().stream())
                .filter(c -> c.kind() == CaseKind.UNSERVED_DE_FACTO).map(c -> unordered(c.text())).collect(Collectors.toSet());
        assertThat(texts).hasSize(52);
    }

    private static Set<String> unordered(String text) {
        var parts = text.replace("父亲", "").split("，母亲");
        return new HashSet<>(List.of(parts));
    }

    @Test
    void everyVillageHasADirectorAndEveryStreetASupervisor() {
        Map<String, Long> posts = CITY.staff().collect(Collectors.groupingBy(Staff::post, Collectors.counting()));
        assertThat(posts).containsEntry("CHILD_DIRECTOR", 13L).containsEntry("CHILD_SUPERVISOR", 5L).containsEntry("CITY_LEADER", 1L);
        assertThat(CITY.staff().toList()).isEqualTo(CITY.staff().toList());
    }

    @Test
    void nobodyLivesInAUnitThatIsNoPlace() {
        assertThat(ALL).extracting(Truth::village).doesNotContain("120116400498", "120116501001");
    }

    @Test
    void aSingleVillageIsACityToo() {
        var village = City.make(new CityPlan(SEED, 30, 900, "120116200200", CityPlan.DEMO_DAY), TREE);
        assertThat(village.registry().flatMap(h -> h.supports().stream()).map(Support::child).distinct()).hasSize(30);
        assertThat(village.truth().map(Truth::village)).containsOnly("120116200200");
    }

    @Test
    void aVillageWithoutChildrenIsPossibleAndAnUnknownPlaceIsRefused() {
        assertThat(City.make(new CityPlan(SEED, 0, 100, "120116200200", CityPlan.DEMO_DAY), TREE).truth().count()).isPositive();
        assertThatThrownBy(() -> City.make(PLAN.withRegion("99"), TREE)).hasMessageContaining("99");
    }

    @Test
    void sixHundredThousandPeopleStreamThroughWithoutBeingKept() {
        var city = City.make(new CityPlan(SEED, 100, 600_000, "12", CityPlan.DEMO_DAY), TREE);
        var kept = new long[2];
        city.truth().forEach(t -> {
            if (++kept[1] % 100_000 == 0) {
                System.gc();
                kept[0] = Math.max(kept[0], Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
            }
        });
        System.gc();
        // What other tests of this class keep is in both figures; a kept city of this size would be over 400 MB.
        assertThat(kept[0]).isLessThan(Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory() + 60_000_000L);
    }
}
