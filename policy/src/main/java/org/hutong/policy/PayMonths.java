package org.hutong.policy;

import java.time.LocalDate;
import java.time.YearMonth;
import org.hutong.policy.pack.Pack;

/// First and last month paid, by a programme's own rules.
public final class PayMonths {
    private PayMonths() {}

    /// The first month paid, from the day of the event its start rule names (usually the confirmation).
    ///
    /// @throws PolicyException when the programme has no start rule
    public static YearMonth first(Pack.Programme programme, LocalDate event) {
        if (programme.start() == null) throw new PolicyException(programme.place(), "没有写起发规则");
        var month = YearMonth.from(event);
        return programme.start().next() ? month.plusMonths(1) : month;
    }

    /// The last month paid once the event of a stop rule has a day; for a rule with years (a birthday), that many years after it.
    public static YearMonth last(Pack.Stop stop, LocalDate event) {
        return YearMonth.from(event.plusYears(stop.years())).plusMonths(stop.last());
    }
}
