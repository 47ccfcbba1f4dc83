package org.hutong.determination;

import static org.hutong.jooq.determination.tables.Application.APPLICATION;
import static org.hutong.jooq.determination.tables.Clock.CLOCK;
import static org.hutong.jooq.determination.tables.Decision.DECISION;
import static org.hutong.jooq.determination.tables.Step.STEP;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.jooq.determination.tables.records.ApplicationRecord;
import org.hutong.jooq.determination.tables.records.ClockRecord;
import org.hutong.jooq.determination.tables.records.DecisionRecord;
import org.hutong.kernel.Page;
import org.hutong.region.Clock;
import org.hutong.region.Place;
import org.hutong.region.Regions;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Applications and decisions as pages show them.
@Service
@Transactional
public class ApplicationPages {

    private final DSLContext sql;
    private final Applications applications;
    private final Decisions decisions;
    private final FormValues forms;
    private final Regions regions;
    private final Clocks clocks;
    private final LookLog looks;

    ApplicationPages(DSLContext sql, Applications applications, Decisions decisions, FormValues forms, Regions regions, Clocks clocks,
            LookLog looks) {
        this.sql = sql;
        this.applications = applications;
        this.decisions = decisions;
        this.forms = forms;
        this.regions = regions;
        this.clocks = clocks;
        this.looks = looks;
    }

    public record ApplicantShown(String kind, String kindName, String name, @Nullable String relation, @Nullable String reason) {}

    /// @param proposal left out of lists: deriving it for each row would ask the engine each time
    public record ApplicationRow(UUID id, String no, String programme, String programmeName, UUID childId, String childName, String place,
            String stage, String stageName, @Nullable Clock clock, @Nullable ApplicantShown applicant, @Nullable ProposalShown proposal,
            @Nullable UUID leadId, OffsetDateTime updatedAt) {}

    public record ProposalShown(String answer, String text) {}

    public record ApplicationForm(List<FormValues.FormSection> sections) {}

    /// @param result MATCH, DIFFER or UNKNOWN
    public record DataCheck(String code, String name, String result, @Nullable String ours, @Nullable String theirs, @Nullable String listName,
            @Nullable LocalDate date) {}

    public record StepShown(String stage, String name, @Nullable String who, @Nullable OffsetDateTime at, @Nullable String note, @Nullable Clock clock) {}

    public record ApplicationView(UUID id, String no, String programme, String programmeName, UUID childId, String childName, String place,
            String stage, String stageName, @Nullable Clock clock, @Nullable ApplicantShown applicant, ProposalShown proposal, @Nullable UUID leadId,
            OffsetDateTime updatedAt, ApplicationForm form, List<DataCheck> checks, List<StepShown> steps, Explanation explanation, List<String> papersMissing,
            @Nullable DecisionView decision, List<String> actions) {}

    public record DecisionReceipt(String pack, String version, String sha256, String engine, LocalDate asOf, LocalDate knownOn, boolean replayed) {}

    public record DecisionView(UUID id, String no, UUID applicationId, UUID childId, String childName, String programmeName, String outcome,
            String outcomeName, OffsetDateTime decidedAt, String decidedBy, String proposedBy, String checkedBy, @Nullable YearMonth effectiveMonth,
            @Nullable Long amountFen, @Nullable String reason, Explanation explanation, DecisionReceipt receipt, Letters.Letter letter) {}

    public record DecisionRow(UUID id, String no, UUID applicationId, UUID childId, String childName, String programmeName, String place,
            String outcome, String outcomeName, OffsetDateTime decidedAt, String decidedBy, @Nullable YearMonth effectiveMonth, @Nullable Long amountFen) {}

    public record Filter(List<Stage> stages, @Nullable Integer regionId, boolean mine, @Nullable String programme) {}

