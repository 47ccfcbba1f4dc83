package org.hutong.city.make;

import org.hutong.city.FactKind;
import org.hutong.city.Person;
import org.hutong.city.Prefixes;
import org.hutong.city.Region;
import org.hutong.city.Relation;
import org.hutong.city.Sex;
import java.time.LocalDate;

/// Builds the people of a household: parents, children, grandparents, and how they are related.
final class Families {

    /// @param kids          how many children under 18 at most
    /// @param youngest      age in days below which no child may be
    /// @param eldestBorn    birth date of the eldest child, or null to draw one
    /// @param fatherAbroad  the father is a foreigner
    /// @param motherAbroad  the mother is a foreigner
    /// @param migrant       the family's register is elsewhere
    /// @param needsCarer    a grandparent or another relative must be able to look after the children
    record Shape(int kids, int youngest, LocalDate eldestBorn, boolean fatherAbroad, boolean motherAbroad, boolean migrant, boolean needsCarer, boolean grandparents) {
        static Shape kids(int n) {
            return new Shape(n, 20, null, false, false, false, false, true);
        }

        Shape youngest(int days) {
            return new Shape(kids, days, eldestBorn, fatherAbroad, motherAbroad, migrant, needsCarer, grandparents);
        }

        Shape eldest(LocalDate born) {
            return new Shape(kids, youngest, born, fatherAbroad, motherAbroad, migrant, needsCarer, grandparents);
        }

        Shape abroad(boolean fathers, boolean mothers) {
            return new Shape(kids, youngest, eldestBorn, fathers, mothers, migrant, needsCarer, grandparents);
        }

        Shape away() {
            return new Shape(kids, youngest, eldestBorn, fatherAbroad, motherAbroad, true, needsCarer, grandparents);
        }

        Shape carer() {
            return new Shape(kids, youngest, eldestBorn, fatherAbroad, motherAbroad, migrant, true, grandparents);
        }

        Shape alone() {
            return new Shape(kids, youngest, eldestBorn, fatherAbroad, motherAbroad, migrant, needsCarer, false);
        }
    }

    private static final String[] FOREIGN_MALE = {"NGUYEN VAN HUNG", "SOKHA CHAN", "KYAW ZIN", "IVAN PETROV", "OYUN BAATAR"};
    private static final String[] FOREIGN_FEMALE = {"NGUYEN THI LAN", "TRAN THI HOA", "SREY MOM", "AYE AYE", "OLGA IVANOVA"};

    private Families() {
    }

    /// Share of twins among births with a sibling planned (假设, near the national rate of twin births, about 3 children in a hundred).
    private static final double TWINS = 0.03;

    static Family make(Area area, Dice dice, Region village, Shape shape) {
        var f = new Family(area, dice, village, null);
        if (shape.migrant) {
            f.registeredElsewhere();
        }
        var today = f.today;
        var surname = Names.surname(dice);
        var born = shape.eldestBorn;
        if (born == null) {
            var days = (int) (Math.pow(dice.unit(), 0.8) * (18 * 365.2 - shape.youngest - 5));
            born = today.minusDays(shape.youngest + 3 + days);
        }
        // The parents first: their ids come before the children's.
        var motherBorn = born.minusDays((long) (365.25 * (20 + 17 * dice.unit() * (0.4 + 0.6 * dice.unit())))).minusDays(dice.below(200));
        var fatherBorn = motherBorn.plusDays((long) (-700 + 900 * dice.bell()));
        if (fatherBorn.isAfter(born.minusYears(18))) {
            fatherBorn = born.minusYears(19).minusDays(dice.below(300));
        }
        var origin = shape.migrant ? dice.from(1, Prefixes.ELSEWHERE) : 0;
        f.father = parent(f, surname, Sex.MALE, fatherBorn, shape.migrant ? origin : drawOrigin(dice), shape.fatherAbroad);
        f.mother = parent(f, Names.surname(dice), Sex.FEMALE, motherBorn, shape.migrant ? origin : drawOrigin(dice), shape.motherAbroad);
        f.head = shape.fatherAbroad ? f.mother.id() : f.father.id();
        var childSurname = shape.fatherAbroad || dice.chance(0.05) ? f.mother.name().substring(0, 1) : surname;
        var given = f.father.name().contains("·") ? f.father.name().substring(0, f.father.name().indexOf('·')) : f.father.name();
        var when = born;
        for (var i = 0; i < shape.kids; i++) {
            if (i > 0) {
                when = dice.chance(TWINS) ? when : when.plusDays(dice.from(480, 2200));
                if (when.isAfter(today.minusDays(shape.youngest)) || when.isAfter(motherBorn.plusYears(46))) {
                    break;
                }
            }
            var sex = dice.chance(0.52) ? Sex.MALE : Sex.FEMALE;
            var kid = f.add(f.childName(childSurname, given, sex, when.getYear()), sex, when, shape.migrant && dice.chance(0.7) ? origin : 0);
            for (var other : f.kids) {
                f.both(kid, other, other.born().equals(when) ? Relation.TWIN : Relation.SIBLING, null, null);
            }
            f.kids.add(kid);
            f.kin(kid, f.father, Relation.FATHER);
            f.kin(kid, f.mother, Relation.MOTHER);
        }
        marry(f, born);
        if (shape.grandparents || shape.needsCarer) {
            grandparents(f, shape, surname);
        }
        return f;
    }

