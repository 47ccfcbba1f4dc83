package org.hutong.access;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// On a database without accounts, makes the three administrators and prints their one-time passwords, once.
/// A demo brings its own accounts and gets none.
@Component
class FirstAdministrators implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(FirstAdministrators.class);

    private final JdbcClient jdbc;
    private final Accounts accounts;
    private final TransactionTemplate inTransaction;
    private final boolean demo;

    FirstAdministrators(JdbcClient jdbc, Accounts accounts, TransactionTemplate inTransaction, @Value("${hutong.demo:false}") boolean demo) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.inTransaction = inTransaction;
        this.demo = demo;
    }

    @Override
    public void run(ApplicationArguments args) {
        if (demo) {
            return;
        }
        var lines = Acting.as(ServiceAccounts.setup(), () -> inTransaction.execute(status -> create()));
        if (!lines.isEmpty()) {
            System.out.println("三个管理员账号已建立。一次性密码只显示这一次，首次登录后须修改：");
            lines.forEach(System.out::println);
            LOG.info("三个管理员账号已建立");
        }
    }

    List<String> create() {
        if (jdbc.sql("select exists (select 1 from access.account)").query(Boolean.class).single()) {
            return List.of();
        }
        return List.of(create("xitong", Role.SYSTEM_ADMIN), create("anquan", Role.SECURITY_ADMIN), create("shenji", Role.AUDIT_ADMIN));
    }

    private String create(String login, Role role) {
        var id = accounts.open(login, role.title(), null, List.of(new Grant(role, null)));
        return role.title() + "  " + login + "  " + accounts.resetPassword(id);
    }
}
