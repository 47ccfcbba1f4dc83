package org.hutong.determination.web;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.determination.Applicant;
import org.hutong.determination.ApplicationPages;
import org.hutong.determination.ApplicationPages.ApplicationRow;
import org.hutong.determination.ApplicationPages.ApplicationView;
import org.hutong.determination.ApplicationPages.DecisionRow;
import org.hutong.determination.ApplicationPages.DecisionView;
import org.hutong.determination.Applications;
import org.hutong.determination.Decisions;
import org.hutong.determination.Stage;
import org.hutong.kernel.Page;
import org.hutong.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ApplicationsApi {

    private final Applications applications;
    private final ApplicationPages pages;
    private final Decisions decisions;

    ApplicationsApi(Applications applications, ApplicationPages pages, Decisions decisions) {
        this.applications = applications;
        this.pages = pages;
        this.decisions = decisions;
    }

    record NewApplication(@Nullable UUID leadId, @Nullable UUID childId, String programme) {}

    record FormChange(Map<String, String> values) {}

    record Submission(Applying applicant) {}

    record Applying(String kind, @Nullable UUID personId, String name, @Nullable String relation, @Nullable String phone, @Nullable String reason) {}

    record TownOpinion(String opinion, @Nullable String note, @Nullable List<Applications.CheckItem> items) {}

    record Decide(String outcome, @Nullable String reason) {}

    private static <E extends Enum<E>> E pick(Class<E> kind, @Nullable String value, String what) {
        return Stream.of(kind.getEnumConstants()).filter(one -> one.name().equals(value)).findFirst()
                .orElseThrow(() -> new Refusal(Refusal.Kind.INVALID, "DET-016", "没有这种" + what + "：" + value, "没有改动任何内容", "请从列出的选项中选择"));
    }

    /// @param stage one stage or several with commas between
    @GetMapping("/api/applications")
    @Allowed(Permission.APPLICATION_READ)
    Page<ApplicationRow> list(@RequestParam @Nullable String stage, @RequestParam @Nullable Integer regionId,
            @RequestParam(defaultValue = "false") boolean mine, @RequestParam @Nullable String programme,
            @RequestParam @Nullable Integer limit, @RequestParam @Nullable String after) {
        var stages = stage == null || stage.isBlank() ? List.<Stage>of() : Stream.of(stage.split(",")).map(one -> pick(Stage.class, one, "环节")).toList();
        return pages.list(new ApplicationPages.Filter(stages, regionId, mine, programme), limit, after);
    }

    @PostMapping("/api/applications")
    @Allowed(Permission.APPLICATION_WRITE)
    ApplicationView open(@RequestBody NewApplication body) {
        return pages.view(applications.openDraft(body.childId(), body.programme()));
    }

    @GetMapping("/api/applications/{id}")
    @Allowed(Permission.APPLICATION_READ)
    ApplicationView view(@PathVariable UUID id) {
        return pages.view(id);
    }

    @PutMapping("/api/applications/{id}/form")
    @Allowed(Permission.APPLICATION_WRITE)
    ApplicationView save(@PathVariable UUID id, @RequestBody FormChange body) {
        applications.saveForm(id, body.values());
        return pages.view(id);
    }

    @PostMapping("/api/applications/{id}/submit")
    @Allowed(Permission.APPLICATION_WRITE)
    ApplicationView submit(@PathVariable UUID id, @RequestBody Submission body) {
        var who = body.applicant();
        applications.submit(id, new Applicant(pick(Applicant.Kind.class, who.kind(), "申请人类别"), who.personId(), who.name(), who.relation(), who.phone(), who.reason()));
        return pages.view(id);
    }

    @PostMapping("/api/applications/{id}/town-check")
    @Allowed(Permission.TOWN_CHECK)
    ApplicationView check(@PathVariable UUID id, @RequestBody TownOpinion body) {
        applications.townCheck(id, pick(Applications.Opinion.class, body.opinion(), "查验意见"), body.note(), body.items() == null ? List.of() : body.items());
        return pages.view(id);
    }

    @PostMapping("/api/applications/{id}/decide")
    @Allowed(Permission.DECIDE)
    DecisionView decide(@PathVariable UUID id, @RequestBody Decide body) {
        return pages.decision(decisions.decide(id, pick(Decisions.Outcome.class, body.outcome(), "决定"), body.reason()));
    }

    @GetMapping("/api/decisions")
    @Allowed(Permission.DECISION_READ)
    Page<DecisionRow> decisions(@RequestParam @Nullable String outcome, @RequestParam @Nullable Integer limit, @RequestParam @Nullable String after) {
        return pages.decisions(outcome == null ? null : pick(Decisions.Outcome.class, outcome, "决定"), limit, after);
    }

    @GetMapping("/api/decisions/{id}")
    @Allowed(Permission.DECISION_READ)
    DecisionView decision(@PathVariable UUID id) {
        return pages.decision(id);
    }
}
