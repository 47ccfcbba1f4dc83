package org.hutong.discovery;

import org.hutong.access.Acting;
import org.hutong.access.ServiceAccounts;
import org.hutong.exchange.DeliveryTaken;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/// A taken delivery is compared at once. The event is kept until that is done, and given again after a crash.
@Component
class DeliveryComparison {

    private final Comparisons comparisons;
    private final ServiceAccounts accounts;

    DeliveryComparison(Comparisons comparisons, ServiceAccounts accounts) {
        this.comparisons = comparisons;
        this.accounts = accounts;
    }

    // Not transactional itself: the actor has to be set before the transaction begins.
    @Async
    @TransactionalEventListener(id = "discovery.delivery-comparison")
    void on(DeliveryTaken delivery) {
        Acting.as(accounts.nightly(), () -> comparisons.compare(delivery.deliveryId()));
    }
}
