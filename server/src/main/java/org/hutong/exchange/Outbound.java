package org.hutong.exchange;

import static org.hutong.jooq.exchange.tables.Outbound.OUTBOUND;
import static org.hutong.jooq.exchange.tables.OutboundBatch.OUTBOUND_BATCH;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hutong.access.LookLog;
import org.hutong.access.Acting;
import org.hutong.jooq.exchange.tables.records.OutboundRecord;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Page;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.hutong.region.Posts;
import org.hutong.region.Regions;
import org.hutong.registry.ChangedFiles;
import org.hutong.registry.ChildSubject;
import org.hutong.registry.PersonView;
import org.hutong.registry.Registry;
import org.hutong.registry.Relation;
import org.hutong.registry.Relative;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The queue of what goes out: changed children and child directors, each as the receiver wants it, held, sent, failed or answered.
///
/// A change that comes before the last one was sent takes its place; what is equal to the last thing said is not said again.
@Service
@Transactional
public class Outbound {

    static final String AAD = "exchange.outbound";
    private static final int AT_ONCE = 500;
    private static final int MOST = 20_000;

    public enum State {
        QUEUED("待发"), HELD("暂缓"), SENT("已发，等答复"), FAILED("对方未收"), ANSWERED("已答复"), REPLACED("已被新的代替");

        private final String title;

