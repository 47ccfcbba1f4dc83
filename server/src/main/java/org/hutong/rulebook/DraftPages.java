package org.hutong.rulebook;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.access.Role;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Page;
import org.hutong.kernel.Refusal;
import org.hutong.policy.PolicyException;
import org.hutong.policy.pack.Pack;
import org.hutong.policy.pack.Type;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Drafts as pages: the list, one draft with its files and history, its parameters as grids.
@Service
public class DraftPages {

    private final Drafts drafts;
    private final Rulebooks rulebooks;
    private final Enactments enactments;
    private final JdbcClient jdbc;

    DraftPages(Drafts drafts, Rulebooks rulebooks, Enactments enactments, JdbcClient jdbc) {
        this.drafts = drafts;
        this.rulebooks = rulebooks;
        this.enactments = enactments;
        this.jdbc = jdbc;
    }

    public record DraftRow(UUID id, long no, String title, String why, String state, String stateName, @Nullable LocalDate effectiveOn, String authorName,
            Instant updatedAt, @Nullable String decidedByName, @Nullable Instant decidedAt, int files) {}

    /// @param kind 参数, 决策表, 用例, 来源, 待遇 or 其他
    public record FileRow(String path, String pack, String kind, String name, boolean deleted, boolean added, Instant changedAt) {}

    public record Event(Instant at, String by, String what, @Nullable String note) {}

    public record Run(UUID runId, String note, Instant attachedAt) {}

    /// @param current  whether the draft stands on the last approved edition
    /// @param actions  what the reader may do now: EDIT, SUBMIT, WITHDRAW, REBASE, APPROVE, RETURN
    /// @param warnings what an approver should know before saying yes
    public record DraftView(DraftRow draft, String baseEdition, boolean current, @Nullable String resultEdition, @Nullable String decisionNote, List<FileRow> files,
            List<Event> events, List<Run> runs, List<String> actions, List<String> warnings) {}

    @Transactional(readOnly = true)
    public Page<DraftRow> list(@Nullable String state, @Nullable String after, int limit) {
        var key = Page.key(after);
        var rows = jdbc.sql("""
                select d.*, (select count(*) from rulebook.draft_file f where f.draft_id = d.id and f.path not like '%.dmn') as files from rulebook.draft d
                where (:state::text is null or d.state = :state) and (:after::bigint is null or d.no < :after) order by d.no desc limit :limit""")
                .param("state", state == null || state.isBlank() ? null : state).param("after", key == null ? null : number(key)).param("limit", limit + 1)
                .query((row, n) -> row(Drafts.draft(row), row.getInt("files"))).list();
        return Page.cut(rows, limit, row -> String.valueOf(row.no()));
    }

    private static Long number(String key) {
        try {
            return Long.valueOf(key);
        } catch (NumberFormatException e) {
            throw new Refusal(Refusal.Kind.INVALID, "RUL-033", "翻页的位置不对", "没有改动任何内容", "请从第一页重新看");
        }
    }

    private static DraftRow row(Drafts.Draft draft, int files) {
        return new DraftRow(draft.id(), draft.no(), draft.title(), draft.why(), draft.state().name(), draft.state().title(), draft.effectiveOn(), draft.authorName(),
                draft.updatedAt().toInstant(), draft.decidedByName(), draft.decidedAt() == null ? null : draft.decidedAt().toInstant(), files);
    }

    @Transactional
    public DraftView view(UUID id) {
        var draft = drafts.draft(id);
        var base = rulebooks.files(draft.base());
        var files = drafts.written(id).stream().filter(file -> !generated(file.path()))
                .map(file -> new FileRow(file.path(), DraftTree.pack(file.path()), kind(file.path()), name(file.path()), file.body() == null, !base.containsKey(file.path()),
                        file.changedAt().toInstant())).toList();
        var events = jdbc.sql("select at, by_name, what, note from rulebook.draft_event where draft_id = :id order by id").param("id", id)
                .query((row, n) -> new Event(row.getObject(1, OffsetDateTime.class).toInstant(), row.getString(2), row.getString(3), row.getString(4))).list();
        var runs = jdbc.sql("select run_id, note, attached_at from rulebook.draft_run where draft_id = :id order by attached_at").param("id", id)
                .query((row, n) -> new Run(row.getObject(1, UUID.class), row.getString(2), row.getObject(3, OffsetDateTime.class).toInstant())).list();
        var current = !draft.state().isOpen() && draft.state() != DraftState.SUBMITTED || draft.base().equals(enactments.head().edition());
        return new DraftView(row(draft, files.size()), draft.base(), current, draft.result(), draft.decisionNote(), files, events, runs, actions(draft, current),
                warnings(draft, current, files, runs));
    }

