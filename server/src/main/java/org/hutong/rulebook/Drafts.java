package org.hutong.rulebook;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.hutong.access.Accounts;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.access.Role;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.notices.Notices;
import org.hutong.policy.Rulebook;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The policy desk: a change to the rulebook is a draft over the last approved edition. Its files are checked as they are saved; one person
/// submits, another approves; on its day the tree as approved takes force ([Enactments]). What is in force is never edited.
@Service
public class Drafts {

    private static final String NOTHING = "没有改动任何内容";

    private final JdbcClient jdbc;
    private final Rulebooks rulebooks;
    private final Enactments enactments;
    private final DraftChecks checks;
    private final Accounts accounts;
    private final Notices notices;
    private final LookLog looks;
    private final Today today;

    Drafts(JdbcClient jdbc, Rulebooks rulebooks, Enactments enactments, DraftChecks checks, Accounts accounts, Notices notices, LookLog looks, Today today) {
        this.jdbc = jdbc;
        this.rulebooks = rulebooks;
        this.enactments = enactments;
        this.checks = checks;
        this.accounts = accounts;
        this.notices = notices;
        this.looks = looks;
        this.today = today;
    }

    record Draft(UUID id, long no, String title, String why, String base, DraftState state, @Nullable LocalDate effectiveOn, UUID author, String authorName,
            OffsetDateTime createdAt, OffsetDateTime updatedAt, @Nullable OffsetDateTime submittedAt, @Nullable UUID decidedBy, @Nullable String decidedByName,
            @Nullable OffsetDateTime decidedAt, @Nullable String decisionNote, @Nullable String result) {}

    record Written(String path, @Nullable String body, OffsetDateTime changedAt) {}

    /// A draft over the last approved edition.
    @Transactional
    public UUID open(String title, String why, @Nullable LocalDate effectiveOn) {
        if (title.isBlank() || why.isBlank()) {
            throw new Refusal(Refusal.Kind.INVALID, "RUL-022", "请写明改什么、为什么改", "没有起草", "填好标题和理由再起草");
        }
        var actor = Acting.current();
        var id = Ids.next();
        jdbc.sql("""
                insert into rulebook.draft (id, title, why, base_sha, effective_on, author, author_name, created_at, updated_at)
                values (:id, :title, :why, :base, :on, :author, :name, :now, :now)""")
                .param("id", id).param("title", title.strip()).param("why", why.strip()).param("base", enactments.head().edition()).param("on", effectiveOn)
                .param("author", actor.accountId()).param("name", actor.name()).param("now", now()).update();
        event(id, "起草", title.strip());
        looks.record(LookLog.Action.CREATE, "policy-draft", id, null, null, LookLog.OK, null);
        return id;
    }

    @Transactional
    public void describe(UUID id, String title, String why, @Nullable LocalDate effectiveOn) {
        open(id);
        if (title.isBlank() || why.isBlank()) {
            throw new Refusal(Refusal.Kind.INVALID, "RUL-022", "请写明改什么、为什么改", NOTHING, "填好标题和理由再保存");
        }
        jdbc.sql("update rulebook.draft set title = :title, why = :why, effective_on = :on, updated_at = :now where id = :id")
                .param("title", title.strip()).param("why", why.strip()).param("on", effectiveOn).param("now", now()).param("id", id).update();
    }

    /// Writes one file of the draft, or takes it out of the tree where `text` is null, and with it what follows from it.
    @Transactional
    public void write(UUID id, String path, @Nullable String text) {
        var draft = open(id);
        DraftTree.path(path);
        var base = rulebooks.files(draft.base());
        var already = changes(id);
        DraftTree.whole(base, already, path, text).forEach((file, body) -> put(id, base, file, body));
        touched(id);
    }

    /// Writes one table of a Markdown of decisions from the DMN a table editor sends back.
    @Transactional
    public void writeTable(UUID id, String path, String name, String dmn) {
        write(id, path, withTable(id, path, name, dmn));
    }

    /// The checks over the draft with one table as it is being edited.
    @Transactional(readOnly = true)
    public DraftChecked checkedTable(UUID id, String path, String name, String dmn) {
        return checked(id, path, withTable(id, path, name, dmn));
    }

    private String withTable(UUID id, String path, String name, String dmn) {
        return DecisionTables.replaced(path, text(draft(id), DraftTree.path(path)), name, dmn);
    }

