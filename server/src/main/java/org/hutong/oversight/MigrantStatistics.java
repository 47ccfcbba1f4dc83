package org.hutong.oversight;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hutong.access.LookLog;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.region.Place;
import org.hutong.region.Regions;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Children who moved here 流动 and children left behind 留守, as of any day, each child once.
///
/// The words are those of the sources; what the sources leave open is a parameter and shown as 假设:
///
/// - 留守 (国发〔2016〕13号): under 16, both parents away for work, or one away and the other unable to act as guardian. How long away: 假设.
/// - 流动: under 16, living outside the county of registration for 6 months or more; districts of one city do not count against each
///   other. The figure of six months and the city rule stand in a city's working definition, no national text was found: 假设.
/// - A child who is both (moved here, then the parents went on) is counted as left behind and shown in the overlap.
///
/// A child is counted where it lives; the place of registration is shown beside it, and the two columns are never added up.
@Service
@Transactional
public class MigrantStatistics {

    public static final int UNDER = 16;
    /// 假设
    public static final int AWAY_MONTHS = 6;
    /// 假设
    public static final int MOVED_MONTHS = 6;

    public enum Kind {
        LEFT_BEHIND("留守儿童"), MIGRANT("流动儿童"), BOTH("两者兼有"), TWO_PLACES("居住地与户籍地不在一处");

        private final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    public record Parameter(String name, String value, String basis, boolean assumption) {}

    public record Number(String key, String name, long value, String link) {}

    /// @param living     children counted where they live
    /// @param registered the same children counted where they are registered
    public record AreaRow(int regionId, String name, long leftBehind, long migrant, long both, long living, long registered, String link, String registeredLink) {}

    public record Statistics(LocalDate asOf, List<Parameter> parameters, List<Number> numbers, List<Number> bySex, List<Number> byAge, List<Number> byGuardian, List<AreaRow> areas,
            List<Number> entered, List<Number> left) {}

    /// @param where lives here and is registered elsewhere (LIVES_HERE), the other way round (REGISTERED_HERE), or BOTH_HERE
    public record LedgerRow(UUID childId, String fileNo, String name, int age, Place place, @Nullable Place hukouPlace, boolean leftBehind, boolean migrant, @Nullable LocalDate since,
            String why, String where, @Nullable String coordination) {}

    public record Ledger(List<LedgerRow> items, long total) {}

    private final JdbcClient jdbc;
    private final Regions regions;
    private final LookLog looks;
    private final Today today;

    MigrantStatistics(JdbcClient jdbc, Regions regions, LookLog looks, Today today) {
        this.jdbc = jdbc;
        this.regions = regions;
        this.looks = looks;
        this.today = today;
    }

