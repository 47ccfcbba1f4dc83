package org.hutong.city.lists;

import org.hutong.city.Fact;
import org.hutong.city.FactKind;
import org.hutong.city.Kinship;
import org.hutong.city.Person;
import org.hutong.city.Relation;
import org.hutong.city.Truth;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/// A household as the departments' writers look at it.
record Home(Truth truth, LocalDate today) {

    static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("yyyyMMdd");
    static final DateTimeFormatter SLASH = DateTimeFormatter.ofPattern("yyyy/M/d");
    static final DateTimeFormatter DOT = DateTimeFormatter.ofPattern("yyyy.MM.dd");
    static final DateTimeFormatter CHINESE = DateTimeFormatter.ofPattern("yyyy年M月d日");

    Fact fact(Person p, FactKind kind) {
        for (var f : truth.facts()) {
            if (f.person() == p.id() && f.kind() == kind) {
                return f;
            }
        }
        return null;
    }

    boolean dead(Person p) {
        return fact(p, FactKind.DEATH) != null;
    }

    Person relative(Person p, Relation relation) {
        for (var k : truth.kinships()) {
            if (k.person() == p.id() && k.relation() == relation && (k.to() == null || k.to().isAfter(today))) {
                return truth.person(k.relative());
            }
        }
        return null;
    }

    /// Child of this parent, or null.
    Person childOf(Person parent) {
        for (var k : truth.kinships()) {
            if (k.relative() == parent.id() && (k.relation() == Relation.FATHER || k.relation() == Relation.MOTHER)) {
                return truth.person(k.person());
            }
        }
        return null;
    }

    /// Whoever signs for the child: guardian or carer, else a living parent, else anybody living and grown.
    Person guardian(Person child) {
        for (var r : new Relation[] {Relation.GUARDIAN, Relation.CARER, Relation.MOTHER, Relation.FATHER}) {
            var p = relative(child, r);
            if (p != null && !dead(p)) {
                return p;
            }
        }
        for (var p : truth.persons()) {
            if (p != child && p.age(today) >= 18 && !dead(p)) {
                return p;
            }
        }
        return null;
    }

    /// What the relative is to the child, closest word first.
    String relation(Person child, Person relative) {
        if (child == relative) {
            return "本人";
        }
        Kinship found = null;
        for (var k : truth.kinships()) {
            if (k.person() == child.id() && k.relative() == relative.id() && k.relation() != Relation.GUARDIAN && k.relation() != Relation.CARER) {
                found = k;
            }
        }
        return found == null ? "其他" : found.relation().text();
    }

    static String phone(Person p) {
        return p == null || p.phone() == null ? "" : p.phone();
    }

    static String district(Person p) {
        return p.address().substring(0, p.address().indexOf('区') + 1);
    }
}
