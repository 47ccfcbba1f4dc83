package org.hutong.linkage.compare;

import java.util.ArrayList;
import java.util.List;
import org.hutong.linkage.model.FieldType;

/// Cases that no score may settle: they are shown to a person.
public final class Guard {
    /// Why a pair is held back.
    public enum Reason {
        NONE("", Float.MAX_VALUE),
        /// Both numbers are valid and differ.
        TWO_NUMBERS("两个身份证号均有效且不同，按两人处理", -5.6f),
        /// Same birth date and household, another given name, and no number that says they are one.
        TWINS("生日和家庭相同而名不同，可能是双胞胎，请人工核对", -1.6f),
        /// One valid number under two quite different names.
        ONE_NUMBER_TWO_NAMES("同一身份证号而姓名差别大，可能借用、冒用或更名，请人工核对", -0.9f),
        /// Another row fits as well.
        RIVAL("另有同样相符的记录，请人工核对", Float.MAX_VALUE),
        /// Below the threshold itself, but both rows belong to one group.
        JOINED("经同组其他记录连成一人", Float.MAX_VALUE),
        /// Above the threshold itself, but the rest of one row's group speaks against it.
        CUT("与对方所在的一组记录整体不符，请人工核对", Float.MAX_VALUE);

        private final String chinese;
        private final float most;

        Reason(String chinese, float most) {
            this.chinese = chinese;
            this.most = most;
        }

        public String chinese() {
            return chinese;
        }

        /// Whether a person should look at the pair.
        public boolean forReview() {
            return this != NONE && this != JOINED && this != TWO_NUMBERS;
        }

        /// Whether no group may hold both rows.
        public boolean bars() {
            return this == TWO_NUMBERS || this == TWINS || this == ONE_NUMBER_TWO_NAMES;
        }

        /// The highest weight (log2 odds) such a pair may have.
        public float most() {
            return most;
        }
    }

    /// A region shared by fewer than this share of pairs is as telling as a household.
    private static final double FINE = 0.001;
    private final Records records;
    private final IdNumbers number;
    private final ChineseName name;
    private final Dates birth;
    private final List<Comparator> household = new ArrayList<>();
    private final boolean veto;

    public Guard(Records records, boolean veto) {
        this.records = records;
        this.veto = veto;
        IdNumbers id = null;
        ChineseName own = null;
        Dates date = null;
        for (Comparator c : records.comparators) {
            boolean self = c.column.field.self();
            if (self && id == null && c instanceof IdNumbers n) id = n;
            else if (self && own == null && c instanceof ChineseName n) own = n;
            else if (self && date == null && c instanceof Dates d) date = d;
            else if (!self || c.column.field.type() == FieldType.PHONE || c.column.field.type() == FieldType.ADDRESS
                    || c.column.field.type() == FieldType.REGION && c.exactByChance(records.two) < FINE) household.add(c);
        }
        number = id;
        name = own;
        birth = date;
    }

    /// Whether two rows must never stand in one cluster.
    public boolean barred(int a, int b) {
        return veto && number != null && number.differentPeople(records.cells, a * records.stride, b * records.stride);
    }

    public Reason of(long pattern) {
        int id = number == null ? 0 : level(number, pattern), called = name == null ? 0 : level(name, pattern), born = birth == null ? 0 : level(birth, pattern);
        if (veto && (id == IdNumbers.BOTH_VALID || id == IdNumbers.BOTH_VALID_NEAR)) return Reason.TWO_NUMBERS;
        boolean otherName = name != null && called >= ChineseName.SURNAME;
        if (id == 1 && otherName && !(called == ChineseName.SURNAME && born == 1)) return Reason.ONE_NUMBER_TWO_NAMES;
        boolean givenDiffers = otherName || name != null && (called == ChineseName.ONE || called == ChineseName.PART);
        if (givenDiffers && id != 1 && id != IdNumbers.REPAIRED && born <= 1 && sameHousehold(pattern)) return Reason.TWINS;
        return Reason.NONE;
    }

    private boolean sameHousehold(long pattern) {
        for (Comparator c : household) {
            int level = level(c, pattern);
            if (level == 1 || level == 2 && (c instanceof ChineseAddress || c instanceof ChineseName || c instanceof IdNumbers)) return true;
        }
        return false;
    }

    private static int level(Comparator c, long pattern) {
        return (int) (pattern >>> (c.place << 2)) & 15;
    }
}
