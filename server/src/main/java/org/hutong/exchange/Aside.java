package org.hutong.exchange;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/// Who else is in a large list: the first eight bytes of the blind index of each number whose row was not kept, sorted, in a file beside the
/// sealed one. Somebody who is registered later is looked up in it; it says nothing without the vault's key.
final class Aside {

    private long[] marks = new long[1 << 16];
    private int held;

    void add(byte[] index) {
        if (held == marks.length) {
            marks = Arrays.copyOf(marks, held * 2);
        }
        marks[held++] = mark(index);
    }

    private static long mark(byte[] index) {
        return ByteBuffer.wrap(index).getLong();
    }

    static Path beside(Path sealed) {
        return sealed.resolveSibling(sealed.getFileName().toString().replace(".sealed", ".aside"));
    }

    /// Whole or not at all.
    void write(Path to) throws IOException {
        Arrays.sort(marks, 0, held);
        var part = Files.createTempFile(to.getParent(), "hutong-aside-", null);
        try {
            try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part), 1 << 18))) {
                for (var i = 0; i < held; i++) {
                    out.writeLong(marks[i]);
                }
            }
            Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /// Which of these numbers are in the file; none where there is no such file.
    static Set<ByteBuffer> among(Path file, Collection<byte[]> indexes) throws IOException {
        if (indexes.isEmpty() || !Files.exists(file)) {
            return Set.of();
        }
        try (var channel = FileChannel.open(file)) {
            var marks = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()).asLongBuffer();
            return indexes.stream().filter(index -> has(marks, mark(index))).map(ByteBuffer::wrap).collect(Collectors.toSet());
        }
    }

    private static boolean has(LongBuffer marks, long wanted) {
        var low = 0;
        var high = marks.limit() - 1;
        while (low <= high) {
            var middle = low + high >>> 1;
            var here = marks.get(middle);
            if (here == wanted) {
                return true;
            }
            if (here < wanted) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }
}
