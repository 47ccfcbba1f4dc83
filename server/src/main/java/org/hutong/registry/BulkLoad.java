package org.hutong.registry;

import java.sql.Connection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.hutong.access.Acting;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Brings many people at once into the registry: sealed on all cores, sent by COPY into temporary tables, inserted through row security.
///
/// No double is looked for and no event is published: the caller brings ids of its own and knows what is new.
@Service
public class BulkLoad {

    /// @param id made by the caller (`Ids.next()`)
    public record Person(UUID id, NewPerson data) {}

    /// `relative` is the `relation` of `person`.
    public record Kin(UUID person, UUID relative, Relation relation, @Nullable LocalDate from, @Nullable LocalDate to) {}

    /// @param relation to the head: 户主, 子, 孙女 …
    public record Member(UUID person, String relation) {}

    public record Household(UUID id, UUID head, int regionId, @Nullable String address, List<Member> members) {}

    public record Fact(UUID id, UUID person, String kind, String value, @Nullable String detail, LocalDate trueFrom, @Nullable LocalDate trueTo,
            Instant knownFrom, FactSource source, byte @Nullable [] checksum) {}

    public record Category(String code, String name, LocalDate from, @Nullable LocalDate to, String source) {}

    /// A child's file. The birth date and the sex are those of the person.
    public record Child(UUID fileId, UUID person, @Nullable UUID household, Stage stage, Level level, LocalDate openedOn, List<Category> categories) {}

    public record Batch(List<Person> persons, List<Kin> kin, List<Household> households, List<Fact> facts, List<Child> children) {}

    private record Ready(Person person, SealedPerson sealed, List<SearchTokens.Token> tokens) {}

    private record ReadyFact(Fact fact, byte @Nullable [] value, byte @Nullable [] detail) {}

    private final JdbcClient jdbc;
    private final DataSource dataSource;
    private final Vault vault;
    private final Today today;

    BulkLoad(JdbcClient jdbc, DataSource dataSource, Vault vault, Today today) {
        this.jdbc = jdbc;
        this.dataSource = dataSource;
        this.vault = vault;
        this.today = today;
    }

    /// Loads a batch into the caller's transaction; tens of thousands of persons a batch are fine. Kin and facts may name persons of
    /// earlier batches.
    @Transactional(propagation = Propagation.MANDATORY)
    public void load(Batch batch) {
        var connection = DataSourceUtils.getConnection(dataSource);
        var children = batch.children().stream().collect(Collectors.toMap(Child::person, Function.identity()));
        var deaths = batch.facts().stream().filter(fact -> fact.kind().equals(FactKinds.DEATH))
                .collect(Collectors.toMap(Fact::person, Fact::trueFrom, (first, second) -> first));
        var ready = batch.persons().parallelStream().map(person -> {
            var sealed = SealedPerson.of(person.id(), person.data(), vault);
            return new Ready(person, sealed, SearchTokens.of(sealed.name(), children.containsKey(person.id())));
        }).toList();
        persons(connection, ready, deaths);
        tokens(connection, ready, children);
        households(connection, batch.households());
        children(connection, batch.children());
        kin(connection, batch.kin());
        facts(connection, batch.facts());
        completeness(batch.children());
    }

    /// Lets the planner know the new sizes; call it once after the last batch.
    @Transactional
    public void freshen() {
        jdbc.sql("select registry.freshen()").query(row -> { });
    }

    private void persons(Connection connection, List<Ready> ready, Map<UUID, LocalDate> deaths) {
        try (var copy = CopyText.into(connection, "new_person", """
                id uuid, region_id int, hukou_id int, home_id int, name text, sex text, born date, ethnicity text, id_cipher bytea, id_index bytea,
                last4_index bytea, id_note text, phone_cipher bytea, account_cipher bytea, bank text, address_cipher bytea, died_on date""")) {
            for (var one : ready) {
                var data = one.person().data();
                var sealed = one.sealed();
                copy.add(sealed.id()).add(data.regionId()).add(data.hukouId()).add(data.homeId()).add(sealed.name()).add(sealed.sex()).add(sealed.born())
                        .add(data.ethnicity()).add(sealed.idCipher()).add(sealed.idIndex()).add(sealed.last4Index()).add(sealed.idNote()).add(sealed.phone())
                        .add(sealed.account()).add(data.bank()).add(sealed.address()).add(deaths.get(sealed.id())).endRow();
            }
            copy.finish();
        }
        jdbc.sql("""
                insert into registry.person (id, region_id, hukou_id, home_id, name, sex, born, ethnicity, id_cipher, id_index, last4_index, id_note,
                  phone_cipher, account_cipher, bank, address_cipher, died_on) select * from pg_temp.new_person""").update();
        // a death told of someone who was here before this batch
        var known = ready.stream().map(one -> one.person().id()).collect(Collectors.toSet());
        deaths.forEach((person, on) -> {
            if (!known.contains(person)) {
                jdbc.sql("update registry.person set died_on = :on, updated_at = now() where id = :id").param("on", on).param("id", person).update();
            }
        });
    }

