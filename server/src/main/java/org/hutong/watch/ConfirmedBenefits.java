package org.hutong.watch;

import org.hutong.access.Acting;
import org.hutong.access.ServiceAccounts;
import org.hutong.determination.DecisionConfirmed;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/// A confirmed benefit opens what its child is owed. The event is kept until this is done, and given again after a crash.
@Component
class ConfirmedBenefits {

    private final Duties duties;
    private final ServiceAccounts accounts;

    ConfirmedBenefits(Duties duties, ServiceAccounts accounts) {
        this.duties = duties;
        this.accounts = accounts;
    }

    // Not transactional itself: the actor has to be set before the transaction begins.
    @Async
    @TransactionalEventListener(id = "watch.confirmed-benefits")
    void on(DecisionConfirmed decision) {
        Acting.as(accounts.nightly(), () -> {
            duties.open(decision.childFileId(), decision.programme());
            return null;
        });
    }
}
