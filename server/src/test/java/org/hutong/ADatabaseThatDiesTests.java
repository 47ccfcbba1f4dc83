package org.hutong;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hutong.access.Role;
import org.junit.jupiter.api.Test;

/// The embedded PostgreSQL is killed under the running server, as the machine's own killer does when memory runs out.
class ADatabaseThatDiesTests extends ServerTests {

    @Test
    void isStartedAgainAndMeanwhileThePagesSaySo() throws Exception {
        var clerk = signedIn(Role.TOWN_CLERK, "120116002");
        assertThat(clerk.get("/api/session").status()).isEqualTo(200);
        var before = postmaster();
        ProcessHandle.of(before).orElseThrow().destroyForcibly();

        assertThat(clerk.get("/favicon.svg").status()).as("the console's own files open no session, and so need no database").isLessThan(500);
        var said = clerk.get("/api/session");
        if (said.status() != 200) {
            // started again before this question came: possible, and then there is nothing to say
            assertThat(said.status()).isEqualTo(503);
            assertThat(said.code()).isEqualTo("ACC-095");
            assertThat(said.header("Content-Type").orElseThrow()).startsWith("application/problem+json");
            assertThat(said.json().path("title").asString()).isEqualTo("数据库暂时连不上");
            assertThat(said.json().path("saved").asString()).contains("以前保存的都在");
        }
        var now = said;
        for (var i = 0; i < 300 && now.status() != 200; i++) {
            assertThat(List.of("ACC-095", "ACC-097")).as(now.text()).contains(now.code());
            Thread.sleep(200);
            now = clerk.get("/api/session");
        }
        assertThat(now.status()).as("the same session goes on, nobody signs in again").isEqualTo(200);
        assertThat(postmaster()).isNotEqualTo(before);
        assertThat(clerk.post("/api/children/nothing", Map.of()).status()).isBetween(400, 499);
    }

    private static long postmaster() throws Exception {
        return Long.parseLong(Files.readAllLines(Path.of(System.getProperty("hutong.data"), "db", "pg", "postmaster.pid")).getFirst().strip());
    }
}