    public Page<ApplicationRow> list(Filter filter, @Nullable Integer limit, @Nullable String after) {
        var size = Page.limit(limit);
        var condition = where(filter);
        var key = Page.key(after);
        if (key != null) {
            var parts = key.split("\\|", 2);
            condition = condition.and(DSL.row(APPLICATION.UPDATED_AT, APPLICATION.ID)
                    .lt(DSL.row(OffsetDateTime.parse(parts[0]), UUID.fromString(parts[1]))));
        }
        var rows = sql.selectFrom(APPLICATION).where(condition).orderBy(APPLICATION.UPDATED_AT.desc(), APPLICATION.ID.desc()).limit(size + 1).fetch();
        var ids = rows.map(ApplicationRecord::getId);
        var running = sql.selectFrom(CLOCK).where(CLOCK.APPLICATION_ID.in(ids), CLOCK.STOPPED_ON.isNull()).fetchMap(CLOCK.APPLICATION_ID);
        looks.record(LookLog.Action.LIST, "application", null, filter.regionId(), null, LookLog.OK, "返回 " + Math.min(size, rows.size()) + " 件");
        var places = regions.places(rows.map(Applications::handlingPlace));
        var page = Page.cut(List.copyOf(rows), size, row -> row.getUpdatedAt() + "|" + row.getId());
        return new Page<>(page.items().stream().map(row -> row(row, places, running)).toList(), page.next(), page.prev(),
                key == null ? sql.fetchCount(APPLICATION, where(filter)) : null, false);
    }

    /// Applications waiting in a stage, the one whose limit ends first before the others.
    public List<ApplicationRow> inStage(String stage, int limit) {
        var rows = sql.select(APPLICATION.fields()).from(APPLICATION).leftJoin(CLOCK).on(CLOCK.APPLICATION_ID.eq(APPLICATION.ID).and(CLOCK.STOPPED_ON.isNull()))
                .where(APPLICATION.STAGE.eq(stage)).orderBy(CLOCK.DUE_ON.asc().nullsLast(), APPLICATION.UPDATED_AT).limit(limit).fetchInto(APPLICATION);
        var running = sql.selectFrom(CLOCK).where(CLOCK.APPLICATION_ID.in(rows.map(ApplicationRecord::getId)), CLOCK.STOPPED_ON.isNull()).fetchMap(CLOCK.APPLICATION_ID);
        var places = regions.places(rows.map(Applications::handlingPlace));
        return rows.map(row -> row(row, places, running));
    }

    private Condition where(Filter filter) {
        var condition = DSL.noCondition();
        if (!filter.stages().isEmpty()) {
            condition = condition.and(APPLICATION.STAGE.in(filter.stages().stream().map(Stage::name).toList()));
        }
        if (filter.programme() != null) {
            condition = condition.and(APPLICATION.PROGRAMME.eq(filter.programme()));
        }
        if (filter.regionId() != null) {
            condition = condition.and(below(filter.regionId()));
        }
        if (filter.mine()) {
            var actor = Acting.current();
            condition = condition.and(APPLICATION.OPENED_BY.eq(actor.accountId()).or(DSL.exists(DSL.selectOne().from(STEP)
                    .where(STEP.APPLICATION_ID.eq(APPLICATION.ID), STEP.ACCOUNT_ID.eq(actor.accountId())))));
        }
        return condition;
    }

    private Condition below(int regionId) {
        return switch (regions.place(regionId).level()) {
            case "city" -> APPLICATION.CITY_ID.eq(regionId).or(APPLICATION.HUKOU_CITY_ID.eq(regionId));
            case "district" -> APPLICATION.DISTRICT_ID.eq(regionId).or(APPLICATION.HUKOU_DISTRICT_ID.eq(regionId));
            case "town" -> APPLICATION.TOWN_ID.eq(regionId).or(APPLICATION.HUKOU_TOWN_ID.eq(regionId));
            case "village" -> APPLICATION.REGION_ID.eq(regionId).or(APPLICATION.HUKOU_ID.eq(regionId));
            default -> DSL.noCondition();
        };
    }

    private ApplicationRow row(ApplicationRecord row, Map<Integer, Place> places, Map<UUID, ClockRecord> running) {
        var clock = running.get(row.getId());
        var stage = Stage.valueOf(row.getStage());
        return new ApplicationRow(row.getId(), row.getNo(), row.getProgramme(), row.getProgrammeName(), row.getChildFileId(), row.getChildName(),
                path(places, Applications.handlingPlace(row)), stage.name(), stage.title(), clock == null ? null : clocks.view(clock), applicant(row), null,
                row.getLeadId(), row.getUpdatedAt());
    }

