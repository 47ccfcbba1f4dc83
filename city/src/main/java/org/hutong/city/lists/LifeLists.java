package org.hutong.city.lists;

import org.hutong.city.CaseKind;
import org.hutong.city.Fact;
import org.hutong.city.FactKind;
import org.hutong.city.Person;
import org.hutong.city.Region;
import org.hutong.city.RegionTree;
import org.hutong.city.Relation;
import org.hutong.city.Sex;
import org.hutong.city.Truth;
import org.hutong.city.make.Dice;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/// Lists of welfare, education, health insurance, marriage offices, the hotline, and the existing roster.
final class LifeLists {

    private static final String[] SMALL = {"急性支气管炎", "肺炎", "阑尾炎", "高血压", "2型糖尿病", "冠心病", "白内障", "骨折", "胆囊结石", "慢性胃炎", "脑梗死", "腰椎间盘突出"};
    private static final String[] CALLS = {"反映邻居家孩子%s长期无人照看，经常自己在楼道里，希望有人管一管", "咨询孩子%s的困境儿童补贴为什么没有发", "反映%s家里只有年迈的奶奶带孩子，父母都联系不上",
            "咨询%s上学报名需要哪些材料", "反映小区有个叫%s的孩子多日没有上学", "称%s家中困难，母亲重病，询问能申请什么救助"};

    private final Map<ListCode, Out> outs;
    private final RegionTree tree;

    LifeLists(Map<ListCode, Out> outs, RegionTree tree) {
        this.outs = outs;
        this.tree = tree;
    }

    void write(Home home) throws IOException {
        var assisted = false;
        for (var f : home.truth().facts()) {
            switch (f.kind()) {
                case DISABILITY -> disability(home, home.truth().person(f.person()), f);
                case LOW_INCOME -> assisted = true;
                case SCHOOL -> school(home, home.truth().person(f.person()), f);
                default -> {
                }
            }
        }
        if (assisted) {
            assistance(home);
        }
        marriage(home);
        medical(home);
        hotline(home);
        if (home.truth().household() != null && !home.truth().household().supports().isEmpty()) {
            roster(home);
        }
    }

    private String street(String village) {
        return tree.above(tree.byCode(village).orElseThrow(), Region.Level.STREET).name();
    }

    private void disability(Home home, Person p, Fact f) throws IOException {
        if (p.passport() != null || home.dead(p) && f.trueFrom().isAfter(home.today().minusYears(3))) {
            return;
        }
        var out = outs.get(ListCode.DISABILITY).at(home.truth());
        var i = out.ident(p, false);
        var at = out.address(p);
        var type = f.value().substring(0, 2);
        var grade = f.value().substring(2);
        // The certificate's number is the identity number, one digit for the kind and one for the grade.
        var kinds = "视力听力言语肢体智力精神多重".indexOf(type) / 2 + 1;
        var grades = "一二三四".indexOf(grade.charAt(0)) + 1;
        var guardian = p.minor(home.today()) || type.equals("智力") || type.equals("精神") ? home.guardian(p) : null;
        out.row(p, i, at.kinds(), i.id().isEmpty() ? "" : i.id().trim() + kinds + grades, i.name(), p.sex().text(), i.id(), type, grade, f.trueFrom().format(Home.SLASH),
                f.trueFrom().plusYears(10L * (1 + (home.today().getYear() - f.trueFrom().getYear()) / 10)).format(Home.SLASH), Home.phone(p), at.text(), guardian == null ? "" : guardian.name());
    }

    private void assistance(Home home) throws IOException {
        var out = outs.get(ListCode.ASSISTANCE).at(home.truth());
        Person head = null;
        Fact any = null;
        for (var p : home.truth().persons()) {
            var f = home.fact(p, FactKind.LOW_INCOME);
            if (f != null) {
                any = f;
                if (head == null || head.minor(home.today())) {
                    head = p;
                }
            }
        }
        for (var p : home.truth().persons()) {
            var f = home.fact(p, FactKind.LOW_INCOME);
            var more = 0;
            if (f == null && p.address().equals(head.address()) && home.dead(p)) {
                if (!out.dirt.befalls(out.dice, DirtKind.DEAD_LISTED)) {
                    continue;
                }
                f = any;
                more = DirtKind.DEAD_LISTED.bit();
            }
            if (f == null || p.passport() != null) {
                continue;
            }
            var over = f.trueTo() != null && !f.trueTo().isAfter(home.today());
            var i = out.ident(p, false);
            var at = out.address(p);
            out.row(p, i, at.kinds() | more, "JT" + home.truth().id(), head.name(), i.name(), p == head ? "户主" : toHead(home, head, p), p.sex().text(), i.id(), f.value(),
                    f.trueFrom().toString().substring(0, 7), over ? f.trueTo().toString().substring(0, 7) : "", over ? "停保" : "在保", at.text(), street(p.home()));
        }
    }

