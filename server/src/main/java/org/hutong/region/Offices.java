package org.hutong.region;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hutong.kernel.Today;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Offices and the places they serve.
@Service
@Transactional(readOnly = true)
public class Offices {

    private final JdbcClient jdbc;
    private final Today today;

    Offices(JdbcClient jdbc, Today today) {
        this.jdbc = jdbc;
        this.today = today;
    }

    public Optional<Office> byId(int id) {
        return Optional.ofNullable(byIds(List.of(id)).get(id));
    }

    public Map<Integer, Office> byIds(Collection<Integer> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return jdbc.sql("""
                select o.id, o.name, o.kind, o.region_id, r.name region_name, o.department
                from region.office o join region.region r on r.id = o.region_id where o.id in (:ids)""")
                .param("ids", List.copyOf(ids)).query(Office.class).list().stream().collect(Collectors.toMap(Office::id, Function.identity()));
    }

    /// Offices in being; null for any place or any kind.
    public List<Office> find(@Nullable Integer regionId, @Nullable String kind) {
        return jdbc.sql("""
                select o.id, o.name, o.kind, o.region_id, r.name region_name, o.department
                from region.office o join region.region r on r.id = o.region_id
                where o.closed_on is null and (:region::int is null or o.region_id = :region) and (:kind::text is null or o.kind = :kind)
                order by r.code, o.name limit 500""")
                .param("region", regionId).param("kind", kind).query(Office.class).list();
    }

    /// @return the new office's id
    @Transactional
    public int open(int regionId, String kind, String name, @Nullable String department) {
        return jdbc.sql("""
                insert into region.office (region_id, kind, name, department, opened_on) values (:region, :kind, :name, :department, :on)
                returning id""")
                .param("region", regionId).param("kind", kind).param("name", name).param("department", department).param("on", today.date())
                .query(Integer.class).single();
    }
}