    private static String path(Map<Integer, Place> places, int regionId) {
        return places.containsKey(regionId) ? places.get(regionId).path() : "";
    }

    private static @Nullable ApplicantShown applicant(ApplicationRecord row) {
        if (row.getApplicantKind() == null) {
            return null;
        }
        var kind = Applicant.Kind.valueOf(row.getApplicantKind());
        return new ApplicantShown(kind.name(), kind.title(), row.getApplicantName(), row.getApplicantRelation(), row.getApplicantReason());
    }

    public ApplicationView view(UUID id) {
        var row = applications.read(id);
        looks.record(LookLog.Action.OPEN, "application", id, row.getRegionId(), null, LookLog.OK, null);
        var stage = Stage.valueOf(row.getStage());
        var actor = Acting.current();
        var decided = decisions.ofApplication(id);
        var proposal = decisions.propose(row);
        var explanation = decided.map(decisions::explanation).orElse(proposal.explanation());
        var actions = new ArrayList<String>();
        if (stage.isEditable()) {
            actions.add("SAVE");
            actions.add("SUBMIT");
        }
        if (stage == Stage.TOWN_CHECK && applications.mayCheck(row, actor)) {
            actions.add("TOWN_CHECK");
        }
        if (stage == Stage.DISTRICT_DECISION && applications.mayDecide(row, actor)
                && applications.lastCheck(id).filter(check -> check.getCheckedBy().equals(actor.accountId())).isEmpty()) {
            if (proposal.answer().isYes()) {
                actions.add("CONFIRM");
            }
            actions.add("REFUSE");
        }
        return new ApplicationView(id, row.getNo(), row.getProgramme(), row.getProgrammeName(), row.getChildFileId(), row.getChildName(),
                regions.path(Applications.handlingPlace(row)), stage.name(), stage.title(), clocks.running(id).orElse(null), applicant(row),
                new ProposalShown(explanation.answer(), explanation.conclusion()), row.getLeadId(), row.getUpdatedAt(),
                new ApplicationForm(forms.sections(row, proposal.held(), proposal.answer().missing())), checks(proposal), steps(row), explanation,
                proposal.answer().papers().stream().map(paper -> paper.name()).toList(), decided.map(this::decision).orElse(null), actions);
    }

    /// One step of any of a child's applications.
    public record ChildStep(LocalDate on, String stage, String name, String who, @Nullable String note, String no, String programmeName) {}

    public List<ChildStep> stepsOfChild(UUID childFileId) {
        return sql.select(STEP.ON_DAY, STEP.STAGE, STEP.NAME, STEP.WHO, STEP.NOTE, APPLICATION.NO, APPLICATION.PROGRAMME_NAME)
                .from(STEP).join(APPLICATION).on(APPLICATION.ID.eq(STEP.APPLICATION_ID)).where(APPLICATION.CHILD_FILE_ID.eq(childFileId))
                .orderBy(STEP.AT.desc(), STEP.ID.desc()).fetch(row -> new ChildStep(row.value1(), row.value2(), row.value3(), row.value4(), row.value5(),
                        row.value6(), row.value7()));
    }

    /// The child's application that is still under way, if there is one.
    public Optional<ApplicationRow> openOf(UUID childFileId) {
        return sql.selectFrom(APPLICATION).where(APPLICATION.CHILD_FILE_ID.eq(childFileId),
                        APPLICATION.STAGE.notIn(Stage.CONFIRMED.name(), Stage.REFUSED.name()))
                .orderBy(APPLICATION.UPDATED_AT.desc()).limit(1).fetchOptional()
                .map(row -> row(row, regions.places(List.of(Applications.handlingPlace(row))),
                        sql.selectFrom(CLOCK).where(CLOCK.APPLICATION_ID.eq(row.getId()), CLOCK.STOPPED_ON.isNull()).fetchMap(CLOCK.APPLICATION_ID)));
    }

