package org.hutong.rulebook;

import java.sql.Types;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.access.ServiceAccounts;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.notices.Notices;
import org.hutong.policy.PolicyException;
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
import tools.jackson.databind.json.JsonMapper;

/// What-if runs: two rulebooks over the whole population as of any day, down to the child's file.
///
/// A run is a job of its own: it goes place by place, shows how far it is, may be stopped and goes on where it was broken off, also after a
/// restart. It never changes a decision or a payment.
@Service
public class WhatIfs {

    /// Rows read and computed at a time.
    static final int BATCH = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(WhatIfs.class);
    private static final String NOTHING = "没有改动任何内容";

    /// @param kind    IN_FORCE, DRAFT (with `draftId`) or EDITION (with `edition`)
    /// @param lawOn   day whose rules count; null where they move with the months
    /// @param place   six digits of the place whose law is laid over everyone; null for each child's own
    public record SideAsked(String kind, @Nullable UUID draftId, @Nullable String edition, @Nullable LocalDate lawOn, @Nullable String place) {}

    /// @param day     the day of the population; today where null, or the day a draft takes force
    /// @param knownOn facts as they were known at the end of this day; now where null
    /// @param year    budget year; next year's where null
    /// @param stepFen small rise of income for cliffs, 分 a month; 100 元 where null (an assumption of the question, no legal number)
    public record Asked(@Nullable String title, SideAsked a, SideAsked b, @Nullable LocalDate day, @Nullable LocalDate knownOn, @Nullable Integer year,
            @Nullable Long stepFen) {}

    private record Pinned(String text, String edition, @Nullable LocalDate lawOn, @Nullable String place) {}

    record Head(UUID id, long no, String title, String aText, String aEdition, @Nullable LocalDate aLawOn, @Nullable String aPlace, String bText, String bEdition,
            @Nullable LocalDate bLawOn, @Nullable String bPlace, @Nullable UUID draftId, LocalDate day, OffsetDateTime knownOn, int year, long stepFen, String state, int done,
            int total, @Nullable String problem, UUID author, String authorName, OffsetDateTime createdAt, @Nullable OffsetDateTime startedAt,
            @Nullable OffsetDateTime finishedAt) {}

