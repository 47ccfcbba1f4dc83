package org.hutong.discovery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.determination.Entitlements;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Page;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.linkage.han.Differences;
import org.hutong.region.Regions;
import org.hutong.registry.Merges;
import org.hutong.registry.PersonView;
import org.hutong.registry.Registry;
import org.hutong.registry.SamePersons;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// Pairs of records that may be one person, shown to people and answered by people. The score is told only after the answer.
@Service
@Transactional
public class Pairs {

    public enum Answer { SAME, DIFFERENT, UNSURE }

    /// One record of a pair, as a list shows it.
    public record Side(UUID personId, @Nullable UUID fileId, String name, String sex, @Nullable LocalDate born, @Nullable String idMasked, String place) {}

    /// @param rounds how many people must answer
    public record Row(UUID id, Side left, Side right, String state, String stateName, boolean second, boolean answeredByMe, long stakeFen, @Nullable String held) {}

    /// One line of the two columns; `runs` mark where the two differ and how.
    public record Line(String label, String left, String right, boolean same, List<Differences.Run> leftRuns, List<Differences.Run> rightRuns) {}

    public record Reading(String who, String answer, @Nullable String note, Instant at) {}

    /// @param score  null until the reader has answered or the pair is settled
    /// @param merges joinings these two records had a part in
    public record Opened(Row pair, List<Line> lines, @Nullable Score score, List<Reading> readings, List<Merges.Merge> merges, List<String> actions) {}

    public record Score(double weight, double probability, List<SamePersons.Step> steps) {}

    public record Ran(int found, int fresh, long tookMs) {}

    /// Every fifth pair goes to a second reader, so that readers can be compared (假设: no text sets the share).
    private static final int SAMPLE = 5;
    private static final Map<String, String> STATES = Map.of("OPEN", "待判断", "SECOND", "待第二人", "SAME", "同一人，待合并", "DIFFERENT", "不是同一人", "UNSURE", "不确定",
            "MERGED", "已合并");
    private static final String COLUMNS = "id, a_id, b_id, weight, probability, waterfall, held, stake_fen, rank, second, fingerprint, state";

    private record Stored(UUID id, UUID a, UUID b, double weight, double probability, String waterfall, @Nullable String held, long stakeFen, float rank,
            boolean second, String fingerprint, String state) {}

    private final JdbcClient jdbc;
    private final SamePersons same;
    private final Registry registry;
    private final Merges merges;
    private final Entitlements entitlements;
    private final PaidTwice paidTwice;
    private final Regions regions;
    private final LookLog looks;
    private final JsonMapper json;
    private final Today today;

    Pairs(JdbcClient jdbc, SamePersons same, Registry registry, Merges merges, Entitlements entitlements, PaidTwice paidTwice, Regions regions, LookLog looks,
            JsonMapper json, Today today) {
        this.jdbc = jdbc;
        this.same = same;
        this.registry = registry;
        this.merges = merges;
        this.entitlements = entitlements;
        this.paidTwice = paidTwice;
        this.regions = regions;
        this.looks = looks;
        this.json = json;
        this.today = today;
    }

    // ---- finding

    /// Compares all records in the actor's places: every night, and when somebody asks.
    public Ran run() {
        var start = System.nanoTime();
        var found = same.all();
        var fresh = keep(found);
        looks.record(LookLog.Action.RUN, "pair", null, null, null, LookLog.OK, "疑似同一人 " + found.size() + " 对，新增 " + fresh);
        return new Ran(found.size(), fresh, (System.nanoTime() - start) / 1_000_000);
    }

    /// Compares one person with the others, at once.
    public int compare(UUID person) {
        return keep(same.of(person));
    }

