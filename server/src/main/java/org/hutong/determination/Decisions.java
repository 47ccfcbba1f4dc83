package org.hutong.determination;

import static org.hutong.jooq.determination.tables.Decision.DECISION;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hutong.access.Acting;
import org.hutong.access.LookLog;
import org.hutong.jooq.determination.tables.records.ApplicationRecord;
import org.hutong.jooq.determination.tables.records.DecisionRecord;
import org.hutong.jooq.determination.tables.records.EntitlementRecord;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Refusal;
import org.hutong.kernel.Today;
import org.hutong.kernel.Vault;
import org.hutong.region.Regions;
import org.hutong.registry.Registry;
import org.hutong.rulebook.Assessment;
import org.hutong.rulebook.FactValue;
import org.hutong.rulebook.Rulebooks;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The district's decision: the rulebook proposes from the facts, a person who did not check them confirms, or refuses in writing.
///
/// The decision keeps the facts it read and the edition of the rulebook, so that it can be derived again byte for byte.
@Service
@Transactional
public class Decisions {

    private final DSLContext sql;
    private final Applications applications;
    private final ChildFacts childFacts;
    private final Explanations explanations;
    private final Entitlements entitlements;
    private final FormValues forms;
    private final Clocks clocks;
    private final Registry registry;
    private final Regions regions;
    private final Rulebooks rulebooks;
    private final Vault vault;
    private final JsonMapper json;
    private final Today today;
    private final LookLog looks;
    private final ApplicationEventPublisher events;

    Decisions(DSLContext sql, Applications applications, ChildFacts childFacts, Explanations explanations, Entitlements entitlements,
            FormValues forms, Clocks clocks, Registry registry, Regions regions, Rulebooks rulebooks, Vault vault, JsonMapper json,
            Today today, LookLog looks, ApplicationEventPublisher events) {
        this.sql = sql;
        this.applications = applications;
        this.childFacts = childFacts;
        this.explanations = explanations;
        this.entitlements = entitlements;
        this.forms = forms;
        this.clocks = clocks;
        this.registry = registry;
        this.regions = regions;
        this.rulebooks = rulebooks;
        this.vault = vault;
        this.json = json;
        this.today = today;
        this.looks = looks;
        this.events = events;
    }

    public enum Outcome {
        CONFIRM("确认"), REFUSE("不予确认");

        private final String title;

