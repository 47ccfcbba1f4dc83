package org.hutong.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.hutong.ServerTests;
import org.hutong.access.Acting;
import org.hutong.access.Actor;
import org.hutong.access.Role;
import org.hutong.access.ServiceAccounts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Random small worlds, each a tree of places with rows standing in it and people placed over it. What the database shows a person is
/// compared with a plain walk up the tree that knows nothing of scopes, chains and policies.
class ScopeOracleTests extends ServerTests {

    private static final int WORLDS = Integer.getInteger("hutong.worlds", 10_000);
    private static final int WORLDS_WITH_MERGES = 100;
    private static final int FIRST_ID = 10_000_000;
    private static final String[] LEVELS = {"province", "city", "district", "town", "village"};

    private static final class Node {
        final int id;
        final int level;
        Node parent;
        Node successor;

        Node(int id, int level, Node parent) {
            this.id = id;
            this.level = level;
            this.parent = parent;
        }
    }

    private record Row(int id, Node place, Node hukou) {}

    private record World(List<Node> nodes, List<Row> rows) {}

    @Autowired
    JdbcClient jdbc;

    private static int nextId = FIRST_ID;
    private static int nextRow = 1;

    private static World world(Random random) {
        var nodes = new ArrayList<Node>();
        nodes.add(new Node(nextId++, 0, null));
        for (var level = 1; level <= 4; level++) {
            var above = new ArrayList<Node>();
            for (var node : nodes) {
                if (node.level == level - 1) {
                    above.add(node);
                }
            }
            for (var parent : above) {
                for (var n = 1 + random.nextInt(2); n > 0; n--) {
                    nodes.add(new Node(nextId++, level, parent));
                }
            }
        }
        var rows = new ArrayList<Row>();
        for (var n = 3 + random.nextInt(6); n > 0; n--) {
            var place = nodes.get(1 + random.nextInt(nodes.size() - 1));
            rows.add(new Row(nextRow++, place, random.nextInt(3) == 0 ? nodes.get(1 + random.nextInt(nodes.size() - 1)) : null));
        }
        return new World(nodes, rows);
    }

    /// Everyone placed at any of these answers for a row that stands at `place`.
    private static Set<Integer> answerable(Node place) {
        var ids = new HashSet<Integer>();
        for (var node = place; node != null;) {
            ids.add(node.id);
            node = node.successor != null ? node.successor : node.parent;
        }
        return ids;
    }

    private static Set<Integer> oracle(World world, Set<Integer> grants) {
        var seen = new TreeSet<Integer>();
        for (var row : world.rows()) {
            if (answerable(row.place()).stream().anyMatch(grants::contains) || row.hukou() != null && answerable(row.hukou()).stream().anyMatch(grants::contains)) {
                seen.add(row.id());
            }
        }
        return seen;
    }

    @Test
    void everyoneSeesExactlyTheRowsTheirPlacesAnswerFor() throws Exception {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var worlds = new ArrayList<World>();
        for (var i = 0; i < WORLDS; i++) {
            worlds.add(world(random));
        }
        store(worlds);
        var people = 0;
        for (var world : worlds) {
            people += compare(world, random, seed, 2);
        }
        assertThat(people).isEqualTo(WORLDS * 2);
    }

    @Test
    void afterMergesAtAnyLevelTheSuccessorsSeeWhatTheirPredecessorsSaw() throws Exception {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var worlds = new ArrayList<World>();
        for (var i = 0; i < WORLDS_WITH_MERGES; i++) {
            worlds.add(world(random));
        }
        store(worlds);
        var merges = 0;
        for (var world : worlds) {
            for (var n = 0; n < 2; n++) {
                merges += mergeTwo(world, random) ? 1 : 0;
            }
            compare(world, random, seed, 6);
        }
        assertThat(merges).isGreaterThan(WORLDS_WITH_MERGES);
    }

    private boolean mergeTwo(World world, Random random) {
        var from = world.nodes().get(1 + random.nextInt(world.nodes().size() - 1));
        var into = world.nodes().stream().filter(node -> node.level == from.level && node != from && node.successor == null).findFirst();
        if (from.successor != null || into.isEmpty()) {
            return false;
        }
        Acting.run(ServiceAccounts.setup(), () -> regions.merge(List.of(from.id), into.get().id, TODAY, "测试"));
        from.successor = into.get();
        for (var node : world.nodes()) {
            if (node.parent == from) {
                node.parent = into.get();
            }
        }
        return true;
    }

