package org.hutong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.SQLException;
import java.util.Base64;
import org.hutong.schema.LocalPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever starts the server reads one line: what happened, that nothing was changed, what to do next.
class AServerThatCannotStartTests extends ServerTests {

    @TempDir
    Path folder;

    private static void says(CannotStart no, String code, String... parts) {
        assertThat(no.line()).contains("[" + code + "]").contains("没有启动").contains("请").contains(parts).doesNotContain("secret-word");
    }

    private static CannotStart refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable start) {
        return catchThrowableOfType(CannotStart.class, start);
    }

    @Test
    void aCertificateFolderWithoutFilesOrWithOtherThingsInThemIsRefused() throws Exception {
        says(refused(() -> Certificate.check(folder)), "SRV-003", "fullchain.pem");
        Files.writeString(folder.resolve("fullchain.pem"), "junk");
        Files.writeString(folder.resolve("privkey.pem"), "junk");
        says(refused(() -> Certificate.check(folder)), "SRV-004", "fullchain.pem");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefusedAndItsOwnIsTaken() throws Exception {
        pair("fullchain.pem", "privkey.pem");
        pair("other-chain.pem", "other.pem");
        assertThatCode(() -> Certificate.check(folder)).doesNotThrowAnyException();
        Files.move(folder.resolve("other.pem"), folder.resolve("privkey.pem"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        says(refused(() -> Certificate.check(folder)), "SRV-004", "不是一对");
        Files.writeString(folder.resolve("privkey.pem"), "junk");
        says(refused(() -> Certificate.check(folder)), "SRV-004", "私钥");
    }

    @Test
    void anOutsideDatabaseThatIsTooOldIsRefusedAndOneThatIsNewEnoughIsNot() {
        says(refused(() -> OutsideDatabase.requireVersion(16, "16.4")), "SRV-010", "16.4", "18");
        assertThatCode(() -> OutsideDatabase.requireVersion(18, "18.0")).doesNotThrowAnyException();
        assertThatCode(() -> OutsideDatabase.requireVersion(19, "19.1")).doesNotThrowAnyException();
    }

    @Test
    void anOutsideDatabaseThatIsAwayOrRefusesTheLoginOrIsNotThereIsToldApart() throws Exception {
        var url = Hutong.embedded().url();
        var passwords = OutsideDatabase.passwords(folder);
        says(refused(() -> OutsideDatabase.prepare(url + "?user=hutong_app&password=secret-word", passwords, folder)), "SRV-009", url);
        says(refused(() -> OutsideDatabase.prepare(url.replaceAll(":[0-9]+/", ":1/") + "?user=hutong_app&password=secret-word", passwords, folder)), "SRV-008", "连不上");
        says(refused(() -> OutsideDatabase.prepare(url.replaceAll("postgres$", "nothing") + "?user=hutong_app&password=" + Hutong.embedded().appPassword(), passwords, folder)),
                "SRV-013", "没有这个库");
        says(refused(() -> OutsideDatabase.prepare("postgres://boss:secret-word@127.0.0.1/x", passwords, folder)), "SRV-013", "jdbc:postgresql://");
    }

    @Test
    void aUsedDatabaseWithoutItsKeysIsNotOpenedWithNewOnes() throws Exception {
        assertThat(Hutong.isOurs(databaseAdministrator())).isTrue();
        says(refused(() -> Hutong.requireKeys(folder, true)), "SRV-015", "keys");
        assertThat(folder.resolve("keys")).as("no new keys were made").doesNotExist();
        Hutong.requireKeys(folder, false);
        assertThat(folder.resolve("keys").resolve("master.key")).exists();
        assertThatCode(() -> Hutong.requireKeys(folder, true)).doesNotThrowAnyException();
    }

    @Test
    void aDataFolderThatIsInUseOrCannotBeWrittenIsToldApart() throws Exception {
        try (var first = LocalPostgres.start(folder.resolve("db"))) {
            assertThat(first.url()).contains("127.0.0.1");
            says((CannotStart) CannotStart.of(catchThrowableOfType(RuntimeException.class, () -> LocalPostgres.start(folder.resolve("db")))), "SRV-005", "另一个护童进程");
        }
        says(CannotStart.notWritable(folder, new java.nio.file.FileSystemException("x", null, "Read-only file system")), "SRV-006", "只读挂载");
    }

    /// A new self-signed certificate and its key, made by the JDK's own tool.
    private void pair(String chain, String key) throws Exception {
        var store = folder.resolve(key + ".p12");
        assertThat(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "a", "-keyalg", "RSA", "-dname", "CN=test",
                "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", "test-only").redirectErrorStream(true).start().waitFor()).isZero();
        var keys = KeyStore.getInstance(store.toFile(), "test-only".toCharArray());
        pem(chain, "CERTIFICATE", keys.getCertificate("a").getEncoded());
        pem(key, "PRIVATE KEY", keys.getKey("a", "test-only".toCharArray()).getEncoded());
    }

    private void pem(String name, String what, byte[] content) throws Exception {
        Files.writeString(folder.resolve(name), "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + what + "-----\n");
    }

    @Test
    void whatNobodyForesawKeepsItsOwnTrace() {
        assertThat(CannotStart.of(new IllegalStateException("x"))).isNotInstanceOf(CannotStart.class);
        assertThat(CannotStart.ofDatabase("u", new SQLException("strange", "XX999", new ConnectException("y")))).isNotInstanceOf(CannotStart.class);
    }
}
