package org.hutong.registry;

import java.util.ArrayList;
import java.util.List;
import org.hutong.access.Acting;
import org.hutong.kernel.Refusal;
import org.hutong.region.Regions;
import org.springframework.stereotype.Component;

/// The place a list is read for, as one column and one id, so that a composite index serves it.
///
/// Row security stays the second wall: a place outside the reader's shows nothing.
@Component
class Sight {

    /// @param column city_id, district_id, town_id or region_id
    record At(String column, int id) {
        String hukouColumn() {
            return column.equals("region_id") ? "hukou_id" : "hukou_" + column;
        }
    }

    private final Regions regions;

    Sight(Regions regions) {
        this.regions = regions;
    }

    /// Places to read: the one asked for, or those of the reader's scope.
    List<At> places(Integer asked) {
        if (asked != null) {
            return List.of(at(asked));
        }
        var scope = Acting.current().scope();
        if (scope.isEmpty()) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "ACC-002", "您的岗位没有这项权限", "没有读取任何档案", "如需办理，请联系安全管理员");
        }
        var places = new ArrayList<At>();
        scope.forEach(id -> places.add(at(id)));
        return places;
    }

    private At at(int id) {
        var level = regions.place(id).level();
        return new At(switch (level) {
            case "village" -> "region_id";
            case "town" -> "town_id";
            case "district" -> "district_id";
            default -> "city_id";
        }, id);
    }
}
