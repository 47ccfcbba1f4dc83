package org.hutong.rulebook;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A child of whom the second rulebook says otherwise than the first, or whose family falls off a cliff; known by the file.
///
/// @param yearFen more a year in 分; for a cliff, what is lost a month over what is earned, negative
/// @param aOnceFen what is paid once or once a year
record WhatIfChild(Kind kind, UUID file, String fileNo, int regionId, String place, long yearFen, long aMonthFen, long bMonthFen, long aOnceFen, long bOnceFen,
        List<Turn> turns) {

    enum Kind { GAIN, LOSE, CHANGED, CLIFF_A, CLIFF_B }

    /// One programme answered otherwise: each side's own grounds, what both have in common left out.
    ///
    /// @param aAnswer `yes`, `no`, `pending`, or `none` where that rulebook has no such programme
    record Turn(String programme, String name, @Nullable String period, String aAnswer, String bAnswer, @Nullable Long aFen, @Nullable Long bFen, List<Ground> a,
            List<Ground> b) {}

    /// @param clause citation as written in the rulebook, `SOURCE#clause`; empty for a missing fact
    record Ground(String text, String clause, String document, boolean assumption) {}
}
