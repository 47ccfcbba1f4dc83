package org.hutong.city;

/// What a supported child is supported as. The money is 假设 throughout: Tianjin's published texts name no amounts.
public enum Category {
    ORPHAN_INSTITUTION("集中养育孤儿", 303_000), ORPHAN_FAMILY("社会散居孤儿", 243_000), DE_FACTO("事实无人抚养儿童", 243_000),
    HARDSHIP("困境家庭儿童", 60_000), SINGLE_CASE("重病重残儿童单人户低保", 101_000), DESTITUTE("特困未成年人", 166_000);

    private final String text;
    private final long assumedFen;

    Category(String text, long assumedFen) {
        this.text = text;
        this.assumedFen = assumedFen;
    }

    public String text() {
        return text;
    }

    /// A month's amount in 分 (假设).
    public long assumedFen() {
        return assumedFen;
    }
}
