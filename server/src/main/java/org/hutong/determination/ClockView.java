package org.hutong.determination;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.hutong.region.WorkingDays;
import org.jspecify.annotations.Nullable;

/// A limit as people read it.
///
/// @param dueOn    null while the calendar of a year it runs into is not entered; `state` is then `UNKNOWN` and `text` says so
/// @param usedDays working days (or days) gone by, up to the day it stopped
public record ClockView(LocalDate startedOn, @Nullable LocalDate dueOn, int limitDays, String unit, int usedDays,
        @Nullable Integer leftDays, State state, String text, String clause) {

    public enum State { RUNNING, PAUSED, DONE, OVERDUE, UNKNOWN }

    /// Counts working days from the day after `from`.
    public static ClockView of(WorkingDays calendar, LocalDate from, int limit, @Nullable LocalDate stoppedOn, String clause, LocalDate today) {
        var deadline = calendar.add(from, limit);
        var until = stoppedOn == null ? today : stoppedOn;
        var used = used(calendar, from, until, limit);
        if (stoppedOn != null) {
            return new ClockView(from, deadline.due(), limit, "工作日", used, null, State.DONE, "用 " + used + " 个工作日，限 " + limit, clause);
        }
        if (deadline.due() == null) {
            return new ClockView(from, null, limit, "工作日", used, limit - used, State.UNKNOWN, deadline.text(), clause);
        }
        if (today.isAfter(deadline.due())) {
            return new ClockView(from, deadline.due(), limit, "工作日", used, 0, State.OVERDUE,
                    "已超期 " + ChronoUnit.DAYS.between(deadline.due(), today) + " 天", clause);
        }
        return new ClockView(from, deadline.due(), limit, "工作日", used, Math.max(0, limit - used), State.RUNNING,
                used >= limit ? "今天到期" : "剩 " + (limit - used) + " 个工作日，" + deadline.due() + " 到期", clause);
    }

    /// A limit in calendar days, such as a due visit.
    public static ClockView inDays(LocalDate from, LocalDate due, @Nullable LocalDate doneOn, String clause, LocalDate today) {
        var limit = (int) ChronoUnit.DAYS.between(from, due);
        var used = (int) Math.max(0, ChronoUnit.DAYS.between(from, doneOn == null ? today : doneOn));
        if (doneOn != null) {
            return new ClockView(from, due, limit, "天", used, null, State.DONE, doneOn + " 完成", clause);
        }
        var left = (int) ChronoUnit.DAYS.between(today, due);
        var text = left < 0 ? "已超期 " + -left + " 天" : left == 0 ? "今天到期" : "剩 " + left + " 天，" + due + " 到期";
        return new ClockView(from, due, limit, "天", used, Math.max(0, left), left < 0 ? State.OVERDUE : State.RUNNING, text, clause);
    }

    /// Largest number of working days that fit between the two days; counting stops past the limit by a year's worth.
    private static int used(WorkingDays calendar, LocalDate from, LocalDate until, int limit) {
        var used = 0;
        while (used < limit + 260) {
            var due = calendar.add(from, used + 1).due();
            if (due == null || due.isAfter(until)) {
                return used;
            }
            used++;
        }
        return used;
    }
}
