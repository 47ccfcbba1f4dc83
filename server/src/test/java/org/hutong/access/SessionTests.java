package org.hutong.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.hutong.Browser;
import org.hutong.ServerTests;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Today;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;

class SessionTests extends ServerTests {

    @Autowired
    SignIn signIn;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    Today today;

    @AfterEach
    void forgiveThisAddress() {
        signIn.forgiveAddresses();
    }

    private record Person(UUID id, String login) {}

    /// Somebody nobody else uses.
    private Person newPerson(Role role, String regionCode) {
        var login = "p" + Ids.next().toString().substring(9).replace("-", "");
        return Acting.as(ServiceAccounts.setup(), () -> inTransaction.execute(status -> {
            var id = accounts.open(login, "测试人", null, List.of(new Grant(role, regionCode == null ? null : region(regionCode))));
            accounts.givePassword(id, PASSWORD);
            return new Person(id, login);
        }));
    }

    private Browser in(Person person) {
        var browser = new Browser(port);
        assertThat(browser.signIn(person.login(), PASSWORD).status()).isEqualTo(200);
        return browser;
    }

    @Test
    void anUnknownLoginAWrongPasswordADisabledAndALockedAccountAnswerAlike() {
        var known = newPerson(Role.TOWN_CLERK, "120116001");
        var disabled = newPerson(Role.TOWN_CLERK, "120116001");
        as(Role.SECURITY_ADMIN, null, () -> {
            accounts.disable(disabled.id(), "离岗");
            return null;
        });
        var unknown = anonymous().signIn("nobody-by-this-name", PASSWORD);
        var wrong = anonymous().signIn(known.login(), "wrong-Password-1");
        var off = anonymous().signIn(disabled.login(), PASSWORD);
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(wrong.text()).isEqualTo(unknown.text());
        assertThat(off.text()).isEqualTo(unknown.text());
        for (var i = 0; i < 5; i++) {
            anonymous().signIn(known.login(), "wrong-Password-1");
        }
        assertThat(anonymous().signIn(known.login(), PASSWORD).text()).isEqualTo(unknown.text());
    }

    @Test
    void fiveFailuresLockAndAResetUnlocksWithAPasswordForOneSignIn() {
        var person = newPerson(Role.TOWN_CLERK, "120116001");
        for (var i = 0; i < 5; i++) {
            assertThat(anonymous().signIn(person.login(), "wrong-Password-" + i).status()).isEqualTo(401);
        }
        assertThat(anonymous().signIn(person.login(), PASSWORD).status()).isEqualTo(401);
        var reset = signedIn(Role.SECURITY_ADMIN, null).post("/api/accounts/" + person.id() + "/reset-password", null);
        var oneTime = reset.json().path("oneTimePassword").asString();
        var browser = new Browser(port);
        assertThat(browser.signIn(person.login(), oneTime).json().path("mustChangePassword").asBoolean()).isTrue();
        assertThat(browser.get("/api/regions").code()).isEqualTo("ACC-011");
        assertThat(browser.put("/api/session/password", Map.of("old", oneTime, "new", "password1234")).code()).isEqualTo("ACC-012");
        assertThat(browser.put("/api/session/password", Map.of("old", oneTime, "new", "a-Quite-new-1-here")).status()).isEqualTo(204);
        assertThat(browser.get("/api/regions").status()).isEqualTo(200);
        assertThat(anonymous().signIn(person.login(), oneTime).status()).isEqualTo(401);
    }

    @Test
    void guessesInParallelAreNotMoreThanFive() throws Exception {
        var person = newPerson(Role.TOWN_CLERK, "120116001");
        try (var threads = Executors.newFixedThreadPool(8)) {
            Callable<Integer> guess = () -> new Browser(port).signIn(person.login(), "wrong-Password-1").status();
            assertThat(threads.invokeAll(java.util.Collections.nCopies(16, guess))).allSatisfy(answer -> assertThat(answer.get()).isEqualTo(401));
        }
        var tried = as(Role.AUDIT_ADMIN, null, () -> jdbc.sql("select count(*) from access.look where subject_id = :id and detail = '密码不对'")
                .param("id", person.id()).query(Integer.class).single());
        assertThat(tried).isEqualTo(5);
    }

    @Test
    void anAddressThatKeepsFailingIsTurnedAway() {
        var last = 0;
        for (var i = 0; i <= 30; i++) {
            last = anonymous().signIn("nobody-" + i % 40, "wrong-Password-1").status();
        }
        assertThat(last).isEqualTo(429);
    }

    @Test
    void theSessionsIdIsNewAfterSigningInAndOneSetBeforehandIsWorthNothing() {
        var person = newPerson(Role.TOWN_CLERK, "120116001");
        var victim = new Browser(port);
        victim.cookies().put("HUTONG", "MTIzNDU2NzgtMTIzNC0xMjM0LTEyMzQtMTIzNDU2Nzg5MDEy");
        victim.signIn(person.login(), PASSWORD);
        assertThat(victim.get("/api/session").status()).isEqualTo(200);
        var attacker = new Browser(port);
        attacker.cookies().put("HUTONG", "MTIzNDU2NzgtMTIzNC0xMjM0LTEyMzQtMTIzNDU2Nzg5MDEy");
        assertThat(attacker.get("/api/session").status()).isEqualTo(401);
        var before = victim.cookies().get("HUTONG");
        victim.signIn(person.login(), PASSWORD);
        assertThat(victim.cookies().get("HUTONG")).isNotEqualTo(before);
    }

