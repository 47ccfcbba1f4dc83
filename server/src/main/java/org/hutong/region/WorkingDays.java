package org.hutong.region;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hutong.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The working-day calendar: Monday to Friday, but for the days each year's notice of the State Council's office changes.
@Service
@Transactional(readOnly = true)
public class WorkingDays {

    public static final String WORKING_DAYS = "工作日";
    public static final String DAYS = "天";

    /// A day that differs from its weekday.
    public record SpecialDay(LocalDate day, boolean working, String name) {}

    /// @param trust 已核 or 待核
    public record Year(int year, boolean known, @Nullable String document, @Nullable String trust, List<SpecialDay> days) {}

    record Table(Set<Integer> years, Map<LocalDate, Boolean> special) {

        boolean knows(LocalDate day) {
            return years.contains(day.getYear());
        }

        boolean works(LocalDate day) {
            var special = this.special.get(day);
            return special != null ? special : day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
        }

        /// The last of `days` working days after `from`; null when a year on the way is not entered.
        @Nullable LocalDate add(LocalDate from, int days) {
            var day = from;
            for (var left = days; left > 0;) {
                day = day.plusDays(1);
                if (!knows(day)) {
                    return null;
                }
                if (works(day)) {
                    left--;
                }
            }
            return day;
        }

        /// Working days after `from` up to and with `to`; days of years not entered count by weekday.
        int between(LocalDate from, LocalDate to) {
            var count = 0;
            for (var day = from.plusDays(1); !day.isAfter(to); day = day.plusDays(1)) {
                if (works(day)) {
                    count++;
                }
            }
            return count;
        }
    }

    private final JdbcClient jdbc;
    private volatile @Nullable Table kept;

    WorkingDays(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// `days` working days after `from`; the day itself is not counted.
    public Deadline add(LocalDate from, int days) {
        var table = table();
        var due = table.add(from, days);
        return new Deadline(from, days, due, due == null ? "待定（" + missingYear(table, from) + " 年放假安排未录入）" : due.toString());
    }

    /// The day and everything after it, counted as the law counts.
    ///
    /// @param unit [#WORKING_DAYS] or [#DAYS]
    /// @param done the day the step was finished, null while it runs
    public Clock clock(LocalDate startedOn, int limitDays, String unit, LocalDate today, @Nullable LocalDate done, String clause) {
        var table = table();
        var working = unit.equals(WORKING_DAYS);
        var due = working ? table.add(startedOn, limitDays) : startedOn.plusDays(limitDays);
        var until = done != null ? done : today;
        var used = Math.max(0, working ? table.between(startedOn, until) : (int) ChronoUnit.DAYS.between(startedOn, until));
        if (done != null) {
            return new Clock(startedOn, due, limitDays, unit, used, null, Clock.State.DONE, "已办结，用时 " + used + " " + unit, clause);
        }
        if (due == null) {
            return new Clock(startedOn, null, limitDays, unit, used, null, Clock.State.UNKNOWN,
                    "待定（" + missingYear(table, startedOn) + " 年放假安排未录入）", clause);
        }
        var left = limitDays - used;
        return today.isAfter(due)
                ? new Clock(startedOn, due, limitDays, unit, used, left, Clock.State.OVERDUE, "已超期 " + -left + " " + unit, clause)
                : new Clock(startedOn, due, limitDays, unit, used, left, Clock.State.RUNNING, "还剩 " + left + " " + unit, clause);
    }

    public boolean isWorking(LocalDate day) {
        return table().works(day);
    }

    public Year year(int year) {
        var head = jdbc.sql("select document, trust from region.holiday_year where year = :year").param("year", year)
                .query((row, n) -> new String[] {row.getString(1), row.getString(2)}).optional();
        var days = jdbc.sql("select day, working, name from region.special_day where day >= :from and day < :to order by day")
                .param("from", LocalDate.of(year, 1, 1)).param("to", LocalDate.of(year + 1, 1, 1)).query(SpecialDay.class).list();
        return new Year(year, head.isPresent(), head.map(h -> h[0]).orElse(null), head.map(h -> h[1]).orElse(null), days);
    }

    /// Enters a year's table or puts it right. Deadlines that waited for it get their day from the next reading on.
    @Transactional
    public void enter(int year, String document, String trust, List<SpecialDay> days) {
        if (days.stream().anyMatch(day -> day.day().getYear() != year)) {
            throw new Refusal(Refusal.Kind.INVALID, "REG-010", "放假安排里有不属于 " + year + " 年的日期", "没有保存任何内容", "请核对日期后重新提交");
        }
        jdbc.sql("""
                insert into region.holiday_year (year, document, trust) values (:year, :document, :trust)
                on conflict (year) do update set document = excluded.document, trust = excluded.trust""")
                .param("year", year).param("document", document).param("trust", trust).update();
        jdbc.sql("delete from region.special_day where day >= :from and day < :to")
                .param("from", LocalDate.of(year, 1, 1)).param("to", LocalDate.of(year + 1, 1, 1)).update();
        for (var day : days) {
            jdbc.sql("insert into region.special_day (day, working, name) values (:day, :working, :name)")
                    .param("day", day.day()).param("working", day.working()).param("name", day.name()).update();
        }
        kept = null;
    }

    private Table table() {
        var table = kept;
        if (table == null) {
            var years = Set.copyOf(jdbc.sql("select year from region.holiday_year").query(Integer.class).list());
            var special = new HashMap<LocalDate, Boolean>();
            jdbc.sql("select day, working from region.special_day").query(row -> {
                special.put(row.getObject(1, LocalDate.class), row.getBoolean(2));
            });
            table = new Table(years, special);
            if (!years.isEmpty()) {
                kept = table;
            }
        }
        return table;
    }

    private static int missingYear(Table table, LocalDate from) {
        var year = from.getYear();
        while (table.years().contains(year)) {
            year++;
        }
        return year;
    }
}
