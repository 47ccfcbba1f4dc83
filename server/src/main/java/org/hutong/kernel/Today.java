package org.hutong.kernel;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/// The one clock. The demo city lives on a fixed day (`hutong.today`); everywhere else it is the real one.
///
/// Dates of law and of facts come from [#date]; instants of the log and of sessions come from [#now], which always runs.
public final class Today {

    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final Clock clock;
    private final LocalDate fixed;

    public Today(Clock clock, LocalDate fixed) {
        this.clock = clock;
        this.fixed = fixed;
    }

    public LocalDate date() {
        return fixed != null ? fixed : LocalDate.ofInstant(clock.instant(), ZONE);
    }

    public Instant now() {
        return clock.instant();
    }

    /// The day an instant falls on in China. A fixed day does not end: whatever is written after it, is written on it.
    public LocalDate dayOf(Instant instant) {
        var day = LocalDate.ofInstant(instant, ZONE);
        return fixed != null && day.isAfter(fixed) ? fixed : day;
    }

    public LocalDate dayOf(OffsetDateTime instant) {
        return dayOf(instant.toInstant());
    }

    public boolean isFixed() {
        return fixed != null;
    }
}
