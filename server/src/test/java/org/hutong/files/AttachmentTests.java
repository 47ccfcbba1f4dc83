package org.hutong.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hutong.ServerTests;
import org.hutong.access.Role;
import org.hutong.kernel.DataFolder;
import org.hutong.notices.Notices;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class AttachmentTests extends ServerTests {

    private static final byte[] PDF = "%PDF-1.7\ncanary-120116199001010017\n%%EOF".getBytes(StandardCharsets.US_ASCII);

    @Autowired
    DataFolder data;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    Notices notices;

    private UUID drawer() {
        var id = UUID.randomUUID();
        OpenDrawer.OPEN.add(id);
        return id;
    }

    private org.hutong.Browser.Answer upload(String name, byte[] bytes, UUID owner) {
        return signedIn(Role.TOWN_CLERK, "120116001").upload("/api/files", name, bytes, Map.of("ownerKind", "test", "ownerId", owner.toString()));
    }

    @Test
    void whatWasStoredComesBackAsAnAttachmentThatIsNeverSniffed() {
        var stored = upload("证明.pdf", PDF, drawer());
        assertThat(stored.status()).isEqualTo(200);
        assertThat(stored.json().path("type").asString()).isEqualTo("application/pdf");
        var back = signedIn(Role.TOWN_CLERK, "120116001").get("/api/files/" + stored.json().path("id").asString());
        assertThat(back.bytes()).isEqualTo(PDF);
        assertThat(back.header("Content-Disposition").orElse("")).startsWith("attachment");
        assertThat(back.header("X-Content-Type-Options").orElse("")).contains("nosniff");
        assertThat(back.header("Content-Security-Policy").orElse("")).contains("sandbox");
    }

    @Test
    void contentThatIsNotWhatTheNameSaysIsRefused() {
        var html = "<html><script>alert(1)</script>".getBytes(StandardCharsets.US_ASCII);
        var gif = "GIF89a/*<script>*/=1;".getBytes(StandardCharsets.US_ASCII);
        for (var name : List.of("a.pdf", "a.jpg", "a.html", "a.svg", "a.gif", "a.js", "a", "a.pdf.html", "../../etc/a.pdf")) {
            for (var bytes : List.of(html, gif)) {
                assertThat(upload(name, bytes, drawer()).code()).as(name).isEqualTo("FIL-022");
            }
        }
        assertThat(upload("a.html", PDF, drawer()).code()).isEqualTo("FIL-022");
    }

    @Test
    void overTenMegabytesIsRefused() {
        var large = Arrays.copyOf(PDF, 10 * 1024 * 1024 + 1);
        assertThat(upload("a.pdf", large, drawer()).code()).isEqualTo("FIL-021");
    }

    @Test
    void aFileWhoseOwnerMayNotBeReadIsAsAbsentAsOneThatIsNotThere() {
        var owner = drawer();
        var id = upload("a.pdf", PDF, owner).json().path("id").asString();
        OpenDrawer.OPEN.remove(owner);
        var clerk = signedIn(Role.TOWN_CLERK, "120116001");
        var closed = clerk.get("/api/files/" + id);
        var absent = clerk.get("/api/files/" + UUID.randomUUID());
        assertThat(closed.status()).isEqualTo(404);
        assertThat(closed.text()).isEqualTo(absent.text());
        assertThat(upload("a.pdf", PDF, owner).status()).isEqualTo(404);
        assertThat(clerk.upload("/api/files", "a.pdf", PDF, Map.of("ownerKind", "nobody", "ownerId", owner.toString())).status()).isEqualTo(404);
    }

    @Test
    void equalContentOfOneOwnerIsStoredOnce() {
        var owner = drawer();
        assertThat(upload("a.pdf", PDF, owner).json().path("id")).isEqualTo(upload("b.pdf", PDF, owner).json().path("id"));
        assertThat(upload("a.pdf", PDF, drawer()).json().path("id")).isNotEqualTo(upload("b.pdf", PDF, drawer()).json().path("id"));
    }

    @Test
    void neitherContentNorNameNorAMessageOnItsWayLiesReadableOnDisk() throws Exception {
        var canary = "canary-" + UUID.randomUUID();
        upload(canary + ".pdf", ("%PDF-1.7\n" + canary).getBytes(StandardCharsets.US_ASCII), drawer());
        as(Role.DISTRICT_OFFICER, "120116", () -> {
            notices.send(account(Role.CHILD_DIRECTOR, "120116002201"), "SMS", canary);
            return null;
        });
        try (var connection = databaseAdministrator().getConnection(); var statement = connection.createStatement()) {
            statement.execute("checkpoint");
        }
        // A name that is stored in the open is found: the search itself works.
        var open = "seen" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
        as(Role.DISTRICT_OFFICER, "120116", () -> {
            notices.tell(account(Role.CHILD_DIRECTOR, "120116002201"), "TEST", open, null);
            return null;
        });
        try (var connection = databaseAdministrator().getConnection(); var statement = connection.createStatement()) {
            statement.execute("checkpoint");
        }
        assertThat(filesHolding(data.path(), open)).isNotEmpty();
        assertThat(filesHolding(data.path(), canary)).isEmpty();
    }

    private static List<Path> filesHolding(Path folder, String text) throws Exception {
        var found = new java.util.ArrayList<Path>();
        var needle = text.getBytes(StandardCharsets.US_ASCII);
        try (var files = java.nio.file.Files.walk(folder)) {
            for (var file : files.filter(path -> java.nio.file.Files.isRegularFile(path) && !path.toString().contains("/bin/")).toList()) {
                try {
                    if (indexOf(java.nio.file.Files.readAllBytes(file), needle) >= 0) {
                        found.add(file);
                    }
                } catch (java.io.IOException gone) {
                    // The database's own temporary files come and go.
                }
            }
        }
        return found;
    }

    private static int indexOf(byte[] bytes, byte[] needle) {
        outer:
        for (var i = 0; i <= bytes.length - needle.length; i++) {
            for (var j = 0; j < needle.length; j++) {
                if (bytes[i + j] != needle[j]) {
                    continue outer;
                }
            }
            return i;
        }
        return -1;
    }
}
