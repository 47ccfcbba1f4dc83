package org.hutong.watch;

import org.hutong.access.Acting;
import org.hutong.access.ServiceAccounts;
import org.hutong.registry.ChildMoved;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/// A moved child's open contacts and visits go along. The event is kept until that is done, and given again after a crash.
@Component("watchedMovedChildren")
class MovedChildren {

    private final Duties duties;
    private final ServiceAccounts accounts;

    MovedChildren(Duties duties, ServiceAccounts accounts) {
        this.duties = duties;
        this.accounts = accounts;
    }

    // Not transactional itself: the actor has to be set before the transaction begins.
    @Async
    @TransactionalEventListener(id = "watch.moved-child")
    void on(ChildMoved moved) {
        Acting.as(accounts.nightly(), () -> {
            duties.follow(moved.fileId());
            return null;
        });
    }
}
