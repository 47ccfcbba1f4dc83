package org.hutong.discovery;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.LocalTime;
import org.hutong.access.Acting;
import org.hutong.access.ServiceAccounts;
import org.hutong.kernel.Today;
import org.hutong.registry.FileOpened;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.transaction.event.TransactionalEventListener;

/// When records are compared with each other: a new file at once, everybody every night.
@Configuration
class NewFiles {

    private final Pairs pairs;
    private final ServiceAccounts accounts;

    NewFiles(Pairs pairs, ServiceAccounts accounts) {
        this.pairs = pairs;
        this.accounts = accounts;
    }

    // Not transactional itself: the actor has to be set before the transaction begins.
    @Async
    @TransactionalEventListener(id = "discovery.new-file")
    void on(FileOpened file) {
        Acting.as(accounts.nightly(), () -> pairs.compare(file.personId()));
    }

    @Bean
    static RecurringTask<Void> comparePersons(Pairs pairs, ServiceAccounts accounts) {
        return Tasks.recurring("compare-persons", Schedules.daily(Today.ZONE, LocalTime.of(2, 40))).execute((instance, context) ->
                Acting.as(accounts.nightly(), pairs::run));
    }
}
