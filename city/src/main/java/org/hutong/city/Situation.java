package org.hutong.city;

import java.util.ArrayList;
import java.util.List;

/// A parent's situation in the rule on children in fact without care (民发〔2019〕62号, 民发〔2020〕125号).
public enum Situation {
    DISABLED("重残"), ILL("重病"), PRISON("服刑在押"), DETOX("强制隔离戒毒"), RESTRAINED("被执行其他限制人身自由的措施"), LOST("失联"),
    REVOKED("被撤销监护资格"), DEPORTED("被遣送（驱逐）出境"),
    /// Only one parent may be in one of these two, the other in one of the eight above.
    DEAD("死亡"), MISSING("失踪");

    private final String text;

    Situation(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /// One of the eight; dead and missing are not.
    public boolean ofTheEight() {
        return compareTo(DEAD) < 0;
    }

    /// Two parents' situations; unordered: [#COMBINATIONS] holds each pair once.
    public record Pair(Situation one, Situation other) {
    }

    /// 36 unordered pairs of the eight and 16 of dead or missing with one of the eight.
    public static final List<Pair> COMBINATIONS = combinations();

    private static List<Pair> combinations() {
        var out = new ArrayList<Pair>();
        for (var a : values()) {
            for (var b : values()) {
                if (b.ofTheEight() && (a.ofTheEight() ? a.compareTo(b) <= 0 : true)) {
                    out.add(new Pair(a, b));
                }
            }
        }
        return List.copyOf(out);
    }
}
