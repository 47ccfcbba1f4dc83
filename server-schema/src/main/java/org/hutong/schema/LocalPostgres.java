package org.hutong.schema;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// The embedded PostgreSQL 18: a folder holds its data, its passwords (readable by their owner alone) and a lock.
///
/// Durable settings are on, local logins need a password, and a server left over from a killed program is stopped first,
/// so that its old settings do not live on.
public final class LocalPostgres implements AutoCloseable {

    private static final int DEFAULT_CONNECTIONS = 100;

    private final Path folder;
    private final Properties secrets;
    private final EmbeddedPostgres server;
    private final FileChannel lockChannel;
    private final FileLock lock;

    private LocalPostgres(Path folder, Properties secrets, EmbeddedPostgres server, FileChannel lockChannel, FileLock lock) {
        this.folder = folder;
        this.secrets = secrets;
        this.server = server;
        this.lockChannel = lockChannel;
        this.lock = lock;
    }

    /// Another program holds this data folder.
    public static final class InUse extends RuntimeException {
        InUse(Path folder) {
            super("数据目录正被另一个护童进程使用：" + folder + "。请先停掉那个进程，或用 --data 另选目录。");
        }
    }

    /// Starts on `folder`, creating it at first. The returned server must be closed after the application's last connection.
    public static LocalPostgres start(Path folder) {
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(folder.resolve("hutong.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var lock = channel.tryLock();
            if (lock == null) {
                throw new InUse(folder);
            }
            var cluster = folder.resolve("pg").toAbsolutePath();
            stopLeftOver(cluster);
            var fresh = !Files.exists(cluster.resolve("PG_VERSION"));
            var secrets = secrets(folder, fresh);
            var builder = EmbeddedPostgres.builder()
                    .setDataDirectory(cluster)
                    .setOverrideWorkingDirectory(folder.resolve("bin").toFile())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setLocaleConfig("locale", "C.UTF-8")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("password_encryption", "scram-sha-256")
                    .setServerConfig("max_connections", String.valueOf(DEFAULT_CONNECTIONS))
                    .setServerConfig("shared_buffers", "512MB")
                    .setServerConfig("effective_cache_size", "2GB")
                    .setServerConfig("work_mem", "16MB")
                    .setServerConfig("maintenance_work_mem", "256MB")
                    .setServerConfig("max_wal_size", "2GB")
                    .setServerConfig("random_page_cost", "1.1")
                    .setServerConfig("jit", "off")
                    .setServerConfig("timezone", "Asia/Shanghai")
                    .setServerConfig("log_timezone", "Asia/Shanghai")
                    .setConnectConfig("password", secrets.getProperty("superuser"))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile()))
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile()));
            var server = builder.start();
            if (fresh) {
                requirePasswords(server, cluster, secrets);
            }
            return new LocalPostgres(folder, secrets, server, channel, lock);
        } catch (IOException | SQLException e) {
            close(channel);
            throw new IllegalStateException("内嵌 PostgreSQL 没有启动成功（数据目录 " + folder + "）：" + e.getMessage()
                    + "。已有数据未改动；请看该目录下的 postgres.log。", e);
        } catch (RuntimeException e) {
            close(channel);
            throw e;
        }
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
    }

    public DataSource admin() {
        return login("postgres", secrets.getProperty("superuser"));
    }

    public String ownerPassword() {
        return secrets.getProperty("owner");
    }

    public String appPassword() {
        return secrets.getProperty("app");
    }

    public DataSource owner() {
        return login(Migrations.OWNER, ownerPassword());
    }

    public DataSource app() {
        return login(Migrations.APP, appPassword());
    }

    private DataSource login(String user, String password) {
        var source = new PGSimpleDataSource();
        source.setUrl(url());
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    @Override
    public void close() {
        try {
            server.close();
            lock.release();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL in " + folder + " did not stop cleanly", e);
        } finally {
            close(lockChannel);
        }
    }

    private static Properties secrets(Path folder, boolean fresh) throws IOException {
        var file = folder.resolve("database.secrets");
        var secrets = new Properties();
        if (Files.exists(file) && !fresh) {
            try (var in = Files.newBufferedReader(file)) {
                secrets.load(in);
            }
            return secrets;
        }
        var random = new SecureRandom();
        for (var name : new String[] {"superuser", "owner", "app"}) {
            var bytes = new byte[24];
            random.nextBytes(bytes);
            secrets.setProperty(name, HexFormat.of().formatHex(bytes));
        }
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var out = Files.newBufferedWriter(file)) {
            secrets.store(out, null);
        }
        return secrets;
    }

    /// initdb leaves loopback open to any local user; after the first start every login needs its password.
    private static void requirePasswords(EmbeddedPostgres server, Path cluster, Properties secrets) throws SQLException, IOException {
        try (var connection = DriverManager.getConnection(server.getJdbcUrl("postgres", "postgres"));
                var statement = connection.createStatement()) {
            statement.execute("alter role postgres password '" + secrets.getProperty("superuser") + "'");
            Files.writeString(cluster.resolve("pg_hba.conf"), """
                    local all all scram-sha-256
                    host  all all 127.0.0.1/32 scram-sha-256
                    host  all all ::1/128 scram-sha-256
                    local replication all scram-sha-256
                    host  replication all 127.0.0.1/32 scram-sha-256
                    """);
            statement.execute("select pg_reload_conf()");
        }
    }

    private static void stopLeftOver(Path cluster) throws IOException {
        var pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        var lines = Files.readAllLines(pidFile);
        if (lines.isEmpty()) {
            return;
        }
        var left = ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(process -> process.info().command().orElse("").endsWith("postgres"));
        if (left.isEmpty()) {
            return;
        }
        // SIGINT is PostgreSQL's fast shutdown: it ends sessions and writes a checkpoint.
        new ProcessBuilder("kill", "-INT", String.valueOf(left.get().pid())).start();
        try {
            left.get().onExit().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IOException("上次留下的 PostgreSQL（进程 " + left.get().pid() + "）60 秒内没有停下", e);
        }
    }

    private static void close(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
