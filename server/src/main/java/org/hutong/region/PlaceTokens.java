package org.hutong.region;

import com.github.houbb.pinyin.constant.enums.PinyinStyleEnum;
import com.github.houbb.pinyin.util.PinyinHelper;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/// The rows by which a place is found: its name from each character on, its pinyin and its initials.
final class PlaceTokens {

    /// @param pinyin   syllables run together, without tones
    /// @param initials the first letter of each syllable
    record Reading(String pinyin, String initials) {}

    private static final String[] ENDINGS = {"社区居民委员会", "社区居委会", "居民委员会", "村民委员会", "居委会", "村委会", "街道办事处", "办事处"};

    private PlaceTokens() {}

    static Reading read(String name) {
        var syllables = PinyinHelper.toPinyin(name, PinyinStyleEnum.NORMAL, " ").toLowerCase(Locale.ROOT).strip().split(" +");
        var initials = new StringBuilder();
        for (var syllable : syllables) {
            if (!syllable.isEmpty()) {
                initials.append(syllable.charAt(0));
            }
        }
        return new Reading(String.join("", syllables), initials.toString());
    }

    static Set<String> of(String name, Reading reading) {
        var tokens = new LinkedHashSet<String>();
        var core = name;
        for (var ending : ENDINGS) {
            if (name.endsWith(ending) && name.length() > ending.length() + 1) {
                core = name.substring(0, name.length() - ending.length());
                break;
            }
        }
        tokens.add(name);
        for (var at = 1; at <= core.length() - 2; at++) {
            tokens.add(name.substring(at));
        }
        tokens.add(reading.pinyin());
        tokens.add(reading.initials());
        return tokens;
    }

    static String query(String typed) {
        return typed.strip().replaceAll("[\\s·]+", "").toLowerCase(Locale.ROOT);
    }
}
