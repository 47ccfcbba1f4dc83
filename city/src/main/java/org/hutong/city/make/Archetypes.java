package org.hutong.city.make;

import org.hutong.city.CaseKind;
import org.hutong.city.Category;
import org.hutong.city.FactKind;
import org.hutong.city.Region;
import org.hutong.city.Sex;
import org.hutong.city.Situation;
import org.hutong.city.Support;
import org.hutong.city.Truth;
import org.hutong.city.make.Families.Shape;
import java.time.LocalDate;
import java.time.YearMonth;

/// The kinds of households a registry of children in need holds. Shares are 假设, chosen to add up to what Tianjin's published total of about 24,000 children suggests.
final class Archetypes {

    private static final int CARE_DAYS = 560;
    private static final Category[] CATEGORIES = {Category.HARDSHIP, Category.DE_FACTO, Category.ORPHAN_FAMILY, Category.ORPHAN_INSTITUTION, Category.SINGLE_CASE, Category.DESTITUTE};
    private static final int[] CATEGORY_WEIGHTS = {740, 880, 925, 945, 990, 1000};

    private Archetypes() {
    }

    /// A household with up to `kids` supported children.
    static Truth supported(Area area, Dice dice, Region village, int kids, CaseKind planted) {
        var category = planted == null || planted == CaseKind.WRONG_DEAD || planted == CaseKind.WRONG_MOVED || planted == CaseKind.DOUBLE_SAME_CHILD
                || planted == CaseKind.DOUBLE_TWO_DISTRICTS ? CATEGORIES[dice.weighted(CATEGORY_WEIGHTS)]
                : switch (planted) {
                    case WRONG_RELEASED, WRONG_FOUND, DOUBLE_TWO_PROGRAMMES -> Category.DE_FACTO;
                    case WRONG_OVERAGE -> dice.chance(0.5) ? Category.ORPHAN_FAMILY : Category.HARDSHIP;
                    case WRONG_ADOPTED -> Category.ORPHAN_FAMILY;
                    case WRONG_LOW_INCOME_ENDED -> Category.HARDSHIP;
                    default -> throw new IllegalArgumentException(planted.name());
                };
        var shape = Shape.kids(category == Category.ORPHAN_INSTITUTION ? 1 : kids);
        if (planted == CaseKind.WRONG_OVERAGE) {
            shape = shape.eldest(area.plan.today().minusYears(18).minusDays(dice.from(45, 420)));
        } else if (planted == null && kids == 1 && (category == Category.ORPHAN_FAMILY || category == Category.DE_FACTO) && dice.chance(0.05)) {
            shape = shape.eldest(area.plan.today().minusYears(18).minusDays(dice.from(60, 1000)));
        }
        return switch (category) {
            case DE_FACTO -> deFacto(area, dice, village, shape, planted);
            case ORPHAN_FAMILY -> orphan(area, dice, village, shape, planted);
            case ORPHAN_INSTITUTION -> institution(area, dice, village, planted);
            case HARDSHIP, SINGLE_CASE -> poor(area, dice, village, shape, category, planted);
            case DESTITUTE -> destitute(area, dice, village, shape, planted);
        };
    }

    private static Situation.Pair pair(Dice dice) {
        return switch (dice.weighted(new int[] {14, 36, 50, 60, 68, 74, 79, 100})) {
            case 0 -> new Situation.Pair(Situation.DEAD, Situation.PRISON);
            case 1 -> new Situation.Pair(Situation.DEAD, Situation.LOST);
            case 2 -> new Situation.Pair(Situation.DEAD, Situation.DISABLED);
            case 3 -> new Situation.Pair(Situation.DEAD, Situation.ILL);
            case 4 -> new Situation.Pair(Situation.PRISON, Situation.LOST);
            case 5 -> new Situation.Pair(Situation.LOST, Situation.LOST);
            case 6 -> new Situation.Pair(Situation.DISABLED, Situation.DISABLED);
            default -> Situation.COMBINATIONS.get(dice.below(Situation.COMBINATIONS.size()));
        };
    }

