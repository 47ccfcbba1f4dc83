package org.hutong.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hutong.access.LookLog;
import org.hutong.kernel.CitizenId;
import org.hutong.kernel.Page;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.hutong.region.Regions;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Lists of children, read by key: a page costs the same wherever it lies.
///
/// Children who live in a place and children whose household register is there are two ordered reads, merged; so each uses its index.
@Service
@Transactional
public class Children {

    static final int COUNTED = 10_000;

    /// A child that may be the one being typed in.
    public record Similar(UUID id, String name, @Nullable String idMasked, String place, String why) {}

    private record Row(UUID id, String fileNo, UUID personId, String name, String sex, LocalDate born, int regionId, @Nullable Integer hukouId, Stage stage,
            Level level, int completeness, java.time.Instant updatedAt, String key) {}

    private final JdbcClient jdbc;
    private final Vault vault;
    private final Today today;
    private final Sight sight;
    private final Finder finder;
    private final Regions regions;
    private final ChildFiles files;
    private final LookLog looks;
    private final SamePersons same;

    Children(JdbcClient jdbc, Vault vault, Today today, Sight sight, Finder finder, Regions regions, ChildFiles files, LookLog looks, SamePersons same) {
        this.same = same;
        this.jdbc = jdbc;
        this.vault = vault;
        this.today = today;
        this.sight = sight;
        this.finder = finder;
        this.regions = regions;
        this.files = files;
        this.looks = looks;
    }

    public Page<ChildRow> find(ChildFilter filter, ChildSort sort, @Nullable String after, @Nullable String before, int limit) {
        var page = read(filter, sort, after, before, limit, true);
        looks.record(filter.q() == null || filter.q().isBlank() ? LookLog.Action.LIST : LookLog.Action.SEARCH, "child", null, filter.regionId(), null,
                LookLog.OK, filter.told() + " " + page.items().size() + " 行");
        return page;
    }

    /// Every row of the filter in the order of names, a thousand at a time.
    Stream<List<ChildRow>> all(ChildFilter filter) {
        return Stream.iterate(read(filter, ChildSort.NAME, null, null, 1000, false), page -> page != null,
                page -> page.next() == null ? null : read(filter, ChildSort.NAME, page.next(), null, 1000, false)).map(Page::items);
    }

    /// How many rows the filter has, counted up to [#COUNTED].
    int count(ChildFilter filter) {
        var arms = arms(filter);
        return arms == null ? 0 : total(arms, COUNTED * 5);
    }

    private Page<ChildRow> read(ChildFilter filter, ChildSort sort, @Nullable String after, @Nullable String before, int limit, boolean counted) {
        var arms = arms(filter);
        if (arms == null) {
            return Page.of(List.of());
        }
        var back = before != null && after == null;
        var start = start(sort, Page.key(back ? before : after));
        var rows = rows(arms, sort, start, back, limit);
        var more = rows.size() > limit;
        if (more) {
            rows = rows.subList(0, limit);
        }
        if (back) {
            rows = new ArrayList<>(rows);
            Collections.reverse(rows);
        }
        var next = !rows.isEmpty() && (back || more) ? cursor(rows.getLast()) : null;
        var prev = !rows.isEmpty() && (back ? more : start != null) ? cursor(rows.getFirst()) : null;
        Integer total = null;
        Boolean about = null;
        if (counted) {
            var counting = total(arms, COUNTED + 1);
            about = counting > COUNTED;
            total = Math.min(counting, COUNTED);
        }
        return new Page<>(shown(rows), next, prev, total, about);
    }

