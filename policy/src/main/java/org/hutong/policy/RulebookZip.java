package org.hutong.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Unpacks a delivered rulebook. An entry that leaves the folder, is not a plain file name, or swells beyond the limits refuses the whole archive.
public final class RulebookZip {
    private static final long MAX_BYTES = 200L << 20;
    private static final int MAX_ENTRIES = 20_000;

    private RulebookZip() {}

    /// @param target an empty or new folder
    /// @throws PolicyException with the entry's name; what was written before stays in `target`, which the caller throws away
    public static void extract(InputStream in, Path target) throws IOException {
        var root = target.toAbsolutePath().normalize();
        long total = 0;
        int entries = 0;
        try (var zip = new ZipInputStream(in, StandardCharsets.UTF_8)) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                if (++entries > MAX_ENTRIES) throw new PolicyException("压缩包", "文件多于 " + MAX_ENTRIES + " 个");
                var name = e.getName().replace('\\', '/');
                var path = root.resolve(name).normalize();
                if (name.startsWith("/") || name.contains(":") || name.indexOf('\0') >= 0 || !path.startsWith(root)) throw new PolicyException("压缩包 " + e.getName(), "越出了规则目录，整包拒绝");
                if (e.isDirectory()) { Files.createDirectories(path); continue; }
                Files.createDirectories(path.getParent());
                try (var out = Files.newOutputStream(path, java.nio.file.StandardOpenOption.CREATE_NEW)) {
                    var buffer = new byte[16384];
                    for (int n = zip.read(buffer); n > 0; n = zip.read(buffer)) {
                        total += n;
                        if (total > MAX_BYTES) throw new PolicyException("压缩包", "解开后超过 200 MB");
                        out.write(buffer, 0, n);
                    }
                }
            }
        }
    }
}
