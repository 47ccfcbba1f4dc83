package org.hutong.exchange;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// When a list is due again.
public final class Freshness {

    /// 假设: days a department may be late before its list counts as overdue.
    public static final int GRACE_DAYS = 14;

    private Freshness() {}

    /// @param last day of the last delivery; null when there was none
    /// @return the day the next one is due; null when none was ever delivered
    public static @Nullable LocalDate due(Catalogue.Entry entry, @Nullable LocalDate last) {
        return last == null ? null : last.plusDays(entry.everyDays());
    }

    public static boolean stale(Catalogue.Entry entry, @Nullable LocalDate last, LocalDate today) {
        return last == null || today.isAfter(last.plusDays(entry.everyDays() + GRACE_DAYS));
    }
}
