package org.hutong.exchange;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.access.ServiceAccounts;
import org.hutong.kernel.Today;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Service;

/// Deliveries wait in the database for a node that reads them; one that dies while reading leaves the claim to another.
@Service
public class DeliveryQueue {

    static final String TASK = "read-delivery";

    private final SchedulerClient scheduler;
    private final Today today;

    DeliveryQueue(@Lazy SchedulerClient scheduler, Today today) {
        this.scheduler = scheduler;
        this.today = today;
    }

    public void add(UUID deliveryId) {
        scheduler.scheduleIfNotExists(Tasks.oneTime(TASK).execute((instance, context) -> { }).instance(deliveryId.toString()), today.now());
    }

    /// Queues it for now, also where a job that failed would come back to it by itself only in some minutes.
    public void again(UUID deliveryId) {
        add(deliveryId);
        scheduler.reschedule(TaskInstanceId.of(TASK, deliveryId.toString()), today.now());
    }

    /// Queues what waits in the ledger without a job; what has one keeps it. Call with an actor who sees the whole city.
    void addAll(Deliveries deliveries) {
        deliveries.waiting().forEach(this::add);
    }

    @Configuration
    static class Reading {

        @Bean
        OneTimeTask<Void> readDelivery(DeliveryReading reading, ServiceAccounts accounts) {
            return Tasks.oneTime(TASK).execute((instance, context) -> Acting.as(accounts.nightly(), () -> {
                reading.read(UUID.fromString(instance.getId()));
                return null;
            }));
        }
    }
}
