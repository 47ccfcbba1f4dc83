package org.hutong.registry;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.time.OffsetDateTime;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hutong.access.Acting;
import org.hutong.kernel.CitizenId;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// People, their kin, their dated facts and the children's files, as the other rooms read and change them.
///
/// Readers see what stands in their places; what lies outside is "not there" (`REG-001`).
@Service
@Transactional
public class Registry {

    private final JdbcClient jdbc;
    private final Vault vault;
    private final Today today;
    private final People people;
    private final ApplicationEventPublisher events;
    private final Merged merged;
    private final Facts facts;

    Registry(JdbcClient jdbc, Vault vault, Today today, People people, ApplicationEventPublisher events, Merged merged, Facts facts) {
        this.facts = facts;
        this.merged = merged;
        this.jdbc = jdbc;
        this.vault = vault;
        this.today = today;
        this.people = people;
        this.events = events;
    }

    // ---- reading

    /// A person; a record that was joined to another answers with the one that stands for both.
    @Transactional(readOnly = true)
    public PersonView person(UUID id) {
        return ownRecord(merged.survivor(id));
    }

    /// The record itself, joined or not.
    PersonView ownRecord(UUID id) {
        return jdbc.sql("select " + People.PERSON_COLUMNS + " from registry.person where id = :id").param("id", id).query(people.person())
                .optional().orElseThrow(Registry::notThere);
    }

    /// Those of the ids that stand in the reader's places, in one query.
    @Transactional(readOnly = true)
    public Map<UUID, PersonView> persons(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return jdbc.sql("select " + People.PERSON_COLUMNS + " from registry.person where id = any(:ids)").param("ids", array(ids))
                .query(people.person()).list().stream().collect(Collectors.toMap(PersonView::id, Function.identity()));
    }

    @Transactional(readOnly = true)
    public Optional<UUID> childFileOf(UUID personId) {
        return jdbc.sql("select id from registry.child_file where person_id = any(:ids) order by merged_into is not null, id limit 1")
                .param("ids", array(merged.whole(List.of(personId)).of(personId))).query(UUID.class).optional();
    }

    /// This file and those joined to it: what stands under any of them belongs to the child.
    @Transactional(readOnly = true)
    public List<UUID> filesOf(UUID fileId) {
        return merged.files(merged.file(fileId));
    }

    @Transactional(readOnly = true)
    public ChildSubject child(UUID fileId) {
        return jdbc.sql("select " + People.CHILD_COLUMNS + " from registry.child_file where id = :id").param("id", merged.file(fileId)).query(people.child())
                .optional().orElseThrow(Registry::notThere);
    }

    /// Those of the files that stand in the reader's places, in one query.
    @Transactional(readOnly = true)
    public Map<UUID, ChildSubject> children(Collection<UUID> fileIds) {
        if (fileIds.isEmpty()) {
            return Map.of();
        }
        return jdbc.sql("select " + People.CHILD_COLUMNS + " from registry.child_file where id = any(:ids)").param("ids", array(fileIds))
                .query(people.child()).list().stream().collect(Collectors.toMap(ChildSubject::fileId, Function.identity()));
    }

    /// Those of the files that were joined to another.
    @Transactional(readOnly = true)
    public java.util.Set<UUID> joined(Collection<UUID> fileIds) {
        return fileIds.isEmpty() ? java.util.Set.of() : java.util.Set.copyOf(jdbc.sql("select id from registry.child_file where id = any(:ids) and merged_into is not null")
                .param("ids", array(fileIds)).query(UUID.class).list());
    }

    /// Files of these persons, by person.
    @Transactional(readOnly = true)
    public Map<UUID, ChildSubject> childrenOf(Collection<UUID> personIds) {
        if (personIds.isEmpty()) {
            return Map.of();
        }
        return jdbc.sql("select " + People.CHILD_COLUMNS + " from registry.child_file where person_id = any(:ids)").param("ids", array(personIds))
                .query(people.child()).list().stream().collect(Collectors.toMap(ChildSubject::personId, Function.identity()));
    }

