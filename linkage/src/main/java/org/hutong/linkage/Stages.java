package org.hutong.linkage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /// Most memory the process held so far (Linux), else what the heap holds now.
    public static long peakMegabytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmHWM")) return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
            }
        } catch (IOException e) {
            // not Linux: the heap is the best that can be said
        }
        return Runtime.getRuntime().totalMemory() >> 20;
    }

    public List<Stage> all() {
        return List.copyOf(stages);
    }
}
