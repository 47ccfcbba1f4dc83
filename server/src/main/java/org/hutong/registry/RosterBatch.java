package org.hutong.registry;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hutong.kernel.Ids;
import org.jspecify.annotations.Nullable;

/// Turns rows of a roster into people, families, files and stated facts. A benefit is never made of a roster's word.
final class RosterBatch {

    private static final Set<String> NO_SITUATION = Set.of("", "健在", "正常", "无", "良好");

    private final Map<String, UUID> known;
    private final String source;
    private final LocalDate today;
    private final java.time.Instant now;
    private final List<BulkLoad.Person> persons = new ArrayList<>();
    private final List<BulkLoad.Kin> kin = new ArrayList<>();
    private final List<BulkLoad.Household> households = new ArrayList<>();
    private final List<BulkLoad.Fact> facts = new ArrayList<>();
    private final List<BulkLoad.Child> children = new ArrayList<>();
    private final Map<String, UUID> households2ids = new HashMap<>();
    private final Map<UUID, List<BulkLoad.Member>> members = new HashMap<>();
    private final Map<UUID, UUID> heads = new HashMap<>();
    private final Map<UUID, Integer> placeOf = new HashMap<>();
    private final Map<UUID, String> addressOf = new HashMap<>();

    /// @param known  registered persons by number; persons made here are added, so that siblings share their parents
    /// @param source how the facts name the roster
    RosterBatch(Map<String, UUID> known, String source, LocalDate today, java.time.Instant now) {
        this.known = known;
        this.source = source;
        this.today = today;
        this.now = now;
    }

    void add(int row, Map<String, String> values) {
        var region = Integer.parseInt(values.get("regionId"));
        var hukou = values.containsKey("hukouId") ? Integer.valueOf(values.get("hukouId")) : null;
        var guardianIsParent = Map.of("父亲", "father", "母亲", "mother").get(relation(values));
        var child = Ids.next();
        persons.add(new BulkLoad.Person(child, new NewPerson(values.get("name"), null, null, values.get("ethnicity"), values.get("idNumber"), null,
                values.get("address"), values.get("account"), values.get("bank"), region, hukou, null)));
        var father = person(values.get("fatherName"), values.get("fatherId"), "father".equals(guardianIsParent) ? values.get("phone") : null, region);
        var mother = person(values.get("motherName"), values.get("motherId"), "mother".equals(guardianIsParent) ? values.get("phone") : null, region);
        var guardian = switch (guardianIsParent == null ? "" : guardianIsParent) {
            case "father" -> father != null ? father : person(values.get("guardianName"), values.get("guardianId"), values.get("phone"), region);
            case "mother" -> mother != null ? mother : person(values.get("guardianName"), values.get("guardianId"), values.get("phone"), region);
            default -> person(values.get("guardianName"), values.get("guardianId"), values.get("phone"), region);
        };
        relate(child, father, Relation.FATHER);
        relate(child, mother, Relation.MOTHER);
        if (guardian != null) {
            kin.add(new BulkLoad.Kin(child, guardian, Relation.GUARDIAN, today, null));
            Relation.of(relation(values)).filter(relation -> !relation.isParent() && relation != Relation.GUARDIAN)
                    .ifPresent(relation -> relate(child, guardian, relation));
        }
        situation(father, values.get("fatherSituation"), row);
        situation(mother, values.get("motherSituation"), row);
        if (values.containsKey("category")) {
            facts.add(new BulkLoad.Fact(Ids.next(), child, "花名册类别", values.get("category"), null, today, null, now,
                    new FactSource(null, source, null, row, null), null));
        }
        var head = guardian != null ? guardian : father != null ? father : mother != null ? mother : child;
        var household = households2ids.computeIfAbsent(head + "@" + region, key -> {
            var id = Ids.next();
            heads.put(id, head);
            placeOf.put(id, region);
            members.put(id, new ArrayList<>());
            return id;
        });
        addressOf.putIfAbsent(household, values.getOrDefault("address", ""));
        member(household, head, "户主");
        member(household, father, "父亲");
        member(household, mother, "母亲");
        member(household, child, "儿童");
        children.add(new BulkLoad.Child(Ids.next(), child, household, Stage.FOUND, Level.NONE, today, List.of()));
    }


    private static String relation(Map<String, String> values) {
        var word = values.getOrDefault("guardianRelation", "");
        return Relation.of(word).map(Relation::title).orElse(word);
    }

    private @Nullable UUID person(@Nullable String name, @Nullable String number, @Nullable String phone, int region) {
        if (name == null || name.isBlank() || name.equals("无") || name.equals("不详")) {
            return null;
        }
        if (number != null && known.containsKey(number)) {
            return known.get(number);
        }
        var id = Ids.next();
        persons.add(new BulkLoad.Person(id, new NewPerson(name, null, null, null, number, phone, null, null, null, region, null, null)));
        if (number != null) {
            known.put(number, id);
        }
        return id;
    }

    private void relate(UUID child, @Nullable UUID relative, Relation relation) {
        if (relative != null) {
            kin.add(new BulkLoad.Kin(child, relative, relation, null, null));
        }
    }

    private void situation(@Nullable UUID parent, @Nullable String situation, int row) {
        if (parent == null || situation == null || NO_SITUATION.contains(situation)) {
            return;
        }
        facts.add(new BulkLoad.Fact(Ids.next(), parent, situation.equals("死亡") ? FactKinds.DEATH : FactKinds.SITUATION, situation, null, today, null,
                now, new FactSource(null, source, null, row, null), null));
    }

    private void member(UUID household, @Nullable UUID person, String relation) {
        if (person != null && members.get(household).stream().noneMatch(member -> member.person().equals(person))) {
            members.get(household).add(new BulkLoad.Member(person, relation));
        }
    }

    BulkLoad.Batch batch() {
        households2ids.values().forEach(id -> households.add(new BulkLoad.Household(id, heads.get(id), placeOf.get(id),
                addressOf.get(id).isEmpty() ? null : addressOf.get(id), members.get(id))));
        return new BulkLoad.Batch(persons, kin, households, facts, children);
    }
}
