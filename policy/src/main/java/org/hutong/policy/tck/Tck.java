package org.hutong.policy.tck;

import java.nio.file.Path;
import java.util.List;

/// placeholder
public final class Tck {
    public record Report(int passed, int refused, int wrong, List<String> lines) {}
    private Tck() {}
    public static Report run(Path dir) { throw new UnsupportedOperationException(); }
}
