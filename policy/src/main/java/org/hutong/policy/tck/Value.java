package org.hutong.policy.tck;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// FEEL values of foreign models: `BigDecimal`, `String`, `Boolean`, `LocalDate`, {@link Months}, `Duration`, {@link Span}, lists, structures from input data, null.
final class Value {
    /// A years-and-months duration.
    record Months(long total) {}

    /// A range. A missing end is null. `(< 10)` and `(null..10)` are two things: `operator` tells the first from the second (null).
    record Span(Object low, boolean lowIncluded, Object high, boolean highIncluded, String operator) {}

    private Value() {}

    /// Three-valued equality: null when the kinds differ.
    static Boolean equal(Object x, Object y) {
        if (x == null || y == null) return x == y;
        if (x instanceof BigDecimal a && y instanceof BigDecimal b) return a.compareTo(b) == 0;
        if (x instanceof List<?> a && y instanceof List<?> b) {
            if (a.size() != b.size()) return false;
            Boolean all = true;
            for (int i = 0; i < a.size(); i++) {
                var same = equal(a.get(i), b.get(i));
                if (same == null) all = null;
                else if (!same) return false;
            }
            return all;
        }
        if (x instanceof Span a && y instanceof Span b) {
            return Objects.equals(a.operator, b.operator) && a.lowIncluded == b.lowIncluded && a.highIncluded == b.highIncluded && Boolean.TRUE.equals(equal(a.low, b.low)) && Boolean.TRUE.equals(equal(a.high, b.high));
        }
        if (x instanceof Map<?, ?> a && y instanceof Map<?, ?> b) {
            if (!a.keySet().equals(b.keySet())) return false;
            for (var k : a.keySet()) if (!Boolean.TRUE.equals(equal(a.get(k), b.get(k)))) return false;
            return true;
        }
        if (x.getClass() != y.getClass()) return null;
        return Objects.equals(x, y);
    }

    /// Order of two ordered values of one kind; null otherwise.
    static Integer order(Object x, Object y) {
        if (x instanceof BigDecimal a && y instanceof BigDecimal b) return a.compareTo(b);
        if (x instanceof String a && y instanceof String b) return a.compareTo(b);
        if (x instanceof LocalDate a && y instanceof LocalDate b) return a.compareTo(b);
        if (x instanceof Months a && y instanceof Months b) return Long.compare(a.total, b.total);
        if (x instanceof Duration a && y instanceof Duration b) return a.compareTo(b);
        return null;
    }

    static Boolean compare(String op, Object x, Object y) {
        if (op.equals("=")) return equal(x, y);
        if (op.equals("!=")) {
            var same = equal(x, y);
            return same == null ? null : !same;
        }
        var order = order(x, y);
        if (order == null) return null;
        return switch (op) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    static Boolean and(Object x, Object y) {
        if (Boolean.FALSE.equals(x) || Boolean.FALSE.equals(y)) return false;
        return Boolean.TRUE.equals(x) && Boolean.TRUE.equals(y) ? true : null;
    }

    static Boolean or(Object x, Object y) {
        if (Boolean.TRUE.equals(x) || Boolean.TRUE.equals(y)) return true;
        return Boolean.FALSE.equals(x) && Boolean.FALSE.equals(y) ? false : null;
    }

    static Boolean not(Object x) {
        return x instanceof Boolean b ? !b : null;
    }

    static Boolean within(Object x, Span s) {
        Boolean low = s.low == null ? null : compare(s.lowIncluded ? ">=" : ">", x, s.low);
        Boolean high = s.high == null ? null : compare(s.highIncluded ? "<=" : "<", x, s.high);
        return and(low, high);
    }
}