    private void tokens(Connection connection, List<Ready> ready, Map<UUID, Child> children) {
        try (var copy = CopyText.into(connection, "new_token", "token text, kind text, person_id uuid, is_child boolean")) {
            for (var one : ready) {
                for (var token : one.tokens()) {
                    copy.add(token.token()).add(token.kind()).add(one.person().id()).add(children.containsKey(one.person().id())).endRow();
                }
            }
            copy.finish();
        }
        jdbc.sql("""
                insert into registry.token select t.token, t.kind, t.person_id, t.is_child, p.region_id, p.town_id, p.district_id, p.city_id,
                  p.hukou_id, p.hukou_town_id, p.hukou_district_id, p.hukou_city_id from pg_temp.new_token t join registry.person p on p.id = t.person_id""").update();
    }

    private void households(Connection connection, List<Household> households) {
        try (var copy = CopyText.into(connection, "new_household", "id uuid, region_id int, head_id uuid, address bytea")) {
            for (var one : households) {
                copy.add(one.id()).add(one.regionId()).add(one.head())
                        .add(vault.sealOrNull(one.address(), Vault.aad(People.HOUSEHOLD_ADDRESS, one.id()))).endRow();
            }
            copy.finish();
        }
        try (var copy = CopyText.into(connection, "new_member", "household_id uuid, person_id uuid, relation text")) {
            for (var one : households) {
                for (var member : one.members()) {
                    copy.add(one.id()).add(member.person()).add(member.relation()).endRow();
                }
            }
            copy.finish();
        }
        // read before the COPY begins: the connection takes nothing else while one runs
        var heads = jdbc.sql("select distinct p.id, p.name from pg_temp.new_household h join registry.person p on p.id = h.head_id")
                .query((row, n) -> Map.entry(row.getObject(1, UUID.class), row.getString(2))).list();
        try (var copy = CopyText.into(connection, "head_key", "id uuid, name_key text")) {
            for (var head : heads) {
                copy.add(head.getKey()).add(SearchTokens.nameKey(head.getValue())).endRow();
            }
            copy.finish();
        }
        jdbc.sql("""
                insert into registry.household (id, file_no, region_id, head_id, head_name, name_key, address_cipher, members, children)
                select h.id, 'HH' || :year || lpad(nextval('registry.household_number')::text, 7, '0'), h.region_id, h.head_id, p.name, k.name_key, h.address,
                  m.members, m.children
                from pg_temp.new_household h join registry.person p on p.id = h.head_id join pg_temp.head_key k on k.id = h.head_id
                join (select n.household_id, count(*) members, count(*) filter (where q.born > :adult) children
                  from pg_temp.new_member n join registry.person q on q.id = n.person_id group by n.household_id) m on m.household_id = h.id
                order by h.region_id, k.name_key""").param("year", today.date().getYear()).param("adult", today.date().minusYears(18)).update();
        jdbc.sql("insert into registry.member (household_id, person_id, relation) select * from pg_temp.new_member").update();
    }

