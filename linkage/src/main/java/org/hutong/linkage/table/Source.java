package org.hutong.linkage.table;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;

/// One list to be linked: a CSV file or rows in memory.
public sealed interface Source {
    /// Names the list in messages.
    String label();

    /// A CSV file (comma, tab or semicolon, found from the header), UTF-8 with or without a mark unless another encoding is named.
    record Csv(Path path, Charset charset) implements Source {
        @Override public String label() {
            return path.getFileName().toString();
        }
    }

    /// Rows in memory; each row as long as the header.
    record Rows(String label, List<String> header, List<List<String>> rows) implements Source {}

    static Source csv(Path path) {
        return new Csv(path, java.nio.charset.StandardCharsets.UTF_8);
    }

    static Source rows(String label, List<String> header, List<List<String>> rows) {
        return new Rows(label, List.copyOf(header), rows);
    }
}
