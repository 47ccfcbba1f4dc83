package org.hutong.exchange;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.hutong.files.SheetRow;
import org.hutong.kernel.CitizenId;
import org.jspecify.annotations.Nullable;

/// Reads one row of a list after the catalogue: a value for each field, or what is wrong with which cell.
final class RowReader {

    private static final Pattern DATE = Pattern.compile("(\\d{4})[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?(?:[ T].{0,20})?|(\\d{4})(\\d{2})(\\d{2})");
    private static final Pattern MONTH = Pattern.compile("(\\d{4})[-/.年]?(\\d{1,2})月?");
    private static final Pattern FLOATING = Pattern.compile("\\d(\\.\\d+)?[eE]\\+?\\d+");

    /// @param column column of the cell, from 0; −1 for the row as a whole
    record Problem(int column, String field, String code, String message) {}

    /// @param numberAlone nothing is wrong with the row but identity numbers; what stands in their cells is among the fields
    record Read(Map<String, String> fields, List<Problem> problems, boolean numberAlone) {}

    private final Catalogue.Entry entry;
    private final Map<String, Integer> columns;
    private final Map<String, Integer> telling;
    private final LocalDate today;

    private RowReader(Catalogue.Entry entry, Map<String, Integer> columns, Map<String, Integer> telling, LocalDate today) {
        this.entry = entry;
        this.columns = columns;
        this.telling = telling;
        this.today = today;
    }

    /// @param remembered field to heading, as this office mapped it before
    static RowReader of(Catalogue.Entry entry, List<String> headings, Map<String, String> remembered, LocalDate today) {
        var columns = new HashMap<String, Integer>();
        for (var field : entry.fields()) {
            var wanted = remembered.get(field.code());
            var column = wanted == null ? -1 : headings.indexOf(wanted);
            for (var i = 0; column < 0 && i < field.headings().size(); i++) {
                column = headings.indexOf(field.headings().get(i));
            }
            if (column >= 0) {
                columns.put(field.code(), column);
            }
        }
        var telling = new LinkedHashMap<String, Integer>();
        entry.tells().forEach((code, names) -> names.stream().mapToInt(headings::indexOf).filter(column -> column >= 0).findFirst()
                .ifPresent(column -> telling.put(code, column)));
        return new RowReader(entry, columns, telling, today);
    }

    /// The row is the heading row when every required field has its column in it.
    static boolean fits(Catalogue.Entry entry, List<String> headings, Map<String, String> remembered) {
        var reader = of(entry, headings, remembered, LocalDate.MIN);
        return entry.fields().stream().filter(Catalogue.Field::required).allMatch(field -> reader.columns.containsKey(field.code()));
    }

    /// The persons the row tells of, each with the row's fields seen from their side.
    List<Map<String, String>> persons(Map<String, String> fields) {
        var persons = new ArrayList<Map<String, String>>();
        persons.add(fields);
        for (var also : entry.also()) {
            if (fields.containsKey(also.idNumber())) {
                var theirs = new LinkedHashMap<>(fields);
                swap(theirs, "name", also.name());
                swap(theirs, "idNumber", also.idNumber());
                persons.add(theirs);
            }
        }
        return persons;
    }

    /// The persons the row names without an identity number that can be used, with what else the row says of its own person.
    ///
    /// @param refused the row is refused as a whole: its own person is named though that number may be right and another cell's is not
    List<Map<String, String>> loose(SheetRow row, Map<String, String> fields, boolean refused) {
        var loose = new ArrayList<Map<String, String>>();
        if (nameless(fields)) {
            return loose;
        }
        var said = new LinkedHashMap<>(fields);
        telling.forEach((code, column) -> {
            var text = row.cell(column).text().strip();
            if (!text.isEmpty() && text.length() <= 200) {
                said.putIfAbsent(code, text);
            }
        });
        if (refused || CitizenId.parse(fields.getOrDefault("idNumber", "")).isEmpty()) {
            loose.add(new LinkedHashMap<>(said));
        }
        for (var also : entry.also()) {
            if ((refused || CitizenId.parse(fields.getOrDefault(also.idNumber(), "")).isEmpty()) && !fields.getOrDefault(also.name(), "").isBlank()) {
                var theirs = new LinkedHashMap<>(said);
                swap(theirs, "name", also.name());
                swap(theirs, "idNumber", also.idNumber());
                swap(theirs, "born", "otherBorn");
                loose.add(theirs);
            }
        }
        return loose;
    }

    private boolean nameless(Map<String, String> fields) {
        return entry.facts().isEmpty() || fields.getOrDefault("name", "").isBlank();
    }

    private static void swap(Map<String, String> fields, String one, String other) {
        var kept = fields.getOrDefault(one, "");
        fields.put(one, fields.getOrDefault(other, ""));
        fields.put(other, kept);
    }

