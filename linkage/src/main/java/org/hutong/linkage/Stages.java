package org.hutong.linkage;

import java.util.ArrayList;
import java.util.List;

/// Seconds and heap in use after each stage of a run.
public final class Stages {
    /// One stage.
    public record Stage(String name, double seconds, double cpuSeconds, long usedMegabytes) {}

    private final List<Stage> stages = new ArrayList<>();
    private long since = System.nanoTime();
    private long cpu = cpu();

    void done(String name) {
        long now = System.nanoTime(), cpuNow = cpu();
        Runtime run = Runtime.getRuntime();
        stages.add(new Stage(name, (now - since) / 1e9, (cpuNow - cpu) / 1e9, (run.totalMemory() - run.freeMemory()) >> 20));
        since = now;
        cpu = cpuNow;
    }

    private static long cpu() {
        return ProcessHandle.current().info().totalCpuDuration().map(java.time.Duration::toNanos).orElse(0L);
    }

    public List<Stage> all() {
        return List.copyOf(stages);
    }
}
