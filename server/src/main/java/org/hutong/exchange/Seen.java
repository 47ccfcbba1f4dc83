package org.hutong.exchange;

import java.nio.ByteBuffer;

/// Rows met already in this file, by the first eight bytes of their keyed hash. It holds a million of them and no more: ten million copies
/// of a row cost nothing, and a list of ten million different rows costs 16 MB and leaves the rest to the database.
final class Seen {

    private static final int SLOTS = 1 << 21;
    private static final int MOST = 1 << 20;

    private final long[] marks = new long[SLOTS];
    private int held;

    /// @return true when the row was met before
    boolean add(byte[] hash) {
        var mark = ByteBuffer.wrap(hash).getLong() | 1L;
        for (var at = (int) (mark >>> 1) & SLOTS - 1;; at = at + 1 & SLOTS - 1) {
            if (marks[at] == mark) {
                return true;
            }
            if (marks[at] == 0) {
                if (held < MOST) {
                    marks[at] = mark;
                    held++;
                }
                return false;
            }
        }
    }
}
