package org.hutong.determination;

import static org.hutong.jooq.determination.tables.Application.APPLICATION;
import static org.hutong.jooq.determination.tables.Step.STEP;
import static org.hutong.jooq.determination.tables.TownCheck.TOWN_CHECK;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hutong.access.Acting;
import org.hutong.access.Actor;
import org.hutong.access.LookLog;
import org.hutong.exchange.CompleteRosters;
import org.hutong.access.Role;
import org.hutong.jooq.determination.tables.records.ApplicationRecord;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.region.Regions;
import org.hutong.registry.Registry;
import org.hutong.rulebook.Rulebooks;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The way from a confirmed lead or a family's own wish to the district's desk: draft, form, submission, the township's check.
@Service
@Transactional
public class Applications {

    private final DSLContext sql;
    private final Registry registry;
    private final Regions regions;
    private final Rulebooks rulebooks;
    private final Clocks clocks;
    private final FormValues forms;
    private final CompleteRosters rosters;
    private final Today today;
    private final LookLog looks;

    Applications(DSLContext sql, Registry registry, Regions regions, Rulebooks rulebooks, Clocks clocks, FormValues forms,
            CompleteRosters rosters, Today today, LookLog looks) {
        this.sql = sql;
        this.registry = registry;
        this.regions = regions;
        this.rulebooks = rulebooks;
        this.clocks = clocks;
        this.forms = forms;
        this.rosters = rosters;
        this.today = today;
        this.looks = looks;
    }

    /// Opens a draft for a confirmed lead. The same lead always gives the same draft; a child with an open application for the
    /// programme keeps that one.
    public UUID openDraft(LeadRef lead, UUID childFileId, String programme) {
        return open(lead, childFileId, programme);
    }

    /// Opens a draft by hand.
    public UUID openDraft(UUID childFileId, String programme) {
        return open(null, childFileId, programme);
    }

    private UUID open(@Nullable LeadRef lead, UUID childFileId, String programme) {
        if (lead != null) {
            var known = sql.select(APPLICATION.ID).from(APPLICATION).where(APPLICATION.LEAD_ID.eq(lead.id())).fetchOne(APPLICATION.ID);
            if (known != null) {
                return known;
            }
        }
        var child = registry.child(childFileId);
        var handling = child.hukouId() == null ? child.regionId() : child.hukouId();
        var offered = rulebooks.programmes(code(regions, handling), today.date()).stream()
                .filter(candidate -> candidate.code().equals(programme)).findFirst()
                .orElseThrow(() -> new Refusal(Refusal.Kind.INVALID, "DET-001", "这个地方的政策里没有项目 " + programme,
                        "没有建立申请", "请从列出的项目中选择"));
        rosters.settle(child.personId());
        var actor = Acting.current();
        var inserted = sql.insertInto(APPLICATION)
                .set(APPLICATION.NO, nextNo())
                .set(APPLICATION.PROGRAMME, programme)
                .set(APPLICATION.PROGRAMME_NAME, offered.name())
                .set(APPLICATION.CHILD_FILE_ID, childFileId)
                .set(APPLICATION.CHILD_PERSON_ID, child.personId())
                .set(APPLICATION.CHILD_NAME, child.name())
                .set(APPLICATION.REGION_ID, child.regionId())
                .set(APPLICATION.HUKOU_ID, child.hukouId())
                .set(APPLICATION.LEAD_ID, lead == null ? null : lead.id())
                .set(APPLICATION.LEAD_RULE, lead == null ? null : lead.ruleCode())
                .set(APPLICATION.STAGE, Stage.DRAFT.name())
                .set(APPLICATION.FORM, JSONB.jsonb(forms.json(forms.ofTheFile(child))))
                .set(APPLICATION.OPENED_ON, today.date())
                .set(APPLICATION.OPENED_BY, actor.accountId())
                .set(APPLICATION.UPDATED_AT, now())
                .onConflictDoNothing()
                .returning(APPLICATION.ID).fetchOne();
        if (inserted != null) {
            step(inserted.getId(), Stage.DRAFT, lead == null ? "手工建立申请" : "线索核实属实，自动建立申请草稿", null);
            registry.setStage(childFileId, org.hutong.registry.Stage.APPLYING);
            return inserted.getId();
        }
        return sql.select(APPLICATION.ID).from(APPLICATION)
                .where(APPLICATION.CHILD_PERSON_ID.eq(child.personId()), APPLICATION.PROGRAMME.eq(programme),
                        APPLICATION.STAGE.notIn(Stage.CONFIRMED.name(), Stage.REFUSED.name()))
                .or(lead == null ? org.jooq.impl.DSL.noCondition().not() : APPLICATION.LEAD_ID.eq(lead.id()))
                .limit(1).fetchOptional(APPLICATION.ID)
                .orElseThrow(() -> new Refusal(Refusal.Kind.CONFLICT, "DET-002", "这个孩子的同类申请正在您管辖范围之外办理",
                        "没有建立申请", "请联系儿童户籍地街镇"));
    }

