package org.hutong.registry;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import org.hutong.linkage.han.Pinyin;

/// Whom a row of a list can mean: the identity numbers in use here, and how the names sound of those who have none.
///
/// A row this does not know may be dropped. One it knows by chance (one number in 10¹³) is kept and matches nobody.
public final class Listable {

    private final long[] numbers;
    private final Set<String> sounds;

    Listable(long[] numbers, Set<String> sounds) {
        this.numbers = numbers;
        this.sounds = sounds;
        Arrays.sort(numbers);
    }

    /// @param index blind index of the row's number
    /// @param name  the row's name, empty where it has none
    public boolean mayMean(byte[] index, String name) {
        return Arrays.binarySearch(numbers, mark(index)) >= 0 || !name.isEmpty() && sounds.contains(Pinyin.key(SearchTokens.clean(name)));
    }

    static long mark(byte[] index) {
        return ByteBuffer.wrap(index).getLong();
    }
}
