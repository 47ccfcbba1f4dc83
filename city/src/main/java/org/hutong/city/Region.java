package org.hutong.city;

/// One place of the region tree.
///
/// @param index  position in [RegionTree#regions()], parents before children
/// @param code   12 digits; a province fills 2 of them, a city 4, a district 6, a street or town 9
/// @param parent index of the place above, -1 for a province
/// @param pseudo why this row of the statistics bureau is no place of the civil affairs system
public record Region(int index, String code, String name, Level level, int parent, Pseudo pseudo) {

    public enum Level { PROVINCE, CITY, DISTRICT, STREET, VILLAGE }

    public enum Pseudo {
        /// A real place.
        NO,
        /// A row that only fills a level: 市辖区 between 天津市 and its districts, the district of a city that has none.
        LEVEL,
        /// A street-level unit no civil affairs office stands behind: 开发区, 园区, 农场, 监狱. Codes 400–599 at street level.
        UNIT
    }

    public boolean real() {
        return pseudo == Pseudo.NO;
    }

    /// The code without the zeros that fill it up: `12`, `1201`, `120116`, `120116001`, or all 12 digits.
    public String shortCode() {
        return code.substring(0, switch (level) {
            case PROVINCE -> 2;
            case CITY -> 4;
            case DISTRICT -> 6;
            case STREET -> 9;
            case VILLAGE -> 12;
        });
    }

    /// A neighbourhood (社区居委会), not a village of farmers: the last three digits of its code stay below 200.
    public boolean urban() {
        return level == Level.VILLAGE && code.charAt(9) < '2';
    }

    /// 多福巷社区居委会 → 多福巷, 东苏庄村委会 → 东苏庄.
    public String shortName() {
        var s = name;
        for (var end : new String[] {"社区居民委员会", "社区居委会", "居民委员会", "村民委员会", "社区", "居委会", "村委会", "街道办事处", "街道"}) {
            if (s.endsWith(end) && s.length() > end.length() + 1) {
                return s.substring(0, s.length() - end.length());
            }
        }
        return s;
    }
}
