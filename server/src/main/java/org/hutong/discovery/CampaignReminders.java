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

/// Every morning the late villages are reminded.
@Configuration
class CampaignReminders {

    @Bean
    RecurringTask<Void> remindCampaigns(Campaigns campaigns, ServiceAccounts accounts, Regions regions) {
        return Tasks.recurring("remind-campaigns", Schedules.daily(Today.ZONE, LocalTime.of(8, 0))).execute((instance, context) -> {
            if (Acting.as(ServiceAccounts.setup(), regions::isLoaded)) {
                Acting.run(accounts.nightly(), campaigns::remind);
            }
        });
    }
}
