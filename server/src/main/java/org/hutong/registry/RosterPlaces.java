package org.hutong.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hutong.access.Acting;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Finds the village a roster names, among the places of the officer who brings it.
final class RosterPlaces {

    /// @param problem null when `id` was found
    record Found(Integer id, String problem) {}

    private record Village(int id, String town, boolean mine) {}

    private final Map<String, List<Village>> byName = new HashMap<>();
    private final Map<String, Village> byCode = new HashMap<>();
    private final List<Village> mine = new ArrayList<>();

    RosterPlaces(JdbcClient jdbc) {
        var scope = Acting.current().scope();
        jdbc.sql("""
                select r.id, r.name, r.code, t.name town, c.region_id, c.town_id, c.district_id, c.city_id from region.region r
                join region.chain c on c.region_id = r.id left join region.region t on t.id = c.town_id where r.level = 'village' and r.ended_on is null""").query(row -> {
                    var isMine = scope.contains(row.getInt("id")) || scope.contains(row.getInt("town_id")) || scope.contains(row.getInt("district_id"))
                            || scope.contains(row.getInt("city_id"));
                    var village = new Village(row.getInt("id"), row.getString("town"), isMine);
                    byCode.put(row.getString("code"), village);
                    for (var name : List.of(row.getString("name"), bare(row.getString("name")))) {
                        var list = byName.computeIfAbsent(name, key -> new ArrayList<>());
                        if (!list.contains(village)) {
                            list.add(village);
                        }
                    }
                    if (isMine) {
                        mine.add(village);
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
            return mine.size() == 1 ? new Found(mine.getFirst().id(), null) : new Found(null, "没有填写村居");
        }
        if (named.matches("[0-9]{12}")) {
            var village = byCode.get(named);
            return village == null ? new Found(null, "没有这个区划代码") : mine(village);
        }
        var all = byName.getOrDefault(named, byName.getOrDefault(bare(named), List.of()));
        if (!town.isEmpty()) {
            all = all.stream().filter(village -> village.town() != null && (village.town().equals(town) || village.town().startsWith(town))).toList();
        }
        if (all.isEmpty()) {
            return new Found(null, "区划库里没有这个村居");
        }
        var here = all.stream().filter(Village::mine).toList();
        if (here.isEmpty()) {
            return new Found(null, "不在您的管辖范围内");
        }
        return here.size() == 1 ? new Found(here.getFirst().id(), null) : new Found(null, "有同名村居，请填写镇街或 12 位区划代码");
    }

    private static Found mine(Village village) {
        return village.mine() ? new Found(village.id(), null) : new Found(null, "不在您的管辖范围内");
    }
}