    private static String toHead(Home home, Person head, Person p) {
        for (var k : home.truth().kinships()) {
            if (k.person() == head.id() && k.relative() == p.id()) {
                return k.relation().text();
            }
            if (k.person() == p.id() && k.relative() == head.id()) {
                return switch (k.relation()) {
                    case FATHER, MOTHER -> p.sex() == Sex.MALE ? "子" : "女";
                    case PATERNAL_GRANDFATHER, PATERNAL_GRANDMOTHER, MATERNAL_GRANDFATHER, MATERNAL_GRANDMOTHER -> p.sex() == Sex.MALE ? "孙子" : "孙女";
                    default -> k.relation().text();
                };
            }
        }
        return p.age(home.today()) > head.age(home.today()) + 15 ? p.sex() == Sex.MALE ? "父亲" : "母亲" : "其他";
    }

    private void school(Home home, Person p, Fact f) throws IOException {
        var today = home.today();
        var adult = p.age(today) >= 18;
        var out = outs.get(ListCode.ENROLMENT).at(home.truth());
        var salt = p.id();
        out.dice = Dice.of(salt, today.toEpochDay(), 1);
        var guardian = adult ? null : home.guardian(p);
        var i = out.dirt.of(out.dice, p, guardian, home.relative(p, Relation.TWIN), true);
        var at = out.address(p);
        var migrant = home.fact(p, FactKind.RESIDENCE) != null;
        out.row(p, i, at.kinds(), schoolNumber(p, i), i.name(), p.sex().text(), i.born().toString(), i.id(), p.ethnicity() + "族", f.value(), f.detail(),
                out.dice.from(1, 12) + "班", f.detail().startsWith("小") || !out.dice.chance(0.1) ? "走读" : "住校", migrant ? "是" : "否", guardian == null ? "" : guardian.name(),
                guardian == null || guardian.idNumber() == null ? "" : guardian.idNumber(), Home.phone(guardian), at.text());
        if (!adult && out.dice.chance(home.truth().inRegistry() ? 0.03 : 0.006)) {
            var absence = outs.get(ListCode.ABSENCE).at(home.truth());
            absence.dice = Dice.of(salt, today.toEpochDay(), 2);
            var a = absence.ident(p, false);
            var days = absence.dice.from(3, 45);
            absence.row(p, a, 0, f.value(), f.detail(), a.name(), a.id(), today.minusDays(days * 7L / 5).toString(), Integer.toString(days),
                    absence.dice.pick(new String[] {"病假", "事假", "厌学", "无人接送", "联系不上家长", "随家长外出"}), absence.dice.pick(new String[] {"已电话联系", "已家访", "已上报", ""}));
        }
    }

    /// G and the identity number as the school wrote it; L and a number of the school's own where it has none.
    private static String schoolNumber(Person p, Dirt.Ident i) {
        return i.id().isEmpty() ? String.format("L%017d", Math.floorMod(p.id() * 1_000_003, 10_000_000_000L)) : "G" + i.id().trim();
    }

    private void marriage(Home home) throws IOException {
        for (var f : home.truth().facts()) {
            if (f.kind() != FactKind.MARRIAGE || f.trueFrom().isBefore(home.today().minusYears(10))) {
                continue;
            }
            var man = home.truth().person(f.person());
            if (man.sex() != Sex.MALE) {
                continue;
            }
            Person woman = null;
            for (var k : home.truth().kinships()) {
                if (k.person() == man.id() && k.relation() == Relation.SPOUSE) {
                    woman = home.truth().person(k.relative());
                }
            }
            if (woman == null) {
                continue;
            }
            var out = outs.get(ListCode.MARRIAGE).at(home.truth());
            out.dice = Dice.of(man.id(), f.trueFrom().toEpochDay(), 3);
            var m = out.ident(man, true);
            var w = out.ident(woman, true);
            out.row(man.id(), woman.id(), m.kinds() | w.kinds(), f.value(), (f.value().equals("结婚") ? "J" : "L") + man.home().substring(0, 6) + "-" + f.trueFrom().getYear() + "-"
                    + String.format("%06d", Math.floorMod(man.id() * 13, 1_000_000L)), m.name(), m.id(), m.born().toString(), w.name(), w.id(), w.born().toString(), f.trueFrom().toString(),
                    Home.district(man) + "民政局");
        }
    }

