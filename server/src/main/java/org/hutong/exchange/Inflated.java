package org.hutong.exchange;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.hutong.kernel.Refusal;

/// A delivered file in the clear for as long as it is read: opened from its seal, and inflated where it was packed with gzip.
final class Inflated {

    /// A packed list larger than this, or packed tighter than any list of people, is not inflated to its end.
    private static final long MOST = 64L << 30;
    private static final int TIGHTEST = 1_000;

    private Inflated() {}

    /// @return `plain` itself, or a new file in its place, which the caller deletes
    static Path of(Path plain) throws IOException {
        if (!packed(plain)) {
            return plain;
        }
        var size = Files.size(plain);
        var out = Files.createTempFile(plain.getParent(), "hutong-inflated-", null);
        var done = false;
        try (var in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(plain)), 1 << 16); var to = Files.newOutputStream(out)) {
            var buffer = new byte[1 << 16];
            var total = 0L;
            for (int n; (n = in.read(buffer)) > 0;) {
                total += n;
                if (total > MOST || total > 1 << 20 && total / Math.max(1, size) > TIGHTEST) {
                    throw new Refusal(Refusal.Kind.TOO_LARGE, "EXC-022", "压缩包解开后大得不正常", "一行也没有收下", "请直接送没有压缩的 CSV");
                }
                to.write(buffer, 0, n);
            }
            done = true;
            return out;
        } catch (ZipException | java.io.EOFException e) {
            throw new Refusal(Refusal.Kind.INVALID, "EXC-023", "压缩包不完整，可能没有传完", "一行也没有收下", "请重新压缩后再送");
        } finally {
            Files.deleteIfExists(plain);
            if (!done) {
                Files.deleteIfExists(out);
            }
        }
    }

    static String bare(String fileName) {
        return fileName.toLowerCase(java.util.Locale.ROOT).endsWith(".gz") ? fileName.substring(0, fileName.length() - 3) : fileName;
    }

    private static boolean packed(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var head = in.readNBytes(2);
            return head.length == 2 && (head[0] & 0xFF) == 0x1F && (head[1] & 0xFF) == 0x8B;
        }
    }

    /// Lines of a text file, about as many as it has rows; 0 for a workbook.
    static int lines(Path file) throws IOException {
        var lines = 0L;
        try (var in = Files.newInputStream(file)) {
            var buffer = new byte[1 << 18];
            for (int n; (n = in.read(buffer)) > 0;) {
                if (lines == 0 && n > 3 && buffer[0] == 'P' && buffer[1] == 'K' && buffer[2] == 3) {
                    return 0;
                }
                for (var i = 0; i < n; i++) {
                    if (buffer[i] == '\n') {
                        lines++;
                    }
                }
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, lines - 1));
    }
}
