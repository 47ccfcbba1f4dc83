package org.hutong.discovery;

/// What a comparison looks for.
public enum LeadRule {
    DE_FACTO_UNSUPPORTED("疑似事实无人抚养儿童", "事实无人抚养儿童"),
    ORPHAN("疑似孤儿", "孤儿"),
    DECEASED_STILL_PAID("服务对象已故，待遇未停", null),
    /// Two files that people found to be one child, both paid for the same.
    PAID_TWICE("一人两档，重复发放", null);

    private final String title;
    private final String category;

    LeadRule(String title, String category) {
        this.title = title;
        this.category = category;
    }

    public String title() {
        return title;
    }

    /// The category of the rulebook whose finding raises this lead; null where the rule looks for something else.
    public String category() {
        return category;
    }

    /// Word by which the programmes of that category are known: 孤儿 or 事实无人抚养.
    String programmeWord() {
        return category == null ? "" : category.replace("儿童", "");
    }
}
