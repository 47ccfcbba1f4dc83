package org.hutong.linkage.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.hutong.linkage.han.IdNumber;
import org.hutong.linkage.han.Pinyin;

/// A made-up Chinese list of children and some adults, several rows a person, with known truth (假设: every rate of dirt is an assumption).
///
/// Households share address, phone and guardian; one birth in seventy is a pair of twins with like names and neighbouring numbers.
/// Region codes begin with 99, which no place has.
public final class ChinesePeople {
    public static final List<String> HEADER = List.of("id", "name", "sex", "birth_date", "id_number", "phone", "region", "address", "guardian_name", "guardian_id", "cluster");
    private static final String SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤单仇解查盖区";
    private static final String[] COMPOUND = {"欧阳", "司马", "上官", "诸葛", "尉迟", "夏侯", "皇甫", "令狐"};
    private static final String GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红文建国志梅春梓涵子轩雨欣怡宇浩然诗雅思佳俊嘉瑞泽晨欣妍博雯昊天欣瑶一诺可馨睿辰语桐若溪沐阳皓轩紫萱梦琪心悦依诺晓婷海燕小龙云飞凯旋鹏程永康振东立新成林家豪景行安然乐清源书婉彤钰佩珊璐琳倩颖慧莹雪冰月丹凤翠莲荣福顺德发财贵祥瑞宝珍珠琴棋画墨韵竹松柏桐楠杉森林栋梁江河湖海川峰岳岩石磊鑫";
    private static final String VILLAGES = "东西南北上下前后大小新老王李张刘陈杨赵马高孙周吴";
    private static final String PLACES = "庄村店营屯口洼台桥寺沟坡岭湾塘河堡庙集园";
    private static final Map<Character, String> SIMPLE_TO_TRADITIONAL = Map.ofEntries(Map.entry('张', "張"), Map.entry('刘', "劉"), Map.entry('陈', "陳"), Map.entry('杨', "楊"),
            Map.entry('黄', "黃"), Map.entry('赵', "趙"), Map.entry('吴', "吳"), Map.entry('孙', "孫"), Map.entry('马', "馬"), Map.entry('罗', "羅"), Map.entry('郑', "鄭"),
            Map.entry('谢', "謝"), Map.entry('许', "許"), Map.entry('华', "華"), Map.entry('国', "國"), Map.entry('兰', "蘭"), Map.entry('红', "紅"), Map.entry('伟', "偉"));
    private final SplittableRandom random;
    private final double dirt;
    private final Map<String, String> sameSound = new HashMap<>();

    /// `dirt` multiplies every rate: 1 for the usual list, 2 for one twice as dirty.
    public ChinesePeople(long seed, double dirt) {
        random = new SplittableRandom(seed);
        this.dirt = dirt;
        for (char c : (GIVEN + "翔阁淑婧瑾萌晴清轻青芬分飞菲辉晖慧惠会佳嘉家俊骏君军钧丽莉立力利雯文闻新欣心馨鑫雅亚彦艳燕洋阳扬杨怡仪宜艺义毅宇雨玉钰愉渝志智治之芝子紫梓").toCharArray()) {
            sameSound.merge(Pinyin.readings(c).getFirst(), String.valueOf(c), (a, b) -> a.contains(b) ? a : a + b);
        }
    }

    private boolean chance(double p) {
        return random.nextDouble() < p * dirt;
    }

    private static final class Household {
        String region;
        String[] address;
        String phone;
        String guardian;
        String guardianId;
        String other;
    }

    private record Person(String name, String sex, LocalDate birth, String id, Household home, int number) {}

    /// Receives a finished row.
    public interface Sink {
        void row(List<String> cells);
    }

    /// Two lists: a registry with one row a person, and a department's list `times` as long with half of them, the rest strangers, one in twelve
    /// there twice.
    public void registry(int rows, double times, Sink registry, Sink department) {
        int person = 0;
        double share = 1 / (0.5 + times * 12 / 13);
        List<List<String>> left = new ArrayList<>(), right = new ArrayList<>();
        for (int made = 0; made < rows; ) {
            Household home = household();
            String surname = home.guardian.substring(0, Pinyin.surnameLength(home.guardian));
            for (int k = 0, n = 1 + random.nextInt(3); k < n; k++) {
                LocalDate birth = LocalDate.of(2004 + random.nextInt(21), 1 + random.nextInt(12), 1 + random.nextInt(28));
                boolean twins = random.nextInt(70) == 0;
                for (int t = 0; t < (twins ? 2 : 1); t++) {
                    Person p = child(surname + given(random.nextInt(4) == 0 ? 1 : 2), birth, home, ++person, twins ? t : -1);
                    boolean known = random.nextDouble() < share, listed = !known || random.nextBoolean();
                    if (known) {
                        left.add(row(p));
                        made++;
                    }
                    for (int copy = 0; listed && copy < (random.nextInt(12) == 0 ? 2 : 1); copy++) right.add(row(p));
                }
            }
            while (right.size() > 2_000_000) emit(right, department);
        }
        while (!left.isEmpty()) emit(left, registry);
        while (!right.isEmpty()) emit(right, department);
    }

