package org.hutong.discovery;

public enum LeadState {
    NEW("待派"), ASSIGNED("待核实"), CONFIRMED("属实"), NOT_MATCHING("不符合"), ALREADY_SERVED("已享受"), NOT_FOUND("找不到人"), NEEDS_HELP("需协同");

    private final String title;

    LeadState(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /// Somebody still has to answer.
    public boolean isOpen() {
        return this == NEW || this == ASSIGNED || this == NOT_FOUND || this == NEEDS_HELP;
    }
}
