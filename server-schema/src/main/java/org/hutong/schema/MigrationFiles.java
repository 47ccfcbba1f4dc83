package org.hutong.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;

/// The migrations as files of this module, in a folder or in a jar (also one nested in the server's jar).
final class MigrationFiles {

    private MigrationFiles() {}

    /// SHA-256 over every migration's path and text and over the rooms' order; empty where the files cannot be listed.
    static String hash() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            URI location = MigrationFiles.class.getResource("/rooms.txt").toURI();
            if (location.getScheme().equals("file")) {
                digestTree(Path.of(location).getParent(), digest);
            } else {
                try (var jar = FileSystems.newFileSystem(location, Map.of())) {
                    var inside = location.toString().substring(location.toString().lastIndexOf('!') + 1);
                    digestTree(jar.getPath(inside).getParent(), digest);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FileSystemNotFoundException | ProviderNotFoundException | UnsupportedOperationException | IllegalArgumentException e) {
            return "";
        } catch (URISyntaxException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void digestTree(Path root, MessageDigest digest) throws IOException {
        try (var files = Files.walk(root)) {
            for (var file : files.filter(Files::isRegularFile)
                    .filter(path -> path.toString().endsWith(".sql") || path.toString().endsWith("rooms.txt"))
                    .sorted(Comparator.comparing(path -> root.relativize(path).toString())).toList()) {
                digest.update(root.relativize(file).toString().getBytes());
                digest.update(Files.readAllBytes(file));
            }
        }
    }
}
