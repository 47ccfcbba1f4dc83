package org.hutong.registry;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.access.ServiceAccounts;
import org.hutong.kernel.DataFolder;
import org.hutong.kernel.Today;
import org.hutong.region.Regions;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The end of an uploaded roster: its key is destroyed and the sealed file goes, so that neither the file nor the staged rows can be read,
/// here or in a backup. What became people and facts stays, and so does the ledger line.
@Service
public class RosterTerm {

    private final JdbcClient jdbc;
    private final LookLog looks;
    private final Today today;
    private final Path folder;
    private final int keepDays;

    /// @param keepDays 假设: no text read so far says how long an uploaded roster may lie
    RosterTerm(JdbcClient jdbc, LookLog looks, Today today, DataFolder data, @Value("${hutong.registry.roster-keep-days:90}") int keepDays) {
        this.jdbc = jdbc;
        this.looks = looks;
        this.today = today;
        this.folder = data.path().resolve("imports");
        this.keepDays = keepDays;
    }

    /// Call with an actor who sees the whole city.
    ///
    /// @return rosters ended
    @Transactional
    public int end() {
        record Over(UUID id, int region) {}
        var over = jdbc.sql("select id, region_id from registry.roster_import where wrapped_key is not null and created_at < :until for update skip locked")
                .param("until", today.now().minus(Duration.ofDays(keepDays)).atOffset(ZoneOffset.UTC)).query((row, n) -> new Over(row.getObject(1, UUID.class), row.getInt(2))).list();
        for (var one : over) {
            jdbc.sql("update registry.roster_import set wrapped_key = null, state = case when state in ('DONE', 'FAILED') then state else 'STOPPED' end where id = :id").param("id", one.id()).update();
            try {
                Files.deleteIfExists(folder.resolve(one.id().toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            looks.record(LookLog.Action.RUN, "import", one.id(), one.region(), null, LookLog.OK, "花名册到期，密钥已销毁");
        }
        return over.size();
    }

    @Configuration
    static class Hourly {

        @Bean
        RecurringTask<Void> endRosters(RosterTerm term, ServiceAccounts accounts, Regions regions) {
            return Tasks.recurring("end-rosters", FixedDelay.of(Duration.ofHours(1))).execute((instance, context) -> {
                if (Acting.as(ServiceAccounts.setup(), regions::isLoaded)) {
                    Acting.run(accounts.nightly(), term::end);
                }
            });
        }
    }
}
