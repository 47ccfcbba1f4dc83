package org.hutong.discovery;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.access.ServiceAccounts;
import org.hutong.determination.Assessments;
import org.hutong.determination.Entitlements;
import org.hutong.determination.Entitlements.Spell;
import org.hutong.determination.Screened;
import org.hutong.exchange.Deliveries;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.notices.Notices;
import org.hutong.region.Regions;
import org.hutong.registry.ChildSubject;
import org.hutong.registry.Registry;
import org.hutong.rulebook.Rulebooks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/// What the comparisons of today would have found in months gone by: today's rows, each month's law, each month's payments.
///
/// A run is a job: it goes some thousand files at a time, shows how far it is, may be stopped, and goes on where it was broken off, also after
/// a restart. It raises no lead. What depends on deliveries alone (a pupil no longer listed, another district's roster) is left out: how the
/// lists stood on a day gone by is not kept.
@Service
public class BackTests {

    static final int MOST_MONTHS = 36;
    private static final int BATCH = 2_000;
    private static final String NOTHING = "没有开始回溯";
    private static final Logger LOG = LoggerFactory.getLogger(BackTests.class);

    /// @param first month, the first day of it
    /// @param last  month, the first day of it
    /// @param known NOW: facts as known today, also those heard of later; THEN: as known at the end of each month
    public record Asked(LocalDate first, LocalDate last, String known) {}

    private record Head(UUID id, List<Integer> scope, YearMonth first, YearMonth last, boolean then, Instant knownAt, String state, @Nullable UUID atFile, int done, UUID author) {

        List<YearMonth> months() {
            return Stream.iterate(first, month -> !month.isAfter(last), month -> month.plusMonths(1)).toList();
        }
    }

    private record Found(String rule, String ruleName, ChildSubject child, String sentence, List<YearMonth> months) {}