    /// Facts that hold on a day, as we knew it at an instant; newest first. [#factHistory] also has those that ended.
    @Transactional(readOnly = true)
    public List<FactView> facts(UUID personId, LocalDate asOf, Instant knownOn) {
        return facts(List.of(personId), asOf, knownOn).getOrDefault(personId, List.of());
    }

    @Transactional(readOnly = true)
    public Map<UUID, List<FactView>> facts(Collection<UUID> personIds, LocalDate asOf, Instant knownOn) {
        if (personIds.isEmpty()) {
            return Map.of();
        }
        var whole = merged.whole(personIds);
        var found = jdbc.sql("select " + People.FACT_COLUMNS + " from registry.fact " + """
                where person_id = any(:ids) and true_from <= :asOf and (true_to is null or true_to > :asOf) and known_from <= :known
                 and (superseded_at is null or superseded_at > :known) order by true_from desc, known_from desc, id""")
                .param("ids", array(whole.all(personIds))).param("asOf", asOf).param("known", knownOn.atOffset(ZoneOffset.UTC)).query(people.fact()).list();
        return told(personIds, whole, found).stream().collect(Collectors.groupingBy(FactView::personId, HashMap::new, Collectors.toList()));
    }

    /// Facts as told of the persons asked about: those of a joined record are the person's own.
    private static List<FactView> told(Collection<UUID> asked, Merged.Whole whole, List<FactView> found) {
        if (whole.records().isEmpty()) {
            return found;
        }
        var byRecord = found.stream().collect(Collectors.groupingBy(FactView::personId));
        return asked.stream().distinct().flatMap(person -> whole.of(person).stream().flatMap(record -> byRecord.getOrDefault(record, List.of()).stream())
                .map(fact -> fact.of(person)).sorted(Comparator.comparing(FactView::trueFrom).thenComparing(FactView::knownFrom).reversed())).toList();
    }

    /// Every fact of these persons as we knew it at an instant, whatever day it is about, newest first.
    @Transactional(readOnly = true)
    public Map<UUID, List<FactView>> factsKnown(Collection<UUID> personIds, Instant knownOn) {
        if (personIds.isEmpty()) {
            return Map.of();
        }
        var whole = merged.whole(personIds);
        var found = jdbc.sql("select " + People.FACT_COLUMNS + " from registry.fact " + """
                where person_id = any(:ids) and known_from <= :known and (superseded_at is null or superseded_at > :known)
                order by true_from desc, known_from desc, id""")
                .param("ids", array(whole.all(personIds))).param("known", knownOn.atOffset(ZoneOffset.UTC)).query(people.fact()).list();
        return told(personIds, whole, found).stream().collect(Collectors.groupingBy(FactView::personId, HashMap::new, Collectors.toList()));
    }

    /// Files open on a day by the district whose law they stand under: that of the household register, where there is one. A register
    /// outside the districts we know stands under its own region.
    @Transactional(readOnly = true)
    public Map<Integer, List<UUID>> openFilesByPlace(LocalDate on) {
        var files = new HashMap<Integer, List<UUID>>();
        jdbc.sql("""
                select id, case when hukou_id is null then coalesce(district_id, region_id) else coalesce(hukou_district_id, hukou_id) end as place
                from registry.child_file where merged_into is null and (closed_on is null or closed_on > :on)""")
                .param("on", on).query(row -> {
                    files.computeIfAbsent(row.getInt("place"), none -> new ArrayList<>()).add(row.getObject("id", UUID.class));
                });
        return files;
    }

    /// Everything ever recorded about these persons, superseded rows too.
    @Transactional(readOnly = true)
    public List<FactView> factHistory(Collection<UUID> personIds) {
        var whole = merged.whole(personIds);
        return told(personIds, whole, ownHistory(whole.all(personIds)));
    }

    private List<FactView> ownHistory(Collection<UUID> personIds) {
        return personIds.isEmpty() ? List.of() : jdbc.sql("select " + People.FACT_COLUMNS
                + " from registry.fact where person_id = any(:ids) order by true_from desc, known_from desc, id").param("ids", array(personIds))
                .query(people.fact()).list();
    }

