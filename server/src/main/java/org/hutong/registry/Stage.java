package org.hutong.registry;

/// Where a child's file stands in the flow.
public enum Stage {
    FOUND("已发现"), APPLYING("申请中"), CHECKING("查验中"), DECIDED("已认定"), PAID("已发放"), WATCHED("守护中"), CLOSED("已结");

    private final String title;

    Stage(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
