package org.hutong.region;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hutong.kernel.Refusal;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Reads the region tree. Paths are kept in memory, since every list shows them; [#forget] empties that memory after a change.
@Service
@Transactional(readOnly = true)
public class Regions {

    private static final RowMapper<Region> REGION = (row, n) -> new Region(row.getInt("id"), row.getString("name"),
            row.getString("code"), row.getString("level"), row.getBoolean("pseudo"), row.getInt("children"));
    private static final int KEPT = 200_000;

    private record Known(Place place, Chain chain) {}

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final String cityCode;
    private final Map<Integer, Known> known = new ConcurrentHashMap<>();
    private final Map<Integer, List<Integer>> citiesUnder = new ConcurrentHashMap<>();
    private volatile Map<Integer, List<Integer>> predecessors;

    Regions(JdbcClient jdbc, ApplicationEventPublisher events, @Value("${hutong.city:120000}") String cityCode) {
        this.jdbc = jdbc;
        this.events = events;
        this.cityCode = cityCode;
    }

    public Optional<Region> byId(int id) {
        return jdbc.sql("""
                select r.id, r.name, r.code, r.level, r.pseudo, (select count(*) from region.region k where k.parent_id = r.id and k.ended_on is null) children
                from region.region r where r.id = :id""").param("id", id).query(REGION).optional();
    }

    /// The region that carried this code on that day. Codes shorter than 12 digits are filled up with zeros; days before the
    /// first known code count as that code's.
    public Optional<Region> byCode(String code, LocalDate on) {
        return jdbc.sql("""
                select r.id, r.name, r.code, r.level, r.pseudo, (select count(*) from region.region k where k.parent_id = r.id and k.ended_on is null) children
                from region.code c join region.region r on r.id = c.region_id
                where c.code = :code and (c.valid_to is null or c.valid_to > :on)
                  and (c.valid_from <= :on or c.valid_from = (select min(f.valid_from) from region.code f where f.region_id = c.region_id))
                order by r.pseudo, c.valid_from desc limit 1""")
                .param("code", padded(code)).param("on", on).query(REGION).optional();
    }

    static String padded(String code) {
        return code.length() >= 12 ? code : code + "0".repeat(12 - code.length());
    }

    /// Places right under `parent` that still exist, in the order of their codes; places under a pseudo level count as its parent's.
    public List<Region> children(int parent) {
        return jdbc.sql("""
                select r.id, r.name, r.code, r.level, r.pseudo, (select count(*) from region.region k where k.parent_id = r.id and k.ended_on is null) children
                from region.region r
                where r.ended_on is null and (r.parent_id = :parent
                   or r.parent_id in (select p.id from region.region p where p.parent_id = :parent and p.pseudo and p.level = 'city'))
                  and not (r.pseudo and r.level = 'city')
                order by r.code""").param("parent", parent).query(REGION).list();
    }

    public List<DatedCode> codes(int id) {
        return jdbc.sql("select code, name, valid_from, valid_to, source from region.code where region_id = :id order by valid_from")
                .param("id", id).query(DatedCode.class).list();
    }

    public String path(int id) {
        return place(id).path();
    }

    /// @throws Refusal `REG-001` when there is no such place
    public Place place(int id) {
        return known(id).place();
    }

    public Chain chain(int id) {
        return known(id).chain();
    }

    /// Places of many ids with at most one query.
    public Map<Integer, Place> places(Collection<Integer> ids) {
        learn(ids.stream().filter(id -> !known.containsKey(id)).distinct().toList());
        return ids.stream().distinct().filter(known::containsKey).collect(Collectors.toMap(Function.identity(), id -> known.get(id).place()));
    }

    /// Places whose name (anywhere in it), pinyin or initials begin with what was typed; nearer to the top of the tree first.
    public List<Place> search(String typed) {
        return search(typed, 20);
    }

    public List<Place> search(String typed, int limit) {
        var query = PlaceTokens.query(typed);
        if (query.isEmpty()) {
            return List.of();
        }
        var ids = jdbc.sql("""
                select r.id from (select distinct region_id from region.token where token ^@ :query limit 2000) t
                join region.region r on r.id = t.region_id
                where r.ended_on is null and not r.pseudo
                order by case r.level when 'province' then 1 when 'city' then 2 when 'district' then 3 when 'town' then 4 else 5 end, r.name = :query desc, length(r.name), r.code
                limit :limit""").param("query", query).param("limit", limit).query(Integer.class).list();
        var places = places(ids);
        return ids.stream().map(places::get).toList();
    }

    /// The place this installation serves: the city (or municipality) named by `hutong.city`.
    public int cityRoot() {
        return jdbc.sql("select id from region.region where code = :code and ended_on is null order by pseudo limit 1").param("code", padded(cityCode))
                .query(Integer.class).optional()
                .orElseThrow(() -> new Refusal(Refusal.Kind.UNAVAILABLE, "REG-002", "区划库里没有本市（" + cityCode + "）", "没有改动任何内容", "请系统管理员先载入区划"));
    }

    /// The same, where the tree may not hold it yet.
    public Optional<Place> city() {
        return jdbc.sql("select id from region.region where code = :code and ended_on is null order by pseudo limit 1").param("code", padded(cityCode))
                .query(Integer.class).optional().map(this::place);
    }

    /// True once a tree has been loaded.
    public boolean isLoaded() {
        return jdbc.sql("select exists (select 1 from region.region)").query(Boolean.class).single();
    }

    /// What somebody placed at these regions covers: the regions themselves, the places they took over, and for a province or the
    /// nation its cities, since rows name no place above the city.
    public List<Integer> covered(Collection<Integer> granted) {
        var all = new HashSet<>(granted);
        for (var id : granted) {
            var level = place(id).level();
            if (level.equals("province") || level.equals("nation")) {
                all.addAll(citiesUnder.computeIfAbsent(id, above -> jdbc.sql("select distinct city_id from region.chain where (:nation or province_id = :id) and city_id is not null")
                        .param("nation", level.equals("nation")).param("id", above).query(Integer.class).list()));
            }
        }
        var before = predecessors();
        var open = new ArrayList<>(all);
        while (!open.isEmpty()) {
            for (var old : before.getOrDefault(open.removeLast(), List.of())) {
                if (all.add(old)) {
                    open.add(old);
                }
            }
        }
        return all.stream().sorted().toList();
    }

    private Map<Integer, List<Integer>> predecessors() {
        var kept = predecessors;
        if (kept == null) {
            kept = jdbc.sql("select predecessor_id, successor_id from region.succession").query((row, n) -> new int[] {row.getInt(1), row.getInt(2)}).list()
                    .stream().collect(Collectors.groupingBy(pair -> pair[1], Collectors.mapping(pair -> pair[0], Collectors.toList())));
            predecessors = kept;
        }
        return kept;
    }

    /// The predecessors go up in the successor on that day: they end, their dated codes close, the places under them move under the
    /// successor, and every row that stood at any of them takes up the new chain, so that the successor's officers see it.
    ///
    /// @param document the act that ordered it
    /// @throws Refusal `REG-020` when a place is of another level, has ended already, or is its own successor
    @Transactional
    public void merge(List<Integer> merged, int successor, LocalDate on, String document) {
        var into = byId(successor).orElseThrow(() -> refused("没有这个承接区划"));
        for (var id : merged) {
            var from = byId(id).orElseThrow(() -> refused("没有这个区划"));
            if (id == successor || !from.level().equals(into.level()) || !isOpen(id) || !isOpen(successor)) {
                throw refused(from.name() + " 不能并入 " + into.name());
            }
            jdbc.sql("insert into region.succession (predecessor_id, successor_id, on_date, kind, document) values (:from, :into, :on, 'merge', :document)")
                    .param("from", id).param("into", successor).param("on", on).param("document", document).update();
            jdbc.sql("update region.region set ended_on = :on where id = :id").param("on", on).param("id", id).update();
            jdbc.sql("update region.code set valid_to = :on where region_id = :id and valid_to is null").param("on", on).param("id", id).update();
            jdbc.sql("delete from region.token where region_id = :id").param("id", id).update();
            jdbc.sql("update region.region set parent_id = :into where parent_id = :id").param("into", successor).param("id", id).update();
            rechain(id, successor, into.level());
        }
        forgetAfterCommit();
        events.publishEvent(new RegionMerged(List.copyOf(merged), successor, on, document));
    }

    /// A new name or code from that day on; the id, and with it every row, stays.
    @Transactional
    public void rename(int id, String name, String code, LocalDate on, String document) {
        if (!isOpen(id)) {
            throw refused("这个区划已经撤销");
        }
        jdbc.sql("update region.code set valid_to = :on where region_id = :id and valid_to is null").param("on", on).param("id", id).update();
        jdbc.sql("insert into region.code (region_id, code, name, valid_from, source) values (:id, :code, :name, :on, :document)")
                .param("id", id).param("code", padded(code)).param("name", name).param("on", on).param("document", document).update();
        var reading = PlaceTokens.read(name);
        jdbc.sql("update region.region set name = :name, code = :code, pinyin = :pinyin, initials = :initials where id = :id").param("name", name)
                .param("code", padded(code)).param("pinyin", reading.pinyin()).param("initials", reading.initials()).param("id", id).update();
        jdbc.sql("delete from region.token where region_id = :id").param("id", id).update();
        for (var token : PlaceTokens.of(name, reading)) {
            jdbc.sql("insert into region.token (token, region_id) values (:token, :id)").param("token", token).param("id", id).update();
        }
        forgetAfterCommit();
    }

    /// Gives the ended place, and every place that stood under it, the chain of the successor above its own level.
    private void rechain(int from, int into, String level) {
        var above = jdbc.sql("select region_id, village_id, town_id, district_id, city_id, province_id from region.chain where region_id = :id")
                .param("id", into).query(Chain.class).single();
        var touched = jdbc.sql("select region_id from region.chain where region_id = :id or village_id = :id or town_id = :id or district_id = :id or city_id = :id")
                .param("id", from).query(Integer.class).list();
        jdbc.sql("""
                update region.chain set
                  village_id = case when :level = 'village' then :village else village_id end,
                  town_id = case when :level in ('village', 'town') then :town else town_id end,
                  district_id = case when :level in ('village', 'town', 'district') then :district else district_id end,
                  city_id = :city, province_id = :province
                where region_id in (:touched)""").param("level", level).param("village", above.villageId()).param("town", above.townId())
                .param("district", above.districtId()).param("city", above.cityId()).param("province", above.provinceId())
                .param("touched", touched).update();
        for (var place : touched) {
            jdbc.sql("select kernel.restand(:place)").param("place", place).query(Long.class).single();
        }
    }

    private boolean isOpen(int id) {
        return jdbc.sql("select ended_on is null from region.region where id = :id").param("id", id).query(Boolean.class).single();
    }

    private static Refusal refused(String title) {
        return new Refusal(Refusal.Kind.CONFLICT, "REG-020", title, "没有改动任何区划", "请核对层级和撤并文件后重试");
    }

    private void forgetAfterCommit() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                forget();
            }
        });
    }

    /// After a load, merge or rename.
    void forget() {
        known.clear();
        citiesUnder.clear();
        predecessors = null;
    }

    private Known known(int id) {
        learn(known.containsKey(id) ? List.of() : List.of(id));
        var found = known.get(id);
        if (found == null) {
            throw new Refusal(Refusal.Kind.NOT_FOUND, "REG-001", "没有这个区划", "没有改动任何内容", "请从区划树上重新选择");
        }
        return found;
    }

    private void learn(List<Integer> ids) {
        if (ids.isEmpty()) {
            return;
        }
        if (known.size() > KEPT) {
            known.clear();
        }
        jdbc.sql("""
                select r.id, r.name, r.level, d.name district, t.name town, c.village_id, c.town_id, c.district_id, c.city_id, c.province_id
                from region.region r left join region.chain c on c.region_id = r.id
                left join region.region d on d.id = c.district_id left join region.region t on t.id = c.town_id
                where r.id in (:ids)""").param("ids", Set.copyOf(ids)).query(row -> {
            var id = row.getInt("id");
            var name = row.getString("name");
            var level = row.getString("level");
            var path = switch (level) {
                case "village" -> row.getString("district") + " · " + row.getString("town") + " · " + name;
                case "town" -> row.getString("district") + " · " + name;
                default -> name;
            };
            known.put(id, new Known(new Place(id, name, level, path), new Chain(id, number(row.getObject("village_id")),
                    number(row.getObject("town_id")), number(row.getObject("district_id")), number(row.getObject("city_id")), number(row.getObject("province_id")))));
        });
    }

    private static Integer number(Object column) {
        return (Integer) column;
    }
}
