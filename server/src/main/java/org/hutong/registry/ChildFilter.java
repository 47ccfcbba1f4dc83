package org.hutong.registry;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// What a list of children is asked for.
///
/// @param q    name, ending of a name, pinyin, initials, identity number, or its last four characters
/// @param asOf files opened by that day and not closed by then
public record ChildFilter(@Nullable String q, @Nullable String category, @Nullable Stage stage, @Nullable Integer regionId, @Nullable Level level,
        @Nullable LocalDate asOf) {

    public static final ChildFilter ALL = new ChildFilter(null, null, null, null, null, null);

    /// For the look-log: which filters were set, never what was typed.
    String told() {
        var told = new StringBuilder();
        if (q != null && !q.isBlank()) {
            told.append("按").append(SearchKind.of(q).title()).append("查 ");
        }
        if (category != null) {
            told.append("类别 ").append(category.length() > 40 ? "?" : category).append(' ');
        }
        if (stage != null) {
            told.append(stage.title()).append(' ');
        }
        if (level != null) {
            told.append(level.title()).append(' ');
        }
        return told.toString().strip();
    }
}
