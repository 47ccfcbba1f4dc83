package org.hutong.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PeriodTests {

    private static final LocalDate MAY = LocalDate.of(2026, 5, 1);

    @Test
    void itsLastDayIsTheOneBeforeItsEnd() {
        var may = new Period(MAY, MAY.plusMonths(1));
        assertThat(may.contains(MAY)).isTrue();
        assertThat(may.contains(LocalDate.of(2026, 5, 31))).isTrue();
        assertThat(may.contains(LocalDate.of(2026, 6, 1))).isFalse();
    }

    @Test
    void neighboursDoNotOverlapAndAnOpenOneOverlapsEverythingLater() {
        var may = new Period(MAY, MAY.plusMonths(1));
        assertThat(may.overlaps(new Period(MAY.plusMonths(1), null))).isFalse();
        assertThat(Period.since(MAY).overlaps(new Period(MAY.plusYears(9), null))).isTrue();
        assertThat(Period.since(MAY).isOpen()).isTrue();
    }

    @Test
    void itCannotEndBeforeItBegins() {
        assertThatThrownBy(() -> new Period(MAY, MAY.minusDays(1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void idsRiseWithinOneProgramAndAreOfVersion7() {
        UUID last = Ids.next();
        for (var i = 0; i < 100_000; i++) {
            var next = Ids.next();
            assertThat(next.toString()).isGreaterThan(last.toString());
            last = next;
        }
        assertThat(last.version()).isEqualTo(7);
        assertThat(last.variant()).isEqualTo(2);
    }
}
