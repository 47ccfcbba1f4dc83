package org.hutong.policy.pack;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.hutong.policy.PolicyException;

/// Reads a source of law: front matter, then one `##` heading per clause.
final class SourceReader {
    private SourceReader() {}

    static Pack.Source read(String place, String text) {
        if (!text.startsWith("---\n")) throw new PolicyException(place, "应以 --- 开头写明 id、title 等");
        int end = text.indexOf("\n---", 4);
        if (end < 0) throw new PolicyException(place, "文件头缺少结束的 ---");
        var head = Node.read(place, text.substring(4, end)).only("id", "title", "number", "issuer", "issued", "effective", "repealed", "prevails-over", "prevails-clause", "url", "note", "file", "rank");
        var clauses = new ArrayList<Pack.Clause>();
        var seen = new HashSet<String>();
        String id = null, title = "", marked = null, reason = "";
        var body = new StringBuilder();
        for (var line : (text.substring(end + 4) + "\n## \n").split("\n", -1)) {
            if (line.startsWith("## ")) {
                if (id != null) clauses.add(new Pack.Clause(id, title, body.toString().strip(), marked, reason));
                var heading = line.substring(3).strip();
                if (heading.isEmpty()) break;
                id = heading.split("\\s+")[0];
                title = heading.substring(id.length()).strip();
                if (!seen.add(id)) throw new PolicyException(place, "条款编号“" + id + "”重复");
                marked = null;
                reason = "";
                body.setLength(0);
            } else if (line.matches("\\s*>\\s*(人工|范围外)\\s*[:：].*")) {
                var mark = line.replaceFirst("\\s*>\\s*", "");
                marked = mark.startsWith("人工") ? "人工" : "范围外";
                reason = mark.split("[:：]", 2)[1].strip();
                if (reason.isEmpty()) throw new PolicyException(place, "条款“" + id + "”标为" + marked + "但没有理由");
            } else if (id != null) {
                body.append(line).append('\n');
            }
        }
        var effective = head.has("effective") ? PackReader.date(head, "effective") : head.has("issued") ? PackReader.date(head, "issued") : null;
        return new Pack.Source(head.need("id"), head.need("title"), head.text("number", ""), head.text("issuer", ""), head.has("issued") ? PackReader.date(head, "issued") : null, effective,
                head.has("repealed") ? PackReader.date(head, "repealed") : null, head.texts("prevails-over"), head.text("prevails-clause", null), List.copyOf(clauses), place);
    }

    /// Every `SOURCE#clause` in a citation text.
    static List<String> citations(String text) {
        var list = new ArrayList<String>();
        if (text == null) return list;
        for (var word : text.split("[\\s;；,，、()（）]+")) if (word.indexOf('#') > 0 && word.indexOf('#') < word.length() - 1) list.add(word);
        return list;
    }
}