    /// One WHERE for children living in a place, one for those registered there who live elsewhere; null when the search found nobody.
    private @Nullable List<Arm> arms(ChildFilter filter) {
        var places = sight.places(filter.regionId());
        Collection<UUID> persons = null;
        if (filter.q() != null && !filter.q().isBlank()) {
            persons = finder.children(filter.q(), places, Finder.MOST);
            if (persons.isEmpty()) {
                return null;
            }
        }
        var arms = new ArrayList<Arm>();
        for (var place : places) {
            for (var hukou : new boolean[] {false, true}) {
                var where = new StringBuilder();
                var params = new LinkedHashMap<String, Object>();
                params.put("place", place.id());
                if (persons != null) {
                    where.append("person_id = any(:persons) and ");
                    params.put("persons", Registry.array(persons));
                }
                if (hukou) {
                    // said as the partial indexes say it
                    where.append(place.hukouColumn()).append(" = :place and ").append(place.hukouColumn()).append(" <> ").append(place.column());
                } else {
                    where.append(place.column()).append(" = :place");
                }
                if (filter.stage() != null) {
                    where.append(" and stage = :stage");
                    params.put("stage", filter.stage().name());
                }
                if (filter.level() != null) {
                    where.append(" and level = :level");
                    params.put("level", filter.level().name());
                }
                if (filter.category() != null) {
                    where.append(" and :category = any(categories)");
                    params.put("category", filter.category());
                }
                if (filter.asOf() != null) {
                    where.append(" and opened_on <= :asOf and (closed_on is null or closed_on > :asOf)");
                    params.put("asOf", filter.asOf());
                }
                arms.add(new Arm(where.append(" and merged_into is null").toString(), params));
            }
        }
        return arms;
    }

    private record Arm(String where, Map<String, Object> params) {}

    private record Start(String value, UUID id) {}

    private static @Nullable Start start(ChildSort sort, @Nullable String key) {
        if (key == null) {
            return null;
        }
        var cut = key.lastIndexOf('\u001f');
        try {
            return new Start(key.substring(0, cut), UUID.fromString(key.substring(cut + 1)));
        } catch (RuntimeException e) {
            throw new Refusal(Refusal.Kind.INVALID, "KER-002", "翻页位置无效", "没有改动任何内容", "请从第一页重新打开");
        }
    }

    private static String cursor(Row row) {
        return Page.cursor(row.key() + '\u001f' + row.id());
    }

    /// At most `limit + 1` rows in the order read (reversed when reading back).
    private List<Row> rows(List<Arm> arms, ChildSort sort, @Nullable Start start, boolean back, int limit) {
        var falling = sort.falling() != back;
        var order = " order by " + sort.column() + (falling ? " desc" : "") + ", id" + (falling ? " desc" : "");
        var params = new LinkedHashMap<String, Object>();
        var sql = new ArrayList<String>();
        for (var i = 0; i < arms.size(); i++) {
            var where = arms.get(i).where();
            for (var param : arms.get(i).params().entrySet()) {
                where = where.replaceAll(":" + param.getKey() + "\\b", ":" + param.getKey() + i);
                params.put(param.getKey() + i, param.getValue());
            }
            sql.add("(select id, file_no, person_id, name, sex, born, region_id, hukou_id, stage, level, completeness, updated_at, " + sort.column() + "::text sort_key, "
                    + sort.column() + " sort_value from registry.child_file where " + where
                    + (start == null ? "" : " and (" + sort.column() + ", id) " + (falling ? "<" : ">") + " (:value::" + sort.type() + ", :start)")
                    + order + " limit " + (limit + 1) + ")");
        }
        var outer = falling ? " order by sort_value desc, id desc" : " order by sort_value, id";
        var query = jdbc.sql("select * from (" + String.join(" union all ", sql) + ") found" + outer + " limit " + (limit + 1)).params(params);
        if (start != null) {
            query = query.param("value", start.value()).param("start", start.id());
        }
        return query.query((row, n) -> row(row)).list();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(row.getObject("id", UUID.class), row.getString("file_no"), row.getObject("person_id", UUID.class), row.getString("name"), row.getString("sex"),
                People.date(row, "born"), row.getInt("region_id"), People.number(row, "hukou_id"), Stage.valueOf(row.getString("stage")),
                Level.valueOf(row.getString("level")), row.getInt("completeness"), People.instant(row, "updated_at"), row.getString("sort_key"));
    }

