package org.hutong.rulebook;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.hutong.access.LookLog;
import org.hutong.kernel.Page;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.region.Regions;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What-if runs as people read them.
@Service
public class WhatIfPages {

    /// @param seconds how long it took, null while it runs
    public record RunRow(UUID id, long no, String title, String state, String stateName, int done, int total, String author, Instant createdAt, @Nullable Long seconds,
            @Nullable Integer gainers, @Nullable Integer losers, @Nullable Long yearFen) {}

    /// @param edition SHA-256 of the whole tree
    public record SideView(String text, String edition, @Nullable LocalDate lawOn, @Nullable String place) {}

    public record PlaceRow(String code, String name, WhatIfFigures figures) {}

    /// @param figures null until the run is done; then the whole, with months, spread, programmes, categories and rules
    public record RunView(RunRow run, SideView a, SideView b, LocalDate day, LocalDate knownOn, int year, long stepFen, @Nullable UUID draftId, @Nullable String problem,
            @Nullable WhatIfFigures figures, List<PlaceRow> places) {}

    /// @param clauses of both sides' own grounds
    public record ChildRow(UUID fileId, String fileNo, String place, String kind, long yearFen, long aMonthFen, long bMonthFen, long aOnceFen, long bOnceFen, List<TurnRow> turns) {}

    public record TurnRow(String programme, String name, @Nullable String period, String aAnswer, String bAnswer, @Nullable Long aFen, @Nullable Long bFen,
            List<GroundRow> a, List<GroundRow> b) {}

    public record GroundRow(String text, String clause, String document, boolean assumption) {}

    public record Choice(String id, String name) {}

    /// What may be compared: open drafts, kept editions, places with a pack of their own.
    public record Choices(LocalDate today, List<Choice> drafts, List<Choice> editions, List<Choice> places) {}

    private static final TypeReference<List<TurnRow>> TURNS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final WhatIfs runs;
    private final Rulebooks rulebooks;
    private final Enactments enactments;
    private final Regions regions;
    private final LookLog looks;
    private final Today today;
    private final JsonMapper json = JsonMapper.builder().build();

    WhatIfPages(JdbcClient jdbc, WhatIfs runs, Rulebooks rulebooks, Enactments enactments, Regions regions, LookLog looks, Today today) {
        this.jdbc = jdbc;
        this.runs = runs;
        this.rulebooks = rulebooks;
        this.enactments = enactments;
        this.regions = regions;
        this.looks = looks;
        this.today = today;
    }

    @Transactional(readOnly = true)
    public Choices choices() {
        var drafts = jdbc.sql("select id, no, title, effective_on from rulebook.draft where state not in ('WITHDRAWN', 'IN_FORCE') order by no desc limit 100")
                .query((row, n) -> new Choice(row.getString("id"), "草稿 " + row.getLong("no") + "《" + row.getString("title") + "》"
                        + (row.getString("effective_on") == null ? "" : "，" + row.getString("effective_on") + " 起施行"))).list();
        var editions = enactments.versions().stream().map(one -> new Choice(one.edition(), one.state() + "：" + one.title() + (one.from() == null ? "" : "（自 " + one.from() + "）"))).toList();
        var places = rulebooks.inForce().book().packs().stream().filter(pack -> !pack.code().equals("000000")).map(pack -> new Choice(pack.code(), pack.title())).toList();
        return new Choices(today.date(), drafts, editions, places);
    }

    @Transactional(readOnly = true)
    public Page<RunRow> list(@Nullable String after, int limit) {
        var key = Page.key(after);
        var rows = jdbc.sql("select * from rulebook.whatif where :after::bigint is null or no < :after order by no desc limit :limit")
                .param("after", key == null ? null : number(key)).param("limit", limit + 1).query((row, n) -> WhatIfs.head(row)).list();
        return Page.cut(rows.stream().map(head -> row(head, whole(head))).toList(), limit, row -> String.valueOf(row.no()));
    }

    @Transactional(readOnly = true)
    public RunView view(UUID id) {
        var head = runs.head(id);
        var whole = whole(head);
        return new RunView(row(head, whole), new SideView(head.aText(), head.aEdition(), head.aLawOn(), head.aPlace()),
                new SideView(head.bText(), head.bEdition(), head.bLawOn(), head.bPlace()), head.day(), today.dayOf(head.knownOn().toInstant()),
                head.year(), head.stepFen(), head.draftId(), head.problem(), whole, parts(id));
    }

