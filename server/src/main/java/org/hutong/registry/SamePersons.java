package org.hutong.registry;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hutong.kernel.CitizenId;
import org.hutong.kernel.Vault;
import org.hutong.linkage.LinkResult;
import org.hutong.linkage.Linker;
import org.hutong.linkage.Model;
import org.hutong.linkage.compare.Guard;
import org.hutong.linkage.han.Pinyin;
import org.hutong.linkage.table.Source;
import org.hutong.region.Regions;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Which records of the registry may be one person. It finds and weighs; it joins nobody ([Merges] does, when a person says so).
///
/// Numbers, phones and addresses are opened in memory for the comparison and written nowhere.
@Service
@Transactional(readOnly = true)
public class SamePersons {

    /// Two records, `a < b`, and why they may be one person.
    ///
    /// @param weight log2 odds
    /// @param held   why no score may settle it, in Chinese; null where nothing stands against
    public record Likely(UUID a, UUID b, double weight, double probability, @Nullable String held, List<Step> steps) {}

    /// One step of the weight: what was compared and how well it agreed, without the values.
    public record Step(String column, String level, double weight) {}

    /// What is compared, as read from the registry.
    public record Told(UUID id, String name, String sex, @Nullable LocalDate born, @Nullable String idNumber, @Nullable String phone, String address,
            @Nullable String father, @Nullable String mother, int regionId) {

        List<String> cells() {
            return List.of(id.toString(), name, sex.equals("未知") ? "" : sex, born == null ? "" : born.toString(), text(idNumber), text(phone), address, text(father),
                    text(mother));
        }

        static String text(@Nullable String value) {
            return value == null ? "" : value;
        }
    }

    private static final List<String> HEADER = List.of("编号", "姓名", "性别", "出生日期", "身份证号", "电话", "住址", "父亲", "母亲");
    private static final Model MODEL = Model.parse("""
            id: 编号
            columns:
              姓名: chinese-name
              性别: sex
              出生日期: date
              身份证号: id-number
              电话: phone
              住址: address
              父亲: {type: chinese-name, of: father}
              母亲: {type: chinese-name, of: mother}
            options: {links: many-to-many}
            """, "registry");
    /// A pair less likely than this is not worth a person's time.
    private static final double LEAST = 0.05;
    private static final String SELECT = """
            select p.id, p.name, p.sex, p.born, p.id_cipher, p.phone_cipher, p.address_cipher, p.region_id,
              (select r.name from registry.kinship k join registry.person r on r.id = k.relative_id where k.person_id = p.id and k.relation = 'FATHER' and k.true_to is null order by k.id limit 1) father,
              (select r.name from registry.kinship k join registry.person r on r.id = k.relative_id where k.person_id = p.id and k.relation = 'MOTHER' and k.true_to is null order by k.id limit 1) mother
            from registry.person p""";
    private static final String STANDING = " where p.merged_into is null";

    private final JdbcClient jdbc;
    private final Vault vault;
    private final Regions regions;