    /// Every child under 16 in the reader's places on `:on`, where it stood that day, with both judgements.
    private static final String CHILDREN = """
            with placed as (
              select f.id, f.person_id, f.file_no, f.name, f.sex, f.born, coalesce(m.from_region, f.region_id) as region_id, coalesce(m.from_hukou, f.hukou_id) as hukou_id
              from registry.child_file f
              left join lateral (select from_region, from_hukou from registry.move m where m.person_id = f.person_id and m.moved_on > :on order by m.moved_on limit 1) m on true
              where f.opened_on <= :on and (f.closed_on is null or f.closed_on > :on) and (f.died_on is null or f.died_on > :on)
                and f.born > cast(:on as date) - interval '16 years' and f.born <= :on),
            parent as (
              select p.id, k.relation, r.died_on,
                (select min(a.true_from) from registry.fact a where a.person_id = k.relative_id and a.kind = 'away' and a.superseded_at is null and a.true_from <= :on
                  and (a.true_to is null or a.true_to > :on)) as away_from,
                r.died_on is not null and r.died_on <= :on or exists (select 1 from registry.fact s where s.person_id = k.relative_id and s.kind = 'situation' and s.superseded_at is null
                  and s.true_from <= :on and (s.true_to is null or s.true_to > :on)) as unable
              from placed p join registry.kinship k on k.person_id = p.person_id and k.relation in ('FATHER', 'MOTHER') and (k.true_from is null or k.true_from <= :on)
                and (k.true_to is null or k.true_to > :on)
              left join registry.person r on r.id = k.relative_id),
            parents_of as (
              select id,
                count(*) filter (where away_from <= cast(:on as date) - make_interval(months => :away)) >= 1
                  and bool_and(coalesce(away_from <= cast(:on as date) - make_interval(months => :away), false) or unable) and count(*) = 2 as left_behind,
                max(away_from) as parents_since,
                string_agg(case relation when 'FATHER' then '父亲' else '母亲' end || case when away_from is not null then '外出' when unable then '不能监护' else '在家' end, '，' order by relation) as parents
              from parent group by id),
            judged as (
              select p.*, c.district_id, c.city_id, h.district_id as hukou_district_id, h.city_id as hukou_city_id,
                coalesce(q.left_behind, false) as left_behind, q.parents_since, q.parents,
                coalesce((select min(cast(x.value as date)) from registry.fact x where x.person_id = p.person_id and x.kind = '离开户籍地日期' and x.superseded_at is null and x.true_from <= :on
                    and (x.true_to is null or x.true_to > :on)),
                  (select min(x.true_from) from registry.fact x where x.person_id = p.person_id and x.kind = 'residence' and x.superseded_at is null and x.true_from <= :on
                    and (x.true_to is null or x.true_to > :on))) as moved_since
              from placed p left join parents_of q on q.id = p.id left join region.chain c on c.region_id = p.region_id left join region.chain h on h.region_id = p.hukou_id),
            counted as (
              select j.*, (moved_since is not null and moved_since <= cast(:on as date) - make_interval(months => :moved)
                 and (hukou_id is null or hukou_city_id is distinct from city_id)) as migrant from judged j)
            """;

    public Statistics asOf(@Nullable LocalDate asked) {
        var on = day(asked);
        var date = asked == null || asked.equals(today.date()) ? "" : "&asOf=" + on;
        var sums = jdbc.sql(CHILDREN + """
                select grouping(sex) gs, grouping(age) ga, grouping(guardian) gg, grouping(district_id) gd, sex, age, guardian, district_id,
                  count(*) filter (where left_behind) left_behind, count(*) filter (where migrant) migrant, count(*) filter (where left_behind and migrant) both_of,
                  count(*) filter (where left_behind or migrant) living, count(*) filter (where hukou_id is not null and hukou_district_id is distinct from district_id) two_places
                from (select *, case when born > cast(:on as date) - interval '6 years' then '0–5 岁' when born > cast(:on as date) - interval '12 years' then '6–11 岁' else '12–15 岁' end as age,
                        coalesce(parents, '父母未登记') as guardian from counted) x
                group by grouping sets ((), (sex), (age), (guardian), (district_id))""").param("on", on).param("away", AWAY_MONTHS).param("moved", MOVED_MONTHS)
                .query((row, n) -> new Object[] {row.getInt("gs"), row.getInt("ga"), row.getInt("gg"), row.getInt("gd"), row.getString("sex"), row.getString("age"), row.getString("guardian"),
                        row.getObject("district_id"), row.getLong("left_behind"), row.getLong("migrant"), row.getLong("both_of"), row.getLong("living"), row.getLong("two_places")}).list();
        var numbers = new ArrayList<Number>();
        var bySex = new ArrayList<Number>();
        var byAge = new ArrayList<Number>();
        var byGuardian = new ArrayList<Number>();
        var registered = registered(on);
        var areas = new ArrayList<AreaRow>();
        for (var sum : sums) {
            var living = (long) sum[11];
            if ((int) sum[0] == 0) {
                bySex.add(new Number((String) sum[4], (String) sum[4], living, link("sex=" + sum[4], date)));
            } else if ((int) sum[1] == 0) {
                byAge.add(new Number((String) sum[5], (String) sum[5], living, link("age=" + sum[5], date)));
            } else if ((int) sum[2] == 0) {
                if (living > 0) {
                    byGuardian.add(new Number((String) sum[6], (String) sum[6], living, link("guardian=" + sum[6], date)));
                }
            } else if ((int) sum[3] == 0) {
                if (sum[7] != null) {
                    var id = (int) sum[7];
                    areas.add(new AreaRow(id, regions.place(id).name(), (long) sum[8], (long) sum[9], (long) sum[10], living, registered.getOrDefault(id, 0L), link("regionId=" + id, date), link("hukouId=" + id, date)));
                }
            } else {
                numbers.add(new Number("LEFT_BEHIND", Kind.LEFT_BEHIND.title, (long) sum[8], link("kind=LEFT_BEHIND", date)));
                numbers.add(new Number("MIGRANT", Kind.MIGRANT.title, (long) sum[9], link("kind=MIGRANT", date)));
                numbers.add(new Number("BOTH", Kind.BOTH.title, (long) sum[10], link("kind=BOTH", date)));
                numbers.add(new Number("ANY", "流动和留守合计（一人只算一次）", living, link("kind=ANY", date)));
                numbers.add(new Number("TWO_PLACES", Kind.TWO_PLACES.title, (long) sum[12], link("kind=TWO_PLACES", date)));
            }
        }
        byAge.sort(java.util.Comparator.comparingInt(one -> Integer.parseInt(one.key().substring(0, one.key().indexOf('–')))));
        byGuardian.sort(java.util.Comparator.comparingLong(Number::value).reversed());
        areas.sort(java.util.Comparator.comparingLong(AreaRow::living).reversed());
        return new Statistics(on, parameters(), numbers, bySex, byAge, byGuardian, areas, List.of(change("ENTERED", "一年来新进入", on, on.minusYears(1), date)), List.of(change("LEFT", "一年来退出", on, on.minusYears(1), date)));
    }

