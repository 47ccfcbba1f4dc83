package org.hutong.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.function.Function;

/// A folder inside the data folder where an uploaded file stands in the clear for as long as it is read, because the readers need a file.
///
/// A program that is killed leaves its file there: the next one deletes it when it starts.
public final class OpenFolder {

    private static final Instant BEGAN = ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);

    private final Path folder;

    public OpenFolder(Path folder) {
        this.folder = folder;
    }

    /// Gives `work` a file with these bytes, readable by the program's own user alone and gone afterwards.
    ///
    /// @throws IOException when the bytes cannot be written, as on a full disk; what `work` itself throws goes through
    public <T> T with(byte[] bytes, Function<Path, T> work) throws IOException {
        var file = Files.createTempFile(Files.createDirectories(folder), "hutong-", ".part", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(file, bytes);
            return work.apply(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /// Deletes what a program before this one left.
    ///
    /// @return how many files there were
    public int clear() throws IOException {
        var gone = 0;
        if (Files.isDirectory(folder)) {
            try (var left = Files.list(folder)) {
                for (var file : left.toList()) {
                    if (Files.getLastModifiedTime(file).toInstant().isBefore(BEGAN) && Files.deleteIfExists(file)) {
                        gone++;
                    }
                }
            }
        }
        return gone;
    }
}
