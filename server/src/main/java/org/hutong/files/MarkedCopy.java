package org.hutong.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.Workbook;
import org.hutong.kernel.CsvSafe;

/// The sheet somebody sent, given back with the bad cells marked and the reasons in a last column.
public final class MarkedCopy {

    private static final String MARK = "F8D7D4";

    /// @param column column of the bad cell, from 0; −1 for the row as a whole
    public record Mark(int column, String reason) {}

    private MarkedCopy() {}

    /// @param marks row number of the sheet to its marks
    public static byte[] of(SheetReader sheet, Map<Integer, List<Mark>> marks) {
        return of(sheet, marks, false);
    }

    /// @param onlyMarked leave the good rows out: for lists too long for a workbook
    public static byte[] of(SheetReader sheet, Map<Integer, List<Mark>> marks, boolean onlyMarked) {
        var out = new ByteArrayOutputStream();
        try (var workbook = new Workbook(out, "Hutong", "1.0")) {
            var copy = workbook.newWorksheet(sheet.sheet().isEmpty() ? "名单" : sheet.sheet());
            var reasons = sheet.headings().size();
            var at = new int[1];
            headings(copy, sheet, reasons);
            sheet.rows(row -> {
                if (onlyMarked && !marks.containsKey(row.number())) {
                    return;
                }
                at[0]++;
                for (var column = 0; column < Math.max(row.cells().size(), reasons); column++) {
                    copy.value(at[0], column, CsvSafe.text(row.cell(column).text()));
                }
                var bad = marks.get(row.number());
                if (bad != null) {
                    for (var mark : bad) {
                        if (mark.column() >= 0) {
                            copy.style(at[0], mark.column()).fillColor(MARK).set();
                        }
                    }
                    copy.value(at[0], reasons, bad.stream().map(Mark::reason).distinct().collect(Collectors.joining("；")));
                    copy.style(at[0], reasons).fillColor(MARK).set();
                }
            });
            copy.width(reasons, 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void headings(org.dhatim.fastexcel.Worksheet copy, SheetReader sheet, int reasons) {
        var headings = new ArrayList<>(sheet.headings());
        for (var column = 0; column < headings.size(); column++) {
            copy.value(0, column, CsvSafe.text(headings.get(column)));
            copy.style(0, column).bold().set();
        }
        copy.value(0, reasons, "问题");
        copy.style(0, reasons).bold().set();
    }
}
