package org.hutong.discovery;

import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hutong.discovery.LeftRows.Left;
import org.hutong.exchange.Catalogue;
import org.hutong.exchange.Deliveries;
import org.hutong.exchange.DeliveredRows;
import org.hutong.exchange.Delivery;
import org.hutong.exchange.DeliveryEnded;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.hutong.registry.ListedPersons;
import org.hutong.registry.ListedPersons.Cause;
import org.hutong.registry.PersonView;
import org.hutong.registry.Registry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// Rows of a delivery that met nobody, or somebody of quite another name, become questions to people: does this row mean this person?
///
/// Nothing is merged and nothing recorded until a person says yes ([RowReview]). What people said once holds for the same row of every later
/// delivery of the list. Everything here runs as the nightly service, whose place is the city: a list is delivered above the places of those it names.
@Component
@Transactional
class RowMatches {

    private static final Logger LOG = LoggerFactory.getLogger(RowMatches.class);
    private static final int AT_ONCE = 4_000;

    private final JdbcClient jdbc;
    private final Deliveries deliveries;
    private final DeliveredRows deliveredRows;
    private final DeliveredFacts deliveredFacts;
    private final Catalogue catalogue;
    private final ListedPersons listedPersons;
    private final Registry registry;
    private final SourceAccuracy accuracy;
    private final Vault vault;
    private final JsonMapper json;
    private final Today today;

    RowMatches(JdbcClient jdbc, Deliveries deliveries, DeliveredRows deliveredRows, DeliveredFacts deliveredFacts, Catalogue catalogue, ListedPersons listedPersons, Registry registry,
            SourceAccuracy accuracy, Vault vault, JsonMapper json, Today today) {
        this.jdbc = jdbc;
        this.deliveries = deliveries;
        this.deliveredRows = deliveredRows;
        this.deliveredFacts = deliveredFacts;
        this.catalogue = catalogue;
        this.listedPersons = listedPersons;
        this.registry = registry;
        this.accuracy = accuracy;
        this.vault = vault;
        this.json = json;
        this.today = today;
    }

    /// Takes up what a delivery's facts leave aside.
    LeftRows leftOf(UUID deliveryId) {
        return new LeftRows(deliveries.byId(deliveryId).list(), vault, listedPersons.unnumbered());
    }

    /// Asks about the rows left aside and about the loose ones; doing it twice asks nothing twice.
    ///
    /// @return persons of whom something was recorded, because people had said of the same row before whom it means
    Set<UUID> find(UUID deliveryId, LeftRows left) {
        var began = System.nanoTime();
        var delivery = deliveries.byId(deliveryId);
        var entry = catalogue.entry(delivery.list()).orElseThrow();
        var told = new LinkedHashSet<UUID>();
        if (entry.facts().isEmpty()) {
            return told;
        }
        var counts = new int[2];
        var waiting = new ArrayList<>(left.rows());
        deliveredRows.looseInPages(deliveryId, rows -> {
            rows.forEach(row -> waiting.add(left.left(row, null)));
            if (waiting.size() >= AT_ONCE) {
                told.addAll(ask(delivery, List.copyOf(waiting), left.share(), counts));
                waiting.clear();
            }
        });
        told.addAll(ask(delivery, waiting, left.share(), counts));
        LOG.info("名单行认人：看了 {} 行，提出 {} 条，{} 毫秒", counts[0], counts[1], (System.nanoTime() - began) / 1_000_000);
        return told;
    }

    private record Known(UUID id, UUID person, String state) {}