    /// Saves what has been filled in so far; other fields keep their values.
    public void saveForm(UUID id, Map<String, String> values) {
        var application = locked(id);
        if (!Stage.valueOf(application.getStage()).isEditable()) {
            throw new Refusal(Refusal.Kind.CONFLICT, "DET-003", "申请已经提交，表单不能再改", "您刚才填写的内容没有保存",
                    "需要改动时请由街镇退回补正");
        }
        forms.merge(application, values);
        application.setUpdatedAt(now());
        application.store();
    }

    public void submit(UUID id, Applicant applicant) {
        var application = locked(id);
        var stage = Stage.valueOf(application.getStage());
        if (!stage.isEditable()) {
            throw new Refusal(Refusal.Kind.CONFLICT, "DET-004", "申请已经提交过了", "没有重复提交", "请在申请页看进度");
        }
        forms.requireComplete(application);
        FormValues.requirePlausiblePhone(applicant.phone());
        forms.takeAnswersIntoTheFile(application);
        var actor = Acting.current();
        application.setApplicantKind(applicant.kind().name());
        application.setApplicantPersonId(applicant.personId());
        application.setApplicantName(applicant.name().strip());
        application.setApplicantRelation(applicant.relation());
        application.setApplicantReason(applicant.reason());
        if (applicant.phone() != null) {
            forms.merge(application, Map.of(FormValues.APPLICANT_PHONE, applicant.phone()));
        }
        application.setSubmittedOn(today.date());
        application.setSubmittedBy(actor.accountId());
        application.setStage(Stage.TOWN_CHECK.name());
        application.setUpdatedAt(now());
        application.store();
        var by = applicant.kind().title() + " " + applicant.name().strip();
        step(id, Stage.SUBMITTED, "提交申请", by + (applicant.reason() == null ? "" : "：" + applicant.reason()));
        clocks.start(application, Stage.TOWN_CHECK);
        registry.setStage(application.getChildFileId(), org.hutong.registry.Stage.CHECKING);
    }

    /// @param items what the checker looked at, each with a word where it does not hold
    public record CheckItem(String code, boolean ok, @Nullable String note) {}

    public enum Opinion { PASS, NOT_PASS, RETURN }

