package org.hutong;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Properties;
import org.hutong.schema.Migrations;
import org.postgresql.ds.PGSimpleDataSource;

/// Passwords of the two roles on an outside PostgreSQL, made once and kept readable by their owner alone.
final class OutsideDatabase {

    private static final int LEAST_VERSION = 18;
    private static final int SECONDS = 10;

    private OutsideDatabase() {}

    static Properties passwords(Path folder) throws IOException {
        Files.createDirectories(folder);
        var file = folder.resolve("outside-database.secrets");
        var secrets = new Properties();
        if (Files.exists(file)) {
            try (var in = Files.newBufferedReader(file)) {
                secrets.load(in);
            }
            return secrets;
        }
        var random = new SecureRandom();
        for (var role : new String[] {"owner", "app"}) {
            var bytes = new byte[24];
            random.nextBytes(bytes);
            secrets.setProperty(role, HexFormat.of().formatHex(bytes));
        }
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var out = Files.newBufferedWriter(file)) {
            secrets.store(out, null);
        }
        return secrets;
    }

    /// Roles, extensions and tables.
    ///
    /// @param url with a login that may create roles
    /// @throws CannotStart `SRV-008` to `SRV-011`, `SRV-013` to `SRV-015`
    static void prepare(String url, Properties passwords, Path data) {
        var shown = withoutLogin(url);
        var admin = new PGSimpleDataSource();
        try {
            admin.setUrl(url);
            admin.setLoginTimeout(SECONDS);
        } catch (IllegalArgumentException e) {
            throw new CannotStart("SRV-013", "外部数据库的地址（HUTONG_DATABASE_URL）写得不对。没有启动；请写成 jdbc:postgresql://主机:5432/库名?user=用户&password=密码 这样，然后重试。", e);
        }
        try {
            try (var connection = admin.getConnection()) {
                requireVersion(connection.getMetaData().getDatabaseMajorVersion(), connection.getMetaData().getDatabaseProductVersion());
            }
            Hutong.requireKeys(data, Hutong.isOurs(admin));
            Migrations.ensureRoles(admin, passwords.getProperty("owner"), passwords.getProperty("app"));
            var owner = new PGSimpleDataSource();
            owner.setUrl(shown);
            owner.setUser(Migrations.OWNER);
            owner.setPassword(passwords.getProperty("owner"));
            Migrations.run(owner);
        } catch (SQLException | RuntimeException e) {
            throw CannotStart.ofDatabase(shown, e);
        }
    }

    /// @throws CannotStart `SRV-010`
    static void requireVersion(int major, String shown) {
        if (major < LEAST_VERSION) {
            throw new CannotStart("SRV-010", "外部数据库是 PostgreSQL " + shown + "，需要 " + LEAST_VERSION + " 或更新的版本。没有启动，没有建任何角色和表；请升级数据库，或不设 HUTONG_DATABASE_URL 用内嵌的。");
        }
    }

    /// The URL without `user` and `password`, for the application role.
    static String withoutLogin(String url) {
        var cut = url.indexOf('?');
        if (cut < 0) {
            return url;
        }
        var kept = new StringBuilder(url.substring(0, cut));
        var separator = '?';
        for (var part : url.substring(cut + 1).split("&")) {
            if (!part.startsWith("user=") && !part.startsWith("password=")) {
                kept.append(separator).append(part);
                separator = '&';
            }
        }
        return kept.toString();
    }
}
