package org.hutong.files;

import com.fasterxml.aalto.UncheckedStreamException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.apache.commons.csv.CSVFormat;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;
import org.hutong.kernel.Refusal;

/// Reads a sheet somebody else made, as a stream: XLSX, or CSV in UTF-8 (with or without BOM) or GBK.
///
/// Nothing of the file is trusted: archives are measured before they are opened, macros, passwords, old formats and external entities are
/// refused, and every refusal says in Chinese what to do. Heap use does not grow with the number of rows.
public final class SheetReader {

    static final long MAX_WORKBOOK = 64L << 20;
    static final long MAX_INFLATED = 1L << 30;
    static final long MAX_SHARED_STRINGS = 256L << 20;
    static final int MAX_ENTRIES = 1_000;
    static final double MIN_RATIO = 0.01;
    static final int MAX_COLUMNS = 500;
    private static final int HEADING_SEARCH = 12;
    private static final String NOTHING_SAVED = "文件没有收下，库里没有任何变化";

    private final Path file;
    private final boolean csv;
    private final Charset charset;
    private final String sheet;
    private final List<String> sheets;
    private final int headingRow;
    private final List<String> headings;
    private final Set<Integer> mergedRows;

    private SheetReader(Path file, boolean csv, Charset charset, String sheet, List<String> sheets, int headingRow, List<String> headings, Set<Integer> mergedRows) {
        this.file = file;
        this.csv = csv;
        this.charset = charset;
        this.sheet = sheet;
        this.sheets = sheets;
        this.headingRow = headingRow;
        this.headings = headings;
        this.mergedRows = mergedRows;
    }

