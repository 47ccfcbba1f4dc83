package org.hutong.policy.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import org.hutong.policy.Rulebook;
import org.hutong.policy.check.Difference;

/// `rulebook diff A B`: what changed, in plain words.
final class DiffCommand {
    private final PrintStream out;

    DiffCommand(PrintStream out) {
        this.out = out;
    }

    int run(Path a, Path b) {
        var changes = Difference.between(Rulebook.read(a), Rulebook.read(b));
        changes.forEach(out::println);
        out.println("diff: changes=" + changes.size());
        return changes.isEmpty() ? 0 : 1;
    }
}
