package org.hutong.registry;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Which files changed, for whoever keeps another system in step.
@Service
@Transactional(readOnly = true)
public class ChangedFiles {

    /// @param changedAt last change of the file, its head or its facts
    public record Changed(UUID fileId, OffsetDateTime changedAt) {}

    private final JdbcClient jdbc;

    ChangedFiles(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Files of the reader's places in the order of their change, from just after the given one on.
    public List<Changed> after(@Nullable OffsetDateTime changedAt, @Nullable UUID fileId, int limit) {
        return jdbc.sql("""
                select id, updated_at from registry.child_file
                where cast(:at as timestamptz) is null or (updated_at, id) > (cast(:at as timestamptz), cast(:id as uuid)) order by updated_at, id limit :limit""")
                .param("at", changedAt).param("id", fileId).param("limit", limit)
                .query((row, n) -> new Changed(row.getObject("id", UUID.class), row.getObject("updated_at", OffsetDateTime.class))).list();
    }
}
