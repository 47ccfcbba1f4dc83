package org.hutong.city.make;

import org.hutong.city.Sex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Invented names that look like those of their decade.
public final class Names {

    /// Characters many systems cannot type; about three names in a thousand have one.
    public static final String RARE = "㛃䶮堃喆赟燊犇翀旸晞頔旻曌玥珺㜣祎淏烜翾";
    private static final double RARE_RATE = 0.003;

    private record Given(String[] pairs, String[] singles, String[] first, String[] last) {
    }

    private static final String[] SURNAMES;
    private static final int[] SURNAME_WEIGHTS;
    private static final int[] DECADES = {1900, 1950, 1960, 1970, 1980, 1990, 2000, 2010, 2020};
    private static final Given[][] GIVEN = new Given[2][DECADES.length];
    private static final Map<String, String[]> MINORITY = new HashMap<>();

    static {
        List<String> names = new ArrayList<>();
        List<Integer> upTo = new ArrayList<>();
        var sum = 0;
        for (var line : Resources.lines("surnames.txt")) {
            var f = line.trim().split("\\s+");
            for (var i = 0; i + 1 < f.length; i += 2) {
                names.add(f[i]);
                upTo.add(sum += Integer.parseInt(f[i + 1]));
            }
        }
        SURNAMES = names.toArray(String[]::new);
        SURNAME_WEIGHTS = upTo.stream().mapToInt(Integer::intValue).toArray();
        for (var line : Resources.lines("given.txt")) {
            var parts = line.split("\\|");
            var head = parts[0].trim().split(" ");
            var decade = 0;
            while (DECADES[decade] != Integer.parseInt(head[0])) {
                decade++;
            }
            GIVEN[head[1].equals("M") ? 0 : 1][decade] = new Given(words(parts[1]), words(parts[2]), words(parts[3]), words(parts[4]));
        }
        for (var line : Resources.lines("minorities.txt")) {
            var f = line.split(" ", 3);
            MINORITY.put(f[0] + f[1], words(f[2]));
        }
    }

    private Names() {
    }

    private static String[] words(String s) {
        return s.trim().split("\\s+");
    }

    public static String surname(Dice dice) {
        return SURNAMES[dice.weighted(SURNAME_WEIGHTS)];
    }

    /// Given name alone.
    public static String given(Dice dice, Sex sex, int year) {
        var decade = DECADES.length - 1;
        while (decade > 0 && year < DECADES[decade]) {
            decade--;
        }
        var g = GIVEN[sex.ordinal()][decade];
        if (dice.chance(RARE_RATE)) {
            var rare = String.valueOf(dice.pick(RARE));
            return dice.chance(0.4) ? rare : dice.pick(g.first) + rare;
        }
        var single = year < 1950 ? 0.08 : year < 1970 ? 0.17 : year < 2000 ? 0.24 : year < 2010 ? 0.13 : 0.06;
        if (dice.chance(single)) {
            return dice.early(g.singles);
        }
        if (dice.chance(0.3)) {
            return dice.early(g.pairs);
        }
        var a = dice.pick(g.first);
        var b = dice.pick(g.last);
        return a + b;
    }

    /// Whether people of this ethnicity bear a name of their own kind here, without a Han surname.
    public static boolean own(String ethnicity) {
        return MINORITY.containsKey(ethnicity + "M");
    }

    /// @param father the father's own name for those who add it after ·, or null
    public static String minority(Dice dice, String ethnicity, Sex sex, String father) {
        var name = dice.pick(MINORITY.get(ethnicity + (sex == Sex.MALE ? "M" : "F")));
        if (ethnicity.equals("维吾尔") || ethnicity.equals("哈萨克")) {
            var second = father != null ? father : dice.pick(MINORITY.get(ethnicity + "M"));
            return name + "·" + second;
        }
        return name;
    }

    private static final String[] ETHNIC = {"汉", "回", "满", "蒙古", "朝鲜", "壮", "土家", "藏", "维吾尔", "哈萨克"};
    private static final int[] USUAL = {9740, 9870, 9930, 9955, 9965, 9977, 9989, 9992, 9997, 10000};
    private static final Map<String, int[]> BY_PROVINCE = Map.of(
            "21", new int[] {8480, 8530, 9750, 9900, 9990, 9994, 9998, 9999, 10000, 10001},
            "15", new int[] {7900, 7980, 8180, 9960, 9970, 9980, 9990, 9995, 9998, 10000},
            "54", new int[] {1200, 1300, 1310, 1320, 1330, 1340, 1350, 9980, 9990, 10000},
            "65", new int[] {4200, 4700, 4720, 4790, 4800, 4810, 4820, 4830, 9300, 10000},
            "64", new int[] {6400, 9900, 9940, 9960, 9970, 9980, 9990, 9995, 9998, 10000},
            "45", new int[] {6200, 6230, 6250, 6260, 6270, 9900, 9960, 9980, 9990, 10000});

    /// Shares are near those of the last census (假设).
    public static String ethnicity(Dice dice, String province) {
        return ETHNIC[dice.weighted(BY_PROVINCE.getOrDefault(province, USUAL))];
    }
}
