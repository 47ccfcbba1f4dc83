package org.hutong.kernel;

/// An act the product will not do, told to its user in Chinese: what happened, what was and was not saved, what to do next.
///
/// @see Kind for the HTTP status each kind maps to
public class Refusal extends RuntimeException {

    /// `NOT_FOUND` is also the answer for a record the reader may not see: the two are never told apart.
    public enum Kind { INVALID, NOT_SIGNED_IN, FORBIDDEN, NOT_FOUND, CONFLICT, TOO_LARGE, TOO_MANY, UNAVAILABLE }

    private final Kind kind;
    private final String code;
    private final String saved;
    private final String next;

    /// @param code  stable code, room and number, such as `REG-014`
    /// @param title what happened
    /// @param saved what was and was not saved
    /// @param next  what to do next
    public Refusal(Kind kind, String code, String title, String saved, String next) {
        super(title);
        this.kind = kind;
        this.code = code;
        this.saved = saved;
        this.next = next;
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public String title() {
        return getMessage();
    }

    public String saved() {
        return saved;
    }

    public String next() {
        return next;
    }
}
