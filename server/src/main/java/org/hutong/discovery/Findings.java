package org.hutong.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hutong.determination.Entitlements.Spell;
import org.hutong.registry.FactKinds;
import org.hutong.rulebook.Comparison;
import org.hutong.rulebook.Ending;

/// Money against law: paid and no longer owed, paid twice over, owed and not paid.
final class Findings {

    private static final String DIED = "死亡";
    /// How the catalogue of lists ends an illness that only a settlement names.
    private static final String DIAGNOSED = "（按诊断）";
    private static final List<String> OF_PARENTS = List.of(FactKinds.DEATH, FactKinds.SITUATION, FactKinds.DISABILITY, FactKinds.ILLNESS);
    private static final List<String> OF_CHILD = List.of(FactKinds.DISABILITY, FactKinds.ILLNESS, FactKinds.LOW_INCOME);
    private static final Set<String> END_OF_CHILD = Set.of(FactKinds.ADOPTED, FactKinds.MOVED_OUT, FactKinds.SCHOOL);

    private Findings() {}

    /// Everything the place's comparisons find about one child.
    static List<Finding> of(Compared one) {
        var found = new ArrayList<Finding>();
        one.paid().stream().map(spell -> stillPaid(one, spell)).filter(Objects::nonNull).forEach(found::add);
        excluding(one).forEach(found::add);
        Contradictions.of(one).forEach(found::add);
        if (one.child().diedOn() != null) {
            return found;
        }
        if (one.child().ageOn(one.today()) < 18) {
            Risks.of(one).forEach(found::add);
        }
        var unserved = one.rules(Comparison.UNSERVED).stream().filter(rule -> !rule.rest()).map(rule -> unserved(one, rule)).filter(Objects::nonNull).toList();
        found.addAll(unserved);
        if (unserved.isEmpty()) {
            one.rules(Comparison.UNSERVED).stream().filter(Comparison::rest).map(rule -> unservedOfAKind(one, rule)).filter(Objects::nonNull).findFirst().ifPresent(found::add);
        }
        return found;
    }

    /// The stopping rules of the programme say it has ended in an earlier month, exceptions taken out, and it is paid on. Where several have
    /// come the earliest month counts and each is named.
    private static Finding stillPaid(Compared one, Spell spell) {
        var endings = one.law().endings(spell.programme()).stream().filter(ending -> overdue(one, spell, ending)).toList();
        var died = one.child().diedOn();
        if (died != null && endings.stream().noneMatch(ending -> ending.reason().equals(DIED))) {
            var death = new Ending(DIED, died, java.time.YearMonth.from(died), "");
            endings = Stream.concat(endings.stream(), Stream.of(death).filter(ending -> overdue(one, spell, ending)))
                    .sorted(java.util.Comparator.comparing(Ending::lastMonth)).toList();
        }
        if (endings.isEmpty()) {
            return null;
        }
        var first = endings.getFirst();
        var evidence = new ArrayList<Finding.Evidence>();
        one.inForce(List.of(one.self()), died == null ? END_OF_CHILD : Set.of(FactKinds.DEATH)).forEach(evidence::add);
        one.parents().forEach(parent -> parent.facts().stream().filter(fact -> fact.kind().equals(FactKinds.SITUATION) && fact.trueTo() != null && !fact.trueTo().isAfter(one.today()))
                .limit(1).map(parent::evidence).forEach(evidence::add));
        one.self().facts().stream().filter(fact -> fact.kind().equals(FactKinds.LOW_INCOME) && fact.trueTo() != null && !fact.trueTo().isAfter(one.today())).limit(1)
                .map(one.self()::evidence).forEach(evidence::add);
        var rule = stopRule(one, spell.programme(), first.reason());
        var others = endings.stream().skip(1).map(ending -> ending.reason() + "（" + ending.event() + "，末领月 " + ending.lastMonth() + "）").collect(Collectors.joining("、"));
        return new Finding(rule, null, "ORANGE", evidence.stream().anyMatch(Finding.Evidence::isListed) ? 95 : 90,
                evidence.isEmpty() ? "按档案里的日期推算" : "身份证号完全一致，姓名一致",
                first.reason() + "（" + first.event() + "），" + spell.programmeName() + "末领月应为 " + first.lastMonth() + "，待遇还没有停",
                "停发规则逐条对过，例外（如继续就读、残疾孤儿被收养）已经除去。请先核实，再由区里办理停发；" + first.lastMonth() + " 之后已发的，核实后列入追回。"
                        + (others.isEmpty() ? "" : "另有：" + others + "；几条都到期的，按最早的一个月停。"),
                Finding.clause(first.clause().isBlank() ? rule.clause() : first.clause()), evidence, spell.id() + " " + first.lastMonth());
    }

