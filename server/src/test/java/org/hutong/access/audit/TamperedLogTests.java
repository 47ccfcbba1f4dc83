package org.hutong.access.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.hutong.ServerTests;
import org.hutong.access.LookLog;
import org.hutong.access.Role;
import org.hutong.kernel.DataFolder;
import org.hutong.kernel.Vault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A database administrator who can switch triggers off tampers with a sealed log. Each act is undone by rolling back.
class TamperedLogTests extends ServerTests {

    @Autowired
    LookLog looks;
    @Autowired
    Sealer sealer;
    @Autowired
    Vault vault;
    @Autowired
    DataFolder data;
    @Autowired
    JdbcClient jdbc;

    private int stream;

    @BeforeEach
    void fourSealedRowsOfOneStreamUnderACheckpoint() {
        as(Role.DISTRICT_OFFICER, "120116", () -> {
            for (var i = 0; i < 4; i++) {
                looks.record(LookLog.Action.OPEN, "child", UUID.randomUUID(), null, "LEAD", LookLog.OK, "row " + i);
            }
            return null;
        });
        sealer.checkpointNow();
        stream = Math.floorMod(account(Role.DISTRICT_OFFICER, "120116").hashCode(), 4);
    }

    private interface Tampering {
        void on(Connection connection) throws SQLException;
    }

    private List<String> faultsAfter(Tampering tampering) throws Exception {
        try (var connection = databaseAdministrator().getConnection()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("set local session_replication_role = replica");
            tampering.on(connection);
            var report = VerifyAudit.verify(connection, vault, data.checkpoints());
            connection.rollback();
            assertThat(report.faultCount()).isGreaterThanOrEqualTo(report.faults().size());
            return report.faults();
        }
    }

