package org.hutong.access;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// Accounts of the demo city whose passwords everyone may know. An installation without demo data has none.
@Service
public class DemoAccounts {

    /// @param what what to look at first with this account
    public record Offer(String login, String password, String title, String officeName, String what) {}

    private final JdbcClient jdbc;
    private final Accounts accounts;
    private final TransactionTemplate inTransaction;

    DemoAccounts(JdbcClient jdbc, Accounts accounts, TransactionTemplate inTransaction) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.inTransaction = inTransaction;
    }

    /// Gives the account this password and shows both on the sign-in page.
    @Transactional
    public void offer(UUID accountId, Offer offer) {
        accounts.givePassword(accountId, offer.password());
        jdbc.sql("""
                insert into access.demo_account (account_id, login, password, title, office_name, what, sort)
                values (:id, :login, :password, :title, :office, :what, (select count(*) from access.demo_account))""")
                .param("id", accountId).param("login", offer.login()).param("password", offer.password()).param("title", offer.title())
                .param("office", offer.officeName()).param("what", offer.what()).update();
    }

    /// Read before anybody has signed in.
    public List<Offer> all() {
        return Acting.as(ServiceAccounts.signIn(), () -> inTransaction.execute(status -> read()));
    }

    private List<Offer> read() {
        return jdbc.sql("select login, password, title, office_name, what from access.demo_account order by sort").query(Offer.class).list();
    }
}
