package org.hutong.city.lists;

import org.hutong.city.Person;
import org.hutong.city.Truth;
import org.hutong.city.make.Dice;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;

/// One list while it is written: its file, its dirt, and the note of who each row really is.
final class Out {

    private static final Charset GBK = Charset.forName("GBK");

    final ListCode code;
    final Dirt dirt;
    Dice dice;
    private final Sheet sheet;
    private final Sheet rowTruth;
    private final long seed;
    private long rows;

    Out(ListCode code, Path folder, Sheet rowTruth, DirtRates rates, long seed, LocalDate today) throws IOException {
        this.code = code;
        this.rowTruth = rowTruth;
        this.seed = seed;
        var file = folder.resolve(code.fileName());
        sheet = switch (code.form()) {
            case GBK -> new CsvSheet(file, GBK, false);
            case UTF8 -> new CsvSheet(file, StandardCharsets.UTF_8, false);
            case UTF8_MARK -> new CsvSheet(file, StandardCharsets.UTF_8, true);
            case XLSX -> new XlsxSheet(file, "Sheet1", null, today);
            case XLSX_TITLE -> new XlsxSheet(file, code == ListCode.ROSTER ? "花名册" : "Sheet1", code.title() + "（" + today.getYear() + "年" + today.getMonthValue() + "月）", today);
        };
        dirt = new Dirt(code.name(), rates, code.form() == ListCode.Form.GBK ? GBK.newEncoder() : null);
        sheet.row(code.headings());
    }

    /// Dice for one household: what other lists draw does not move these.
    Out at(Truth t) {
        dice = Dice.of(seed, 1000 + code.ordinal(), t.id());
        return this;
    }

    Dirt.Ident ident(Person p, boolean withBorn) {
        return dirt.of(dice, p, null, null, withBorn);
    }

    long rows() {
        return rows;
    }

    /// Number of the row that is written next, from 1.
    String number() {
        return Long.toString(rows + 1);
    }

    /// @param person whom the row is about; for rows about two, the second one is `other`, else 0
    void row(long person, long other, int kinds, String... cells) throws IOException {
        write(person, other, kinds, cells);
        if (dirt.befalls(dice, DirtKind.ROW_DUPLICATE)) {
            write(person, other, kinds | DirtKind.ROW_DUPLICATE.bit(), cells);
        }
    }

    void row(Person person, Dirt.Ident ident, int more, String... cells) throws IOException {
        row(person.id(), 0, ident.kinds() | more, cells);
    }

    private void write(long person, long other, int kinds, String... cells) throws IOException {
        sheet.row(cells);
        rows++;
        rowTruth.row(code.name(), Long.toString(rows), Long.toString(person), other == 0 ? "" : Long.toString(other), names(kinds));
    }

    private static String names(int kinds) {
        if (kinds == 0) {
            return "";
        }
        var b = new StringBuilder();
        for (var k : DirtKind.values()) {
            if ((kinds & k.bit()) != 0) {
                b.append(b.isEmpty() ? "" : "|").append(k);
            }
        }
        return b.toString();
    }

    Dirt.Written address(Person p) {
        return dirt.address(dice, p);
    }

    void close() throws IOException {
        sheet.close();
    }
}
