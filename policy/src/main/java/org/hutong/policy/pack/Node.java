package org.hutong.policy.pack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hutong.policy.PolicyException;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/// A YAML mapping that knows its place, so that every refusal says where.
///
/// Only `true`, `false` and `null` are not text: `yes`, `000000`, `2026-01-01` and `2644.10` stay exactly as written.
public record Node(String place, Map<String, Object> map) {

    private static final class PlainResolver extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, java.util.regex.Pattern.compile("^(?:true|false)$"), "tf");
            addImplicitResolver(Tag.NULL, java.util.regex.Pattern.compile("^(?:~|null| )$"), "~n\0");
            addImplicitResolver(Tag.NULL, java.util.regex.Pattern.compile("^$"), null);
            addImplicitResolver(Tag.MERGE, java.util.regex.Pattern.compile("^(?:<<)$"), "<");
        }
    }

    /// The document as maps, lists, strings, booleans and nulls.
    public static Object parse(String place, String text) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(20);
        options.setCodePointLimit(64 * 1024 * 1024);
        try {
            return new Yaml(new SafeConstructor(options), new Representer(new DumperOptions()), new DumperOptions(), options, new PlainResolver()).load(text);
        } catch (YAMLException e) {
            throw new PolicyException(place, "YAML 格式有误：" + String.valueOf(e.getMessage()).lines().limit(3).reduce((a, b) -> a + " " + b.strip()).orElse(""), e);
        }
    }

    public static Node read(String place, String text) {
        return of(place, parse(place, text));
    }

    public static Node of(String place, Object value) {
        if (value == null) return new Node(place, Map.of());
        if (!(value instanceof Map<?, ?> m)) throw new PolicyException(place, "此处应为“键: 值”");
        var map = new LinkedHashMap<String, Object>();
        m.forEach((k, v) -> map.put(String.valueOf(k), v));
        return new Node(place, map);
    }

    /// The list of mappings in a document or under a key.
    public static List<Node> listOf(String place, Object value) {
        var list = new ArrayList<Node>();
        if (value == null) return list;
        if (!(value instanceof List<?> items)) throw new PolicyException(place, "此处应为列表");
        int i = 0;
        for (var item : items) list.add(of(place + " 第 " + ++i + " 项", item));
        return list;
    }

    public boolean has(String key) {
        return map.get(key) != null;
    }

    public String need(String key) {
        var value = map.get(key);
        if (value == null || value.toString().isBlank()) throw new PolicyException(place, "缺少“" + key + "”");
        if (value instanceof Map || value instanceof List) throw new PolicyException(place, "“" + key + "”应为单个值");
        return value.toString().strip();
    }

    public String text(String key, String otherwise) {
        return has(key) ? need(key) : otherwise;
    }

    public boolean flag(String key, boolean otherwise) {
        return has(key) ? need(key).equals("true") : otherwise;
    }

    public List<Node> nodes(String key) {
        return listOf(place + " " + key, map.get(key));
    }

    public Node node(String key) {
        return of(place + " " + key, map.get(key));
    }

    public List<String> texts(String key) {
        var value = map.get(key);
        if (value == null) return List.of();
        if (value instanceof List<?> list) return list.stream().map(v -> String.valueOf(v).strip()).toList();
        return List.of(value.toString().strip());
    }

    /// Refuses keys nobody reads: a misspelt key is an error, not a silent nothing.
    public Node only(String... keys) {
        for (var key : map.keySet()) if (!Set.of(keys).contains(key)) throw new PolicyException(place, "不认识的键“" + key + "”");
        return this;
    }
}
