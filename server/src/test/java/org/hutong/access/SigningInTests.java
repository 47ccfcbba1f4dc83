package org.hutong.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.hutong.ServerTests;
import org.junit.jupiter.api.Test;

class SigningInTests extends ServerTests {

    @Test
    void theRightPasswordOpensASessionWithTheScopeOfTheAccount() {
        var session = signedIn(Role.DISTRICT_OFFICER, "120116").get("/api/session");
        assertThat(session.status()).isEqualTo(200);
        assertThat(session.json().path("account").path("scope").path(0).path("name").asString()).isEqualTo("滨海新区");
        assertThat(session.json().path("city").path("name").asString()).isEqualTo("天津市");
        assertThat(session.json().path("permissions").toString()).contains("DELIVERY_SEND").doesNotContain("ACCOUNT_MANAGE");
    }

    @Test
    void withoutASessionEveryListAnswers401() {
        assertThat(anonymous().get("/api/session").status()).isEqualTo(401);
        assertThat(anonymous().get("/api/regions").code()).isEqualTo("ACC-001");
    }

    @Test
    void placesAreFoundByNamePinyinAndInitials() {
        var officer = signedIn(Role.DISTRICT_OFFICER, "120116");
        for (var typed : new String[] {"%E7%9F%B3%E6%A1%A5", "shiqiao", "sq"}) {
            assertThat(officer.get("/api/regions/search?q=" + typed).json().toString()).contains("滨海新区 · 石桥镇 · 石桥村村委会");
        }
    }
}
