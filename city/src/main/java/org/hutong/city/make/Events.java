package org.hutong.city.make;

import org.hutong.city.Fact;
import org.hutong.city.FactKind;
import org.hutong.city.Person;
import org.hutong.city.Region;
import org.hutong.city.Sex;
import org.hutong.city.Situation;
import java.time.LocalDate;

/// Life events that may befall anybody.
final class Events {

    static final String[] ILLNESSES = {"急性淋巴细胞白血病", "慢性肾功能衰竭（尿毒症期）", "恶性肿瘤", "再生障碍性贫血", "重型地中海贫血", "先天性心脏病", "血友病", "脑瘫合并癫痫",
            "重症精神障碍", "肝硬化失代偿期", "重型系统性红斑狼疮", "脑梗死后遗症", "终末期肺病"};
    static final String[] CHILD_ILLNESSES = {"急性淋巴细胞白血病", "再生障碍性贫血", "重型地中海贫血", "复杂型先天性心脏病", "血友病A", "神经母细胞瘤", "终末期肾病", "难治性癫痫"};
    private static final String[] CAUSES = {"疾病", "疾病", "疾病", "意外伤害", "交通事故", "肿瘤", "心脑血管疾病"};
    static final String[] PRISONS = {"津门监狱（演示）", "海河监狱（演示）", "北洋监狱（演示）", "蓟北监狱（演示）", "女子监狱（演示）"};
    private static final String[] CRIMES = {"盗窃罪", "诈骗罪", "故意伤害罪", "贩卖毒品罪", "交通肇事罪", "掩饰、隐瞒犯罪所得罪", "开设赌场罪", "抢劫罪"};
    private static final String[] HANDICAPS = {"肢体", "肢体", "肢体", "视力", "听力", "言语", "智力", "精神"};
    private static final String[] GRADES = {"一级", "二级", "三级", "四级"};
    private static final String[] MEASURES = {"逮捕", "刑事拘留", "指定居所监视居住", "留置"};

    private Events() {
    }

    static Fact death(Family f, Person p, LocalDate on, LocalDate known) {
        return f.fact(p, FactKind.DEATH, p.age(on) > 70 && f.dice.chance(0.7) ? "疾病" : f.dice.pick(CAUSES), "", on, null, known, "DEATH_POLICE");
    }

    /// A handicap that makes a parent unable to care: grade 1 or 2, or 3 and 4 of mind.
    static String severe(Dice dice) {
        return dice.chance(0.25) ? dice.pick(new String[] {"智力三级", "精神三级", "智力四级", "精神四级"}) : dice.pick(HANDICAPS) + GRADES[dice.below(2)];
    }

    static String any(Dice dice) {
        return dice.pick(HANDICAPS) + GRADES[dice.weighted(new int[] {12, 32, 65, 100})];
    }

