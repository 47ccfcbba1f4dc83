package org.hutong.linkage;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hutong.linkage.model.Field;
import org.hutong.linkage.model.FieldType;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// What the columns of a list mean. Nothing else has to be said: comparators, levels, blocking and weights follow from it.
///
/// ```yaml
/// id: rec_id
/// columns:
///   given_name: given-name
///   surname: surname
///   father: { type: chinese-name, of: father, right: 父亲姓名 }
/// # `means:` may stand for `columns:`, and inside a column for `type:`
/// options: { links: auto, veto: on }       # optional
/// blocking: [[surname, date_of_birth]]     # optional, instead of the automatic choice
/// ```
public record Model(String id, String rightId, List<Field> fields, List<List<String>> blocking, Options options) {
    /// Settings with a default each.
    ///
    /// @param links      for two lists: how many rows of the other list a row may match (`auto`, `one-to-one`, `many-to-one`, `one-to-many`, `many-to-many`)
    /// @param veto       two valid, different identity numbers are two persons; off where numbers were issued twice
    /// @param threshold  probability from which a pair is linked; 0 lets the engine choose
    /// @param blockCap   largest block compared in full; 0 lets the engine choose
    /// @param pairBudget pairs compared at most; 0 lets the engine choose
    /// @param seed       of the random pairs; the same seed gives the same output, byte for byte
    public record Options(String links, boolean veto, double threshold, int blockCap, long pairBudget, long seed, Set<String> missing) {
        public static final Options USUAL = new Options("auto", true, 0, 0, 0, 20260101L, Set.of());
    }

    private static final Set<String> TOP = Set.of("id", "right-id", "title", "columns", "means", "options", "blocking");
    private static final Set<String> COLUMN = Set.of("type", "means", "right", "of", "compare", "tf", "block");
    private static final Set<String> OPTION = Set.of("links", "veto", "threshold", "block-cap", "pair-budget", "seed", "missing");
    private static final List<String> LINKS = List.of("auto", "one-to-one", "many-to-one", "one-to-many", "many-to-many");

    /// Reads a model file; throws [LinkException] `LINK-MODEL` with the faulty line or word.
    public static Model load(Path path) {
        if (!Files.isRegularFile(path)) throw bad(path, "找不到模型文件");
        try {
            return parse(Files.readString(path), path.getFileName().toString());
        } catch (MalformedInputException e) {
            throw bad(path, "模型文件不是 UTF-8 编码");
        } catch (IOException e) {
            throw bad(path, "模型文件读不出来");
        }
    }

    private static LinkException bad(Object where, String what) {
        return new LinkException("LINK-MODEL", "模型“%s”：%s。".formatted(where, what));
    }

    /// Reads a model text; `where` names it in messages.
    public static Model parse(String text, String where) {
        Object read;
        try {
            read = new Yaml(new SafeConstructor(new LoaderOptions())).load(text.startsWith("\ufeff") ? text.substring(1) : text);
        } catch (YAMLException e) {
            throw bad(where, "不是有效的 YAML（" + e.getMessage().lines().findFirst().orElse("") + "）");
        }
        Map<String, Object> top = map(read, where, "文件");
        known(top, TOP, where, "");
        if (!(top.get("id") instanceof String id) || id.isBlank()) throw bad(where, "缺少 id（编号列的列名）");
        Map<String, Object> columns = map(top.getOrDefault("columns", top.get("means")), where, "columns");
        if (columns.isEmpty()) throw bad(where, "columns 是空的，至少要有一列");
        List<Field> fields = new ArrayList<>();
        columns.forEach((name, spec) -> fields.add(field(name.strip(), spec, where)));
        if (fields.size() > 32) throw bad(where, "列太多（最多 32 列）");
        return new Model(id.strip(), text(top.getOrDefault("right-id", id)), List.copyOf(fields), blocking(top.get("blocking"), fields, where),
                options(top.get("options"), where));
    }