    private static String link(String filter, String date) {
        return "/oversight/migrants/list?" + filter + date;
    }

    /// Children counted now and not a year ago, or the other way round.
    private Number change(String key, String name, LocalDate on, LocalDate before, String date) {
        var ids = counted(on);
        var then = counted(before);
        var from = key.equals("ENTERED") ? ids : then;
        var without = key.equals("ENTERED") ? then : ids;
        return new Number(key, name, from.stream().filter(id -> !without.contains(id)).count(), link("change=" + key, date));
    }

    private java.util.Set<UUID> counted(LocalDate on) {
        return new java.util.HashSet<>(jdbc.sql(CHILDREN + "select id from counted where left_behind or migrant").param("on", on).param("away", AWAY_MONTHS).param("moved", MOVED_MONTHS)
                .query(UUID.class).list());
    }

    private Map<Integer, Long> registered(LocalDate on) {
        var found = new java.util.HashMap<Integer, Long>();
        jdbc.sql(CHILDREN + "select coalesce(hukou_district_id, district_id) d, count(*) n from counted where left_behind or migrant group by 1").param("on", on).param("away", AWAY_MONTHS)
                .param("moved", MOVED_MONTHS).query(row -> {
                    found.put(row.getInt("d"), row.getLong("n"));
                });
        return found;
    }

    private static List<Parameter> parameters() {
        return List.of(new Parameter("年龄", "不满 " + UNDER + " 周岁", "国发〔2016〕13号", false),
                new Parameter("留守", "父母双方外出，或一方外出、另一方没有监护能力", "国发〔2016〕13号", false),
                new Parameter("父母外出多久", AWAY_MONTHS + " 个月以上", "假设（国家文件没有写月数）", true),
                new Parameter("流动", "跨县域离开户籍地 " + MOVED_MONTHS + " 个月以上，同城各区之间不算", "假设（见于地方工作口径，没有找到国家定义）", true),
                new Parameter("没有监护能力", "死亡、服刑、戒毒、失联等父母情形", "假设（按民发〔2019〕62号的情形取用）", true));
    }

