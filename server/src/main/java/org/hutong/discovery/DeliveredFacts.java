package org.hutong.discovery;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hutong.exchange.Catalogue;
import org.hutong.exchange.Deliveries;
import org.hutong.registry.NewFact;
import org.hutong.registry.Registry;
import org.springframework.stereotype.Component;

/// Rows of a delivered list whose identity number is exactly a registered person's become facts of that person, each with its row.
///
/// A row whose name is quite another than the person's is left for a reviewer: a borrowed or mistaken number must not become a fact.
@Component
class DeliveredFacts {

    private static final int BATCH = 2_000;

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

    Recorded record(UUID deliveryId) {
        var delivery = deliveries.byId(deliveryId);
        var entry = catalogue.entry(delivery.list()).orElseThrow();
        var known = known(deliveries.idIndexes(deliveryId));
        var checksum = HexFormat.of().parseHex(delivery.checksum());
        var names = names(known.values());
        var persons = new LinkedHashSet<UUID>();
        var facts = 0;
        var differs = 0;
        for (var row : deliveries.rows(deliveryId, index -> known.containsKey(ByteBuffer.wrap(index)))) {
            var person = known.get(ByteBuffer.wrap(row.idIndex()));
            if (!namesAgree(names.getOrDefault(person, ""), row.fields().getOrDefault("name", ""))) {
                differs++;
                continue;
            }
            for (var told : entry.stated(row)) {
                registry.record(NewFact.listed(person, told.kind(), told.value(), told.detail(), told.from(), told.to(), entry.code(), delivery.listName(), delivery.id(),
                        checksum, row.row()));
                facts++;
            }
            persons.add(person);
        }
        return new Recorded(facts, persons, differs);
    }

    /// Names by person, as the record has it that the number stands in.
    private Map<UUID, String> names(Collection<UUID> persons) {
        var all = List.copyOf(persons);
        var names = new HashMap<UUID, String>();
        for (var from = 0; from < all.size(); from += BATCH) {
            registry.persons(all.subList(from, Math.min(from + BATCH, all.size()))).forEach((id, person) -> names.put(id, person.name()));
        }
        return names;
    }

    private Map<ByteBuffer, UUID> known(List<byte[]> indexes) {
        var known = new HashMap<ByteBuffer, UUID>();
        for (var from = 0; from < indexes.size(); from += BATCH) {
            for (var match : registry.findByIdIndexes(new ArrayList<>(indexes.subList(from, Math.min(from + BATCH, indexes.size()))))) {
                known.put(ByteBuffer.wrap(match.idIndex()), match.personId());
            }
        }
        return known;
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
