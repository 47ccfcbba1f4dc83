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

    /// Opens the civil-affairs offices of a city and its districts, the offices of its streets and towns and those of its villages, each where
    /// there is none yet. Statistical units without an office of their own get none.
    ///
    /// @return how many were opened
    @Transactional
    public int openStandard(int cityId) {
        return jdbc.sql("""
                insert into region.office (region_id, kind, name, opened_on)
                select r.id,
                  case r.level when 'village' then 'village' when 'town' then 'town' else 'civil_affairs' end,
                  case when r.level = 'village' then r.name
                       when r.level = 'town' then r.name || case when right(r.name, 2) = '街道' then '办事处' when right(r.name, 1) in ('镇', '乡') then '人民政府' else '' end
                       else r.name || '民政局' end,
                  :on
                from region.region r join region.chain c on c.region_id = r.id
                where r.ended_on is null and not r.pseudo and r.level in ('city', 'province', 'district', 'town', 'village')
                  and (r.id = :city or c.city_id = :city)
                  and not exists (select 1 from region.office o where o.region_id = r.id and o.closed_on is null and o.kind in ('village', 'town', 'civil_affairs'))
                order by r.code""").param("on", today.date()).param("city", cityId).update();
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
