package org.hutong.registry;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of the children's list.
///
/// @param hukouPlace  only where it is another place
/// @param completeness percent
public record ChildRow(UUID id, String fileNo, String name, String sex, LocalDate born, int age, @Nullable String idMasked, String place,
        @Nullable String hukouPlace, List<CategoryMark> categories, Stage stage, String stageName, Level level, int completeness, Instant updatedAt) {

    public record CategoryMark(String code, String name, LocalDate since) {}
}
