package org.hutong.linkage.block;

import java.util.List;
import org.hutong.linkage.compare.Atom;
import org.hutong.linkage.compare.Column;

/// Rows that agree on all these keys are compared. No keys: every row with every other.
public record Rule(List<Atom> atoms) {
    public String name() {
        return atoms.isEmpty() ? "全部" : String.join(" + ", names());
    }

    public List<String> names() {
        return atoms.stream().map(Atom::name).toList();
    }

    /// A number for the row's key, 0 when a part is missing.
    long key(int[] cells, int at) {
        long key = 0x9E3779B97F4A7C15L;
        for (Atom atom : atoms) {
            int part = atom.of(cells, at);
            if (part == 0) return 0;
            key = (key ^ part) * 0xBF58476D1CE4E5B9L;
            key ^= key >>> 31;
        }
        return key == 0 ? 1 : key;
    }

    /// Whether a part of the key tells persons apart within a household.
    boolean personal() {
        return atoms.stream().anyMatch(a -> a.column().field.self() && a.column().field.type().personal());
    }

    public boolean uses(Column column) {
        return atoms.stream().anyMatch(a -> a.column() == column || a.second() == column);
    }
}