    private final JdbcClient jdbc;
    private final JdbcTemplate rows;
    private final Rulebooks rulebooks;
    private final Drafts drafts;
    private final Enactments enactments;
    private final FactColumns facts;
    private final ServiceAccounts accounts;
    private final Notices notices;
    private final LookLog looks;
    private final Today today;
    private final TransactionTemplate inTransaction;
    private final JsonMapper json = JsonMapper.builder().build();
    private final ExecutorService jobs = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("what-if").factory());

    WhatIfs(JdbcClient jdbc, JdbcTemplate rows, Rulebooks rulebooks, Drafts drafts, Enactments enactments, FactColumns facts, ServiceAccounts accounts, Notices notices,
            LookLog looks, Today today, TransactionTemplate inTransaction) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.rulebooks = rulebooks;
        this.drafts = drafts;
        this.enactments = enactments;
        this.facts = facts;
        this.accounts = accounts;
        this.notices = notices;
        this.looks = looks;
        this.today = today;
        this.inTransaction = inTransaction;
    }

    /// Pins both rulebooks by their hash and begins.
    ///
    /// @throws Refusal `RUL-040` to `RUL-043` where the question cannot be put
    @Transactional
    public UUID start(Asked asked) {
        var a = pinned(asked.a());
        var b = pinned(asked.b());
        var draft = "DRAFT".equals(asked.b().kind()) ? asked.b().draftId() : "DRAFT".equals(asked.a().kind()) ? asked.a().draftId() : null;
        var day = asked.day() == null ? naturalDay(draft) : asked.day();
        if (asked.knownOn() != null && asked.knownOn().isAfter(today.date())) {
            throw invalid("RUL-040", "“已知到”不能晚于今天（" + today.date() + "）", "改成今天或更早的日期");
        }
        var known = asked.knownOn() == null ? today.now() : asked.knownOn().plusDays(1).atStartOfDay(Today.ZONE).toInstant().minusMillis(1);
        var year = asked.year() == null ? today.date().getYear() + 1 : asked.year();
        var step = asked.stepFen() == null ? 100_00L : asked.stepFen();
        if (year < 2010 || year > 2060 || day.getYear() < 2010 || day.getYear() > 2060 || step < 1 || step > 10_000_00) {
            throw invalid("RUL-041", "预算年度和试算日应在 2010 至 2060 年之间，收入小幅增加应在 0.01 至 10,000 元之间", "改好后再试算");
        }
        var actor = Acting.current();
        var id = Ids.next();
        jdbc.sql("""
                insert into rulebook.whatif (id, title, a_text, a_edition, a_law_on, a_place, b_text, b_edition, b_law_on, b_place, draft_id, on_day, known_on, budget_year,
                  step_fen, state, author, author_name, created_at)
                values (:id, :title, :aText, :aEdition, :aLaw, :aPlace, :bText, :bEdition, :bLaw, :bPlace, :draft, :day, :known, :year, :step, 'WAITING', :author, :name, :now)""")
                .param("id", id).param("title", asked.title() == null || asked.title().isBlank() ? a.text() + " 与 " + b.text() : asked.title().strip())
                .param("aText", a.text()).param("aEdition", a.edition()).param("aLaw", a.lawOn()).param("aPlace", a.place())
                .param("bText", b.text()).param("bEdition", b.edition()).param("bLaw", b.lawOn()).param("bPlace", b.place()).param("draft", draft)
                .param("day", day).param("known", known.atOffset(ZoneOffset.UTC)).param("year", year).param("step", step)
                .param("author", actor.accountId()).param("name", actor.name()).param("now", now()).update();
        looks.record(LookLog.Action.RUN, "policy-whatif", id, null, null, LookLog.OK, null);
        begin(id);
        return id;
    }

    /// Today, or the day a draft is meant to take force where that lies ahead.
    private LocalDate naturalDay(@Nullable UUID draft) {
        var effective = draft == null ? null : drafts.draft(draft).effectiveOn();
        return effective != null && effective.isAfter(today.date()) ? effective : today.date();
    }

    private Pinned pinned(SideAsked side) {
        var place = side.place() == null || side.place().isBlank() ? null : side.place();
        var suffix = (side.lawOn() == null ? "" : "，" + side.lawOn() + " 的规定") + (place == null ? "" : "，按" + placeName(place) + "的办法");
        return switch (side.kind() == null ? "" : side.kind()) {
            case "IN_FORCE" -> {
                var edition = rulebooks.inForce().edition();
                rulebooks.keep(edition);
                yield new Pinned("现行政策" + suffix, edition, side.lawOn(), place);
            }
            case "DRAFT" -> {
                if (side.draftId() == null) {
                    throw invalid("RUL-042", "没有选草稿", "选一份草稿再试算");
                }
                var draft = drafts.draft(side.draftId());
                var files = drafts.files(draft);
                var edition = Edition.sha256(files);
                rulebooks.save(edition, files, DraftTree.book(files));
                yield new Pinned("草稿 " + draft.no() + "《" + draft.title() + "》" + suffix, edition, side.lawOn(), place);
            }
            case "EDITION" -> {
                if (side.edition() == null || enactments.versions().stream().noneMatch(one -> one.edition().equals(side.edition()))) {
                    throw invalid("RUL-042", "没有选版本，或没有这一版", "从历次版本里选一版再试算");
                }
                rulebooks.keep(side.edition());
                yield new Pinned("版本 " + side.edition().substring(0, 8) + suffix, side.edition(), side.lawOn(), place);
            }
            default -> throw invalid("RUL-042", "没有选要比较的政策", "两边都选好再试算");
        };
    }

    private String placeName(String place) {
        return rulebooks.inForce().book().packs().stream().filter(pack -> pack.code().equals(place)).map(pack -> pack.title()).findFirst()
                .orElseThrow(() -> invalid("RUL-043", "没有 " + place + " 的政策包", "从有政策包的地方里选"));
    }

    private static Refusal invalid(String code, String what, String next) {
        return new Refusal(Refusal.Kind.INVALID, code, what, "没有开始试算", next);
    }

    /// Once what was written is really there.
    private void begin(UUID id) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                jobs.submit(() -> work(id));
            }
        });
    }

    /// Runs that were under way when the program ended go on.
    @EventListener(ApplicationReadyEvent.class)
    public void goOn() {
        // a house without a region tree has no nightly account yet, and no runs either
        Acting.run(ServiceAccounts.setup(), () -> inTransaction.execute(status ->
                jdbc.sql("select id from rulebook.whatif where state in ('WAITING', 'RUNNING') order by no").query(UUID.class).list())
                .forEach(id -> jobs.submit(() -> work(id))));
    }

    @Transactional
    public void stop(UUID id) {
        if (jdbc.sql("update rulebook.whatif set state = 'STOPPED' where id = :id and state in ('WAITING', 'RUNNING')").param("id", id).update() == 0) {
            throw new Refusal(Refusal.Kind.CONFLICT, "RUL-044", "这次试算已经结束", NOTHING, "请刷新后再看");
        }
    }

    /// Goes on with a run that was stopped or failed; the places already done are kept.
    @Transactional
    public void resume(UUID id) {
        if (jdbc.sql("update rulebook.whatif set state = 'WAITING', problem = null where id = :id and state in ('STOPPED', 'FAILED')").param("id", id).update() == 0) {
            throw new Refusal(Refusal.Kind.CONFLICT, "RUL-044", "这次试算没有停下", NOTHING, "请刷新后再看");
        }
        begin(id);
    }

    Head head(UUID id) {
        return jdbc.sql("select * from rulebook.whatif where id = :id").param("id", id).query((row, n) -> head(row)).optional()
                .orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "RUL-404", "没有这次试算", NOTHING, "请从试算列表进入"));
    }

    static Head head(java.sql.ResultSet row) throws java.sql.SQLException {
        return new Head(row.getObject("id", UUID.class), row.getLong("no"), row.getString("title"), row.getString("a_text"), row.getString("a_edition"),
                row.getObject("a_law_on", LocalDate.class), row.getString("a_place"), row.getString("b_text"), row.getString("b_edition"),
                row.getObject("b_law_on", LocalDate.class), row.getString("b_place"), row.getObject("draft_id", UUID.class), row.getObject("on_day", LocalDate.class),
                row.getObject("known_on", OffsetDateTime.class), row.getInt("budget_year"), row.getLong("step_fen"), row.getString("state"), row.getInt("done"),
                row.getInt("total"), row.getString("problem"), row.getObject("author", UUID.class), row.getString("author_name"), row.getObject("created_at", OffsetDateTime.class),
                row.getObject("started_at", OffsetDateTime.class), row.getObject("finished_at", OffsetDateTime.class));
    }

    private void work(UUID id) {
        try {
            Acting.run(accounts.nightly(), () -> run(id));
        } catch (RuntimeException e) {
            LOG.error("试算没有算完", e);
            var reason = e instanceof Refusal refusal ? refusal.title() : e instanceof PolicyException policy ? policy.getMessage() : "程序出错，请看服务器日志";
            Acting.run(accounts.nightly(), () -> inTransaction.executeWithoutResult(status -> jdbc.sql("update rulebook.whatif set state = 'FAILED', problem = :problem where id = :id")
                    .param("problem", reason).param("id", id).update()));
        }
    }

    /// The whole of a run: both rulebooks opened, place after place computed and kept, the author told.
    private void run(UUID id) {
        var head = inTransaction.execute(status -> {
            jdbc.sql("update rulebook.whatif set state = 'RUNNING', started_at = coalesce(started_at, :now) where id = :id and state in ('WAITING', 'RUNNING')")
                    .param("now", now()).param("id", id).update();
            return head(id);
        });
        if (!head.state().equals("RUNNING")) {
            return;
        }
        var first = inTransaction.execute(status -> rulebooks.open(head.aEdition()));
        var second = head.bEdition().equals(head.aEdition()) ? first : inTransaction.execute(status -> rulebooks.open(head.bEdition())).sharing(first);
        var known = head.knownOn().toInstant();
        var ask = new WhatIfBatch.Question(new WhatIfBatch.Side(first, head.aLawOn(), head.aPlace()), new WhatIfBatch.Side(second, head.bLawOn(), head.bPlace()),
                head.day(), today.dayOf(known), head.year(), head.stepFen());
        var places = facts.places(head.day());
        var finished = inTransaction.execute(status -> {
            jdbc.sql("update rulebook.whatif set total = :total where id = :id").param("total", places.stream().mapToInt(place -> place.files().size()).sum()).param("id", id).update();
            return jdbc.sql("select place from rulebook.whatif_part where run_id = :id").param("id", id).query(String.class).set();
        });
        var done = places.stream().filter(place -> finished.contains(place.code())).mapToInt(place -> place.files().size()).sum();
        for (var place : places) {
            if (finished.contains(place.code())) {
                continue;
            }
            inTransaction.executeWithoutResult(status -> jdbc.sql("delete from rulebook.whatif_child where run_id = :id and place = :place").param("id", id).param("place", place.code()).update());
            var figures = WhatIfFigures.NONE;
            for (var from = 0; from < place.files().size(); from += BATCH) {
                var some = place.files().subList(from, Math.min(from + BATCH, place.files().size()));
                var answer = new WhatIfBatch(ask, place.code(), facts.read(some, known)).answer();
                figures = figures.plus(answer.figures());
                done += some.size();
                if (!kept(id, answer.children(), done)) {
                    return;
                }
            }
            var whole = figures;
            inTransaction.executeWithoutResult(status -> jdbc.sql("insert into rulebook.whatif_part (run_id, place, name, figures) values (:id, :place, :name, :figures::jsonb)")
                    .param("id", id).param("place", place.code()).param("name", place.name()).param("figures", json.writeValueAsString(whole)).update());
        }
        inTransaction.executeWithoutResult(status -> {
            if (jdbc.sql("update rulebook.whatif set state = 'DONE', finished_at = :now, done = total where id = :id and state = 'RUNNING'").param("now", now()).param("id", id).update() > 0) {
                notices.tell(head.author(), "POLICY", "试算已算完：" + head.title(), "/policy/whatif/" + id);
            }
        });
    }

    /// Writes some rows and how far the run is.
    ///
    /// @return false where someone has stopped it
    private boolean kept(UUID id, List<WhatIfChild> children, int done) {
        return Boolean.TRUE.equals(inTransaction.execute(status -> {
            rows.batchUpdate("""
                    insert into rulebook.whatif_child (run_id, kind, year_fen, file_id, file_no, region_id, place, a_month_fen, b_month_fen, a_once_fen, b_once_fen, programmes, turns)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)""", children, 500, (statement, child) -> {
                statement.setObject(1, id);
                statement.setString(2, child.kind().name());
                statement.setLong(3, child.yearFen());
                statement.setObject(4, child.file());
                statement.setString(5, child.fileNo());
                statement.setInt(6, child.regionId());
                statement.setString(7, child.place());
                statement.setLong(8, child.aMonthFen());
                statement.setLong(9, child.bMonthFen());
                statement.setLong(10, child.aOnceFen());
                statement.setLong(11, child.bOnceFen());
                statement.setArray(12, statement.getConnection().createArrayOf("text", child.turns().stream().map(WhatIfChild.Turn::programme).toArray()));
                statement.setObject(13, json.writeValueAsString(child.turns()), Types.OTHER);
            });
            return jdbc.sql("update rulebook.whatif set done = :done where id = :id and state = 'RUNNING'").param("done", done).param("id", id).update() > 0;
        }));
    }

    private OffsetDateTime now() {
        return today.now().atOffset(ZoneOffset.UTC);
    }
}
