package org.hutong.registry;

import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hutong.access.Acting;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Writes facts: one said at a door, or some thousand of a delivered list by the same few statements.
@Component
class Facts {

    private final JdbcTemplate jdbc;
    private final Vault vault;
    private final Today today;
    private final People people;
    private final ApplicationEventPublisher events;

    Facts(JdbcTemplate jdbc, Vault vault, Today today, People people, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.today = today;
        this.people = people;
        this.events = events;
    }

    /// @return one answer a fact, in order: the row now standing for it
    /// @throws Refusal `REG-004` where one ends before it begins; nothing is written then
    List<FactView> record(List<NewFact> facts) {
        if (facts.stream().anyMatch(fact -> fact.trueTo() != null && fact.trueTo().isBefore(fact.trueFrom()))) {
            throw new Refusal(Refusal.Kind.INVALID, "REG-004", "结束日期早于开始日期", "没有保存", "请核对日期");
        }
        var current = current(facts.stream().map(NewFact::personId).collect(Collectors.toSet()));
        var told = new ArrayList<FactView>();
        var fresh = new LinkedHashMap<UUID, NewFact>();
        var byId = new HashMap<UUID, FactView>();
        var replaced = new LinkedHashMap<UUID, UUID>();
        // each a microsecond after the one before: the last row of a list is its newest word
        var known = today.now().truncatedTo(ChronoUnit.MICROS).minus(facts.size(), ChronoUnit.MICROS);
        for (var fact : facts) {
            var standing = current.computeIfAbsent(fact.personId(), none -> new ArrayList<>());
            var same = standing.stream().filter(old -> old.kind().equals(fact.kind()) && old.value().equals(fact.value()) && old.trueFrom().equals(fact.trueFrom())).findFirst();
            if (same.isPresent() && Objects.equals(same.get().trueTo(), fact.trueTo()) && fact.supersedes() == null) {
                told.add(same.get());
                continue;
            }
            known = known.plus(1, ChronoUnit.MICROS);
            var view = view(fact, known);
            var old = fact.supersedes() == null ? same : standing.stream().filter(one -> one.kind().equals(fact.kind()) && one.id().equals(fact.supersedes())).findFirst();
            old.ifPresent(one -> {
                replaced.put(one.id(), view.id());
                standing.remove(one);
            });
            standing.addFirst(view);
            fresh.put(view.id(), fact);
            byId.put(view.id(), view);
            told.add(view);
        }
        insert(fresh, byId);
        supersede(replaced, byId);
        touch(byId.values());
        fresh.forEach((id, fact) -> events.publishEvent(new FactRecorded(fact.personId(), fact.kind(), id)));
        return told;
    }

    /// @return facts of this row that stood and no longer do
    int withdraw(UUID deliveryId, int row, Collection<UUID> persons) {
        var ids = persons.toArray(UUID[]::new);
        var taken = jdbc.query("select " + People.FACT_COLUMNS + " from registry.fact where delivery_id = ? and source_row = ? and person_id = any(?) and superseded_at is null", people.fact(),
                deliveryId, row, ids);
        if (taken.isEmpty()) {
            return 0;
        }
        var facts = taken.stream().map(FactView::id).toArray(UUID[]::new);
        jdbc.update("update registry.fact set superseded_at = ? where id = any(?)", today.now().atOffset(ZoneOffset.UTC), facts);
        // written anew, not woken: what was known on a day between stays known
        record(jdbc.query("select " + People.FACT_COLUMNS + " from registry.fact where superseded_by = any(?)", people.fact(), (Object) facts).stream()
                .map(old -> new NewFact(old.personId(), old.kind(), old.value(), old.detail(), old.trueFrom(), old.trueTo(), old.source(), null, old.evidenceFileId(), old.note(), null)).toList());
        if (taken.stream().anyMatch(fact -> fact.kind().equals(FactKinds.DEATH))) {
            jdbc.update("""
                    update registry.person p set updated_at = now(), died_on = (select max(f.true_from) from registry.fact f where f.person_id = p.id and f.kind = 'death' and f.superseded_at is null)
                    where id = any(?)""", (Object) ids);
            jdbc.update("update registry.child_file f set updated_at = now(), died_on = p.died_on from registry.person p where p.id = f.person_id and p.id = any(?)", (Object) ids);
        }
        taken.forEach(fact -> events.publishEvent(new FactRecorded(fact.personId(), fact.kind(), fact.id())));
        return taken.size();
    }

