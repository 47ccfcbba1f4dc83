package org.hutong.linkage.han;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A citizen identity number (GB 11643: six digits of region, eight of birth, three of sequence, one check character by ISO 7064 MOD 11-2),
/// cleaned of what typing and spreadsheets do to it.
///
/// @param text   cleaned text; eighteen characters when `status` is VALID or WRONG_CHECK
/// @param notes  what was changed or noticed, in Chinese
public record IdNumber(String text, Status status, List<String> notes) {
    /// How far the text can be trusted.
    public enum Status {
        /// Eighteen characters, a real date, the check character fits.
        VALID,
        /// Eighteen characters, but the check character or the date does not fit: a slip somewhere.
        WRONG_CHECK,
        /// Another length or other signs.
        MALFORMED,
        /// A spreadsheet made it a floating-point number; digits are lost and cannot be got back.
        FLOAT,
        /// Nothing there, or a stopgap such as eighteen equal digits.
        MISSING
    }

    private static final int[] FACTORS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECKS = "10X98765432";
    /// Numbers of fifteen digits went to people born before this year and month; they ended with the change to eighteen in 1999.
    private static final LocalDate FIFTEEN_END = LocalDate.of(1999, 10, 1);

    /// Cleans and judges a text as found in a list.
    public static IdNumber parse(String raw) {
        if (raw == null) return missing();
        if (fastValid(raw)) return new IdNumber(raw, Status.VALID, List.of());
        List<String> notes = new ArrayList<>(2);
        String text = clean(raw, notes);
        if (text.isEmpty() || stopgap(text)) return missing();
        if (text.matches("[0-9]+(\\.[0-9]+)?E\\+?[0-9]+") || text.matches("[0-9]{15,18}\\.0+")) {
            return new IdNumber(text, Status.FLOAT, List.of("号码被表格软件改成了浮点数，位数已丢失，无法还原"));
        }
        String digits = letters(text, notes);
        if (digits.length() == 15 && allDigits(digits, 15)) {
            String long18 = digits.substring(0, 6) + "19" + digits.substring(6);
            LocalDate birth = date(long18);
            if (birth != null && birth.isBefore(FIFTEEN_END)) {
                notes.add("15 位号码升为 18 位");
                return new IdNumber(long18 + check(long18), Status.VALID, List.copyOf(notes));
            }
        }
        if (digits.length() == 17 && allDigits(digits, 17) && date(digits) != null) {
            notes.add("缺校验码，已补");
            return new IdNumber(digits + check(digits), Status.VALID, List.copyOf(notes));
        }
        if (digits.length() == 18 && allDigits(digits, 17) && CHECKS.indexOf(digits.charAt(17)) >= 0) {
            if (valid(digits)) return new IdNumber(digits, Status.VALID, List.copyOf(notes));
            notes.add(digits.endsWith("000") ? "末三位为 000，疑似被表格软件截断" : date(digits) == null ? "出生日期不存在" : "校验码不符");
            return new IdNumber(digits, Status.WRONG_CHECK, List.copyOf(notes));
        }
        notes.add("不是 15 位或 18 位号码");
        return new IdNumber(digits, Status.MALFORMED, List.copyOf(notes));
    }

    private static IdNumber missing() {
        return new IdNumber("", Status.MISSING, List.of());
    }

    private static boolean fastValid(String raw) {
        return raw.length() == 18 && allDigits(raw, 17) && valid(raw) && !stopgap(raw);
    }

