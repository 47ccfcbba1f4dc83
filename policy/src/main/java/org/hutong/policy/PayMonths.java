package org.hutong.policy;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hutong.policy.pack.Pack;
import org.hutong.policy.run.Plan;

/// First and last month paid, by a programme's own rules.
public final class PayMonths {
    private PayMonths() {}

    /// The first month paid, from the day of the event its start rule names (usually the confirmation), years already added.
    ///
    /// @throws PolicyException when the programme has no start rule
    public static YearMonth first(Pack.Programme programme, LocalDate event) {
        if (programme.start() == null) throw new PolicyException(programme.place(), "没有写起发规则");
        var month = YearMonth.from(event);
        return programme.start().next() ? month.plusMonths(1) : month;
    }

    /// The end of payment as the facts say it today.
    ///
    /// @param event   the day the stopping rule counts from, years already added
    /// @param missing facts that decide whether the rule's exception (`unless`) holds; while one is missing the ending stands
    public record Ending(String reason, LocalDate event, YearMonth lastMonth, String clause, List<String> missing) {}

    /// The first month paid by the programme's own rule.
    ///
    /// @param confirmed day of confirmation, or null when the rule names another event
    /// @return empty when the day of the event is not known or there is no start rule
    public static Optional<YearMonth> first(Plan plan, String programme, Facts facts, LocalDate knownOn, LocalDate confirmed) {
        var p = plan.programme(programme);
        if (p.start() == null) return Optional.empty();
        var event = p.start().event().equals(Pack.CONFIRMED) ? confirmed : plan.day(p.start().event(), facts, knownOn);
        return event == null ? Optional.empty() : Optional.of(first(p, anniversary(event, p.start().years())));
    }

    /// Every stopping rule whose event has a known day and whose exception does not hold, earliest last month first.
    public static List<Ending> endings(Plan plan, String programme, Facts facts, LocalDate knownOn) {
        var out = new ArrayList<Ending>();
        for (var stop : plan.programme(programme).stops()) {
            var event = plan.day(stop.event(), facts, knownOn);
            if (event == null) continue;
            List<String> missing = List.of();
            if (stop.unless() != null) {
                var answer = plan.answer(stop.unless(), facts, knownOn);
                if (answer.answer() == Outcome.Answer.YES) continue;
                missing = answer.missing();
            }
            out.add(new Ending(stop.reason(), anniversary(event, stop.years()), last(stop, event), stop.clause(), missing));
        }
        out.sort(Comparator.comparing(Ending::lastMonth));
        return out;
    }

    /// The last month paid once the event of a stop rule has a day; for a rule with years (a birthday), that many years after it.
    public static YearMonth last(Pack.Stop stop, LocalDate event) {
        return YearMonth.from(anniversary(event, stop.years())).plusMonths(stop.last());
    }

    /// The day some years are full: for 29 February in a year without one, 1 March, as the tables count ages.
    public static LocalDate anniversary(LocalDate event, int years) {
        var day = event.plusYears(years);
        return day.getDayOfMonth() < event.getDayOfMonth() ? day.plusDays(1) : day;
    }
}
