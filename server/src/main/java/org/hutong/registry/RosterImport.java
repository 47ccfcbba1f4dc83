package org.hutong.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A roster being brought in, as the console shows it.
public record RosterImport(UUID id, String kind, String fileName, State state, String sheet, int rows, List<Column> columns, Map<String, Integer> mapping,
        List<FieldInfo> fields, boolean mappingRemembered, @Nullable Result result, @Nullable Progress progress, Instant createdAt, String createdBy,
        String checksum, @Nullable String failure) {

    public enum State { MAPPING, PREVIEWED, RUNNING, DONE, FAILED, STOPPED }

    public enum Mode { GOOD, ALL }

    public record Column(int index, String heading, List<String> sample) {}

    public record FieldInfo(String code, String name, boolean required, @Nullable String help) {}

    public record Result(int taken, int unchanged, int refused) {}

    public record Progress(int done, int of, @Nullable Integer secondsLeft) {}

    public record RowProblem(int row, String field, @Nullable String value, String code, String message) {}

    public record SampleProblem(String field, String code, String message) {}

    public record SampleRow(int row, Map<String, String> cells, List<SampleProblem> problems) {}

    public record Preview(int rows, int good, int bad, int unchanged, List<SampleRow> sample, org.hutong.kernel.Page<RowProblem> problems) {}
}
