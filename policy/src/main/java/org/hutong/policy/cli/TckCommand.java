package org.hutong.policy.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import org.hutong.policy.PolicyException;
import org.hutong.policy.tck.Tck;

/// `rulebook tck DIR`.
final class TckCommand {
    private final PrintStream out;
    private final PrintStream err;

    TckCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    int run(Path dir) {
        Tck.Report report;
        try {
            report = Tck.run(dir);
        } catch (PolicyException e) {
            // Without the kit nothing was checked: that is wrong use, never a pass.
            err.println(e.getMessage());
            return 2;
        }
        report.lines().forEach(err::println);
        out.println("tck: passed=" + report.passed() + " refused=" + report.refused() + " wrong=" + report.wrong());
        return report.wrong() > 0 ? 1 : 0;
    }
}
