package org.hutong.rulebook;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// A rulebook tree as bytes (path → content, in the order of paths): its hash, its archive, and the way back to a folder.
final class Edition {

    private static final long TOO_LARGE = 64L << 20;

    private Edition() {}

    /// SHA-256 over every file's path and bytes, in the order of paths; hidden files are left out.
    static String sha256(Path folder) {
        return sha256(read(folder));
    }

    static String sha256(SortedMap<String, byte[]> files) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            files.forEach((path, bytes) -> {
                digest.update((path + "\n" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] archive(Path folder) {
        return archive(read(folder));
    }

    static byte[] archive(SortedMap<String, byte[]> files) {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_COMPRESSION);
            for (var entry : files.entrySet()) {
                var head = new ZipEntry(entry.getKey());
                head.setTime(0);
                zip.putNextEntry(head);
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// The files of an archive. An entry that would climb out of its folder refuses the whole archive.
    ///
    /// @throws IllegalArgumentException with the entry's name
    static SortedMap<String, byte[]> files(byte[] archive) {
        var files = new TreeMap<String, byte[]>();
        var total = 0L;
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive), StandardCharsets.UTF_8)) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var name = entry.getName();
                if (climbs(name)) {
                    throw new IllegalArgumentException("政策包里的文件跳出了自己的目录：" + name);
                }
                if (entry.isDirectory()) {
                    continue;
                }
                var bytes = zip.readNBytes((int) (TOO_LARGE - total + 1));
                total += bytes.length;
                if (total > TOO_LARGE) {
                    throw new IllegalArgumentException("政策包解开后超过 64 MB");
                }
                files.put(name, bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /// Whether a path leaves the folder it is resolved in, or could on some system.
    static boolean climbs(String path) {
        return path.startsWith("/") || path.contains("\\") || path.contains(":") || path.indexOf('\0') >= 0
                || path.equals("..") || path.startsWith("../") || path.contains("/../") || path.endsWith("/..");
    }

    /// Writes the files into a scratch folder, hands it to `reader`, and takes the folder away again.
    static <T> T unpacked(SortedMap<String, byte[]> files, Function<Path, T> reader) {
        try {
            var scratch = Files.createTempDirectory("hutong-rulebook");
            try {
                for (var file : files.entrySet()) {
                    var target = scratch.resolve(file.getKey()).normalize();
                    if (!target.startsWith(scratch)) {
                        throw new IllegalArgumentException("政策包里的文件跳出了自己的目录：" + file.getKey());
                    }
                    Files.createDirectories(target.getParent());
                    Files.write(target, file.getValue());
                }
                return reader.apply(scratch);
            } finally {
                try (var walk = Files.walk(scratch)) {
                    for (var file : walk.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SortedMap<String, byte[]> read(Path folder) {
        try (var walk = Files.walk(folder)) {
            var entries = new TreeMap<String, byte[]>();
            for (var file : walk.filter(Files::isRegularFile).toList()) {
                var path = folder.relativize(file).toString().replace('\\', '/');
                if (!path.startsWith(".") && !path.contains("/.")) {
                    entries.put(path, Files.readAllBytes(file));
                }
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
