package org.hutong.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.hutong.ServerTests;
import org.hutong.access.Acting;
import org.hutong.access.Actor;
import org.hutong.access.Role;
import org.hutong.access.ScopedTransactionManager;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Fifty people share five connections; some of their requests fail in the middle, some run into the statement time limit.
class PoolBleedTests extends ServerTests {

    private static final int PEOPLE = 50;
    private static final int REQUESTS_EACH = 400;

    @Test
    void nobodyEverSeesARowOfAnothersPlace() throws Exception {
        RowSecurityTests.aLargeTableOfRowsAtTwoHundredPlaces();
        var seed = System.nanoTime();
        var app = (org.postgresql.ds.PGSimpleDataSource) applicationRole();
        var config = new HikariConfig();
        config.setDataSource(app);
        config.setMaximumPoolSize(5);
        try (var pool = new HikariDataSource(config); var threads = Executors.newFixedThreadPool(16)) {
            var jdbc = JdbcClient.create(pool);
            var transactions = new TransactionTemplate(new ScopedTransactionManager(pool));
            var foreign = new AtomicInteger();
            var done = new AtomicInteger();
            var work = new java.util.ArrayList<Callable<Void>>();
            for (var person = 0; person < PEOPLE; person++) {
                var place = 100000 + person;
                var actor = new Actor(UUID.randomUUID(), "person " + person, null, Set.of(Role.CHILD_DIRECTOR), List.of(place));
                for (var batch = 0; batch < 10; batch++) {
                    var random = new Random(seed + person * 31L + batch);
                    work.add(() -> {
                        for (var i = 0; i < REQUESTS_EACH / 10; i++) {
                            request(jdbc, transactions, actor, place, random, foreign);
                            done.incrementAndGet();
                        }
                        return null;
                    });
                }
            }
            java.util.Collections.shuffle(work, new Random(seed));
            for (var result : threads.invokeAll(work)) {
                result.get();
            }
            assertThat(done).as("seed %d", seed).hasValue(PEOPLE * REQUESTS_EACH);
            assertThat(foreign).as("seed %d", seed).hasValue(0);
            for (var i = 0; i < 5; i++) {
                assertThat(jdbc.sql("select coalesce(current_setting('hutong.scope', true), '') || coalesce(current_setting('hutong.account', true), '')")
                        .query(String.class).single()).isEmpty();
            }
        }
    }

    private static void request(JdbcClient jdbc, TransactionTemplate transactions, Actor actor, int place, Random random, AtomicInteger foreign) {
        var from = random.nextInt(199_000);
        var fate = random.nextInt(20);
        try {
            Acting.run(actor, () -> transactions.executeWithoutResult(status -> {
                var seen = jdbc.sql("select region_id from probe.standing where id between :from and :to").param("from", from).param("to", from + 400)
                        .query(Integer.class).list();
                if (seen.size() < 2 || seen.stream().anyMatch(id -> id != place)) {
                    foreign.incrementAndGet();
                }
                if (fate == 0) {
                    throw new IllegalStateException("fails in the middle");
                }
                if (fate == 1) {
                    jdbc.sql("set local statement_timeout = 1").update();
                    jdbc.sql("select pg_sleep(1)").query(row -> { });
                }
            }));
        } catch (RuntimeException expected) {
            if (fate > 1) {
                throw expected;
            }
        }
        if (fate == 2 && Acting.orNull() == null && jdbc.sql("select count(*) from probe.standing where id between 1 and 400").query(Integer.class).single() != 0) {
            foreign.incrementAndGet();
        }
    }
}
