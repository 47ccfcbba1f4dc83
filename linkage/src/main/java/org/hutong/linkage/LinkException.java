package org.hutong.linkage;

/// A refusal with a stable code and a Chinese message that says what is wrong and what to do.
///
/// Codes: `LINK-MODEL` (model file), `LINK-COLUMN` (a column the list does not have), `LINK-FILE` (file missing or unreadable),
/// `LINK-ENCODING`, `LINK-EMPTY`, `LINK-DUPLICATE-ID`, `LINK-ROW` (a row with another number of cells), `LINK-TRUTH`,
/// `LINK-FLOAT-ID` (identity numbers that a spreadsheet turned into floating point), `LINK-USAGE`.
public final class LinkException extends RuntimeException {
    private final String code;

    public LinkException(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
