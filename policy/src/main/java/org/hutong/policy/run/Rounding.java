package org.hutong.policy.run;

/// How a quotient becomes whole, named as in FEEL.
enum Rounding {
    FLOOR, CEILING, UP, DOWN, HALF_UP, HALF_DOWN, HALF_EVEN;

    /// @param d positive
    long divide(long n, long d) {
        long q = Math.floorDiv(n, d), rest = n - q * d;
        if (rest == 0) return q;
        return switch (this) {
            case FLOOR -> q;
            case CEILING -> q + 1;
            case UP -> n < 0 ? q : q + 1;
            case DOWN -> n < 0 ? q + 1 : q;
            case HALF_UP -> rest * 2 > d || rest * 2 == d && n > 0 ? q + 1 : q;
            case HALF_DOWN -> rest * 2 > d || rest * 2 == d && n < 0 ? q + 1 : q;
            case HALF_EVEN -> rest * 2 > d || rest * 2 == d && (q & 1) == 1 ? q + 1 : q;
        };
    }
}