    private void medical(Home home) throws IOException {
        var out = outs.get(ListCode.MEDICAL).at(home.truth());
        for (var p : home.truth().persons()) {
            if (p.idNumber() == null) {
                continue;
            }
            var ill = home.fact(p, FactKind.ILLNESS);
            var age = p.age(home.today());
            var often = ill != null ? 1.0 : home.fact(p, FactKind.DISABILITY) != null ? 0.3 : age > 60 ? 0.28 : age < 18 ? 0.07 : 0.08;
            if (home.dead(p) || !out.dice.chance(often)) {
                continue;
            }
            var times = ill != null ? out.dice.from(1, 4) : 1;
            for (var n = 0; n < times; n++) {
                var i = out.ident(p, false);
                var in = home.today().minusDays(out.dice.from(5, 700));
                if (ill != null && in.isBefore(ill.trueFrom())) {
                    in = ill.trueFrom();
                }
                var fen = (long) (Math.exp((ill != null ? 10.6 : 8.9) + 0.7 * out.dice.bell()) * 100);
                var pooled = fen * out.dice.from(52, 72) / 100;
                var serious = fen > 3_000_000 ? (fen - pooled) * 30 / 100 : 0;
                var aid = home.fact(p, FactKind.LOW_INCOME) != null ? (fen - pooled - serious) * 60 / 100 : 0;
                var out1 = in.plusDays(out.dice.from(2, 21));
                out.row(p, i, 0, "YB" + in.format(Home.PLAIN) + String.format("%07d", Math.floorMod(p.id() * 17 + n, 10_000_000L)), i.name(), i.id(), age < 18 || out.dice.chance(0.5) ? "城乡居民" : "城镇职工",
                        out.dice.pick(new String[] {"第一中心医院（演示）", "儿童医院（演示）", "人民医院（演示）", "中医院（演示）"}), in.format(Home.PLAIN),
                        (out1.isAfter(home.today()) ? home.today() : out1).format(Home.PLAIN), ill != null ? ill.value() : out.dice.pick(SMALL), yuan(fen), yuan(pooled), yuan(serious), yuan(aid),
                        yuan(fen - pooled - serious - aid));
            }
        }
    }

    private static String yuan(long fen) {
        return fen / 100 + "." + (fen % 100 < 10 ? "0" : "") + fen % 100;
    }

    private void hotline(Home home) throws IOException {
        var truth = home.truth();
        var out = outs.get(ListCode.HOTLINE).at(truth);
        var unserved = truth.cases().stream().anyMatch(c -> c.kind().group() == CaseKind.Group.UNSERVED);
        if (!out.dice.chance(unserved ? 0.12 : 0.015)) {
            return;
        }
        Person child = null;
        Person caller = null;
        for (var p : truth.persons()) {
            if (p.minor(home.today()) && !home.dead(p)) {
                child = p;
            } else if (!home.dead(p) && p.phone() != null) {
                caller = p;
            }
        }
        if (child == null) {
            return;
        }
        var i = out.ident(child, false);
        var on = home.today().minusDays(out.dice.below(360)).atTime(out.dice.from(8, 20), out.dice.below(60));
        var which = out.dice.below(CALLS.length);
        out.row(child, i, 0, "TJ" + on.toLocalDate().format(Home.PLAIN) + String.format("%05d", Math.floorMod(truth.id() * 7, 100_000L)), on.toString().replace('T', ' '),
                caller == null || which == 0 || which == 4 ? "匿名" : caller.name().charAt(0) + (caller.sex() == Sex.MALE ? "先生" : "女士"), caller == null ? "" : caller.phone(), which == 1 || which == 3 ? "咨询" : "求助",
                Home.district(child) + street(child.home()), String.format(Locale.ROOT, CALLS[which], i.name()) + "。地址：" + child.address(), Home.district(child) + "民政局",
                on.toLocalDate().isAfter(home.today().minusDays(10)) ? "办理中" : "已办结");
    }

    private void roster(Home home) throws IOException {
        Truth t = home.truth();
        var out = outs.get(ListCode.ROSTER).at(t);
        var seen = 0L;
        for (var s : t.household().supports()) {
            var child = t.person(s.child());
            var guardian = s.payee() == 0 ? null : t.person(s.payee());
            var i = out.dirt.of(out.dice, child, guardian, home.relative(child, Relation.TWIN), true);
            var id = i.id();
            var kinds = i.kinds();
            // The same child a second time with a mistyped number: planted as DOUBLE_SAME_CHILD.
            if (seen == child.id() && child.idNumber() != null && t.cases().stream().anyMatch(c -> c.kind() == CaseKind.DOUBLE_SAME_CHILD)) {
                id = Dirt.typo(out.dice, child.idNumber());
                kinds = kinds & ~(DirtKind.ID_MISSING.bit() | DirtKind.ID_SWAP.bit() | DirtKind.ID_FORM.bit() | DirtKind.ID_GUARDIAN.bit() | DirtKind.ID_TWIN.bit()) | DirtKind.ID_TYPO.bit();
            }
            seen = child.id();
            var at = out.address(child);
            var school = home.fact(child, FactKind.SCHOOL);
            var village = tree.byCode(child.home()).orElseThrow();
            out.row(child.id(), 0, kinds | at.kinds(), out.number(), tree.byCode(s.district()).map(Region::name).orElse(s.district()), street(child.home()), village.name(), i.name(), child.sex().text(), child.ethnicity() + "族",
                    i.born().toString(), id, s.category().text(), s.placement(), s.payeeName(), s.relation(), guardian == null || guardian.idNumber() == null ? "" : guardian.idNumber(),
                    Home.phone(guardian), at.text(), school == null ? "" : school.value(), school == null ? "" : school.detail(), s.payeeName(), s.bank(), s.account(), yuan(s.fen()), s.start().toString(), "");
        }
    }
}
