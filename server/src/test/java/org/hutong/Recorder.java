package org.hutong;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The application's data source, which on demand remembers the statements of whatever runs, to run them again later as somebody else.
final class Recorder extends DelegatingDataSource {

    record Setter(String method, Object[] arguments) {}

    record Statement(String sql, List<Setter> setters) {
        boolean reads() {
            var start = sql.stripLeading().toLowerCase(Locale.ROOT);
            return (start.startsWith("select") || start.startsWith("with")) && !start.contains("for update") && !start.contains("nextval") && !start.contains("advisory");
        }
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final List<Statement> heard = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean listening;

    Recorder(DataSource real) {
        super(real);
    }

    /// The statements of the work, from whatever thread.
    List<Statement> during(Runnable work) {
        heard.clear();
        listening = true;
        try {
            work.run();
        } finally {
            listening = false;
        }
        return List.copyOf(heard);
    }

    @Override
    public Connection getConnection() throws SQLException {
        var inner = super.getConnection();
        return (Connection) Proxy.newProxyInstance(Recorder.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
            var result = invoke(inner, method, arguments);
            if (listening && method.getName().equals("prepareStatement")) {
                var statement = new Statement((String) arguments[0], new ArrayList<>());
                heard.add(statement);
                return listen((PreparedStatement) result, statement);
            }
            return result;
        });
    }

    private static PreparedStatement listen(PreparedStatement inner, Statement statement) {
        return (PreparedStatement) Proxy.newProxyInstance(Recorder.class.getClassLoader(), new Class<?>[] {PreparedStatement.class}, (proxy, method, arguments) -> {
            if (method.getName().startsWith("set") && arguments != null && arguments.length >= 2 && arguments[0] instanceof Integer) {
                statement.setters().add(new Setter(method.getName(), arguments));
            }
            return invoke(inner, method, arguments);
        });
    }

    private static Object invoke(Object inner, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(inner, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /// Runs the reading statements in order in one transaction that is rolled back.
    ///
    /// @return nanoseconds of each statement; 0 for one that writes
    static long[] again(Connection connection, List<Statement> statements) throws SQLException {
        connection.setAutoCommit(false);
        try {
            var took = new long[statements.size()];
            for (var nth = 0; nth < took.length; nth++) {
                var statement = statements.get(nth);
                if (!statement.reads()) {
                    continue;
                }
                var began = System.nanoTime();
                try (var prepared = connection.prepareStatement(statement.sql())) {
                    for (var setter : statement.setters()) {
                        put(connection, prepared, setter);
                    }
                    try (var rows = prepared.executeQuery()) {
                        while (rows.next()) {
                            rows.getObject(1);
                        }
                    }
                }
                took[nth] = System.nanoTime() - began;
            }
            return took;
        } finally {
            connection.rollback();
        }
    }

    /// Plans the reading statements in order, in one transaction that is rolled back, and looks for scans of whole tables.
    ///
    /// Each is planned for its own values, after those before it have run: what says who asks is one of them.
    ///
    /// @param connection of the application role, so that the policies are part of the plan
    /// @param sizes      rows of each table, as `schema.table`
    /// @param most       rows a sequential scan may be expected to read: one that a limit right above it ends early reads its share alone
    /// @return `schema.table: statement` of every sequential scan that reads more
    static List<String> scans(Connection connection, List<Statement> statements, Map<String, Long> sizes, long most) throws SQLException {
        connection.setAutoCommit(false);
        var found = new ArrayList<String>();
        try {
            for (var statement : statements) {
                if (!statement.reads()) {
                    continue;
                }
                try (var plan = connection.prepareStatement("explain (format json, verbose) " + statement.sql())) {
                    for (var setter : statement.setters()) {
                        put(connection, plan, setter);
                    }
                    try (var rows = plan.executeQuery()) {
                        rows.next();
                        scans(JSON.readTree(rows.getString(1)), sizes, most, Double.MAX_VALUE).forEach(table -> found.add(table + ": " + statement.sql().replaceAll("\\s+", " ")));
                    }
                }
                try (var prepared = connection.prepareStatement(statement.sql())) {
                    for (var setter : statement.setters()) {
                        put(connection, prepared, setter);
                    }
                    prepared.execute();
                }
            }
            return found;
        } finally {
            connection.rollback();
        }
    }

    private static List<String> scans(JsonNode node, Map<String, Long> sizes, long most, double limit) {
        var found = new ArrayList<String>();
        var kind = node.path("Node Type").asString("");
        var rows = Math.max(1, node.path("Plan Rows").asDouble(1));
        if (kind.equals("Seq Scan")) {
            var table = node.path("Schema").asString("") + "." + node.path("Relation Name").asString("");
            var share = limit < rows ? limit / rows : 1;
            if (sizes.getOrDefault(table, 0L) * share >= most) {
                found.add(table);
            }
        }
        // what lies right below a limit is asked for no more than its rows; below anything else, for all
        var below = kind.equals("Limit") ? rows : kind.isEmpty() ? limit : Double.MAX_VALUE;
        for (var child : node) {
            found.addAll(scans(child, sizes, most, below));
        }
        return found;
    }

    private static void put(Connection connection, PreparedStatement into, Setter setter) throws SQLException {
        var at = (int) setter.arguments()[0];
        var value = setter.arguments()[1];
        if (value instanceof java.sql.Array array) {
            var elements = (Object[]) array.getArray();
            into.setArray(at, connection.createArrayOf(elements instanceof UUID[] ? "uuid" : array.getBaseTypeName(), elements));
        } else if (setter.method().equals("setNull")) {
            into.setNull(at, (int) value);
        } else if (setter.arguments().length > 2 && setter.method().equals("setObject")) {
            into.setObject(at, value, setter.arguments()[2] instanceof Integer type ? type : java.sql.Types.OTHER);
        } else {
            into.setObject(at, value);
        }
    }
}