    /// Each fact the answer rests on, ours beside the newest row a department sent.
    private static List<DataCheck> checks(Decisions.Proposal proposal) {
        var read = proposal.answer().factsRead();
        return proposal.held().stream().filter(held -> read.contains(held.fact().name())).map(held -> {
            var theirs = held.fromDepartment() ? held.fact().value() : held.departmentValue();
            var result = theirs == null ? "UNKNOWN" : theirs.equals(held.fact().value()) ? "MATCH" : "DIFFER";
            return new DataCheck(held.fact().name(), held.fact().name(), result, held.fact().value(), theirs,
                    held.departmentList(), held.departmentDate());
        }).toList();
    }

    private List<StepShown> steps(ApplicationRecord row) {
        var steps = new ArrayList<StepShown>();
        sql.selectFrom(STEP).where(STEP.APPLICATION_ID.eq(row.getId())).orderBy(STEP.AT, STEP.ID).forEach(step -> {
            var stage = Stage.valueOf(step.getStage());
            var clock = switch (stage) {
                case TOWN_CHECK -> clocks.of(row.getId(), Stage.TOWN_CHECK);
                case CONFIRMED, REFUSED -> clocks.of(row.getId(), Stage.DISTRICT_DECISION);
                default -> Optional.<Clock>empty();
            };
            steps.add(new StepShown(step.getStage(), step.getName(), step.getWho(), step.getAt(), step.getNote(), clock.orElse(null)));
        });
        clocks.running(row.getId()).ifPresent(clock -> {
            var stage = Stage.valueOf(row.getStage());
            steps.add(new StepShown(stage.name(), stage.title(), null, null, null, clock));
        });
        return steps;
    }

    public DecisionView decision(UUID id) {
        var row = decisions.read(id);
        looks.record(LookLog.Action.OPEN, "decision", id, row.getRegionId(), null, LookLog.OK, null);
        return decision(row);
    }

    private DecisionView decision(DecisionRecord row) {
        var explanation = decisions.explanation(row);
        var application = applications.read(row.getApplicationId());
        return new DecisionView(row.getId(), row.getNo(), row.getApplicationId(), row.getChildFileId(), row.getChildName(), row.getProgrammeName(),
                row.getOutcome(), Decisions.Outcome.valueOf(row.getOutcome()).title(), row.getDecidedAt(), row.getDecidedByName(),
                "规则 " + String.join("、", row.getRules()), row.getCheckedByName(), row.getFirstMonth() == null ? null : YearMonth.from(row.getFirstMonth()),
                row.getAmountFen(), row.getReason(), explanation,
                new DecisionReceipt(row.getPack(), row.getPackVersion(), row.getPackSha256(), row.getEngine(), row.getAsOf(), row.getKnownOn(), decisions.replays(row)),
                Letters.of(row, application.getApplicantName(), explanation));
    }

    public Page<DecisionRow> decisions(Decisions.@Nullable Outcome outcome, @Nullable Integer limit, @Nullable String after) {
        var size = Page.limit(limit);
        var condition = outcome == null ? DSL.noCondition() : DECISION.OUTCOME.eq(outcome.name());
        var key = Page.key(after);
        var rows = sql.selectFrom(DECISION).where(key == null ? condition : condition.and(DECISION.ID.lt(UUID.fromString(key))))
                .orderBy(DECISION.ID.desc()).limit(size + 1).fetch();
        looks.record(LookLog.Action.LIST, "decision", null, null, null, LookLog.OK, "返回 " + Math.min(size, rows.size()) + " 件");
        var places = regions.places(rows.map(DecisionRecord::getRegionId));
        var page = Page.cut(List.copyOf(rows), size, row -> row.getId().toString());
        return new Page<>(page.items().stream().map(row -> new DecisionRow(row.getId(), row.getNo(), row.getApplicationId(), row.getChildFileId(),
                row.getChildName(), row.getProgrammeName(), path(places, row.getRegionId()), row.getOutcome(),
                Decisions.Outcome.valueOf(row.getOutcome()).title(), row.getDecidedAt(), row.getDecidedByName(),
                row.getFirstMonth() == null ? null : YearMonth.from(row.getFirstMonth()), row.getAmountFen())).toList(),
                page.next(), page.prev(), null, null);
    }
}
