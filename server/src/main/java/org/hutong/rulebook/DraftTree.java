package org.hutong.rulebook;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.hutong.kernel.Refusal;
import org.hutong.policy.PolicyException;
import org.hutong.policy.Rulebook;
import org.hutong.policy.dmn.DmnWriter;
import org.hutong.policy.dmn.TableText;
import org.jspecify.annotations.Nullable;

/// A base edition with a draft's files laid over it. Nothing here is in force.
final class DraftTree {

    private static final String NAME = "[\\p{L}\\p{N}_（）()·.-]+";
    private static final Pattern PATH = Pattern.compile("(\\d{6}-[\\p{L}\\p{N}_-]+)/((pack|facts|stacking)\\.yaml|README\\.md"
            + "|(sources|decisions)/" + NAME + "\\.(md|dmn)|parameters/" + NAME + "\\.(csv|yaml)|(programmes|comparisons|cadences|handovers|tests)/" + NAME + "\\.yaml"
            + "|processes/" + NAME + "\\.(yaml|bpmn))");
    private static final int LARGEST = 1 << 20;
    private static final Pattern VERSION = Pattern.compile("(?m)^(version:\\s*[\"']?[^\\s\"'#]*?)(\\d+)([\"']?[ \\t]*(?:#.*)?)$");

    private DraftTree() {}

    /// A path a draft may write.
    ///
    /// @throws Refusal `RUL-020`
    static String path(String path) {
        if (Edition.climbs(path) || path.contains("..") || !PATH.matcher(path).matches()) {
            throw new Refusal(Refusal.Kind.INVALID, "RUL-020", "这个文件不能放进政策包：" + path, "没有保存任何内容",
                    "文件应在“六位区划代码-名称”的包里，放在约定的文件夹，用约定的格式");
        }
        return path;
    }

    static String pack(String path) {
        return path.substring(0, path.indexOf('/'));
    }

    static String text(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /// The change with what follows from it: the DMN generated from a Markdown of decisions, and the next version number of a pack whose law is touched.
    ///
    /// @param already paths the draft has changed before
    static Map<String, @Nullable String> whole(SortedMap<String, byte[]> base, Map<String, @Nullable String> already, String path, @Nullable String text) {
        if (text != null && text.length() > LARGEST) {
            throw new Refusal(Refusal.Kind.TOO_LARGE, "RUL-021", "文件超过 1 MB：" + path, "没有保存任何内容", "请拆成几个文件");
        }
        var changes = new TreeMap<String, @Nullable String>();
        changes.put(path(path), text);
        if (path.contains("/decisions/") && path.endsWith(".md")) {
            var dmn = path.substring(0, path.length() - 3) + ".dmn";
            try {
                changes.put(dmn, text == null ? null : DmnWriter.write(TableText.read(path, text)));
            } catch (PolicyException wrong) {
                // The check names the line; the table in the draft stays as it was until the text can be read.
            }
        }
        var head = pack(path) + "/pack.yaml";
        var counts = !path.equals(head) && !path.contains("/tests/");
        if (counts && !already.containsKey(head) && base.containsKey(head)) {
            changes.put(head, next(text(base.get(head))));
        }
        return changes;
    }

    /// The same pack.yaml with the last number of its version raised by one.
    static String next(String head) {
        return VERSION.matcher(head).replaceFirst(found -> java.util.regex.Matcher.quoteReplacement(
                found.group(1) + (Long.parseLong(found.group(2)) + 1) + found.group(3)));
    }

    static SortedMap<String, byte[]> over(SortedMap<String, byte[]> base, Map<String, @Nullable String> changes) {
        var files = new TreeMap<>(base);
        changes.forEach((path, text) -> {
            if (text == null) {
                files.remove(path);
            } else {
                files.put(path, text.getBytes(StandardCharsets.UTF_8));
            }
        });
        return files;
    }

    /// @throws Refusal `RUL-001` where the tree is no rulebook at all
    static Rulebook book(SortedMap<String, byte[]> files) {
        try {
            return Edition.unpacked(files, Rulebook::read);
        } catch (PolicyException refused) {
            throw new Refusal(Refusal.Kind.INVALID, "RUL-001", "政策包没有载入：" + refused.getMessage(), "原来的政策继续有效", "请改正后再检查");
        }
    }
}
