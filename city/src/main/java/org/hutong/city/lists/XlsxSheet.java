package org.hutong.city.lists;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/// Workbooks of one sheet with a title line where the department has one. A new workbook begins before Excel's last row.
final class XlsxSheet implements Sheet {

    private static final int ROWS = 1_000_000;

    private final Path file;
    private final String sheetName;
    private final String title;
    private final LocalDate day;
    private String[] headings;
    private Workbook book;
    private OutputStream raw;
    private Worksheet sheet;
    private Path scratch;
    private int row;
    private int part;

    /// @param title line above the headings over all columns, or null
    XlsxSheet(Path file, String sheetName, String title, LocalDate day) {
        this.file = file;
        this.sheetName = sheetName;
        this.title = title;
        this.day = day;
    }

    private void open(int columns) throws IOException {
        part++;
        scratch = Files.createTempFile(file.getParent(), "part", ".tmp");
        raw = new BufferedOutputStream(Files.newOutputStream(scratch), 1 << 16);
        book = new Workbook(raw, "hutong-city", "1.0");
        // Copied and compressed once more below.
        book.setCompressionLevel(1);
        sheet = book.newWorksheet(sheetName);
        row = 0;
        if (title != null) {
            sheet.inlineString(0, 0, title);
            sheet.range(0, 0, 0, columns - 1).merge();
            row = 1;
        }
        if (headings != null) {
            write(headings);
        }
    }

    private void write(String[] cells) throws IOException {
        for (var i = 0; i < cells.length; i++) {
            if (cells[i] != null && !cells[i].isEmpty()) {
                sheet.inlineString(row, i, cells[i]);
            }
        }
        if (++row % 500 == 0) {
            sheet.flush();
        }
    }

    @Override
    public void row(String... cells) throws IOException {
        if (book == null) {
            open(cells.length);
        } else if (row >= ROWS) {
            finish();
            open(cells.length);
        }
        if (headings == null) {
            headings = cells.clone();
        }
        write(cells);
    }

    /// The library writes the hour of the day into the workbook; it is put back to the city's day so that the same seed gives the same bytes.
    private void finish() throws IOException {
        book.finish();
        raw.close();
        var name = file.getFileName().toString();
        var target = part == 1 ? file : file.resolveSibling(name.replace(".xlsx", "_" + part + ".xlsx"));
        // The library's entries carry their sizes only in the directory at the end, which ZipInputStream does not read.
        try (ZipFile in = new ZipFile(scratch.toFile());
                ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(target), 1 << 16))) {
            out.setLevel(Deflater.BEST_SPEED);
            for (var entries = in.entries(); entries.hasMoreElements();) {
                var e = entries.nextElement();
                var entry = new ZipEntry(e.getName());
                entry.setTimeLocal(LocalDateTime.of(day.getYear(), day.getMonth(), day.getDayOfMonth(), 0, 0));
                out.putNextEntry(entry);
                try (InputStream from = in.getInputStream(e)) {
                    if (!e.getName().equals("docProps/core.xml")) {
                        from.transferTo(out);
                        out.closeEntry();
                        continue;
                    }
                    var text = new String(from.readAllBytes(), StandardCharsets.UTF_8);
                    out.write(text.replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", day + "T00:00:00Z").getBytes(StandardCharsets.UTF_8));
                }
                out.closeEntry();
            }
        }
        Files.delete(scratch);
        book = null;
    }

    @Override
    public void close() throws IOException {
        if (book != null) {
            finish();
        }
    }
}
