package org.hutong.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hutong.ServerTests;
import org.hutong.access.Acting;
import org.hutong.access.Role;
import org.hutong.access.ServiceAccounts;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class WorkingDaysTests extends ServerTests {

    @Autowired
    WorkingDays days;

    private <T> T ask(java.util.concurrent.Callable<T> question) {
        return as(Role.DISTRICT_OFFICER, "120116", question);
    }

    @Test
    void fifteenWorkingDaysFromTheDemosDayEndBeforeTheYearDoes() {
        assertThat(ask(() -> days.add(LocalDate.of(2026, 11, 23), 15)).due()).isEqualTo(LocalDate.of(2026, 12, 14));
    }

    @Test
    void theNationalDayWeekIsSkippedAndItsWorkedSaturdayCounts() {
        // 2026: 1 to 7 October off, Saturday 10 October and Sunday 20 September worked.
        assertThat(ask(() -> days.add(LocalDate.of(2026, 9, 30), 1)).due()).isEqualTo(LocalDate.of(2026, 10, 8));
        assertThat(ask(() -> days.add(LocalDate.of(2026, 9, 30), 3)).due()).isEqualTo(LocalDate.of(2026, 10, 10));
        assertThat(ask(() -> days.isWorking(LocalDate.of(2026, 9, 20)))).isTrue();
    }

    @Test
    void aLimitThatRunsIntoAYearNotEnteredHasNoDayAndSaysWhichYearIsMissing() {
        var deadline = ask(() -> days.add(LocalDate.of(2026, 12, 21), 15));
        assertThat(deadline.due()).isNull();
        assertThat(deadline.text()).isEqualTo("待定（2027 年放假安排未录入）");
        var clock = ask(() -> days.clock(LocalDate.of(2026, 12, 21), 15, WorkingDays.WORKING_DAYS, LocalDate.of(2026, 12, 25), null, "民发〔2019〕62号"));
        assertThat(clock.state()).isEqualTo(Clock.State.UNKNOWN);
        assertThat(clock.usedDays()).isEqualTo(4);
    }

    @Test
    void theDayAppearsWhenTheTableIsEntered() {
        Acting.run(ServiceAccounts.setup(), () -> days.enter(2028, "测试用", "待核", List.of(new WorkingDays.SpecialDay(LocalDate.of(2028, 1, 3), false, "元旦"))));
        assertThat(ask(() -> days.add(LocalDate.of(2028, 1, 1), 1)).due()).isEqualTo(LocalDate.of(2028, 1, 4));
    }

    @Test
    void aClockSaysWhetherItRunsIsOverdueOrDone() {
        var start = LocalDate.of(2026, 11, 2);
        var running = ask(() -> days.clock(start, 15, WorkingDays.WORKING_DAYS, LocalDate.of(2026, 11, 9), null, "c"));
        assertThat(running.state()).isEqualTo(Clock.State.RUNNING);
        assertThat(running.usedDays()).isEqualTo(5);
        assertThat(running.leftDays()).isEqualTo(10);
        var late = ask(() -> days.clock(start, 15, WorkingDays.WORKING_DAYS, LocalDate.of(2026, 11, 25), null, "c"));
        assertThat(late.state()).isEqualTo(Clock.State.OVERDUE);
        assertThat(late.text()).isEqualTo("已超期 2 工作日");
        assertThat(ask(() -> days.clock(start, 15, WorkingDays.WORKING_DAYS, LocalDate.of(2026, 11, 25), LocalDate.of(2026, 11, 4), "c")).text()).isEqualTo("已办结，用时 2 工作日");
        assertThat(ask(() -> days.clock(start, 30, WorkingDays.DAYS, LocalDate.of(2026, 11, 9), null, "c")).dueOn()).isEqualTo(LocalDate.of(2026, 12, 2));
    }

    /// Against a walk over a list of every day's kind, made apart from the table's own counting.
    @Test
    void addingAndCountingAgreeWithAWalkDayByDay() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (var world = 0; world < 200; world++) {
            var special = new java.util.HashMap<LocalDate, Boolean>();
            for (var i = 0; i < 30; i++) {
                special.put(LocalDate.of(2025, 1, 1).plusDays(random.nextInt(730)), random.nextBoolean());
            }
            var table = new WorkingDays.Table(java.util.Set.of(2025, 2026), Map.copyOf(special));
            for (var i = 0; i < 500; i++) {
                var from = LocalDate.of(2025, 1, 1).plusDays(random.nextInt(720));
                var limit = 1 + random.nextInt(60);
                assertThat(table.add(from, limit)).as("seed %d from %s limit %d", seed, from, limit).isEqualTo(walk(special, from, limit));
                var due = table.add(from, limit);
                if (due != null) {
                    assertThat(table.between(from, due)).as("seed %d", seed).isEqualTo(limit);
                }
            }
        }
    }

    private static LocalDate walk(Map<LocalDate, Boolean> special, LocalDate from, int limit) {
        var worked = from.plusDays(1).datesUntil(LocalDate.of(2027, 1, 1)).filter(day -> special.containsKey(day) ? special.get(day)
                : day.getDayOfWeek().getValue() <= DayOfWeek.FRIDAY.getValue()).limit(limit).toList();
        return worked.size() < limit ? null : worked.getLast();
    }
}