    private final JdbcClient jdbc;
    private final JdbcTemplate rows;
    private final Registry registry;
    private final Assessments assessments;
    private final Entitlements entitlements;
    private final Deliveries deliveries;
    private final Rulebooks rulebooks;
    private final ServiceAccounts accounts;
    private final Regions regions;
    private final Notices notices;
    private final LookLog looks;
    private final Today today;
    private final TransactionTemplate inTransaction;
    private final ExecutorService jobs = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("back-test").factory());

    BackTests(JdbcClient jdbc, JdbcTemplate rows, Registry registry, Assessments assessments, Entitlements entitlements, Deliveries deliveries, Rulebooks rulebooks,
            ServiceAccounts accounts, Regions regions, Notices notices, LookLog looks, Today today, TransactionTemplate inTransaction) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.registry = registry;
        this.assessments = assessments;
        this.entitlements = entitlements;
        this.deliveries = deliveries;
        this.rulebooks = rulebooks;
        this.accounts = accounts;
        this.regions = regions;
        this.notices = notices;
        this.looks = looks;
        this.today = today;
        this.inTransaction = inTransaction;
    }

    /// @throws Refusal `DIS-070` where the months cannot be looked at
    @Transactional
    public UUID start(Asked asked) {
        if (asked.first() == null || asked.last() == null) {
            throw new Refusal(Refusal.Kind.INVALID, "DIS-070", "没有选从哪个月到哪个月", NOTHING, "两个月份都选好再开始");
        }
        var first = YearMonth.from(asked.first());
        var last = YearMonth.from(asked.last());
        if (first.isAfter(last) || last.isAfter(YearMonth.from(today.date())) || first.isBefore(YearMonth.of(2010, 1)) || first.plusMonths(MOST_MONTHS).compareTo(last) <= 0) {
            throw new Refusal(Refusal.Kind.INVALID, "DIS-070", "从 " + first + " 到 " + last + " 不能回溯", NOTHING, "选 2010 年以后、不晚于本月、不超过 " + MOST_MONTHS + " 个月的一段时间");
        }
        var actor = Acting.current();
        var edition = rulebooks.edition();
        var id = Ids.next();
        jdbc.sql("""
                insert into discovery.back_test (id, region_id, scope, first_month, last_month, known, known_at, edition, state, author, author_name, created_at)
                values (:id, :region, :scope, :first, :last, :known, :now, :edition, 'WAITING', :author, :name, :now)""")
                .param("id", id).param("region", actor.scope().getFirst()).param("scope", actor.scope().toArray(Integer[]::new)).param("first", first.atDay(1)).param("last", last.atDay(1))
                .param("known", "THEN".equals(asked.known()) ? "THEN" : "NOW").param("now", now()).param("edition", edition).param("author", actor.accountId()).param("name", actor.name()).update();
        looks.record(LookLog.Action.RUN, "back-test", id, actor.scope().getFirst(), null, LookLog.OK, first + " 至 " + last);
        begin(id, actor.scope());
        return id;
    }

    @Transactional
    public void stop(UUID id) {
        if (jdbc.sql("update discovery.back_test set state = 'STOPPED' where id = :id and state in ('WAITING', 'RUNNING')").param("id", id).update() == 0) {
            throw new Refusal(Refusal.Kind.CONFLICT, "DIS-071", "这次回溯已经结束", "没有改动任何内容", "请刷新后再看");
        }
    }

    /// Goes on with a run that was stopped or failed, behind the last file it looked at.
    @Transactional
    public void resume(UUID id) {
        if (jdbc.sql("update discovery.back_test set state = 'WAITING', problem = null where id = :id and state in ('STOPPED', 'FAILED')").param("id", id).update() == 0) {
            throw new Refusal(Refusal.Kind.CONFLICT, "DIS-071", "这次回溯没有停下", "没有改动任何内容", "请刷新后再看");
        }
        begin(id, head(id).scope());
    }

    /// Runs that were under way when the program ended go on.
    @EventListener(ApplicationReadyEvent.class)
    public void goOn() {
        // a house without a region tree has no nightly account yet, and no runs either
        if (Acting.as(ServiceAccounts.setup(), () -> regions.city().isEmpty())) {
            return;
        }
        Acting.run(accounts.nightly(), () -> inTransaction.execute(t ->
                jdbc.sql("select id from discovery.back_test where state in ('WAITING', 'RUNNING') order by no").query(UUID.class).list().stream().map(this::head).toList())
                .forEach(head -> jobs.submit(() -> work(head.id(), head.scope()))));
    }

    /// Once what was written is really there.
    private void begin(UUID id, List<Integer> scope) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                jobs.submit(() -> work(id, scope));
            }
        });
    }

    private void work(UUID id, List<Integer> scope) {
        var actor = accounts.nightly(scope);
        try {
            Acting.run(actor, () -> run(id));
        } catch (RuntimeException e) {
            LOG.error("回溯没有做完", e);
            var reason = e instanceof Refusal refusal ? refusal.title() : "程序出错，请看服务器日志";
            Acting.run(actor, () -> inTransaction.executeWithoutResult(t -> jdbc.sql("update discovery.back_test set state = 'FAILED', problem = :problem where id = :id")
                    .param("problem", reason).param("id", id).update()));
        }
    }

    /// The whole of a run: the files of then, some thousand at a time, each month of them asked of that month's law.
    private void run(UUID id) {
        var head = inTransaction.execute(t -> {
            jdbc.sql("update discovery.back_test set state = 'RUNNING' where id = :id and state in ('WAITING', 'RUNNING')").param("id", id).update();
            return head(id);
        });
        if (!head.state().equals("RUNNING")) {
            return;
        }
        var months = head.months();
        var paid = inTransaction.execute(t -> paid(months));
        var rosters = inTransaction.execute(t -> deliveries.newestDays().keySet());
        var files = inTransaction.execute(t -> {
            var all = Stream.concat(registry.openFilesByPlace(head.first().atDay(1)).values().stream().flatMap(List::stream), paid.keySet().stream())
                    .distinct().sorted(java.util.Comparator.comparing(UUID::toString)).toList();
            jdbc.sql("update discovery.back_test set total = :total where id = :id").param("total", all.size()).param("id", id).update();
            return all;
        });
        var left = files.stream().filter(file -> head.atFile() == null || file.toString().compareTo(head.atFile().toString()) > 0).toList();
        var done = files.size() - left.size();
        for (var from = 0; from < left.size(); from += BATCH) {
            var some = left.subList(from, Math.min(left.size(), from + BATCH));
            var found = inTransaction.execute(t -> look(head, months, some, paid, rosters));
            done += some.size();
            if (!kept(id, found, done, some.getLast())) {
                return;
            }
        }
        inTransaction.executeWithoutResult(t -> {
            if (jdbc.sql("update discovery.back_test set state = 'DONE', finished_at = :now where id = :id and state = 'RUNNING'").param("now", now()).param("id", id).update() > 0) {
                notices.tell(head.author(), "LEAD", "回溯已做完：" + head.first() + " 至 " + head.last(), "/leads/back-tests/" + id);
            }
        });
    }

    private Map<UUID, List<Spell>> paid(List<YearMonth> months) {
        var spells = new LinkedHashMap<UUID, Spell>();
        months.forEach(month -> entitlements.inMonth(month).forEach(spell -> spells.put(spell.id(), spell)));
        var byFile = new HashMap<UUID, List<Spell>>();
        spells.values().forEach(spell -> byFile.computeIfAbsent(spell.childFileId(), none -> new ArrayList<>()).add(spell));
        return byFile;
    }

    private Collection<Found> look(Head head, List<YearMonth> months, List<UUID> files, Map<UUID, List<Spell>> paid, Collection<String> rosters) {
        var children = registry.children(files).values();
        var days = months.stream().map(this::day).toList();
        var read = head.then() ? null : assessments.screen(children, days, head.knownAt());
        var found = new LinkedHashMap<String, Found>();
        for (var i = 0; i < months.size(); i++) {
            var month = months.get(i);
            var day = days.get(i);
            var law = read != null ? read.get(i) : assessments.screen(children, List.of(day), endOf(day)).getFirst();
            for (var child : children) {
                var screened = law.get(child.fileId());
                if (screened == null || child.born().isAfter(day) || head.then() && child.openedOn().isAfter(day)) {
                    continue;
                }
                var spells = paid.getOrDefault(child.fileId(), List.of()).stream().filter(spell -> spell.in(month)).toList();
                look(asOf(child, day), screened, spells, rosters, day)
                        .forEach(finding -> found.computeIfAbsent(finding.rule().code() + " " + child.fileId(),
                                none -> new Found(finding.rule().code(), finding.rule().name(), child, finding.words().get().sentence(), new ArrayList<>())).months().add(month));
            }
        }
        return found.values();
    }

    /// At most one finding a rule: a second benefit paid past its end is the same child's same month.
    private static Collection<Finding> look(ChildSubject child, Screened screened, List<Spell> spells, Collection<String> rosters, LocalDate day) {
        var byRule = new LinkedHashMap<String, Finding>();
        Findings.of(Compared.of(child, screened, spells, screened.kin(), screened.facts(), rosters, day)).forEach(finding -> byRule.putIfAbsent(finding.rule().code(), finding));
        return byRule.values();
    }

    /// The last day of the month; today in the month that still runs.
    private LocalDate day(YearMonth month) {
        var last = month.atEndOfMonth();
        return last.isAfter(today.date()) ? today.date() : last;
    }

    private static Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(Today.ZONE).toInstant().minusMillis(1);
    }

    /// Who died later was alive then.
    private static ChildSubject asOf(ChildSubject child, LocalDate day) {
        return child.diedOn() == null || !child.diedOn().isAfter(day) ? child
                : new ChildSubject(child.fileId(), child.fileNo(), child.personId(), child.regionId(), child.hukouId(), child.name(), child.sex(), child.born(), child.stage(), child.level(),
                        child.householdId(), child.categories(), child.completeness(), child.openedOn(), null);
    }

    /// Writes what was found of some files and how far the run is.
    ///
    /// @return false where someone has stopped it
    private boolean kept(UUID id, Collection<Found> found, int done, UUID last) {
        return Boolean.TRUE.equals(inTransaction.execute(t -> {
            if (jdbc.sql("update discovery.back_test set done = :done, at_file = :last where id = :id and state = 'RUNNING'").param("done", done).param("last", last).param("id", id).update() == 0) {
                return false;
            }
            rows.batchUpdate("""
                    insert into discovery.back_test_find (run_id, rule_code, child_file_id, rule_name, file_no, child_name, region_id, hukou_id, months, sentence)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", found, 500, (statement, one) -> {
                statement.setObject(1, id);
                statement.setString(2, one.rule());
                statement.setObject(3, one.child().fileId());
                statement.setString(4, one.ruleName());
                statement.setString(5, one.child().fileNo());
                statement.setString(6, one.child().name());
                statement.setInt(7, one.child().regionId());
                statement.setObject(8, one.child().hukouId());
                statement.setArray(9, statement.getConnection().createArrayOf("date", one.months().stream().map(month -> month.atDay(1)).toArray()));
                statement.setString(10, one.sentence());
            });
            return true;
        }));
    }

    private Head head(UUID id) {
        return jdbc.sql("select * from discovery.back_test where id = :id").param("id", id).query((row, n) -> new Head(id, List.of((Integer[]) row.getArray("scope").getArray()),
                YearMonth.from(row.getObject("first_month", LocalDate.class)), YearMonth.from(row.getObject("last_month", LocalDate.class)), row.getString("known").equals("THEN"),
                row.getObject("known_at", OffsetDateTime.class).toInstant(), row.getString("state"), row.getObject("at_file", UUID.class), row.getInt("done"), row.getObject("author", UUID.class)))
                .optional().orElseThrow(BackTests::notThere);
    }

    static Refusal notThere() {
        return new Refusal(Refusal.Kind.NOT_FOUND, "DIS-072", "没有这次回溯", "没有改动任何内容", "请从回溯列表进入");
    }

    private OffsetDateTime now() {
        return today.now().atOffset(ZoneOffset.UTC);
    }
}
