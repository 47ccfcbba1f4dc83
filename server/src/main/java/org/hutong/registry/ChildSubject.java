package org.hutong.registry;

import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The head of a child's file.
///
/// @param regionId   where the child lives
/// @param hukouId    village of the household register
/// @param categories codes of the running categories
public record ChildSubject(UUID fileId, String fileNo, UUID personId, int regionId, @Nullable Integer hukouId, String name, String sex,
        LocalDate born, Stage stage, Level level, @Nullable UUID householdId, List<String> categories, int completeness, LocalDate openedOn,
        @Nullable LocalDate diedOn) {

    public int ageOn(LocalDate day) {
        return Period.between(born, day).getYears();
    }
}
