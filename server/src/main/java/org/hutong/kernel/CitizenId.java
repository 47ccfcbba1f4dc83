package org.hutong.kernel;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/// A citizen identity number of 18 characters with a right check digit and a possible birth date (GB 11643).
///
/// An area prefix nobody knows is no error: prefixes are abolished and new ones made.
public record CitizenId(String number) {

    /// What [#check] found. `FIFTEEN` is valid: a number of the form used before 1999-10, which [#number] turns into 18 characters.
    public enum Verdict {
        GOOD(""), FIFTEEN("15 位旧号码"), EMPTY("没有填写"), LENGTH("身份证号应为 18 位"), CHARACTERS("身份证号含有数字和末位 X 以外的字符"),
        BIRTH_DATE("身份证号中的出生日期不存在"), CHECK_DIGIT("身份证号校验位不符");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        public boolean usable() {
            return this == GOOD || this == FIFTEEN;
        }
    }

    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECKS = "10X98765432";

    public CitizenId {
        var verdict = check(number);
        if (verdict != Verdict.GOOD) {
            throw new IllegalArgumentException(verdict.text());
        }
    }

    /// The number in `text`, with full-width characters, spaces and a small x put right and 15 characters made 18.
    public static Optional<CitizenId> parse(String text) {
        var clean = clean(text);
        return switch (check(clean)) {
            case GOOD -> Optional.of(new CitizenId(clean));
            case FIFTEEN -> Optional.of(new CitizenId(lengthen(clean)));
            default -> Optional.empty();
        };
    }

    /// @throws Refusal `KER-001` with the reason
    public static CitizenId require(String text) {
        return parse(text).orElseThrow(() -> new Refusal(
                Refusal.Kind.INVALID, "KER-001", check(clean(text)).text(), "没有保存任何内容", "请核对证件后重新填写"));
    }

    public static Verdict check(String text) {
        var clean = clean(text);
        if (clean.isEmpty()) {
            return Verdict.EMPTY;
        }
        if (clean.length() == 15) {
            if (!clean.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Verdict.CHARACTERS;
            }
            return day("19" + clean.substring(6, 12)).isPresent() ? Verdict.FIFTEEN : Verdict.BIRTH_DATE;
        }
        if (clean.length() != 18) {
            return Verdict.LENGTH;
        }
        for (var i = 0; i < 18; i++) {
            var c = clean.charAt(i);
            if ((c < '0' || c > '9') && !(i == 17 && c == 'X')) {
                return Verdict.CHARACTERS;
            }
        }
        if (day(clean.substring(6, 14)).isEmpty()) {
            return Verdict.BIRTH_DATE;
        }
        return checkDigit(clean) == clean.charAt(17) ? Verdict.GOOD : Verdict.CHECK_DIGIT;
    }

    /// Half-width, without spaces and invisible characters, capital X.
    public static String clean(String text) {
        if (text == null) {
            return "";
        }
        var clean = new StringBuilder(18);
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c >= '！' && c <= '～') {
                c -= 0xFEE0;
            }
            if (c == 'x') {
                c = 'X';
            }
            if (!Character.isWhitespace(c) && !Character.isSpaceChar(c) && Character.getType(c) != Character.FORMAT && c != '\'') {
                clean.append(c);
            }
        }
        return clean.toString();
    }

    private static String lengthen(String fifteen) {
        var seventeen = fifteen.substring(0, 6) + "19" + fifteen.substring(6);
        return seventeen + checkDigit(seventeen);
    }

    private static char checkDigit(String number) {
        var sum = 0;
        for (var i = 0; i < 17; i++) {
            sum += (number.charAt(i) - '0') * WEIGHTS[i];
        }
        return CHECKS.charAt(sum % 11);
    }

    /// @param digits eight of them: a roster of a hundred thousand rows asks this four hundred thousand times
    private static Optional<LocalDate> day(String digits) {
        var year = Integer.parseInt(digits, 0, 4, 10);
        var month = Integer.parseInt(digits, 4, 6, 10);
        var day = Integer.parseInt(digits, 6, 8, 10);
        return year < 1850 || year > 2100 || month < 1 || month > 12 || day < 1 || day > YearMonth.of(year, month).lengthOfMonth()
                ? Optional.empty() : Optional.of(LocalDate.of(year, month, day));
    }

    public LocalDate born() {
        return day(number.substring(6, 14)).orElseThrow();
    }

    /// 男 or 女.
    public String sex() {
        return (number.charAt(16) - '0') % 2 == 1 ? "男" : "女";
    }

    public String areaPrefix() {
        return number.substring(0, 6);
    }

    public String last4() {
        return number.substring(14);
    }

    /// `120116********0017`: area and the last four stay, the birth date and the order do not.
    public String masked() {
        return number.substring(0, 6) + "********" + number.substring(14);
    }

    /// A number that failed [#check] is masked too.
    public static String mask(String text) {
        var clean = clean(text);
        if (clean.length() <= 8) {
            return "*".repeat(clean.length());
        }
        return clean.substring(0, 4) + "*".repeat(clean.length() - 6) + clean.substring(clean.length() - 2);
    }

    /// Kept out of logs: the masked form.
    @Override
    public String toString() {
        return masked();
    }
}
