package org.hutong.exchange;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One delivery of a department list, with the ledger of its rows.
///
/// @param batchNo  the how manieth of its list it is, once it was read
/// @param question why it looks half delivered and waits; null where it does not
/// @param rowsSame rows that an earlier delivery of the same list brought already
/// @param rowsApart rows of a large list about people of whom nobody here has a file: counted, not kept
public record Delivery(UUID id, String list, String listName, String department, String fileName, String checksum, State state, int rowsRead,
        int rowsTaken, int rowsRefused, int rowsSame, int rowsApart, OffsetDateTime receivedAt, String receivedBy, @Nullable Progress progress,
        @Nullable Integer leadsFound, @Nullable Refused refusal, LocalDate purgeOn, List<RowProblem> sampleErrors,
        Door door, @Nullable Integer batchNo, @Nullable String question, @Nullable String answer, @Nullable OffsetDateTime purgedAt) {

    public enum Door { CONSOLE, FOLDER, UPLOAD }

    public enum State { RECEIVED, READING, DONE, REFUSED, FAILED, STOPPED, HELD }

    /// @param of rows in all, 0 while that is unknown
    public record Progress(int done, int of, @Nullable Integer secondsLeft) {}

    public record Refused(String code, String title, String next) {}

    public record RowProblem(int row, String field, String code, String message) {}
}
