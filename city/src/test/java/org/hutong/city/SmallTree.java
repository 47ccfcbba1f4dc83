package org.hutong.city;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;

/// A tree of three provinces and a few villages, made for the tests.
public final class SmallTree {

    private SmallTree() {
    }

    public static Path folder() {
        try {
            return Path.of(SmallTree.class.getResource("/tree").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static RegionTree read(String... provinces) {
        try {
            return RegionTree.read(folder(), Set.of(provinces));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A seed that changes from day to day and is printed; -Dcity.seed=N repeats one.
    public static long seed() {
        var seed = Long.getLong("city.seed", System.currentTimeMillis() / 86_400_000L);
        System.out.println("city.seed=" + seed);
        return seed;
    }
}
