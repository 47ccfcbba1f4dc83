package org.hutong.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hutong.access.Acting;
import org.hutong.access.Actor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Finds the village a roster names, among the places of the officer who brings it. Safe for several threads.
final class RosterPlaces {

    /// More names that nobody knows are not looked up one by one: the file is of another place altogether.
    private static final int LOOKED_UP = 2_000;

    /// @param problem null when `id` was found
    record Found(Integer id, String problem) {}

    private record Village(int id, String town) {}

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Actor actor = Acting.current();
    private final Map<String, List<Village>> byName = new HashMap<>();
    private final Map<String, Village> byCode = new HashMap<>();
    /// Names and codes that are nobody's of ours, and whether they are somebody's.
    private final Map<String, Boolean> elsewhere = new ConcurrentHashMap<>();

    RosterPlaces(JdbcClient jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        jdbc.sql("""
                select r.id, r.name, r.code, t.name town from region.chain c join region.region r on r.id = c.region_id left join region.region t on t.id = c.town_id
                where r.level = 'village' and r.ended_on is null and (c.region_id = any(:scope) or c.town_id = any(:scope) or c.district_id = any(:scope) or c.city_id = any(:scope))""")
                .param("scope", actor.scope().toArray(Integer[]::new)).query(row -> {
                    var village = new Village(row.getInt("id"), row.getString("town"));
                    byCode.put(row.getString("code"), village);
                    for (var name : new LinkedHashSet<>(List.of(row.getString("name"), bare(row.getString("name"))))) {
                        byName.computeIfAbsent(name, key -> new ArrayList<>()).add(village);
                    }
                });
    }

    static String bare(String name) {
        for (var end : List.of("社区居民委员会", "社区居委会", "居民委员会", "村民委员会", "村委会", "居委会", "社区", "村")) {
            if (name.endsWith(end) && name.length() > end.length() + 1) {
                return name.substring(0, name.length() - end.length());
            }
        }
        return name;
    }

    /// @param town name of the street or township, to tell villages of one name apart; may be empty
    Found find(String named, String town) {
        if (named.isEmpty()) {
            return byCode.size() == 1 ? new Found(byCode.values().iterator().next().id(), null) : new Found(null, "没有填写村居");
        }
        if (named.matches("[0-9]{12}")) {
            var village = byCode.get(named);
            return village != null ? new Found(village.id(), null) : new Found(null, isElsewhere(named) ? "不在您的管辖范围内" : "没有这个区划代码");
        }
        var all = byName.getOrDefault(named, byName.getOrDefault(bare(named), List.of()));
        if (!town.isEmpty() && !all.isEmpty()) {
            all = all.stream().filter(village -> village.town() != null && (village.town().equals(town) || village.town().startsWith(town))).toList();
            if (all.isEmpty()) {
                return new Found(null, "您管辖的“" + town + "”没有这个村居，别的镇街有");
            }
        }
        if (all.isEmpty()) {
            return new Found(null, isElsewhere(named) ? "不在您的管辖范围内" : "区划库里没有这个村居");
        }
        return all.size() == 1 ? new Found(all.getFirst().id(), null) : new Found(null, "有同名村居，请填写镇街或 12 位区划代码");
    }

    /// Asked only for what is not ours. The nation has 620,000 villages, and a roster names a few dozen: they are not all read for it.
    private boolean isElsewhere(String named) {
        var known = elsewhere.get(named);
        if (known == null && elsewhere.size() < LOOKED_UP) {
            known = Acting.as(actor, () -> transaction.execute(status -> named.matches("[0-9]{12}")
                    ? jdbc.sql("select exists (select 1 from region.region where code = :code and ended_on is null)").param("code", named).query(Boolean.class).single()
                    : jdbc.sql("select distinct r.name from region.token t join region.region r on r.id = t.region_id where t.token ^@ :name and r.level = 'village' and r.ended_on is null")
                            .param("name", bare(named)).query(String.class).list().stream().anyMatch(name -> name.equals(named) || bare(name).equals(bare(named)))));
            elsewhere.put(named, known);
        }
        return Boolean.TRUE.equals(known);
    }
}