    @Test
    void theCookieIsWorthNothingAfterSigningOut() {
        var browser = in(newPerson(Role.TOWN_CLERK, "120116001"));
        var kept = Map.copyOf(browser.cookies());
        assertThat(browser.delete("/api/session").status()).isEqualTo(204);
        var replay = new Browser(port);
        replay.cookies().putAll(kept);
        assertThat(replay.get("/api/session").status()).isEqualTo(401);
    }

    @Test
    void theCookieIsForHttpAloneAndForThisSiteAlone() {
        var person = newPerson(Role.TOWN_CLERK, "120116001");
        var cookie = anonymous().signIn(person.login(), PASSWORD).header("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HUTONG=").contains("HttpOnly").contains("SameSite=Strict");
        assertThat(jdbc.sql("select distinct max_inactive_interval from engine.spring_session").query(Integer.class).list()).containsExactly(1800);
    }

    @Test
    void twelveHoursEndASessionHoweverBusy() throws Exception {
        var person = newPerson(Role.TOWN_CLERK, "120116001");
        for (var hours : new int[] {11, 13}) {
            var session = new MockHttpSession();
            session.setAttribute(ActorFilter.ACCOUNT, person.id().toString());
            session.setAttribute(ActorFilter.EPOCH, 1);
            session.setAttribute(ActorFilter.SINCE, today.now().minusSeconds(hours * 3600L).toEpochMilli());
            var request = new MockHttpServletRequest("GET", "/api/session");
            request.setSession(session);
            new ActorFilter(accounts, today).doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
            assertThat(session.isInvalid()).isEqualTo(hours == 13);
        }
    }

    @Test
    void aChangeWithoutTheTokenOfThePageIsRefused() {
        var browser = in(newPerson(Role.TOWN_CLERK, "120116001"));
        for (var token : new String[] {"", "wrong", UUID.randomUUID().toString()}) {
            var answer = browser.send("DELETE", "/api/session", null, null, Map.of("X-XSRF-TOKEN", token));
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("ACC-003");
        }
        assertThat(browser.get("/api/session").status()).isEqualTo(200);
    }

    @Test
    void disablingAnAccountEndsItsSessionAtTheNextRequest() {
        var person = newPerson(Role.TOWN_CLERK, "120116001");
        var browser = in(person);
        signedIn(Role.SECURITY_ADMIN, null).post("/api/accounts/" + person.id() + "/disable", Map.of("reason", "离岗"));
        assertThat(browser.get("/api/session").status()).isEqualTo(401);
        signedIn(Role.SECURITY_ADMIN, null).post("/api/accounts/" + person.id() + "/enable", null);
        assertThat(browser.get("/api/session").status()).isEqualTo(401);
        assertThat(in(person).get("/api/session").status()).isEqualTo(200);
    }

    @Test
    void movingAnAccountToAnotherPlaceEndsItsSessionAndTheNextHasTheNewScope() {
        var person = newPerson(Role.TOWN_CLERK, "120116001");
        var browser = in(person);
        var answer = signedIn(Role.SECURITY_ADMIN, null).put("/api/accounts/" + person.id() + "/roles",
                Map.of("roles", List.of(Map.of("code", "TOWN_CLERK", "regionId", region("120116002")))));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(browser.get("/api/session").status()).isEqualTo(401);
        assertThat(in(person).get("/api/session").json().path("account").path("scope").path(0).path("name").asString()).isEqualTo("石桥镇");
    }

    @Test
    void everyAnswerCarriesTheHeadersThatKeepPagesClosed() {
        for (var path : new String[] {"/api/session", "/", "/v3/api-docs"}) {
            var answer = anonymous().get(path);
            assertThat(answer.header("Content-Security-Policy").orElse("")).as(path).contains("script-src 'self';").contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe-eval");
            assertThat(answer.header("X-Content-Type-Options")).as(path).contains("nosniff");
            assertThat(answer.header("X-Frame-Options")).as(path).contains("DENY");
            assertThat(answer.header("Referrer-Policy")).as(path).contains("no-referrer");
        }
        assertThat(anonymous().get("/api/session").header("Cache-Control").orElse("")).contains("no-store");
    }

    @Test
    void whatCannotBeReadOrFoundIsToldWithoutInnards() {
        var browser = signedIn(Role.SECURITY_ADMIN, null);
        var broken = browser.send("POST", "/api/accounts", "{\"login\": ".getBytes(), "application/json");
        assertThat(broken.status()).isEqualTo(400);
        var empty = browser.post("/api/accounts", Map.of("login", "", "name", "", "roles", List.of()));
        assertThat(empty.status()).isEqualTo(400);
        assertThat(empty.json().path("fields").size()).isGreaterThanOrEqualTo(3);
        var absent = browser.get("/api/no-such-thing");
        assertThat(absent.status()).isEqualTo(404);
        assertThat(browser.get("/api/regions/not-a-number").status()).isEqualTo(404);
        for (var answer : List.of(broken, empty, absent)) {
            assertThat(answer.header("Content-Type").orElse("")).startsWith("application/problem+json");
            assertThat(answer.text()).doesNotContain("Exception").doesNotContain("org.").doesNotContain("at ");
            assertThat(answer.json().path("saved").asString()).isNotEmpty();
        }
    }
}