    @Transactional(readOnly = true)
    public List<Relative> relatives(UUID personId) {
        return relatives(List.of(personId)).getOrDefault(personId, List.of());
    }

    @Transactional(readOnly = true)
    public Map<UUID, List<Relative>> relatives(Collection<UUID> personIds) {
        return kin(personIds, "person_id", "relative_id");
    }

    /// Whom these persons are relatives of: with relation FATHER, the children of a father.
    @Transactional(readOnly = true)
    public Map<UUID, List<Relative>> relativeOf(Collection<UUID> personIds) {
        return kin(personIds, "relative_id", "person_id");
    }

    private Map<UUID, List<Relative>> kin(Collection<UUID> personIds, String from, String to) {
        if (personIds.isEmpty()) {
            return Map.of();
        }
        var whole = merged.whole(personIds);
        record Row(UUID asked, UUID other, Relation relation, LocalDate start, LocalDate end) {}
        var rows = jdbc.sql("select " + from + " asked, " + to + " other, relation, true_from, true_to from registry.kinship where " + from
                + " = any(:ids) order by id").param("ids", array(whole.all(personIds)))
                .query((row, n) -> new Row(row.getObject("asked", UUID.class), row.getObject("other", UUID.class), Relation.valueOf(row.getString("relation")),
                        People.date(row, "true_from"), People.date(row, "true_to"))).list();
        var others = rows.stream().map(Row::other).distinct().toList();
        var theirs = merged.whole(others);
        var views = persons(others.stream().map(theirs::survivor).distinct().toList());
        var out = new HashMap<UUID, List<Relative>>();
        var byRecord = rows.stream().collect(Collectors.groupingBy(Row::asked));
        for (var person : personIds) {
            var own = whole.of(person);
            var kin = own.stream().flatMap(record -> byRecord.getOrDefault(record, List.of()).stream()).filter(row -> !own.contains(row.other()))
                    .map(row -> new Relative(row.relation().name(), theirs.survivor(row.other()), views.get(theirs.survivor(row.other())), row.start(), row.end()))
                    .distinct().collect(Collectors.toCollection(ArrayList::new));
            if (!kin.isEmpty()) {
                out.put(person, kin);
            }
        }
        return out;
    }

    /// Registered persons whose number is exactly one of these; 15-digit numbers are lengthened first.
    @Transactional(readOnly = true)
    public List<PersonMatch> findByIdNumbers(Collection<String> numbers) {
        var asked = new LinkedHashMap<String, byte[]>();
        for (var number : numbers) {
            CitizenId.parse(number).ifPresent(id -> asked.put(number, vault.blindIndex(id.number())));
        }
        if (asked.isEmpty()) {
            return List.of();
        }
        var found = new HashMap<java.nio.ByteBuffer, List<UUID>>();
        jdbc.sql("select id, id_index from registry.person where id_index = any(:indexes)").param("indexes", asked.values().toArray(byte[][]::new))
                .query(row -> {
                    found.computeIfAbsent(java.nio.ByteBuffer.wrap(row.getBytes("id_index")), key -> new ArrayList<>()).add(row.getObject("id", UUID.class));
                });
        return asked.entrySet().stream().flatMap(entry -> found.getOrDefault(java.nio.ByteBuffer.wrap(entry.getValue()), List.of()).stream()
                .map(id -> new PersonMatch(id, entry.getKey()))).toList();
    }

    /// Registered persons by blind index ([Vault#blindIndex] of the 18-character number), for the comparison of a whole list.
    @Transactional(readOnly = true)
    public List<PersonIndex> findByIdIndexes(Collection<byte[]> indexes) {
        return indexes.isEmpty() ? List.of() : jdbc.sql("select id, id_index from registry.person where id_index = any(:indexes)")
                .param("indexes", indexes.toArray(byte[][]::new))
                .query((row, n) -> new PersonIndex(row.getObject("id", UUID.class), row.getBytes("id_index"))).list();
    }

