package org.hutong.watch;

import static org.hutong.jooq.watch.tables.Duty.DUTY;
import static org.hutong.jooq.watch.tables.Visit.VISIT;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.jooq.watch.tables.records.DutyRecord;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.hutong.region.Posts;
import org.hutong.region.Regions;
import org.hutong.registry.Registry;
import org.hutong.registry.Stage;
import org.hutong.rulebook.Cadence;
import org.hutong.rulebook.Rulebooks;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// Due contacts 联系 and due visits 走访: what the director of the child's village owes, by the cadences of the rulebook in force.
@Service
@Transactional
public class Duties {

    private final DSLContext sql;
    private final Registry registry;
    private final Regions regions;
    private final Posts posts;
    private final Rulebooks rulebooks;
    private final Vault vault;
    private final JsonMapper json;
    private final Today today;
    private final LookLog looks;

    Duties(DSLContext sql, Registry registry, Regions regions, Posts posts, Rulebooks rulebooks, Vault vault, JsonMapper json, Today today, LookLog looks) {
        this.sql = sql;
        this.registry = registry;
        this.regions = regions;
        this.posts = posts;
        this.rulebooks = rulebooks;
        this.vault = vault;
        this.json = json;
        this.today = today;
        this.looks = looks;
    }

    /// A duty as lists show it.
    public record Due(UUID id, String kind, UUID childFileId, String childName, int regionId, LocalDate openedOn, LocalDate dueOn,
            String because, String clause, boolean assumption, String level, @Nullable UUID assignee, @Nullable String assigneeName,
            @Nullable LocalDate doneOn) {}

    public record Visited(LocalDate on, String kind, String how, boolean seen, String who, Answers answers, String note, @Nullable String level) {}

    public record Answers(@Nullable String livingWith, @Nullable String health, @Nullable String school) {}

    public enum How { PHONE, HOME, SCHOOL, VIDEO }

    /// Opens what is owed to a child whose benefit has been confirmed. Repeating changes nothing.
    ///
    /// @return the ids of newly opened duties
    public List<UUID> open(UUID childFileId, String programme) {
        var child = registry.child(childFileId);
        var opened = new ArrayList<UUID>();
        var known = sql.selectDistinct(DUTY.CADENCE).from(DUTY).where(DUTY.CHILD_FILE_ID.eq(childFileId)).fetchSet(DUTY.CADENCE);
        for (var cadence : rulebooks.cadences(code(child.regionId()), today.date(), programme)) {
            if (known.contains(cadence.code())) {
                continue;
            }
            open(child.personId(), childFileId, child.name(), child.regionId(), cadence, today.date()).ifPresent(opened::add);
        }
        return opened;
    }

    /// What is still open of a child goes where the child now stands, to the director there.
    void follow(UUID childFileId) {
        var place = registry.child(childFileId).regionId();
        var director = posts.holding(place, Posts.CHILD_DIRECTOR, today.date()).stream().findFirst();
        sql.update(DUTY).set(DUTY.REGION_ID, place).set(DUTY.ASSIGNEE, director.map(post -> post.accountId()).orElse(null))
                .set(DUTY.ASSIGNEE_NAME, director.map(post -> post.personName()).orElse(null))
                .where(DUTY.CHILD_FILE_ID.in(registry.filesOf(childFileId)), DUTY.DONE_ON.isNull(), DUTY.REGION_ID.ne(place)).execute();
    }

    private Optional<UUID> open(UUID personId, UUID childFileId, String name, int regionId, Cadence cadence, LocalDate from) {
        var director = posts.holding(regionId, Posts.CHILD_DIRECTOR, today.date()).stream().findFirst();
        return sql.insertInto(DUTY)
                .set(DUTY.KIND, cadence.kind())
                .set(DUTY.CADENCE, cadence.code())
                .set(DUTY.CHILD_FILE_ID, childFileId)
                .set(DUTY.CHILD_PERSON_ID, personId)
                .set(DUTY.CHILD_NAME, name)
                .set(DUTY.REGION_ID, regionId)
                .set(DUTY.BECAUSE, cadence.name())
                .set(DUTY.CLAUSE, cadence.clause())
                .set(DUTY.ASSUMPTION, cadence.assumption())
                .set(DUTY.OPENED_ON, from)
                .set(DUTY.DUE_ON, next(from, cadence))
                .set(DUTY.ASSIGNEE, director.map(post -> post.accountId()).orElse(null))
                .set(DUTY.ASSIGNEE_NAME, director.map(post -> post.personName()).orElse(null))
                .onConflictDoNothing()
                .returning(DUTY.ID).fetchOptional(DUTY.ID);
    }

    private String code(int regionId) {
        return regions.byId(regionId).orElseThrow().code();
    }

    static LocalDate next(LocalDate from, Cadence cadence) {
        return from.plusMonths(cadence.months()).plusDays(cadence.days());
    }

