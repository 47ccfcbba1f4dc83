package org.hutong.rulebook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the checks and the packs' tests say of a draft.
///
/// @param errors  findings that keep it from being submitted
/// @param changes what differs from the base edition, one line a change
public record DraftChecked(String sha256, int errors, int warnings, List<Found> findings, int passed, int failed, List<Case> tests, List<String> changes, long tookMs) {

    /// @param level 错误 or 提醒
    /// @param path  file in the tree, null where the finding names none
    /// @param line  line of the file
    public record Found(String level, String place, String message, @Nullable String path, @Nullable Integer line, @Nullable String decision,
            @Nullable String rule, @Nullable String column) {}

    /// @param toBeWritten made from a case; its expected answers are still the engine's own
    public record Case(String pack, String path, String name, boolean passed, List<String> problems, boolean toBeWritten) {}

    boolean good() {
        return errors == 0 && failed == 0;
    }
}