    private static Family careless(Area area, Dice dice, Region village, Shape shape, Situation.Pair pair, boolean fatherFirst) {
        var father = fatherFirst ? pair.one() : pair.other();
        var mother = fatherFirst ? pair.other() : pair.one();
        // Two deported parents would leave nobody of this city: the pair stays, both are foreigners.
        return Families.make(area, dice, village, shape.youngest(CARE_DAYS).carer().abroad(father == Situation.DEPORTED, mother == Situation.DEPORTED));
    }

    private static LocalDate youngest(Family f) {
        return f.kids.getLast().born().plusDays(30);
    }

    private static Truth deFacto(Area area, Dice dice, Region village, Shape shape, CaseKind planted) {
        var pair = planted == CaseKind.WRONG_RELEASED ? new Situation.Pair(dice.chance(0.6) ? Situation.DEAD : Situation.DISABLED, Situation.PRISON)
                : planted == CaseKind.WRONG_FOUND ? new Situation.Pair(dice.chance(0.6) ? Situation.DEAD : Situation.PRISON, Situation.LOST) : pair(dice);
        var fatherFirst = dice.chance(0.62);
        var f = careless(area, dice, village, shape, pair, fatherFirst);
        var one = fatherFirst ? f.father : f.mother;
        var other = fatherFirst ? f.mother : f.father;
        var today = f.today;
        var since = youngest(f);
        var first = Events.situation(f, one, pair.one(), since, true);
        if (planted == CaseKind.WRONG_RELEASED || planted == CaseKind.WRONG_FOUND) {
            var prison = planted == CaseKind.WRONG_RELEASED;
            var from = Events.later(since, dice.day(today.minusYears(6), today.minusMonths(20)));
            var to = dice.day(Events.later(from.plusMonths(7), today.minusMonths(14)), today.minusDays(35));
            var detail = prison ? Events.prison(dice, other) : "已找到";
            var fact = f.fact(other, FactKind.SITUATION, pair.other().text(), detail, from, to, null, prison ? "CUSTODY" : "LOST");
            f.stale(fact, prison ? today.plusDays(dice.from(200, 1200)) : null, Events.earlier(from.plusDays(prison ? 60 : 200), today.minusDays(300)));
        } else {
            var second = Events.situation(f, other, pair.other(), since, true);
            first = Events.later(first, second);
        }
        var known = LocalDate.of(1900, 1, 1);
        for (var k : f.known) {
            known = Events.later(known, k.knownFrom());
        }
        var decided = Events.earlier(known.plusDays(dice.from(15, 45)), today.minusDays(8));
        Families.guardian(f, f.carer, first, f.dead(f.father) && f.dead(f.mother));
        for (var kid : f.kids) {
            f.support(kid, Category.DE_FACTO, "亲属抚养", decided, f.carer, Families.relation(f, kid, f.carer));
            Events.school(f, kid, true);
        }
        deviate(f, planted);
        return f.finish(true);
    }

    private static Truth orphan(Area area, Dice dice, Region village, Shape shape, CaseKind planted) {
        var f = careless(area, dice, village, shape, new Situation.Pair(Situation.DEAD, Situation.DEAD), true);
        var since = youngest(f);
        var a = Events.situation(f, f.father, Situation.DEAD, since, true);
        var b = Events.situation(f, f.mother, dice.chance(0.1) ? Situation.MISSING : Situation.DEAD, since, true);
        var from = Events.later(a, b);
        Families.guardian(f, f.carer, from, true);
        var decided = Events.earlier(from.plusDays(dice.from(130, 190)), f.today.minusDays(10));
        for (var kid : f.kids) {
            f.support(kid, Category.ORPHAN_FAMILY, dice.chance(0.04) ? "家庭寄养" : "亲属抚养", decided, f.carer, Families.relation(f, kid, f.carer));
            Events.school(f, kid, planted != CaseKind.WRONG_OVERAGE);
        }
        if (planted == CaseKind.WRONG_OVERAGE) {
            f.facts.removeIf(x -> x.kind() == FactKind.SCHOOL);
            f.known.removeIf(x -> x.kind() == FactKind.SCHOOL);
        }
        deviate(f, planted);
        return f.finish(true);
    }

