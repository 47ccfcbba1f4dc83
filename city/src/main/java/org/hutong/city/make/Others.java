package org.hutong.city.make;

import org.hutong.city.CaseKind;
import org.hutong.city.FactKind;
import org.hutong.city.Person;
import org.hutong.city.Region;
import org.hutong.city.Relation;
import org.hutong.city.Sex;
import org.hutong.city.Situation;
import org.hutong.city.Truth;
import org.hutong.city.make.Families.Shape;
import java.time.LocalDate;
import java.util.List;

/// Households the registry knows without paying them, and residents it does not know.
final class Others {

    private Others() {
    }

    /// One child who is owed something nobody pays, or one who only looks like it.
    ///
    /// @param nth which one of its kind; chooses the pair of situations, so that all 52 appear
    static Truth planted(Area area, Dice dice, Region village, CaseKind kind, int nth) {
        var one = Shape.kids(1).youngest(560);
        return switch (kind) {
            case UNSERVED_DE_FACTO -> {
                // Two of five: dead and in custody, the pair the first comparison looks for. The rest go through all combinations in turn.
                var pair = nth % 5 < 2 ? new Situation.Pair(Situation.DEAD, nth % 10 < 7 ? Situation.PRISON : Situation.RESTRAINED)
                        : Situation.COMBINATIONS.get((nth / 5 * 3 + nth % 5 - 2) % Situation.COMBINATIONS.size());
                var fatherFirst = nth % 5 == 0 || dice.chance(0.6);
                var father = fatherFirst ? pair.one() : pair.other();
                var mother = fatherFirst ? pair.other() : pair.one();
                var f = Families.make(area, dice, village, one.carer().abroad(father == Situation.DEPORTED, mother == Situation.DEPORTED));
                var since = f.kids.getFirst().born().plusDays(30);
                var firstKnown = dice.chance(0.35);
                var a = Events.situation(f, f.father, father, since, firstKnown && fatherFirst);
                var b = Events.situation(f, f.mother, mother, since, firstKnown && !fatherFirst);
                Families.guardian(f, f.carer, Events.later(a, b), false);
                yield close(f, kind, "父亲" + father.text() + "，母亲" + mother.text());
            }
            case UNSERVED_ORPHAN -> {
                var f = Families.make(area, dice, village, one.carer());
                var since = f.kids.getFirst().born().plusDays(30);
                Events.situation(f, f.father, Situation.DEAD, since, dice.chance(0.4));
                Events.situation(f, f.mother, dice.chance(0.15) ? Situation.MISSING : Situation.DEAD, since, false);
                yield close(f, kind, "父母均死亡或失踪");
            }
            case UNSERVED_HARDSHIP, UNSERVED_SINGLE_CASE -> {
                var f = Families.make(area, dice, village, Shape.kids(1));
                var child = f.kids.getFirst();
                var from = dice.day(f.today.minusMonths(14), f.today.minusDays(50));
                var edge = kind == CaseKind.UNSERVED_SINGLE_CASE || dice.chance(0.35);
                for (var p : f.persons) {
                    if (p.address().equals(f.address) && !f.dead(p)) {
                        f.fact(p, FactKind.LOW_INCOME, edge ? "低保边缘" : "低保", "", Events.later(from, p.born()), null, null, "ASSISTANCE");
                    }
                }
                if (kind == CaseKind.UNSERVED_SINGLE_CASE) {
                    var when = dice.day(Events.later(child.born(), f.today.minusYears(4)), f.today.minusDays(30));
                    f.fact(child, FactKind.DISABILITY, dice.pick(new String[] {"肢体一级", "智力一级", "精神二级", "智力二级"}), "", when, null, null, "DISABILITY");
                }
                yield close(f, kind, edge ? "低保边缘家庭" : "低保家庭");
            }
            case NEAR_SHORT_TERM -> {
                var f = Families.make(area, dice, village, one.carer());
                Events.situation(f, f.father, Situation.DEAD, f.kids.getFirst().born().plusDays(30), false);
                Events.shortTerm(f, f.mother);
                yield close(f, kind, kind.text());
            }
            case NEAR_PARENT_FINE -> {
                var f = Families.make(area, dice, village, one);
                var s = dice.pick(new Situation[] {Situation.DEAD, Situation.DEAD, Situation.PRISON, Situation.DETOX, Situation.LOST});
                Events.situation(f, dice.chance(0.75) ? f.father : f.mother, s, f.kids.getFirst().born().plusDays(30), false);
                yield close(f, kind, kind.text());
            }
            case NEAR_LIGHT_DISABILITY -> {
                var f = Families.make(area, dice, village, one);
                var since = f.kids.getFirst().born().plusDays(30);
                Events.situation(f, f.father, Situation.DEAD, since, dice.chance(0.5));
                f.fact(f.mother, FactKind.DISABILITY, dice.pick(new String[] {"肢体三级", "肢体四级", "听力三级", "视力四级"}), "",
                        dice.day(f.today.minusYears(6), f.today.minusDays(60)), null, null, "DISABILITY");
                yield close(f, kind, kind.text());
            }
            default -> throw new IllegalArgumentException(kind.name());
        };
    }

