package org.hutong.registry;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.hutong.kernel.Ids;

/// Invented families for tests: a child with father, mother and a grandmother as guardian, in one household. The numbers' area prefixes
/// (`17…`) were never given to any province.
public final class Families {

    private static final String SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗";
    private static final String GIVEN = "明芳伟娜静强磊洋勇艳杰娟涛超兰霞平刚桂英华玉萍红建国文辉力健世广志义兴良海山仁波宁贵福生龙元全国胜学祥才发武新";

    private final Random random;

    public Families(long seed) {
        this.random = new Random(seed);
    }

    public record Family(UUID child, UUID file, UUID household, UUID father, UUID mother, UUID grandmother, String childName, String childNumber,
            String fatherNumber, String motherNumber) {}

    public record World(BulkLoad.Batch batch, List<Family> families) {}

    public World make(int children, List<Integer> villages, LocalDate today) {
        var persons = new ArrayList<BulkLoad.Person>();
        var kin = new ArrayList<BulkLoad.Kin>();
        var households = new ArrayList<BulkLoad.Household>();
        var facts = new ArrayList<BulkLoad.Fact>();
        var files = new ArrayList<BulkLoad.Child>();
        var families = new ArrayList<Family>();
        for (var i = 0; i < children; i++) {
            var village = villages.get(i % villages.size());
            var surname = pick(SURNAMES);
            var born = today.minusDays(200 + random.nextInt(17 * 365));
            var name = surname + pick(GIVEN) + pick(GIVEN);
            var childNumber = number(born, i % 2 == 0);
            var fatherNumber = number(born.minusYears(28), true);
            var motherNumber = number(born.minusYears(26), false);
            var child = person(persons, name, childNumber, village, null);
            var father = person(persons, surname + pick(GIVEN), fatherNumber, village, "13800" + (100000 + random.nextInt(900000)));
            var mother = person(persons, pick(SURNAMES) + pick(GIVEN) + pick(GIVEN), motherNumber, village, null);
            var grandmother = person(persons, pick(SURNAMES) + "桂" + pick(GIVEN), number(born.minusYears(55), false), village, null);
            var household = Ids.next();
            var file = Ids.next();
            households.add(new BulkLoad.Household(household, grandmother, village, "某某路 " + i + " 号", List.of(new BulkLoad.Member(grandmother, "户主"),
                    new BulkLoad.Member(father, "子"), new BulkLoad.Member(mother, "儿媳"), new BulkLoad.Member(child, "孙子女"))));
            kin.add(new BulkLoad.Kin(child, father, Relation.FATHER, null, null));
            kin.add(new BulkLoad.Kin(child, mother, Relation.MOTHER, null, null));
            kin.add(new BulkLoad.Kin(child, grandmother, Relation.PATERNAL_GRANDMOTHER, null, null));
            kin.add(new BulkLoad.Kin(child, grandmother, Relation.GUARDIAN, today.minusYears(1), null));
            if (i % 3 == 0) {
                facts.add(new BulkLoad.Fact(Ids.next(), father, FactKinds.SITUATION, "服刑在押", null, today.minusYears(1), null, Instant.parse("2026-01-05T02:00:00Z"),
                        new FactSource(null, "花名册 旧系统.xlsx", null, i, null), null));
            }
            files.add(new BulkLoad.Child(file, child, household, Stage.values()[i % 6], Level.values()[i % 5], today.minusDays(random.nextInt(900)),
                    List.of(new BulkLoad.Category(i % 4 == 0 ? "ORPHAN" : "DE_FACTO", i % 4 == 0 ? "孤儿" : "事实无人抚养儿童", today.minusMonths(5), null, "花名册"))));
            families.add(new Family(child, file, household, father, mother, grandmother, name, childNumber, fatherNumber, motherNumber));
        }
        return new World(new BulkLoad.Batch(persons, kin, households, facts, files), families);
    }

    private UUID person(List<BulkLoad.Person> into, String name, String number, int village, String phone) {
        var id = Ids.next();
        into.add(new BulkLoad.Person(id, new NewPerson(name, null, null, "汉", number, phone, null, null, null, village, village, null)));
        return id;
    }

    private String pick(String from) {
        return from.substring(random.nextInt(from.length())).substring(0, 1);
    }

    /// A number that passes GB 11643 for that birth date and sex.
    public String number(LocalDate born, boolean male) {
        var seventeen = "17" + String.format("%04d", 100 + random.nextInt(9000)) + born.toString().replace("-", "")
                + String.format("%02d", random.nextInt(100)) + (random.nextInt(5) * 2 + (male ? 1 : 0));
        var weights = new int[] {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
        var sum = 0;
        for (var i = 0; i < 17; i++) {
            sum += (seventeen.charAt(i) - '0') * weights[i];
        }
        return seventeen + "10X98765432".charAt(sum % 11);
    }
}