    /// A foundling or an orphan in a welfare institution: no parents known, register with the institution.
    private static Truth institution(Area area, Dice dice, Region village, CaseKind planted) {
        var home = area.district.name() + "儿童福利院（演示）";
        var f = new Family(area, dice, village, home + dice.pick(new String[] {"一", "二", "三"}) + "号楼");
        var born = f.today.minusDays(dice.from(200, 17 * 365 + 300));
        var sex = dice.chance(0.55) ? Sex.MALE : Sex.FEMALE;
        // Institutions give foundlings a surname of their own choosing.
        var kid = f.add(dice.pick(new String[] {"津", "福", "民", "党", "国"}) + Names.given(dice, sex, born.getYear()), sex, born, 0);
        f.kids.add(kid);
        f.head = kid.id();
        if (dice.chance(0.7)) {
            f.fact(kid, FactKind.DISABILITY, Events.any(dice), "", dice.day(born.plusDays(90), f.today.minusDays(50)), null, f.today.minusDays(40), "DISABILITY");
        }
        Events.school(f, kid, true);
        var decided = Events.earlier(born.plusDays(dice.from(60, 180)), f.today.minusDays(12));
        f.supports.add(new Support(kid.id(), Category.ORPHAN_INSTITUTION, area.code, "机构养育", Category.ORPHAN_INSTITUTION.assumedFen(), YearMonth.from(decided).plusMonths(1), null, 0,
                home, "福利机构", dice.pick(Places.BANKS), Places.account(dice), decided));
        deviate(f, planted);
        return f.finish(true);
    }

    /// A household on 低保 or just above, with its children.
    private static Truth poor(Area area, Dice dice, Region village, Shape shape, Category category, CaseKind planted) {
        var f = Families.make(area, dice, village, shape.youngest(100));
        var today = f.today;
        var edge = category == Category.SINGLE_CASE || dice.chance(0.4);
        var from = Events.later(dice.day(today.minusYears(6), today.minusMonths(16)), f.kids.getLast().born().plusDays(15));
        from = Events.earlier(from, today.minusDays(80));
        var known = from.plusDays(20);
        var text = edge ? "低保边缘" : "低保";
        var parentDead = dice.chance(0.07) && f.kids.getLast().born().isBefore(today.minusDays(400));
        if (parentDead) {
            Events.situation(f, dice.chance(0.7) ? f.father : f.mother, Situation.DEAD, youngest(f), true);
        } else if (dice.chance(0.2)) {
            Families.divorce(f, f.kids.getLast().born().plusDays(100));
        }
        if (dice.chance(0.16)) {
            var p = dice.chance(0.5) && !f.dead(f.father) || f.dead(f.mother) ? f.father : f.mother;
            f.fact(p, FactKind.DISABILITY, dice.pick(new String[] {"肢体三级", "肢体四级", "听力三级", "视力四级"}), "", dice.day(today.minusYears(8), today.minusDays(90)), null,
                    today.minusDays(60), "DISABILITY");
        }
        var to = planted == CaseKind.WRONG_LOW_INCOME_ENDED ? dice.day(Events.later(from.plusDays(30), today.minusMonths(12)), today.minusDays(35)) : null;
        for (var p : f.persons) {
            if (p.address().equals(f.address) && !f.dead(p)) {
                var fact = f.fact(p, FactKind.LOW_INCOME, text, "", Events.later(from, p.born()), to, to == null ? known : null, "ASSISTANCE");
                if (to != null) {
                    f.stale(fact, null, known);
                }
            }
        }
        var payee = f.dead(f.mother) || dice.chance(0.45) && !f.dead(f.father) ? f.father : f.mother;
        for (var kid : f.kids) {
            if (category == Category.SINGLE_CASE) {
                var when = dice.day(Events.later(kid.born().plusDays(10), today.minusYears(5)), today.minusDays(70));
                if (dice.chance(0.7)) {
                    f.fact(kid, FactKind.DISABILITY, dice.pick(new String[] {"肢体一级", "智力一级", "精神二级", "智力二级", "听力一级", "多重一级"}), "", when, null, when.plusDays(30),
                            "DISABILITY");
                } else {
                    f.fact(kid, FactKind.ILLNESS, dice.pick(Events.CHILD_ILLNESSES), "", when, null, when.plusDays(30), "MEDICAL");
                }
            }
            Events.school(f, kid, true);
            var decided = Events.earlier(known.plusDays(dice.from(10, 40)), today.minusDays(9));
            f.support(kid, category, "父母家庭", decided, payee, payee.sex() == Sex.MALE ? "父亲" : "母亲");
        }
        if (planted == CaseKind.WRONG_OVERAGE) {
            f.facts.removeIf(x -> x.kind() == FactKind.SCHOOL && x.person() == f.kids.getFirst().id());
            f.known.removeIf(x -> x.kind() == FactKind.SCHOOL && x.person() == f.kids.getFirst().id());
        }
        deviate(f, planted);
        return f.finish(true);
    }