    private int compare(World world, Random random, long seed, int people) {
        for (var n = 0; n < people; n++) {
            var grants = new HashSet<Integer>();
            for (var g = 1 + random.nextInt(2); g > 0; g--) {
                grants.add(world.nodes().get(random.nextInt(world.nodes().size())).id);
            }
            var scope = Acting.as(ServiceAccounts.setup(), () -> regions.covered(grants));
            var actor = new Actor(UUID.randomUUID(), "somebody", null, Set.of(Role.DISTRICT_OFFICER), scope);
            var first = world.rows().getFirst().id();
            var last = world.rows().getLast().id();
            var seen = as(actor, () -> new TreeSet<>(jdbc.sql("select id from probe.world where id between :first and :last").param("first", first).param("last", last)
                    .query(Integer.class).list()));
            assertThat(seen).as("seed %d, grants %s", seed, grants).isEqualTo(oracle(world, grants));
            if (n == 0) {
                // Not one row of any other world either.
                assertThat(as(actor, () -> jdbc.sql("select count(*) from probe.world where id < :first or id > :last").param("first", first).param("last", last)
                        .query(Integer.class).single())).isZero();
            }
        }
        return people;
    }

    private void store(List<World> worlds) throws SQLException {
        try (var owner = databaseOwner().getConnection(); var statement = owner.createStatement()) {
            statement.execute("create schema if not exists probe");
            try (var there = statement.executeQuery("select to_regclass('probe.world') is not null")) {
                there.next();
                if (!there.getBoolean(1)) {
                    statement.execute("create table probe.world (id int primary key, region_id int not null, hukou_id int)");
                    statement.execute("call kernel.guard_place('probe.world', true)");
                    for (var column : List.of("region_id", "town_id", "district_id", "city_id", "hukou_id", "hukou_town_id", "hukou_district_id", "hukou_city_id")) {
                        statement.execute("create index on probe.world (" + column + ")");
                    }
                }
            }
        }
        try (var connection = databaseAdministrator().getConnection()) {
            connection.setAutoCommit(false);
            try (var region = connection.prepareStatement("insert into region.region (id, level, parent_id, name, code, pinyin, initials) values (?, ?, ?, ?, ?, 'x', 'x')");
                    var code = connection.prepareStatement("insert into region.code (region_id, code, name, valid_from, source) values (?, ?, 'x', date '2020-01-01', 'test')");
                    var chain = connection.prepareStatement("insert into region.chain (region_id, village_id, town_id, district_id, city_id, province_id) values (?, ?, ?, ?, ?, ?)");
                    var row = connection.prepareStatement("insert into probe.world (id, region_id, hukou_id) values (?, ?, ?)")) {
                for (var world : worlds) {
                    for (var node : world.nodes()) {
                        set(region, node.id, LEVELS[node.level], node.parent == null ? null : node.parent.id, "地方" + node.id, "9" + "%011d".formatted(node.id));
                        set(code, node.id, "9" + "%011d".formatted(node.id));
                        var above = above(node);
                        set(chain, node.id, above.get(4), above.get(3), above.get(2), above.get(1), above.get(0));
                    }
                }
                region.executeBatch();
                code.executeBatch();
                chain.executeBatch();
                for (var world : worlds) {
                    for (var each : world.rows()) {
                        set(row, each.id(), each.place().id, each.hukou() == null ? null : each.hukou().id);
                    }
                }
                row.executeBatch();
            }
            connection.commit();
            try (var statement = connection.createStatement()) {
                statement.execute("analyze probe.world");
            }
            connection.commit();
        }
        regions.forget();
    }

    private static Map<Integer, Integer> above(Node node) {
        var above = new HashMap<Integer, Integer>();
        for (var here = node; here != null; here = here.parent) {
            above.put(here.level, here.id);
        }
        return above;
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (var i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i], values[i] instanceof String ? java.sql.Types.VARCHAR : java.sql.Types.INTEGER);
        }
        statement.addBatch();
    }

    @AfterAll
    static void forgetTheWorlds() throws SQLException {
        try (Connection connection = databaseAdministrator().getConnection(); var statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute("drop table probe.world");
            for (var table : List.of("region.succession where successor_id", "region.code where region_id", "region.chain where region_id", "region.region where id")) {
                statement.execute("delete from " + table + " >= " + FIRST_ID);
            }
        }
    }
}