    private static Truth close(Family f, CaseKind kind, String text) {
        for (var kid : f.kids) {
            Events.school(f, kid, true);
        }
        f.planted(kind, f.kids.getFirst(), text);
        return f.finish(true);
    }

    /// Left-behind, migrant, handicapped or otherwise looked-after children who get no allowance.
    static Truth known(Area area, Dice dice, Region village, int kids) {
        return switch (dice.weighted(new int[] {30, 55, 75, 100})) {
            case 0 -> {
                var f = Families.make(area, dice, village, Shape.kids(kids).carer());
                var from = dice.day(f.today.minusYears(3), f.today.minusMonths(7));
                var to = dice.pick(new String[] {"北京市", "江苏省苏州市", "浙江省宁波市", "广东省东莞市", "河北省唐山市"});
                f.fact(f.father, FactKind.AWAY, to, "", from, null, from.plusDays(40), "ROSTER");
                f.fact(f.mother, FactKind.AWAY, to, "", from, null, from.plusDays(40), "ROSTER");
                Families.guardian(f, f.carer, from, false);
                yield plain(f, true);
            }
            case 1 -> {
                var f = Families.make(area, dice, village, Shape.kids(kids).away().alone());
                residence(f, true);
                yield plain(f, true);
            }
            case 2 -> {
                var f = Families.make(area, dice, village, Shape.kids(kids));
                var child = f.kids.getFirst();
                var when = dice.day(child.born().plusDays(20), f.today.minusDays(19));
                f.fact(child, FactKind.DISABILITY, Events.any(dice), "", when, null, Events.earlier(when.plusDays(30), f.today.minusDays(1)), "DISABILITY");
                yield plain(f, true);
            }
            default -> {
                var f = Families.make(area, dice, village, Shape.kids(kids));
                if (dice.chance(0.5)) {
                    Families.divorce(f, f.kids.getLast().born().plusDays(60));
                }
                yield plain(f, true);
            }
        };
    }

    private static void residence(Family f, boolean known) {
        var from = f.dice.day(f.today.minusYears(4), f.today.minusDays(70));
        for (var p : f.persons) {
            var since = Events.later(from, p.born().plusDays(1));
            if (p.address().equals(f.address) && !f.dead(p) && !since.isAfter(f.today)) {
                f.fact(p, FactKind.RESIDENCE, f.elsewhere, "", since, null, known ? Events.earlier(since.plusDays(15), f.today) : null, "RESIDENCE");
            }
        }
    }

    private static Truth plain(Family f, boolean registry) {
        for (var kid : f.kids) {
            Events.school(f, kid, registry);
        }
        return f.finish(registry);
    }