    /// Looks at the file and finds its heading row.
    ///
    /// @param fits tells whether a row is the heading row wanted; of a workbook's sheets the first visible one with such a row is read
    /// @throws Refusal `FIL-001` to `FIL-015`; nothing was kept
    public static SheetReader open(Path file, String fileName, Predicate<List<String>> fits) {
        try {
            if (Files.size(file) == 0) {
                throw refuse("FIL-001", "文件是空的", "请确认导出成功后重新选择文件");
            }
            var head = firstBytes(file, 8);
            if (starts(head, 0xD0, 0xCF, 0x11, 0xE0)) {
                throw contains(file, "EncryptedPackage")
                        ? refuse("FIL-002", "工作簿设了打开密码，读不了", "请去掉密码（文件 → 信息 → 保护工作簿）后另存再传")
                        : refuse("FIL-003", "这是旧的 .xls 格式", "请用 Excel 或 WPS 打开，另存为 .xlsx 或 CSV 后再传");
            }
            if (starts(head, 'P', 'K', 3, 4)) {
                return openWorkbook(file, fits);
            }
            if (starts(head, 'P', 'K', 5, 6)) {
                throw refuse("FIL-001", "文件里什么也没有", "请确认导出成功后重新选择文件");
            }
            if (fileName.toLowerCase(Locale.ROOT).endsWith(".xlsx")) {
                throw refuse("FIL-004", "文件名是 .xlsx，内容却不是工作簿，可能没有传完", "请重新导出或重新上传");
            }
            return openCsv(file, fits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<String> headings() {
        return headings;
    }

    public int headingRow() {
        return headingRow;
    }

    public String sheet() {
        return sheet;
    }

    public List<String> sheets() {
        return sheets;
    }

    /// Character set of a CSV; null for a workbook.
    public Charset charset() {
        return charset;
    }

    /// A row that a merged area reaches into: its value may belong to another row.
    public boolean isMerged(int rowNumber) {
        return mergedRows.contains(rowNumber);
    }

    /// Every row below the headings, empty ones left out, in order.
    ///
    /// @throws Refusal `FIL-013` when the text cannot be read to its end; the rows before were given already, so the caller must
    ///         make them visible only after this returns
    public void rows(Consumer<SheetRow> each) {
        if (csv) {
            readCsv(file, charset, row -> give(row, each));
        } else {
            readWorkbook(each);
        }
    }

    private void give(SheetRow row, Consumer<SheetRow> each) {
        if (row.number() > headingRow && !row.isEmpty()) {
            each.accept(row);
        }
    }

    // ------------------------------------------------------------ workbooks

    private static SheetReader openWorkbook(Path file, Predicate<List<String>> fits) throws IOException {
        if (Files.size(file) > MAX_WORKBOOK) {
            throw new Refusal(Refusal.Kind.TOO_LARGE, "FIL-005", "工作簿超过 64 MB", NOTHING_SAVED, "请另存为 CSV，或分成几个文件再传");
        }
        try {
            measure(file);
        } catch (java.io.EOFException e) {
            throw damaged();
        }
        try (var workbook = open(file)) {
            var sheets = workbook.getSheets().filter(sheet -> sheet.getVisibility() == SheetVisibility.VISIBLE).toList();
            var seen = new ArrayList<String>();
            for (var sheet : sheets) {
                var found = headings(sheet, fits, seen);
                if (found != null) {
                    return new SheetReader(file, false, null, sheet.getName(), sheets.stream().map(Sheet::getName).toList(), found.number(),
                            texts(found), mergedRows(file, sheet.getIndex() + 1));
                }
            }
            throw noHeadings(sheets.stream().map(Sheet::getName).toList(), seen);
        } catch (Refusal refusal) {
            throw refusal;
        } catch (java.nio.file.FileSystemException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The library tells broken XML, broken numbers and broken references by whatever exception they run into.
            throw damaged();
        }
    }

    private static Refusal damaged() {
        return refuse("FIL-006", "工作簿内部有损坏，读不下去", "请用 Excel 或 WPS 打开，另存一份后再传");
    }

    private static SheetRow headings(Sheet sheet, Predicate<List<String>> fits, List<String> seen) throws IOException {
        try (var rows = sheet.openStream()) {
            for (var row : (Iterable<Row>) rows.limit(HEADING_SEARCH)::iterator) {
                var candidate = row(row);
                if (fits.test(texts(candidate))) {
                    return candidate;
                }
                note(texts(candidate), seen);
            }
            return null;
        }
    }

    /// Keeps the first row of several cells to be told back, empty where it reads like data: a refusal is not sealed as the list is, so no
    /// person may get into it.
    private static void note(List<String> cells, List<String> seen) {
        var filled = cells.stream().filter(cell -> !cell.isBlank()).toList();
        if (seen.isEmpty() && filled.size() > 1) {
            var data = filled.stream().anyMatch(cell -> cell.chars().anyMatch(Character::isDigit) || cell.equals("男") || cell.equals("女"));
            seen.add(data ? "" : String.join("、", filled.stream().limit(6).toList()));
        }
    }

    private static Refusal noHeadings(List<String> sheets, List<String> seen) {
        return refuse("FIL-007", "没有找到要的表头" + (sheets.isEmpty() ? "" : "（看了表：" + String.join("、", sheets) + "）")
                + (seen.isEmpty() ? "" : seen.getFirst().isEmpty() ? "，开头几行像是数据" : "。看到的是：" + seen.getFirst()), "请确认传的是这份名单，表头在前 " + HEADING_SEARCH + " 行之内");
    }

    private void readWorkbook(Consumer<SheetRow> each) {
        try (var workbook = open(file)) {
            var wanted = workbook.getSheets().filter(candidate -> candidate.getName().equals(sheet)).findFirst().orElseThrow();
            try (var rows = wanted.openStream()) {
                var iterator = rows.iterator();
                for (SheetRow next; (next = next(iterator)) != null;) {
                    give(next, each);
                }
            }
        } catch (ExcelReaderException | UncheckedStreamException | IOException e) {
            throw damaged();
        }
    }

    /// Exporters that know no formats write no `styles.xml`, and the library refuses a workbook without it when asked for formats.
    private static ReadableWorkbook open(Path file) throws IOException {
        try (var zip = new ZipFile(file.toFile())) {
            return new ReadableWorkbook(file.toFile(), new ReadingOptions(zip.stream().anyMatch(part -> part.getName().endsWith("styles.xml")), true));
        }
    }

    /// The library's own troubles become a refusal here; those of whoever takes the rows are not caught.
    private static SheetRow next(java.util.Iterator<Row> rows) {
        try {
            return rows.hasNext() ? row(rows.next()) : null;
        } catch (RuntimeException e) {
            throw damaged();
        }
    }

    private static SheetRow row(Row row) {
        var width = Math.min(row.getCellCount(), MAX_COLUMNS);
        var cells = new ArrayList<SheetRow.Cell>(width);
        for (var column = 0; column < width; column++) {
            cells.add(row.getOptionalCell(column).map(SheetReader::cell).orElse(SheetRow.Cell.NONE));
        }
        return new SheetRow(row.getRowNum(), cells);
    }

    private static SheetRow.Cell cell(org.dhatim.fastexcel.reader.Cell cell) {
        if (cell.getFormula() != null && !cell.getFormula().isEmpty() || cell.getType() == CellType.FORMULA) {
            return new SheetRow.Cell(SheetRow.Kind.FORMULA, "=" + (cell.getFormula() == null ? "" : cell.getFormula()));
        }
        return switch (cell.getType()) {
            case EMPTY -> SheetRow.Cell.NONE;
            case ERROR -> new SheetRow.Cell(SheetRow.Kind.ERROR, cell.getRawValue() == null ? "#错误" : cell.getRawValue());
            case BOOLEAN -> new SheetRow.Cell(SheetRow.Kind.TEXT, cell.asBoolean() ? "是" : "否");
            case NUMBER -> number(cell);
            default -> new SheetRow.Cell(SheetRow.Kind.TEXT, cell.getText() == null ? "" : cell.getText().strip());
        };
    }

    private static SheetRow.Cell number(org.dhatim.fastexcel.reader.Cell cell) {
        var format = cell.getDataFormatString();
        BigDecimal value = cell.asNumber();
        if (format != null && looksLikeDate(format) && value.signum() > 0 && value.compareTo(BigDecimal.valueOf(200_000)) < 0) {
            return new SheetRow.Cell(SheetRow.Kind.DATE, cell.asDate().toLocalDate().toString());
        }
        return new SheetRow.Cell(SheetRow.Kind.NUMBER, value.stripTrailingZeros().toPlainString());
    }

    private static boolean looksLikeDate(String format) {
        var bare = format.replaceAll("\"[^\"]*\"|\\[[^\\]]*\\]|\\\\.", "").toLowerCase(Locale.ROOT);
        return bare.contains("y") || bare.contains("d") && bare.contains("m");
    }

    /// Inflates every part once, counting, before anything is parsed.
    private static void measure(Path file) throws IOException {
        try (var zip = new ZipFile(file.toFile())) {
            if (zip.size() > MAX_ENTRIES) {
                throw refuse("FIL-008", "工作簿里的部件多得不正常（" + zip.size() + " 个）", "请用 Excel 或 WPS 打开，另存一份后再传");
            }
            var names = new HashSet<String>();
            var inflated = 0L;
            var buffer = new byte[1 << 16];
            for (var entry : zip.stream().<ZipEntry>map(part -> part).toList()) {
                var name = entry.getName().toLowerCase(Locale.ROOT);
                if (!names.add(name) || name.contains("..") || name.startsWith("/")) {
                    throw refuse("FIL-008", "工作簿里的部件名不正常", "请用 Excel 或 WPS 打开，另存一份后再传");
                }
                if (name.endsWith("vbaproject.bin")) {
                    throw refuse("FIL-009", "工作簿带有宏", "请另存为不带宏的 .xlsx 后再传");
                }
                if (name.endsWith(".zip") || name.endsWith(".xlsx") || name.endsWith(".xlsm")) {
                    throw refuse("FIL-008", "工作簿里还套着压缩包", "请只保留名单本身，另存后再传");
                }
                try (var in = zip.getInputStream(entry)) {
                    var size = 0L;
                    var first = true;
                    for (int n; (n = in.read(buffer)) > 0;) {
                        if (first && contains(buffer, Math.min(n, 1024), "<!DOCTYPE")) {
                            throw refuse("FIL-010", "工作簿里有不该有的文档声明", "请用 Excel 或 WPS 打开，另存一份后再传");
                        }
                        first = false;
                        size += n;
                        inflated += n;
                        if (inflated > MAX_INFLATED || name.endsWith("sharedstrings.xml") && size > MAX_SHARED_STRINGS
                                || size > 1 << 20 && entry.getCompressedSize() > 0 && (double) entry.getCompressedSize() / size < MIN_RATIO) {
                            throw new Refusal(Refusal.Kind.TOO_LARGE, "FIL-011", "工作簿解开后大得不正常", NOTHING_SAVED,
                                    "如果确实有这么多行，请另存为 CSV 再传");
                        }
                    }
                }
            }
        } catch (ZipException | java.util.zip.ZipError e) {
            throw refuse("FIL-006", "工作簿不完整，可能没有传完", "请重新上传");
        } catch (IllegalArgumentException e) {
            throw refuse("FIL-008", "工作簿里的部件名不正常", "请用 Excel 或 WPS 打开，另存一份后再传");
        }
    }

    /// Rows a merged area of the sheet covers. The list stands after the rows, in the last part of the sheet's XML.
    private static Set<Integer> mergedRows(Path file, int sheetNumber) throws IOException {
        var rows = new HashSet<Integer>();
        try (var zip = new ZipFile(file.toFile())) {
            var part = zip.getEntry("xl/worksheets/sheet" + sheetNumber + ".xml");
            if (part == null) {
                return rows;
            }
            try (var in = zip.getInputStream(part)) {
                var tail = lastBytes(in, 1 << 20);
                var area = java.util.regex.Pattern.compile("<mergeCell ref=\"[A-Z]+(\\d{1,7}):[A-Z]+(\\d{1,7})\"").matcher(tail);
                while (area.find()) {
                    var from = Integer.parseInt(area.group(1));
                    var to = Math.min(Integer.parseInt(area.group(2)), from + 100_000);
                    for (var row = from; row <= to; row++) {
                        rows.add(row);
                    }
                }
            }
        }
        return rows;
    }

    private static String lastBytes(InputStream in, int keep) throws IOException {
        var ring = new byte[keep];
        var total = 0L;
        var buffer = new byte[1 << 16];
        for (int n; (n = in.read(buffer)) > 0;) {
            var at = (int) (total % keep);
            var first = Math.min(n, keep - at);
            System.arraycopy(buffer, 0, ring, at, first);
            System.arraycopy(buffer, first, ring, 0, n - first);
            total += n;
        }
        var length = (int) Math.min(total, keep);
        var tail = new byte[length];
        for (var i = 0; i < length; i++) {
            tail[i] = ring[(int) ((total - length + i) % keep)];
        }
        return new String(tail, StandardCharsets.UTF_8);
    }

    private static SheetReader openCsv(Path file, Predicate<List<String>> fits) throws IOException {
        var charset = charsetOf(file);
        var seen = new ArrayList<String>();
        var number = 0;
        try (var parser = CSVFormat.EXCEL.parse(new InputStreamReader(text(file), charset.newDecoder()))) {
            for (var record : parser) {
                number++;
                var candidate = row(record, number);
                if (fits.test(texts(candidate))) {
                    return new SheetReader(file, true, charset, "", List.of(), number, texts(candidate), Set.of());
                }
                note(texts(candidate), seen);
                if (number >= HEADING_SEARCH) {
                    break;
                }
            }
        } catch (CharacterCodingException e) {
            throw unreadable();
        } catch (UncheckedIOException e) {
            throw e.getCause() instanceof CharacterCodingException ? unreadable() : quotes(number + 1);
        }
        throw noHeadings(List.of(), seen);
    }

    private static void readCsv(Path file, Charset charset, Consumer<SheetRow> each) {
        var number = 0;
        try (var parser = CSVFormat.EXCEL.parse(new InputStreamReader(text(file),
                charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT)))) {
            for (var record : parser) {
                each.accept(row(record, ++number));
            }
        } catch (CharacterCodingException e) {
            throw brokenAt(number + 1);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw brokenAt(number + 1);
            }
            throw quotes(number + 1);
        } catch (IOException e) {
            throw quotes(number + 1);
        }
    }

    private static Refusal quotes(int row) {
        return refuse("FIL-014", "第 " + row + " 行附近的引号没有成对，往下读不了", "请检查这一行，或重新导出");
    }

    private static Refusal brokenAt(int row) {
        return refuse("FIL-013", "第 " + row + " 行附近混进了另一种编码的文字", "请统一存成 UTF-8 或 GBK 后重新上传");
    }

    private static Refusal unreadable() {
        return refuse("FIL-012", "文字编码认不出来，不是 UTF-8，也不是 GBK", "请用 Excel 或 WPS 打开，另存为 CSV UTF-8 或 .xlsx 后再传");
    }

    private static SheetRow row(org.apache.commons.csv.CSVRecord record, int number) {
        if (record.size() > MAX_COLUMNS) {
            throw refuse("FIL-015", "第 " + number + " 行有 " + record.size() + " 列，多得不正常", "请检查分隔符和引号后重新导出");
        }
        var cells = new ArrayList<SheetRow.Cell>(record.size());
        for (var value : record) {
            var text = value.strip();
            cells.add(text.isEmpty() ? SheetRow.Cell.NONE : new SheetRow.Cell(SheetRow.Kind.TEXT, text));
        }
        return new SheetRow(number, cells);
    }

    /// UTF-8 where the whole file is; else GB18030, which covers GBK.
    private static Charset charsetOf(Path file) throws IOException {
        for (var charset : List.of(StandardCharsets.UTF_8, Charset.forName("GB18030"))) {
            if (decodes(file, charset)) {
                return charset;
            }
        }
        throw unreadable();
    }

    /// Looks at the first 4 MB, so that one stray byte far below is reported with its row and not as an unknown encoding.
    private static boolean decodes(Path file, Charset charset) throws IOException {
        var bytes = firstBytes(file, 4 << 20);
        var decoder = charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length + 1);
        var result = decoder.decode(in, out, false);
        if (result.isError()) {
            return false;
        }
        for (var i = 0; i < out.position(); i++) {
            var c = out.get(i);
            if (c < ' ' && c != '\t' && c != '\n' && c != '\r') {
                return false;
            }
        }
        return true;
    }

    private static InputStream text(Path file) throws IOException {
        var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.mark(3);
        var bom = in.readNBytes(3);
        if (!starts(bom, 0xEF, 0xBB, 0xBF)) {
            in.reset();
        }
        return in;
    }

    private static List<String> texts(SheetRow row) {
        return row.cells().stream().map(cell -> cell.text().replaceAll("\\s+", "")).toList();
    }

    private static Refusal refuse(String code, String title, String next) {
        return new Refusal(Refusal.Kind.INVALID, code, title, NOTHING_SAVED, next);
    }

    private static byte[] firstBytes(Path file, int count) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(count);
        }
    }

    private static boolean starts(byte[] bytes, int... wanted) {
        if (bytes.length < wanted.length) {
            return false;
        }
        for (var i = 0; i < wanted.length; i++) {
            if ((bytes[i] & 0xFF) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(byte[] bytes, int length, String ascii) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains(ascii);
    }

    /// OLE2 keeps the names of its streams in UTF-16.
    private static boolean contains(Path file, String name) throws IOException {
        var wanted = new String(name.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
        return new String(firstBytes(file, 1 << 20), StandardCharsets.ISO_8859_1).contains(wanted);
    }
}
