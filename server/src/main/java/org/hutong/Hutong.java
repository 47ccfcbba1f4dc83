package org.hutong;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Properties;
import org.hutong.access.audit.VerifyAudit;
import org.hutong.files.OpenFolder;
import org.hutong.schema.LocalPostgres;
import org.hutong.schema.Migrations;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/// Starts the server: the database first (embedded, or an outside one by `hutong.database.url`), its migrations, then the rooms.
///
/// `verify audit --data DIR` checks the look-log of a stopped server instead.
@SpringBootApplication
public class Hutong {

    private static @Nullable LocalPostgres embedded;

    public static void main(String[] args) throws Exception {
        if (args.length >= 2 && args[0].equals("verify") && args[1].equals("audit")) {
            System.exit(VerifyAudit.run(Path.of(dataArgument(args)), System.out, System.err));
        }
        try {
            useTls();
            requireTlsBeyondLoopback(argument(args, "server.address", System.getProperty("server.address", "127.0.0.1")));
            openDatabase();
        } catch (LocalPostgres.InUse | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(3);
        }
        SpringApplication.run(Hutong.class, args);
    }

    private static String dataArgument(String[] args) {
        var at = Arrays.asList(args).indexOf("--data");
        return at >= 0 && at + 1 < args.length ? args[at + 1] : System.getProperty("hutong.data", ".hutong/demo");
    }

    private static String argument(String[] args, String name, String otherwise) {
        return Arrays.stream(args).filter(arg -> arg.startsWith("--" + name + "=")).map(arg -> arg.substring(name.length() + 3)).findFirst().orElse(otherwise);
    }

    /// `hutong.tls` names a folder with `fullchain.pem` and `privkey.pem`; with it the server speaks TLS alone.
    private static void useTls() {
        var folder = System.getProperty("hutong.tls", System.getenv("HUTONG_TLS"));
        if (folder == null) {
            return;
        }
        for (var file : new String[] {"fullchain.pem", "privkey.pem"}) {
            if (!Files.isReadable(Path.of(folder, file))) {
                throw new IllegalArgumentException("证书目录 " + folder + " 里没有可读的 " + file + "。没有启动；请放入证书后重试。");
            }
        }
        System.setProperty("server.ssl.certificate", Path.of(folder, "fullchain.pem").toUri().toString());
        System.setProperty("server.ssl.certificate-private-key", Path.of(folder, "privkey.pem").toUri().toString());
        System.setProperty("server.ssl.enabled-protocols", "TLSv1.2,TLSv1.3");
        System.setProperty("server.servlet.session.cookie.secure", "true");
    }

    /// @throws IllegalArgumentException when the address can be reached from other machines and there is no certificate
    static void requireTlsBeyondLoopback(String address) {
        try {
            if (System.getProperty("server.ssl.certificate") == null && !InetAddress.getByName(address).isLoopbackAddress()) {
                throw new IllegalArgumentException("监听地址 " + address + " 能从别的机器访问，但没有设置证书。没有启动；请用 hutong.tls 指定证书目录，或只监听 127.0.0.1。");
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("监听地址 " + address + " 无法识别。没有启动；请改用本机的 IP 地址。");
        }
    }

    /// Makes the database ready and tells Spring how the application role reaches it.
    ///
    /// `hutong.data` is the data folder (default `.hutong/demo`); `hutong.database.url` is a JDBC URL with a login that may
    /// create roles, used for roles and migrations alone.
    static synchronized void openDatabase() throws Exception {
        if (System.getProperty("spring.datasource.url") != null) {
            return;
        }
        var folder = Path.of(System.getProperty("hutong.data", ".hutong/demo"));
        var outside = System.getProperty("hutong.database.url", System.getenv("HUTONG_DATABASE_URL"));
        String url;
        String appPassword;
        if (outside == null) {
            var postgres = LocalPostgres.start(folder.resolve("db"));
            embedded = postgres;
            // Spring's connections close first; its own shutdown handlers run after the context is closed.
            SpringApplication.getShutdownHandlers().add(postgres::close);
            Migrations.ensureRoles(postgres.admin(), postgres.ownerPassword(), postgres.appPassword());
            Migrations.run(postgres.owner());
            url = postgres.url();
            appPassword = postgres.appPassword();
        } else {
            Properties passwords = OutsideDatabase.passwords(folder);
            var admin = new PGSimpleDataSource();
            admin.setUrl(outside);
            Migrations.ensureRoles(admin, passwords.getProperty("owner"), passwords.getProperty("app"));
            var owner = new PGSimpleDataSource();
            owner.setUrl(OutsideDatabase.withoutLogin(outside));
            owner.setUser(Migrations.OWNER);
            owner.setPassword(passwords.getProperty("owner"));
            Migrations.run(owner);
            url = OutsideDatabase.withoutLogin(outside);
            appPassword = passwords.getProperty("app");
        }
        keepUploadsInside(folder);
        System.setProperty("spring.datasource.url", url);
        System.setProperty("spring.datasource.username", Migrations.APP);
        System.setProperty("spring.datasource.password", appPassword);
    }

    /// An uploaded file waits on disk until it is sealed: in the data folder, and not where every user of the machine looks. What a killed
    /// program left there goes first.
    private static void keepUploadsInside(Path data) throws IOException {
        var waiting = data.resolve("incoming").toAbsolutePath();
        Files.createDirectories(waiting);
        Files.setPosixFilePermissions(waiting, PosixFilePermissions.fromString("rwx------"));
        new OpenFolder(waiting).clear();
        System.setProperty("spring.servlet.multipart.location", waiting.toString());
    }

    /// The embedded database, for tests that play the database administrator.
    static LocalPostgres embedded() {
        return embedded;
    }
}
