package org.hutong.city.make;

import org.hutong.city.Region;
import org.hutong.city.RegionTree;

/// Addresses, telephone numbers and accounts, none of them real.
public final class Places {

    /// Numbers that begin so were given to no carrier as far as known (假设).
    private static final String[] PHONE = {"154", "160", "161"};
    public static final String[] BANKS = {"演示银行社保卡中心", "演示农村商业银行", "演示城市银行", "演示邮政储蓄"};

    private Places() {
    }

    /// 河西区友谊路街道宾水西里12号楼3门501室, or 东苏庄2区5排8号 in a village.
    public static String address(Dice dice, RegionTree tree, Region village) {
        var street = tree.above(village, Region.Level.STREET);
        var district = tree.above(village, Region.Level.DISTRICT);
        var b = new StringBuilder(40).append(district.name()).append(street.pseudo() == Region.Pseudo.LEVEL ? "" : street.name()).append(village.shortName());
        if (village.urban()) {
            b.append(dice.from(1, 38)).append("号楼").append(dice.from(1, 6)).append("门").append(dice.from(1, 18)).append('0').append(dice.from(1, 4)).append("室");
        } else {
            if (!village.shortName().endsWith("村")) {
                b.append("村");
            }
            b.append(dice.from(1, 6)).append("区").append(dice.from(1, 20)).append("排").append(dice.from(1, 22)).append("号");
        }
        return b.toString();
    }

    public static String phone(Dice dice) {
        var n = dice.below(100_000_000);
        var s = Integer.toString(n);
        return dice.pick(PHONE) + "00000000".substring(s.length()) + s;
    }

    /// 19 digits, first 099, last one the Luhn check digit.
    public static String account(Dice dice) {
        var c = new char[19];
        c[0] = '0';
        c[1] = '9';
        c[2] = '9';
        for (var i = 3; i < 18; i++) {
            c[i] = (char) ('0' + dice.below(10));
        }
        var sum = 0;
        for (var i = 17; i >= 0; i--) {
            var d = c[i] - '0';
            if ((17 - i) % 2 == 0) {
                d *= 2;
                d = d > 9 ? d - 9 : d;
            }
            sum += d;
        }
        c[18] = (char) ('0' + (10 - sum % 10) % 10);
        return new String(c);
    }
}
