package org.hutong.access;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Checks a login and password. Wrong login, wrong password, locked and disabled get the same answer after the same work.
@Service
class SignIn {

    static final int TRIES = 5;
    static final Duration LOCK = Duration.ofMinutes(15);

    private record Candidate(UUID id, String hash, boolean disabled, boolean locked) {}

    private record Failures(int count, Instant since) {}

    private final JdbcClient jdbc;
    private final Passwords passwords;
    private final LookLog looks;
    private final Accounts accounts;
    private final Today today;
    private final TransactionTemplate inTransaction;
    private final int failuresPerAddress;
    private final Map<String, Failures> byAddress = new ConcurrentHashMap<>();

    SignIn(JdbcClient jdbc, Passwords passwords, LookLog looks, Accounts accounts, Today today, TransactionTemplate inTransaction,
            @Value("${hutong.sign-in.failures-per-address:30}") int failuresPerAddress) {
        this.jdbc = jdbc;
        this.passwords = passwords;
        this.looks = looks;
        this.accounts = accounts;
        this.today = today;
        this.inTransaction = inTransaction;
        this.failuresPerAddress = failuresPerAddress;
    }

    /// @throws Refusal `ACC-010` for every wrong pair alike, `ACC-014` for an address with too many failures
    Accounts.SignedIn signIn(String login, String password, String address) {
        throttle(address);
        var outcome = Acting.as(ServiceAccounts.signIn(), () -> inTransaction.execute(status -> attempt(login.strip(), password)));
        if (outcome.isEmpty()) {
            byAddress.merge(address, new Failures(1, today.now()), (old, one) -> new Failures(old.count() + 1, old.since()));
            throw new Refusal(Refusal.Kind.NOT_SIGNED_IN, "ACC-010", "账号或密码不对，或账号暂时不能登录", "没有登录",
                    "请核对后重试；连续输错 " + TRIES + " 次会锁定 " + LOCK.toMinutes() + " 分钟，可请安全管理员重置");
        }
        byAddress.remove(address);
        return outcome.get();
    }

    private Optional<Accounts.SignedIn> attempt(String login, String password) {
        var now = today.now().atOffset(ZoneOffset.UTC);
        // The row stays locked to the end, so that parallel guesses count one after another.
        var found = jdbc.sql("""
                select a.id, c.password_hash, a.disabled_at is not null disabled, coalesce(c.locked_until > :now, false) locked
                from access.account a join access.credential c on c.account_id = a.id where a.login = :login for update of c""")
                .param("now", now).param("login", login)
                .query((row, n) -> new Candidate(row.getObject(1, UUID.class), row.getString(2), row.getBoolean(3), row.getBoolean(4))).optional();
        if (found.isEmpty()) {
            passwords.pretend(password);
            looks.record(LookLog.Action.SIGN_IN, "account", null, null, null, LookLog.REFUSED, "没有这个账号");
            return Optional.empty();
        }
        var account = found.get();
        if (account.locked()) {
            passwords.pretend(password);
            looks.record(LookLog.Action.SIGN_IN, "account", account.id(), null, null, LookLog.REFUSED, "账号锁定中");
            return Optional.empty();
        }
        if (!passwords.matches(password, account.hash()) || account.disabled()) {
            jdbc.sql("""
                    update access.credential set failed_count = case when failed_count + 1 >= :tries then 0 else failed_count + 1 end,
                      locked_until = case when failed_count + 1 >= :tries then :until::timestamptz else locked_until end where account_id = :id""")
                    .param("tries", TRIES).param("until", now.plus(LOCK)).param("id", account.id()).update();
            looks.record(LookLog.Action.SIGN_IN, "account", account.id(), null, null, LookLog.REFUSED, account.disabled() ? "账号已停用" : "密码不对");
            return Optional.empty();
        }
        jdbc.sql("update access.credential set failed_count = 0, locked_until = null where account_id = :id and (failed_count > 0 or locked_until is not null)")
                .param("id", account.id()).update();
        looks.record(LookLog.Action.SIGN_IN, "account", account.id(), null, null, LookLog.OK, null);
        return accounts.signedIn(account.id());
    }

    private void throttle(String address) {
        var since = today.now().minus(LOCK);
        byAddress.values().removeIf(failures -> failures.since().isBefore(since));
        var failures = byAddress.get(address);
        if (failures != null && failures.count() >= failuresPerAddress) {
            throw new Refusal(Refusal.Kind.TOO_MANY, "ACC-014", "这台电脑输错次数太多", "没有登录", "请 " + LOCK.toMinutes() + " 分钟后再试");
        }
    }

    /// Forgets what addresses did; tests share one address.
    void forgiveAddresses() {
        byAddress.clear();
    }
}