    private void children(Connection connection, List<Child> children) {
        var names = children.isEmpty() ? Map.<UUID, String>of() : jdbc.sql("select id, name from registry.person where id = any(:ids)")
                .param("ids", children.stream().map(Child::person).toArray(UUID[]::new))
                .query((row, n) -> Map.entry(row.getObject(1, UUID.class), row.getString(2))).list().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        try (var copy = CopyText.into(connection, "new_file", """
                id uuid, person_id uuid, household_id uuid, name_key text, stage text, level text, opened_on date, categories text[]""")) {
            for (var one : children) {
                copy.add(one.fileId()).add(one.person()).add(one.household()).add(SearchTokens.nameKey(names.get(one.person()))).add(one.stage().name())
                        .add(one.level().name()).add(one.openedOn())
                        .add(one.categories().stream().filter(category -> category.to() == null).map(Category::code).collect(Collectors.joining(",", "{", "}"))).endRow();
            }
            copy.finish();
        }
        jdbc.sql("""
                insert into registry.child_file (id, file_no, person_id, household_id, region_id, hukou_id, name, name_key, sex, born, stage, level, opened_on,
                  closed_on, died_on, categories)
                select f.id, 'HT' || extract(year from f.opened_on)::int || lpad(nextval('registry.file_number')::text, 7, '0'), f.person_id, f.household_id, p.region_id,
                  p.hukou_id, p.name, f.name_key, p.sex, p.born, f.stage, f.level, f.opened_on, case when f.stage = 'CLOSED' then :today::date end, p.died_on, f.categories
                from pg_temp.new_file f join registry.person p on p.id = f.person_id order by f.opened_on, p.region_id""").param("today", today.date()).update();
        try (var copy = CopyText.into(connection, "new_category", "file_id uuid, code text, name text, true_from date, true_to date, source text")) {
            for (var one : children) {
                for (var category : one.categories()) {
                    copy.add(one.fileId()).add(category.code()).add(category.name()).add(category.from()).add(category.to()).add(category.source()).endRow();
                }
            }
            copy.finish();
        }
        jdbc.sql("insert into registry.category (file_id, code, name, true_from, true_to, source) select * from pg_temp.new_category").update();
    }

    private void kin(Connection connection, List<Kin> kin) {
        try (var copy = CopyText.into(connection, "new_kin", "person_id uuid, relative_id uuid, relation text, true_from date, true_to date")) {
            for (var one : kin) {
                copy.add(one.person()).add(one.relative()).add(one.relation().name()).add(one.from()).add(one.to()).endRow();
            }
            copy.finish();
        }
        jdbc.sql("""
                insert into registry.kinship (person_id, relative_id, relation, true_from, true_to)
                select person_id, relative_id, relation, true_from, true_to from pg_temp.new_kin on conflict do nothing""").update();
    }

    private void facts(Connection connection, List<Fact> facts) {
        var sealed = facts.parallelStream().map(fact -> new ReadyFact(fact,
                FactKinds.isSealed(fact.kind()) ? vault.seal(fact.value(), Vault.aad(People.FACT_VALUE, fact.id())) : null,
                fact.detail() == null || fact.detail().isBlank() ? null : vault.seal(fact.detail(), Vault.aad(People.FACT_DETAIL, fact.id())))).toList();
        var by = Acting.current();
        try (var copy = CopyText.into(connection, "new_fact", """
                id uuid, person_id uuid, kind text, value text, value_cipher bytea, detail_cipher bytea, true_from date, true_to date, known_from timestamptz,
                source_list text, source_name text, delivery_id uuid, delivery_sm3 bytea, source_row int, entered_by uuid, entered_name text""")) {
            for (var one : sealed) {
                var fact = one.fact();
                copy.add(fact.id()).add(fact.person()).add(fact.kind()).add(one.value() == null ? fact.value() : null).add(one.value()).add(one.detail())
                        .add(fact.trueFrom()).add(fact.trueTo()).add(fact.knownFrom()).add(fact.source().list()).add(fact.source().listName())
                        .add(fact.source().deliveryId()).add(fact.checksum()).add(fact.source().row()).add(by.accountId())
                        .add(fact.source().enteredBy() == null ? by.name() : fact.source().enteredBy()).endRow();
            }
            copy.finish();
        }
        jdbc.sql("""
                insert into registry.fact (id, person_id, kind, value, value_cipher, detail_cipher, true_from, true_to, known_from, source_list, source_name,
                  delivery_id, delivery_sm3, source_row, entered_by, entered_name) select * from pg_temp.new_fact""").update();
    }

    /// The share of the first named part that is filled in; visits and the work log are counted by the file itself.
    private void completeness(List<Child> children) {
        if (!children.isEmpty()) {
            jdbc.sql("select registry.count_completeness(array(select id from pg_temp.new_file))").query(rs -> { });
        }
    }
}
