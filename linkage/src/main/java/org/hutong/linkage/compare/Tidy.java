package org.hutong.linkage.compare;

import java.util.List;
import java.util.function.IntFunction;
import org.hutong.linkage.han.IdNumber;
import org.hutong.linkage.model.Field;
import org.hutong.linkage.model.FieldType;
import org.hutong.linkage.text.Values;

/// What only the whole row can tell: a number that is not this person's, a birth date or sex that the number supplies.
final class Tidy {
    /// A number whose birth year lies this far from the row's birth date belongs to somebody else (usually the guardian).
    private static final int NOT_OURS = 8;
    private final List<Field> fields;
    private final Column[] columns;
    private final int[] cells;
    private final int rows;
    private final int width;

    Tidy(List<Field> fields, Column[] columns, int[] cells, int rows, int width) {
        this.fields = fields;
        this.columns = columns;
        this.cells = cells;
        this.rows = rows;
        this.width = width;
    }

    void run(List<String> notices) {
        int id = find(FieldType.ID_NUMBER, true), date = find(FieldType.DATE, true), sex = find(FieldType.SEX, true), other = find(FieldType.ID_NUMBER, false);
        if (id < 0) return;
        Values values = columns[id].values;
        int n = values.size() + 1;
        int[] births = new int[n];
        byte[] sexes = new byte[n];
        for (int code = 1; code < n; code++) {
            char[] c = values.chars();
            int at = values.start(code);
            if (values.length(code) != 18 || !IdNumber.valid(c, at)) continue;
            for (int i = 6; i < 14; i++) births[code] = births[code] * 10 + c[at + i] - '0';
            sexes[code] = (byte) ((c[at + 16] - '0') % 2 == 1 ? 1 : 2);
        }
        int moved = date < 0 ? 0 : moveStrangers(id, date, other, births);
        if (moved > 0) notices.add("%d 行的身份证号与出生日期相差 %d 年以上，不是本人号码%s。".formatted(moved, NOT_OURS, other < 0 ? "，未用于比对" : "，作监护人号码用"));
        if (date >= 0) fill(id, date, code -> births[code] == 0 ? null : Integer.toString(births[code]));
        if (sex >= 0) fill(id, sex, code -> sexes[code] == 0 ? null : sexes[code] == 1 ? "m" : "f");
    }

    private int find(FieldType type, boolean self) {
        for (int f = 0; f < fields.size(); f++) if (fields.get(f).type() == type && fields.get(f).self() == self) return f;
        return -1;
    }

    private int moveStrangers(int id, int date, int other, int[] births) {
        int[] years = new int[columns[date].values.size() + 1];
        for (int code = 1; code < years.length; code++) years[code] = Integer.parseInt(columns[date].text(code), 0, 4, 10);
        int moved = 0;
        for (int r = 0; r < rows; r++) {
            int at = r * width, code = cells[at + id], born = years[cells[at + date]];
            if (born == 0 || births[code] == 0 || Math.abs(births[code] / 10000 - born) < NOT_OURS) continue;
            if (other >= 0 && cells[at + other] == 0) cells[at + other] = code;
            cells[at + id] = 0;
            moved++;
        }
        return moved;
    }

    private void fill(int from, int to, IntFunction<String> value) {
        int[] known = new int[columns[from].values.size() + 1];
        for (int r = 0; r < rows; r++) {
            int at = r * width, code = cells[at + from];
            if (code == 0 || cells[at + to] != 0) continue;
            if (known[code] == 0) {
                String text = value.apply(code);
                known[code] = text == null ? -1 : columns[to].values.add(text);
            }
            if (known[code] > 0) cells[at + to] = known[code];
        }
    }
}
