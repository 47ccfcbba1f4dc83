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
        int[] at = java.util.stream.Stream.of("出生日期", "父亲情形", "母亲情形", "父亲情形起始日", "母亲情形起始日", "父母外出", "区", "安置", "残疾等级", "残疾类别", "低保", "低保月补助", "家庭月人均收入", "重病").mapToInt(c::column).toArray();
        for (int i = 0; i < children.size(); i++) {
            var k = children.get(i);
            c.set(at[0], i, k.born().toEpochDay());
            c.set(at[1], i, father.get(k.father()));
            c.set(at[2], i, father.get(k.mother()));
            c.set(at[3], i, k.fatherSince() == null ? Long.MIN_VALUE : k.fatherSince().toEpochDay());
            c.set(at[4], i, k.motherSince() == null ? Long.MIN_VALUE : k.motherSince().toEpochDay());
            c.set(at[5], i, away.get(k.away()));
            c.set(at[6], i, district.get(k.district()));
            c.set(at[7], i, place.get(k.placement()));
            c.set(at[8], i, grade.get(k.grade()));
            c.set(at[9], i, kind.get(k.kind()));
            c.set(at[10], i, k.dibao() ? 1 : 0);
            c.set(at[11], i, k.dibaoFen());
            c.set(at[12], i, k.incomeFen());
            c.set(at[13], i, k.ill() ? 1 : 0);
        }
    }
}
