package org.hutong.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Receivers of what goes out, from `exchange-outbound.yaml`.
@Component
public class OutboundTargets {

    public record Field(String heading, String from, boolean required) {}

    public record Target(String code, String name, String basis, List<String> kinds, int staleDays, List<Field> child, List<Field> director) {}

    private final List<Target> targets;

    @SuppressWarnings("unchecked")
    OutboundTargets() {
        try (var in = OutboundTargets.class.getResourceAsStream("/exchange-outbound.yaml")) {
            Map<String, List<Map<String, Object>>> root = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            targets = root.get("targets").stream().map(one -> new Target((String) one.get("code"), (String) one.get("name"), (String) one.get("basis"), (List<String>) one.get("kinds"),
                    (int) one.get("staleDays"), fields(one.get("child")), fields(one.getOrDefault("director", List.of())))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Field> fields(Object rows) {
        return ((List<Map<String, Object>>) rows).stream().map(row -> new Field((String) row.get("heading"), (String) row.get("from"), (boolean) row.get("required"))).toList();
    }

    public List<Target> all() {
        return targets;
    }

    public Optional<Target> byCode(String code) {
        return targets.stream().filter(target -> target.code().equals(code)).findFirst();
    }
}
