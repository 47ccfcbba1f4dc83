package org.hutong.discovery;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.hutong.region.Clock;
import org.jspecify.annotations.Nullable;

/// One line of the list of leads.
///
/// @param confidence 0 to 100, said with its reason on the lead itself
/// @param clock      how long the answer may take; an assumption until a text sets it
/// @param checking   answered, and a second person has still to look at the answer
public record Lead(UUID id, String no, String ruleCode, String ruleName, UUID subjectId, String subjectName, int age, String place,
        @Nullable String hukouPlace, String level, String state, String stateName, int confidence, @Nullable String assignee,
        @Nullable LocalDate dueOn, @Nullable Clock clock, OffsetDateTime foundAt, String sentence, boolean checking) {

    /// A lead opened: why it was raised, both records side by side, who may take it.
    ///
    /// @param handover what another department does once it is found true; null where nothing is handed over
    public record Opened(Lead lead, String why, @Nullable Clause clause, List<Evidence> evidence, String confidenceWhy,
            List<Accuracy> sourceAccuracy, List<Event> history, List<SecondChecks.SecondCheck> checks, UUID childFileId, @Nullable UUID applicationId,
            @Nullable String reason, @Nullable String note, List<Assignee> possibleAssignees, List<String> actions, @Nullable Handover handover) {}

    /// A duty of another department, by its code in the rulebook.
    public record Handover(String code, String name, String to) {}

    public record Clause(String id, String document, String text) {}

    /// One value as our file has it and as a department's row has it.
    public record Evidence(String label, @Nullable Side ours, @Nullable Side theirs, boolean same) {}

    /// @param row row number in the delivered list
    public record Side(String value, @Nullable String source, @Nullable String list, @Nullable String listName, @Nullable UUID deliveryId,
            @Nullable Integer row, @Nullable LocalDate date) {}

    /// How often a list was found right and wrong at the door, lately.
    public record Accuracy(String list, String listName, int confirmed, int wrong) {}

    public record Event(OffsetDateTime at, String who, String text) {}

    public record Assignee(UUID postId, String name, String post, String place) {}

    public enum Outcome { CONFIRMED, NOT_MATCHING, ALREADY_SERVED, NOT_FOUND, NEEDS_HELP }
}