    /// Puts a parent into one of the ten situations.
    ///
    /// @param since earliest day it may have begun
    /// @param known null if only the department's list says it
    /// @return the day it began
    static LocalDate situation(Family f, Person p, Situation s, LocalDate since, boolean known) {
        var dice = f.dice;
        var today = f.today;
        var from = switch (s) {
            case DETOX -> later(since, dice.day(today.minusMonths(21), today.minusMonths(8)));
            case RESTRAINED -> later(since, dice.day(today.minusMonths(10), today.minusMonths(7)));
            case PRISON -> later(since, dice.day(today.minusYears(7), today.minusMonths(7)));
            case LOST -> later(since, dice.day(today.minusYears(6), today.minusMonths(13)));
            default -> later(since, dice.day(today.minusYears(9), today.minusMonths(8)));
        };
        var seen = known ? earlier(from.plusDays(dice.from(s == Situation.LOST ? 190 : 20, s == Situation.LOST ? 240 : 100)), today.minusDays(25)) : null;
        switch (s) {
            case DEAD -> death(f, p, from, seen);
            case DISABLED -> {
                f.fact(p, FactKind.DISABILITY, severe(dice), "", from, null, seen, "DISABILITY");
                f.fact(p, FactKind.SITUATION, s.text(), "", from, null, seen, "DISABILITY");
            }
            case ILL -> {
                var what = dice.pick(ILLNESSES);
                f.fact(p, FactKind.ILLNESS, what, "", from, null, seen, "MEDICAL");
                f.fact(p, FactKind.SITUATION, s.text(), what, from, null, seen, "MEDICAL");
            }
            case PRISON -> f.fact(p, FactKind.SITUATION, s.text(), prison(dice, p), from, later(from.plusMonths(dice.from(12, 150)), today.plusDays(dice.from(60, 1500))), seen,
                    "CUSTODY");
            case DETOX -> f.fact(p, FactKind.SITUATION, s.text(), "", from, later(from.plusYears(2), today.plusDays(15)), seen, "DETOX");
            case RESTRAINED -> f.fact(p, FactKind.SITUATION, s.text(), dice.pick(MEASURES), from, later(from.plusMonths(dice.from(7, 13)), today.plusDays(dice.from(10, 120))), seen,
                    "DETENTION");
            case LOST -> f.fact(p, FactKind.SITUATION, s.text(), "未查找到", from, null, seen, "LOST");
            case MISSING, REVOKED -> f.fact(p, FactKind.SITUATION, s.text(), s == Situation.MISSING ? "宣告失踪" : "撤销监护人资格", from, null, seen, "COURT");
            case DEPORTED -> f.fact(p, FactKind.SITUATION, s.text(), "遣送出境", from, null, seen, "DEPORTED");
        }
        return from;
    }

    static String prison(Dice dice, Person p) {
        return (p.sex() == Sex.FEMALE ? PRISONS[4] : PRISONS[dice.below(4)]) + "|" + dice.pick(CRIMES);
    }

    /// A short sentence: less than six months, still running.
    static LocalDate shortTerm(Family f, Person p) {
        var from = f.today.minusDays(f.dice.from(20, 80));
        f.fact(p, FactKind.SITUATION, Situation.PRISON.text(), prison(f.dice, p), from, from.plusDays(f.dice.from(100, 165)), null, "CUSTODY");
        return from;
    }

    /// School of somebody of school age; nothing for others. Who is paid beyond 18 studies.
    static void school(Family f, Person p, boolean known) {
        var today = f.today;
        var year = today.getMonthValue() >= 9 ? today.getYear() : today.getYear() - 1;
        var age = year - p.born().getYear() - (p.born().getMonthValue() >= 9 ? 1 : 0);
        if (age < 6 || age > 21 || age >= 15 && !f.dice.chance(p.age(today) >= 18 && !f.supports.isEmpty() ? 1 : age < 18 ? 0.9 : 0.45)) {
            return;
        }
        var street = f.area.tree.above(f.village, Region.Level.STREET).shortName();
        String name;
        String grade;
        var n = "一二三四五六";
        if (age < 12) {
            name = street + f.dice.pick(new String[] {"中心小学", "第一小学", "第二小学", "实验小学"});
            grade = n.charAt(age - 6) + "年级";
        } else if (age < 15) {
            name = street + f.dice.pick(new String[] {"中学", "第二中学"});
            grade = "初" + n.charAt(age - 12);
        } else if (age < 18) {
            name = f.area.district.name() + f.dice.pick(new String[] {"第一中学", "职业中等专业学校", "实验中学"});
            grade = (name.contains("职业") ? "中职" : "高") + n.charAt(age - 15);
        } else {
            name = f.dice.pick(new String[] {"海河大学（演示）", "津门职业技术学院（演示）", "渤海理工学院（演示）"});
            grade = "大" + n.charAt(age - 18);
        }
        var from = LocalDate.of(year, 9, 1);
        f.fact(p, FactKind.SCHOOL, name, grade, from, null, known ? from.plusDays(25) : null, "ENROLMENT");
    }

    static LocalDate later(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }

    static LocalDate earlier(LocalDate a, LocalDate b) {
        return a.isBefore(b) ? a : b;
    }
}
