package org.hutong.determination;

/// Where an application stands. Nothing leads to `CONFIRMED` or `REFUSED` but a person's decision.
public enum Stage {
    DRAFT("填写中"),
    SUBMITTED("已提交"),
    TOWN_CHECK("街镇查验"),
    DISTRICT_DECISION("区级确认"),
    CONFIRMED("已确认"),
    REFUSED("不予认定"),
    RETURNED("退回补正");

    private final String title;

    Stage(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    public boolean isOpen() {
        return this != CONFIRMED && this != REFUSED;
    }

    /// The family may still change the form.
    public boolean isEditable() {
        return this == DRAFT || this == RETURNED;
    }
}
