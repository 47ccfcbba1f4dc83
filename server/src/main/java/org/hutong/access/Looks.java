package org.hutong.access;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.hutong.access.audit.VerifyAudit;
import org.hutong.kernel.DataFolder;
import org.hutong.kernel.Page;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.hutong.region.Offices;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Reads the look-log, for auditors and for whoever may see the subject.
@Service
@Transactional(readOnly = true)
public class Looks {

    public record Look(UUID id, Instant at, @Nullable String accountName, @Nullable String officeName, String action, String actionName,
            @Nullable String subjectKind, @Nullable UUID subjectId, @Nullable String subjectLabel, @Nullable String purpose, String result, @Nullable String detail) {}

    private record Row(UUID id, Instant at, @Nullable UUID accountId, @Nullable Integer officeId, String action, @Nullable String subjectKind,
            @Nullable UUID subjectId, @Nullable String purpose, String result, @Nullable String detail) {}

    private final JdbcClient jdbc;
    private final DataSource dataSource;
    private final Accounts accounts;
    private final Offices offices;
    private final Vault vault;
    private final DataFolder data;

    Looks(JdbcClient jdbc, DataSource dataSource, Accounts accounts, Offices offices, Vault vault, DataFolder data) {
        this.jdbc = jdbc;
        this.dataSource = dataSource;
        this.accounts = accounts;
        this.offices = offices;
        this.vault = vault;
        this.data = data;
    }

    /// Newest first; each condition may be left out.
    ///
    /// @param to last day, included
    public Page<Look> find(@Nullable UUID account, @Nullable UUID subject, @Nullable String action, @Nullable LocalDate from, @Nullable LocalDate to,
            @Nullable String after, int limit) {
        var rows = jdbc.sql("""
                select id, at, account_id, office_id, action, subject_kind, subject_id, purpose, result, detail from access.look
                where (:account::uuid is null or account_id = :account) and (:subject::uuid is null or subject_id = :subject)
                  and (:action::text is null or action = :action) and (:from::timestamptz is null or at >= :from) and (:to::timestamptz is null or at < :to)
                  and (:after::uuid is null or id < :after)
                order by id desc limit :limit""")
                .param("account", account).param("subject", subject).param("action", action)
                .param("from", from == null ? null : from.atStartOfDay(Today.ZONE).toOffsetDateTime())
                .param("to", to == null ? null : to.plusDays(1).atStartOfDay(Today.ZONE).toOffsetDateTime())
                .param("after", Page.idKey(after)).param("limit", limit + 1)
                .query((row, n) -> new Row(row.getObject("id", UUID.class), row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getObject("account_id", UUID.class), (Integer) row.getObject("office_id"), row.getString("action"), row.getString("subject_kind"),
                        row.getObject("subject_id", UUID.class), row.getString("purpose"), row.getString("result"), row.getString("detail"))).list();
        return Page.cut(complete(rows), limit, look -> look.id().toString());
    }

    public Page<Look> ofSubject(UUID subject, @Nullable String after, int limit) {
        return find(null, subject, null, null, null, after, limit);
    }

    public VerifyAudit.Report verify() {
        var connection = DataSourceUtils.getConnection(dataSource);
        try {
            return VerifyAudit.verify(connection, vault, data.checkpoints());
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    private List<Look> complete(List<Row> rows) {
        var names = accounts.names(rows.stream().map(Row::accountId).filter(Objects::nonNull).toList());
        var homes = offices.byIds(rows.stream().map(Row::officeId).filter(Objects::nonNull).distinct().toList());
        return rows.stream().map(row -> new Look(row.id(), row.at(), row.accountId() == null ? null : names.getOrDefault(row.accountId(), "系统"),
                row.officeId() == null || !homes.containsKey(row.officeId()) ? null : homes.get(row.officeId()).name(), row.action(),
                LookLog.Action.valueOf(row.action()).title(), row.subjectKind(), row.subjectId(),
                row.subjectId() == null ? null : row.subjectKind() + " " + row.subjectId().toString().substring(24),
                row.purpose() == null ? null : Purposes.KINDS.getOrDefault(row.purpose(), row.purpose()), row.result(), row.detail())).toList();
    }
}
