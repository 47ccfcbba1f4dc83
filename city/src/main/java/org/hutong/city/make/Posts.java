package org.hutong.city.make;

import org.hutong.city.CityPlan;
import org.hutong.city.Region;
import org.hutong.city.RegionTree;
import org.hutong.city.Sex;
import org.hutong.city.Staff;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/// Who holds which post: one 儿童主任 in each village, one 儿童督导员 in each street or town, officers of district and city.
final class Posts {

    private Posts() {
    }

    static Stream<Staff> of(CityPlan plan, RegionTree tree, List<Region> districts, List<List<Region>> villages) {
        var out = new ArrayList<Stream<Staff>>();
        var cities = new LinkedHashMap<Region, Boolean>();
        for (var d : districts) {
            var city = tree.above(d, Region.Level.CITY);
            cities.put(city.real() ? city : tree.regions().get(city.parent()), true);
        }
        out.add(cities.keySet().stream().flatMap(c -> Stream.of(staff(plan, c, "CITY_LEADER", "市级分管负责人", 0), staff(plan, c, "CITY_OFFICER", "市级业务人员", 1),
                staff(plan, c, "CITY_OFFICER", "市级业务人员", 2))));
        for (var i = 0; i < districts.size(); i++) {
            var d = districts.get(i);
            out.add(Stream.of(staff(plan, d, "DISTRICT_LEADER", "区级分管负责人", 0), staff(plan, d, "DISTRICT_OFFICER", "区级业务人员", 1),
                    staff(plan, d, "DISTRICT_OFFICER", "区级业务人员", 2)));
            var streets = new LinkedHashMap<Region, Boolean>();
            villages.get(i).forEach(v -> streets.put(tree.above(v, Region.Level.STREET), true));
            out.add(streets.keySet().stream().map(s -> staff(plan, s, "CHILD_SUPERVISOR", "儿童督导员", 3)));
            out.add(villages.get(i).stream().map(v -> staff(plan, v, "CHILD_DIRECTOR", "儿童主任", 4)));
        }
        return out.stream().flatMap(s -> s);
    }

    private static Staff staff(CityPlan plan, Region region, String post, String name, int which) {
        var dice = Dice.of(plan.seed(), Long.parseLong(region.code()), region.level().ordinal(), 900 + which);
        var women = region.level() == Region.Level.VILLAGE ? 0.72 : 0.55;
        var sex = dice.chance(women) ? Sex.FEMALE : Sex.MALE;
        var year = plan.today().getYear() - dice.from(26, 56);
        return new Staff(region.code(), post, name, Names.surname(dice) + Names.given(dice, sex, year), sex, Places.phone(dice),
                dice.day(plan.today().minusYears(6), plan.today().minusDays(60)));
    }
}
