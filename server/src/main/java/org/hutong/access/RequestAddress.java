package org.hutong.access;

import org.jspecify.annotations.Nullable;

/// Where the current request comes from, for the look-log; null outside a request.
final class RequestAddress {

    private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

    private RequestAddress() {}

    static @Nullable String orNull() {
        return CURRENT.get();
    }

    static void set(@Nullable String address) {
        if (address == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(address);
        }
    }
}
