package org.hutong.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CsvSafeTests {

    private static final String TRIGGERS = "=+-@|%＝＋－＠｜％";
    private static final String[] PIECES = {"=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠", "'", "''", " ", "\t", "\r", "\n", "\u00A0", "\u3000", "\u200B", "\u200D",
        "\uFEFF", "\u2060", "\u0000", "\u0007", "\u001F", "\u202E", "\u00AD", "\u2800", "\u3164", "\uFE0F", "王", "小明", "1+1", "cmd|' /C calc'!A0", "HYPERLINK(\"x\")", "0", "𠮷", "\"", ","};

    @Test
    void noTextBeginsWithAFormulaOnceInvisibleCharactersAreGoneAndEveryTextComesBack() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var marked = 0;
        for (var i = 0; i < 200_000; i++) {
            var text = new StringBuilder();
            for (var n = random.nextInt(6); n >= 0; n--) {
                text.append(random.nextInt(8) == 0 ? String.valueOf((char) random.nextInt(0xD800)) : PIECES[random.nextInt(PIECES.length)]);
            }
            var cell = CsvSafe.text(text.toString());
            assertThat(begins(cell)).as("seed %d, %s", seed, escaped(text)).isFalse();
            assertThat(CsvSafe.original(cell)).as("seed %d, %s", seed, escaped(text)).isEqualTo(text.toString());
            marked += cell.length() > text.length() ? 1 : 0;
        }
        assertThat(marked).isBetween(50_000, 199_000);
    }

    /// Written apart from the sanitizer: letters, digits, marks and symbols are visible, everything else is not.
    private static boolean begins(String cell) {
        for (var i = 0; i < cell.length();) {
            var c = cell.codePointAt(i);
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.FORMAT, Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> i += Character.charCount(c);
                default -> {
                    return TRIGGERS.indexOf(c) >= 0;
                }
            }
        }
        return false;
    }

    private static String escaped(CharSequence text) {
        var out = new StringBuilder();
        text.chars().forEach(c -> out.append("%04x ".formatted(c)));
        return out.toString();
    }

    @Test
    void ordinaryNamesAndNumbersStayAsTheyAre() {
        for (var text : new String[] {"王小明", "120116********0017", "1,700.00", "a-b", "", "O'Neil", "2026-11-23"}) {
            assertThat(CsvSafe.text(text)).isEqualTo(text);
        }
    }

    @Test
    void aNameThatIsOnlyAMinusIsMarkedAndReadBack() {
        assertThat(CsvSafe.text("-")).isEqualTo("'-");
        assertThat(CsvSafe.original("'-")).isEqualTo("-");
        assertThat(CsvSafe.original(CsvSafe.text("'-"))).isEqualTo("'-");
    }
}
