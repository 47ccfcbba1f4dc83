package org.hutong;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import javax.sql.DataSource;
import org.hutong.access.audit.VerifyAudit;
import org.hutong.files.OpenFolder;
import org.hutong.kernel.DataFolder;
import org.hutong.kernel.Vault;
import org.hutong.schema.LocalPostgres;
import org.hutong.schema.Migrations;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/// Starts the server: the database first (embedded, or an outside one by `hutong.database.url`), its migrations, then the rooms.
///
/// `verify audit --data DIR` checks the look-log of a stopped server instead.
@SpringBootApplication
public class Hutong {

    private static @Nullable LocalPostgres embedded;
    /// Open for as long as the program runs.
    private static @Nullable FileChannel held;

    public static void main(String[] args) throws Exception {
        if (args.length >= 2 && args[0].equals("verify") && args[1].equals("audit")) {
            System.exit(VerifyAudit.run(Path.of(dataArgument(args)), System.out, System.err));
        }
        try {
            useTls();
            requireTlsBeyondLoopback(argument(args, "server.address", System.getProperty("server.address", "127.0.0.1")));
            openDatabase();
            SpringApplication.run(Hutong.class, args);
        } catch (Exception e) {
            if (CannotStart.of(e) instanceof CannotStart known) {
                System.err.println(known.line());
                System.exit(3);
            }
            throw e;
        }
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
        Certificate.check(Path.of(folder));
        System.setProperty("server.ssl.certificate", Path.of(folder, Certificate.CHAIN).toUri().toString());
        System.setProperty("server.ssl.certificate-private-key", Path.of(folder, Certificate.KEY).toUri().toString());
        System.setProperty("server.ssl.enabled-protocols", "TLSv1.2,TLSv1.3");
        System.setProperty("server.servlet.session.cookie.secure", "true");
    }

    /// @throws CannotStart `SRV-001` or `SRV-002` when the address can be reached from other machines and there is no certificate
    static void requireTlsBeyondLoopback(String address) {
        try {
            if (System.getProperty("server.ssl.certificate") == null && !InetAddress.getByName(address).isLoopbackAddress()) {
                throw new CannotStart("SRV-001", "监听地址 " + address + " 能从别的机器访问，但没有设置证书。没有启动；请用 --certificate（或 HUTONG_TLS）指定证书目录，或只监听 127.0.0.1。");
            }
        } catch (UnknownHostException e) {
            throw new CannotStart("SRV-002", "监听地址 " + address + " 无法识别。没有启动；请改用本机的 IP 地址。");
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
        hold(folder);
        if (outside == null) {
            var postgres = LocalPostgres.start(folder.resolve("db"));
            embedded = postgres;
            // Spring's connections close first; its own shutdown handlers run after the context is closed.
            SpringApplication.getShutdownHandlers().add(postgres::close);
            requireKeys(folder, isOurs(postgres.admin()));
            Migrations.ensureRoles(postgres.admin(), postgres.ownerPassword(), postgres.appPassword());
            Migrations.run(postgres.owner());
            url = postgres.url();
            appPassword = postgres.appPassword();
        } else {
            Properties passwords = OutsideDatabase.passwords(folder);
            OutsideDatabase.prepare(outside, passwords, folder);
            url = OutsideDatabase.withoutLogin(outside);
            appPassword = passwords.getProperty("app");
        }
        keepUploadsInside(folder);
        System.setProperty("spring.datasource.url", url);
        System.setProperty("spring.datasource.username", Migrations.APP);
        System.setProperty("spring.datasource.password", appPassword);
    }

    /// Whether the server has kept anything in that database before.
    static boolean isOurs(DataSource admin) throws SQLException {
        try (var connection = admin.getConnection(); var statement = connection.createStatement(); var found = statement.executeQuery(
                "select 1 from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = 'kernel' and c.relname = 'migrated'")) {
            return found.next();
        }
    }

    /// A database that was used needs the keys it was used with: new ones would open nothing of it, and the two could never be told apart
    /// again. An empty database gets its keys here, before its tables.
    ///
    /// @throws CannotStart `SRV-015`
    static void requireKeys(Path data, boolean used) {
        var keys = new DataFolder(data).keys();
        if (used && !Files.exists(keys.resolve("master.key"))) {
            throw new CannotStart("SRV-015", "这个数据库里已有档案，但密钥目录 " + keys + " 里没有主密钥。没有启动，没有建新密钥，数据未改动；请把备份的 keys 目录放回原处，或用 --data 指定原来的数据目录。");
        }
        Vault.open(keys);
    }

    /// The data folder can be written, and is ours alone: its keys and files belong to one program, wherever the database is.
    private static void hold(Path folder) {
        try {
            Files.createDirectories(folder);
            held = FileChannel.open(folder.resolve("hutong.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (held.tryLock() == null) {
                throw new CannotStart("SRV-005", "数据目录正被另一个护童进程使用：" + folder + "。没有启动，数据未改动；请先停掉那个进程，或用 --data 另选目录。");
            }
        } catch (IOException e) {
            throw CannotStart.notWritable(folder, e);
        }
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