    /// Blind indexes of these persons' numbers; a person without a possible number is in it under none.
    @Transactional(readOnly = true)
    public Map<UUID, byte[]> idIndexes(Collection<UUID> personIds) {
        var out = new HashMap<UUID, byte[]>();
        if (!personIds.isEmpty()) {
            jdbc.sql("select id, id_index from registry.person where id = any(:ids) and id_index is not null").param("ids", array(personIds))
                    .query(row -> {
                        out.put(row.getObject("id", UUID.class), row.getBytes("id_index"));
                    });
        }
        return out;
    }

    /// Persons put into the registry since then, and when, the latest last.
    @Transactional(readOnly = true)
    public SequencedMap<UUID, Instant> registeredSince(Instant then) {
        var out = new LinkedHashMap<UUID, Instant>();
        jdbc.sql("select id, created_at from registry.person where created_at >= :then order by created_at, id").param("then", then.atOffset(ZoneOffset.UTC))
                .query(row -> {
                    out.put(row.getObject("id", UUID.class), row.getObject("created_at", OffsetDateTime.class).toInstant());
                });
        return out;
    }

    /// Whom a row of a large list can mean, in the actor's places: some sixteen bytes a person.
    @Transactional(readOnly = true)
    public Listable listable() {
        var numbers = jdbc.sql("select id_index from registry.person where id_index is not null").query((row, n) -> Listable.mark(row.getBytes(1))).list();
        var sounds = new HashSet<String>();
        var unnumbered = new HashSet<String>();
        jdbc.sql("select t.token, p.id_index is null as without from registry.token t join registry.person p on p.id = t.person_id where t.kind in ('name', 'pinyin')").query(row -> {
            sounds.add(row.getString("token"));
            if (row.getBoolean("without")) {
                unnumbered.add(row.getString("token"));
            }
        });
        return new Listable(numbers.stream().mapToLong(Long::longValue).toArray(), sounds, unnumbered);
    }

    /// Other records under the same identity number, by person: registered in two places and not joined.
    @Transactional(readOnly = true)
    public Map<UUID, List<UUID>> sameNumber(Collection<UUID> personIds) {
        var out = new HashMap<UUID, List<UUID>>();
        if (!personIds.isEmpty()) {
            jdbc.sql("""
                    select p.id, q.id other from registry.person p join registry.person q on q.id_index = p.id_index and q.id <> p.id
                    where p.id = any(:ids) and p.id_index is not null""").param("ids", array(personIds)).query(row -> {
                        out.computeIfAbsent(row.getObject("id", UUID.class), none -> new ArrayList<>()).add(row.getObject("other", UUID.class));
                    });
        }
        out.forEach((person, others) -> others.removeIf(other -> merged.survivor(other).equals(merged.survivor(person))));
        out.values().removeIf(List::isEmpty);
        return out;
    }

    /// Persons of whom a department's list told something.
    @Transactional(readOnly = true)
    public List<UUID> personsWithListedFacts() {
        return jdbc.sql("select distinct person_id from registry.fact where source_list is not null and superseded_at is null").query(UUID.class).list();
    }

    /// Files of these persons, and files of children whose father or mother they are.
    @Transactional(readOnly = true)
    public List<UUID> childFilesTouchedBy(Collection<UUID> personIds) {
        return personIds.isEmpty() ? List.of() : jdbc.sql("""
                select id from registry.child_file where person_id = any(:ids)
                union
                select f.id from registry.kinship k join registry.child_file f on f.person_id = k.person_id
                where k.relative_id = any(:ids) and k.relation in ('FATHER', 'MOTHER')""").param("ids", array(personIds)).query(UUID.class).list();
    }

    /// The whole number, for a job that must compare it (never for a screen: screens use the reveal endpoint, which asks a purpose).
    @Transactional(readOnly = true)
    public Optional<String> idNumber(UUID personId) {
        return jdbc.sql("select id_cipher from registry.person where id = :id").param("id", personId).query(byte[].class).optional()
                .map(sealed -> vault.open(sealed, Vault.aad(People.ID_NUMBER, personId)));
    }

