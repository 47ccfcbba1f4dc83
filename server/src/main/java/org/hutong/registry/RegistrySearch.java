package org.hutong.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hutong.access.LookLog;
import org.hutong.region.Regions;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The registry's part of the search over everything.
@Service
@Transactional
public class RegistrySearch {

    private static final int SHOWN = 8;
    private static final int RELATIVES = 50;

    /// @param matched why it was found: 姓名, 拼音, 身份证号, 家人
    public record ChildHit(UUID id, String fileNo, String name, @Nullable String idMasked, String place, String matched) {}

    public record HouseholdHit(UUID id, String fileNo, String headName, String place) {}

    public record Hits(List<ChildHit> children, List<HouseholdHit> households) {}

    private final JdbcClient jdbc;
    private final Sight sight;
    private final Finder finder;
    private final Registry registry;
    private final Regions regions;
    private final LookLog looks;

    RegistrySearch(JdbcClient jdbc, Sight sight, Finder finder, Registry registry, Regions regions, LookLog looks) {
        this.jdbc = jdbc;
        this.sight = sight;
        this.finder = finder;
        this.registry = registry;
        this.regions = regions;
        this.looks = looks;
    }

    public Hits find(String typed) {
        if (typed.isBlank()) {
            return new Hits(List.of(), List.of());
        }
        var places = sight.places(null);
        var kind = SearchKind.of(typed);
        var how = kind == SearchKind.TEXT && typed.strip().matches("[A-Za-z ]+") ? "拼音" : kind.title();
        var persons = new ArrayList<>(finder.children(typed, places, Finder.GLANCE));
        var relatives = finder.persons(typed, places, Finder.GLANCE);
        var direct = java.util.Set.copyOf(persons);
        if (kind == SearchKind.TEXT && persons.size() < SHOWN && !relatives.isEmpty()) {
            persons.addAll(jdbc.sql("select distinct person_id from registry.kinship where relative_id = any(:ids) limit " + Finder.MOST)
                    .param("ids", Registry.array(relatives.stream().limit(RELATIVES).toList())).query(UUID.class).list());
        }
        var rows = persons.isEmpty() ? List.<ChildSubject>of() : registry.childrenOf(persons).values().stream()
                .sorted(java.util.Comparator.comparing((ChildSubject child) -> !direct.contains(child.personId()))
                        .thenComparing((ChildSubject child) -> !child.name().equals(typed.strip())).thenComparing(ChildSubject::name)).limit(SHOWN).toList();
        var people = registry.persons(rows.stream().map(ChildSubject::personId).toList());
        var children = rows.stream().map(child -> new ChildHit(child.fileId(), child.fileNo(), child.name(), people.get(child.personId()).idMasked(),
                regions.path(child.regionId()), direct.contains(child.personId()) ? how : "家人")).toList();
        var households = kind == SearchKind.FILE_NO ? jdbc.sql("select id, file_no, head_name, region_id from registry.household where file_no = :no")
                .param("no", typed.strip().toUpperCase(java.util.Locale.ROOT))
                .query((row, n) -> new HouseholdHit(row.getObject(1, UUID.class), row.getString(2), row.getString(3), regions.path(row.getInt(4)))).list()
                : relatives.isEmpty() ? List.<HouseholdHit>of() : jdbc.sql("""
                select id, file_no, head_name, region_id from registry.household where head_id = any(:ids) order by name_key, id limit :limit""")
                .param("ids", Registry.array(relatives)).param("limit", SHOWN)
                .query((row, n) -> new HouseholdHit(row.getObject(1, UUID.class), row.getString(2), row.getString(3), regions.path(row.getInt(4)))).list();
        looks.record(LookLog.Action.SEARCH, "child", null, null, null, LookLog.OK, "按" + kind.title() + "查 " + children.size() + " 行");
        return new Hits(children, households);
    }
}