    static int drawOrigin(Dice dice) {
        return dice.chance(0.82) ? 0 : dice.from(1, Prefixes.ELSEWHERE);
    }

    private static Person parent(Family f, String surname, Sex sex, LocalDate born, int origin, boolean foreign) {
        if (foreign) {
            var name = f.dice.pick(sex == Sex.MALE ? FOREIGN_MALE : FOREIGN_FEMALE);
            return f.add(name, sex, born, 0, f.address, "Z" + (10_000_000 + f.dice.below(89_999_999)));
        }
        return f.add(f.childName(surname, null, sex, born.getYear()), sex, born, origin);
    }

    private static void marry(Family f, LocalDate eldest) {
        var dice = f.dice;
        var on = Events.later(eldest.minusDays(dice.from(120, 1500)), Events.later(f.mother.born().plusYears(20), f.father.born().plusYears(22)));
        // Too young to marry (女二十, 男二十二, 民法典第1047条) when the first child came: they never did.
        if (on.isAfter(eldest)) {
            return;
        }
        f.fact(f.father, FactKind.MARRIAGE, "结婚", "", on, null, null, "MARRIAGE");
        f.fact(f.mother, FactKind.MARRIAGE, "结婚", "", on, null, null, "MARRIAGE");
        f.both(f.father, f.mother, Relation.SPOUSE, on, null);
    }

    /// Ends the parents' marriage.
    ///
    /// @return the day, or null if they were not married or it is too early for them
    static LocalDate divorce(Family f, LocalDate from) {
        if (from.isAfter(f.today.minusDays(40)) || f.dead(f.father) || f.dead(f.mother)) {
            return null;
        }
        var on = f.dice.day(from, f.today.minusDays(40));
        for (var i = 0; i < f.kinships.size(); i++) {
            var k = f.kinships.get(i);
            if (k.relation() == Relation.SPOUSE && k.to() == null && (k.person() == f.father.id() || k.person() == f.mother.id())) {
                if (on.isBefore(k.from())) {
                    return null;
                }
                f.kinships.set(i, new org.hutong.city.Kinship(k.person(), k.relative(), k.relation(), k.from(), on));
            }
        }
        f.fact(f.father, FactKind.MARRIAGE, "离婚", "", on, null, null, "MARRIAGE");
        f.fact(f.mother, FactKind.MARRIAGE, "离婚", "", on, null, null, "MARRIAGE");
        return on;
    }

