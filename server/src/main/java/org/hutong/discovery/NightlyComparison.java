package org.hutong.discovery;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.LocalTime;
import org.hutong.access.Acting;
import org.hutong.access.ServiceAccounts;
import org.hutong.kernel.Today;
import org.hutong.region.Regions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Compares everybody every night: what came of age, ended or was paid twice since the last list is found without one.
@Configuration
class NightlyComparison {

    @Bean
    RecurringTask<Void> compareEveryNight(Comparisons comparisons, RowMatches rowMatches, ServiceAccounts accounts, Regions regions) {
        return Tasks.recurring("discovery.compare", Schedules.daily(Today.ZONE, LocalTime.of(2, 30))).execute((instance, context) -> {
            if (Acting.as(ServiceAccounts.setup(), () -> regions.city().isPresent())) {
                Acting.run(accounts.nightly(), () -> {
                    rowMatches.applyLeft();
                    comparisons.compareAll();
                });
            }
        });
    }
}
