package org.hutong.linkage.compare;

import java.util.Arrays;
import java.util.List;
import org.hutong.linkage.model.Field;
import org.hutong.linkage.model.FieldType;

/// Rows that repeat one another in every column, more than [#MANY] times: one is compared with the rest of the list, the others go where it goes.
///
/// Comparing all of twenty thousand equal rows with one another would be two hundred million pairs that say nothing.
final class Repeats {
    /// A block of equal rows up to this size is compared like any other.
    private static final int MANY = 60;

    private Repeats() {}

    /// For each row the first row it repeats (itself mostly), or null when no group is that large; cells of repeating rows are emptied.
    static int[] collapse(List<Field> fields, int[] cells, int rows, int leftRows, int width) {
        int size = Integer.highestOneBit(Math.max(16, rows)) * 4;
        int[] slots = new int[size];
        int[] first = new int[rows], count = new int[rows];
        boolean found = false;
        for (int r = 0; r < rows; r++) {
            first[r] = r;
            if (!telling(fields, cells, r * width)) continue;
            long hash = 0;
            for (int c = 0; c < width; c++) hash = (hash ^ cells[r * width + c]) * 0x9E3779B97F4A7C15L + (hash >>> 29);
            int slot = (int) (hash >>> 20) & size - 1;
            while (slots[slot] != 0 && !same(cells, width, slots[slot] - 1, r, leftRows)) slot = slot + 1 & size - 1;
            if (slots[slot] == 0) slots[slot] = r + 1;
            first[r] = slots[slot] - 1;
            found |= ++count[first[r]] > MANY;
        }
        if (!found) return null;
        for (int r = 0; r < rows; r++) {
            if (count[first[r]] <= MANY) first[r] = r;
            else if (first[r] != r) Arrays.fill(cells, r * width, (r + 1) * width, 0);
        }
        return first;
    }

    /// Equal in every column and on the same side.
    private static boolean same(int[] cells, int width, int a, int b, int leftRows) {
        return a < leftRows == b < leftRows && Arrays.equals(cells, a * width, (a + 1) * width, cells, b * width, (b + 1) * width);
    }

    /// Whether a row holds enough to be one person: a number of one's own, or two personal values and one more.
    private static boolean telling(List<Field> fields, int[] cells, int at) {
        int personal = 0, filled = 0;
        for (int c = 0; c < fields.size(); c++) {
            if (cells[at + c] == 0) continue;
            Field field = fields.get(c);
            filled++;
            if (!field.self()) continue;
            if (field.type() == FieldType.ID_NUMBER || field.type() == FieldType.IDENTIFIER) return true;
            if (field.type().personal()) personal++;
        }
        return personal >= 2 && filled >= 3;
    }
}
