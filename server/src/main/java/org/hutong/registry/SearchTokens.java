package org.hutong.registry;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import org.hutong.linkage.han.Pinyin;

/// The rows by which a name is found with `=` and `^@`: the name, each of its endings, its pinyin without tones, its initials.
final class SearchTokens {

    record Token(String token, String kind) {}

    private SearchTokens() {}

    /// @param child children are found by any ending of their name, their relatives by name and pinyin
    static List<Token> of(String name, boolean child) {
        var clean = clean(name);
        var tokens = new LinkedHashSet<Token>();
        tokens.add(new Token(clean, "name"));
        var pinyin = Pinyin.key(clean);
        if (!pinyin.equals(clean)) {
            tokens.add(new Token(pinyin, "pinyin"));
        }
        if (child) {
            for (var i = clean.offsetByCodePoints(0, Math.min(1, clean.codePointCount(0, clean.length()))); i < clean.length();
                    i = clean.offsetByCodePoints(i, 1)) {
                tokens.add(new Token(clean.substring(i), "part"));
            }
            tokens.add(new Token(Pinyin.initials(clean), "initials"));
        }
        return new ArrayList<>(tokens);
    }

    /// Order of names in lists: pinyin, then the characters.
    static String nameKey(String name) {
        var clean = clean(name);
        return Pinyin.key(clean) + ' ' + clean;
    }

    /// What was typed, as tokens are written.
    static String clean(String typed) {
        var out = new StringBuilder(typed.length());
        typed.codePoints().filter(c -> !Character.isWhitespace(c) && !Character.isSpaceChar(c) && c != '·' && c != '•' && Character.getType(c) != Character.FORMAT)
                .forEach(out::appendCodePoint);
        return out.toString().toLowerCase(Locale.ROOT);
    }
}