    /// A household of ordinary residents, with what happens to people anyway. Rates are 假设.
    static Truth resident(Area area, Dice dice, Region village) {
        var kind = dice.weighted(new int[] {16, 34, 48, 86, 100});
        Family f;
        if (kind <= 2) {
            f = new Family(area, dice, village, null);
            var old = kind == 1;
            var born = area.plan.today().minusDays(old ? dice.from(61 * 365, 88 * 365) : dice.from(22 * 365, 62 * 365));
            var sex = kind == 0 && dice.chance(0.45) ? Sex.FEMALE : Sex.MALE;
            var first = adult(f, sex, born);
            f.head = first.id();
            if (kind > 0) {
                var second = adult(f, Sex.FEMALE, born.plusDays((long) (500 + 900 * dice.bell())));
                var on = Events.later(first.born(), second.born()).plusYears(20).plusDays(dice.below(4000));
                if (on.isBefore(f.today)) {
                    f.both(first, second, Relation.SPOUSE, on, null);
                    f.fact(first, FactKind.MARRIAGE, "结婚", "", on, null, null, "MARRIAGE");
                    f.fact(second, FactKind.MARRIAGE, "结婚", "", on, null, null, "MARRIAGE");
                }
            }
        } else {
            var shape = Shape.kids(dice.chance(0.32) ? 2 : 1);
            var migrant = kind == 3 && dice.chance(0.1);
            f = Families.make(area, dice, village, migrant ? shape.away().alone() : kind == 3 ? shape.alone() : shape);
            if (migrant) {
                residence(f, false);
            }
            if (dice.chance(0.13)) {
                Families.divorce(f, f.kids.getLast().born().plusDays(60));
            }
        }
        if (dice.chance(0.16)) {
            var born = f.today.minusDays(dice.from(60 * 365, 96 * 365));
            var p = adult(f, dice.chance(0.54) ? Sex.MALE : Sex.FEMALE, born);
            Events.death(f, p, dice.day(f.today.minusYears(10), f.today.minusDays(3)), null);
        }
        if (dice.chance(0.022)) {
            var from = dice.day(f.today.minusYears(5), f.today.minusDays(40));
            var what = dice.chance(0.6) ? "低保" : dice.chance(0.85) ? "低保边缘" : "特困";
            var single = f.kids.isEmpty() && f.persons.size() == 1;
            for (var p : f.persons) {
                if (p.address().equals(f.address) && !f.dead(p)) {
                    f.fact(p, FactKind.LOW_INCOME, what.equals("特困") && !single ? "低保" : what, "", Events.later(from, p.born()), null, null, "ASSISTANCE");
                }
            }
        }
        for (var p : List.copyOf(f.persons)) {
            befall(f, p);
        }
        return plain(f, false);
    }

    private static Person adult(Family f, Sex sex, LocalDate born) {
        var name = f.childName(Names.surname(f.dice), null, sex, born.getYear());
        return f.add(name, sex, born, Families.drawOrigin(f.dice));
    }

    private static void befall(Family f, Person p) {
        var dice = f.dice;
        var age = p.age(f.today);
        if (f.dead(p) || age < 2) {
            return;
        }
        var x = dice.unit();
        if (x < (age > 60 ? 0.10 : age > 18 ? 0.030 : 0.007)) {
            var when = dice.day(Events.later(p.born().plusDays(300), f.today.minusYears(15)), f.today.minusDays(20));
            f.fact(p, FactKind.DISABILITY, Events.any(dice), "", when, null, null, "DISABILITY");
        } else if (x > 0.9985 && age >= 19 && age < 65) {
            if (p.sex() == Sex.MALE || dice.chance(0.12)) {
                Events.situation(f, p, x > 0.9996 ? Situation.DETOX : x > 0.9994 ? Situation.RESTRAINED : Situation.PRISON, p.born().plusYears(18), false);
            }
        }
    }
}