    /// Makes `rows` rows in random order.
    public void list(int rows, Sink sink) {
        List<List<String>> pool = new ArrayList<>();
        int made = 0, person = 0;
        while (made < rows) {
            Household home = household();
            int children = 1 + (int) (random.nextDouble() * 2.4);
            String surname = home.guardian.substring(0, Pinyin.surnameLength(home.guardian));
            for (int k = 0; k < children; k++) {
                LocalDate birth = LocalDate.of(2004 + random.nextInt(21), 1 + random.nextInt(12), 1 + random.nextInt(28));
                boolean twins = random.nextInt(70) == 0;
                String shared = given(1);
                for (int t = 0; t < (twins ? 2 : 1); t++) {
                    String name = surname + (twins ? shared + given(1) : given(random.nextInt(5) == 0 ? 1 : 2));
                    made += copies(child(name, birth, home, ++person, twins ? t : -1), pool);
                }
            }
            if (random.nextInt(3) == 0) made += copies(adult(home, ++person), pool);
            while (pool.size() > 40_000) emit(pool, sink);
        }
        while (!pool.isEmpty()) emit(pool, sink);
    }

    private int emitted;

    private void emit(List<List<String>> pool, Sink sink) {
        int at = random.nextInt(pool.size());
        List<String> row = pool.get(at);
        pool.set(at, pool.getLast());
        pool.removeLast();
        row.set(0, Integer.toString(++emitted));
        sink.row(row);
    }

    private String surname() {
        if (random.nextInt(80) == 0) return COMPOUND[random.nextInt(COMPOUND.length)];
        return String.valueOf(SURNAMES.charAt((int) (Math.pow(random.nextDouble(), 2.2) * SURNAMES.length())));
    }

