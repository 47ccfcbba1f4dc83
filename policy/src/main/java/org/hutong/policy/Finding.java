package org.hutong.policy;

/// One result of the load-time checks.
///
/// @param place   pack, file, decision, rule, cell: as far as known
/// @param message Chinese, for an official
public record Finding(Level level, String place, String message) {
    public enum Level { ERROR, WARNING }

    public static Finding error(String place, String message) {
        return new Finding(Level.ERROR, place, message);
    }

    public static Finding warning(String place, String message) {
        return new Finding(Level.WARNING, place, message);
    }

    public String text() {
        return (level == Level.ERROR ? "错误" : "提醒") + " " + place + "：" + message;
    }
}
