package org.hutong.policy.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.hutong.policy.Rulebook;
import org.junit.jupiter.api.Test;

/// How many children Apache KIE decides a CPU second on the bench model, beside ours in the same run: part of `./hutong bench policy`. Run by name alone; its
/// name keeps it out of the tests. `bench.kie` children (20,000).
///
/// KIE's rate is by process CPU time, its garbage collection included; ours by the same clock.
class KieBench {

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    @Test
    void measure() throws IOException {
        int n = Integer.getInteger("bench.kie", 20_000);
        var plan = Rulebook.read(Path.of("bench/rulebook")).at("000000", LocalDate.of(2024, 9, 30));
        var kie = new Kie(plan);
        var generator = new Children(plan, new Random(20240930));
        var inputs = new ArrayList<Map<String, Object>>();
        int copies = Math.max(1, 1_000_000 / n);
        var columns = new Columns(plan, n * copies);
        for (int i = 0; i < n; i++) {
            var in = new LinkedHashMap<String, Object>();
            in.put("评估日", plan.asOf);
            for (var v : plan.vars) {
                long x = generator.any(v);
                in.put(v.name, Kie.value(v.type, x));
                for (int k = 0; k < copies; k++) columns.set(v.index, k * n + i, x);
            }
            inputs.add(in);
        }
        columns.seal();
        for (int i = 0; i < Math.min(n, 5_000); i++) kie.decide(inputs.get(i));
        long t = cpu();
        long different = 0;
        var results = new ArrayList<Object>();
        for (var in : inputs) results.add(kie.decide(in).get("应发"));
        double theirs = n * 1e9 / (cpu() - t);
        for (int i = 0; i < 4; i++) Population.run(plan, columns, 1);
        t = cpu();
        var own = Population.run(plan, columns, 1);
        double ours = n * (double) copies * 1e9 / (cpu() - t);
        for (int i = 0; i < n; i++) if (((java.math.BigDecimal) results.get(i)).movePointRight(2).longValueExact() != own.amountsFen("B1")[i]) different++;
        Files.writeString(Path.of(System.getProperty("bench.out", "target/kie-bench.txt")), String.format("kie_children = %d%nkie_different = %d%nkie_per_cpu_s = %.0f%nown_per_cpu_s_beside_kie = %.0f%nown_vs_kie = %.0f%n",
                n, different, theirs, ours, ours / theirs));
        assertThat(different).isZero();
    }
}