    // ---- changing

    /// Enrols a person, or returns the one already there with the same valid number in the officer's places.
    public UUID enrol(NewPerson person) {
        var id = Ids.next();
        var sealed = SealedPerson.of(id, person, vault);
        if (sealed.name().isEmpty()) {
            throw new Refusal(Refusal.Kind.INVALID, "REG-002", "姓名没有填写", "没有保存", "请填写姓名");
        }
        if (sealed.idIndex() != null) {
            var known = jdbc.sql("select id from registry.person where id_index = :index order by created_at, id limit 1").param("index", sealed.idIndex())
                    .query(UUID.class).optional();
            if (known.isPresent()) {
                return merged.survivor(known.get());
            }
        }
        jdbc.sql("""
                insert into registry.person (id, region_id, hukou_id, home_id, name, sex, born, ethnicity, id_cipher, id_index, last4_index, id_note,
                  phone_cipher, account_cipher, bank, address_cipher)
                values (:id, :region, :hukou, :home, :name, :sex, :born, :ethnicity, :number, :index, :last4, :note, :phone, :account, :bank, :address)""")
                .param("id", id).param("region", person.regionId()).param("hukou", person.hukouId()).param("home", person.homeId())
                .param("name", sealed.name()).param("sex", sealed.sex()).param("born", sealed.born()).param("ethnicity", person.ethnicity())
                .param("number", sealed.idCipher()).param("index", sealed.idIndex()).param("last4", sealed.last4Index()).param("note", sealed.idNote())
                .param("phone", sealed.phone()).param("account", sealed.account()).param("bank", person.bank()).param("address", sealed.address()).update();
        writeTokens(id, sealed.name(), false);
        return id;
    }

    private void writeTokens(UUID personId, String name, boolean child) {
        jdbc.sql("delete from registry.token where person_id = :id").param("id", personId).update();
        for (var token : SearchTokens.of(name, child)) {
            jdbc.sql("""
                    insert into registry.token select :token, :kind, id, :child, region_id, town_id, district_id, city_id,
                      hukou_id, hukou_town_id, hukou_district_id, hukou_city_id from registry.person where id = :id""")
                    .param("token", token.token()).param("kind", token.kind()).param("child", child).param("id", personId).update();
        }
    }

    /// Opens the one file of a child, or returns it.
    ///
    /// @throws Refusal `REG-003` when the birth date is unknown or the person is of age
    public UUID openFile(UUID personId, @Nullable UUID householdId) {
        var known = childFileOf(personId);
        if (known.isPresent()) {
            return known.get();
        }
        var person = person(personId);
        var age = person.ageOn(today.date());
        if (age == null || age >= 18) {
            throw new Refusal(Refusal.Kind.INVALID, "REG-003", age == null ? "出生日期未登记，不能建立儿童档案" : "已满 18 周岁，不建立儿童档案",
                    "没有建立档案", "请核对身份证号和出生日期");
        }
        var id = Ids.next();
        jdbc.sql("""
                insert into registry.child_file (id, file_no, person_id, household_id, region_id, hukou_id, name, name_key, sex, born, stage, opened_on, completeness)
                values (:id, 'HT' || :year || lpad(nextval('registry.file_number')::text, 7, '0'), :person, :household, :region, :hukou, :name, :key, :sex, :born,
                  'FOUND', :on, :completeness)""")
                .param("id", id).param("year", today.date().getYear()).param("person", personId).param("household", householdId)
                .param("region", person.regionId()).param("hukou", person.hukouId()).param("name", person.name())
                .param("key", SearchTokens.nameKey(person.name())).param("sex", person.sex()).param("born", person.born())
                .param("on", today.date()).param("completeness", 0).update();
        writeTokens(personId, person.name(), true);
        events.publishEvent(new FileOpened(id, personId));
        return id;
    }

