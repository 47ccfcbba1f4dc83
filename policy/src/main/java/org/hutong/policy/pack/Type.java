package org.hutong.policy.pack;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;

/// A value type. Every value is one `long`: booleans 0/1, enums their place in `values`, numbers unscaled at `scale`, dates epoch days, durations months.
public record Type(Kind kind, int scale, List<String> values) {
    public enum Kind { BOOL, ENUM, NUM, DATE, MONTHS, STRING }

    /// FEEL null: known to be none. Unknown has no value at all.
    public static final long NULL = Long.MIN_VALUE;

    public static final Type BOOL = new Type(Kind.BOOL, 0, List.of());
    public static final Type DATE = new Type(Kind.DATE, 0, List.of());
    public static final Type MONTHS = new Type(Kind.MONTHS, 0, List.of());
    public static final Type STRING = new Type(Kind.STRING, 0, List.of());

    public static Type num(int scale) {
        return new Type(Kind.NUM, scale, List.of());
    }

    public static Type ofEnum(List<String> values) {
        return new Type(Kind.ENUM, 0, List.copyOf(values));
    }

    /// Whether a value is one of a few (boolean, enum), so that a set of them is a bit mask.
    public boolean finite() {
        return kind == Kind.BOOL || kind == Kind.ENUM || kind == Kind.STRING;
    }

    public int size() {
        return kind == Kind.BOOL ? 2 : values.size();
    }

    /// @return the value, or {@link #NULL} for a written null
    /// @throws IllegalArgumentException with a Chinese reason
    public long parse(Object raw) {
        if (raw == null) return NULL;
        var text = raw.toString().strip();
        if (text.equals("null")) return NULL;
        switch (kind) {
            case BOOL:
                return switch (text) {
                    case "true", "是" -> 1;
                    case "false", "否" -> 0;
                    default -> throw new IllegalArgumentException("“" + text + "”不是 true 或 false");
                };
            case ENUM, STRING:
                int code = values.indexOf(text);
                if (code < 0) throw new IllegalArgumentException("“" + text + "”不在取值范围内（" + String.join("、", values) + "）");
                return code;
            case DATE:
                try {
                    return LocalDate.parse(text).toEpochDay();
                } catch (DateTimeParseException e) {
                    throw new IllegalArgumentException("“" + text + "”不是有效日期（写作 2026-01-31）");
                }
            default:
                try {
                    return new BigDecimal(text).setScale(scale, RoundingMode.UNNECESSARY).unscaledValue().longValueExact();
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException("“" + text + "”不是数字");
                } catch (ArithmeticException e) {
                    throw new IllegalArgumentException("“" + text + "”" + (scale == 0 ? "应为整数" : "小数位多于 " + scale + " 位或数值过大"));
                }
        }
    }

    /// The value as people write it.
    public String show(long value) {
        if (value == NULL) return "无";
        return switch (kind) {
            case BOOL -> value == 1 ? "是" : "否";
            case ENUM, STRING -> values.get((int) value);
            case DATE -> LocalDate.ofEpochDay(value).toString();
            case MONTHS -> value + " 个月";
            case NUM -> number(value);
        };
    }

    /// The value as data: `true`, a string, a plain number, an ISO date.
    public Object plain(long value) {
        if (value == NULL) return null;
        return switch (kind) {
            case BOOL -> value == 1;
            case ENUM, STRING -> values.get((int) value);
            case DATE -> LocalDate.ofEpochDay(value).toString();
            case MONTHS -> value;
            case NUM -> new BigDecimal(number(value));
        };
    }

    private String number(long value) {
        var decimal = BigDecimal.valueOf(value, scale);
        return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }

    /// `boolean`, `integer`, `money`, `decimal(n)`, `date`, `string`; an enum needs its values.
    public static Type named(String name, List<String> values) {
        return switch (name) {
            case "boolean" -> BOOL;
            case "integer" -> num(0);
            case "money" -> num(2);
            case "date" -> DATE;
            case "string" -> STRING;
            case "enum" -> {
                if (values.isEmpty() || values.size() > 60) throw new IllegalArgumentException("enum 应有 1 到 60 个取值");
                yield ofEnum(values);
            }
            default -> {
                if (!name.matches("decimal\\([0-6]\\)")) throw new IllegalArgumentException("不认识的类型“" + name + "”");
                yield num(name.charAt(8) - '0');
            }
        };
    }

    public String describe() {
        return switch (kind) {
            case BOOL -> "是否";
            case ENUM -> "取值之一";
            case STRING -> "文字";
            case DATE -> "日期";
            case MONTHS -> "月数";
            case NUM -> scale == 0 ? "整数" : "数（" + scale + " 位小数）";
        };
    }
}