    private static Field field(String name, Object spec, String where) {
        Map<String, Object> given = spec instanceof Map ? map(spec, where, name) : Map.of("type", spec == null ? "" : spec);
        known(given, COLUMN, where, "列“" + name + "”的");
        FieldType type = FieldType.of(text(given.getOrDefault("type", given.getOrDefault("means", ""))));
        if (type == null) {
            throw bad(where, "列“%s”的类型“%s”不认识，可用：%s".formatted(name, given.getOrDefault("type", given.get("means")), Arrays.stream(FieldType.values())
                    .map(t -> t.name().toLowerCase().replace('_', '-')).collect(Collectors.joining("、"))));
        }
        String compare = text(given.getOrDefault("compare", "auto"));
        if (!Set.of("auto", "exact", "none").contains(compare)) throw bad(where, "列“%s”的 compare 只能是 auto、exact、none".formatted(name));
        return new Field(name, text(given.getOrDefault("right", name)), type, text(given.getOrDefault("of", "self")), compare,
                flag(given.getOrDefault("tf", true), where), flag(given.getOrDefault("block", true), where));
    }

    private static List<List<String>> blocking(Object given, List<Field> fields, String where) {
        if (given == null) return List.of();
        if (!(given instanceof List<?> rules)) throw bad(where, "blocking 应是列表");
        Set<String> names = fields.stream().map(Field::column).collect(Collectors.toCollection(HashSet::new));
        List<List<String>> out = new ArrayList<>();
        for (Object rule : rules) {
            List<String> parts = rule instanceof List<?> list ? list.stream().map(Model::text).toList() : List.of(text(rule));
            for (String part : parts) {
                String column = part.contains(".") && !names.contains(part) ? part.substring(0, part.lastIndexOf('.')) : part;
                if (!names.contains(column)) throw bad(where, "blocking 里的列“%s”不在 columns 中".formatted(column));
            }
            out.add(parts);
        }
        return List.copyOf(out);
    }

    private static Options options(Object given, String where) {
        if (given == null) return Options.USUAL;
        Map<String, Object> map = map(given, where, "options");
        known(map, OPTION, where, "options 的");
        String links = text(map.getOrDefault("links", "auto"));
        if (!LINKS.contains(links)) throw bad(where, "options.links 只能是 " + String.join("、", LINKS));
        Set<String> missing = map.get("missing") instanceof List<?> list ? list.stream().map(Model::text).collect(Collectors.toUnmodifiableSet()) : Set.of();
        return new Options(links, flag(map.getOrDefault("veto", true), where), number(map.getOrDefault("threshold", 0), where).doubleValue(),
                number(map.getOrDefault("block-cap", 0), where).intValue(), number(map.getOrDefault("pair-budget", 0), where).longValue(),
                number(map.getOrDefault("seed", Options.USUAL.seed()), where).longValue(), missing);
    }

    private static Number number(Object value, String where) {
        if (value instanceof Number number) return number;
        throw bad(where, "“%s”应是数字".formatted(value));
    }

    private static boolean flag(Object value, String where) {
        if (value instanceof Boolean flag) return flag;
        if ("on".equals(value) || "yes".equals(value)) return true;
        if ("off".equals(value) || "no".equals(value)) return false;
        throw bad(where, "“%s”应是 true 或 false".formatted(value));
    }

    private static String text(Object value) {
        return String.valueOf(value).strip();
    }

    private static Map<String, Object> map(Object given, String where, String what) {
        if (!(given instanceof Map<?, ?> map)) throw bad(where, what + " 应是键值表");
        Map<String, Object> out = new LinkedHashMap<>();
        map.forEach((key, value) -> out.put(text(key), value));
        return out;
    }

    private static void known(Map<String, Object> given, Set<String> allowed, String where, String what) {
        for (String key : given.keySet()) {
            if (!allowed.contains(key)) throw bad(where, what + "键“" + key + "”不认识，可用：" + allowed.stream().sorted().collect(Collectors.joining("、")));
        }
    }
}