    private int total(List<Arm> arms, int most) {
        var sum = 0;
        for (var arm : arms) {
            sum += jdbc.sql("select count(*) from (select 1 from registry.child_file where " + arm.where() + " limit " + most + ") counted")
                    .params(arm.params()).query(Integer.class).single();
        }
        return sum;
    }

    /// Masked numbers, categories and places of a page in three queries, however long it is.
    private List<ChildRow> shown(List<Row> rows) {
        var masked = masked(rows.stream().map(Row::personId).toList());
        var categories = files.categories(rows.stream().map(Row::id).toList());
        var places = regions.places(rows.stream().flatMap(row -> Stream.of(row.regionId(), row.hukouId() == null ? row.regionId() : row.hukouId())).toList());
        return rows.stream().map(row -> new ChildRow(row.id(), row.fileNo(), row.name(), row.sex(), row.born(),
                java.time.Period.between(row.born(), today.date()).getYears(), masked.get(row.personId()), places.get(row.regionId()).path(),
                row.hukouId() == null || row.hukouId() == row.regionId() ? null : places.get(row.hukouId()).path(),
                categories.getOrDefault(row.id(), List.of()).stream().filter(spell -> spell.until() == null)
                        .map(spell -> new ChildRow.CategoryMark(spell.code(), spell.name(), spell.since())).toList(),
                row.stage(), row.stage().title(), row.level(), row.completeness(), row.updatedAt())).toList();
    }

    private Map<UUID, String> masked(Collection<UUID> persons) {
        return persons.isEmpty() ? Map.of() : jdbc.sql("select id, id_cipher from registry.person where id = any(:ids) and id_cipher is not null")
                .param("ids", Registry.array(persons)).query((row, n) -> {
                    var id = row.getObject(1, UUID.class);
                    return Map.entry(id, People.maskNumber(vault.open(row.getBytes(2), Vault.aad(People.ID_NUMBER, id))));
                }).list().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// Children that may be the one somebody is about to enrol: the same number, or the same name or sound with the same birth date.
    public List<Similar> similar(@Nullable String name, @Nullable LocalDate born, @Nullable String idNumber) {
        var why = new LinkedHashMap<UUID, String>();
        if (idNumber != null && CitizenId.parse(idNumber).isPresent()) {
            finder.byNumber(idNumber).forEach(id -> why.put(id, "身份证号相同"));
        }
        if (name != null && !name.isBlank() && (born != null || idNumber != null && CitizenId.parse(idNumber).isPresent())) {
            same.like(name, born, idNumber, null).stream().sorted(java.util.Comparator.comparingDouble(SamePersons.Likely::weight).reversed()).limit(10)
                    .forEach(likely -> why.putIfAbsent(likely.b(), told(likely)));
        }
        var found = new ArrayList<Similar>();
        if (!why.isEmpty()) {
            var masked = masked(why.keySet());
            jdbc.sql("select id, person_id, name, region_id from registry.child_file where person_id = any(:ids)").param("ids", Registry.array(why.keySet()))
                    .query(row -> {
                        var person = row.getObject("person_id", UUID.class);
                        found.add(new Similar(row.getObject("id", UUID.class), row.getString("name"), masked.get(person),
                                regions.path(row.getInt("region_id")), why.get(person)));
                    });
        }
        looks.record(LookLog.Action.SEARCH, "child", null, null, null, LookLog.OK, "查重 " + found.size() + " 行");
        return found;
    }

    /// `姓名同音，出生日期相同`: what speaks for one person, the strongest first.
    private static String told(SamePersons.Likely likely) {
        var said = likely.steps().stream().filter(step -> step.weight() > 0).sorted(java.util.Comparator.comparingDouble(SamePersons.Step::weight).reversed())
                .map(step -> step.column() + step.level()).collect(Collectors.joining("，"));
        return likely.held() == null ? said : said + "；" + likely.held();
    }
}
