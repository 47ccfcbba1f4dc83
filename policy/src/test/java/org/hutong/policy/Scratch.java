package org.hutong.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.hutong.policy.check.Checks;
import org.hutong.policy.dmn.DmnWriter;
import org.hutong.policy.dmn.TableText;

/// A copy of the example rulebook to be damaged or extended.
public final class Scratch {
    public static final Path EXAMPLE = Path.of("src/test/resources/example");
    public static final LocalDate DAY = LocalDate.of(2026, 6, 1);
    public final Path root;

    public Scratch(Path folder) {
        root = folder.resolve("book");
        try (var walk = Files.walk(EXAMPLE)) {
            for (var p : walk.toList()) {
                var to = root.resolve(EXAMPLE.relativize(p).toString());
                if (Files.isDirectory(p)) Files.createDirectories(to);
                else Files.copy(p, to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Scratch replace(String file, String from, String to) {
        try {
            var path = root.resolve(file);
            var text = Files.readString(path);
            if (!text.contains(from)) throw new IllegalArgumentException(file + " does not contain " + from);
            return write(file, text.replace(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Scratch write(String file, String text) {
        try {
            var path = root.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
            if (file.contains("decisions/") && file.endsWith(".md")) {
                Files.writeString(Path.of(path.toString().replace(".md", ".dmn")), DmnWriter.write(TableText.read(file, text)));
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Scratch append(String file, String text) {
        try {
            return write(file, Files.readString(root.resolve(file)) + text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Rulebook book() {
        return Rulebook.read(root);
    }

    public List<String> errors() {
        return Checks.run(book(), DAY).stream().filter(f -> f.level() == Finding.Level.ERROR).map(Finding::text).toList();
    }

    public List<String> warnings() {
        return Checks.run(book(), DAY).stream().filter(f -> f.level() == Finding.Level.WARNING).map(Finding::text).toList();
    }

    public static Facts orphan() {
        return new Facts("甲").put("出生日期", "2015-03-01").put("父亲情形", "死亡").put("母亲情形", "死亡").put("安置方式", "散居");
    }
}