    /// Records what was done and seen, and opens the next one from that day.
    ///
    /// @param level the risk colour the worker saw; it is kept here and told to the registry's file
    public void done(UUID id, LocalDate on, How how, boolean seen, Answers answers, @Nullable String level, @Nullable String note) {
        var actor = Acting.current();
        var duty = sql.selectFrom(DUTY).where(DUTY.ID.eq(id)).forUpdate().fetchOptional().orElseThrow(Duties::notThere);
        if (duty.getDoneOn() != null) {
            throw new Refusal(Refusal.Kind.CONFLICT, "WAT-001", "这一次已经登记过了", "没有重复登记", "请看档案里的走访记录");
        }
        if (on == null || on.isAfter(today.date())) {
            throw new Refusal(Refusal.Kind.INVALID, "WAT-002", "日期不能晚于今天", "没有保存", "请改成实际联系或走访的日期");
        }
        if (duty.getKind().equals("VISIT") && how != How.HOME && how != How.SCHOOL) {
            throw new Refusal(Refusal.Kind.INVALID, "WAT-003", "走访要当面见到孩子，电话或视频只算联系", "没有保存", "请选择入户或到校");
        }
        if (level != null && !java.util.Set.of("RED", "ORANGE", "YELLOW", "GREEN", "NONE").contains(level)) {
            throw new Refusal(Refusal.Kind.INVALID, "WAT-004", "没有这种风险颜色", "没有保存", "请在红橙黄绿中选择");
        }
        var kept = Map.of("livingWith", text(answers.livingWith()), "health", text(answers.health()), "school", text(answers.school()), "note", text(note));
        sql.insertInto(VISIT)
                .set(VISIT.DUTY_ID, id)
                .set(VISIT.CHILD_FILE_ID, duty.getChildFileId())
                .set(VISIT.ON_DAY, on)
                .set(VISIT.HOW, how.name())
                .set(VISIT.SEEN, seen)
                .set(VISIT.LEVEL, level)
                .set(VISIT.ANSWERS, vault.seal(json.writeValueAsString(kept), aad(id)))
                .set(VISIT.BY_ACCOUNT, actor.accountId())
                .set(VISIT.BY_NAME, actor.name())
                .set(VISIT.AT, now())
                .execute();
        looks.record(LookLog.Action.CHANGE, "child", duty.getChildFileId(), duty.getRegionId(), null, LookLog.OK, duty.getKind());
        duty.setDoneOn(on);
        duty.setDoneAt(now());
        duty.setDoneBy(actor.accountId());
        duty.store();
        var stage = registry.child(duty.getChildFileId()).stage();
        if (stage == Stage.PAID || stage == Stage.DECIDED) {
            registry.setStage(duty.getChildFileId(), Stage.WATCHED);
        }
        if (level != null && !level.equals("NONE")) {
            registry.setLevel(duty.getChildFileId(), level, (duty.getKind().equals("VISIT") ? "走访" : "联系") + " " + on + " " + actor.name());
        }
        rulebooks.cadence(code(duty.getRegionId()), today.date(), duty.getCadence())
                .ifPresent(cadence -> open(duty.getChildPersonId(), duty.getChildFileId(), duty.getChildName(), duty.getRegionId(), cadence, on));
    }

    @Transactional(readOnly = true)
    public List<Due> ofChild(UUID childFileId) {
        return sql.selectFrom(DUTY).where(DUTY.CHILD_FILE_ID.eq(childFileId)).orderBy(DUTY.DUE_ON).fetch(Duties::due);
    }

    @Transactional(readOnly = true)
    public List<Visited> visitsOf(UUID childFileId) {
        return sql.select().from(VISIT).join(DUTY).on(DUTY.ID.eq(VISIT.DUTY_ID)).where(VISIT.CHILD_FILE_ID.eq(childFileId))
                .orderBy(VISIT.ON_DAY.desc())
                .fetch(row -> {
                    var kept = json.readTree(vault.open(row.get(VISIT.ANSWERS), aad(row.get(VISIT.DUTY_ID))));
                    return new Visited(row.get(VISIT.ON_DAY), row.get(DUTY.KIND), row.get(VISIT.HOW), row.get(VISIT.SEEN), row.get(VISIT.BY_NAME),
                            new Answers(kept.path("livingWith").asString(""), kept.path("health").asString(""), kept.path("school").asString("")),
                            kept.path("note").asString(""), row.get(VISIT.LEVEL));
                });
    }

    static Due due(DutyRecord row) {
        return new Due(row.getId(), row.getKind(), row.getChildFileId(), row.getChildName(), row.getRegionId(), row.getOpenedOn(), row.getDueOn(),
                row.getBecause(), row.getClause(), row.getAssumption(), row.getLevel(), row.getAssignee(), row.getAssigneeName(), row.getDoneOn());
    }

    private static String aad(UUID dutyId) {
        return Vault.aad("watch.visit.answers", dutyId);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    private OffsetDateTime now() {
        return today.now().atOffset(ZoneOffset.UTC);
    }

    static Refusal notThere() {
        return new Refusal(Refusal.Kind.NOT_FOUND, "WAT-404", "没有这次联系或走访，或您无权查看", "没有改动任何内容", "请从待办列表进入");
    }
}
