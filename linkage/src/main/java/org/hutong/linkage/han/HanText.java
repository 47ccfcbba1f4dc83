package org.hutong.linkage.han;

/// Normal forms of Chinese text.
public final class HanText {
    private HanText() {}

    /// Traditional characters made simplified, one for one.
    public static String simplified(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Tables.SIMPLE[text.charAt(i)] != text.charAt(i)) {
                char[] c = text.toCharArray();
                for (int k = i; k < c.length; k++) c[k] = Tables.SIMPLE[c[k]];
                return new String(c);
            }
        }
        return text;
    }

    /// The same, in place.
    public static void simplify(char[] c, int length) {
        for (int i = 0; i < length; i++) c[i] = Tables.SIMPLE[c[i]];
    }

    /// Characters with several shapes (峰峯, 喆哲) made one.
    public static String folded(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Tables.FOLDED[text.charAt(i)] != text.charAt(i)) {
                char[] c = text.toCharArray();
                for (int k = i; k < c.length; k++) c[k] = Tables.FOLDED[c[k]];
                return new String(c);
            }
        }
        return text;
    }

    /// A person's name: half width, simplified, without blanks, digits and brackets with what they hold; `·` for every middle dot.
    public static String name(String raw) {
        boolean clean = raw.length() <= 6;
        for (int i = 0; i < raw.length() && clean; i++) clean = raw.charAt(i) >= 0x4e00 && raw.charAt(i) <= 0x9fff;
        if (clean) return simplified(raw);
        StringBuilder out = new StringBuilder(raw.length());
        int depth = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = half(raw.charAt(i));
            if (c == '(' || c == '[' || c == '【' || c == '〔') depth++;
            else if (c == ')' || c == ']' || c == '】' || c == '〕') depth = Math.max(0, depth - 1);
            else if (depth > 0 || c <= ' ' || c >= '0' && c <= '9' || c == '*') continue;
            else if (c == '·' || c == '•' || c == '・' || c == '．' || c == '.' || c == '‧' || c == '∙') out.append('·');
            else out.append(Character.toLowerCase(c));
        }
        return simplified(out.toString());
    }

    static char half(char c) {
        if (c >= '！' && c <= '～') return (char) (c - 0xfee0);
        return c == '\u3000' || c == '\u00a0' ? ' ' : c;
    }

    /// Half width, simplified, lower case, without blanks and punctuation, in place; gives the new length. Addresses and place names.
    public static int address(char[] c, int length) {
        int n = 0;
        for (int i = 0; i < length; i++) {
            char x = half(c[i]);
            if (x >= 0x4e00 && x <= 0x9fff) c[n++] = Tables.SIMPLE[x];
            else if (x >= '0' && x <= '9' || x >= 'a' && x <= 'z' || x == '-') c[n++] = x;
            else if (Character.isLetterOrDigit(x)) c[n++] = Character.toLowerCase(Tables.SIMPLE[x]);
            else if (x == '—' || x == '－' || x == '–') c[n++] = '-';
        }
        return n;
    }

    public static String address(String raw) {
        char[] c = raw.toCharArray();
        return new String(c, 0, address(c, c.length));
    }

    /// Whether a text is Chinese: a third of its characters at least (addresses hold digits).
    public static boolean han(String text) {
        return han(text.toCharArray(), text.length());
    }

    public static boolean han(char[] c, int length) {
        int han = 0;
        for (int i = 0; i < length; i++) if (c[i] >= 0x3400 && c[i] <= 0x9fff) han++;
        return han * 3 >= length && han > 0;
    }
}
