package org.hutong.city.make;

import org.hutong.city.CityPlan;
import org.hutong.city.Region;
import org.hutong.city.RegionTree;
import java.util.List;

/// One district while its people are made: hands out identity numbers and ids.
final class Area {

    final CityPlan plan;
    final RegionTree tree;
    final Region district;
    /// 6 digits.
    final String code;
    final String province;
    final IdNumbers ids;
    /// Other districts of the city, for those who are paid there too; may be empty.
    final List<Region> others;
    /// Villages of the district people live in.
    final Region[] villages;
    private final long base;
    private long persons;
    private long households;

    Area(CityPlan plan, RegionTree tree, Region district, int ordinal, List<Region> districts, List<Region> villages) {
        this.villages = villages.toArray(Region[]::new);
        this.plan = plan;
        this.tree = tree;
        this.district = district;
        code = district.code().substring(0, 6);
        province = code.substring(0, 2);
        ids = new IdNumbers(code, ordinal);
        var around = districts.size() < 2 ? tree.below(tree.above(district, Region.Level.CITY), Region.Level.DISTRICT) : districts;
        others = around.stream().filter(d -> d != district).toList();
        base = Long.parseLong(code) * 10_000_000L;
    }

    long nextPerson() {
        return base + ++persons;
    }

    long nextHousehold() {
        return base + ++households;
    }
}
