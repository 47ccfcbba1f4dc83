package org.hutong.notices;

import static org.assertj.core.api.Assertions.assertThat;

import org.hutong.ServerTests;
import org.hutong.access.Role;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class MessageTests extends ServerTests {

    @Autowired
    Notices notices;

    @Test
    void aMessageIsReadByTheOneItIsForAndByNobodyElse() {
        var director = account(Role.CHILD_DIRECTOR, "120116002202");
        as(Role.DISTRICT_OFFICER, "120116", () -> {
            notices.tell(director, "LEAD", "有一条线索待核实", "/leads");
            return null;
        });
        var mine = signedIn(Role.CHILD_DIRECTOR, "120116002202");
        var id = mine.get("/api/notices").json().path("items").path(0).path("id").asString();
        assertThat(mine.get("/api/notices/unread").json().path("count").asInt()).isEqualTo(1);
        assertThat(signedIn(Role.CHILD_DIRECTOR, "120116002203").get("/api/notices").text()).doesNotContain(id);
        assertThat(signedIn(Role.CHILD_DIRECTOR, "120116002203").post("/api/notices/" + id + "/read", null).status()).isEqualTo(404);
        assertThat(mine.post("/api/notices/" + id + "/read", null).status()).isEqualTo(204);
        assertThat(mine.get("/api/notices/unread").json().path("count").asInt()).isZero();
    }

    @Test
    void theListTurnsItsPagesByKey() {
        var director = account(Role.CHILD_DIRECTOR, "120101002001");
        as(Role.DISTRICT_OFFICER, "120101", () -> {
            for (var i = 0; i < 7; i++) {
                notices.tell(director, "LEAD", "线索 " + i, "/leads");
            }
            return null;
        });
        var mine = signedIn(Role.CHILD_DIRECTOR, "120101002001");
        var titles = new java.util.ArrayList<String>();
        var next = "";
        do {
            var page = mine.get("/api/notices?limit=3" + (next.isEmpty() ? "" : "&after=" + next)).json();
            page.path("items").forEach(item -> titles.add(item.path("title").asString()));
            next = page.path("next").asString("");
        } while (!next.isEmpty());
        assertThat(titles).containsExactly("线索 6", "线索 5", "线索 4", "线索 3", "线索 2", "线索 1", "线索 0");
        assertThat(mine.get("/api/notices?after=!!!").code()).isEqualTo("KER-002");
    }
}
