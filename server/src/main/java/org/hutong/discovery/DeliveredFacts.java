package org.hutong.discovery;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hutong.exchange.Catalogue;
import org.hutong.exchange.Deliveries;
import org.hutong.exchange.Delivery;
import org.hutong.exchange.ListRow;
import org.hutong.registry.NewFact;
import org.hutong.registry.Registry;
import org.hutong.registry.Relative;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Rows of a delivered list whose identity number is exactly a registered person's become facts of that person, each with its row.
///
/// A row whose name is quite another than the person's is left for a reviewer ([RowMatches]): a borrowed or mistaken number must not become a fact.
@Component
class DeliveredFacts {

    private final Deliveries deliveries;
    private final Catalogue catalogue;
    private final Registry registry;

    DeliveredFacts(Deliveries deliveries, Catalogue catalogue, Registry registry) {
        this.deliveries = deliveries;
        this.catalogue = catalogue;
        this.registry = registry;
    }

    /// @param persons persons about whom the delivery said anything, known before or not
    record Recorded(int facts, Set<UUID> persons, int nameDiffers) {}

    /// @param left what is left aside
    Recorded record(UUID deliveryId, LeftRows left) {
        var delivery = deliveries.byId(deliveryId);
        var entry = catalogue.entry(delivery.list()).orElseThrow();
        var known = new HashMap<ByteBuffer, UUID>();
        var persons = new LinkedHashSet<UUID>();
        // rows of a large list that were not kept met nobody
        left.counted(delivery.rowsApart(), 0);
        var counts = new int[2];
        deliveries.inPages(deliveryId, indexes -> known(indexes, known, left), rows -> {
            var names = registry.persons(known.values());
            var parents = entry.facts().stream().anyMatch(fact -> fact.parent() != null) ? registry.relatives(known.values()) : Map.<UUID, List<Relative>>of();
            var facts = new ArrayList<NewFact>();
            for (var row : rows) {
                var person = known.get(ByteBuffer.wrap(row.idIndex()));
                if (person == null) {
                    left.unknown(row);
                    continue;
                }
                if (!names.containsKey(person) || !namesAgree(names.get(person).name(), row.fields().getOrDefault("name", ""))) {
                    if (names.containsKey(person)) {
                        left.differs(row, person);
                    }
                    counts[1]++;
                    continue;
                }
                counts[1] += told(entry, delivery, row, person, parents.getOrDefault(person, List.of()), facts);
                persons.add(person);
            }
            facts.forEach(fact -> persons.add(fact.personId()));
            registry.record(facts);
            counts[0] += facts.size();
        });
        return new Recorded(counts[0], persons, counts[1]);
    }

    /// What rows say of one person, or of the parent they name, becomes facts: they stand under that person's number, or people said they mean that
    /// person.
    ///
    /// @return the persons of whom something was said
    Set<UUID> record(UUID deliveryId, List<ListRow> rows, UUID person) {
        var delivery = deliveries.byId(deliveryId);
        var entry = catalogue.entry(delivery.list()).orElseThrow();
        var facts = new ArrayList<NewFact>();
        rows.forEach(row -> told(entry, delivery, row, person, registry.relatives(person), facts));
        registry.record(facts);
        var persons = facts.stream().map(NewFact::personId).collect(Collectors.toCollection(LinkedHashSet::new));
        persons.add(person);
        return persons;
    }

    /// What a row says of a person, or of the parent it names.
    ///
    /// @return facts about a parent nobody knows by that name
    private static int told(Catalogue.Entry entry, Delivery delivery, ListRow row, UUID person, List<Relative> kin, List<NewFact> facts) {
        var checksum = HexFormat.of().parseHex(delivery.checksum());
        var unknown = 0;
        for (var told : entry.stated(row)) {
            var about = told.parent() == null ? person : parent(kin, told.parent());
            if (about == null) {
                unknown++;
                continue;
            }
            facts.add(NewFact.listed(about, told.kind(), told.value(), told.detail(), told.from(), told.to(), entry.code(), delivery.listName(), delivery.id(), checksum, row.row()));
        }
        return unknown;
    }

    /// Whose numbers these are, of one page.
    ///
    /// @return which of the page's rows are opened
    private Set<ByteBuffer> known(List<byte[]> indexes, Map<ByteBuffer, UUID> known, LeftRows left) {
        known.clear();
        registry.findByIdIndexes(indexes).forEach(match -> known.put(ByteBuffer.wrap(match.idIndex()), match.personId()));
        left.counted(indexes.size(), known.size());
        return left.looksAtUnknown() ? indexes.stream().map(ByteBuffer::wrap).collect(Collectors.toSet()) : known.keySet();
    }

    /// The father or mother of that name; null where none or both have it.
    private static @Nullable UUID parent(List<Relative> kin, String name) {
        var named = kin.stream().filter(one -> Compared.isParent(one) && one.person() != null && namesAgree(one.person().name().toUpperCase(Locale.ROOT), name.toUpperCase(Locale.ROOT))).toList();
        return named.size() == 1 ? named.getFirst().personId() : null;
    }

    /// Equal, or one character apart: a homophone or a variant character in a department's list.
    static boolean namesAgree(String ours, String theirs) {
        var a = ours.replaceAll("\\s|·", "");
        var b = theirs.replaceAll("\\s|·", "");
        if (a.equals(b)) {
            return true;
        }
        if (Math.abs(a.length() - b.length()) > 1 || a.isEmpty() || b.isEmpty()) {
            return false;
        }
        var apart = 0;
        for (var i = 0; i < Math.min(a.length(), b.length()); i++) {
            if (a.charAt(i) != b.charAt(i)) {
                apart++;
            }
        }
        return apart + Math.abs(a.length() - b.length()) <= 1;
    }
}
