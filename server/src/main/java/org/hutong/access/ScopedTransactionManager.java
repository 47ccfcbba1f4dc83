package org.hutong.access;

import java.sql.SQLException;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.jdbc.datasource.ConnectionHolder;

/// Tells PostgreSQL, at the start of every transaction and for that transaction alone, who is asking.
///
/// Without an actor nothing is set, and row security then shows no row.
public class ScopedTransactionManager extends JdbcTransactionManager {

    public ScopedTransactionManager(DataSource dataSource) {
        super(dataSource);
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        super.doBegin(transaction, definition);
        var actor = Acting.orNull();
        if (actor == null) {
            return;
        }
        var holder = (ConnectionHolder) TransactionSynchronizationManager.getResource(obtainDataSource());
        try (var set = holder.getConnection().prepareStatement(
                "select set_config('hutong.account', ?, true), set_config('hutong.office', ?, true),"
                        + " set_config('hutong.roles', ?, true), set_config('hutong.scope', ?, true)")) {
            set.setString(1, actor.accountId().toString());
            set.setString(2, actor.officeId() == null ? "" : actor.officeId().toString());
            set.setString(3, actor.roles().stream().map(Enum::name).collect(Collectors.joining(",")));
            set.setString(4, actor.scope().isEmpty()
                    ? "" : actor.scope().stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}")));
            set.execute();
        } catch (SQLException e) {
            doCleanupAfterCompletion(transaction);
            throw new CannotCreateTransactionException("Could not tell the database who is asking", e);
        }
    }
}
