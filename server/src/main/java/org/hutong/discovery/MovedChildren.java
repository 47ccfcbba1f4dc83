package org.hutong.discovery;

import org.hutong.access.Acting;
import org.hutong.access.ServiceAccounts;
import org.hutong.registry.ChildMoved;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/// A moved child's open leads, and the questions about rows that may mean the family, go along. The event is kept until that is done, and given again after a crash.
@Component
class MovedChildren {

    private final Leads leads;
    private final RowMatches rowMatches;
    private final ServiceAccounts accounts;

    MovedChildren(Leads leads, RowMatches rowMatches, ServiceAccounts accounts) {
        this.leads = leads;
        this.rowMatches = rowMatches;
        this.accounts = accounts;
    }

    // Not transactional itself: the actor has to be set before the transaction begins.
    @Async
    @TransactionalEventListener(id = "discovery.moved-child")
    void on(ChildMoved moved) {
        Acting.as(accounts.nightly(), () -> {
            leads.follow(moved.fileId());
            rowMatches.follow(moved.fileId());
            return null;
        });
    }
}
