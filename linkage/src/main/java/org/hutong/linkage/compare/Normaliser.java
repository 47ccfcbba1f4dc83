package org.hutong.linkage.compare;

import java.util.Locale;
import java.util.Set;
import org.hutong.linkage.han.HanText;
import org.hutong.linkage.han.IdNumber;
import org.hutong.linkage.model.FieldType;
import org.hutong.linkage.text.Latin;

/// Brings one value into its column's normal form, in a buffer, without making strings where the value is clean already.
///
/// `clean` rewrites the first `length` characters of the buffer and gives the new length; 0 means missing.
abstract class Normaliser {
    abstract int clean(char[] c, int length);

    /// Identity numbers that a spreadsheet turned into floating point, as far as seen.
    int floats;

    static Normaliser of(FieldType type) {
        return switch (type) {
            case DATE -> strings(Dates::plain);
            case EMAIL -> strings(text -> text.toLowerCase(Locale.ROOT).replace(" ", ""));
            case IDENTIFIER, POSTCODE -> strings(text -> Latin.plain(text).replace(" ", ""));
            case SEX -> strings(Normaliser::sex);
            case PHONE -> phone();
            case ID_NUMBER -> idNumber();
            case CHINESE_NAME -> chineseName();
            case NAME -> strings(text -> HanText.han(text) ? HanText.name(text) : Latin.plain(text));
            case ADDRESS, REGION, TEXT, CATEGORY -> words();
            case GIVEN_NAME, SURNAME -> strings(Latin::plain);
        };
    }

    private static Normaliser strings(java.util.function.UnaryOperator<String> plain) {
        return new Normaliser() {
            @Override int clean(char[] c, int length) {
                return put(plain.apply(new String(c, 0, length)), c);
            }
        };
    }

    private static int put(String text, char[] c) {
        int length = Math.min(text.length(), c.length);
        text.getChars(0, length, c, 0);
        return length;
    }

    private static Normaliser chineseName() {
        return new Normaliser() {
            @Override int clean(char[] c, int length) {
                boolean plain = length <= 6;
                for (int i = 0; i < length && plain; i++) plain = c[i] >= 0x4e00 && c[i] <= 0x9fff;
                if (!plain) return put(HanText.name(new String(c, 0, length)), c);
                HanText.simplify(c, length);
                return length;
            }
        };
    }

    private static Normaliser words() {
        return new Normaliser() {
            @Override int clean(char[] c, int length) {
                return HanText.han(c, length) ? HanText.address(c, length) : put(Latin.plain(new String(c, 0, length)), c);
            }
        };
    }

    private static Normaliser idNumber() {
        return new Normaliser() {
            @Override int clean(char[] c, int length) {
                if (length == 18 && c[17] == 'x') c[17] = 'X';
                if (length == 18 && IdNumber.valid(c, 0)) return length;
                IdNumber number = IdNumber.parse(new String(c, 0, length));
                if (number.status() == IdNumber.Status.FLOAT) {
                    floats++;
                    return 0;
                }
                return put(number.text(), c);
            }
        };
    }

    /// Digits only, without the country's prefix.
    private static Normaliser phone() {
        return new Normaliser() {
            @Override int clean(char[] c, int length) {
                int n = 0;
                for (int i = 0; i < length; i++) {
                    char d = c[i] >= '０' && c[i] <= '９' ? (char) (c[i] - '０' + '0') : c[i];
                    if (d >= '0' && d <= '9') c[n++] = d;
                }
                int from = n == 13 && c[0] == '8' && c[1] == '6' ? 2 : n == 15 && c[0] == '0' && c[1] == '0' && c[2] == '8' && c[3] == '6' ? 4 : 0;
                if (from > 0) System.arraycopy(c, from, c, 0, n - from);
                return n < 4 ? 0 : n - from;
            }
        };
    }

    private static final Set<String> MALE = Set.of("m", "male", "男", "男性", "1", "man", "boy"), FEMALE = Set.of("f", "female", "女", "女性", "2", "woman", "girl");
    private static final Set<String> UNSAID = Set.of("0", "9", "未说明", "未说明的性别", "未知的性别", "u");

    private static String sex(String text) {
        String t = java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
        return MALE.contains(t) ? "m" : FEMALE.contains(t) ? "f" : UNSAID.contains(t) ? "" : t;
    }
}
