package org.hutong.policy;

/// A refusal: the place (file, rule, cell) and the reason, in Chinese, ready to be shown to an official.
///
/// Nothing was changed when it is thrown; a rulebook in force stays in force.
public final class PolicyException extends RuntimeException {
    private final String place;

    public PolicyException(String place, String reason) {
        super(place == null || place.isEmpty() ? reason : place + "：" + reason);
        this.place = place == null ? "" : place;
    }

    public PolicyException(String place, String reason, Throwable cause) {
        this(place, reason);
        initCause(cause);
    }

    /// Where: pack, file, decision, rule, cell: as far as known. Never null.
    public String place() {
        return place;
    }
}
