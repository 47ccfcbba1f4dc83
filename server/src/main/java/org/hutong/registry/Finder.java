package org.hutong.registry;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hutong.kernel.CitizenId;
import org.hutong.kernel.Vault;
import org.hutong.region.Regions;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Finds persons by what was typed: names through search rows, numbers through blind indexes.
@Component
class Finder {

    /// More hits than a list can use; who typed so little must type more.
    static final int MOST = 500;
    /// Search rows read for a box that shows eight.
    static final int GLANCE = 100;

    private final JdbcClient jdbc;
    private final Vault vault;
    private final Regions regions;

    Finder(JdbcClient jdbc, Vault vault, Regions regions) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.regions = regions;
    }

    /// Children found by themselves, and by the number of somebody of their family.
    Set<UUID> children(String typed, List<Sight.At> places, int most) {
        return switch (SearchKind.of(typed)) {
            case NUMBER, LAST4 -> withTheirChildren(byNumber(typed));
            case FILE_NO -> new LinkedHashSet<>(jdbc.sql("select person_id from registry.child_file where file_no = :no")
                    .param("no", typed.strip().toUpperCase(java.util.Locale.ROOT)).query(UUID.class).list());
            case TEXT -> new LinkedHashSet<>(byName(typed, places, true, most));
        };
    }

    /// Anybody, for households and for the search over everything.
    Set<UUID> persons(String typed, List<Sight.At> places, int most) {
        return switch (SearchKind.of(typed)) {
            case NUMBER, LAST4 -> new LinkedHashSet<>(byNumber(typed));
            case FILE_NO -> Set.of();
            case TEXT -> new LinkedHashSet<>(byName(typed, places, false, most));
        };
    }

    List<UUID> byNumber(String typed) {
        var clean = CitizenId.clean(typed);
        if (clean.length() == 4) {
            return jdbc.sql("select id from registry.person where last4_index = :index limit " + MOST)
                    .param("index", vault.blindIndex(SealedPerson.LAST4 + clean)).query(UUID.class).list();
        }
        var number = CitizenId.parse(clean);
        return number.isEmpty() ? List.of() : jdbc.sql("select id from registry.person where id_index = :index limit " + MOST)
                .param("index", vault.blindIndex(number.get().number())).query(UUID.class).list();
    }

    /// @param most search rows read of each place, the shortest names that begin so first: who is called exactly that is among them
    private List<UUID> byName(String typed, List<Sight.At> places, boolean childrenOnly, int most) {
        var token = SearchTokens.clean(typed);
        if (token.isEmpty()) {
            return List.of();
        }
        var found = new LinkedHashSet<UUID>();
        for (var place : places) {
            var area = place.column().equals("city_id") ? place : new Sight.At("district_id", districtOf(place));
            for (var arm : List.of("", "hukou_")) {
                var sql = new StringBuilder("select distinct person_id from (select person_id from registry.token where ").append(arm).append(area.column())
                        .append(" = :area and token ^@ :token");
                if (!arm.isEmpty()) {
                    sql.append(area.column().equals("city_id") ? " and city_elsewhere" : " and district_elsewhere");
                }
                if (!place.equals(area)) {
                    sql.append(" and (").append(place.column()).append(" = :place or ").append(place.hukouColumn()).append(" = :place)");
                }
                if (childrenOnly) {
                    sql.append(" and is_child");
                }
                var query = jdbc.sql(sql.append(" order by token limit ").append(most).append(") found").toString()).param("area", area.id()).param("token", token);
                if (!place.equals(area)) {
                    query = query.param("place", place.id());
                }
                found.addAll(query.query(UUID.class).list());
            }
        }
        return new ArrayList<>(found);
    }

    private int districtOf(Sight.At place) {
        var district = regions.chain(place.id()).districtId();
        return district == null ? place.id() : district;
    }

    private Set<UUID> withTheirChildren(List<UUID> persons) {
        var all = new LinkedHashSet<>(persons);
        if (!persons.isEmpty()) {
            all.addAll(jdbc.sql("select distinct person_id from registry.kinship where relative_id = any(:ids) limit " + MOST)
                    .param("ids", Registry.array(persons)).query(UUID.class).list());
        }
        return all;
    }
}
