package org.hutong.registry;

/// The six named parts of a child's file (滨海新区 2024–2026 three-year plan, item 8).
public enum Part {
    BASIC("基本信息"), VISITS("走访记录"), WORK_LOG("工作日志"), CARE("关爱帮扶记录"), PROBLEMS("发现问题"), SOLUTIONS("解决方案");

    private final String title;

    Part(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