    /// What stands of these persons, newest first.
    private Map<UUID, List<FactView>> current(Collection<UUID> persons) {
        var standing = new HashMap<UUID, List<FactView>>();
        jdbc.query("select " + People.FACT_COLUMNS + " from registry.fact where person_id = any(?) and superseded_at is null order by true_from desc, known_from desc, id",
                people.fact(), (Object) persons.toArray(UUID[]::new)).forEach(fact -> standing.computeIfAbsent(fact.personId(), none -> new ArrayList<>()).add(fact));
        return standing;
    }

    private static FactView view(NewFact fact, Instant known) {
        var source = fact.source();
        return new FactView(Ids.next(), fact.personId(), fact.kind(), fact.value(), fact.detail() == null || fact.detail().isBlank() ? null : fact.detail(), fact.trueFrom(),
                fact.trueTo(), known, null, new FactSource(source.list(), source.listName(), source.deliveryId(), source.row(), Acting.current().name()),
                Acting.current().accountId(), fact.evidenceFileId(), fact.note());
    }

    private void insert(Map<UUID, NewFact> fresh, Map<UUID, FactView> views) {
        jdbc.batchUpdate("""
                insert into registry.fact (id, person_id, kind, value, value_cipher, detail_cipher, true_from, true_to, known_from, source_list, source_name,
                  delivery_id, delivery_sm3, source_row, entered_by, entered_name, evidence_file_id, note)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", fresh.entrySet(), 1_000, (statement, entry) -> {
            var one = views.get(entry.getKey());
            var sealed = FactKinds.isSealed(one.kind());
            statement.setObject(1, one.id());
            statement.setObject(2, one.personId());
            statement.setString(3, one.kind());
            statement.setString(4, sealed ? null : one.value());
            statement.setBytes(5, sealed ? vault.seal(one.value(), Vault.aad(People.FACT_VALUE, one.id())) : null);
            statement.setBytes(6, one.detail() == null ? null : vault.seal(one.detail(), Vault.aad(People.FACT_DETAIL, one.id())));
            statement.setObject(7, one.trueFrom());
            statement.setObject(8, one.trueTo(), Types.DATE);
            statement.setObject(9, one.knownFrom().atOffset(ZoneOffset.UTC));
            statement.setString(10, one.source().list());
            statement.setString(11, one.source().listName());
            statement.setObject(12, one.source().deliveryId(), Types.OTHER);
            statement.setBytes(13, entry.getValue().checksum());
            statement.setObject(14, one.source().row(), Types.INTEGER);
            statement.setObject(15, one.enteredBy());
            statement.setString(16, one.source().enteredBy());
            statement.setObject(17, one.evidenceFileId(), Types.OTHER);
            statement.setString(18, one.note());
        });
    }

    private void supersede(Map<UUID, UUID> replaced, Map<UUID, FactView> views) {
        jdbc.batchUpdate("update registry.fact set superseded_at = ?, superseded_by = ? where id = ?", replaced.entrySet().stream()
                .map(one -> new Object[] {views.get(one.getValue()).knownFrom().atOffset(ZoneOffset.UTC), one.getValue(), one.getKey()}).toList());
    }

    /// The file shows that something changed; a death stands on the person and the file too.
    private void touch(Collection<FactView> written) {
        if (written.isEmpty()) {
            return;
        }
        var died = new LinkedHashMap<UUID, LocalDate>();
        var persons = new LinkedHashSet<UUID>();
        for (var fact : written) {
            persons.add(fact.personId());
            if (fact.kind().equals(FactKinds.DEATH)) {
                died.put(fact.personId(), fact.trueFrom());
            }
        }
        jdbc.batchUpdate("update registry.person set died_on = ?, updated_at = now() where id = ?", died.entrySet().stream().map(one -> new Object[] {one.getValue(), one.getKey()}).toList());
        jdbc.batchUpdate("update registry.child_file set died_on = ? where person_id = ?", died.entrySet().stream().map(one -> new Object[] {one.getValue(), one.getKey()}).toList());
        jdbc.update("update registry.child_file set updated_at = now() where person_id = any(?)", (Object) persons.toArray(UUID[]::new));
    }
}
