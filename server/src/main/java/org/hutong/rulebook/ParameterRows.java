package org.hutong.rulebook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hutong.policy.pack.Csv;

/// The rows of a parameter's CSV as a grid, and back. Every cell is text: what cannot be read is shown where it stands and named by the check.
public final class ParameterRows {

    private static final List<String> FIXED = List.of("区划", "施行", "停止", "数值", "依据", "核验日", "性质", "备注");

    private ParameterRows() {}

    /// @param keys in the order of the file's key columns
    public record Row(String region, List<String> keys, String from, String until, String value, String cite, String checkedOn, String nature, String note) {}

    /// @param keys names of the key columns
    public record Rows(List<String> keys, List<Row> rows) {}

    static Rows read(String path, String csv) {
        var table = Csv.read(path, csv);
        if (table.isEmpty()) {
            return new Rows(List.of(), List.of());
        }
        var header = table.getFirst();
        var keys = header.stream().filter(column -> !FIXED.contains(column)).toList();
        var rows = new ArrayList<Row>();
        for (var cells : table.subList(1, table.size())) {
            var map = cells(header, cells);
            rows.add(new Row(cell(map, "区划"), keys.stream().map(key -> cell(map, key)).toList(), cell(map, "施行"), cell(map, "停止"), cell(map, "数值"), cell(map, "依据"),
                    cell(map, "核验日"), cell(map, "性质"), cell(map, "备注")));
        }
        return new Rows(keys, rows);
    }

    private static Map<String, String> cells(List<String> header, List<String> cells) {
        var map = new LinkedHashMap<String, String>();
        for (int i = 0; i < header.size() && i < cells.size(); i++) {
            map.put(header.get(i), cells.get(i));
        }
        return map;
    }

    private static String cell(Map<String, String> map, String column) {
        return map.getOrDefault(column, "").strip();
    }

    /// Columns in the order the packs write them; 备注 only where some row has one.
    static String write(Rows grid) {
        var noted = grid.rows().stream().anyMatch(row -> !row.note().isBlank());
        var out = new StringBuilder("区划");
        grid.keys().forEach(key -> out.append(',').append(quoted(key)));
        out.append(",施行,停止,数值,依据,核验日,性质").append(noted ? ",备注" : "").append('\n');
        for (var row : grid.rows()) {
            out.append(quoted(row.region()));
            for (int i = 0; i < grid.keys().size(); i++) {
                out.append(',').append(quoted(i < row.keys().size() ? row.keys().get(i) : ""));
            }
            for (var cell : List.of(row.from(), row.until(), row.value(), row.cite(), row.checkedOn(), row.nature())) {
                out.append(',').append(quoted(cell));
            }
            if (noted) {
                out.append(',').append(quoted(row.note()));
            }
            out.append('\n');
        }
        return out.toString();
    }

    private static String quoted(String cell) {
        var text = cell.strip();
        return text.contains(",") || text.contains("\"") || text.contains("\n") || text.startsWith("#") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }

    /// Place, keys and first day → value, of rows that can be told apart.
    static Map<String, String> byKey(List<List<String>> table) {
        var out = new LinkedHashMap<String, String>();
        if (table.isEmpty()) {
            return out;
        }
        var header = table.getFirst();
        for (var cells : table.subList(1, table.size())) {
            var map = cells(header, cells);
            var key = new StringBuilder(cell(map, "区划"));
            header.stream().filter(column -> !FIXED.contains(column)).forEach(column -> key.append(' ').append(cell(map, column)));
            out.put(key.append(" 自 ").append(cell(map, "施行")).toString(), cell(map, "数值"));
        }
        return out;
    }
}
