package org.hutong.policy.check;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.hutong.policy.Finding;
import org.hutong.policy.PolicyException;
import org.hutong.policy.Rulebook;

/// Every load-time check, over every pack and its chain.
public final class Checks {
    private Checks() {}

    /// @param today the day whose law is compiled beside every day on which some rule or value changes
    public static List<Finding> run(Rulebook book, LocalDate today) {
        var findings = new ArrayList<>(book.findings());
        for (var pack : book.packs()) {
            try {
                var law = book.law(pack.code());
                findings.addAll(law.findings);
                if (findings.stream().anyMatch(f -> f.level() == Finding.Level.ERROR)) continue;
                book.at(pack.code(), today);
            } catch (PolicyException e) {
                findings.add(Finding.error(pack.folder(), e.getMessage()));
            }
        }
        return findings.stream().distinct().toList();
    }
}