    private void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql.replace(":stream", String.valueOf(stream)))).isPositive();
        }
    }

    @Test
    void anUntouchedLogHasNoFaults() throws Exception {
        assertThat(faultsAfter(connection -> { })).isEmpty();
    }

    @Test
    void anEditedRowIsNamed() throws Exception {
        assertThat(faultsAfter(connection -> run(connection, """
                update access.look set detail = 'something else' where id = (select look_id from access.look_seal where stream = :stream order by seq desc limit 1)""")))
                .singleElement().asString().contains("被改动");
    }

    @Test
    void aDeletedRowIsNamed() throws Exception {
        assertThat(faultsAfter(connection -> run(connection, """
                delete from access.look where id = (select look_id from access.look_seal where stream = :stream order by seq desc limit 1 offset 2)""")))
                .singleElement().asString().contains("被删除");
    }

    @Test
    void anInsertedRowIsNamed() throws Exception {
        assertThat(faultsAfter(connection -> run(connection, """
                insert into access.look (id, at, stream, account_id, action, result, mac)
                select uuidv7(), at, stream, account_id, action, result, mac from access.look limit 1""")))
                .singleElement().asString().contains("插入的行");
    }

    @Test
    void twoSwappedRowsAreBothNamed() throws Exception {
        assertThat(faultsAfter(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("alter table access.look_seal drop constraint look_seal_look_id_key");
            }
            run(connection, """
                    with two as (select seq, look_id from access.look_seal where stream = :stream order by seq desc limit 2)
                    update access.look_seal s set look_id = other.look_id from two mine, two other
                    where s.stream = :stream and s.seq = mine.seq and other.seq <> mine.seq""");
        })).hasSize(2).allMatch(fault -> fault.contains("被调换"));
    }

    @Test
    void aTailCutOffBelowACheckpointIsNamed() throws Exception {
        assertThat(faultsAfter(connection -> {
            run(connection, "delete from access.look where id in (select look_id from access.look_seal where stream = :stream order by seq desc limit 2)");
            run(connection, "delete from access.look_seal where stream = :stream and seq > (select max(seq) - 2 from access.look_seal where stream = :stream)");
        })).singleElement().asString().contains("被截断");
    }

    @Test
    void rowsMissingFromTheMiddleOfAChainAreNamed() throws Exception {
        assertThat(faultsAfter(connection -> {
            run(connection, "delete from access.look where id = (select look_id from access.look_seal where stream = :stream order by seq desc limit 1 offset 2)");
            run(connection, "delete from access.look_seal where stream = :stream and seq = (select max(seq) - 2 from access.look_seal where stream = :stream)");
        })).anyMatch(fault -> fault.contains("缺号"));
    }

    @Test
    void aChainRebuiltWithoutOneRowIsNamed() throws Exception {
        assertThat(faultsAfter(connection -> {
            run(connection, "delete from access.look where id = (select look_id from access.look_seal where stream = :stream order by seq desc limit 1 offset 2)");
            rebuild(connection);
        })).isNotEmpty().allMatch(fault -> fault.contains("被重建") || fault.contains("被截断"));
    }

    /// What somebody without our keys can do: number the remaining rows anew and compute every hash again.
    private void rebuild(Connection connection) throws SQLException {
        record Link(UUID look, byte[] mac) {}
        var left = new java.util.ArrayList<Link>();
        try (var statement = connection.createStatement(); var rows = statement.executeQuery("""
                select l.id, l.mac from access.look_seal s join access.look l on l.id = s.look_id where s.stream = %d order by s.seq""".formatted(stream))) {
            while (rows.next()) {
                left.add(new Link(rows.getObject(1, UUID.class), rows.getBytes(2)));
            }
        }
        run(connection, "delete from access.look_seal where stream = :stream");
        var before = Chain.START;
        try (var insert = connection.prepareStatement("insert into access.look_seal (stream, seq, look_id, hash, sealed_at) values (?, ?, ?, ?, now())")) {
            for (var i = 0; i < left.size(); i++) {
                before = Chain.link(before, stream, i + 1, left.get(i).mac());
                insert.setInt(1, stream);
                insert.setLong(2, i + 1);
                insert.setObject(3, left.get(i).look());
                insert.setBytes(4, before);
                insert.executeUpdate();
            }
        }
    }

    @Test
    void anEditedCheckpointFileIsNamed() throws Exception {
        try (var files = Files.list(data.checkpoints())) {
            var file = files.filter(path -> path.toString().endsWith(".checkpoint")).sorted().findFirst().orElseThrow();
            var text = Files.readString(file);
            try {
                Files.writeString(file, text.replaceFirst("rows \\d+", "rows 1000000"));
                assertThat(faultsAfter(connection -> { })).anyMatch(fault -> fault.contains("签名不符"));
            } finally {
                Files.writeString(file, text);
            }
        }
    }

    @Test
    void theApplicationItselfCannotChangeOrDeleteARow() {
        for (var sql : new String[] {"update access.look set detail = 'x'", "delete from access.look", "truncate access.look", "delete from access.look_seal",
            "update access.look_checkpoint set rows = 0"}) {
            assertThatThrownBy(() -> as(Role.AUDIT_ADMIN, null, () -> jdbc.sql(sql).update())).hasStackTraceContaining("permission denied");
        }
    }

    @Test
    void theMigrationRoleCannotChangeOrDeleteARowEither() throws Exception {
        try (var connection = org.hutong.ServerTests.databaseOwner().getConnection()) {
            for (var sql : new String[] {"update access.look set detail = 'x'", "delete from access.look", "truncate access.look cascade"}) {
                assertThatThrownBy(() -> connection.createStatement().execute(sql)).hasMessageContaining("append-only");
            }
        }
    }

    @Test
    void aRowWrittenInATransactionThatFailsIsGoneWithIt() {
        var subject = UUID.randomUUID();
        assertThatThrownBy(() -> as(Role.DISTRICT_OFFICER, "120116", () -> {
            looks.record(LookLog.Action.OPEN, "child", subject, null, null, LookLog.OK, null);
            throw new IllegalStateException("the act failed");
        })).hasMessage("the act failed");
        assertThat(as(Role.AUDIT_ADMIN, null, () -> jdbc.sql("select count(*) from access.look where subject_id = :id").param("id", subject).query(Integer.class).single())).isZero();
    }

    @Test
    void theSealerLinksACommittedRowByItself() throws Exception {
        var subject = UUID.randomUUID();
        as(Role.DISTRICT_OFFICER, "120116", () -> {
            looks.record(LookLog.Action.OPEN, "child", subject, null, null, LookLog.OK, null);
            return null;
        });
        for (var i = 0; i < 100; i++) {
            var sealed = as(Role.AUDIT_ADMIN, null, () -> jdbc.sql("select count(*) from access.look l join access.look_seal s on s.look_id = l.id where l.subject_id = :id")
                    .param("id", subject).query(Integer.class).single());
            if (sealed == 1) {
                return;
            }
            Thread.sleep(100);
        }
        assertThat(false).as("sealed within ten seconds").isTrue();
    }

    @Test
    void theConsoleSaysTheLogIsWhole() {
        var answer = signedIn(Role.AUDIT_ADMIN, null).get("/api/looks/verify");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("faults").size()).isZero();
        assertThat(answer.json().path("rows").asInt()).isPositive();
    }

    @Test
    void theFolderOfCheckpointsHoldsItsPublicKey() {
        assertThat(Path.of(data.checkpoints().toString(), "public-key.hex")).exists();
    }
}
