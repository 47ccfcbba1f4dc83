package org.hutong.registry;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.hutong.files.SheetRow;
import org.hutong.kernel.CitizenId;
import org.jspecify.annotations.Nullable;

/// Reads one row of a roster: the values by field, and what is wrong with which cell.
final class RosterReader {

    private static final Pattern DATE = Pattern.compile("(\\d{4})[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?(?:[ T].*)?|(\\d{4})(\\d{2})(\\d{2})");
    private static final Pattern FLOATING = Pattern.compile("\\d(\\.\\d+)?[eE]\\+?\\d+|\\d{15,18}\\.0+");
    private static final int LONGEST = 200;

    /// @param column column of the cell from 0, −1 for the row as a whole
    record Problem(int column, String field, String code, String message) {}

    record Read(int row, Map<String, String> values, List<Problem> problems) {}

    private final Map<RosterField, Integer> columns = new EnumMap<>(RosterField.class);
    private final RosterPlaces places;
    private final LocalDate today;
    private final Map<String, Integer> numbersSeen = new HashMap<>();

    RosterReader(Map<String, Integer> mapping, RosterPlaces places, LocalDate today) {
        for (var field : RosterField.values()) {
            if (mapping.get(field.code()) != null) {
                columns.put(field, mapping.get(field.code()));
            }
        }
        this.places = places;
        this.today = today;
    }

    /// May run on several threads at once.
    Read read(SheetRow row, boolean merged) {
        var values = new HashMap<String, String>();
        var problems = new ArrayList<Problem>();
        if (merged) {
            problems.add(new Problem(-1, "", "REG-061", "这一行有合并单元格，内容可能属于别的行，请取消合并"));
        }
        columns.forEach((field, column) -> {
            var cell = row.cell(column);
            switch (cell.kind()) {
                case EMPTY -> { }
                case FORMULA -> problems.add(problem(field, "REG-062", "这一格是公式，请粘贴为数值"));
                case ERROR -> problems.add(problem(field, "REG-063", "这一格是错误值 " + cell.text()));
                default -> value(field, cell, values, problems);
            }
            if (field.required() && !values.containsKey(field.code()) && problems.stream().noneMatch(problem -> problem.field().equals(field.code()))) {
                problems.add(problem(field, "REG-064", field.title() + "没有填"));
            }
        });
        if (values.containsKey("idNumber")) {
            var number = values.get("idNumber");
            var born = LocalDate.of(Integer.parseInt(number, 6, 10, 10), Integer.parseInt(number, 10, 12, 10), Integer.parseInt(number, 12, 14, 10));
            if (Period.between(born, today).getYears() >= 18) {
                problems.add(problem(RosterField.ID_NUMBER, "REG-066", "已满 18 周岁"));
            }
            if (values.containsKey("born") && !values.get("born").equals(born.toString())) {
                problems.add(problem(RosterField.BORN, "REG-067", "出生日期和身份证号不一致"));
            }
        }
        place(RosterField.VILLAGE, "regionId", values, problems, true);
        place(RosterField.HUKOU, "hukouId", values, problems, false);
        return new Read(row.number(), values, problems);
    }

    /// The same number twice in one roster; the first stays good. Asked row by row in the order of the sheet.
    void refuseDouble(Read read) {
        var number = read.values().get("idNumber");
        var before = number == null ? null : numbersSeen.putIfAbsent(number, read.row());
        if (before != null) {
            read.problems().add(problem(RosterField.ID_NUMBER, "REG-065", "和第 " + before + " 行的身份证号相同"));
        }
    }

    private void place(RosterField field, String key, Map<String, String> values, List<Problem> problems, boolean required) {
        var named = values.getOrDefault(field.code(), "");
        if (named.isEmpty() && !required) {
            return;
        }
        var found = places.find(named, required ? values.getOrDefault("town", "") : "");
        if (found.id() != null) {
            values.put(key, found.id().toString());
        } else if (required) {
            problems.add(problem(field, "REG-068", found.problem()));
        }
    }

    private void value(RosterField field, SheetRow.Cell cell, Map<String, String> values, List<Problem> problems) {
        var text = cell.text().strip();
        if (text.length() > LONGEST) {
            problems.add(problem(field, "REG-069", "内容太长（最多 " + LONGEST + " 字）"));
        } else if (field.isNumber()) {
            if (cell.kind() == SheetRow.Kind.NUMBER && text.length() > 15 || FLOATING.matcher(text).matches()) {
                problems.add(problem(field, "REG-070", "号码被存成了数字，末几位已经丢失，请按文本重新填写"));
                return;
            }
            var number = CitizenId.parse(text).orElse(null);
            if (number == null) {
                problems.add(problem(field, "REG-071", CitizenId.check(text).text()));
            } else if (field == RosterField.ID_NUMBER && CitizenId.clean(text).length() == 15) {
                problems.add(problem(field, "REG-071", "15 位旧号码 1999 年起已停用，儿童应是 18 位"));
            } else {
                values.put(field.code(), number.number());
            }
        } else if (field == RosterField.BORN) {
            var day = day(text);
            if (day == null) {
                problems.add(problem(field, "REG-072", "日期看不懂，应写成 2016-03-01 这样"));
            } else {
                values.put(field.code(), day.toString());
            }
        } else if (field == RosterField.SEX) {
            if (text.equals("男") || text.equals("女")) {
                values.put(field.code(), text);
            } else {
                problems.add(problem(field, "REG-073", "性别应为男或女"));
            }
        } else if (field == RosterField.ACCOUNT && (FLOATING.matcher(text).matches() || cell.kind() == SheetRow.Kind.NUMBER && text.length() > 15)) {
            problems.add(problem(field, "REG-070", "账号被存成了数字，末几位已经丢失，请按文本重新填写"));
        } else {
            values.put(field.code(), field == RosterField.ETHNICITY && text.length() > 1 && text.endsWith("族") ? text.substring(0, text.length() - 1) : text);
        }
    }

    private Problem problem(RosterField field, String code, String message) {
        return new Problem(columns.getOrDefault(field, -1), field.code(), code, message);
    }

    static @Nullable LocalDate day(String text) {
        var match = DATE.matcher(text);
        if (!match.matches()) {
            return null;
        }
        var first = match.group(1) != null ? 1 : 4;
        try {
            return LocalDate.of(Integer.parseInt(match.group(first)), Integer.parseInt(match.group(first + 1)), Integer.parseInt(match.group(first + 2)));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