    /// Pairs come back only when one of their records changed since they were answered.
    private int keep(List<SamePersons.Likely> found) {
        var told = same.told(found.stream().flatMap(pair -> Stream.of(pair.a(), pair.b())).collect(Collectors.toSet()));
        var stakes = stakes(told.keySet());
        var fresh = 0;
        for (var pair : found) {
            var a = told.get(pair.a());
            var b = told.get(pair.b());
            if (a == null || b == null) {
                continue;
            }
            var stake = stakes.getOrDefault(pair.a(), 0L) + stakes.getOrDefault(pair.b(), 0L);
            // pairs near even odds first, and sooner where more money rests on the answer (100 yuan a month count as the unit)
            var rank = Math.abs(pair.weight()) / (1 + Math.log(1 + stake / 10_000.0));
            fresh += jdbc.sql("""
                    insert into discovery.pair (id, a_id, b_id, weight, probability, waterfall, held, stake_fen, rank, second, fingerprint, state, found_at)
                    values (:id, :a, :b, :weight, :probability, :waterfall::jsonb, :held, :stake, :rank, :second, :mark, 'OPEN', :now)
                    on conflict (a_id, b_id) do update set weight = excluded.weight, probability = excluded.probability, waterfall = excluded.waterfall,
                      held = excluded.held, stake_fen = excluded.stake_fen, rank = excluded.rank, fingerprint = excluded.fingerprint, second = excluded.second,
                      state = 'OPEN', found_at = excluded.found_at
                    where pair.fingerprint <> excluded.fingerprint and pair.state <> 'MERGED'""")
                    .param("id", Ids.next()).param("a", pair.a()).param("b", pair.b()).param("weight", (float) pair.weight()).param("probability", (float) pair.probability())
                    .param("waterfall", json.writeValueAsString(pair.steps())).param("held", pair.held()).param("stake", stake).param("rank", (float) rank)
                    .param("second", pair.held() != null || Math.floorMod(pair.a().hashCode() * 31 + pair.b().hashCode(), SAMPLE) == 0)
                    .param("mark", same.mark(a, b)).param("now", now()).update();
        }
        return fresh;
    }

    /// What each of these persons is owed this month.
    private Map<UUID, Long> stakes(Collection<UUID> persons) {
        return entitlements.inMonth(YearMonth.from(today.date())).stream().filter(spell -> persons.contains(spell.childPersonId()))
                .collect(Collectors.groupingBy(Entitlements.Spell::childPersonId, Collectors.summingLong(Entitlements.Spell::amountFen)));
    }

    // ---- reading

    /// @param state one of the states, or null for those that wait for somebody
    public Page<Row> list(@Nullable String state, @Nullable String after, @Nullable Integer asked) {
        if (state != null && !STATES.containsKey(state)) {
            throw new Refusal(Refusal.Kind.INVALID, "DIS-020", "没有这种状态", "没有查询", "请从页面上选择状态");
        }
        var limit = Page.limit(asked);
        var key = Page.key(after);
        var from = key == null ? null : position(key);
        var states = state == null ? new String[] {"OPEN", "SECOND"} : new String[] {state};
        var rows = jdbc.sql("select " + COLUMNS + """
                 from discovery.pair where state = any(:states) and (:rank::real is null or (rank, id) > (:rank::real, :id::uuid))
                 order by rank, id limit :limit""").param("states", states).param("rank", from == null ? null : from.rank()).param("id", from == null ? null : from.id())
                .param("limit", limit + 1).query(Pairs::stored).list();
        var total = jdbc.sql("select count(*) from discovery.pair where state = any(:states)").param("states", states).query(Integer.class).single();
        looks.record(LookLog.Action.LIST, "pair", null, null, null, LookLog.OK, "返回 " + Math.min(limit, rows.size()) + " 对");
        var cut = Page.cut(rows, limit, row -> row.rank() + " " + row.id());
        return new Page<>(rows(cut.items()), cut.next(), null, total, false);
    }

    private record Position(float rank, UUID id) {}

    private static Position position(String key) {
        try {
            return new Position(Float.parseFloat(key.split(" ")[0]), UUID.fromString(key.split(" ")[1]));
        } catch (RuntimeException e) {
            throw new Refusal(Refusal.Kind.INVALID, "KER-002", "翻页位置无效", "没有改动任何内容", "请从第一页重新打开");
        }
    }

    public Opened open(UUID id) {
        var pair = stored(id);
        var row = rows(List.of(pair)).getFirst();
        var shown = shown(pair);
        looks.record(LookLog.Action.OPEN, "pair", id, null, null, LookLog.OK, null);
        return shown(pair, row, shown);
    }