    private @Nullable WhatIfFigures whole(WhatIfs.Head head) {
        if (!head.state().equals("DONE")) {
            return null;
        }
        var sum = parts(head.id()).stream().map(PlaceRow::figures).reduce(WhatIfFigures.NONE, WhatIfFigures::plus);
        return new WhatIfFigures(sum.children(), sum.gainers(), sum.losers(), sum.changed(), sum.unreadable(), sum.aCliffs(), sum.bCliffs(), sum.programmes(),
                sum.categories(), sum.rules(), sum.months(), sum.spread().stream().sorted(Comparator.comparingLong(WhatIfFigures.Spread::fen)).toList());
    }

    private List<PlaceRow> parts(UUID id) {
        return jdbc.sql("select place, name, figures::text from rulebook.whatif_part where run_id = :id order by place").param("id", id)
                .query((row, n) -> new PlaceRow(row.getString(1), row.getString(2), json.readValue(row.getString(3), WhatIfFigures.class))).list();
    }

    private static RunRow row(WhatIfs.Head head, @Nullable WhatIfFigures whole) {
        return new RunRow(head.id(), head.no(), head.title(), head.state(), switch (head.state()) {
            case "WAITING" -> "排队";
            case "RUNNING" -> "正在算";
            case "DONE" -> "已算完";
            case "STOPPED" -> "已停下";
            default -> "没有算完";
        }, head.done(), head.total(), head.authorName(), head.createdAt().toInstant(), seconds(head.startedAt(), head.finishedAt()),
                whole == null ? null : whole.gainers(), whole == null ? null : whole.losers(), whole == null ? null : whole.bYearFen() - whole.aYearFen());
    }

    private static @Nullable Long seconds(@Nullable OffsetDateTime from, @Nullable OffsetDateTime to) {
        return from == null || to == null ? null : java.time.Duration.between(from, to).toSeconds();
    }

    /// The children of one kind, those who lose most (or gain most) first.
    ///
    /// @param kind GAIN, LOSE, CHANGED, CLIFF_A or CLIFF_B
    @Transactional
    public Page<ChildRow> children(UUID id, String kind, @Nullable String place, @Nullable String programme, @Nullable Long monthFen, @Nullable String after, int limit) {
        var page = rows(runs.head(id).id(), kind, place, programme, monthFen, after, limit);
        looks.record(LookLog.Action.LIST, "policy-whatif", id, null, null, LookLog.OK, kind + " " + page.items().size());
        return page;
    }

    Page<ChildRow> rows(UUID id, String kind, @Nullable String place, @Nullable String programme, @Nullable Long monthFen, @Nullable String after, int limit) {
        if (List.of("GAIN", "LOSE", "CHANGED", "CLIFF_A", "CLIFF_B").stream().noneMatch(kind::equals)) {
            throw new Refusal(Refusal.Kind.INVALID, "RUL-045", "没有这一类：" + kind, "没有改动任何内容", "请从试算页进入");
        }
        var key = Page.key(after);
        var at = key == null ? null : key.split("/", 2);
        var rows = jdbc.sql("""
                select * from rulebook.whatif_child where run_id = :id and kind = :kind and (:place::text is null or place = :place)
                 and (:programme::text is null or programmes @> array[:programme]) and (:month::bigint is null or b_month_fen - a_month_fen = :month)
                 and (:file::uuid is null or (:gain and (-year_fen, file_id) > (-:year::bigint, :file)) or (not :gain and (year_fen, file_id) > (:year::bigint, :file)))
                order by case when :gain then -year_fen else year_fen end, file_id limit :limit""")
                .param("id", id).param("kind", kind).param("place", blank(place)).param("programme", blank(programme)).param("month", monthFen).param("gain", kind.equals("GAIN"))
                .param("file", at == null || at.length < 2 ? null : file(at[1])).param("year", at == null ? null : number(at[0])).param("limit", limit + 1)
                .query((row, n) -> new ChildRow(row.getObject("file_id", UUID.class), row.getString("file_no"), regions.path(row.getInt("region_id")), row.getString("kind"),
                        row.getLong("year_fen"), row.getLong("a_month_fen"), row.getLong("b_month_fen"), row.getLong("a_once_fen"), row.getLong("b_once_fen"),
                        json.readValue(row.getString("turns"), TURNS))).list();
        return Page.cut(rows, limit, row -> row.yearFen() + "/" + row.fileId());
    }

    private static @Nullable String blank(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static UUID file(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw badPlace();
        }
    }

    private static Long number(String key) {
        try {
            return Long.valueOf(key);
        } catch (NumberFormatException e) {
            throw badPlace();
        }
    }

    private static Refusal badPlace() {
        return new Refusal(Refusal.Kind.INVALID, "RUL-033", "翻页的位置不对", "没有改动任何内容", "请从第一页重新看");
    }
}
