package org.hutong.kernel;

import java.nio.file.Path;

/// Where this installation keeps what is not in the database.
public record DataFolder(Path path) {

    public Path keys() {
        return path.resolve("keys");
    }

    public Path files() {
        return path.resolve("files");
    }

    /// Signed checkpoints of the look-log: `hutong.checkpoints` moves it to another disk or machine.
    public Path checkpoints() {
        var elsewhere = System.getProperty("hutong.checkpoints");
        return elsewhere == null ? path.resolve("checkpoints") : Path.of(elsewhere);
    }
}
