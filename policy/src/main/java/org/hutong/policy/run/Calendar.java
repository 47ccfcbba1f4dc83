package org.hutong.policy.run;

/// Whole months between epoch days without objects (proleptic Gregorian, 0000-03-01 based), so that a column of dates is one plain loop.
final class Calendar {
    private Calendar() {}

    /// `from <= to`: months between, the day of the month not yet reached counting as a month less.
    static long months(long from, long to) {
        long x = packed(from), y = packed(to);
        return (y >> 5) - (x >> 5) - ((y & 31) < (x & 31) ? 1 : 0);
    }

    /// `(year * 12 + month) << 5 | day`
    static long packed(long epochDay) {
        int z = (int) epochDay + 719468;
        int era = Math.floorDiv(z, 146097);
        int doe = z - era * 146097;
        int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
        int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        int mp = (5 * doy + 2) / 153;
        int d = doy - (153 * mp + 2) / 5 + 1;
        int year = yoe + era * 400;
        return (long) (year * 12 + mp) << 5 | d;
    }

    static void monthsTo(long[] from, long to, long[] out, int n) {
        long y = packed(to), month = y >> 5, day = y & 31;
        for (int i = 0; i < n; i++) {
            if (from[i] <= to) {
                long x = packed(from[i]);
                out[i] = month - (x >> 5) - (day < (x & 31) ? 1 : 0);
            } else if (from[i] < Integer.MAX_VALUE) {
                out[i] = -months(to, from[i]);
            }
        }
    }
}
