package org.hutong.registry;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;

/// A JDBC client on the running transaction that remembers every statement with its parameters, so that a test can count and EXPLAIN them.
final class Spied {

    record Call(String method, Object[] arguments) {}

    record Statement(String sql, List<Call> parameters) {}

    final List<Statement> statements = new ArrayList<>();
    final JdbcClient jdbc;
    private final DataSource real;

    Spied(DataSource real) {
        this.real = real;
        this.jdbc = JdbcClient.create(new AbstractDataSource() {
            @Override
            public Connection getConnection() {
                return connection(DataSourceUtils.getConnection(real));
            }

            @Override
            public Connection getConnection(String user, String password) {
                throw new UnsupportedOperationException();
            }
        });
    }

    private Connection connection(Connection inner) {
        return (Connection) Proxy.newProxyInstance(Spied.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
            if (method.getName().equals("close")) {
                return null;
            }
            try {
                var result = method.invoke(inner, arguments);
                if (method.getName().equals("prepareStatement")) {
                    var statement = new Statement((String) arguments[0], new ArrayList<>());
                    statements.add(statement);
                    return parameters((PreparedStatement) result, statement);
                }
                return result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static PreparedStatement parameters(PreparedStatement inner, Statement statement) {
        return (PreparedStatement) Proxy.newProxyInstance(Spied.class.getClassLoader(), new Class<?>[] {PreparedStatement.class}, (proxy, method, arguments) -> {
            if (method.getName().startsWith("set") && arguments != null && arguments.length >= 2 && arguments[0] instanceof Integer) {
                statement.parameters().add(new Call(method.getName(), arguments));
            }
            try {
                return method.invoke(inner, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    /// The plan of each statement, run again under EXPLAIN by the same role in the same transaction.
    List<String> plans() {
        var plans = new ArrayList<String>();
        for (var statement : List.copyOf(statements)) {
            try (var explain = DataSourceUtils.getConnection(real).prepareStatement("explain (costs off) " + statement.sql())) {
                for (var call : statement.parameters()) {
                    for (var method : PreparedStatement.class.getMethods()) {
                        if (method.getName().equals(call.method()) && method.getParameterCount() == call.arguments().length && fits(method.getParameterTypes(), call.arguments())) {
                            method.invoke(explain, call.arguments());
                            break;
                        }
                    }
                }
                var plan = new StringBuilder(statement.sql()).append('\n');
                try (var rows = explain.executeQuery()) {
                    while (rows.next()) {
                        plan.append(rows.getString(1)).append('\n');
                    }
                }
                plans.add(plan.toString());
            } catch (SQLException | ReflectiveOperationException e) {
                throw new IllegalStateException(statement.sql(), e);
            }
        }
        return plans;
    }

    private static boolean fits(Class<?>[] types, Object[] arguments) {
        for (var i = 0; i < types.length; i++) {
            var type = types[i] == int.class ? Integer.class : types[i] == long.class ? Long.class : types[i] == boolean.class ? Boolean.class : types[i];
            if (arguments[i] != null && !type.isInstance(arguments[i])) {
                return false;
            }
        }
        return true;
    }
}
