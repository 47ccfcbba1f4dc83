package org.hutong.policy.cli;

import java.io.PrintStream;
import java.nio.file.Path;

/// `rulebook tck DIR`.
final class TckCommand {
    private final PrintStream out;
    private final PrintStream err;

    TckCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    int run(Path dir) {
        var report = org.hutong.policy.tck.Tck.run(dir);
        report.lines().forEach(err::println);
        out.println("tck: passed=" + report.passed() + " refused=" + report.refused() + " wrong=" + report.wrong());
        return report.wrong() > 0 ? 1 : 0;
    }
}
