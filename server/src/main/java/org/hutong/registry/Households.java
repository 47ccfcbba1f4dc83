package org.hutong.registry;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hutong.access.LookLog;
import org.hutong.kernel.Page;
import org.hutong.kernel.Today;
import org.hutong.region.Regions;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// One file a household.
@Service
@Transactional
public class Households {

    public record Row(UUID id, String fileNo, String headName, String place, int members, int children, List<ChildRow.CategoryMark> categories) {}

    public record Member(UUID personId, String name, String relation, @Nullable LocalDate born, @Nullable Integer age, @Nullable String idMasked,
            List<String> statuses, @Nullable UUID childFileId) {}

    public record Event(LocalDate at, String kind, String title, @Nullable String detail, String source) {}

    public record File(UUID id, String fileNo, String place, List<Member> members, List<FactShown> facts, List<ChildRow.CategoryMark> programmes, List<Event> timeline) {}

    private record Found(UUID id, String fileNo, String headName, int regionId, int members, int children, String nameKey) {}

    private final JdbcClient jdbc;
    private final Today today;
    private final Sight sight;
    private final Finder finder;
    private final Regions regions;
    private final Registry registry;
    private final ChildFiles files;
    private final LookLog looks;

    Households(JdbcClient jdbc, Today today, Sight sight, Finder finder, Regions regions, Registry registry, ChildFiles files, LookLog looks) {
        this.jdbc = jdbc;
        this.today = today;
        this.sight = sight;
        this.finder = finder;
        this.regions = regions;
        this.registry = registry;
        this.files = files;
        this.looks = looks;
    }

    /// @param q        name or number of any member
    /// @param category households with a child in that category
    public Page<Row> find(@Nullable String q, @Nullable Integer regionId, @Nullable String category, @Nullable String after, int limit) {
        var places = sight.places(regionId);
        var params = new LinkedHashMap<String, Object>();
        var where = new ArrayList<String>();
        if (q != null && !q.isBlank()) {
            params.put("persons", Registry.array(finder.persons(q, places, Finder.MOST)));
            where.add("id in (select household_id from registry.member where person_id = any(:persons))");
        }
        if (category != null) {
            params.put("category", category);
            where.add("exists (select 1 from registry.child_file f where f.household_id = h.id and :category = any(f.categories))");
        }
        var key = Page.key(after);
        if (key != null) {
            params.put("value", key.substring(0, key.lastIndexOf('\u001f')));
            params.put("start", UUID.fromString(key.substring(key.lastIndexOf('\u001f') + 1)));
            where.add("(name_key, id) > (:value::text, :start)");
        }
        var arms = new ArrayList<String>();
        for (var i = 0; i < places.size(); i++) {
            params.put("place" + i, places.get(i).id());
            arms.add("(select id, file_no, head_name, region_id, members, children, name_key from registry.household h where "
                    + places.get(i).column() + " = :place" + i + where.stream().map(one -> " and " + one).collect(Collectors.joining())
                    + " order by name_key, id limit " + (limit + 1) + ")");
        }
        var rows = jdbc.sql("select * from (" + String.join(" union all ", arms) + ") found order by name_key, id limit " + (limit + 1)).params(params)
                .query((row, n) -> new Found(row.getObject("id", UUID.class), row.getString("file_no"), row.getString("head_name"), row.getInt("region_id"),
                        row.getInt("members"), row.getInt("children"), row.getString("name_key"))).list();
        var page = Page.cut(rows, limit, row -> row.nameKey() + '\u001f' + row.id());
        var categories = categories(page.items().stream().map(Found::id).toList());
        var named = regions.places(page.items().stream().map(Found::regionId).toList());
        looks.record(q == null || q.isBlank() ? LookLog.Action.LIST : LookLog.Action.SEARCH, "household", null, regionId, null, LookLog.OK, page.items().size() + " 行");
        return new Page<>(page.items().stream().map(row -> new Row(row.id(), row.fileNo(), row.headName(), named.get(row.regionId()).path(), row.members(),
                row.children(), categories.getOrDefault(row.id(), List.of()))).toList(), page.next(), null, null, null);
    }

    private Map<UUID, List<ChildRow.CategoryMark>> categories(List<UUID> households) {
        if (households.isEmpty()) {
            return Map.of();
        }
        var households2files = jdbc.sql("select id, household_id from registry.child_file where household_id = any(:ids)").param("ids", Registry.array(households))
                .query((row, n) -> Map.entry(row.getObject(1, UUID.class), row.getObject(2, UUID.class))).list();
        var spells = files.categories(households2files.stream().map(Map.Entry::getKey).toList());
        var out = new LinkedHashMap<UUID, List<ChildRow.CategoryMark>>();
        households2files.forEach(entry -> spells.getOrDefault(entry.getKey(), List.of()).stream().filter(spell -> spell.until() == null).forEach(spell -> {
            var marks = out.computeIfAbsent(entry.getValue(), id -> new ArrayList<>());
            if (marks.stream().noneMatch(mark -> mark.code().equals(spell.code()))) {
                marks.add(new ChildRow.CategoryMark(spell.code(), spell.name(), spell.since()));
            }
        }));
        return out;
    }

    /// @throws org.hutong.kernel.Refusal `REG-001` when not in sight
    public File open(UUID id) {
        var head = jdbc.sql("select id, file_no, head_name, region_id, members, children, name_key from registry.household where id = :id").param("id", id)
                .query((row, n) -> new Found(id, row.getString("file_no"), row.getString("head_name"), row.getInt("region_id"), row.getInt("members"),
                        row.getInt("children"), row.getString("name_key"))).optional().orElseThrow(Registry::notThere);
        record Link(UUID person, String relation) {}
        var links = jdbc.sql("select person_id, relation from registry.member where household_id = :id and true_to is null").param("id", id)
                .query((row, n) -> new Link(row.getObject(1, UUID.class), row.getString(2))).list();
        var persons = links.stream().map(Link::person).toList();
        var people = registry.persons(persons);
        var children = registry.childrenOf(persons);
        var facts = registry.factHistory(persons);
        var now = facts.stream().filter(fact -> !fact.superseded() && fact.holds(today.date())).collect(Collectors.groupingBy(FactView::personId));
        var members = links.stream().filter(link -> people.containsKey(link.person())).map(link -> {
            var person = people.get(link.person());
            return new Member(person.id(), person.name(), link.relation(), person.born(), person.ageOn(today.date()), person.idMasked(),
                    now.getOrDefault(person.id(), List.of()).stream().map(fact -> fact.kind().equals(FactKinds.DEATH) ? "已故" : fact.value()).distinct().toList(),
                    children.containsKey(person.id()) ? children.get(person.id()).fileId() : null);
        }).sorted(java.util.Comparator.comparing((Member member) -> !member.relation().equals("户主")).thenComparing(Member::born,
                java.util.Comparator.nullsLast(java.util.Comparator.naturalOrder()))).toList();
        var shown = facts.stream().map(fact -> FactShown.of(fact, people.get(fact.personId()).name())).toList();
        var timeline = shown.stream().map(fact -> new Event(fact.trueFrom(), fact.kind(), fact.personName() + " " + fact.kindName() + "：" + fact.value(), null,
                fact.source().text())).toList();
        looks.record(LookLog.Action.OPEN, "household", id, head.regionId(), null, LookLog.OK, null);
        return new File(id, head.fileNo(), regions.path(head.regionId()), members, shown, categories(List.of(id)).getOrDefault(id, List.of()), timeline);
    }
}
