package org.hutong.kernel;

import java.math.RoundingMode;

/// An exact amount in 分.
public record Money(long fen) implements Comparable<Money> {

    public static final Money ZERO = new Money(0);

    public static Money ofYuan(long yuan) {
        return new Money(Math.multiplyExact(yuan, 100));
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(fen, other.fen));
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(fen, other.fen));
    }

    public Money times(long factor) {
        return new Money(Math.multiplyExact(fen, factor));
    }

    /// Division says its rounding; there is no default.
    public Money dividedBy(long divisor, RoundingMode rounding) {
        return new Money(java.math.BigDecimal.valueOf(fen).divide(java.math.BigDecimal.valueOf(divisor), 0, rounding).longValueExact());
    }

    /// As officers write it: `1,700.00`.
    public String inYuan() {
        return String.format("%s%,d.%02d", fen < 0 ? "−" : "", Math.abs(fen) / 100, Math.abs(fen) % 100);
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(fen, other.fen);
    }
}
