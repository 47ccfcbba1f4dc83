package org.hutong.city.make;

import org.hutong.city.CaseKind;
import org.hutong.city.Category;
import org.hutong.city.Fact;
import org.hutong.city.FactKind;
import org.hutong.city.Household;
import org.hutong.city.Kinship;
import org.hutong.city.Person;
import org.hutong.city.Region;
import org.hutong.city.Relation;
import org.hutong.city.Sex;
import org.hutong.city.Support;
import org.hutong.city.Truth;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// A household under construction.
final class Family {

    final Area area;
    final Dice dice;
    final Region village;
    final LocalDate today;
    final String address;
    final String ethnicity;
    /// Place of the household register.
    private String hukou;
    /// Name of that place where it is outside the city, else null.
    String elsewhere;
    final List<Person> persons = new ArrayList<>(8);
    final List<Kinship> kinships = new ArrayList<>(16);
    final List<Fact> facts = new ArrayList<>(12);
    final List<Fact> known = new ArrayList<>(12);
    final List<Support> supports = new ArrayList<>(2);
    final List<Truth.Case> cases = new ArrayList<>(1);
    final List<Person> kids = new ArrayList<>(3);
    Person father;
    Person mother;
    Person carer;
    long head;

    Family(Area area, Dice dice, Region village, String address) {
        this.area = area;
        this.dice = dice;
        this.village = village;
        this.today = area.plan.today();
        this.address = address != null ? address : Places.address(dice, area.tree, village);
        // 人户分离 within the district.
        this.hukou = dice.chance(0.06) ? dice.pick(area.villages).code() : village.code();
        this.ethnicity = Names.ethnicity(dice, area.province);
    }

    private static final String[][] ELSEWHERE = {{"130900000000", "河北省沧州市"}, {"371700000000", "山东省菏泽市"}, {"411600000000", "河南省周口市"}, {"231200000000", "黑龙江省绥化市"},
            {"341200000000", "安徽省阜阳市"}, {"211300000000", "辽宁省朝阳市"}, {"621100000000", "甘肃省定西市"}};

    /// Whoever is added from now on has a register outside the city.
    void registeredElsewhere() {
        var place = dice.pick(ELSEWHERE);
        hukou = place[0];
        elsewhere = place[1];
    }

    /// Adds somebody who lives at the family's address.
    Person add(String name, Sex sex, LocalDate born, int origin) {
        return add(name, sex, born, origin, address, null);
    }

    Person add(String name, Sex sex, LocalDate born, int origin, String at, String passport) {
        var age = today.getYear() - born.getYear();
        var phone = age > 12 && dice.chance(age < 16 ? 0.3 : age < 75 ? 0.93 : 0.5) ? Places.phone(dice) : null;
        var p = new Person(area.nextPerson(), name, sex, born, passport == null ? area.ids.next(origin, born, sex) : null, passport, ethnicity, phone,
                passport == null ? hukou : village.code(), village.code(), at);
        persons.add(p);
        return p;
    }

    String childName(String surname, String fathersGiven, Sex sex, int year) {
        return Names.own(ethnicity) ? Names.minority(dice, ethnicity, sex, fathersGiven) : surname + Names.given(dice, sex, year);
    }

    void kin(Person person, Person relative, Relation relation) {
        kin(person, relative, relation, null, null);
    }

    void kin(Person person, Person relative, Relation relation, LocalDate from, LocalDate to) {
        kinships.add(new Kinship(person.id(), relative.id(), relation, from, to));
    }

    void both(Person a, Person b, Relation relation, LocalDate from, LocalDate to) {
        kin(a, b, relation, from, to);
        kin(b, a, relation, from, to);
    }

    /// @param knownFrom null if only a list says it
    Fact fact(Person p, FactKind kind, String value, String detail, LocalDate from, LocalDate to, LocalDate knownFrom, String source) {
        var f = new Fact(p.id(), kind, value, detail, from, to, knownFrom, source);
        facts.add(f);
        if (knownFrom != null) {
            known.add(f);
        }
        return f;
    }

    /// What the registry still believes while the truth has moved on.
    void stale(Fact truth, LocalDate believedTo, LocalDate knownFrom) {
        var detail = truth.detail().equals("已找到") ? "未查找到" : truth.detail();
        known.add(new Fact(truth.person(), truth.kind(), truth.value(), detail, truth.trueFrom(), believedTo, knownFrom, truth.source()));
    }

    Fact find(Person p, FactKind kind) {
        for (var f : facts) {
            if (f.person() == p.id() && f.kind() == kind) {
                return f;
            }
        }
        return null;
    }

    boolean dead(Person p) {
        return find(p, FactKind.DEATH) != null;
    }

    void planted(CaseKind kind, Person child, String text) {
        cases.add(new Truth.Case(kind, child.id(), text, true));
    }

    /// A line of the existing roster.
    void support(Person child, Category category, String placement, LocalDate decidedOn, Person payee, String relation) {
        var fen = category.assumedFen();
        var start = java.time.YearMonth.from(decidedOn).plusMonths(1);
        supports.add(new Support(child.id(), category, area.code, placement, fen, start, null, payee.id(), payee.name(), relation, dice.pick(Places.BANKS),
                Places.account(dice), decidedOn));
    }

    Truth finish(boolean registry) {
        var entitled = Entitlement.of(this);
        Entitlement.naturalCases(this, entitled, registry);
        var id = area.nextHousehold();
        var everybody = List.copyOf(persons);
        var kin = List.copyOf(kinships);
        var household = registry ? new Household(id, village.code(), address, head, everybody, kin, List.copyOf(known), List.copyOf(supports)) : null;
        return new Truth(id, village.code(), registry, household, everybody, kin, List.copyOf(facts), entitled, List.copyOf(cases));
    }
}