    /// The event has come, and the spell runs on past the month it gives.
    private static boolean overdue(Compared one, Spell spell, Ending ending) {
        return !ending.event().isAfter(one.today()) && (spell.lastMonth() == null || spell.lastMonth().isAfter(ending.lastMonth()));
    }

    private static Comparison stopRule(Compared one, String programme, String reason) {
        var stops = one.rules(Comparison.STOP);
        return stops.stream().filter(rule -> rule.programmes().contains(programme) && rule.stops().contains(reason)).findFirst()
                .or(() -> stops.stream().filter(rule -> rule.stops().contains(reason)).findFirst()).orElseGet(() -> Comparison.stop(programme, reason));
    }

    /// Two programmes that exclude each other, both paid.
    private static List<Finding> excluding(Compared one) {
        var found = new ArrayList<Finding>();
        for (var rule : one.rules(Comparison.CONFLICT)) {
            var both = one.paid().stream().filter(spell -> rule.programmes().contains(spell.programme())).toList();
            if (rule.programmes().size() > 1 && both.stream().map(Spell::programme).distinct().count() > 1) {
                found.add(new Finding(rule, null, "ORANGE", 90, "两项都在本月名册里", both.stream().map(Spell::programmeName).distinct().collect(Collectors.joining("、")) + "同时在发放",
                        "这两项不能同时享受。请核实后由区里停发一项。", Finding.clause(rule.clause()), List.of(),
                        both.stream().map(spell -> spell.id().toString()).sorted().collect(Collectors.joining(" "))));
            }
        }
        return found;
    }

    /// Owed by today's law and not served. An answer still open counts with a known sign alone: the child certainly is of the category, or a
    /// fact in force says so.
    private static Finding unserved(Compared one, Comparison rule) {
        if (isServed(one, rule)) {
            return null;
        }
        var sign = rule.also().stream().allMatch(one.law()::isOf) && (rule.categories().stream().anyMatch(one.law()::isOf) || one.has(one.persons(), rule.signs()));
        var programme = rule.programmes().stream().filter(one.law()::isOwed).findFirst()
                .or(() -> rule.programmes().stream().filter(code -> sign && one.law().isOpen(code)).findFirst()).orElse(null);
        if (programme == null) {
            return null;
        }
        var evidence = evidence(one, rule);
        // a rule that holds by age alone, without one known fact, would name every child of the city
        if (evidence.isEmpty()) {
            return null;
        }
        return new Finding(rule, programme, "ORANGE", evidence, programme, () -> words(one, rule, programme));
    }

    private static Finding.Words words(Compared one, Comparison rule, String programme) {
        var answer = one.law().grounds(List.of(programme)).getFirst();
        var missing = answer.isYes() || answer.missing().isEmpty() ? "" : "还要问清：" + String.join("、", answer.missing()) + "。";
        var told = said(one);
        var diagnosed = restsOnADiagnosis(one);
        return new Finding.Words((answer.isYes() ? 95 : 90) - (diagnosed ? 20 : 0), (answer.isYes() ? "身份证号完全一致，姓名一致，规则逐条成立" : "身份证号完全一致，姓名一致；还有情况没有问清")
                + (diagnosed ? "；重病只见于结算单上的诊断，还没有认定" : ""),
                (told.isEmpty() ? "部门名单里的情况符合条件" : told) + "，没有享受" + answer.name(),
                "按现行政策，这个孩子可以享受" + answer.name() + "，目前没有在发。由规则得出，等您核实。" + missing,
                answer.clause() == null ? Finding.clause(rule.clause()) : answer.clause());
    }

