package org.hutong.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class TodayTests {

    private static final Instant NEW_YEAR_IN_CHINA = Instant.parse("2026-12-31T16:00:00Z");

    @Test
    void whatIsWrittenAfterTheFixedDayIsWrittenOnIt() {
        var today = new Today(Clock.systemUTC(), LocalDate.of(2026, 11, 23));
        assertThat(today.dayOf(NEW_YEAR_IN_CHINA)).isEqualTo(LocalDate.of(2026, 11, 23));
        assertThat(today.dayOf(Instant.parse("2026-11-01T00:00:00Z"))).isEqualTo(LocalDate.of(2026, 11, 1));
    }

    @Test
    void aDayBeginsAtMidnightInChina() {
        var today = new Today(Clock.systemUTC(), null);
        assertThat(today.dayOf(NEW_YEAR_IN_CHINA)).isEqualTo(LocalDate.of(2027, 1, 1));
        assertThat(today.dayOf(NEW_YEAR_IN_CHINA.minusMillis(1))).isEqualTo(LocalDate.of(2026, 12, 31));
    }
}
