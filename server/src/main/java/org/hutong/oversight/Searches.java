package org.hutong.oversight;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.hutong.access.LookLog;
import org.hutong.kernel.CitizenId;
import org.hutong.region.Place;
import org.hutong.region.Regions;
import org.hutong.registry.Registry;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The one search box: children by name, pinyin, initials, file number or whole identity number; households, places, leads.
@Service
@Transactional
public class Searches {

    private static final int EACH = 10;

    /// @param matched how it was found: 姓名, 拼音, 首字母, 档案号 or 身份证号
    public record FoundChild(UUID id, String fileNo, String name, @Nullable String idMasked, String place, String matched) {}

    public record FoundHousehold(UUID id, String fileNo, String headName, String place) {}

    public record Found(List<FoundChild> children, List<FoundHousehold> households, List<Place> regions, int leads) {}

    private final JdbcClient jdbc;
    private final Registry registry;
    private final Regions regions;
    private final LookLog looks;

    Searches(JdbcClient jdbc, Registry registry, Regions regions, LookLog looks) {
        this.jdbc = jdbc;
        this.registry = registry;
        this.regions = regions;
        this.looks = looks;
    }

    public Found find(String typed) {
        var query = typed.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s·•]", "");
        if (query.isEmpty() || query.length() > 64) {
            return new Found(List.of(), List.of(), List.of(), 0);
        }
        var found = new LinkedHashMap<UUID, String>();
        var number = CitizenId.parse(query.toUpperCase(Locale.ROOT));
        if (number.isPresent()) {
            registry.findByIdNumbers(List.of(query.toUpperCase(Locale.ROOT))).forEach(match -> found.put(match.personId(), "身份证号"));
        } else {
            jdbc.sql("""
                    select person_id, min(kind) from (select person_id, kind from registry.token where token ^@ :query and is_child limit 200) t
                    group by person_id limit :limit""").param("query", query).param("limit", EACH)
                    .query(row -> {
                        found.put(row.getObject(1, UUID.class), switch (row.getString(2)) {
                            case "pinyin" -> "拼音";
                            case "initials" -> "首字母";
                            default -> "姓名";
                        });
                    });
        }
        var children = children(found, typed.strip());
        var households = jdbc.sql("select id, file_no, head_name, region_id from registry.household where name_key ^@ :query or head_name = :typed or file_no = :typed limit :limit")
                .param("query", query).param("typed", typed.strip()).param("limit", EACH)
                .query((row, n) -> new FoundHousehold(row.getObject("id", UUID.class), row.getString("file_no"), row.getString("head_name"), regions.path(row.getInt("region_id")))).list();
        var leads = found.isEmpty() ? 0 : jdbc.sql("select count(*) from discovery.lead where answered_at is null and child_person_id = any(:ids)")
                .param("ids", found.keySet().toArray(UUID[]::new)).query(Integer.class).single();
        looks.record(LookLog.Action.SEARCH, "child", null, null, null, LookLog.OK, (number.isPresent() ? "按身份证号" : "按文字") + "，返回 " + children.size() + " 人");
        return new Found(children, households, regions.search(typed, EACH), leads);
    }

    private List<FoundChild> children(LinkedHashMap<UUID, String> found, String fileNo) {
        var files = new ArrayList<>(registry.childrenOf(found.keySet()).values());
        var byNumber = jdbc.sql("select id from registry.child_file where file_no = :no").param("no", fileNo.toUpperCase(Locale.ROOT)).query(UUID.class).list();
        registry.children(byNumber).values().forEach(file -> {
            files.add(file);
            found.putIfAbsent(file.personId(), "档案号");
        });
        var people = registry.persons(files.stream().map(file -> file.personId()).toList());
        return files.stream().limit(EACH).map(file -> new FoundChild(file.fileId(), file.fileNo(), file.name(),
                people.containsKey(file.personId()) ? people.get(file.personId()).idMasked() : null, regions.path(file.regionId()), found.get(file.personId()))).toList();
    }
}
