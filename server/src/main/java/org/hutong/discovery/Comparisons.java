package org.hutong.discovery;

import static org.hutong.jooq.discovery.tables.Run.RUN;

import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.determination.Applications;
import org.hutong.determination.Assessments;
import org.hutong.determination.Entitlements;
import org.hutong.determination.Entitlements.Spell;
import org.hutong.exchange.Deliveries;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Today;
import org.hutong.registry.ChildSubject;
import org.hutong.registry.Registry;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// Compares what departments delivered with what the registry knows, and puts what it finds before a person.
///
/// A delivery is read once: rows whose identity number is exactly a known person's become dated facts of that person, with the row they
/// came from. Then every child those facts touch is looked at: some thousand at a time are read by few statements and asked of the rulebook
/// together ([Assessments#screen]); what is found of each ([Findings]) becomes a lead ([LeadRows]). Everybody is looked at every night.
@Service
public class Comparisons {

    private static final Logger LOG = LoggerFactory.getLogger(Comparisons.class);
    private static final int AT_ONCE = 4_000;
    private static final int FEW = 50;

    private final DSLContext sql;
    private final Registry registry;
    private final Deliveries deliveries;
    private final DeliveredFacts deliveredFacts;
    private final RowMatches rowMatches;
    private final Assessments assessments;
    private final Entitlements entitlements;
    private final Applications applications;
    private final Vanished vanished;
    private final PaidElsewhere paidElsewhere;
    private final LeadRows leads;
    private final LookLog looks;
    private final Today today;
    private final TransactionTemplate writing;
    private final TransactionTemplate reading;
    /// Many lists at once wait here, each without a connection of the pool in its hand; [#oneAtATime] is for several servers.
    private final ReentrantLock deliveriesInTurn = new ReentrantLock();