    /// The children behind a number, and the two-place ledger: each child once, with both places and what was asked of the other side.
    public Ledger ledger(@Nullable LocalDate asked, @Nullable String kind, @Nullable Integer regionId, @Nullable String sex, @Nullable String age, @Nullable String guardian,
            @Nullable String change, @Nullable Integer hukouId, int offset, int limit) {
        var on = day(asked);
        looks.record(LookLog.Action.LIST, "migrant", null, regionId, null, LookLog.OK, (kind == null ? "ANY" : kind) + " " + on);
        record Row(UUID id, String no, String name, LocalDate born, int region, @Nullable Integer hukou, boolean left, boolean migrant, @Nullable LocalDate since, @Nullable String why,
                int district, @Nullable Integer hukouDistrict, @Nullable String ticket) {}
        var wanted = switch (kind == null ? "ANY" : kind) {
            case "LEFT_BEHIND" -> 1;
            case "MIGRANT" -> 2;
            case "BOTH" -> 3;
            case "TWO_PLACES" -> 4;
            default -> 0;
        };
        var ids = change == null ? null : counted(change.equals("LEFT") ? on.minusYears(1) : on);
        var minus = change == null ? null : counted(change.equals("LEFT") ? on : on.minusYears(1));
        if (ids != null) {
            ids.removeAll(minus);
        }
        var rows = jdbc.sql(CHILDREN + """
                select c.*, coalesce(moved_since, parents_since) as since, (select h.state || ' ' || h.no from exchange.handover h where h.child_file_id = c.id and h.code = 'LD-XT' order by h.id desc limit 1) ticket
                from counted c where (:change or :wanted = 0 and (left_behind or migrant) or :wanted = 1 and left_behind or :wanted = 2 and migrant or :wanted = 3 and left_behind and migrant
                   or :wanted = 4 and hukou_id is not null and hukou_district_id is distinct from district_id)
                  and (not :change or id = any(:ids)) and (cast(:region as int) is null or district_id = :region or region_id = :region) and (cast(:hukou as int) is null or coalesce(hukou_district_id, district_id) = :hukou) and (cast(:sex as text) is null or sex = :sex)
                  and (cast(:guardian as text) is null or coalesce(parents, '父母未登记') = :guardian)
                  and (cast(:age as text) is null or case when born > cast(:on as date) - interval '6 years' then '0–5 岁' when born > cast(:on as date) - interval '12 years' then '6–11 岁' else '12–15 岁' end = :age)
                order by district_id, name, id""").param("on", on).param("away", AWAY_MONTHS).param("moved", MOVED_MONTHS).param("wanted", wanted).param("change", change != null)
                .param("ids", ids == null ? new UUID[0] : ids.toArray(UUID[]::new)).param("region", regionId).param("hukou", hukouId).param("sex", sex).param("guardian", guardian).param("age", age)
                .query((row, n) -> new Row(row.getObject("id", UUID.class), row.getString("file_no"), row.getString("name"), row.getObject("born", LocalDate.class), row.getInt("region_id"),
                        row.getObject("hukou_id", Integer.class), row.getBoolean("left_behind"), row.getBoolean("migrant"), row.getObject("since", LocalDate.class), row.getString("parents"),
                        row.getInt("district_id"), row.getObject("hukou_district_id", Integer.class), row.getString("ticket"))).list();
        var shown = rows.stream().skip(Math.max(0, offset)).limit(Math.clamp(limit, 1, 100)).toList();
        return new Ledger(shown.stream().map(row -> new LedgerRow(row.id(), row.no(), row.name(), java.time.Period.between(row.born(), on).getYears(), regions.place(row.region()),
                row.hukou() == null ? null : regions.place(row.hukou()), row.left(), row.migrant(), row.since(), row.why() == null ? "父母未登记" : row.why(),
                row.hukou() == null || java.util.Objects.equals(row.hukouDistrict(), row.district()) ? "同一区县" : "两地", row.ticket())).toList(), rows.size());
    }

    private LocalDate day(@Nullable LocalDate asked) {
        var on = asked == null ? today.date() : asked;
        if (on.isAfter(today.date())) {
            throw new Refusal(Refusal.Kind.INVALID, "OVR-001", "还没有到 " + on, "没有改动任何内容", "请选择今天或以前的日子");
        }
        return on;
    }
}
