package org.hutong.linkage.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Normal forms of Latin text: lower case, no accents, single blanks; nicknames; a sound key.
public final class Latin {
    private static final Map<String, String> NICKNAMES = nicknames();

    private Latin() {}

    /// Lower case, accents dropped, full width made half width, punctuation made blanks (apostrophes vanish).
    public static String plain(String text) {
        boolean ascii = true;
        for (int i = 0; i < text.length() && ascii; i++) ascii = text.charAt(i) < 128;
        String folded = ascii ? text : Normalizer.normalize(text, Normalizer.Form.NFKD);
        StringBuilder out = new StringBuilder(folded.length());
        for (int i = 0; i < folded.length(); i++) {
            char c = Character.toLowerCase(folded.charAt(i));
            if (Character.isLetterOrDigit(c)) out.append(c);
            else if (c != '\'' && c != '’' && Character.getType(c) != Character.NON_SPACING_MARK && !out.isEmpty() && out.charAt(out.length() - 1) != ' ') out.append(' ');
        }
        if (!out.isEmpty() && out.charAt(out.length() - 1) == ' ') out.setLength(out.length() - 1);
        return out.toString();
    }

    /// The usual full form of an English first name (`tom` → `thomas`), or the name itself.
    public static String formal(String name) {
        return NICKNAMES.getOrDefault(name, name);
    }

    /// Everyday forms of a formal first name, sorted.
    public static java.util.List<String> everyday(String formal) {
        return NICKNAMES.entrySet().stream().filter(e -> e.getValue().equals(formal)).map(Map.Entry::getKey).sorted().toList();
    }

    private static Map<String, String> nicknames() {
        Map<String, String> map = new HashMap<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(Latin.class.getResourceAsStream("/org/hutong/linkage/nicknames.txt"), StandardCharsets.UTF_8))) {
            for (String line; (line = in.readLine()) != null; ) {
                if (line.isBlank() || line.startsWith("#")) continue;
                String[] names = line.strip().split("[ ,]+");
                for (int i = 1; i < names.length; i++) map.putIfAbsent(names[i], names[0]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(map);
    }

    /// A sound key for blocking: first letter and the classes of the next consonants (Soundex groups, four places, vowels as breaks).
    public static String sound(String name) {
        String word = name.toLowerCase(Locale.ROOT);
        StringBuilder out = new StringBuilder(4);
        int last = 0;
        for (int i = 0; i < word.length() && out.length() < 4; i++) {
            char c = word.charAt(i);
            if (c < 'a' || c > 'z') {
                if (c >= 128 && out.isEmpty()) out.append(c);
                continue;
            }
            int group = "01230120022455012623010202".charAt(c - 'a') - '0';
            if (out.isEmpty()) out.append(c);
            else if (group != 0 && group != last) out.append((char) ('0' + group));
            if (c != 'h' && c != 'w') last = group;
        }
        return out.toString();
    }
}
