package org.hutong.determination;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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
            case FactKinds.DISABILITY -> named.add(new Named(prefix + "残疾证", fact.value()));
            case FactKinds.AWAY -> named.add(new Named(prefix + "外出日期", fact.trueFrom().toString()));
            case FactKinds.ILLNESS -> named.add(new Named(prefix + "患重病", "true"));
            case FactKinds.LOW_INCOME -> named.add(new Named(prefix + "家庭救助类别", fact.value()));
            case FactKinds.SCHOOL -> schooling(fact.value() + (fact.detail() == null ? "" : fact.detail())).ifPresent(stage -> named.add(new Named(prefix + "就读学段", stage)));
            case FactKinds.MOVED_OUT -> named.add(new Named(prefix + "户籍迁出日期", fact.trueFrom().toString()));
            case FactKinds.ADOPTED -> {
                named.add(new Named(prefix + "收养状态", "已被收养"));
                named.add(new Named(prefix + "收养停发日", fact.trueFrom().toString()));
            }
            default -> named.add(new Named(prefix + fact.kind(), fact.value()));
        }
        return named;
    }

    /// What a parent's disability certificate or illness says of the parent's situation. A light certificate says nothing: another situation may hold
    /// of which no list has told yet (grades as in 民发〔2019〕62号 一; whether it counts is for the rules).
    ///
    /// @param situations those the rulebook knows
    static List<Named> condition(String prefix, FactView fact, Set<String> situations) {
        var value = switch (fact.kind()) {
            case FactKinds.DISABILITY -> heavy(fact.value()) ? "重残" : "";
            case FactKinds.ILLNESS -> "重病";
            default -> "";
        };
        return prefix.isEmpty() || !situations.contains(value) ? List.of() : List.of(new Named(prefix + "情形", value), new Named(prefix + "情形起始日", fact.trueFrom().toString()));
    }

    private static boolean heavy(String certificate) {
        return certificate.endsWith("一级") || certificate.endsWith("二级") || certificate.startsWith("智力") || certificate.startsWith("精神");
    }

    private static void situation(String prefix, String value, FactView fact, List<Named> named) {
        named.add(new Named(prefix + "情形", value));
        named.add(new Named(prefix + "情形起始日", fact.trueFrom().toString()));
        if (fact.trueTo() != null) {
            named.add(new Named(prefix + "情形截止日", fact.trueTo().toString()));
        }
    }

    /// The stage of schooling a school's name or grade tells; nothing where it tells none.
    private static Optional<String> schooling(String school) {
        return Stream.of(Map.entry("幼儿园", "学前"), Map.entry("学前", "学前"), Map.entry("小学", "小学"), Map.entry("初中", "初中"), Map.entry("中等职业", "中等职业"),
                        Map.entry("职业", "中等职业"), Map.entry("中专", "中等职业"), Map.entry("高中", "普通高中"), Map.entry("初", "初中"), Map.entry("高", "普通高中"), Map.entry("大专", "大专"), Map.entry("本科", "本科"))
                .filter(known -> school.contains(known.getKey())).map(Map.Entry::getValue).findFirst();
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