    /// 特困: a child without means whose parents cannot support it, and who chose this route.
    private static Truth destitute(Area area, Dice dice, Region village, Shape shape, CaseKind planted) {
        var f = careless(area, dice, village, shape, new Situation.Pair(Situation.DISABLED, Situation.ILL), true);
        var since = youngest(f);
        var a = Events.situation(f, f.father, Situation.DISABLED, since, true);
        var b = Events.situation(f, f.mother, Situation.ILL, since, true);
        var from = Events.earlier(Events.later(a, b).plusDays(60), f.today.minusDays(60));
        Families.guardian(f, f.carer, from, false);
        for (var kid : f.kids) {
            f.fact(kid, FactKind.LOW_INCOME, "特困", "", from, null, from.plusDays(10), "ASSISTANCE");
            Events.school(f, kid, true);
            f.support(kid, Category.DESTITUTE, "亲属抚养", Events.earlier(from.plusDays(30), f.today.minusDays(9)), f.carer, Families.relation(f, kid, f.carer));
        }
        deviate(f, planted);
        return f.finish(true);
    }

    /// Turns a regular case into a planted deviation.
    private static void deviate(Family f, CaseKind planted) {
        if (planted == null) {
            return;
        }
        var dice = f.dice;
        var today = f.today;
        var child = f.kids.getFirst();
        var text = planted.text();
        switch (planted) {
            case WRONG_DEAD -> {
                var on = dice.day(Events.later(child.born().plusDays(40), today.minusMonths(18)), today.minusDays(32));
                f.facts.removeIf(x -> x.person() == child.id() && x.trueFrom().isAfter(on));
                f.known.removeIf(x -> x.person() == child.id() && x.trueFrom().isAfter(on));
                Events.death(f, child, on, null);
            }
            case WRONG_ADOPTED -> f.fact(child, FactKind.ADOPTED, Names.surname(dice) + Names.given(dice, Sex.MALE, 1985), "", dice.day(today.minusMonths(14), today.minusDays(40)), null, null,
                    "ADOPTION");
            case WRONG_MOVED -> f.fact(child, FactKind.MOVED_OUT, dice.pick(new String[] {"河北省廊坊市", "山东省德州市", "北京市通州区", "辽宁省大连市"}), "",
                    dice.day(today.minusMonths(14), today.minusDays(40)), null, null, "MOVED_OUT");
            case DOUBLE_TWO_DISTRICTS -> {
                var s = f.supports.getFirst();
                var other = f.area.others.isEmpty() ? f.area.code : dice.pick(f.area.others.toArray(Region[]::new)).code().substring(0, 6);
                f.supports.add(again(f, s, s.category(), other));
                text += "（" + s.district() + "、" + other + "）";
            }
            case DOUBLE_SAME_CHILD -> f.supports.add(again(f, f.supports.getFirst(), f.supports.getFirst().category(), f.supports.getFirst().district()));
            case DOUBLE_TWO_PROGRAMMES -> f.supports.add(again(f, f.supports.getFirst(), Category.DESTITUTE, f.supports.getFirst().district()));
            default -> {
            }
        }
        f.planted(planted, child, text);
    }

    private static Support again(Family f, Support s, Category category, String district) {
        return new Support(s.child(), category, district, s.placement(), category.assumedFen(), s.start(), null, s.payee(), s.payeeName(), s.relation(),
                f.dice.pick(Places.BANKS), Places.account(f.dice), s.decidedOn().plusDays(f.dice.from(1, 20)));
    }
}
