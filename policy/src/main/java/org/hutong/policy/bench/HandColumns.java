package org.hutong.policy.bench;

import java.time.LocalDate;

/// The bench model as an expert would write it over int columns for one fixed day: bounds on ages and terms turned into dates once, no explanation, no unknown facts.
final class HandColumns {
    final int n;
    final int[] born, father, fatherSince, mother, motherSince, away, district, placement, grade, kind, dibao, dibaoFen, incomeFen, ill;
    final int[] category, payFen;

    static final int NULL = Integer.MIN_VALUE;

    private final int adult, sixteen, six, today;
    private final int period;

    HandColumns(int n, LocalDate on) {
        this.n = n;
        born = new int[n]; father = new int[n]; fatherSince = new int[n]; mother = new int[n]; motherSince = new int[n]; away = new int[n]; district = new int[n];
        placement = new int[n]; grade = new int[n]; kind = new int[n]; dibao = new int[n]; dibaoFen = new int[n]; incomeFen = new int[n]; ill = new int[n];
        category = new int[n];
        payFen = new int[n];
        // Born on or before these days: that age is reached. 30 September and the like have no 29 February trouble on the bench's day.
        adult = latest(on, 18 * 12);
        sixteen = latest(on, 16 * 12);
        six = latest(on, 6);
        today = (int) on.toEpochDay();
        period = (on.isBefore(LocalDate.of(2023, 7, 1)) ? 0 : 1) + (on.isBefore(LocalDate.of(2024, 1, 1)) ? 0 : 2) + (on.isBefore(LocalDate.of(2024, 7, 1)) ? 0 : 4);
    }

    private static int latest(LocalDate on, int months) {
        var day = on;
        while (java.time.Period.between(day, on).toTotalMonths() < months) day = day.minusDays(1);
        return (int) day.toEpochDay();
    }

    /// 0 normal, 1 dead, 2 unable, 3 absent, 4 short
    private int parent(int state, int since) {
        switch (state) {
            case 0: return 0;
            case 1: case 2: return 1;
            case 6: return 2;
            case 3: return since == NULL ? 4 : since <= six ? 3 : 4;
            default: return since == NULL ? 4 : since <= six ? 3 : since > monthAhead ? 0 : 4;
        }
    }

    private int monthAhead;

    void run() {
        // A term that begins a month or more ahead counts as negative.
        var ahead = LocalDate.ofEpochDay(today);
        while (java.time.Period.between(ahead, LocalDate.ofEpochDay(today)).toTotalMonths() > -1) ahead = ahead.plusDays(1);
        monthAhead = (int) ahead.toEpochDay() - 1;
        for (int i = 0; i < n; i++) {
            int f = parent(father[i], fatherSince[i]), m = parent(mother[i], motherSince[i]);
            int c;
            if (born[i] <= adult) c = 7;
            else if (f == 1 && m == 1) c = 0;
            else if (f >= 1 && f <= 3 && m >= 1 && m <= 3) c = 1;
            else if (grade[i] == 1 || grade[i] == 2) c = 2;
            else if (grade[i] >= 3 && (kind[i] == 2 || kind[i] == 3)) c = 2;
            else if (ill[i] == 1 && incomeFen[i] < 500000) c = 3;
            else if (dibao[i] == 1) c = 4;
            else if ((f != 0 || m != 0) && incomeFen[i] < 150050) c = 4;
            else if (born[i] > sixteen && (away[i] == 2 || away[i] == 1 && f != 0)) c = 5;
            else c = 6;
            category[i] = c;
            int standard = standard(district[i], placement[i]);
            int disability = switch (grade[i]) {
                case 1 -> dibao[i] == 1 ? 40000 : 26000;
                case 2 -> dibao[i] == 1 ? 32000 : 20000;
                case 3, 4 -> 8000;
                default -> 0;
            };
            int basic = 0;
            if (c == 0) basic = placement[i] == 1 || dibao[i] == 0 ? standard : Math.max(standard, dibaoFen[i]);
            else if (c == 1) basic = dibao[i] == 1 ? Math.max(0, standard - dibaoFen[i]) : standard;
            payFen[i] = disability + basic;
        }
    }

    private int standard(int district, int placement) {
        switch (district * 2 + placement) {
            case 0: return (period & 4) != 0 ? 200000 : (period & 1) != 0 ? 190000 : 180000;
            case 1: return (period & 1) != 0 ? 260000 : 240000;
            case 2: return (period & 2) != 0 ? 175000 : 165000;
            case 3: return (period & 2) != 0 ? 235050 : 225000;
            case 4: return (period & 4) != 0 ? 160000 : 150000;
            default: return (period & 4) != 0 ? 210000 : 200000;
        }
    }
}
