package org.hutong.policy.tck;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.hutong.policy.feel.FeelException;

/// The built-in functions of the subset over objects. A wrong argument gives null, as the standard says; a function outside the subset is refused.
final class Builtins {
    private static final Pattern DATE = Pattern.compile("(-?)(\\d{4,9})-(\\d{2})-(\\d{2})");
    private static final Pattern MONTHS = Pattern.compile("(-?)P(?=\\d)(?:(\\d+)Y)?(?:(\\d+)M)?");
    private static final Pattern DAYS = Pattern.compile("(-?)P(?=\\d|T\\d)(?:(\\d+)D)?(?:T(?=\\d)(?:(\\d+)H)?(?:(\\d+)M)?(?:(\\d+(?:\\.\\d*)?)S)?)?");
    private static final Map<String, List<String>> NAMES = Map.ofEntries(Map.entry("decimal", List.of("n", "scale")), Map.entry("floor", List.of("n", "scale")), Map.entry("ceiling", List.of("n", "scale")),
            Map.entry("round up", List.of("n", "scale")), Map.entry("round down", List.of("n", "scale")), Map.entry("round half up", List.of("n", "scale")), Map.entry("round half down", List.of("n", "scale")),
            Map.entry("years and months duration", List.of("from", "to")), Map.entry("duration", List.of("from")), Map.entry("not", List.of("negand")), Map.entry("abs", List.of("n")));

    private Builtins() {}

    static Object call(String function, List<Object> given, List<String> names) {
        if (function.equals("date")) return date(given, names);
        var args = given;
        if (!names.isEmpty()) {
            var order = NAMES.get(function);
            if (order == null) throw Interpreter.refuse("函数 " + function);
            args = ordered(given, names, order);
            if (args == null) return null;
        }
        return switch (function) {
            case "not" -> args.size() == 1 ? Value.not(args.getFirst()) : null;
            case "decimal" -> round(args, 2, RoundingMode.HALF_EVEN);
            case "floor" -> round(args, 1, RoundingMode.FLOOR);
            case "ceiling" -> round(args, 1, RoundingMode.CEILING);
            case "round up" -> round(args, 2, RoundingMode.UP);
            case "round down" -> round(args, 2, RoundingMode.DOWN);
            case "round half up" -> round(args, 2, RoundingMode.HALF_UP);
            case "round half down" -> round(args, 2, RoundingMode.HALF_DOWN);
            case "abs" -> args.size() == 1 && args.getFirst() instanceof BigDecimal d ? d.abs() : null;
            case "duration" -> args.size() == 1 && args.getFirst() instanceof String s ? duration(s) : null;
            case "years and months duration" -> args.size() == 2 && args.get(0) instanceof LocalDate a && args.get(1) instanceof LocalDate b ? between(a, b) : null;
            case "min", "max", "sum", "count" -> several(function, args);
            default -> throw Interpreter.refuse("函数 " + function);
        };
    }

    private static List<Object> ordered(List<Object> given, List<String> names, List<String> order) {
        var out = new ArrayList<Object>();
        for (var n : order) {
            int k = names.indexOf(n);
            if (k < 0) break;
            out.add(given.get(k));
        }
        return out.size() == given.size() ? out : null;
    }

    private static Object round(List<Object> args, int least, RoundingMode mode) {
        if (args.size() < least || args.size() > 2 || !(args.getFirst() instanceof BigDecimal n)) return null;
        var scale = BigDecimal.ZERO;
        if (args.size() == 2) {
            if (!(args.get(1) instanceof BigDecimal s)) return null;
            scale = s.setScale(0, RoundingMode.DOWN);
        }
        if (scale.compareTo(BigDecimal.valueOf(-6111)) < 0 || scale.compareTo(BigDecimal.valueOf(6176)) > 0) return null;
        return n.setScale(scale.intValue(), mode);
    }

    static Object between(LocalDate a, LocalDate b) {
        return new Value.Months(Period.between(a, b).toTotalMonths());
    }

    static Object duration(String text) {
        var m = MONTHS.matcher(text);
        if (m.matches()) {
            try {
                long total = Math.addExact(Math.multiplyExact(number(m.group(2)), 12), number(m.group(3)));
                return new Value.Months(m.group(1).isEmpty() ? total : -total);
            } catch (ArithmeticException | NumberFormatException e) {
                return null;
            }
        }
        var d = DAYS.matcher(text);
        if (!d.matches()) return null;
        try {
            var seconds = d.group(5) == null ? BigDecimal.ZERO : new BigDecimal(d.group(5));
            var total = Duration.ofDays(number(d.group(2))).plusHours(number(d.group(3))).plusMinutes(number(d.group(4))).plusSeconds(seconds.longValue())
                    .plusNanos(seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
            return d.group(1).isEmpty() ? total : total.negated();
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    static Object date(String text) {
        var m = DATE.matcher(text);
        if (!m.matches()) {
            if (text.contains("T") && text.length() > 11) throw Interpreter.refuse("带时间的日期");
            return null;
        }
        if (m.group(2).length() > 4 && m.group(2).startsWith("0")) return null;
        return of((m.group(1).isEmpty() ? 1 : -1) * Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3)), Integer.parseInt(m.group(4)));
    }

    private static Object of(int year, int month, int day) {
        try {
            return LocalDate.of(year, month, day);
        } catch (java.time.DateTimeException e) {
            return null;
        }
    }

    private static Object date(List<Object> given, List<String> names) {
        var args = given;
        if (!names.isEmpty()) {
            args = names.contains("year") ? ordered(given, names, List.of("year", "month", "day")) : ordered(given, names, List.of("from"));
            if (args == null) return null;
        }
        if (args.size() == 1) return args.getFirst() instanceof String s ? date(s) : args.getFirst() instanceof LocalDate d ? d : null;
        if (args.size() != 3) return null;
        for (var a : args) if (!(a instanceof BigDecimal)) return null;
        try {
            int year = ((BigDecimal) args.get(0)).intValueExact();
            return Math.abs((long) year) > 999_999_999 ? null : of(year, ((BigDecimal) args.get(1)).intValueExact(), ((BigDecimal) args.get(2)).intValueExact());
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private static Object several(String function, List<Object> args) {
        List<?> list = args.size() == 1 && args.getFirst() instanceof List<?> l ? l : args;
        if (function.equals("count")) return args.size() == 1 ? BigDecimal.valueOf(list.size()) : null;
        if (list.isEmpty()) return null;
        Object best = list.getFirst();
        for (var v : list) if (v == null || Value.order(v, v) == null) return null;
        if (function.equals("sum")) {
            BigDecimal sum = BigDecimal.ZERO;
            for (var v : list) {
                if (!(v instanceof BigDecimal d)) throw new FeelException("sum 非数", "sum 只用于数");
                sum = sum.add(d, Interpreter.PRECISION);
            }
            return sum;
        }
        for (var v : list) {
            var order = Value.order(v, best);
            if (order == null) return null;
            if (function.equals("max") ? order > 0 : order < 0) best = v;
        }
        return best;
    }
}
