package org.hutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hutong.access.Role;
import org.hutong.registry.FactKinds;
import org.hutong.registry.FactView;
import org.hutong.registry.NewPerson;
import org.hutong.registry.Relation;
import org.junit.jupiter.api.Test;

/// Rows about registered people become facts of the right person, with the days the row gives.
class WhatAListTellsOfAFamilyTests extends ListWorld {

    private static final LocalDate BORN = LocalDate.of(2015, 3, 8);

    private record Numbered(UUID child, UUID father, UUID mother, String childNumber, String fatherNumber, String motherNumber) {}

    private UUID enrolled(String name, String sex, LocalDate born, String number) {
        return registry.enrol(new NewPerson(name, sex, born, null, number, null, null, null, null, region(VILLAGE), region(VILLAGE), null));
    }

    private Numbered numbered(String name, String fathersName, String mothersName) {
        var numbers = List.of(number(BORN), number(), number());
        return as(Role.DISTRICT_OFFICER, DISTRICT, () -> {
            var child = enrolled(name, "女", BORN, numbers.get(0));
            var father = enrolled(fathersName, "男", LocalDate.of(1985, 3, 4), numbers.get(1));
            var mother = enrolled(mothersName, "女", LocalDate.of(1985, 3, 4), numbers.get(2));
            registry.relate(child, father, Relation.FATHER, null, null);
            registry.relate(child, mother, Relation.MOTHER, null, null);
            registry.openFile(child, null);
            return new Numbered(child, father, mother, numbers.get(0), numbers.get(1), numbers.get(2));
        });
    }

    /// Facts of a kind that stand, once the comparison of the delivery has written them.
    private List<FactView> told(UUID person, String kind, int expected) {
        for (var i = 0; ; i++) {
            var facts = as(Role.DISTRICT_OFFICER, DISTRICT, () -> registry.factHistory(List.of(person))).stream().filter(fact -> fact.kind().equals(kind) && !fact.superseded()).toList();
            if (facts.size() >= expected || i > 200) {
                return facts;
            }
            pause();
        }
    }

    @Test
    void aMissingFatherWhoWasFoundIsMissingUntilTheDayOfTheReceipt() {
        var family = numbered("找回来", "找回父", "找回母");
        var headings = "回执编号,儿童姓名,失联人姓名,失联人身份证号,受理日期,查找结果,回执日期";
        delivered("MISSING_RECEIPT", "失联.csv", csv(headings, "1,找回来,找回父," + family.fatherNumber() + ",2024/9/8,未查找到,2025/3/21", "2,找回来,找回父," + family.fatherNumber() + ",2024/9/8,已找到,2026/2/16"));
        assertThat(told(family.father(), FactKinds.SITUATION, 1)).singleElement().satisfies(fact -> {
            assertThat(fact.trueFrom()).isEqualTo(LocalDate.of(2024, 9, 8));
            assertThat(fact.trueTo()).isEqualTo(LocalDate.of(2026, 2, 16));
        });
    }

    @Test
    void aDeportedParentIsFoundByTheChildsNumberAndTheParentsName() {
        var family = numbered("母出境", "留下父", "NGUYEN THI HOA");
        delivered("DEPORTED", "出境.csv", csv("姓名,国籍,护照号码,出境日期,处理种类,在华子女姓名,在华子女身份证号", "Nguyen Thi Hoa,越南,N1234567,2025-05-02,遣送出境,母出境," + family.childNumber()));
        assertThat(told(family.mother(), FactKinds.SITUATION, 1)).singleElement().satisfies(fact -> assertThat(fact.value()).isEqualTo("被遣送（驱逐）出境"));
        assertThat(told(family.child(), FactKinds.SITUATION, 0)).isEmpty();
        assertThat(told(family.father(), FactKinds.SITUATION, 0)).isEmpty();
    }

    @Test
    void aDeportedPersonOfAnotherNameIsNobodysParent() {
        var family = numbered("名不符", "不符父", "TRAN THI MAI");
        delivered("DEPORTED", "出境二.csv", csv("姓名,国籍,护照号码,出境日期,处理种类,在华子女姓名,在华子女身份证号", "OYUN BAT,蒙古国,M7654321,2025-05-02,遣送出境,名不符," + family.childNumber()));
        compared();
        assertThat(told(family.mother(), FactKinds.SITUATION, 0)).isEmpty();
        assertThat(told(family.father(), FactKinds.SITUATION, 0)).isEmpty();
    }

    @Test
    void aDiagnosisOfASeriousIllnessIsNotedWithoutItsName() {
        var family = numbered("母住院", "住院父", "住院母");
        var headings = "姓名,证件号码,出院日期,诊断名称,医疗总费用,个人自付";
        delivered("MEDICAL", "住院.csv", csv(headings, "住院父," + family.fatherNumber() + ",2026-03-02,急性上呼吸道感染,3000,900", "住院母," + family.motherNumber() + ",2026-03-02,慢性肾功能衰竭（尿毒症期）,93000,21000"));
        assertThat(told(family.mother(), FactKinds.ILLNESS, 1)).singleElement().satisfies(fact -> assertThat(fact.value()).isEqualTo("重病（按诊断）"));
        assertThat(told(family.father(), FactKinds.ILLNESS, 0)).isEmpty();
    }

    @Test
    void ofTwoRowsAboutTheSamePersonTheLaterOneIsTheNewestWord() {
        var family = numbered("两行人", "两行父", "两行母");
        var headings = "姓名,身份证号,死亡日期,死亡原因";
        delivered("DEATH", "两行.csv", csv(headings, "两行父," + family.fatherNumber() + ",2025-01-05,疾病", "两行父," + family.fatherNumber() + ",2025-02-05,意外伤害"));
        assertThat(told(family.father(), FactKinds.DEATH, 2)).hasSize(2).isSortedAccordingTo((a, b) -> b.knownFrom().compareTo(a.knownFrom()))
                .first().satisfies(fact -> assertThat(fact.trueFrom()).isEqualTo(LocalDate.of(2025, 2, 5)));
    }

    /// Waits until every delivery taken so far has been compared.
    private void compared() {
        for (var i = 0; i < 200; i++) {
            var waiting = as(Role.CITY_OFFICER, "120000", () -> jdbc.sql("select count(*) from exchange.delivery d where d.state = 'DONE' and d.list = 'DEPORTED' and not exists (select 1 from discovery.run r where r.delivery_id = d.id)")
                    .query(Integer.class).single());
            if (waiting == 0) {
                return;
            }
            pause();
        }
        throw new AssertionError("the comparison has not come");
    }
}