    private Opened shown(Stored pair, Row row, List<Line> lines) {
        var readings = jdbc.sql("select reader_name, answer, note, at from discovery.pair_reading where pair_id = :id and fingerprint = :mark order by at")
                .param("id", pair.id()).param("mark", pair.fingerprint()).query((r, n) -> new Reading(r.getString(1), r.getString(2), r.getString(3),
                        r.getObject(4, OffsetDateTime.class).toInstant())).list();
        var settled = !pair.state().equals("OPEN") && !pair.state().equals("SECOND");
        var told = settled || row.answeredByMe();
        var actions = new ArrayList<String>();
        if (!settled && !row.answeredByMe()) {
            actions.add("ANSWER");
        }
        if (pair.state().equals("SAME")) {
            actions.add("MERGE");
        }
        var history = merges.of(List.of(pair.a(), pair.b()));
        if (history.stream().anyMatch(merge -> merge.undoneAt() == null && merge.survivorId() != null && joins(merge, pair))) {
            actions.add("UNDO");
        }
        return new Opened(row, lines, told ? new Score(pair.weight(), pair.probability(), List.of(json.readValue(pair.waterfall(), SamePersons.Step[].class))) : null,
                told ? readings : List.of(), history, actions);
    }

    private static boolean joins(Merges.Merge merge, Stored pair) {
        return List.of(pair.a(), pair.b()).containsAll(List.of(merge.survivorId(), merge.mergedId()));
    }

    /// What the two records say, side by side; numbers and phones masked, their differences told in words.
    private List<Line> shown(Stored pair) {
        var told = same.toldAlso(List.of(pair.a(), pair.b()));
        var a = told.get(pair.a());
        var b = told.get(pair.b());
        if (a == null || b == null) {
            throw notThere();
        }
        var lines = new ArrayList<Line>();
        lines.add(line("姓名", a.name(), b.name()));
        lines.add(line("性别", a.sex(), b.sex()));
        lines.add(line("出生日期", day(a.born()), day(b.born())));
        var views = registry.persons(List.of(pair.a(), pair.b()));
        lines.add(masked("身份证号", a.idNumber(), b.idNumber(), views.get(pair.a()).idMasked(), views.get(pair.b()).idMasked()));
        lines.add(masked("电话", a.phone(), b.phone(), views.get(pair.a()).phoneMasked(), views.get(pair.b()).phoneMasked()));
        lines.add(line("所在地", regions.path(a.regionId()), regions.path(b.regionId())));
        lines.add(line("父亲", text(a.father()), text(b.father())));
        lines.add(line("母亲", text(a.mother()), text(b.mother())));
        return lines;
    }

    private static Line line(String label, String left, String right) {
        return new Line(label, left, right, left.equals(right), Differences.of(left, right), Differences.of(right, left));
    }

    private static Line masked(String label, @Nullable String left, @Nullable String right, @Nullable String leftShown, @Nullable String rightShown) {
        var agree = Objects.equals(left, right);
        var places = left == null || right == null || agree || left.length() != right.length() ? 0
                : (int) java.util.stream.IntStream.range(0, left.length()).filter(i -> left.charAt(i) != right.charAt(i)).count();
        var note = agree || left == null || right == null ? "" : places > 0 ? "（两边有 " + places + " 位不同）" : "（两边位数不同）";
        return new Line(label, text(leftShown) + note, text(rightShown) + note, agree, List.of(), List.of());
    }

