package org.hutong.determination;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How the registry's kinds of facts are called in the rulebook's vocabulary.
final class FactNames {

    private FactNames() {}

    record Named(String name, String value) {}

    /// @param prefix 父亲, 母亲 or empty for the child
    record Kind(String prefix, String kind) {}

    /// One fact of the registry may say several things to the rulebook: what it is, and since and until when.
    static List<Named> of(String prefix, String kind, String value, LocalDate from, @Nullable LocalDate to) {
        var named = new ArrayList<Named>();
        switch (kind) {
            case "death" -> {
                if (prefix.isEmpty()) {
                    named.add(new Named("死亡日期", from.toString()));
                } else {
                    situation(prefix, "死亡", from, to, named);
                }
            }
            case "situation" -> situation(prefix, value, from, to, named);
            default -> named.add(new Named(prefix + kind, value));
        }
        return named;
    }

    private static void situation(String prefix, String value, LocalDate from, @Nullable LocalDate to, List<Named> named) {
        named.add(new Named(prefix + "情形", value));
        named.add(new Named(prefix + "情形起始日", from.toString()));
        if (to != null) {
            named.add(new Named(prefix + "情形截止日", to.toString()));
        }
    }

    /// The registry's kind of a fact the family may state.
    static Optional<Kind> kindOf(String name) {
        for (var prefix : new String[] {"父亲", "母亲"}) {
            if (name.equals(prefix + "情形")) {
                return Optional.of(new Kind(prefix, "situation"));
            }
        }
        return Optional.empty();
    }
}
