package org.hutong.policy.pack;

import java.util.ArrayList;
import java.util.List;
import org.hutong.policy.PolicyException;

/// Comma-separated text with quotes; header names and values are trimmed, empty lines and lines starting with `#` skipped.
public final class Csv {
    private Csv() {}

    public static List<List<String>> read(String place, String text) {
        var rows = new ArrayList<List<String>>();
        var row = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean quoted = false, was = false;
        int line = 1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? '\n' : text.charAt(i);
            if (quoted && i < text.length()) {
                if (c != '"') cell.append(c);
                else if (i + 1 < text.length() && text.charAt(i + 1) == '"') { cell.append('"'); i++; }
                else quoted = false;
                if (c == '\n') line++;
            } else if (quoted) {
                throw new PolicyException(place + " 第 " + line + " 行", "引号没有结束");
            } else if (c == '"' && cell.toString().isBlank()) {
                cell.setLength(0);
                quoted = was = true;
            } else if (c == ',') {
                row.add(was ? cell.toString() : cell.toString().strip());
                cell.setLength(0);
                was = false;
            } else if (c == '\n') {
                row.add(was ? cell.toString() : cell.toString().strip());
                cell.setLength(0);
                was = false;
                boolean empty = row.size() == 1 && row.getFirst().isEmpty();
                if (!empty && !row.getFirst().startsWith("#")) rows.add(new ArrayList<>(row));
                row.clear();
                line++;
            } else if (c != '\r') {
                cell.append(c);
            }
        }
        return rows;
    }
}
