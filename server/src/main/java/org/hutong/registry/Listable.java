package org.hutong.registry;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import org.hutong.linkage.han.Pinyin;

/// Whom a row of a list can mean: the identity numbers in use here, and how the names sound.
///
/// A row this does not know may be dropped. One it knows by chance (one number in 10¹³) is kept and matches nobody.
public final class Listable {

    private final long[] numbers;
    private final Set<String> sounds;
    private final Set<String> unnumbered;

    /// @param sounds     of every name here
    /// @param unnumbered of those who have no number
    Listable(long[] numbers, Set<String> sounds, Set<String> unnumbered) {
        this.numbers = numbers;
        this.sounds = sounds;
        this.unnumbered = unnumbered;
        Arrays.sort(numbers);
    }

    /// @param index blind index of the row's number
    /// @param name  the row's name, empty where it has none
    public boolean mayMean(byte[] index, String name) {
        return Arrays.binarySearch(numbers, mark(index)) >= 0 || unnumbered.contains(sound(name));
    }

    /// The same of a row without a number that can be used: it may mean whoever is called so.
    public boolean mayMean(String name) {
        return sounds.contains(sound(name));
    }

    private static String sound(String name) {
        return Pinyin.key(SearchTokens.clean(name));
    }

    static long mark(byte[] index) {
        return ByteBuffer.wrap(index).getLong();
    }
}
