package org.hutong.city.make;

import org.hutong.city.Prefixes;
import org.hutong.city.Sex;
import java.time.LocalDate;

/// Hands out identity numbers (GB 11643) of one district, none twice.
///
/// Keeps one counter for each prefix, day and sex; what it keeps does not grow with the number of people.
public final class IdNumbers {

    private static final LocalDate FIRST = LocalDate.of(1900, 1, 1);
    private static final int DAYS = 366 * 150;
    private static final int A_DAY = 499;
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECKS = "10X98765432";

    private final String[] prefixes = new String[Prefixes.ELSEWHERE + 1];
    private final short[][] used = new short[prefixes.length][];

    /// @param district six digits
    /// @param ordinal  the district's number in the city
    public IdNumbers(String district, int ordinal) {
        prefixes[0] = Prefixes.of(district);
        for (var i = 0; i < Prefixes.ELSEWHERE; i++) {
            prefixes[i + 1] = Prefixes.elsewhere(ordinal, i);
        }
    }

    /// @param origin 0 for somebody born here, 1 to [Prefixes#ELSEWHERE] for elsewhere; the next one is taken where a day is full
    public String next(int origin, LocalDate born, Sex sex) {
        var day = (int) (born.toEpochDay() - FIRST.toEpochDay());
        for (var i = 0; i < prefixes.length; i++) {
            var p = (origin + i) % prefixes.length;
            if (used[p] == null) {
                used[p] = new short[DAYS * 2];
            }
            var slot = day * 2 + sex.ordinal();
            var n = used[p][slot];
            if (n < A_DAY) {
                used[p][slot]++;
                var s = (n * 179 + day * 31) % A_DAY;
                return number(prefixes[p], born, sex == Sex.MALE ? 2 * s + 1 : 2 * s + 2);
            }
        }
        throw new IllegalStateException("一个区一天出生的人数超过 " + A_DAY * prefixes.length + "，请减少 --people");
    }

    /// The number with its check digit.
    public static String number(String prefix, LocalDate born, int sequence) {
        var c = new char[18];
        prefix.getChars(0, 6, c, 0);
        digits(c, 6, 4, born.getYear());
        digits(c, 10, 2, born.getMonthValue());
        digits(c, 12, 2, born.getDayOfMonth());
        digits(c, 14, 3, sequence);
        c[17] = check(c);
        return new String(c);
    }

    private static void digits(char[] c, int at, int n, int value) {
        for (var i = at + n - 1; i >= at; i--) {
            c[i] = (char) ('0' + value % 10);
            value /= 10;
        }
    }

    private static char check(char[] c) {
        var sum = 0;
        for (var i = 0; i < 17; i++) {
            sum += (c[i] - '0') * WEIGHTS[i];
        }
        return CHECKS.charAt(sum % 11);
    }

    /// Seventeen digits with their check digit, whatever they say.
    public static String withCheck(String seventeen) {
        return seventeen + check(seventeen.toCharArray());
    }

    public static boolean valid(String number) {
        if (number.length() != 18) {
            return false;
        }
        for (var i = 0; i < 17; i++) {
            if (number.charAt(i) < '0' || number.charAt(i) > '9') {
                return false;
            }
        }
        return check(number.toCharArray()) == number.charAt(17);
    }
}