    private String given(int length) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < length; i++) out.append(GIVEN.charAt((int) (Math.pow(random.nextDouble(), 1.3) * GIVEN.length())));
        return out.toString();
    }

    private Household household() {
        Household home = new Household();
        int county = random.nextInt(16), town = random.nextInt(18), village = random.nextInt(25);
        home.region = "9901%02d%03d%03d".formatted(county + 1, town + 1, 200 + village);
        String villageName = "" + VILLAGES.charAt((village * 7 + town) % VILLAGES.length()) + VILLAGES.charAt((village + town * 3 + county) % VILLAGES.length()) + PLACES.charAt(village % PLACES.length());
        home.address = new String[] {"海津市", "" + VILLAGES.charAt(county) + "河区", "" + VILLAGES.charAt(town) + "安" + (town % 3 == 0 ? "街道" : "镇"), villageName + "村",
            (1 + random.nextInt(12)) + "组" + (1 + random.nextInt(160)) + "号"};
        home.phone = phone();
        home.guardian = surname() + given(random.nextInt(3) == 0 ? 1 : 2);
        home.guardianId = id(home.region, LocalDate.of(1955 + random.nextInt(40), 1 + random.nextInt(12), 1 + random.nextInt(28)), random.nextInt(1000));
        home.other = surname() + given(2);
        return home;
    }

    private String phone() {
        return "1" + "3578".charAt(random.nextInt(4)) + "%09d".formatted(random.nextInt(1_000_000_000));
    }

    private static String id(String region, LocalDate birth, int sequence) {
        String first = region.substring(0, 6) + "%04d%02d%02d%03d".formatted(birth.getYear(), birth.getMonthValue(), birth.getDayOfMonth(), sequence);
        return first + IdNumber.check(first);
    }

    private Person child(String name, LocalDate birth, Household home, int number, int twin) {
        int sequence = twin < 0 ? random.nextInt(1000) : Math.min(999, Math.abs((int) (home.phone.hashCode() % 990L)) + twin * (1 + random.nextInt(3)));
        return new Person(name, sequence % 2 == 1 ? "男" : "女", birth, id(home.region, birth, sequence), home, number);
    }

    private Person adult(Household home, int number) {
        LocalDate birth = LocalDate.of(1945 + random.nextInt(50), 1 + random.nextInt(12), 1 + random.nextInt(28));
        int sequence = random.nextInt(1000);
        return new Person(surname() + given(random.nextInt(3) == 0 ? 1 : 2), sequence % 2 == 1 ? "男" : "女", birth, id(home.region, birth, sequence), home, number);
    }

    private int copies(Person p, List<List<String>> pool) {
        double d = random.nextDouble();
        int copies = d < 0.6 ? 1 : d < 0.86 ? 2 : d < 0.96 ? 3 : 4;
        for (int k = 0; k < copies; k++) pool.add(row(p));
        return copies;
    }

    private List<String> row(Person p) {
        Household home = p.home;
        boolean moved = chance(0.04);
        Household lives = moved ? household() : home;
        String guardian = chance(0.25) ? "" : chance(0.1) ? home.other : name(home.guardian);
        return new ArrayList<>(List.of("", chance(0.002) ? "" : name(p.name), chance(0.03) ? "" : chance(0.005) ? "男" : p.sex, birth(p.birth), idNumber(p),
                chance(0.2) ? "" : chance(0.12) ? phone() : chance(0.01) ? digitSlip(home.phone) : home.phone, chance(0.05) ? "" : lives.region, address(lives),
                guardian, guardian.isEmpty() || guardian.equals(home.other) || chance(0.4) ? "" : chance(0.01) ? digitSlip(home.guardianId) : home.guardianId,
                Integer.toString(p.number)));
    }

    private String name(String name) {
        if (chance(0.018)) return sound(name);
        if (chance(0.012)) {
            StringBuilder out = new StringBuilder();
            for (char c : name.toCharArray()) out.append(SIMPLE_TO_TRADITIONAL.getOrDefault(c, String.valueOf(c)));
            return out.toString();
        }
        if (chance(0.005)) return name.substring(0, name.length() - 1) + given(1);
        if (chance(0.004)) return surname() + name.substring(Pinyin.surnameLength(name));
        if (chance(0.005)) return name.charAt(0) + " " + name.substring(1);
        if (chance(0.003)) return name + "（曾用名" + given(2) + "）";
        return name;
    }

    private String sound(String name) {
        int at = Math.min(name.length() - 1, Pinyin.surnameLength(name) + random.nextInt(2));
        String alike = sameSound.getOrDefault(Pinyin.readings(name.charAt(at)).getFirst(), name.substring(at, at + 1));
        return name.substring(0, at) + alike.charAt(random.nextInt(alike.length())) + name.substring(at + 1);
    }

    private String birth(LocalDate birth) {
        if (chance(0.03)) return "";
        LocalDate d = birth;
        if (chance(0.008)) d = d.withDayOfMonth(1 + random.nextInt(28));
        else if (chance(0.004)) d = d.withMonth(1 + random.nextInt(12));
        else if (chance(0.005)) d = d.plusYears(random.nextInt(3) - 1);
        else if (chance(0.004) && d.getDayOfMonth() <= 12) d = LocalDate.of(d.getYear(), d.getDayOfMonth(), d.getMonthValue());
        else if (chance(0.005)) d = LocalDate.of(d.getYear(), 1, 1);
        if (chance(0.1)) return "%d/%d/%d".formatted(d.getYear(), d.getMonthValue(), d.getDayOfMonth());
        return chance(0.1) ? "%d年%d月%d日".formatted(d.getYear(), d.getMonthValue(), d.getDayOfMonth()) : d.toString();
    }

    private String idNumber(Person p) {
        String id = p.id;
        if (chance(0.14)) return "";
        if (chance(0.008) && p.birth.getYear() > 2000) return p.home.guardianId;
        if (chance(0.018)) return digitSlip(id);
        if (chance(0.006)) {
            int at = random.nextInt(16);
            return id.substring(0, at) + id.charAt(at + 1) + id.charAt(at) + id.substring(at + 2);
        }
        if (chance(0.004)) return id.substring(0, 17);
        if (chance(0.003)) return id.replace('0', 'O');
        if (chance(0.01)) return " " + id.substring(0, 6) + " " + id.substring(6);
        if (chance(0.01) && p.birth.getYear() < 1999) return id.substring(0, 6) + id.substring(8, 17);
        return chance(0.3) ? id.toLowerCase() : id;
    }

    private String digitSlip(String digits) {
        int at = random.nextInt(digits.length() - 1);
        return digits.substring(0, at) + random.nextInt(10) + digits.substring(at + 1);
    }

    private String address(Household home) {
        if (chance(0.08)) return "";
        String[] a = home.address;
        StringBuilder out = new StringBuilder();
        if (!chance(0.3)) out.append(a[0]);
        if (!chance(0.08)) out.append(a[1]);
        if (!chance(0.05)) out.append(a[2]);
        out.append(chance(0.1) ? a[3] + "委会" : a[3]);
        if (!chance(0.1)) out.append(chance(0.1) ? a[4].replace("组", "-").replace("号", "") : a[4]);
        if (chance(0.02)) out.deleteCharAt(random.nextInt(out.length()));
        return out.toString();
    }
}
