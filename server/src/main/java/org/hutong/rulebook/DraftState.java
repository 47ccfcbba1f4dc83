package org.hutong.rulebook;

/// Where a draft of the policy desk stands. The moves allowed between states are in the database too (`rulebook.draft_moves`).
public enum DraftState {
    DRAFT("起草"), SUBMITTED("送审"), APPROVED("已批准（待生效）"), IN_FORCE("已生效"), RETURNED("已退回"), WITHDRAWN("已撤回");

    private final String title;

    DraftState(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    boolean isOpen() {
        return this == DRAFT || this == RETURNED;
    }
}
