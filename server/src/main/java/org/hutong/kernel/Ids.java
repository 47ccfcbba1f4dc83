package org.hutong.kernel;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/// UUIDs of version 7: they rise with time, so that new rows land at the end of their index.
public final class Ids {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static long lastMillis;
    private static int counter;

    private Ids() {}

    /// The next id. Within one program, each is greater than the one before.
    public static synchronized UUID next() {
        var millis = System.currentTimeMillis();
        if (millis > lastMillis) {
            lastMillis = millis;
            counter = RANDOM.nextInt(0x400);
        } else if (++counter > 0xFFF) {
            lastMillis++;
            counter = 0;
        }
        return new UUID(lastMillis << 16 | 0x7000L | counter, RANDOM.nextLong() >>> 2 | 0x8000000000000000L);
    }

    /// When an id was made, to the millisecond.
    public static Instant madeAt(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }
}
