package org.hutong.files;

import java.util.List;

/// One row of an outside sheet.
///
/// @param number row number as the sheet's own program shows it, from 1
public record SheetRow(int number, List<Cell> cells) {

    /// NUMBER cells of more than 15 digits have lost their last ones already: spreadsheets keep no more.
    public enum Kind { EMPTY, TEXT, NUMBER, DATE, FORMULA, ERROR }

    public record Cell(Kind kind, String text) {
        public static final Cell NONE = new Cell(Kind.EMPTY, "");
    }

    public Cell cell(int column) {
        return column < cells.size() ? cells.get(column) : Cell.NONE;
    }

    public boolean isEmpty() {
        return cells.stream().allMatch(cell -> cell.text().isBlank());
    }
}
