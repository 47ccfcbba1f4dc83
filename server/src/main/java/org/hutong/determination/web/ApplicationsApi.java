package org.hutong.determination.web;

import java.util.List;
import java.util.Map;
import java.util.UUID;
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

    record Submission(Applicant applicant) {}

    record TownCheck(Applications.Opinion opinion, @Nullable String note, @Nullable List<Applications.CheckItem> items) {}

    record Decide(Decisions.Outcome outcome, @Nullable String reason) {}

    @GetMapping("/api/applications")
    @Allowed(Permission.APPLICATION_READ)
    Page<ApplicationRow> list(@RequestParam @Nullable Stage stage, @RequestParam @Nullable Integer regionId,
            @RequestParam(defaultValue = "false") boolean mine, @RequestParam @Nullable String programme,
            @RequestParam @Nullable Integer limit, @RequestParam @Nullable String after) {
        return pages.list(new ApplicationPages.Filter(stage, regionId, mine, programme), limit, after);
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
        applications.submit(id, body.applicant());
        return pages.view(id);
    }

    @PostMapping("/api/applications/{id}/town-check")
    @Allowed(Permission.TOWN_CHECK)
    ApplicationView check(@PathVariable UUID id, @RequestBody TownCheck body) {
        applications.townCheck(id, body.opinion(), body.note(), body.items() == null ? List.of() : body.items());
        return pages.view(id);
    }

    @PostMapping("/api/applications/{id}/decide")
    @Allowed(Permission.DECIDE)
    DecisionView decide(@PathVariable UUID id, @RequestBody Decide body) {
        return pages.decision(decisions.decide(id, body.outcome(), body.reason()));
    }

    @GetMapping("/api/decisions")
    @Allowed(Permission.DECISION_READ)
    Page<DecisionRow> decisions(@RequestParam Decisions.@Nullable Outcome outcome, @RequestParam @Nullable Integer limit, @RequestParam @Nullable String after) {
        return pages.decisions(outcome, limit, after);
    }

    @GetMapping("/api/decisions/{id}")
    @Allowed(Permission.DECISION_READ)
    DecisionView decision(@PathVariable UUID id) {
        return pages.decision(id);
    }
}
