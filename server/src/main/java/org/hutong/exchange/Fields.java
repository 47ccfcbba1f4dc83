package org.hutong.exchange;

import java.util.LinkedHashMap;
import java.util.Map;

/// A row's fields as one text: codes and values in turn, parted by characters that no cell can hold.
final class Fields {

    private static final char PART = '\u001F';

    private Fields() {}

    static String write(Map<String, String> fields) {
        var out = new StringBuilder(160);
        fields.forEach((code, value) -> out.append(code).append(PART).append(value.replace(PART, ' ')).append(PART));
        return out.toString();
    }

    static Map<String, String> read(String text) {
        var fields = new LinkedHashMap<String, String>();
        for (var at = 0; at < text.length();) {
            var middle = text.indexOf(PART, at);
            var end = text.indexOf(PART, middle + 1);
            fields.put(text.substring(at, middle), text.substring(middle + 1, end));
            at = end + 1;
        }
        return fields;
    }
}