    private Set<UUID> ask(Delivery delivery, List<Left> rows, double share, int[] counts) {
        counts[0] += rows.size();
        if (rows.isEmpty()) {
            return Set.of();
        }
        var said = jdbc.sql("select id, row_key, person_id, state from discovery.row_match where list = :list and state = 'SAME' and row_key = any(:keys)").param("list", delivery.list())
                .param("keys", rows.stream().map(Left::key).toArray(byte[][]::new))
                .query((row, n) -> Map.entry(ByteBuffer.wrap(row.getBytes("row_key")), new Known(row.getObject("id", UUID.class), row.getObject("person_id", UUID.class), row.getString("state"))))
                .list().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a));
        var told = new LinkedHashSet<UUID>();
        var open = new HashMap<UUID, Left>();
        for (var row : rows) {
            var known = said.get(ByteBuffer.wrap(row.key()));
            if (known == null) {
                open.put(row.row().id(), row);
            } else {
                link(known.id(), row, delivery.id());
                told.addAll(deliveredFacts.record(delivery.id(), List.of(row.row()), known.person()));
            }
        }
        var meant = listedPersons.of(open.values().stream().map(Left::listed).toList(), share);
        var persons = registry.persons(meant.stream().map(ListedPersons.Meant::person).collect(Collectors.toSet()));
        for (var one : meant) {
            var row = open.get(one.row());
            link(put(delivery, row, one, persons.get(one.person())), row, delivery.id());
            counts[1]++;
        }
        return told;
    }

    private UUID put(Delivery delivery, Left row, ListedPersons.Meant one, PersonView person) {
        return jdbc.sql("""
                insert into discovery.row_match (id, list, list_name, row_key, person_id, region_id, hukou_id, cause, weight, probability, waterfall, held, rank, fingerprint, state, found_at)
                values (:id, :list, :name, :key, :person, :region, :hukou, :cause, :weight, :probability, :waterfall::jsonb, :held, :rank, :mark, 'OPEN', :now)
                on conflict (list, row_key, person_id) do update set cause = excluded.cause, weight = excluded.weight, probability = excluded.probability,
                  waterfall = excluded.waterfall, held = excluded.held, rank = excluded.rank, fingerprint = excluded.fingerprint,
                  state = case when row_match.fingerprint = excluded.fingerprint and row_match.state <> 'LAPSED' then row_match.state else 'OPEN' end
                returning id""").param("id", Ids.next()).param("list", delivery.list()).param("name", delivery.listName()).param("key", row.key()).param("person", one.person())
                .param("region", person.regionId()).param("hukou", person.hukouId()).param("cause", one.cause().name()).param("weight", (float) one.weight())
                .param("probability", (float) one.probability()).param("waterfall", json.writeValueAsString(one.steps())).param("held", one.held()).param("rank", (float) -one.weight())
                .param("mark", one.mark()).param("now", now()).query(UUID.class).single();
    }

    private void link(UUID match, Left row, UUID delivery) {
        jdbc.sql("insert into discovery.row_match_row (match_id, row_id, delivery_id, row_no) values (:match, :row, :delivery, :no) on conflict do nothing").param("match", match)
                .param("row", row.row().id()).param("delivery", delivery).param("no", row.row().row()).update();
    }

    /// The rows of one question, by delivery.
    Map<UUID, List<UUID>> rowsOf(UUID match) {
        record One(UUID delivery, UUID row) {}
        return jdbc.sql("select delivery_id, row_id from discovery.row_match_row where match_id = :id order by delivery_id, row_no").param("id", match)
                .query((row, n) -> new One(row.getObject(1, UUID.class), row.getObject(2, UUID.class))).list().stream()
                .collect(Collectors.groupingBy(One::delivery, java.util.LinkedHashMap::new, Collectors.mapping(One::row, Collectors.toList())));
    }

    /// What follows from a yes: the row's facts are recorded for the person, the list's wrong value is written into its ledger, and the other persons
    /// the row might have meant are no longer asked about. Doing it twice changes nothing.
    ///
    /// @return persons of whom something was said
    Set<UUID> apply(UUID match) {
        var one = jdbc.sql("select list, person_id, cause, applied_at from discovery.row_match where id = :id and state = 'SAME' for update").param("id", match)
                .query((row, n) -> new Yes(row.getString("list"), row.getObject("person_id", UUID.class), Cause.valueOf(row.getString("cause")), row.getObject("applied_at", OffsetDateTime.class))).optional();
        if (one.isEmpty() || one.get().appliedAt() != null) {
            return Set.of();
        }
        var yes = one.get();
        var told = new LinkedHashSet<UUID>();
        rowsOf(match).forEach((delivery, rows) -> told.addAll(deliveredFacts.record(delivery, deliveredRows.opened(delivery, rows), yes.person())));
        var entry = catalogue.entry(yes.list()).orElseThrow();
        if (yes.cause() != Cause.UNNUMBERED && yes.cause() != Cause.OTHER_CELL) {
            accuracy.recordRow(match, yes.list(), entry.field(yes.cause() == Cause.NAME ? "name" : "idNumber").orElseThrow().name());
        }
        jdbc.sql("""
                update discovery.row_match set state = 'OTHER' where id <> :id and state in ('OPEN', 'UNSURE')
                 and id in (select o.match_id from discovery.row_match_row o join discovery.row_match_row mine on mine.row_id = o.row_id where mine.match_id = :id)""").param("id", match).update();
        jdbc.sql("update discovery.row_match set applied_at = :now where id = :id").param("now", now()).param("id", match).update();
        return told;
    }

    private record Yes(String list, UUID person, Cause cause, OffsetDateTime appliedAt) {}

    /// Takes back what [#apply] did. The question is open again, and so are those about the others the row might mean.
    Set<UUID> withdraw(UUID match, UUID person) {
        var about = new LinkedHashSet<>(List.of(person));
        registry.relatives(person).stream().filter(Compared::isParent).forEach(parent -> about.add(parent.personId()));
        jdbc.sql("select delivery_id, row_no from discovery.row_match_row where match_id = :id").param("id", match)
                .query((row, n) -> Map.entry(row.getObject(1, UUID.class), row.getInt(2))).list().forEach(row -> registry.withdraw(row.getKey(), row.getValue(), about));
        accuracy.withdrawRow(match);
        jdbc.sql("""
                update discovery.row_match set state = 'OPEN' where id <> :id and state = 'OTHER'
                 and id in (select o.match_id from discovery.row_match_row o join discovery.row_match_row mine on mine.row_id = o.row_id where mine.match_id = :id)""").param("id", match).update();
        jdbc.sql("update discovery.row_match set applied_at = null where id = :id").param("id", match).update();
        return about;
    }

    /// A moved child's questions, and those about the child's relatives, stand where the persons stand now.
    void follow(UUID fileId) {
        var child = registry.child(fileId).personId();
        var persons = new LinkedHashSet<>(List.of(child));
        registry.relatives(child).forEach(relative -> persons.add(relative.personId()));
        registry.persons(persons).values().forEach(person -> jdbc.sql("update discovery.row_match set region_id = :region, hukou_id = :hukou where person_id = :id")
                .param("region", person.regionId()).param("hukou", person.hukouId()).param("id", person.id()).update());
    }

    /// Yeses that a fallen server left without what follows from them.
    Set<UUID> applyLeft() {
        var told = new LinkedHashSet<UUID>();
        jdbc.sql("select id from discovery.row_match where state = 'SAME' and applied_at is null").query(UUID.class).list().forEach(match -> told.addAll(apply(match)));
        return told;
    }

    /// With the list go the questions nobody has answered: there is nothing left to compare. Of an answered one the reference to the row stays.
    @EventListener
    void on(DeliveryEnded ended) {
        var touched = jdbc.sql("""
                delete from discovery.row_match_row r using discovery.row_match m where m.id = r.match_id and m.state in ('OPEN', 'UNSURE') and r.delivery_id = :id returning r.match_id""")
                .param("id", ended.deliveryId()).query(UUID.class).list().toArray(UUID[]::new);
        jdbc.sql("delete from discovery.row_match m where id = any(:ids) and state = 'OPEN' and not exists (select 1 from discovery.row_match_row r where r.match_id = m.id)"
                + " and not exists (select 1 from discovery.row_match_reading r where r.match_id = m.id)").param("ids", touched).update();
        jdbc.sql("update discovery.row_match m set state = 'LAPSED' where id = any(:ids) and state in ('OPEN', 'UNSURE') and not exists (select 1 from discovery.row_match_row r where r.match_id = m.id)")
                .param("ids", touched).update();
    }

    private OffsetDateTime now() {
        return today.now().atOffset(ZoneOffset.UTC);
    }
}