    Read read(SheetRow row) {
        var fields = new LinkedHashMap<String, String>();
        var problems = new ArrayList<Problem>();
        var numberAlone = true;
        for (var field : entry.fields()) {
            var column = columns.get(field.code());
            if (column == null) {
                continue;
            }
            var before = problems.size();
            var cell = row.cell(column);
            switch (cell.kind()) {
                case FORMULA -> problems.add(new Problem(column, field.name(), "EXC-011", "这一格是公式，请粘贴为数值"));
                case ERROR -> problems.add(new Problem(column, field.name(), "EXC-012", "这一格是错误值 " + cell.text()));
                case EMPTY -> {
                    if (field.required()) {
                        problems.add(new Problem(column, field.name(), "EXC-013", field.name() + "没有填"));
                    }
                }
                default -> value(field, column, cell, fields, problems);
            }
            numberAlone &= problems.size() == before || field.type() == Catalogue.FieldType.ID_NUMBER && cell.kind() != SheetRow.Kind.FORMULA && cell.kind() != SheetRow.Kind.ERROR;
        }
        return new Read(fields, problems, numberAlone && !problems.isEmpty());
    }

    private void value(Catalogue.Field field, int column, SheetRow.Cell cell, Map<String, String> fields, List<Problem> problems) {
        switch (field.type()) {
            case ID_NUMBER -> {
                var lost = cell.kind() == SheetRow.Kind.NUMBER && cell.text().length() > 15 || FLOATING.matcher(cell.text()).matches();
                if (lost) {
                    problems.add(new Problem(column, field.name(), "EXC-014", "号码被存成了数字，末几位已经丢失，请按文本重新导出"));
                    return;
                }
                var verdict = CitizenId.check(cell.text());
                if (!verdict.usable()) {
                    problems.add(new Problem(column, field.name(), "EXC-015", verdict.text()));
                    fields.put(field.code(), cell.text().length() > 40 ? "" : CitizenId.clean(cell.text()));
                    return;
                }
                fields.put(field.code(), CitizenId.parse(cell.text()).orElseThrow().number());
            }
            case DATE -> {
                var day = cell.kind() == SheetRow.Kind.NUMBER && serial(cell.text()) != null ? serial(cell.text()) : day(cell.text());
                if (day == null) {
                    problems.add(new Problem(column, field.name(), "EXC-016", "日期看不懂，应写成 2026-11-23 这样"));
                } else if (!field.code().equals("to") && !field.code().equals("released") && day.isAfter(today)) {
                    problems.add(new Problem(column, field.name(), "EXC-017", field.name() + "晚于今天"));
                } else {
                    fields.put(field.code(), day.toString());
                }
            }
            case NAME -> {
                if (cell.text().length() > 60) {
                    problems.add(new Problem(column, field.name(), "EXC-018", "姓名过长"));
                } else {
                    fields.put(field.code(), cell.text());
                }
            }
            case MONEY -> {
                var yuan = yuan(cell.text());
                if (yuan == null) {
                    problems.add(new Problem(column, field.name(), "EXC-021", "金额看不懂，应写成 850 或 850.50 这样"));
                } else {
                    fields.put(field.code(), yuan);
                }
            }
            case TEXT -> fields.put(field.code(), cell.text().length() > 500 ? cell.text().substring(0, 500) : cell.text());
        }
    }

    /// Plain yuan with at most two decimals, as `850` or `850.5`.
    static @Nullable String yuan(String text) {
        var bare = text.replaceAll("[,，\\s￥¥元]", "");
        return bare.matches("\\d{1,12}(\\.\\d{1,2}0*)?") ? new java.math.BigDecimal(bare).stripTrailingZeros().toPlainString() : null;
    }

    /// The number a spreadsheet shows for a day (days since 1899-12-30), where a date column lost its format.
    private static @Nullable LocalDate serial(String text) {
        return text.matches("[2-6]\\d{4}") ? LocalDate.of(1899, 12, 30).plusDays(Integer.parseInt(text)) : null;
    }

    static @Nullable LocalDate day(String text) {
        var match = DATE.matcher(text.strip());
        if (!match.matches()) {
            return firstOfMonth(text.strip());
        }
        var first = match.group(1) != null ? 1 : 4;
        try {
            return LocalDate.of(Integer.parseInt(match.group(first)), Integer.parseInt(match.group(first + 1)), Integer.parseInt(match.group(first + 2)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable LocalDate firstOfMonth(String text) {
        var match = MONTH.matcher(text);
        if (!match.matches()) {
            return null;
        }
        var month = Integer.parseInt(match.group(2));
        return month < 1 || month > 12 ? null : LocalDate.of(Integer.parseInt(match.group(1)), month, 1);
    }
}