    SamePersons(JdbcClient jdbc, Vault vault, Regions regions) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.regions = regions;
    }

    /// Compares everybody in the reader's places with everybody: the nightly run.
    public List<Likely> all() {
        var rows = read(jdbc.sql(SELECT + STANDING));
        if (rows.size() < 2) {
            return List.of();
        }
        try (var linker = new Linker(MODEL)) {
            return likely(linker.once().link(Source.rows("档案", HEADER, rows.stream().map(Told::cells).toList())));
        }
    }

    /// Compares one person with those who may be the same: a new file, or a changed one.
    public List<Likely> of(UUID person) {
        var told = told(List.of(person)).get(person);
        return told == null ? List.of() : against(told, candidates(told));
    }

    /// Compares somebody who is only being typed in.
    public List<Likely> like(String name, @Nullable LocalDate born, @Nullable String idNumber, @Nullable String phone) {
        var typed = new Told(new UUID(0, 0), name.strip(), "未知", born, idNumber, phone, "", null, null, 0);
        return against(typed, candidates(typed));
    }

    private List<Likely> against(Told one, List<Told> others) {
        if (others.isEmpty()) {
            return List.of();
        }
        try (var linker = new Linker(MODEL)) {
            return likely(linker.once().link(Source.rows("新登记", HEADER, List.of(one.cells())),
                    Source.rows("档案", HEADER, others.stream().map(Told::cells).toList())));
        }
    }

    private static List<Likely> likely(LinkResult result) {
        var found = new ArrayList<Likely>();
        for (var i = 0; i < result.pairs().size(); i++) {
            var held = result.pairs().held(i);
            if (held == Guard.Reason.TWO_NUMBERS || result.probability()[i] < LEAST && !held.forReview()) {
                continue;
            }
            var explained = result.explain(i);
            var left = UUID.fromString(explained.left());
            var right = UUID.fromString(explained.right());
            found.add(new Likely(left.compareTo(right) < 0 ? left : right, left.compareTo(right) < 0 ? right : left, explained.weight(), explained.probability(),
                    held == Guard.Reason.NONE || held == Guard.Reason.JOINED ? null : held.chinese(), explained.steps().stream()
                            .filter(step -> !step.level().equals("缺失")).map(step -> new Step(step.column(), step.level(), step.weight())).toList()));
        }
        return found;
    }

    /// Records that share the number, the sound of the name, or the birth date and the place.
    private List<Told> candidates(Told told) {
        var ids = new LinkedHashMap<UUID, Boolean>();
        CitizenId.parse(told.idNumber() == null ? "" : told.idNumber()).ifPresent(number -> jdbc.sql("select id from registry.person where id_index = :index limit 50")
                .param("index", vault.blindIndex(number.number())).query(UUID.class).list().forEach(id -> ids.put(id, true)));
        var clean = SearchTokens.clean(told.name());
        if (!clean.isEmpty()) {
            jdbc.sql("select distinct person_id from registry.token where token = :sound limit 300").param("sound", Pinyin.key(clean)).query(UUID.class).list()
                    .forEach(id -> ids.put(id, true));
        }
        if (told.born() != null) {
            jdbc.sql("select id from registry.person where born = :born and (:region = 0 or district_id = (select district_id from registry.person where id = :id)) limit 300")
                    .param("born", told.born()).param("region", told.regionId()).param("id", told.id()).query(UUID.class).list().forEach(id -> ids.put(id, true));
        }
        ids.remove(told.id());
        return ids.isEmpty() ? List.of() : List.copyOf(told(ids.keySet()).values());
    }

    /// What is compared of these persons; those joined to another record are left out.
    public Map<UUID, Told> told(Collection<UUID> persons) {
        return persons.isEmpty() ? Map.of() : byId(read(jdbc.sql(SELECT + STANDING + " and p.id = any(:ids)").param("ids", Registry.array(persons))));
    }

    /// As [#told], joined records too.
    public Map<UUID, Told> toldAlso(Collection<UUID> persons) {
        return persons.isEmpty() ? Map.of() : byId(read(jdbc.sql(SELECT + " where p.id = any(:ids)").param("ids", Registry.array(persons))));
    }

    private static Map<UUID, Told> byId(List<Told> told) {
        return told.stream().collect(Collectors.toMap(Told::id, one -> one, (a, b) -> a, LinkedHashMap::new));
    }

    private List<Told> read(JdbcClient.StatementSpec query) {
        var addresses = new HashMap<UUID, String>();
        var rows = query.query((row, n) -> {
            var id = row.getObject("id", UUID.class);
            var address = vault.openOrNull(row.getBytes("address_cipher"), Vault.aad(People.ADDRESS, id));
            if (address != null) {
                addresses.put(id, address);
            }
            return new Told(id, row.getString("name"), row.getString("sex"), People.date(row, "born"), vault.openOrNull(row.getBytes("id_cipher"), Vault.aad(People.ID_NUMBER, id)),
                    vault.openOrNull(row.getBytes("phone_cipher"), Vault.aad(People.PHONE, id)), "", row.getString("father"), row.getString("mother"), row.getInt("region_id"));
        }).list();
        var places = regions.places(rows.stream().map(Told::regionId).distinct().toList());
        return rows.stream().map(told -> new Told(told.id(), told.name(), told.sex(), told.born(), told.idNumber(), told.phone(),
                (places.containsKey(told.regionId()) ? places.get(told.regionId()).path() : "") + addresses.getOrDefault(told.id(), ""), told.father(), told.mother(),
                told.regionId())).toList();
    }

    /// A keyed mark of what was compared: it changes when either record does.
    public String mark(Told a, Told b) {
        return HexFormat.of().formatHex(Arrays.copyOf(vault.blindIndex("pair " + a.cells() + b.cells()), 16));
    }
}
