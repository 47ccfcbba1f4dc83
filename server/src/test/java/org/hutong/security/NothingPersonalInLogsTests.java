package org.hutong.security;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hutong.ServerTests;
import org.hutong.access.Role;
import org.hutong.kernel.CitizenId;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class NothingPersonalInLogsTests extends ServerTests {

    private static final String CANARY = "11010519491231002X";

    @Test
    void whatPeopleTypeReachesNeitherTheProgramsLogNorTheLibrariesTables() throws Exception {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var heard = new ListAppender<ILoggingEvent>();
        heard.start();
        root.addAppender(heard);
        try {
            var clerk = signedIn(Role.TOWN_CLERK, "120116001");
            var admin = signedIn(Role.SECURITY_ADMIN, null);
            anonymous().signIn(CANARY, CANARY);
            clerk.get("/api/regions/search?q=" + CANARY);
            clerk.get("/api/no-such-thing/" + CANARY + "?q=" + CANARY);
            clerk.get("/api/notices?after=" + CANARY);
            admin.get("/api/accounts?q=" + CANARY);
            admin.post("/api/accounts", Map.of("login", CANARY, "name", CANARY + CANARY + CANARY, "roles", List.of(Map.of("code", CANARY))));
            admin.send("PUT", "/api/session/password", ("{\"old\":\"" + CANARY + "\",\"new\":").getBytes(StandardCharsets.UTF_8), "application/json");
            clerk.upload("/api/files", CANARY + ".pdf", CANARY.getBytes(StandardCharsets.US_ASCII), Map.of("ownerKind", CANARY, "ownerId", UUID.randomUUID().toString()));
            admin.post("/api/purposes", Map.of("subjectId", CANARY));
            LoggerFactory.getLogger("org.hutong.canary").info("{}", CitizenId.require(CANARY));
        } finally {
            root.detachAppender(heard);
        }
        assertThat(heard.list).isNotEmpty().allSatisfy(event -> {
            assertThat(event.getFormattedMessage()).doesNotContain(CANARY);
            if (event.getThrowableProxy() != null) {
                assertThat(String.valueOf(event.getThrowableProxy().getMessage())).doesNotContain(CANARY);
            }
        });
        try (var connection = databaseAdministrator().getConnection(); var statement = connection.createStatement()) {
            for (var table : List.of("event_publication", "spring_session", "scheduled_tasks")) {
                try (var rows = statement.executeQuery("select count(*) from engine." + table + " t where t::text like '%" + CANARY + "%'")) {
                    rows.next();
                    assertThat(rows.getInt(1)).as(table).isZero();
                }
            }
            try (var rows = statement.executeQuery("select count(*) from access.look t where coalesce(detail, '') like '%" + CANARY + "%'")) {
                rows.next();
                assertThat(rows.getInt(1)).isZero();
            }
        }
    }
}
