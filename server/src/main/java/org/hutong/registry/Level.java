package org.hutong.registry;

/// Risk colours, highest first.
public enum Level {
    RED("红色"), ORANGE("橙色"), YELLOW("黄色"), GREEN("绿色"), NONE("未评估");

    private final String title;

    Level(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