    private static boolean generated(String path) {
        return path.endsWith(".dmn");
    }

    private static String kind(String path) {
        var parts = path.split("/");
        return path.endsWith("/pack.yaml") ? "版本" : parts.length < 3 ? "其他" : switch (parts[1]) {
            case "parameters" -> "参数";
            case "decisions" -> "决策表";
            case "tests" -> "用例";
            case "sources" -> "来源";
            case "programmes" -> "待遇";
            default -> "其他";
        };
    }

    private static String name(String path) {
        var file = path.substring(path.lastIndexOf('/') + 1);
        return path.split("/").length < 3 ? file : file.substring(0, file.lastIndexOf('.'));
    }

    private static List<String> actions(Drafts.Draft draft, boolean current) {
        var actor = Acting.current();
        var mine = draft.author().equals(actor.accountId());
        var out = new ArrayList<String>();
        if (draft.state().isOpen() && actor.has(Role.CITY_OFFICER)) {
            out.add("EDIT");
            out.add(current ? "SUBMIT" : "REBASE");
        }
        if (mine && (draft.state().isOpen() || draft.state() == DraftState.SUBMITTED)) {
            out.add("WITHDRAW");
        }
        if (draft.state() == DraftState.SUBMITTED && actor.has(Role.CITY_APPROVER) && !mine) {
            out.add("APPROVE");
            out.add("RETURN");
        }
        return out;
    }

    private static List<String> warnings(Drafts.Draft draft, boolean current, List<FileRow> files, List<Run> runs) {
        var out = new ArrayList<String>();
        if (!current) {
            out.add("起草之后另有修改批准，须先移到新版");
        }
        if (runs.isEmpty() && (draft.state().isOpen() || draft.state() == DraftState.SUBMITTED)) {
            out.add("还没有附上影响试算：不知道谁多谁少、要多少钱");
        }
        if (!runs.isEmpty() && runs.stream().allMatch(run -> files.stream().anyMatch(file -> file.changedAt().isAfter(Ids.madeAt(run.runId()))))) {
            out.add("试算之后草稿又改过：附上的数不是这一稿的，请再试算一次");
        }
        return out;
    }

    public record FileText(String path, @Nullable String text, @Nullable String base) {}

    @Transactional(readOnly = true)
    public FileText file(UUID id, String path) {
        var draft = drafts.draft(id);
        DraftTree.path(path);
        var base = rulebooks.files(draft.base()).get(path);
        var changes = drafts.changes(id);
        var was = base == null ? null : DraftTree.text(base);
        return new FileText(path, changes.containsKey(path) ? changes.get(path) : was, was);
    }

    /// @param file whether the pack has a file of its own; others are inherited and read only here
    public record Grid(String pack, String name, String path, String description, String type, String unit, List<Key> keys, List<ParameterRows.Row> rows,
            List<ParameterRows.Row> base, boolean changed, @Nullable String unreadable) {}

    /// @param values what a cell of this key may be; empty where it is not a closed list
    public record Key(String name, List<String> values) {}

    public record ClauseChoice(String id, String document, String title) {}

    public record Place(String code, String name) {}

    public record PackGrids(String code, String folder, String name, List<Grid> grids, List<ClauseChoice> clauses, List<Place> places, List<String> tables) {}

