package org.hutong.access.audit;

import java.nio.ByteBuffer;
import org.hutong.kernel.Vault;

/// One link of a chain: SM3 over the hash before, the stream, the number, and the row's code.
final class Chain {

    static final byte[] START = new byte[32];

    private Chain() {}

    static byte[] link(byte[] before, int stream, long seq, byte[] mac) {
        return Vault.sm3(ByteBuffer.allocate(before.length + 12 + mac.length).put(before).putInt(stream).putLong(seq).put(mac).array());
    }
}
