package org.hutong.schema;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// The embedded PostgreSQL 18: a folder holds its data, its passwords (readable by their owner alone) and a lock.
///
/// Durable settings are on, local logins need a password, and a server left over from a killed program is stopped first,
/// so that its old settings do not live on. A server that dies under the running program (killed, or stopped by a full disk) is started
/// again on the same port, with PostgreSQL's own recovery, as often as it takes.
public final class LocalPostgres implements AutoCloseable {

    private static final int DEFAULT_CONNECTIONS = 100;
    /// Recovery after a crash reads the log since the last checkpoint, at most `max_wal_size`.
    private static final Duration LONGEST_START = Duration.ofSeconds(120);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);
    /// Below this the server cannot be relied on to start: its next piece of log takes 16 MB.
    private static final long LEAST_SPACE = 64L << 20;

    private final Path folder;
    private final Properties secrets;
    private final int port;
    private final FileChannel lockChannel;
    private final FileLock lock;
    private final Thread guard;
    private volatile boolean closing;
    private EmbeddedPostgres server;

    private LocalPostgres(Path folder, Properties secrets, EmbeddedPostgres server, FileChannel lockChannel, FileLock lock) {
        this.folder = folder;
        this.secrets = secrets;
        this.server = server;
        this.port = server.getPort();
        this.lockChannel = lockChannel;
        this.lock = lock;
        this.guard = Thread.ofPlatform().daemon().name("postgres-guard").start(this::guard);
    }

    /// Another program holds this data folder.
    public static final class InUse extends RuntimeException {
        InUse(Path folder) {
            super("数据目录正被另一个护童进程使用：" + folder + "。没有启动，数据未改动；请先停掉那个进程，或用 --data 另选目录。");
        }
    }

    /// The server did not come up; what it kept is as it was.
    public static final class NotStarted extends RuntimeException {
        NotStarted(Path folder, Exception cause) {
            super("内嵌 PostgreSQL 没有启动成功（数据目录 " + folder + "）：" + cause.getMessage() + "。已有数据未改动；请按提示处理后重试，详情见该目录下的 postgres.log。", cause);
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
            var cluster = cluster(folder);
            stopLeftOver(cluster);
            var beginning = folder.resolve("pg.beginning");
            if (Files.exists(beginning)) {
                // the very first start was cut off before anything could be kept: begin it again
                delete(cluster);
            }
            var fresh = !Files.exists(cluster.resolve("PG_VERSION"));
            if (fresh) {
                Files.writeString(beginning, "");
            }
            var secrets = secrets(folder, fresh);
            requireSpace(folder);
            var server = server(folder, secrets).start();
            if (fresh) {
                requirePasswords(server, cluster, secrets);
                Files.deleteIfExists(beginning);
            }
            return new LocalPostgres(folder, secrets, server, channel, lock);
        } catch (IOException | SQLException e) {
            close(channel);
            throw new NotStarted(folder, e);
        } catch (InUse e) {
            close(channel);
            throw e;
        } catch (OverlappingFileLockException e) {
            close(channel);
            throw new InUse(folder);
        } catch (RuntimeException e) {
            // the library's own words for a command that failed
            close(channel);
            throw new NotStarted(folder, e);
        }
    }

    private static EmbeddedPostgres.Builder server(Path folder, Properties secrets) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(cluster(folder))
                .setOverrideWorkingDirectory(folder.resolve("bin").toFile())
                .setCleanDataDirectory(false)
                .setPGStartupWait(LONGEST_START)
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
    }

    private static Path cluster(Path folder) {
        return folder.resolve("pg").toAbsolutePath();
    }

    private static void delete(Path cluster) throws IOException {
        if (Files.isDirectory(cluster)) {
            try (var walk = Files.walk(cluster)) {
                for (var path : walk.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static void requireSpace(Path folder) throws IOException {
        var left = Files.getFileStore(folder).getUsableSpace();
        if (left < LEAST_SPACE) {
            throw new IOException("数据盘只剩 " + (left >> 20) + " MB，至少要空出 " + (LEAST_SPACE >> 20) + " MB");
        }
    }

    /// Waits for the server's process to end and starts the server again, until the program itself ends.
    private void guard() {
        try {
            while (!closing) {
                // two looks: a file that is just being written counts for nothing
                var gone = 0;
                while (!closing && gone < 2) {
                    Thread.sleep(BETWEEN_LOOKS);
                    gone = postmaster(cluster(folder)).isPresent() ? 0 : gone + 1;
                }
                if (!closing) {
                    startAgain();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void startAgain() throws InterruptedException {
        System.err.println("数据库进程意外停止，正在重新启动。以前保存的都在，没有办完的那一步会退回。");
        var said = "";
        while (!closing) {
            try {
                requireSpace(folder);
                synchronized (this) {
                    if (closing) {
                        return;
                    }
                    closeQuietly(server);
                    server = server(folder, secrets).setPort(port).start();
                }
                System.err.println("数据库已重新启动，不用做别的。");
                return;
            } catch (IOException | RuntimeException e) {
                // said once for each reason: a full disk may stay full for a night
                if (!String.valueOf(e.getMessage()).equals(said)) {
                    said = String.valueOf(e.getMessage());
                    System.err.println("数据库还没有启动成功：" + said + "。处理好后会自动启动，不用重启本程序；详情见 " + folder.resolve("postgres.log") + "。");
                }
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }

    /// Its process is gone already: what is closed here are the library's lock and streams.
    private static void closeQuietly(EmbeddedPostgres dead) {
        try {
            dead.close();
        } catch (IOException | RuntimeException e) {
            System.err.println("上一个数据库进程没有收拾干净：" + e.getMessage());
        }
    }

    /// The server's process, of this cluster alone: after a restart of the machine the number in the file may belong to anything.
    private static Optional<ProcessHandle> postmaster(Path cluster) {
        try {
            var pidFile = cluster.resolve("postmaster.pid");
            if (!Files.exists(pidFile)) {
                return Optional.empty();
            }
            var lines = Files.readAllLines(pidFile);
            if (lines.isEmpty()) {
                return Optional.empty();
            }
            return ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).filter(ProcessHandle::isAlive)
                    .filter(process -> process.info().command().orElse("").endsWith("postgres"))
                    .filter(process -> servesFrom(process, cluster));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean servesFrom(ProcessHandle process, Path cluster) {
        try {
            var at = Path.of("/proc", String.valueOf(process.pid()), "cwd");
            return Files.exists(at) ? Files.isSameFile(at, cluster) : process.info().commandLine().orElse(cluster.toString()).contains(cluster.toString());
        } catch (IOException e) {
            return true;
        }
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
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
        closing = true;
        guard.interrupt();
        try {
            synchronized (this) {
                server.close();
            }
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
        var left = postmaster(cluster);
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