        Outcome(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /// What the rulebook says today of an application's child, with the facts it would read.
    record Proposal(Assessment assessment, Assessment.Answer answer, List<ChildCase.Held> held, Explanation explanation) {}

    @Transactional(readOnly = true)
    Proposal propose(ApplicationRecord application) {
        var held = childFacts.of(application.getChildFileId(), today.date(), today.now());
        var place = Applications.handlingCode(regions, application);
        var assessment = rulebooks.assess(place, today.date(), today.date(), held.stream().map(ChildCase.Held::fact).toList());
        var answer = assessment.programme(application.getProgramme()).orElseThrow(() -> new Refusal(Refusal.Kind.UNAVAILABLE, "DET-020",
                "现行政策里没有项目 " + application.getProgrammeName(), "申请不受影响", "请联系政策管理员"));
        var first = answer.isYes() ? rulebooks.firstMonth(place, today.date(), application.getProgramme(), today.date()) : null;
        return new Proposal(assessment, answer, held, explanations.of(assessment, answer, held, first));
    }

    /// @param reason needed for a refusal: it is what the family reads
    public UUID decide(UUID applicationId, Outcome outcome, @Nullable String reason) {
        var application = applications.locked(applicationId);
        if (!application.getStage().equals(Stage.DISTRICT_DECISION.name())) {
            throw new Refusal(Refusal.Kind.CONFLICT, "DET-021", "这份申请现在不在区级确认环节", "没有作出决定", "请刷新看最新进度");
        }
        var actor = Acting.current();
        if (!applications.mayDecide(application, actor)) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "DET-022", "决定由儿童户籍地区级审批人本人作出", "没有作出决定", "请转给有审批权限的同事");
        }
        var check = applications.lastCheck(applicationId).orElseThrow();
        if (check.getCheckedBy().equals(actor.accountId())) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "DET-023", "查验人不能同时作决定", "没有作出决定", "请由另一位审批人办理");
        }
        var words = reason == null ? "" : reason.strip();
        if (outcome == Outcome.REFUSE && words.length() < 4) {
            throw new Refusal(Refusal.Kind.INVALID, "DET-024", "不予确认须写明理由（至少四个字）", "没有作出决定", "写明理由后再提交；申请人会收到这段话");
        }
        var proposal = propose(application);
        if (outcome == Outcome.CONFIRM && !proposal.answer().isYes()) {
            throw new Refusal(Refusal.Kind.CONFLICT, "DET-025", proposal.answer().answer().equals("pending")
                    ? "还有事实待核实：" + String.join("、", proposal.answer().missing()) : "按现行政策不符合：" + proposal.answer().why(),
                    "没有作出决定", "请补齐事实后再确认，或写明理由不予确认");
        }
        var confirmed = outcome == Outcome.CONFIRM;
        var first = confirmed ? proposal.explanation().firstMonth() : null;
        var receipt = proposal.assessment().receipt();
        rulebooks.keep(receipt.edition());
        var row = sql.newRecord(DECISION);
        row.setId(Ids.next());
        row.setNo("%d-决-%06d".formatted(today.date().getYear(), sql.nextval(org.jooq.impl.DSL.name("determination", "decision_no")).longValue()));
        row.setApplicationId(applicationId);
        row.setChildFileId(application.getChildFileId());
        row.setChildPersonId(application.getChildPersonId());
        row.setChildName(application.getChildName());
        row.setProgramme(application.getProgramme());
        row.setProgrammeName(application.getProgrammeName());
        row.setRegionId(application.getRegionId());
        row.setHukouId(application.getHukouId());
        row.setOutcome(outcome.name());
        row.setReason(words.isEmpty() ? null : words);
        row.setTownCheckId(check.getId());
        row.setCheckedBy(check.getCheckedBy());
        row.setCheckedByName(check.getCheckedByName());
        row.setDecidedBy(actor.accountId());
        row.setDecidedByName(actor.name());
        row.setDecidedAt(today.now().atOffset(ZoneOffset.UTC));
        row.setDecidedOn(today.date());
        row.setFirstMonth(first == null ? null : first.atDay(1));
        row.setAmountFen(confirmed ? proposal.answer().amountFen() : null);
        row.setProposed(proposal.answer().answer());
        row.setAssumption(proposal.answer().assumption());
        row.setPlaceCode(Applications.handlingCode(regions, application));
        row.setAsOf(receipt.asOf());
        row.setKnownOn(receipt.knownOn());
        row.setEdition(receipt.edition());
        row.setPack(receipt.pack());
        row.setPackVersion(receipt.version());
        row.setPackSha256(receipt.sha256());
        row.setEngine(receipt.engine());
        row.setRules(proposal.answer().rules().stream().map(Assessment.Rule::id).toArray(String[]::new));
        row.setFacts(vault.seal(json.writeValueAsString(proposal.held().stream().map(ChildCase.Held::fact).toList()), aad("facts", row.getId())));
        row.setCanonical(vault.seal(proposal.assessment().canonical(), aad("canonical", row.getId())));
        row.setCanonicalSha256(sha256(proposal.assessment().canonical()));
        row.setExplanation(vault.seal(json.writeValueAsString(proposal.explanation()), aad("explanation", row.getId())));
        sql.executeInsert(row);

        if (confirmed) {
            begin(application, row, proposal);
        }
        application.setStage((confirmed ? Stage.CONFIRMED : Stage.REFUSED).name());
        application.setUpdatedAt(applications.now());
        application.store();
        clocks.stop(applicationId, Stage.DISTRICT_DECISION);
        applications.step(applicationId, confirmed ? Stage.CONFIRMED : Stage.REFUSED,
                confirmed ? "区级确认，自 " + first + " 起发放" : "区级不予确认", words.isEmpty() ? null : words);
        registry.setStage(application.getChildFileId(), org.hutong.registry.Stage.DECIDED);
        looks.record(LookLog.Action.DECIDE, "decision", row.getId(), row.getRegionId(), null, LookLog.OK, outcome.name());
        events.publishEvent(confirmed
                ? new DecisionConfirmed(row.getId(), row.getChildFileId(), row.getProgramme(), first, row.getAmountFen() == null ? 0 : row.getAmountFen())
                : new DecisionRefused(row.getId(), row.getChildFileId(), row.getProgramme()));
        return row.getId();
    }

    private void begin(ApplicationRecord application, DecisionRecord decision, Proposal proposal) {
        var facts = proposal.held().stream().map(ChildCase.Held::fact).toList();
        var ending = rulebooks.knownEnding(decision.getPlaceCode(), today.date(), decision.getProgramme(), facts);
        var spell = new EntitlementRecord();
        spell.setId(Ids.next());
        spell.setChildFileId(decision.getChildFileId());
        spell.setChildPersonId(decision.getChildPersonId());
        spell.setChildName(decision.getChildName());
        spell.setRegionId(decision.getRegionId());
        spell.setProgramme(decision.getProgramme());
        spell.setProgrammeName(decision.getProgrammeName());
        spell.setAmountFen(decision.getAmountFen() == null ? 0 : decision.getAmountFen());
        spell.setFirstMonth(decision.getFirstMonth());
        ending.ifPresent(end -> {
            spell.setLastMonth(end.lastMonth().atDay(1));
            spell.setEndReason(end.reason() + "（" + end.event() + "）");
            spell.setEndClause(end.clause());
        });
        spell.setOrigin("DECISION");
        spell.setDecisionId(decision.getId());
        spell.setSource(decision.getNo());
        spell.setClause(proposal.answer().clauses().stream().map(Assessment.Clause::id).findFirst().orElse(""));
        spell.setAssumption(decision.getAssumption());
        proposal.assessment().categories().stream().filter(Assessment.Category::holds).forEach(category -> registry.beginCategory(
                decision.getChildFileId(), category.code(), category.name(), today.date(), "决定 " + decision.getNo()));
        var payee = forms.payee(application);
        spell.setPayeeName(payee.name());
        entitlements.begin(spell, payee.account());
    }

    /// Derives a decision again from its frozen facts and its edition, and compares with what was kept, byte for byte.
    @Transactional(readOnly = true)
    public boolean replays(UUID id) {
        return replays(read(id));
    }

    boolean replays(DecisionRecord row) {
        return differences(row).isEmpty();
    }

    /// What of a kept decision is not what its frozen facts and its edition come to, in Chinese; empty when all is.
    ///
    /// Beside the engine's own bytes these are the columns the roll and the letter read: they lie in the clear, and a hand in the database
    /// could change them alone.
    List<String> differences(DecisionRecord row) {
        var found = new ArrayList<String>();
        var again = rulebooks.deriveAnswers(row.getEdition(), row.getPlaceCode(), row.getAsOf(), row.getKnownOn(), frozen(row));
        var kept = vault.open(row.getCanonical(), aad("canonical", row.getId()));
        if (!sha256(kept).equals(row.getCanonicalSha256())) {
            found.add("存档结果与其校验值不符");
        }
        if (!again.canonical().equals(kept)) {
            found.add("重算结果与存档不一致");
        }
        if (!again.receipt().sha256().equals(row.getPackSha256())) {
            found.add("政策包的校验值不符");
        }
        var answer = again.programme(row.getProgramme()).orElse(null);
        if (answer == null) {
            found.add("那一版政策里没有这个项目");
            return found;
        }
        var confirmed = row.getOutcome().equals(Outcome.CONFIRM.name());
        if (!answer.answer().equals(row.getProposed())) {
            found.add("建议结论被改过：重算为 " + answer.answer() + "，存的是 " + row.getProposed());
        }
        if (confirmed && !answer.isYes()) {
            found.add("存的是确认，重算不符合");
        }
        if (!Objects.equals(confirmed ? answer.amountFen() : null, row.getAmountFen())) {
            found.add("金额不一致：重算 " + (confirmed ? answer.amountFen() : null) + " 分，存的是 " + row.getAmountFen() + " 分");
        }
        var first = confirmed ? explanation(row).firstMonth() : null;
        if (!Objects.equals(first == null ? null : first.atDay(1), row.getFirstMonth())) {
            found.add("起发月份不一致：说明书里是 " + first + "，存的是 " + row.getFirstMonth());
        }
        if (answer.assumption() != row.getAssumption()) {
            found.add("假设标记被改过");
        }
        if (!answer.rules().stream().map(Assessment.Rule::id).toList().equals(List.of(row.getRules()))) {
            found.add("所依规则被改过");
        }
        return found;
    }

    /// The facts frozen with a decision.
    List<FactValue> frozen(DecisionRecord row) {
        return json.readValue(vault.open(row.getFacts(), aad("facts", row.getId())), new TypeReference<List<FactValue>>() {});
    }

    Explanation explanation(DecisionRecord row) {
        return json.readValue(vault.open(row.getExplanation(), aad("explanation", row.getId())), Explanation.class);
    }

    DecisionRecord read(UUID id) {
        return sql.selectFrom(DECISION).where(DECISION.ID.eq(id)).fetchOptional()
                .orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "DET-404", "没有这份决定，或您无权查看", "没有改动任何内容", "请从认定列表进入"));
    }

    Optional<DecisionRecord> ofApplication(UUID applicationId) {
        return sql.selectFrom(DECISION).where(DECISION.APPLICATION_ID.eq(applicationId)).fetchOptional();
    }

    private static String aad(String column, UUID id) {
        return Vault.aad("determination.decision." + column, id);
    }

    static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