    private static void grandparents(Family f, Shape shape, String surname) {
        var dice = f.dice;
        var gfBorn = f.father.born().minusDays(dice.from(21 * 365, 34 * 365));
        var gmBorn = gfBorn.plusDays(dice.from(-500, 1800));
        if (gmBorn.isAfter(f.father.born().minusYears(17))) {
            gmBorn = f.father.born().minusYears(18).minusDays(dice.below(200));
        }
        var strong = shape.needsCarer && !dice.chance(0.15);
        var together = dice.chance(0.5) || strong;
        var at = together ? f.address : Places.address(dice, f.area.tree, f.village);
        var gf = dice.chance(shape.needsCarer ? 0.75 : 0.55) ? elder(f, surname, Sex.MALE, gfBorn, at, false) : null;
        var gm = dice.chance(shape.needsCarer ? 0.9 : 0.6) || strong && gf == null ? elder(f, Names.surname(dice), Sex.FEMALE, gmBorn, at, strong) : null;
        for (var kid : f.kids) {
            if (gf != null && !shape.fatherAbroad) {
                f.kin(kid, gf, Relation.PATERNAL_GRANDFATHER);
            }
            if (gm != null && !shape.fatherAbroad) {
                f.kin(kid, gm, Relation.PATERNAL_GRANDMOTHER);
            }
        }
        if (shape.fatherAbroad) {
            // The elders are the mother's parents then, though they bear another surname in part; drop them in favour of a carer from her side.
            for (var kid : f.kids) {
                if (gm != null) {
                    f.kin(kid, gm, Relation.MATERNAL_GRANDMOTHER);
                }
                if (gf != null) {
                    f.kin(kid, gf, Relation.MATERNAL_GRANDFATHER);
                }
            }
        }
        if (gf != null && gm != null) {
            f.both(gf, gm, Relation.SPOUSE, Events.later(gfBorn.plusYears(20), gmBorn.plusYears(19)), null);
        }
        if (dice.chance(0.22) && !f.mother.name().contains(" ")) {
            var born = f.mother.born().minusDays(dice.from(20 * 365, 32 * 365));
            var mgm = elder(f, Names.surname(dice), Sex.FEMALE, born, Places.address(dice, f.area.tree, f.village), false);
            if (mgm != null) {
                for (var kid : f.kids) {
                    f.kin(kid, mgm, Relation.MATERNAL_GRANDMOTHER);
                }
            }
        }
        if (shape.needsCarer) {
            chooseCarer(f, surname);
        }
    }

    /// Somebody old: alive, dead within the last ten years, or (null) longer dead.
    private static Person elder(Family f, String surname, Sex sex, LocalDate born, String at, boolean alive) {
        var dice = f.dice;
        var today = f.today;
        var lifeDays = (long) ((77 + (sex == Sex.FEMALE ? 4 : 0) + 10.5 * dice.bell()) * 365.25);
        var died = born.plusDays(Math.max(lifeDays, 45 * 365));
        var youngest = f.father == null ? born : f.father.born();
        if (!alive && died.isBefore(today.minusYears(10))) {
            return null;
        }
        var p = f.add(f.childName(surname, null, sex, born.getYear()), sex, born, drawOrigin(dice), at, null);
        if (!alive && !died.isAfter(today.minusDays(4)) && died.isAfter(youngest)) {
            Events.death(f, p, died, null);
        } else if (dice.chance(0.12)) {
            f.fact(p, FactKind.DISABILITY, Events.any(dice), "", dice.day(Events.later(born.plusYears(40), today.minusYears(15)), today.minusDays(60)), null, null, "DISABILITY");
        }
        return p;
    }

    /// The relative who looks after the children: a living grandparent not too old, else an aunt or uncle.
    private static void chooseCarer(Family f, String surname) {
        Person best = null;
        for (var k : f.kinships) {
            var grand = k.relation() == Relation.PATERNAL_GRANDFATHER || k.relation() == Relation.PATERNAL_GRANDMOTHER || k.relation() == Relation.MATERNAL_GRANDMOTHER
                    || k.relation() == Relation.MATERNAL_GRANDFATHER;
            if (grand && k.person() == f.kids.getFirst().id()) {
                for (var p : f.persons) {
                    if (p.id() == k.relative() && !f.dead(p) && p.age(f.today) <= 84 && (best == null || p.sex() == Sex.FEMALE)) {
                        best = p;
                    }
                }
            }
        }
        if (best == null) {
            var sex = f.dice.chance(0.5) ? Sex.MALE : Sex.FEMALE;
            var born = f.father.born().plusDays(f.dice.from(-2500, 2500));
            best = f.add(f.childName(surname, null, sex, born.getYear()), sex, born, 0, Places.address(f.dice, f.area.tree, f.village), null);
            for (var kid : f.kids) {
                f.kin(kid, best, Relation.UNCLE_AUNT);
            }
        }
        f.carer = best;
        f.head = best.id();
    }

    /// What the carer is to the child.
    static String relation(Family f, Person child, Person to) {
        for (var k : f.kinships) {
            if (k.person() == child.id() && k.relative() == to.id() && k.relation() != Relation.GUARDIAN && k.relation() != Relation.CARER) {
                return k.relation().text();
            }
        }
        return "其他亲属";
    }

    static void guardian(Family f, Person guardian, LocalDate from, boolean byLaw) {
        for (var kid : f.kids) {
            f.kin(kid, guardian, byLaw ? Relation.GUARDIAN : Relation.CARER, from, null);
        }
    }
}