    /// States that `relative` is the `relation` of `person`; saying it twice changes nothing.
    public void relate(UUID person, UUID relative, Relation relation, @Nullable LocalDate from, @Nullable LocalDate to) {
        jdbc.sql("""
                insert into registry.kinship (person_id, relative_id, relation, true_from, true_to) values (:person, :relative, :relation, :from, :to)
                on conflict (person_id, relative_id, relation, true_from) do update set true_to = excluded.true_to
                where registry.kinship.true_to is distinct from excluded.true_to""")
                .param("person", person).param("relative", relative).param("relation", relation.name()).param("from", from).param("to", to).update();
    }

    /// Records a fact. The same fact (kind, value, first and last day) already known is returned and nothing is written; the same
    /// beginning with another end supersedes the old row.
    public FactView record(NewFact fact) {
        person(fact.personId());
        return facts.record(List.of(fact)).getFirst();
    }

    /// The same for some thousand facts of a list, by a few statements; they count in the order given.
    ///
    /// @throws Refusal `REG-001` where one is about somebody outside the reader's places; nothing is written then
    public void record(List<NewFact> told) {
        var asked = told.stream().map(NewFact::personId).collect(Collectors.toSet());
        if (persons(asked).size() < asked.size()) {
            throw notThere();
        }
        facts.record(told);
    }

    /// Takes back what one row of a delivery said of these persons, because it meant somebody else. What that row had replaced stands again; what is
    /// taken back stays in the history as superseded.
    ///
    /// @return facts taken back
    public int withdraw(UUID deliveryId, int row, Collection<UUID> persons) {
        return facts.withdraw(deliveryId, row, persons);
    }

    public void setStage(UUID fileId, Stage stage) {
        changed(jdbc.sql("""
                update registry.child_file set stage = :stage, updated_at = now(), closed_on = case when :stage = 'CLOSED' then :today::date end where id = :id""")
                .param("stage", stage.name()).param("today", today.date()).param("id", fileId).update());
    }

    /// @param level RED, ORANGE, YELLOW, GREEN or NONE
    /// @param cause what made it so, as the file will show it
    public void setLevel(UUID fileId, String level, String cause) {
        changed(jdbc.sql("update registry.child_file set level = :level, updated_at = now() where id = :id").param("level", Level.valueOf(level).name())
                .param("id", fileId).update());
        jdbc.sql("insert into registry.level_change (file_id, level, cause, on_date, recorded_at, recorded_by) values (:id, :level, :cause, :on, :now, :by)")
                .param("id", fileId).param("level", level).param("cause", cause).param("on", today.date()).param("now", today.now().atOffset(ZoneOffset.UTC))
                .param("by", Acting.current().accountId()).update();
    }

    /// Begins a category of a child; beginning one that runs changes nothing.
    public void beginCategory(UUID fileId, String code, String name, LocalDate from, String source) {
        child(fileId);
        jdbc.sql("""
                insert into registry.category (file_id, code, name, true_from, source) select :id, :code, :name, :from, :source
                where not exists (select 1 from registry.category where file_id = :id and code = :code and true_to is null)""")
                .param("id", fileId).param("code", code).param("name", name).param("from", from).param("source", source).update();
        showCategories(fileId);
    }

    public void endCategory(UUID fileId, String code, LocalDate on) {
        child(fileId);
        jdbc.sql("update registry.category set true_to = :on where file_id = :id and code = :code and true_to is null").param("on", on).param("id", fileId)
                .param("code", code).update();
        showCategories(fileId);
    }

    private void showCategories(UUID fileId) {
        jdbc.sql("""
                update registry.child_file set updated_at = now(), categories = array(select code from registry.category where file_id = :id and true_to is null
                  order by true_from, code) where id = :id""").param("id", fileId).update();
    }

    private static void changed(int rows) {
        if (rows == 0) {
            throw notThere();
        }
    }

    static UUID[] array(Collection<UUID> ids) {
        return ids.toArray(UUID[]::new);
    }

    static Refusal notThere() {
        return new Refusal(Refusal.Kind.NOT_FOUND, "REG-001", "没有找到，或不在您的权限范围内", "没有改动任何内容", "请从列表重新打开");
    }
}
