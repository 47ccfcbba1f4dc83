package org.hutong.discovery;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hutong.access.Acting;
import org.hutong.access.ServiceAccounts;
import org.hutong.exchange.RowsOnHand;
import org.hutong.kernel.Today;
import org.hutong.region.Regions;
import org.hutong.registry.FileOpened;
import org.hutong.registry.Registry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/// Who was registered after a list had come: what the lists on hand say of them is looked up, so that a father's sentence need not be delivered again.
///
/// New files and the children's relatives at once; everybody registered in the last days every night. Doing it twice writes nothing new.
@Configuration
class Latecomers {

    private static final Logger LOG = LoggerFactory.getLogger(Latecomers.class);
    /// A night that was missed is made up for by the next.
    private static final Duration REACH = Duration.ofDays(3);
    private static final int AT_ONCE = 2_000;

    private final Registry registry;
    private final RowsOnHand rows;
    private final DeliveredFacts facts;
    private final Comparisons comparisons;
    private final ServiceAccounts accounts;
    private final Today today;
    private final TransactionTemplate transaction;
    private final boolean atOnce;
    private final Queue<UUID> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final ExecutorService one = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("latecomers").factory());

    Latecomers(Registry registry, RowsOnHand rows, DeliveredFacts facts, Comparisons comparisons, ServiceAccounts accounts, Today today, TransactionTemplate transaction,
            @Value("${hutong.discovery.at-once:true}") boolean atOnce) {
        this.registry = registry;
        this.rows = rows;
        this.facts = facts;
        this.comparisons = comparisons;
        this.accounts = accounts;
        this.today = today;
        this.transaction = transaction;
        this.atOnce = atOnce;
    }

    /// Who is waiting is looked at together: a roster of thousands opens thousands of files, and a large list is read again once for all of them.
    @TransactionalEventListener(id = "discovery.latecomers")
    void on(FileOpened file) {
        if (atOnce) {
            waiting.add(file.personId());
            if (asked.compareAndSet(false, true)) {
                one.execute(this::lookAtWaiting);
            }
        }
    }

    private void lookAtWaiting() {
        asked.set(false);
        var families = new LinkedHashSet<UUID>();
        for (UUID person; (person = waiting.poll()) != null;) {
            families.add(person);
        }
        try {
            Acting.run(accounts.nightly(), () -> {
                registry.relatives(List.copyOf(families)).values().forEach(kin -> kin.forEach(relative -> families.add(relative.personId())));
                look(families, today.now());
            });
        } catch (RuntimeException e) {
            LOG.error("新建档案的人没有对上手头的名单，夜里会再对一次", e);
        }
    }

    @Bean
    static RecurringTask<Void> lookUpLatecomers(Latecomers latecomers, ServiceAccounts accounts, Regions regions) {
        return Tasks.recurring("discovery.latecomers", Schedules.daily(Today.ZONE, LocalTime.of(2, 20))).execute((instance, context) -> {
            if (Acting.as(ServiceAccounts.setup(), () -> regions.city().isPresent())) {
                Acting.run(accounts.nightly(), latecomers::lookAtAll);
            }
        });
    }

    /// Some thousand at a time, the earliest registered first: only lists that had come before the last of them can say anything new.
    void lookAtAll() {
        var since = registry.registeredSince(today.now().minus(REACH));
        var all = List.copyOf(since.keySet());
        for (var from = 0; from < all.size(); from += AT_ONCE) {
            var some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            look(some, since.get(some.getLast()));
        }
    }

    /// @return how many of them a list on hand spoke of
    int look(Collection<UUID> persons, Instant before) {
        var indexes = registry.idIndexes(persons);
        if (indexes.isEmpty()) {
            return 0;
        }
        rows.admit(indexes.values(), before);
        var named = transaction.execute(t -> record(indexes, before));
        if (!named.isEmpty()) {
            comparisons.compare(named);
        }
        return named.size();
    }

    private Set<UUID> record(Map<UUID, byte[]> some, Instant before) {
        var byNumber = new HashMap<ByteBuffer, UUID>();
        some.forEach((person, index) -> byNumber.put(ByteBuffer.wrap(index), person));
        var names = registry.persons(some.keySet());
        var named = new LinkedHashSet<UUID>();
        rows.naming(some.values(), before).forEach((delivery, told) -> told.forEach(row -> {
            var person = byNumber.get(ByteBuffer.wrap(row.idIndex()));
            if (names.containsKey(person) && DeliveredFacts.namesAgree(names.get(person).name(), row.fields().getOrDefault("name", ""))) {
                named.addAll(facts.record(delivery, List.of(row), person));
            }
        }));
        return named;
    }
}
