package org.hutong.region;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// A limit of law as screens show it: how many days are used, how many are left, which clause sets it.
///
/// @param unit  工作日 or 天
/// @param dueOn null with state UNKNOWN when the holidays of a year it runs into are not entered
public record Clock(LocalDate startedOn, @Nullable LocalDate dueOn, int limitDays, String unit, int usedDays, @Nullable Integer leftDays,
        State state, String text, String clause) {

    public enum State { RUNNING, PAUSED, DONE, OVERDUE, UNKNOWN }
}
