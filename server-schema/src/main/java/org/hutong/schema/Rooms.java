package org.hutong.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The rooms' order, as `rooms.txt` states it. It is the order of migrations and of what may call what.
public final class Rooms {

    private Rooms() {}

    public static List<String> inOrder() {
        try (var in = Rooms.class.getResourceAsStream("/rooms.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