    private static String day(@Nullable LocalDate day) {
        return day == null ? "" : day.toString();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    // ---- answering

    /// @throws Refusal `DIS-021` settled already, or answered by this reader before
    public Opened answer(UUID id, Answer answer, @Nullable String note) {
        var pair = stored(id);
        var actor = Acting.current();
        if (!pair.state().equals("OPEN") && !pair.state().equals("SECOND") || answered(pair)) {
            throw new Refusal(Refusal.Kind.CONFLICT, "DIS-021", "这一对已经判断过", "没有保存", "如需第二人判断，请换一位同事");
        }
        var before = jdbc.sql("select answer from discovery.pair_reading where pair_id = :id and fingerprint = :mark").param("id", id).param("mark", pair.fingerprint())
                .query(String.class).list();
        jdbc.sql("""
                insert into discovery.pair_reading (id, pair_id, fingerprint, answer, note, reader_id, reader_name, at)
                values (:id, :pair, :mark, :answer, :note, :by, :name, :now)""").param("id", Ids.next()).param("pair", id).param("mark", pair.fingerprint())
                .param("answer", answer.name()).param("note", note == null || note.isBlank() ? null : note.strip()).param("by", actor.accountId())
                .param("name", actor.name()).param("now", now()).update();
        var state = pair.second() && before.isEmpty() ? "SECOND" : before.stream().allMatch(answer.name()::equals) ? answer.name() : Answer.UNSURE.name();
        setState(id, state);
        looks.record(LookLog.Action.DECIDE, "pair", id, null, null, LookLog.OK, answer.name());
        return open(id);
    }

    /// Joins the two records of a pair that people found to be one person.
    ///
    /// @param keep the record that stands for both
    /// @throws Refusal `DIS-022` the pair is not settled as one person
    public Opened merge(UUID id, UUID keep, String reason) {
        var pair = stored(id);
        if (!pair.state().equals("SAME") || !keep.equals(pair.a()) && !keep.equals(pair.b())) {
            throw new Refusal(Refusal.Kind.CONFLICT, "DIS-022", "这一对还没有判断为同一人，不能合并", "没有合并", "请先由需要的人数判断完");
        }
        var merge = merges.merge(keep, keep.equals(pair.a()) ? pair.b() : pair.a(), reason);
        setState(id, "MERGED");
        paidTwice.look(merge);
        return open(id);
    }

    /// Parts the two records again. The pair stays with the people, as unsure.
    public Opened undo(UUID id, String reason) {
        var pair = stored(id);
        var merge = merges.of(List.of(pair.a(), pair.b())).stream().filter(one -> one.undoneAt() == null && joins(one, pair)).findFirst()
                .orElseThrow(() -> new Refusal(Refusal.Kind.CONFLICT, "DIS-023", "这一对没有合并", "没有改动", "请刷新后查看"));
        merges.undo(merge.id(), reason);
        setState(id, "UNSURE");
        return open(id);
    }

    private void setState(UUID id, String state) {
        jdbc.sql("update discovery.pair set state = :state where id = :id").param("state", state).param("id", id).update();
    }

    private boolean answered(Stored pair) {
        return jdbc.sql("select exists (select 1 from discovery.pair_reading where pair_id = :id and fingerprint = :mark and reader_id = :me)").param("id", pair.id())
                .param("mark", pair.fingerprint()).param("me", Acting.current().accountId()).query(Boolean.class).single();
    }

    private Stored stored(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from discovery.pair where id = :id").param("id", id).query(Pairs::stored).optional().orElseThrow(Pairs::notThere);
    }

    private List<Row> rows(List<Stored> pairs) {
        var people = registry.persons(pairs.stream().flatMap(pair -> Stream.of(pair.a(), pair.b())).collect(Collectors.toCollection(LinkedHashSet::new)));
        var files = registry.childrenOf(people.keySet());
        var places = regions.places(people.values().stream().map(PersonView::regionId).distinct().toList());
        return pairs.stream().filter(pair -> people.containsKey(pair.a()) && people.containsKey(pair.b())).map(pair -> new Row(pair.id(),
                side(people.get(pair.a()), files, places), side(people.get(pair.b()), files, places), pair.state(), STATES.get(pair.state()), pair.second(),
                answered(pair), pair.stakeFen(), pair.held())).toList();
    }

    private static Side side(PersonView person, Map<UUID, org.hutong.registry.ChildSubject> files, Map<Integer, org.hutong.region.Place> places) {
        return new Side(person.id(), Optional.ofNullable(files.get(person.id())).map(org.hutong.registry.ChildSubject::fileId).orElse(null), person.name(), person.sex(),
                person.born(), person.idMasked(), places.get(person.regionId()).path());
    }

    private static Stored stored(ResultSet row, int n) throws SQLException {
        return new Stored(row.getObject("id", UUID.class), row.getObject("a_id", UUID.class), row.getObject("b_id", UUID.class), row.getFloat("weight"),
                row.getFloat("probability"), row.getString("waterfall"), row.getString("held"), row.getLong("stake_fen"), row.getFloat("rank"),
                row.getBoolean("second"), row.getString("fingerprint"), row.getString("state"));
    }

    private OffsetDateTime now() {
        return today.now().atOffset(ZoneOffset.UTC);
    }

    private static Refusal notThere() {
        return new Refusal(Refusal.Kind.NOT_FOUND, "DIS-024", "没有找到，或不在您的权限范围内", "没有改动任何内容", "请从列表重新打开");
    }
}
