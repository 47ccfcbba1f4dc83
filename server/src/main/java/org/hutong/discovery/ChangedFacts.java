package org.hutong.discovery;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.access.Role;
import org.hutong.access.ServiceAccounts;
import org.hutong.registry.FactRecorded;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// A fact somebody wrote into a file starts a comparison of just the children it can touch, once the writing is committed.
///
/// Facts of a delivered list come by the service account and are compared by their delivery ([DeliveryComparison]). Nothing is kept of the
/// event: should the server fall over in between, the nightly run finds the same.
@Component
class ChangedFacts {

    private static final Logger LOG = LoggerFactory.getLogger(ChangedFacts.class);

    private final Comparisons comparisons;
    private final ServiceAccounts accounts;
    private final AsyncTaskExecutor tasks;
    private final boolean atOnce;

    ChangedFacts(Comparisons comparisons, ServiceAccounts accounts, AsyncTaskExecutor tasks, @Value("${hutong.discovery.at-once:true}") boolean atOnce) {
        this.comparisons = comparisons;
        this.accounts = accounts;
        this.tasks = tasks;
        this.atOnce = atOnce;
    }

    /// Several facts of one transaction are one comparison.
    private final class OnceCommitted implements TransactionSynchronization {

        private final Set<UUID> persons = new LinkedHashSet<>();

        @Override
        public void afterCommit() {
            tasks.execute(() -> look(persons));
        }
    }

    @EventListener
    void on(FactRecorded fact) {
        if (!atOnce || Acting.current().has(Role.SERVICE) || !TransactionSynchronizationManager.isSynchronizationActive()) {
            return;
        }
        TransactionSynchronizationManager.getSynchronizations().stream().filter(OnceCommitted.class::isInstance).map(OnceCommitted.class::cast).findFirst().orElseGet(() -> {
            var once = new OnceCommitted();
            TransactionSynchronizationManager.registerSynchronization(once);
            return once;
        }).persons.add(fact.personId());
    }

    private void look(Set<UUID> persons) {
        try {
            Acting.as(accounts.nightly(), () -> comparisons.compare(persons));
        } catch (RuntimeException e) {
            LOG.warn("改动后的比对没有做成，夜里的比对会补上", e);
        }
    }
}
