package org.hutong.discovery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.hutong.access.Acting;
import org.hutong.kernel.CsvSafe;
import org.hutong.kernel.Today;

/// Figures as a workbook that says who took it and when. Holds sums, never a person.
public final class FigureSheets {

    private FigureSheets() {}

    /// @param rows rows of figures, the two heading rows not counted
    public record Sheet(byte[] workbook, int rows, String fileName) {}

    /// @param rows texts and numbers, one for each heading; an empty text where a figure cannot be had
    static Sheet sheet(String name, Today today, List<String> headings, List<List<Object>> rows) {
        var out = new ByteArrayOutputStream();
        try (var workbook = new Workbook(out, "Hutong", "1.0")) {
            var sheet = workbook.newWorksheet(name);
            sheet.value(0, 0, CsvSafe.text("护童导出　" + Acting.current().name() + "　" + LocalDateTime.ofInstant(today.now(), Today.ZONE).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm"))));
            for (var column = 0; column < headings.size(); column++) {
                sheet.value(1, column, headings.get(column));
                sheet.style(1, column).bold().set();
            }
            sheet.freezePane(0, 2);
            for (var row = 0; row < rows.size(); row++) {
                for (var column = 0; column < headings.size(); column++) {
                    if (rows.get(row).get(column) instanceof Number number) {
                        sheet.value(row + 2, column, number);
                    } else {
                        sheet.value(row + 2, column, CsvSafe.text(rows.get(row).get(column).toString()));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Sheet(out.toByteArray(), rows.size(), name + "-" + today.date() + ".xlsx");
    }
}