    /// Full width to half width, blanks, quotes and hyphens dropped, upper case.
    private static String clean(String raw, List<String> notes) {
        StringBuilder out = new StringBuilder(18);
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c >= '！' && c <= '～') {
                c -= 0xfee0;
                if (notes.isEmpty()) notes.add("全角改半角");
            }
            if (c > ' ' && c != '\u3000' && c != '\u00a0' && c != '\ufeff' && c != '\u200b' && c != '-' && c != '\'' && c != '"' && c != '’' && c != '`' && c != '_') out.append(Character.toUpperCase(c));
        }
        return out.toString();
    }

    /// Letters taken for digits in digit places, and what stands for X at the end.
    private static String letters(String text, List<String> notes) {
        char[] c = text.toCharArray();
        boolean changed = false;
        for (int i = 0; i < c.length; i++) {
            char is = switch (c[i]) {
                case 'O', 'Q', 'Ｏ' -> '0';
                case 'I', 'L', '|' -> '1';
                case 'Χ', 'Х', '×', '*' -> i == 17 && c.length == 18 ? 'X' : c[i];
                default -> c[i];
            };
            changed |= is != c[i];
            c[i] = is;
        }
        if (changed) notes.add("形近字母改为数字");
        return new String(c);
    }

    private static boolean stopgap(String text) {
        boolean same = true;
        for (int i = 1; i < text.length() && same; i++) same = text.charAt(i) == text.charAt(0);
        return same || "123456789012345678".startsWith(text) || text.equals("无") || text.equals("不详");
    }

    private static boolean allDigits(String text, int n) {
        for (int i = 0; i < n; i++) if (text.charAt(i) < '0' || text.charAt(i) > '9') return false;
        return true;
    }

    private static LocalDate date(String text) {
        int year = number(text, 6, 10), month = number(text, 10, 12), day = number(text, 12, 14);
        if (year < 1850 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31) return null;
        if (day <= 28) return LocalDate.of(year, month, day);
        try {
            return LocalDate.of(year, month, day);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int number(String text, int from, int to) {
        int n = 0;
        for (int i = from; i < to; i++) n = n * 10 + text.charAt(i) - '0';
        return n;
    }

    /// The check character for the first seventeen digits.
    public static char check(String first17) {
        int sum = 0;
        for (int i = 0; i < 17; i++) sum += (first17.charAt(i) - '0') * FACTORS[i];
        return CHECKS.charAt(sum % 11);
    }

    private static boolean valid(String text) {
        int month = number(text, 10, 12), day = number(text, 12, 14), year = number(text, 6, 10);
        if (month < 1 || month > 12 || day < 1 || year < 1850 || year > 2200) return false;
        return check(text) == text.charAt(17) && (day <= 28 || date(text) != null);
    }

    /// Whether eighteen characters are a valid number, straight from a buffer: what a million rows are put through.
    public static boolean valid(char[] c, int at) {
        int sum = 0;
        boolean varied = false;
        for (int i = 0; i < 17; i++) {
            int d = c[at + i] - '0';
            if (d < 0 || d > 9) return false;
            sum += d * FACTORS[i];
            varied |= c[at + i] != c[at];
        }
        if (!varied || CHECKS.charAt(sum % 11) != c[at + 17]) return false;
        int year = (c[at + 6] - '0') * 1000 + (c[at + 7] - '0') * 100 + (c[at + 8] - '0') * 10 + c[at + 9] - '0';
        int month = (c[at + 10] - '0') * 10 + c[at + 11] - '0', day = (c[at + 12] - '0') * 10 + c[at + 13] - '0';
        if (year < 1850 || year > 2200 || month < 1 || month > 12 || day < 1) return false;
        return day <= 28 || day <= java.time.YearMonth.of(year, month).lengthOfMonth();
    }

    public boolean valid() {
        return status == Status.VALID;
    }

    /// Birth date written in the number, if the number has one that exists.
    public Optional<LocalDate> birth() {
        return text.length() == 18 && allDigits(text, 17) ? Optional.ofNullable(date(text)) : Optional.empty();
    }

    /// `m` or `f` from the sequence's last digit, of a valid number.
    public Optional<String> sex() {
        return valid() ? Optional.of((text.charAt(16) - '0') % 2 == 1 ? "m" : "f") : Optional.empty();
    }

    /// The six-digit region of first registration; unknown codes are no error (codes are retired and new ones come).
    public Optional<String> region() {
        return valid() ? Optional.of(text.substring(0, 6)) : Optional.empty();
    }

    /// Every valid number one slip away from one that fails: another digit at one place, the check character, a swap of neighbours, a digit
    /// lost or doubled. Empty for a number that is valid or hopeless. About twenty; which is meant, only name or birth date can tell.
    public List<String> repairs() {
        if (status != Status.WRONG_CHECK && status != Status.MALFORMED) return List.of();
        List<String> out = new ArrayList<>();
        if (text.length() == 18 && allDigits(text, 17)) {
            char[] c = text.toCharArray();
            for (int i = 0; i < 17; i++) {
                char was = c[i];
                for (char d = '0'; d <= '9'; d++) {
                    c[i] = d;
                    offer(c, d != was, out);
                }
                c[i] = was;
            }
            offer((text.substring(0, 17) + check(text)).toCharArray(), true, out);
            for (int i = 0; i < 16; i++) {
                char[] s = text.toCharArray();
                s[i] = c[i + 1];
                s[i + 1] = c[i];
                offer(s, s[i] != c[i], out);
            }
        } else if (text.length() == 17) {
            for (int i = 0; i <= 17; i++) {
                for (char d = '0'; d <= '9'; d++) offer((text.substring(0, i) + d + text.substring(i)).toCharArray(), true, out);
            }
        } else if (text.length() == 19) {
            for (int i = 0; i < 19; i++) offer((text.substring(0, i) + text.substring(i + 1)).toCharArray(), true, out);
        }
        return out.stream().distinct().toList();
    }

    private static void offer(char[] c, boolean changed, List<String> out) {
        String text = new String(c);
        if (changed && text.length() == 18 && allDigits(text, 17) && valid(text)) out.add(text);
    }
}
