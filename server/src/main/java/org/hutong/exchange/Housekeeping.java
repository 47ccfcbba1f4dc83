package org.hutong.exchange;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import jakarta.annotation.PostConstruct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import org.hutong.access.Acting;
import org.hutong.access.ServiceAccounts;
import org.hutong.files.OpenFolder;
import org.hutong.kernel.DataFolder;
import org.hutong.kernel.Today;
import org.hutong.region.Regions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// What exchange does by itself: it looks into the watched folder, queues what a killed program left unread, and ends what has come to its term.
@Component
public class Housekeeping {

    private static final int CLEAR_HOURS = 6;

    private final Deliveries deliveries;
    private final Uploads uploads;
    private final WatchedFolder folder;
    private final DataFolder data;
    private final Today today;

    Housekeeping(Deliveries deliveries, Uploads uploads, WatchedFolder folder, DataFolder data, Today today) {
        this.deliveries = deliveries;
        this.uploads = uploads;
        this.folder = folder;
        this.data = data;
        this.today = today;
    }

    /// @param lists   deliveries whose key was destroyed
    /// @param uploads uploads thrown away
    /// @param files   files that went from the folder's own shelves and from where a killed program left them open
    public record Ended(int lists, int uploads, int files) {}

    /// Call with an actor who sees the whole city, outside a transaction.
    public Ended end() {
        try {
            return new Ended(deliveries.purge(), uploads.sweep(), folder.sweep() + leavings());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @PostConstruct
    void clearOpen() throws IOException {
        new OpenFolder(data.path().resolve("deliveries").resolve("open")).clear();
    }

    private int leavings() throws IOException {
        var open = data.path().resolve("deliveries").resolve("open");
        var gone = 0;
        if (Files.isDirectory(open)) {
            try (var files = Files.list(open)) {
                for (var file : files.toList()) {
                    if (Files.getLastModifiedTime(file).toInstant().isBefore(today.now().minusSeconds(CLEAR_HOURS * 3_600L))) {
                        Files.deleteIfExists(file);
                        gone++;
                    }
                }
            }
        }
        return gone;
    }

    @Configuration
    static class Tasked {

        @Bean
        RecurringTask<Void> watchFolder(WatchedFolder folder, ServiceAccounts accounts, Regions regions) {
            return Tasks.recurring("watch-folder", FixedDelay.of(Duration.ofSeconds(10))).execute((instance, context) -> asNightly(accounts, regions, folder::look));
        }

        @Bean
        RecurringTask<Void> queueWaiting(DeliveryQueue queue, Deliveries deliveries, ServiceAccounts accounts, Regions regions) {
            return Tasks.recurring("queue-waiting", FixedDelay.of(Duration.ofSeconds(30))).execute((instance, context) -> asNightly(accounts, regions,
                    () -> queue.addAll(deliveries)));
        }

        @Bean
        RecurringTask<Void> endOfTerm(Housekeeping housekeeping, ServiceAccounts accounts, Regions regions) {
            return Tasks.recurring("exchange-end-of-term", FixedDelay.of(Duration.ofHours(1))).execute((instance, context) -> asNightly(accounts, regions, housekeeping::end));
        }

        /// Before the first tree of regions is loaded there is nothing to look after.
        private static void asNightly(ServiceAccounts accounts, Regions regions, Runnable work) {
            if (Acting.as(ServiceAccounts.setup(), regions::isLoaded)) {
                Acting.run(accounts.nightly(), work);
            }
        }
    }
}
