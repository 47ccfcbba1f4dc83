package org.hutong.city.make;

import java.time.LocalDate;

/// Random numbers that are the same on every machine and in every Java version (SplitMix64).
public final class Dice {

    private long state;

    private Dice(long state) {
        this.state = state;
    }

    /// Dice of their own for one purpose: other draws elsewhere do not move these.
    public static Dice of(long seed, long... purpose) {
        var s = mix(seed + 0x9E3779B97F4A7C15L);
        for (var p : purpose) {
            s = mix(s ^ mix(p + 0x632BE59BD9B4E019L));
        }
        return new Dice(s);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    public long next() {
        state += 0x9E3779B97F4A7C15L;
        return mix(state);
    }

    /// 0 ≤ result < 1.
    public double unit() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    /// 0 ≤ result < n.
    public int below(int n) {
        return (int) ((next() >>> 33) * (long) n >>> 31);
    }

    /// low ≤ result ≤ high.
    public int from(int low, int high) {
        return low + below(high - low + 1);
    }

    public boolean chance(double p) {
        return unit() < p;
    }

    /// Near normal (sum of four), mean 0, deviation 1.
    public double bell() {
        return (unit() + unit() + unit() + unit() - 2) * 1.7320508;
    }

    public <T> T pick(T[] of) {
        return of[below(of.length)];
    }

    public char pick(String of) {
        return of.charAt(below(of.length()));
    }

    /// The first ones more often than the last ones.
    public <T> T early(T[] of) {
        var u = unit();
        return of[(int) (u * u * of.length)];
    }

    public LocalDate day(LocalDate from, LocalDate to) {
        var n = to.toEpochDay() - from.toEpochDay();
        return n <= 0 ? from : from.plusDays((long) (unit() * (n + 1)));
    }

    /// Index into weights that add up as `upTo` says (each the sum so far).
    public int weighted(int[] upTo) {
        var x = below(upTo[upTo.length - 1]);
        var lo = 0;
        var hi = upTo.length - 1;
        while (lo < hi) {
            var mid = (lo + hi) >>> 1;
            if (x < upTo[mid]) {
                hi = mid;
            } else {
                lo = mid + 1;
            }
        }
        return lo;
    }
}