    /// The township's opinion, by data first; there is no public notice for this programme (民发〔2019〕62号 二（二）).
    public void townCheck(UUID id, Opinion opinion, @Nullable String note, List<CheckItem> items) {
        var application = locked(id);
        if (!application.getStage().equals(Stage.TOWN_CHECK.name())) {
            throw new Refusal(Refusal.Kind.CONFLICT, "DET-005", "这份申请现在不在街镇查验环节", "没有保存查验意见", "请刷新看最新进度");
        }
        var actor = Acting.current();
        if (!mayCheck(application, actor)) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "DET-006", "查验由儿童户籍地街镇经办人办理", "没有保存查验意见", "请转给户籍地街镇");
        }
        var words = note == null ? "" : note.strip();
        if (opinion != Opinion.PASS && words.length() < 4) {
            throw new Refusal(Refusal.Kind.INVALID, "DET-007", "不通过或退回，请写明理由（至少四个字）", "没有保存查验意见", "写明理由后再提交");
        }
        sql.insertInto(TOWN_CHECK)
                .set(TOWN_CHECK.APPLICATION_ID, id)
                .set(TOWN_CHECK.OPINION, opinion.name())
                .set(TOWN_CHECK.NOTE, words)
                .set(TOWN_CHECK.ITEMS, JSONB.jsonb(forms.json(items)))
                .set(TOWN_CHECK.CHECKED_BY, actor.accountId())
                .set(TOWN_CHECK.CHECKED_BY_NAME, actor.name())
                .set(TOWN_CHECK.CHECKED_AT, now())
                .execute();
        clocks.stop(id, Stage.TOWN_CHECK);
        var next = opinion == Opinion.RETURN ? Stage.RETURNED : Stage.DISTRICT_DECISION;
        application.setStage(next.name());
        application.setUpdatedAt(now());
        application.store();
        step(id, Stage.TOWN_CHECK, switch (opinion) {
            case PASS -> "查验通过，报区级确认";
            case NOT_PASS -> "查验认为不符合，报区级决定";
            case RETURN -> "退回补正";
        }, words.isEmpty() ? null : words);
        if (next == Stage.DISTRICT_DECISION) {
            clocks.start(application, Stage.DISTRICT_DECISION);
        }
    }

    boolean mayCheck(ApplicationRecord application, Actor actor) {
        return actor.has(Role.TOWN_CLERK) && covers(actor, handlingPlace(application));
    }

    boolean mayDecide(ApplicationRecord application, Actor actor) {
        return actor.has(Role.DISTRICT_APPROVER) && covers(actor, handlingPlace(application));
    }

    static int handlingPlace(ApplicationRecord application) {
        return application.getHukouId() == null ? application.getRegionId() : application.getHukouId();
    }

    static String handlingCode(Regions regions, ApplicationRecord application) {
        return code(regions, handlingPlace(application));
    }

    /// Programmes for which these children have an application under way.
    @Transactional(readOnly = true)
    public Map<UUID, Set<String>> underWay(Collection<UUID> childFiles) {
        return sql.select(APPLICATION.CHILD_FILE_ID, APPLICATION.PROGRAMME).from(APPLICATION)
                .where(APPLICATION.CHILD_FILE_ID.eq(DSL.any(childFiles.toArray(UUID[]::new))), APPLICATION.STAGE.notIn(Stage.CONFIRMED.name(), Stage.REFUSED.name()))
                .fetch().stream().collect(Collectors.groupingBy(row -> row.value1(), Collectors.mapping(row -> row.value2(), Collectors.toSet())));
    }

        /// The 12-digit code under which the rulebook looks up a place.
    static String code(Regions regions, int regionId) {
        return regions.byId(regionId).orElseThrow().code();
    }

    private boolean covers(Actor actor, int place) {
        var chain = regions.chain(place);
        return actor.scope().stream().anyMatch(chain::touches);
    }

    ApplicationRecord locked(UUID id) {
        return sql.selectFrom(APPLICATION).where(APPLICATION.ID.eq(id)).forUpdate().fetchOptional().orElseThrow(Applications::notThere);
    }

    ApplicationRecord read(UUID id) {
        return sql.selectFrom(APPLICATION).where(APPLICATION.ID.eq(id)).fetchOptional().orElseThrow(Applications::notThere);
    }

    Optional<org.hutong.jooq.determination.tables.records.TownCheckRecord> lastCheck(UUID applicationId) {
        return sql.selectFrom(TOWN_CHECK).where(TOWN_CHECK.APPLICATION_ID.eq(applicationId))
                .orderBy(TOWN_CHECK.CHECKED_AT.desc(), TOWN_CHECK.ID.desc()).limit(1).fetchOptional();
    }

    void step(UUID applicationId, Stage stage, String name, @Nullable String note) {
        var actor = Acting.current();
        looks.record(LookLog.Action.CHANGE, "application", applicationId, null, null, LookLog.OK, stage.name());
        sql.insertInto(STEP)
                .set(STEP.APPLICATION_ID, applicationId)
                .set(STEP.STAGE, stage.name())
                .set(STEP.NAME, name)
                .set(STEP.ACCOUNT_ID, actor.accountId())
                .set(STEP.WHO, actor.name())
                .set(STEP.AT, now())
                .set(STEP.ON_DAY, today.date())
                .set(STEP.NOTE, note)
                .execute();
    }

    private String nextNo() {
        var number = sql.nextval(org.jooq.impl.DSL.name("determination", "application_no")).longValue();
        return "%d-%06d".formatted(today.date().getYear(), number);
    }

    OffsetDateTime now() {
        return today.now().atOffset(java.time.ZoneOffset.UTC);
    }

    private static Refusal notThere() {
        return new Refusal(Refusal.Kind.NOT_FOUND, "DET-404", "没有这份申请，或您无权查看", "没有改动任何内容", "请从申请列表进入");
    }
}