    /// A pack of the draft: its parameters as grids, the clauses its chain may cite, its places, its decision files.
    @Transactional(readOnly = true)
    public PackGrids pack(UUID id, String code) {
        var draft = drafts.draft(id);
        var base = rulebooks.files(draft.base());
        var changes = drafts.changes(id);
        var now = DraftTree.over(base, changes);
        var book = rulebooks.book(draft.base());
        var pack = book.packs().stream().filter(one -> one.code().equals(code)).findFirst()
                .orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "RUL-404", "没有这个政策包", "没有改动任何内容", "请从政策列表进入"));
        var law = book.law(code);
        var grids = new ArrayList<Grid>();
        for (var path : now.keySet()) {
            if (!path.startsWith(pack.folder() + "/parameters/") || !path.endsWith(".csv")) {
                continue;
            }
            var name = name(path);
            var parameter = law.parameters.get(name);
            var meta = parameter == null ? null : parameter.meta();
            var rows = rows(path, DraftTree.text(now.get(path)));
            var keys = (meta == null ? rows.rows.keys() : meta.keys()).stream().map(key -> new Key(key, values(law.facts.get(key)))).toList();
            grids.add(new Grid(pack.code(), name, path, meta == null || meta.description() == null ? "" : meta.description(), meta == null ? "" : meta.type().describe(),
                    meta == null || meta.unit() == null ? "" : meta.unit(), keys, rows.rows.rows(),
                    base.containsKey(path) ? rows(path, DraftTree.text(base.get(path))).rows.rows() : List.of(), changes.containsKey(path), rows.wrong));
        }
        var clauses = law.sources.values().stream().flatMap(source -> source.clauses().stream().map(clause -> new ClauseChoice(source.id() + "#" + clause.id(),
                source.number() == null || source.number().isBlank() ? source.title() : source.number(), clause.title()))).toList();
        var places = new LinkedHashMap<String, String>();
        places.put(pack.code(), pack.title());
        pack.regions().forEach(places::putIfAbsent);
        var tables = now.keySet().stream().filter(path -> path.startsWith(pack.folder() + "/decisions/") && path.endsWith(".md")).toList();
        return new PackGrids(pack.code(), pack.folder(), pack.title(), grids, clauses, places.entrySet().stream().map(one -> new Place(one.getKey(), one.getValue())).toList(), tables);
    }

    private record Read(ParameterRows.Rows rows, @Nullable String wrong) {}

    private static Read rows(String path, String csv) {
        try {
            return new Read(ParameterRows.read(path, csv), null);
        } catch (PolicyException unreadable) {
            return new Read(new ParameterRows.Rows(List.of(), List.of()), unreadable.getMessage());
        }
    }

    private static List<String> values(Pack.@Nullable Fact fact) {
        if (fact == null) {
            return List.of();
        }
        return fact.type().kind() == Type.Kind.ENUM ? fact.type().values() : fact.type().kind() == Type.Kind.BOOL ? List.of("true", "false") : List.of();
    }

    /// @param kind    表, 公式 or 函数
    /// @param formula the formula, where it is no table
    /// @param dmn     a DMN 1.3 file holding this table alone
    public record Decision(String name, String kind, String type, String hit, @Nullable String formula, @Nullable String dmn) {}

    public record Decisions(String path, boolean changed, List<Decision> decisions) {}

    /// The decisions of one Markdown of the draft, its tables as DMN.
    @Transactional(readOnly = true)
    public Decisions decisions(UUID id, String path) {
        var draft = drafts.draft(id);
        var text = drafts.text(draft, DraftTree.path(path));
        var law = rulebooks.book(draft.base()).law(path.substring(0, 6));
        return new Decisions(path, drafts.changes(id).containsKey(path), DecisionTables.parts(text, law).stream()
                .map(part -> new Decision(part.name(), part.kind(), part.type(), part.hit(), part.formula(), part.dmn())).toList());
    }

    /// The CSV of a grid as typed.
    public static String csv(List<String> keys, List<ParameterRows.Row> rows) {
        return ParameterRows.write(new ParameterRows.Rows(keys, Objects.requireNonNullElse(rows, List.of())));
    }

    @Transactional(readOnly = true)
    public List<Enactments.Version> versions() {
        return enactments.versions();
    }

    /// The difference of two kept editions, one line a change.
    @Transactional(readOnly = true)
    public List<String> difference(String from, String to) {
        for (var edition : List.of(from, to)) {
            if (!edition.matches("[0-9a-f]{64}")) {
                throw new Refusal(Refusal.Kind.INVALID, "RUL-034", "没有这一版：" + edition, "没有改动任何内容", "请从历次版本里选两版");
            }
        }
        return DraftChecks.changes(rulebooks.book(from), rulebooks.book(to));
    }
}
