package org.hutong.determination;

import java.util.ArrayList;
import java.util.List;
import org.hutong.registry.FactKinds;
import org.hutong.registry.FactView;

/// How the registry's kinds of facts are called in the rulebook's vocabulary.
final class FactNames {

    private FactNames() {}

    record Named(String name, String value) {}

    /// @param prefix 父亲, 母亲 or empty for the child
    record Kind(String prefix, String kind) {}

    /// One fact of the registry may say several things to the rulebook: what it is, and since and until when. A kind the registry does
    /// not know by name is called what the rulebook calls it.
    static List<Named> of(String prefix, FactView fact) {
        var named = new ArrayList<Named>();
        switch (fact.kind()) {
            case FactKinds.DEATH -> {
                if (prefix.isEmpty()) {
                    named.add(new Named("死亡日期", fact.trueFrom().toString()));
                } else {
                    situation(prefix, "死亡", fact, named);
                }
            }
            case FactKinds.SITUATION -> situation(prefix, fact.value(), fact, named);
            default -> named.add(new Named(prefix + fact.kind(), fact.value()));
        }
        return named;
    }

    private static void situation(String prefix, String value, FactView fact, List<Named> named) {
        named.add(new Named(prefix + "情形", value));
        named.add(new Named(prefix + "情形起始日", fact.trueFrom().toString()));
        if (fact.trueTo() != null) {
            named.add(new Named(prefix + "情形截止日", fact.trueTo().toString()));
        }
    }

    /// On whom and as what a stated fact is recorded.
    static Kind kindOf(String name) {
        for (var prefix : List.of("父亲", "母亲")) {
            if (name.startsWith(prefix)) {
                var rest = name.substring(prefix.length());
                return new Kind(prefix, rest.equals("情形") ? FactKinds.SITUATION : rest);
            }
        }
        return new Kind("", name);
    }
}