    /// A settlement names a grave illness, and nothing else stands for that person: a diagnosis is no recognised illness yet.
    private static boolean restsOnADiagnosis(Compared one) {
        return one.persons().stream().anyMatch(person -> {
            var inForce = person.facts().stream().filter(fact -> fact.holds(one.today())).toList();
            var instead = person == one.self() ? FactKinds.DISABILITY : FactKinds.SITUATION;
            return inForce.stream().anyMatch(fact -> fact.kind().equals(FactKinds.ILLNESS) && fact.value().endsWith(DIAGNOSED))
                    && inForce.stream().noneMatch(fact -> fact.kind().equals(instead) || fact.kind().equals(FactKinds.DEATH) || fact.kind().equals(FactKinds.ILLNESS) && !fact.value().endsWith(DIAGNOSED));
        });
    }

    /// Certainly of a category, and none of the row's benefits paid: whatever other rows could not say.
    private static Finding unservedOfAKind(Compared one, Comparison rule) {
        if (isServed(one, rule) || rule.categories().stream().noneMatch(one.law()::isOf)) {
            return null;
        }
        var evidence = evidence(one, rule);
        if (evidence.isEmpty()) {
            return null;
        }
        var names = rule.categories().stream().filter(one.law()::isOf).map(one.law()::categoryName).toList();
        return new Finding(rule, null, "YELLOW", evidence, String.join(" ", names), () -> wordsOfAKind(one, rule, names));
    }

    private static Finding.Words wordsOfAKind(Compared one, Comparison rule, List<String> names) {
        var open = one.law().grounds(rule.programmes()).stream().filter(answer -> answer.answer().equals("pending") && !answer.missing().isEmpty())
                .map(answer -> answer.name() + "还缺 " + String.join("、", answer.missing())).collect(Collectors.joining("；"));
        return new Finding.Words(80, "类别由规则逐条得出；没有一项待遇在发", String.join("、", names) + "，没有任何一类保障",
                "这个孩子属于" + String.join("、", names) + "，名册上没有任何一项待遇。请上门了解，看该申请哪一项。" + (open.isEmpty() ? "" : open + "。"),
                Finding.clause(rule.clause()));
    }

    /// A programme paid here, or a list that says so. Where the list that tells has not come, nothing is known: that is not "unserved".
    private static boolean isServed(Compared one, Comparison rule) {
        return rule.roster() != null && !one.rosters().contains(rule.roster())
                || one.paid().stream().anyMatch(spell -> rule.servedBy().contains(spell.programme())) || one.has(List.of(one.self()), rule.toldBy());
    }

    private static List<Finding.Evidence> evidence(Compared one, Comparison rule) {
        var ofChild = Stream.concat(OF_CHILD.stream(), rule.signs().stream()).distinct().toList();
        return Stream.concat(one.inForce(one.parents(), OF_PARENTS), one.inForce(List.of(one.self()), ofChild)).toList();
    }

    /// 父亲 2024-05-01 死亡，母亲服刑在押
    private static String said(Compared one) {
        return one.parents().stream().flatMap(parent -> parent.facts().stream().filter(fact -> fact.holds(one.today()) && OF_PARENTS.contains(fact.kind()))
                .map(fact -> parent.whose() + (fact.kind().equals(FactKinds.DEATH) ? " " + fact.trueFrom() + " 死亡" : fact.value()))).distinct().collect(Collectors.joining("，"));
    }
}