    Comparisons(DSLContext sql, Registry registry, Deliveries deliveries, DeliveredFacts deliveredFacts, RowMatches rowMatches, Assessments assessments, Entitlements entitlements, Applications applications, Vanished vanished,
            PaidElsewhere paidElsewhere, LeadRows leads, LookLog looks, Today today, PlatformTransactionManager transactions) {
        writing = new TransactionTemplate(transactions);
        reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true);
        reading.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.sql = sql;
        this.registry = registry;
        this.deliveries = deliveries;
        this.deliveredFacts = deliveredFacts;
        this.rowMatches = rowMatches;
        this.assessments = assessments;
        this.entitlements = entitlements;
        this.applications = applications;
        this.vanished = vanished;
        this.paidElsewhere = paidElsewhere;
        this.leads = leads;
        this.looks = looks;
        this.today = today;
    }

    public record Result(int factsRecorded, int childrenLookedAt, int leadsNew, int leadsKept, long tookMs) {}

    /// One delivery: its rows become facts, which are kept; the rows that met nobody are put before people ([RowMatches]); then the children the
    /// facts touch are looked at again, and those the list no longer names.
    /// Running it twice writes and finds nothing new.
    public Result compare(UUID deliveryId) {
        deliveriesInTurn.lock();
        try {
            var began = System.nanoTime();
            var left = writing.execute(t -> rowMatches.leftOf(deliveryId));
            var written = writing.execute(t -> {
                oneAtATime();
                return deliveredFacts.record(deliveryId, left);
            });
            written.persons().addAll(writing.execute(t -> rowMatches.find(deliveryId, left)));
            return writing.execute(t -> compare(deliveryId, written, began));
        } finally {
            deliveriesInTurn.unlock();
        }
    }

    private Result compare(UUID deliveryId, DeliveredFacts.Recorded written, long began) {
        oneAtATime();
        var gone = vanished.from(deliveries.byId(deliveryId).list());
        var touched = new LinkedHashSet<>(written.persons());
        touched.addAll(gone.keySet());
        var result = look(childrenOf(touched), gone, deliveryId, written.facts(), began);
        deliveries.leadsFound(deliveryId, result.leadsNew());
        return result;
    }

    /// Everybody with an open file or a payment: the nightly run, and the button.
    @Transactional
    public Result compareAll() {
        var began = System.nanoTime();
        oneAtATime();
        var files = new LinkedHashSet<UUID>();
        registry.openFilesByPlace(today.date()).values().forEach(files::addAll);
        entitlements.inMonth(month()).forEach(spell -> files.add(spell.childFileId()));
        return look(files, vanished.everywhere(), null, 0, began);
    }

    /// The children these persons are or are father or mother of: what one changed fact can touch.
    @Transactional
    public Result compare(Collection<UUID> persons) {
        var began = System.nanoTime();
        oneAtATime();
        return look(childrenOf(persons), Map.of(), null, 0, began);
    }

    /// Two lists delivered together say of one child what neither says alone: the second comparison waits until the first is committed.
    private void oneAtATime() {
        sql.execute("select pg_advisory_xact_lock(4853001)");
    }

    private Set<UUID> childrenOf(Collection<UUID> persons) {
        return persons.isEmpty() ? Set.of() : new LinkedHashSet<>(registry.childFilesTouchedBy(persons));
    }

    private YearMonth month() {
        return YearMonth.from(today.date());
    }

    private Result look(Set<UUID> files, Map<UUID, List<Vanished.Missed>> gone, @Nullable UUID deliveryId, int factsRecorded, long began) {
        var all = List.copyOf(files);
        var paid = files.size() > FEW ? entitlements.inMonth(month()).stream().collect(Collectors.groupingBy(Spell::childFileId)) : null;
        var rosters = deliveries.newestDays().keySet();
        var stages = new Stages(began);
        var counts = new int[3];
        Consumer<Map<ChildSubject, List<Finding>>> write = found -> {
            var from = System.nanoTime();
            counts[0] += found.size();
            var earlier = leads.earlier(found.keySet().stream().map(ChildSubject::fileId).toList());
            found.forEach((child, findings) -> findings.forEach(finding -> counts[leads.raise(child, finding, deliveryId, "比对发现", earlier) ? 1 : 2]++));
            stages.took("写线索", from);
        };
        if (all.size() <= AT_ONCE) {
            write.accept(find(all, paid, rosters, gone, stages));
        } else {
            ahead(all, some -> find(some, paid, rosters, gone, stages), write);
        }
        int looked = counts[0], fresh = counts[1], kept = counts[2];
        var took = (System.nanoTime() - began) / 1_000_000;
        LOG.info("比对 {} 个孩子，新线索 {} 条，{} 毫秒（{}）", looked, fresh, took, stages);
        var actor = Acting.current();
        sql.insertInto(RUN).set(RUN.ID, Ids.next()).set(RUN.AT, today.now().atOffset(ZoneOffset.UTC)).set(RUN.DELIVERY_ID, deliveryId).set(RUN.ACCOUNT_ID, actor.accountId())
                .set(RUN.REGION_ID, actor.scope().getFirst()).set(RUN.FACTS_RECORDED, factsRecorded).set(RUN.CHILDREN_LOOKED_AT, looked)
                .set(RUN.LEADS_NEW, fresh).set(RUN.LEADS_KEPT, kept).set(RUN.TOOK_MS, took).execute();
        looks.record(LookLog.Action.RUN, "comparison", deliveryId, actor.scope().getFirst(), null, LookLog.OK, "看了 " + looked + " 个孩子，新线索 " + fresh + " 条");
        return new Result(factsRecorded, looked, fresh, kept, took);
    }

    /// Some thousand children after another, the next read by transactions of their own while this one writes what was found.
    private void ahead(List<UUID> all, Function<List<UUID>, Map<ChildSubject, List<Finding>>> find, Consumer<Map<ChildSubject, List<Finding>>> write) {
        var actor = Acting.current();
        var waiting = new ArrayDeque<Future<Map<ChildSubject, List<Finding>>>>();
        var readers = Runtime.getRuntime().availableProcessors();
        try (var pool = Executors.newFixedThreadPool(readers)) {
            for (var from = 0; from < all.size(); from += AT_ONCE) {
                var some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
                waiting.add(pool.submit(() -> Acting.as(actor, () -> reading.execute(t -> find.apply(some)))));
                if (waiting.size() > readers) {
                    write.accept(waiting.remove().get());
                }
            }
            while (!waiting.isEmpty()) {
                write.accept(waiting.remove().get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("比对被中断", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /// What is found of some thousand children; those of whom nothing is found are there with an empty list.
    private Map<ChildSubject, List<Finding>> find(List<UUID> files, @Nullable Map<UUID, List<Spell>> paid, Collection<String> rosters, Map<UUID, List<Vanished.Missed>> gone,
            Stages stages) {
        var from = System.nanoTime();
        var children = standing(files);
        var persons = children.stream().map(ChildSubject::personId).toList();
        from = stages.took("读档案", from);
        var law = assessments.screen(children);
        from = stages.took("读事实、问规则", from);
        var elsewhere = paidElsewhere.of(persons);
        var applying = applications.underWay(children.stream().map(ChildSubject::fileId).toList());
        var found = new LinkedHashMap<ChildSubject, List<Finding>>();
        for (var child : children) {
            var screened = law.get(child.fileId());
            if (screened == null) {
                continue;
            }
            var spells = paid == null ? entitlements.ofChild(child.fileId()) : paid.getOrDefault(child.fileId(), List.of());
            var one = Compared.of(child, screened, spells.stream().filter(spell -> spell.in(month())).toList(), screened.kin(), screened.facts(), rosters, today.date());
            var findings = new ArrayList<>(Findings.of(one));
            // somebody is already at it
            findings.removeIf(finding -> finding.programme() != null && applying.getOrDefault(child.fileId(), Set.of()).contains(finding.programme()));
            Vanished.findings(one, gone.getOrDefault(child.personId(), List.of())).forEach(findings::add);
            paidElsewhere.findings(one, elsewhere.getOrDefault(child.personId(), List.of())).forEach(findings::add);
            found.put(child, findings);
        }
        stages.took("看结果", from);
        return found;
    }

    /// The files that stand: one that was joined to another is looked at as that one.
    private Collection<ChildSubject> standing(List<UUID> files) {
        var standing = new LinkedHashMap<UUID, ChildSubject>();
        if (files.size() <= FEW) {
            files.stream().map(registry::child).forEach(child -> standing.put(child.fileId(), child));
        } else {
            var open = registry.children(files);
            var joined = registry.joined(open.keySet());
            files.stream().filter(open::containsKey).map(file -> joined.contains(file) ? registry.child(file) : open.get(file)).forEach(child -> standing.put(child.fileId(), child));
        }
        return standing.values();
    }

    /// Milliseconds by stage, for the log; readers side by side are added up.
    private static final class Stages {

        private final Map<String, Long> nanos = new LinkedHashMap<>();

        Stages(long began) {
            took("开头", began);
        }

        synchronized long took(String stage, long from) {
            var now = System.nanoTime();
            nanos.merge(stage, now - from, Long::sum);
            return now;
        }

        @Override
        public synchronized String toString() {
            return nanos.entrySet().stream().map(one -> one.getKey() + " " + one.getValue() / 1_000_000).collect(Collectors.joining("，"));
        }
    }
}
