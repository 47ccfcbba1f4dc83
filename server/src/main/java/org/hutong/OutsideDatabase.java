package org.hutong;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/// Passwords of the two roles on an outside PostgreSQL, made once and kept readable by their owner alone.
final class OutsideDatabase {

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
