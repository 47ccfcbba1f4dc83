package org.hutong.city.lists;

/// A way in which a department's row differs from the truth; rates in `dirt.yaml`.
public enum DirtKind {
    ID_MISSING, ID_TYPO, ID_SWAP, ID_15, ID_FORM, ID_GUARDIAN, ID_TWIN, NAME_HOMOPHONE, NAME_VARIANT, NAME_RARE, BORN_WRONG, ADDRESS_MOVED, ADDRESS_MERGED, ROW_DUPLICATE, DEAD_LISTED,
    PHONE_MISSING, PHONE_OTHER;

    /// One bit of a row's set of kinds.
    public int bit() {
        return 1 << ordinal();
    }
}