    /// A file of the draft's tree as it is now.
    String text(Draft draft, String path) {
        var bytes = files(draft).get(path);
        if (bytes == null) {
            throw new Refusal(Refusal.Kind.NOT_FOUND, "RUL-404", "草稿里没有这个文件：" + path, NOTHING, "请从草稿页进入");
        }
        return DraftTree.text(bytes);
    }

    /// The files of a delivered archive that differ from the base. An archive with a path that climbs out is refused whole.
    @Transactional
    public int unpack(UUID id, byte[] zip) {
        var draft = open(id);
        SortedMap<String, byte[]> files;
        try {
            files = Edition.files(zip);
        } catch (IllegalArgumentException | java.io.UncheckedIOException climbs) {
            throw new Refusal(Refusal.Kind.INVALID, "RUL-020", climbs.getMessage(), "整包没有收下", "请核对压缩包里的文件路径");
        }
        var base = rulebooks.files(draft.base());
        var count = 0;
        for (var file : files.entrySet()) {
            var path = file.getKey().startsWith("rulebook/") ? file.getKey().substring("rulebook/".length()) : file.getKey();
            if (path.equals("README.md")) {
                continue;
            }
            DraftTree.path(path);
            if (!java.util.Arrays.equals(base.get(path), file.getValue())) {
                put(id, base, path, DraftTree.text(file.getValue()));
                count++;
            }
        }
        touched(id);
        return count;
    }

    /// Back to the text of the base.
    @Transactional
    public void revert(UUID id, String path) {
        open(id);
        DraftTree.path(path);
        var both = path.endsWith(".md") && path.contains("/decisions/") ? List.of(path, path.substring(0, path.length() - 3) + ".dmn") : List.of(path);
        jdbc.sql("delete from rulebook.draft_file where draft_id = :id and path in (:paths)").param("id", id).param("paths", both).update();
        touched(id);
    }

    private void put(UUID id, SortedMap<String, byte[]> base, String path, @Nullable String body) {
        var same = base.containsKey(path) ? body != null && DraftTree.text(base.get(path)).equals(body) : body == null;
        if (same) {
            jdbc.sql("delete from rulebook.draft_file where draft_id = :id and path = :path").param("id", id).param("path", path).update();
            return;
        }
        jdbc.sql("""
                insert into rulebook.draft_file (draft_id, path, body, changed_at, changed_by) values (:id, :path, :body, :now, :by)
                on conflict (draft_id, path) do update set body = excluded.body, changed_at = excluded.changed_at, changed_by = excluded.changed_by""")
                .param("id", id).param("path", path).param("body", body).param("now", now()).param("by", Acting.current().accountId()).update();
    }

    private void touched(UUID id) {
        jdbc.sql("update rulebook.draft set updated_at = :now where id = :id").param("now", now()).param("id", id).update();
    }

    /// The checks and tests over the draft as it is saved, or with one file as it is being typed.
    @Transactional(readOnly = true)
    public DraftChecked checked(UUID id, @Nullable String path, @Nullable String text) {
        var draft = draft(id);
        var base = rulebooks.files(draft.base());
        var changes = new TreeMap<>(changes(id));
        if (path != null) {
            changes.putAll(DraftTree.whole(base, changes, path, text));
        }
        return checks.check(base, DraftTree.over(base, changes), rulebooks.book(draft.base()), path != null);
    }

    /// The draft's own rulebook, for what-if runs and pages. Nothing of it is in force.
    @Transactional(readOnly = true)
    public Rulebook book(UUID id) {
        return DraftTree.book(files(draft(id)));
    }

    SortedMap<String, byte[]> files(Draft draft) {
        return DraftTree.over(rulebooks.files(draft.base()), changes(draft.id()));
    }

    Map<String, @Nullable String> changes(UUID id) {
        var map = new TreeMap<String, @Nullable String>();
        written(id).forEach(file -> map.put(file.path(), file.body()));
        return map;
    }

    List<Written> written(UUID id) {
        return jdbc.sql("select path, body, changed_at from rulebook.draft_file where draft_id = :id order by path").param("id", id)
                .query((row, n) -> new Written(row.getString(1), row.getString(2), row.getObject(3, OffsetDateTime.class))).list();
    }