        State(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    public record Line(UUID id, String target, String targetName, String kind, String subjectNo, String subjectName, @Nullable UUID childId, String place, String reason, State state,
            String stateName, @Nullable String heldWhy, @Nullable String missing, OffsetDateTime queuedAt, @Nullable OffsetDateTime sentAt, @Nullable OffsetDateTime answeredAt,
            @Nullable String answer, @Nullable String answerText, @Nullable String remoteNo) {}

    /// @param states lines by state
    public record TargetView(String code, String name, String basis, List<String> headings, Map<String, Integer> states, @Nullable OffsetDateTime lastSent) {}

    public record Collected(int looked, int queued, int held, int same, boolean more) {}

    private final DSLContext sql;
    private final JdbcClient jdbc;
    private final OutboundTargets targets;
    private final Registry registry;
    private final ChangedFiles changed;
    private final Regions regions;
    private final Vault vault;
    private final LookLog looks;
    private final Today today;

    Outbound(DSLContext sql, JdbcClient jdbc, OutboundTargets targets, Registry registry, ChangedFiles changed, Regions regions, Vault vault, LookLog looks, Today today) {
        this.sql = sql;
        this.jdbc = jdbc;
        this.targets = targets;
        this.registry = registry;
        this.changed = changed;
        this.regions = regions;
        this.vault = vault;
        this.looks = looks;
        this.today = today;
    }

    public List<TargetView> targets() {
        var counts = new HashMap<String, Map<String, Integer>>();
        sql.select(OUTBOUND.TARGET, OUTBOUND.STATE, DSL.count()).from(OUTBOUND).groupBy(OUTBOUND.TARGET, OUTBOUND.STATE)
                .forEach(row -> counts.computeIfAbsent(row.value1(), code -> new LinkedHashMap<>()).put(row.value2(), row.value3()));
        return targets.all().stream().map(target -> new TargetView(target.code(), target.name(), target.basis(), target.child().stream().map(OutboundTargets.Field::heading).toList(),
                counts.getOrDefault(target.code(), Map.of()),
                sql.select(DSL.max(OUTBOUND_BATCH.MADE_AT)).from(OUTBOUND_BATCH).where(OUTBOUND_BATCH.TARGET.eq(target.code())).fetchOne(0, OffsetDateTime.class))).toList();
    }

    OutboundTargets.Target target(String code) {
        return targets.byCode(code).orElseThrow(() -> new Refusal(Refusal.Kind.INVALID, "EXC-050", "没有这个接收方", "没有改动任何内容", "请从列表中选择"));
    }

    /// Looks at what changed in the reader's places since the last time and queues it.
    public Collected collect(String code) {
        var target = target(code);
        var sum = new int[4];
        var more = false;
        @Nullable OffsetDateTime at = null;
        @Nullable UUID file = null;
        for (;;) {
            var page = changed.after(at, file, AT_ONCE);
            queueChildren(target, page.stream().map(ChangedFiles.Changed::fileId).toList(), sum);
            if (page.size() < AT_ONCE || sum[1] + sum[2] >= MOST) {
                more = page.size() == AT_ONCE;
                break;
            }
            at = page.getLast().changedAt();
            file = page.getLast().fileId();
        }
        if (target.kinds().contains("DIRECTOR")) {
            directors(target, sum);
        }
        looks.record(LookLog.Action.RUN, "outbound", null, null, null, LookLog.OK, target.name() + "：看了 " + sum[0] + "，排队 " + sum[1] + "，暂缓 " + sum[2]);
        return new Collected(sum[0], sum[1], sum[2], sum[3], more);
    }

    private void queueChildren(OutboundTargets.Target target, List<UUID> files, int[] sum) {
        if (files.isEmpty()) {
            return;
        }
        var children = registry.children(files);
        var persons = children.values().stream().map(ChildSubject::personId).toList();
        var views = registry.persons(persons);
        var kin = registry.relatives(persons);
        var last = last(target.code(), children.keySet());
        for (var child : children.values()) {
            if (target.child().stream().anyMatch(field -> field.from().equals("categories") && field.required()) && child.categories().isEmpty() && !last.containsKey(child.fileId())) {
                continue;
            }
            queue(target, "CHILD", child.fileId(), child.fileNo(), child.name(), child.regionId(), target.child(), childValues(child, views.get(child.personId()), kin.getOrDefault(child.personId(), List.of())),
                    last.get(child.fileId()), sum);
        }
    }

    private Map<String, String> childValues(ChildSubject child, @Nullable PersonView person, List<Relative> kin) {
        var values = new HashMap<String, String>();
        values.put("fileNo", child.fileNo());
        values.put("name", child.name());
        values.put("sex", child.sex());
        values.put("born", child.born().toString());
        registry.idNumber(child.personId()).ifPresent(number -> values.put("idNumber", number));
        if (person != null && person.ethnicity() != null) {
            values.put("ethnicity", person.ethnicity());
        }
        values.put("place", regions.path(child.regionId()));
        values.put("placeCode", regions.byId(child.regionId()).map(region -> region.code()).orElse(""));
        if (child.hukouId() != null) {
            values.put("hukouPlace", regions.path(child.hukouId()));
        }
        values.put("categories", String.join("、", child.categories()));
        values.put("stage", child.diedOn() != null ? "死亡" : child.stage().title());
        for (var relative : kin) {
            var key = switch (relative.kind()) {
                case FATHER -> "father";
                case MOTHER -> "mother";
                case GUARDIAN -> "guardian";
                default -> null;
            };
            if (key != null && relative.person() != null && relative.holds(today.date())) {
                values.putIfAbsent(key, relative.person().name() + (relative.person().alive() ? "" : "（已故）"));
            }
        }
        return values;
    }

    /// Child directors and supervisors of the reader's places.
    private void directors(OutboundTargets.Target target, int[] sum) {
        record Post(UUID id, int region, String kind, String name, LocalDate from) {}
        var posts = jdbc.sql("""
                select p.id, p.region_id, p.kind, p.person_name, p.valid_from from region.post p
                where p.kind in ('CHILD_DIRECTOR', 'CHILD_SUPERVISOR') and p.valid_from <= :today and (p.valid_to is null or p.valid_to > :today)
                  and exists (select 1 from region.chain c where c.region_id = p.region_id and (c.region_id = any((select kernel.scope())::int[])
                    or c.town_id = any((select kernel.scope())::int[]) or c.district_id = any((select kernel.scope())::int[]) or c.city_id = any((select kernel.scope())::int[])))
                order by p.id limit :most""").param("today", today.date()).param("most", MOST)
                .query((row, n) -> new Post(row.getObject(1, UUID.class), row.getInt(2), row.getString(3), row.getString(4), row.getObject(5, LocalDate.class))).list();
        var last = last(target.code(), posts.stream().map(Post::id).toList());
        for (var post : posts) {
            var values = new HashMap<String, String>();
            values.put("name", post.name());
            values.put("kind", Posts.kindName(post.kind()));
            values.put("place", regions.path(post.region()));
            values.put("placeCode", regions.byId(post.region()).map(region -> region.code()).orElse(""));
            values.put("since", post.from().toString());
            queue(target, "DIRECTOR", post.id(), values.get("placeCode"), post.name(), post.region(), target.director(), values, last.get(post.id()), sum);
        }
    }

    private Map<UUID, OutboundRecord> last(String target, java.util.Collection<UUID> subjects) {
        return subjects.isEmpty() ? Map.of() : sql.selectDistinct(OUTBOUND.asterisk()).on(OUTBOUND.SUBJECT_ID).from(OUTBOUND)
                .where(OUTBOUND.TARGET.eq(target), OUTBOUND.SUBJECT_ID.in(subjects), OUTBOUND.STATE.ne(State.REPLACED.name())).orderBy(OUTBOUND.SUBJECT_ID, OUTBOUND.QUEUED_AT.desc(), OUTBOUND.ID.desc())
                .fetchInto(OUTBOUND).stream().collect(Collectors.toMap(OutboundRecord::getSubjectId, row -> row));
    }

    private void queue(OutboundTargets.Target target, String kind, UUID subject, String no, String name, int region, List<OutboundTargets.Field> fields, Map<String, String> known,
            @Nullable OutboundRecord last, int[] sum) {
        sum[0]++;
        var values = new LinkedHashMap<String, String>();
        fields.forEach(field -> values.put(field.heading(), known.getOrDefault(field.from(), "")));
        var text = Fields.write(values);
        var print = vault.blindIndex(target.code() + text);
        if (last != null && Arrays.equals(last.getFingerprint(), print)) {
            sum[3]++;
            return;
        }
        var reason = last == null ? "第一次报送" : changes(Fields.read(vault.open(last.getFields(), Vault.aad(AAD, last.getId()))), values);
        if (last != null && (last.getState().equals(State.QUEUED.name()) || last.getState().equals(State.HELD.name()))) {
            last.setState(State.REPLACED.name());
            last.store();
        }
        var missing = fields.stream().filter(field -> field.required() && known.getOrDefault(field.from(), "").isBlank()).map(OutboundTargets.Field::heading).toList();
        var id = Ids.next();
        sql.insertInto(OUTBOUND).set(OUTBOUND.ID, id).set(OUTBOUND.TARGET, target.code()).set(OUTBOUND.KIND, kind).set(OUTBOUND.SUBJECT_ID, subject).set(OUTBOUND.SUBJECT_NO, no)
                .set(OUTBOUND.SUBJECT_NAME, name).set(OUTBOUND.REGION_ID, region).set(OUTBOUND.REASON, reason).set(OUTBOUND.FINGERPRINT, print)
                .set(OUTBOUND.FIELDS, vault.seal(text, Vault.aad(AAD, id))).set(OUTBOUND.STATE, (missing.isEmpty() ? State.QUEUED : State.HELD).name())
                .set(OUTBOUND.MISSING, missing.isEmpty() ? null : String.join("、", missing)).set(OUTBOUND.HELD_WHY, missing.isEmpty() ? null : "缺 " + String.join("、", missing))
                .set(OUTBOUND.QUEUED_AT, now()).execute();
        sum[missing.isEmpty() ? 1 : 2]++;
    }

    private static String changes(Map<String, String> before, Map<String, String> after) {
        var changed = after.keySet().stream().filter(key -> !after.get(key).equals(before.getOrDefault(key, ""))).limit(4).toList();
        return changed.isEmpty() ? "有变化" : String.join("、", changed) + " 有变化";
    }

    public Page<Line> list(@Nullable String target, @Nullable State state, @Nullable String after, @Nullable Integer asked) {
        var limit = Page.limit(asked);
        var key = Page.idKey(after);
        Condition wanted = (target == null ? DSL.noCondition() : OUTBOUND.TARGET.eq(target)).and(state == null ? OUTBOUND.STATE.ne(State.REPLACED.name()) : OUTBOUND.STATE.eq(state.name()));
        var rows = sql.selectFrom(OUTBOUND).where(wanted).and(key == null ? DSL.noCondition() : OUTBOUND.ID.lt(key)).orderBy(OUTBOUND.ID.desc()).limit(limit + 1).fetch();
        var page = Page.cut(new ArrayList<>(rows), limit, row -> row.getId().toString());
        return new Page<>(page.items().stream().map(this::line).toList(), page.next(), null, sql.fetchCount(OUTBOUND, wanted), false);
    }

    private Line line(OutboundRecord row) {
        var state = State.valueOf(row.getState());
        return new Line(row.getId(), row.getTarget(), targets.byCode(row.getTarget()).map(OutboundTargets.Target::name).orElse(row.getTarget()), row.getKind(), row.getSubjectNo(), row.getSubjectName(),
                row.getKind().equals("CHILD") ? row.getSubjectId() : null, regions.path(row.getRegionId()), row.getReason(), state, state.title(), row.getHeldWhy(), row.getMissing(), row.getQueuedAt(),
                row.getSentAt(), row.getAnsweredAt(), row.getAnswer(), row.getAnswerText(), row.getRemoteNo());
    }

    public Line hold(UUID id, String why) {
        var row = row(id, State.QUEUED);
        if (why.strip().length() < 2) {
            throw new Refusal(Refusal.Kind.INVALID, "EXC-051", "没有写为什么暂缓", "没有改动任何内容", "写上一句再暂缓");
        }
        row.setState(State.HELD.name());
        row.setHeldWhy(why.strip() + "（" + Acting.current().name() + "）");
        row.store();
        return line(row);
    }

    public Line release(UUID id) {
        var row = row(id, State.HELD);
        if (row.getMissing() != null) {
            throw new Refusal(Refusal.Kind.CONFLICT, "EXC-052", "还缺 " + row.getMissing() + "，对方不会收", "没有改动任何内容", "请先在档案里补齐，再点“收集变化”");
        }
        row.setState(State.QUEUED.name());
        row.setHeldWhy(null);
        row.store();
        return line(row);
    }

    private OutboundRecord row(UUID id, State wanted) {
        var row = sql.selectFrom(OUTBOUND).where(OUTBOUND.ID.eq(id)).forUpdate().fetchOptional()
                .orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "EXC-053", "没有找到这一条", "没有改动任何内容", "请刷新后重试"));
        if (!row.getState().equals(wanted.name())) {
            throw new Refusal(Refusal.Kind.CONFLICT, "EXC-054", "这一条现在是“" + State.valueOf(row.getState()).title() + "”", "没有改动任何内容", "请刷新看最新状态");
        }
        return row;
    }

    LocalDate today() {
        return today.date();
    }

    OffsetDateTime now() {
        return today.now().atOffset(ZoneOffset.UTC);
    }
}
