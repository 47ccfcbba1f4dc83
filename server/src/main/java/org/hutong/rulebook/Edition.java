package org.hutong.rulebook;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// A rulebook tree as bytes: its hash, its archive, and the way back to a folder.
final class Edition {

    private static final long TOO_LARGE = 64L << 20;

    private Edition() {}

    private record Entry(String path, byte[] bytes) {}

    /// SHA-256 over every file's path and bytes, in the order of paths; hidden files are left out.
    static String sha256(Path folder) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var entry : read(folder)) {
                digest.update((entry.path() + "\n" + entry.bytes().length + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
                digest.update(entry.bytes());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] archive(Path folder) {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_COMPRESSION);
            for (var entry : read(folder)) {
                var head = new ZipEntry(entry.path());
                head.setTime(0);
                zip.putNextEntry(head);
                zip.write(entry.bytes());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// Writes an archive into an empty folder. An entry that would climb out of it is refused.
    static void unpack(byte[] archive, Path folder) {
        var total = 0L;
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IllegalArgumentException("政策包里的文件跳出了自己的目录：" + entry.getName());
                }
                var bytes = zip.readNBytes((int) (TOO_LARGE - total + 1));
                total += bytes.length;
                if (total > TOO_LARGE) {
                    throw new IllegalArgumentException("政策包解开后超过 64 MB");
                }
                Files.createDirectories(target.getParent());
                Files.write(target, bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Entry> read(Path folder) {
        try (var walk = Files.walk(folder)) {
            var entries = new ArrayList<Entry>();
            for (var file : walk.filter(Files::isRegularFile).toList()) {
                var path = folder.relativize(file).toString().replace('\\', '/');
                if (!path.startsWith(".") && !path.contains("/.")) {
                    entries.add(new Entry(path, Files.readAllBytes(file)));
                }
            }
            entries.sort(java.util.Comparator.comparing(Entry::path));
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
