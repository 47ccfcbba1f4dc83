package org.hutong.registry;

/// Orders of the children's list; the row's id breaks ties. `after` walks on in this direction, `before` back.
public enum ChildSort {
    /// Pinyin.
    NAME("name_key", "text", false),
    /// Youngest first.
    AGE("born", "date", true),
    UPDATED("updated_at", "timestamptz", true),
    URGENCY("urgency", "int", true);

    private final String column;
    private final String type;
    private final boolean falling;

    ChildSort(String column, String type, boolean falling) {
        this.column = column;
        this.type = type;
        this.falling = falling;
    }

    String column() {
        return column;
    }

    String type() {
        return type;
    }

    boolean falling() {
        return falling;
    }
}
