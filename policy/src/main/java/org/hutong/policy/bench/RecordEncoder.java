package org.hutong.policy.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hutong.policy.run.Columns;
import org.hutong.policy.run.Plan;

/// From fact records to columns, as a server would: a code per text by one map look-up.
final class RecordEncoder {
    private final Map<String, Map<String, Integer>> codes = new HashMap<>();

    RecordEncoder(Plan plan) {
        for (var f : plan.law.facts()) {
            var map = new HashMap<String, Integer>();
            for (int i = 0; i < f.type().values().size(); i++) map.put(f.type().values().get(i), i);
            codes.put(f.name(), map);
        }
    }

    void encode(List<HandRecords.Child> children, Columns c) {
        Map<String, Integer> father = codes.get("父亲情形"), away = codes.get("父母外出"), district = codes.get("区"), place = codes.get("安置"), grade = codes.get("残疾等级"), kind = codes.get("残疾类别");
        for (int i = 0; i < children.size(); i++) {
            var k = children.get(i);
            c.set("出生日期", i, k.born().toEpochDay());
            c.set("父亲情形", i, father.get(k.father()));
            c.set("母亲情形", i, father.get(k.mother()));
            c.set("父亲情形起始日", i, k.fatherSince() == null ? Long.MIN_VALUE : k.fatherSince().toEpochDay());
            c.set("母亲情形起始日", i, k.motherSince() == null ? Long.MIN_VALUE : k.motherSince().toEpochDay());
            c.set("父母外出", i, away.get(k.away()));
            c.set("区", i, district.get(k.district()));
            c.set("安置", i, place.get(k.placement()));
            c.set("残疾等级", i, grade.get(k.grade()));
            c.set("残疾类别", i, kind.get(k.kind()));
            c.set("低保", i, k.dibao() ? 1 : 0);
            c.set("低保月补助", i, k.dibaoFen());
            c.set("家庭月人均收入", i, k.incomeFen());
            c.set("重病", i, k.ill() ? 1 : 0);
        }
    }
}
