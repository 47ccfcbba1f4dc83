package org.hutong.policy.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hutong.policy.Facts;
import org.hutong.policy.Outcome;
import org.hutong.policy.PolicyException;
import org.hutong.policy.Rulebook;

/// Past and coming changes of a case's answers as known today: birthdays, terms reached, known ends, new law.
public final class Timeline {
    /// @param reasons what happens on the day; @param changes what it changes, in Chinese
    public record Event(LocalDate day, List<String> reasons, List<String> changes) {
        public String chineseText() {
            return day + "：" + String.join("、", reasons) + " → " + String.join("；", changes);
        }
    }

    private Timeline() {}

    /// Days after `from` up to `until` on which some answer differs from the day before's. Nothing but the calendar and the law already written moves.
    public static List<Event> of(Rulebook book, String region, LocalDate from, LocalDate until, Facts facts, LocalDate knownOn) {
        var first = book.at(region, from);
        var days = new CaseView(first, facts, knownOn).turningDays(from, until);
        law(book, region, from, until, days);
        var before = first.evaluate(facts, knownOn);
        var events = new ArrayList<Event>();
        for (var day : days.entrySet()) {
            Outcome now;
            try {
                now = book.at(region, day.getKey()).evaluate(facts, knownOn);
            } catch (PolicyException e) {
                events.add(new Event(day.getKey(), List.copyOf(day.getValue()), List.of("无法判断：" + e.getMessage())));
                continue;
            }
            var changes = changes(before, now);
            if (!changes.isEmpty()) events.add(new Event(day.getKey(), List.copyOf(day.getValue()), changes));
            before = now;
        }
        return events;
    }

    private static void law(Rulebook book, String region, LocalDate from, LocalDate until, TreeMap<LocalDate, TreeSet<String>> days) {
        var law = book.law(region);
        for (var p : law.parameters.values()) for (var v : p.values()) {
            for (var d : new LocalDate[] {v.from(), v.until()}) {
                if (d != null && d.isAfter(from) && !d.isAfter(until)) days.computeIfAbsent(d, k -> new TreeSet<>()).add("“" + p.meta().name() + "”变动");
            }
        }
        for (var list : law.rules.values()) for (var r : list) {
            for (var d : new LocalDate[] {r.from(), r.until()}) {
                if (d != null && d.isAfter(from) && !d.isAfter(until)) days.computeIfAbsent(d, k -> new TreeSet<>()).add("规则“" + r.name() + "”变动");
            }
        }
    }

    private static List<String> changes(Outcome before, Outcome now) {
        var out = new LinkedHashSet<String>();
        for (int i = 0; i < now.categories().size(); i++) {
            var y = now.categories().get(i);
            var x = before.categories().stream().filter(c -> c.code().equals(y.code())).findFirst().orElse(null);
            if (x == null || x.answer() != y.answer()) out.add("类别“" + y.name() + "”" + (x == null ? "" : x.answer().chinese + " → ") + y.answer().chinese);
        }
        for (var y : now.programmes()) {
            var x = before.programmes().stream().filter(p -> p.code().equals(y.code())).findFirst().orElse(null);
            if (x == null) continue;
            if (x.answer() != y.answer()) out.add(y.name() + " " + x.answer().chinese + " → " + y.answer().chinese);
            else if (!java.util.Objects.equals(x.amountFen(), y.amountFen())) out.add(y.name() + " 金额 " + yuan(x.amountFen()) + " → " + yuan(y.amountFen()));
        }
        return List.copyOf(out);
    }

    private static String yuan(Long fen) {
        return fen == null ? "无" : java.math.BigDecimal.valueOf(fen, 2).stripTrailingZeros().toPlainString() + " 元";
    }
}
