package org.hutong.discovery.web;

import java.util.List;
import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.discovery.CampaignTasks;
import org.hutong.discovery.Campaigns;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/campaigns")
class CampaignController {

    private final Campaigns campaigns;
    private final CampaignTasks tasks;

    CampaignController(Campaigns campaigns, CampaignTasks tasks) {
        this.campaigns = campaigns;
        this.tasks = tasks;
    }

    @GetMapping
    @Allowed(Permission.CAMPAIGN_READ)
    List<Campaigns.CampaignRow> list() {
        return campaigns.list();
    }

    @PostMapping
    @Allowed(Permission.CAMPAIGN_MANAGE)
    Campaigns.CampaignView begin(@RequestBody Campaigns.NewCampaign body) {
        return campaigns.view(campaigns.begin(body));
    }

    @GetMapping("/{id}")
    @Allowed(Permission.CAMPAIGN_READ)
    Campaigns.CampaignView one(@PathVariable UUID id) {
        return campaigns.view(id);
    }

    @GetMapping("/{id}/villages")
    @Allowed(Permission.CAMPAIGN_READ)
    List<Campaigns.VillageRow> villages(@PathVariable UUID id, @RequestParam @Nullable String which) {
        return campaigns.villages(id, which);
    }

    @PostMapping("/{id}/close")
    @Allowed(Permission.CAMPAIGN_MANAGE)
    Campaigns.CampaignView close(@PathVariable UUID id) {
        campaigns.close(id);
        return campaigns.view(id);
    }

    @GetMapping("/{id}/report")
    @Allowed(Permission.CAMPAIGN_MANAGE)
    ResponseEntity<byte[]> report(@PathVariable UUID id) {
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"survey.xlsx\"; filename*=UTF-8''%E6%91%B8%E5%BA%95%E6%8E%92%E6%9F%A5%E6%8A%A5%E5%91%8A.xlsx")
                .contentType(MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")).body(campaigns.report(id));
    }

    @GetMapping("/tasks/{id}")
    @Allowed(Permission.CAMPAIGN_READ)
    CampaignTasks.Task task(@PathVariable UUID id) {
        return tasks.task(id);
    }

    @PostMapping("/targets/{id}/answer")
    @Allowed(Permission.CAMPAIGN_WORK)
    void answer(@PathVariable UUID id, @RequestBody CampaignTasks.SurveyAnswer body) {
        tasks.answer(id, body);
    }

    @PostMapping("/tasks/{id}/found")
    @Allowed(Permission.CAMPAIGN_WORK)
    CampaignTasks.Task found(@PathVariable UUID id, @RequestBody CampaignTasks.NewChild body) {
        tasks.found(id, body);
        return tasks.task(id);
    }
}
