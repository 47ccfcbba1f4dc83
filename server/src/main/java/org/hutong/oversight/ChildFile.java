package org.hutong.oversight;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hutong.registry.Completeness;
import org.jspecify.annotations.Nullable;

/// One child's whole file: what every room knows of her, on one page.
public record ChildFile(UUID id, String fileNo, FilePerson person, String place, @Nullable String hukouPlace, String stage, String stageName,
        String level, List<FileCategory> categories, FileCompleteness completeness, @Nullable DecisionNow decisionNow, List<TimelineItem> timeline,
        Kinship kinship, List<FileFact> facts, List<FileEntitlement> entitlements, @Nullable HouseholdRef household, List<FileVisit> visits,
        List<Colour> colours, List<FilePayment> payments, @Nullable PurposeOpen purpose) {

    public record FilePerson(UUID id, String name, String sex, @Nullable LocalDate born, @Nullable Integer age, @Nullable String ethnicity,
            @Nullable String idMasked, @Nullable String idNote, @Nullable String phoneMasked, boolean alive, @Nullable LocalDate diedOn) {}

    public record FileCategory(String code, String name, LocalDate since) {}

    public record FileCompleteness(int percent, List<Completeness.PartState> parts) {}

    /// The one thing to be decided now.
    public record DecisionNow(String text, String verb, String link) {}

    /// @param knownAt when it became known, where that is another day
    public record TimelineItem(String at, @Nullable String knownAt, String kind, String title, @Nullable String detail, @Nullable String who,
            @Nullable String source) {}

    public record KinNode(UUID id, String name, String role, String relation, @Nullable String status, @Nullable String statusName,
            @Nullable LocalDate born, @Nullable LocalDate died, boolean isChild) {}

    /// @param kind BLOOD, MARRIAGE or CARE
    public record KinEdge(String from, String to, String kind, boolean broken) {}

    public record Kinship(List<KinNode> nodes, List<KinEdge> edges) {}

    public record FileFactSource(@Nullable String list, @Nullable String listName, @Nullable UUID deliveryId, @Nullable Integer row, @Nullable String enteredBy) {}

    public record FileFact(UUID id, String kind, String kindName, String value, String valueName, LocalDate trueFrom, @Nullable LocalDate trueTo,
            LocalDate knownFrom, FileFactSource source, UUID personId, String personName, @Nullable UUID evidenceFileId, boolean superseded) {}

    /// A month after which the stopping rules end the benefit, as known today.
    public record Ending(String reason, LocalDate event, String lastMonth, String clause) {}

    /// @param answer  yes, no or pending
    /// @param spellId the running or ended spell of payment; null for what is not paid
    /// @param ending  what the stopping rules say of a running spell; null while none has come
    public record FileEntitlement(String programme, String name, String answer, @Nullable Long amountFen, String reason, @Nullable String clause,
            boolean assumption, @Nullable LocalDate from, @Nullable LocalDate to, @Nullable UUID applicationId, @Nullable UUID decisionId,
            @Nullable UUID spellId, @Nullable Ending ending) {}

    public record HouseholdRef(UUID id, String fileNo, int members) {}

    public record FileVisit(LocalDate date, String kind, String who, String text, @Nullable String level) {}

    public record Colour(String level, LocalDate from, @Nullable LocalDate to, String cause) {}

    public record FilePayment(String month, String programme, long amountFen, UUID rollId) {}

    public record PurposeOpen(String purpose, Instant expiresAt) {}
}
