package org.hutong.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionSystemException;

/// A database that is away, a full disk and a crowd are told apart from the program's own errors, however deep they lie.
class WhatTheHouseLacksTests {

    private static String code(Throwable e) {
        return Outage.of(e).map(Problem::code).orElse("none");
    }

    private static RuntimeException wrapped(Throwable e) {
        return new IllegalStateException("outer", new RuntimeException("middle", e));
    }

    @Test
    void aDatabaseThatDoesNotAnswerStopsOrStartsIsAway() {
        for (var state : new String[] {"08001", "08006", "57P01", "57P02", "57P03", "58030"}) {
            assertThat(code(wrapped(new SQLException("x", state)))).as(state).isEqualTo("ACC-095");
        }
    }

    @Test
    void whereUndoingFailedTooTheFirstFailureCounts() {
        var undone = new TransactionSystemException("undo", new SQLException("Connection is closed"));
        assertThat(code(wrapped(undone))).isEqualTo("ACC-095");
        undone.initApplicationException(new RuntimeException(new SQLException("full", "53100")));
        assertThat(code(wrapped(undone))).isEqualTo("ACC-096");
    }

    @Test
    void aFullDiskIsToldWhetherTheDatabaseOrAFileFoundIt() {
        assertThat(code(wrapped(new SQLException("could not extend file", "53100")))).isEqualTo("ACC-096");
        assertThat(code(new UncheckedIOException(new IOException("No space left on device")))).isEqualTo("ACC-096");
        assertThat(code(new UncheckedIOException(new IOException("Disk quota exceeded")))).isEqualTo("ACC-096");
    }

    @Test
    void aPoolWithoutAFreeConnectionIsACrowdUnlessTheDatabaseBehindItIsAway() {
        assertThat(code(wrapped(new SQLTransientConnectionException("timed out")))).isEqualTo("ACC-097");
        assertThat(code(wrapped(new SQLTransientConnectionException("timed out", "08001", new SQLException("refused", "08001"))))).isEqualTo("ACC-095");
        assertThat(code(wrapped(new SQLException("too many clients", "53300")))).isEqualTo("ACC-097");
    }

    @Test
    void anErrorOfTheProgramStaysOne() {
        assertThat(code(new IllegalStateException("x"))).isEqualTo("none");
        assertThat(code(new SQLException("syntax", "42601"))).isEqualTo("none");
        assertThat(code(new UncheckedIOException(new IOException("no such file")))).isEqualTo("none");
    }
}
