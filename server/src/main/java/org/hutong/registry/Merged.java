package org.hutong.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Which records stand for one person, as far as the reader may see them.
@Component
class Merged {

    /// All records of each person asked about, and the surviving one of every record among them. A record that was never joined is in neither.
    record Whole(Map<UUID, List<UUID>> records, Map<UUID, UUID> survivors) {

        static final Whole NONE = new Whole(Map.of(), Map.of());

        List<UUID> of(UUID person) {
            return records.getOrDefault(person, List.of(person));
        }

        UUID survivor(UUID person) {
            return survivors.getOrDefault(person, person);
        }

        Collection<UUID> all(Collection<UUID> asked) {
            return records.isEmpty() ? asked : asked.stream().flatMap(id -> of(id).stream()).distinct().toList();
        }
    }

    private final JdbcClient jdbc;

    Merged(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Few persons were ever joined: where there are none in sight, readers pay one probe of a small table.
    Whole whole(Collection<UUID> asked) {
        if (asked.isEmpty() || !jdbc.sql("select exists (select 1 from registry.merge where undone_at is null)").query(Boolean.class).single()) {
            return Whole.NONE;
        }
        var records = new LinkedHashMap<UUID, List<UUID>>();
        var survivors = new HashMap<UUID, UUID>();
        jdbc.sql("select asked, person_id, survivor_id from registry.whole(:ids)").param("ids", Registry.array(asked)).query(row -> {
            var one = row.getObject("asked", UUID.class);
            var record = row.getObject("person_id", UUID.class);
            records.computeIfAbsent(one, id -> new ArrayList<>()).add(record);
            survivors.put(record, row.getObject("survivor_id", UUID.class));
        });
        return new Whole(records, survivors);
    }

    UUID survivor(UUID person) {
        return whole(List.of(person)).survivor(person);
    }

    /// The file that stands for this one: itself mostly.
    UUID file(UUID fileId) {
        var at = fileId;
        for (var steps = 0; steps < 100; steps++) {
            var into = jdbc.sql("select f.merged_into from registry.child_file f join registry.child_file o on o.id = f.merged_into where f.id = :id")
                    .param("id", at).query(UUID.class).optional();
            if (into.isEmpty()) {
                return at;
            }
            at = into.get();
        }
        return at;
    }

    /// This file and all that were joined to it.
    List<UUID> files(UUID fileId) {
        var all = new ArrayList<>(List.of(fileId));
        for (var i = 0; i < all.size(); i++) {
            all.addAll(jdbc.sql("select id from registry.child_file where merged_into = :id order by id").param("id", all.get(i)).query(UUID.class).list());
        }
        return all;
    }
}
