package org.hutong.kernel;

/// The one sanitizer of every exporter (CSV and workbook): no cell a spreadsheet would take for a formula.
///
/// A text whose first visible character starts a formula gets an apostrophe in front; [#original] takes it away again. Because a text
/// that already begins with apostrophes before such a character gets one more, the way back loses nothing.
public final class CsvSafe {

    private static final String TRIGGERS = "=+-@|%＝＋－＠｜％";

    private CsvSafe() {}

    public static String text(String value) {
        if (value == null) {
            return "";
        }
        return starts(value) ? "'" + value : value;
    }

    /// What [#text] was given.
    public static String original(String cell) {
        return cell.startsWith("'") && starts(cell.substring(1)) ? cell.substring(1) : cell;
    }

    /// True for a text that would start a formula, or that is such a text behind our own mark.
    private static boolean starts(String value) {
        var i = 0;
        while (i < value.length() && value.charAt(i) == '\'') {
            i++;
        }
        if (i < value.length() && isLineOrTab(value.charAt(i))) {
            return true;
        }
        while (i < value.length()) {
            var c = value.codePointAt(i);
            if (!invisible(c)) {
                return TRIGGERS.indexOf(c) >= 0;
            }
            i += Character.charCount(c);
        }
        return false;
    }

    private static boolean isLineOrTab(char c) {
        return c == '\t' || c == '\r' || c == '\n';
    }

    /// Space, control, zero-width, byte-order mark and other format characters: a spreadsheet may drop them before it looks for a formula.
    public static boolean invisible(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint) || Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.FORMAT || codePoint == 0x3164 || codePoint == 0x115F || codePoint == 0x1160
                || codePoint == 0xFFA0 || codePoint == 0x2800 || codePoint >= 0xFE00 && codePoint <= 0xFE0F
                || codePoint == 0x034F || codePoint == 0x17B4 || codePoint == 0x17B5;
    }
}