    /// For another person's eyes. A draft that fails its checks or tests, has nothing in it, has no day or stands on an old edition stays a draft.
    @Transactional
    public void submit(UUID id) {
        var draft = open(id);
        standsOnHead(draft);
        dayHolds(draft);
        if (changes(id).isEmpty()) {
            throw new Refusal(Refusal.Kind.INVALID, "RUL-023", "草稿里还没有任何改动", "没有送审", "先改好再送审");
        }
        passes(draft, "没有送审");
        jdbc.sql("update rulebook.draft set state = 'SUBMITTED', submitted_at = :now, updated_at = :now, decided_by = null, decided_by_name = null, decided_at = null where id = :id")
                .param("now", now()).param("id", id).update();
        event(id, "送审", null);
        accounts.withRole(Role.CITY_APPROVER).forEach(approver -> notices.tell(approver, "POLICY", "政策修改等您审批：" + draft.title(), "/policy/drafts/" + id));
        looks.record(LookLog.Action.CHANGE, "policy-draft", id, null, null, LookLog.OK, "送审");
    }

    @Transactional
    public void withdraw(UUID id, @Nullable String note) {
        var draft = draft(id);
        if (!draft.state().isOpen() && draft.state() != DraftState.SUBMITTED) {
            throw wrongState(draft);
        }
        if (!draft.author().equals(Acting.current().accountId())) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "RUL-024", "只有起草人能撤回", NOTHING, "请起草人 " + draft.authorName() + " 处理");
        }
        jdbc.sql("update rulebook.draft set state = 'WITHDRAWN', updated_at = :now where id = :id").param("now", now()).param("id", id).update();
        event(id, "撤回", note);
    }

    @Transactional
    public void sendBack(UUID id, String note) {
        var draft = toDecide(id);
        if (note.isBlank()) {
            throw new Refusal(Refusal.Kind.INVALID, "RUL-025", "请写明退回的理由", "没有退回", "写明要改什么再退回");
        }
        decide(id, "RETURNED", note, null);
        event(id, "退回", note);
        notices.tell(draft.author(), "POLICY", "政策修改被退回：" + draft.title(), "/policy/drafts/" + id);
    }

    /// The second person's yes. The tree is kept whole under its hash and takes force on the draft's day.
    @Transactional
    public void approve(UUID id, @Nullable String note) {
        // approvals one after the other: each stands on the last
        jdbc.sql("select pg_advisory_xact_lock(hashtext('rulebook.enactment'))").query((row, n) -> 1).list();
        var draft = toDecide(id);
        standsOnHead(draft);
        dayHolds(draft);
        var checked = passes(draft, "没有批准");
        var files = files(draft);
        rulebooks.save(checked.sha256(), files, DraftTree.book(files));
        decide(id, "APPROVED", note, checked.sha256());
        jdbc.sql("""
                insert into rulebook.enactment (id, sha256, base_sha, from_day, draft_id, author, approved_by, approved_at)
                values (:id, :sha, :base, :from, :draft, :author, :by, :now)""")
                .param("id", Ids.next()).param("sha", checked.sha256()).param("base", draft.base()).param("from", draft.effectiveOn()).param("draft", id)
                .param("author", draft.author()).param("by", Acting.current().accountId()).param("now", now()).update();
        event(id, "批准", note);
        looks.record(LookLog.Action.DECIDE, "policy-draft", id, null, null, LookLog.OK, "批准，" + draft.effectiveOn() + " 起施行");
        notices.tell(draft.author(), "POLICY", "政策修改已批准，" + draft.effectiveOn() + " 起施行：" + draft.title(), "/policy/drafts/" + id);
    }

    private void decide(UUID id, String state, @Nullable String note, @Nullable String result) {
        var actor = Acting.current();
        jdbc.sql("""
                update rulebook.draft set state = :state, decided_by = :by, decided_by_name = :name, decided_at = :now, updated_at = :now, decision_note = :note, result_sha = :result
                where id = :id""")
                .param("state", state).param("by", actor.accountId()).param("name", actor.name()).param("now", now()).param("note", note).param("result", result)
                .param("id", id).update();
    }

    /// A draft that waits for a decision, and that the person acting has no hand in.
    private Draft toDecide(UUID id) {
        var draft = jdbc.sql("select * from rulebook.draft where id = :id for update").param("id", id).query((row, n) -> draft(row)).optional().orElseThrow(Drafts::notThere);
        if (draft.state() != DraftState.SUBMITTED) {
            throw wrongState(draft);
        }
        var me = Acting.current().accountId();
        var wrote = jdbc.sql("select count(*) from rulebook.draft_file where draft_id = :id and changed_by = :me").param("id", id).param("me", me).query(Integer.class).single();
        if (draft.author().equals(me) || wrote > 0) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "RUL-026", "自己起草或改过的，不能自己批", "没有作出决定", "请另一位审批人处理");
        }
        return draft;
    }

    private void standsOnHead(Draft draft) {
        var head = enactments.head();
        if (!draft.base().equals(head.edition())) {
            var between = DraftChecks.changes(rulebooks.book(draft.base()), rulebooks.book(head.edition()));
            throw new Refusal(Refusal.Kind.CONFLICT, "RUL-027", "起草之后，另一份修改已经批准：" + String.join("；", between.stream().limit(3).toList())
                    + (between.size() > 3 ? "；等 " + between.size() + " 处" : ""), "没有送审，也没有批准", "请把草稿移到新版上，核对后再送审");
        }
        if (head.from() != null && draft.effectiveOn() != null && draft.effectiveOn().isBefore(head.from())) {
            throw new Refusal(Refusal.Kind.CONFLICT, "RUL-028", "施行日早于已批准的上一版（" + head.from() + "）", NOTHING, "把施行日改到 " + head.from() + " 或以后");
        }
    }

    private void dayHolds(Draft draft) {
        if (draft.effectiveOn() == null || draft.effectiveOn().isBefore(today.date())) {
            throw new Refusal(Refusal.Kind.INVALID, "RUL-029", draft.effectiveOn() == null ? "还没有填施行日" : "施行日 " + draft.effectiveOn() + " 已经过去", NOTHING,
                    "施行日应是今天（" + today.date() + "）或以后");
        }
    }

    private DraftChecked passes(Draft draft, String saved) {
        var base = rulebooks.files(draft.base());
        var checked = checks.check(base, DraftTree.over(base, changes(draft.id())), rulebooks.book(draft.base()), false);
        if (!checked.good()) {
            var first = checked.errors() > 0 ? checked.findings().getFirst().place() + "：" + checked.findings().getFirst().message()
                    : checked.tests().stream().filter(one -> !one.passed()).map(one -> "用例“" + one.name() + "”：" + String.join("；", one.problems())).findFirst().orElse("");
            throw new Refusal(Refusal.Kind.INVALID, "RUL-030", "检查没有通过（" + checked.errors() + " 处错误，" + checked.failed() + " 个用例不符）。" + first, saved, "改正后再送审");
        }
        return checked;
    }

    /// What stands in the way of moving a draft onto the last approved edition: files both changed.
    public record Clash(String path, @Nullable String was, @Nullable String theirs, @Nullable String mine) {}

    /// Moves the draft onto the last approved edition. A file both changed is asked about, by path `MINE` or `THEIRS`; version numbers are counted on.
    ///
    /// @throws Refusal `RUL-031` naming the files still to be settled
    @Transactional
    public void rebase(UUID id, Map<String, String> settled) {
        var draft = open(id);
        var head = enactments.head().edition();
        if (head.equals(draft.base())) {
            return;
        }
        var next = rulebooks.files(head);
        var open = clashes(draft, next).stream().filter(clash -> !settled.containsKey(clash.path())).map(Clash::path).toList();
        if (!open.isEmpty()) {
            throw new Refusal(Refusal.Kind.CONFLICT, "RUL-031", "两份修改都改了：" + String.join("、", open), "草稿没有移动", "逐个选定保留哪一份，再移");
        }
        var mine = changes(id);
        jdbc.sql("update rulebook.draft set base_sha = :head, updated_at = :now where id = :id").param("head", head).param("now", now()).param("id", id).update();
        mine.forEach((path, body) -> {
            if (path.endsWith("/pack.yaml") && onlyVersion(rulebooks.files(draft.base()).get(path), body)) {
                put(id, next, path, next.containsKey(path) ? DraftTree.next(DraftTree.text(next.get(path))) : body);
            } else if ("THEIRS".equals(settled.get(path.endsWith(".dmn") ? path.substring(0, path.length() - 4) + ".md" : path))) {
                jdbc.sql("delete from rulebook.draft_file where draft_id = :id and path = :path").param("id", id).param("path", path).update();
            } else {
                put(id, next, path, body);
            }
        });
        event(id, "移到新版", "基于 " + head.substring(0, 8));
    }

    /// The files both this draft and the editions approved since have changed; generated tables and version numbers left out.
    @Transactional
    public List<Clash> clashes(UUID id) {
        var draft = draft(id);
        return clashes(draft, rulebooks.files(enactments.head().edition()));
    }

    private List<Clash> clashes(Draft draft, SortedMap<String, byte[]> next) {
        var base = rulebooks.files(draft.base());
        var mine = changes(draft.id());
        var out = new ArrayList<Clash>();
        mine.forEach((path, body) -> {
            var was = base.get(path);
            var theirs = next.get(path);
            var generated = path.endsWith(".dmn") && mine.containsKey(path.substring(0, path.length() - 4) + ".md");
            if (generated || java.util.Arrays.equals(was, theirs) || path.endsWith("/pack.yaml") && onlyVersion(was, body)
                    || theirs != null && DraftTree.text(theirs).equals(body)) {
                return;
            }
            out.add(new Clash(path, was == null ? null : DraftTree.text(was), theirs == null ? null : DraftTree.text(theirs), body));
        });
        return out;
    }

    private static boolean onlyVersion(byte @Nullable [] was, @Nullable String body) {
        return was != null && body != null && DraftTree.text(was).replaceAll("(?m)^version:.*$", "").equals(body.replaceAll("(?m)^version:.*$", ""));
    }

    /// A what-if run belongs to the draft from now on; the approver sees it.
    @Transactional
    public void attach(UUID id, UUID run, String note) {
        open(id);
        jdbc.sql("insert into rulebook.draft_run (draft_id, run_id, note, attached_at, attached_by) values (:id, :run, :note, :now, :by) on conflict (draft_id, run_id) do update set note = excluded.note")
                .param("id", id).param("run", run).param("note", note).param("now", now()).param("by", Acting.current().accountId()).update();
    }

    @Transactional
    public void detach(UUID id, UUID run) {
        open(id);
        jdbc.sql("delete from rulebook.draft_run where draft_id = :id and run_id = :run").param("id", id).param("run", run).update();
    }

    Draft draft(UUID id) {
        return jdbc.sql("select * from rulebook.draft where id = :id").param("id", id).query((row, n) -> draft(row)).optional().orElseThrow(Drafts::notThere);
    }

    /// A draft still being written, held until the transaction ends.
    private Draft open(UUID id) {
        var draft = jdbc.sql("select * from rulebook.draft where id = :id for update").param("id", id).query((row, n) -> draft(row)).optional().orElseThrow(Drafts::notThere);
        if (!draft.state().isOpen()) {
            throw wrongState(draft);
        }
        return draft;
    }

    private static Refusal notThere() {
        return new Refusal(Refusal.Kind.NOT_FOUND, "RUL-404", "没有这份草稿", NOTHING, "请从草稿列表进入");
    }

    private static Refusal wrongState(Draft draft) {
        return new Refusal(Refusal.Kind.CONFLICT, "RUL-032", "这份草稿现在是“" + draft.state().title() + "”", NOTHING, "请刷新后再看");
    }

    static Draft draft(java.sql.ResultSet row) throws java.sql.SQLException {
        return new Draft(row.getObject("id", UUID.class), row.getLong("no"), row.getString("title"), row.getString("why"), row.getString("base_sha"),
                DraftState.valueOf(row.getString("state")), row.getObject("effective_on", LocalDate.class), row.getObject("author", UUID.class), row.getString("author_name"),
                row.getObject("created_at", OffsetDateTime.class), row.getObject("updated_at", OffsetDateTime.class), row.getObject("submitted_at", OffsetDateTime.class),
                row.getObject("decided_by", UUID.class), row.getString("decided_by_name"), row.getObject("decided_at", OffsetDateTime.class),
                row.getString("decision_note"), row.getString("result_sha"));
    }

    private void event(UUID id, String what, @Nullable String note) {
        var actor = Acting.current();
        jdbc.sql("insert into rulebook.draft_event (id, draft_id, at, by_account, by_name, what, note) values (:id, :draft, :now, :by, :name, :what, :note)")
                .param("id", Ids.next()).param("draft", id).param("now", now()).param("by", actor.accountId()).param("name", actor.name())
                .param("what", what).param("note", note == null || note.isBlank() ? null : note.strip()).update();
    }

    private OffsetDateTime now() {
        return today.now().atOffset(ZoneOffset.UTC);
    }
}
