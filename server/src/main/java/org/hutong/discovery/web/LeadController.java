package org.hutong.discovery.web;

import java.util.List;
import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.discovery.Comparisons;
import org.hutong.discovery.Lead;
import org.hutong.discovery.Leads;
import org.hutong.kernel.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api")
class LeadController {

    private final Leads leads;
    private final Comparisons comparisons;

    LeadController(Leads leads, Comparisons comparisons) {
        this.leads = leads;
        this.comparisons = comparisons;
    }

    @GetMapping("/leads")
    @Allowed(Permission.LEAD_READ)
    Page<Lead> list(@RequestParam @Nullable String rule, @RequestParam @Nullable String state, @RequestParam @Nullable Integer regionId,
            @RequestParam @Nullable String q, @RequestParam @Nullable Boolean mine, @RequestParam @Nullable String after,
            @RequestParam @Nullable String before, @RequestParam @Nullable Integer limit) {
        return leads.list(new Leads.Filter(rule, state, regionId, q, mine), after, before, limit);
    }

    public record RuleCount(String key, String name, int value, String link) {}

    @GetMapping("/leads/counts")
    @Allowed(Permission.LEAD_READ)
    List<RuleCount> counts() {
        return leads.byRule().stream().map(rule -> new RuleCount(rule.code(), rule.name(), rule.open(), "/leads?rule=" + rule.code())).toList();
    }

    @GetMapping("/leads/{id}")
    @Allowed(Permission.LEAD_READ)
    Lead.Opened open(@PathVariable UUID id) {
        return leads.open(id);
    }

    public record Assign(UUID postId, @Nullable String note) {}

    @PostMapping("/leads/{id}/assign")
    @Allowed(Permission.LEAD_ASSIGN)
    Lead.Opened assign(@PathVariable UUID id, @RequestBody Assign body) {
        leads.assign(id, body.postId(), body.note());
        return leads.open(id);
    }

    public record Answer(Lead.Outcome outcome, @Nullable String reason, @Nullable String note, @Nullable String wrongField) {}

    @PostMapping("/leads/{id}/outcome")
    @Allowed(Permission.LEAD_ANSWER)
    Lead.Opened answer(@PathVariable UUID id, @RequestBody Answer body) {
        leads.answer(id, body.outcome(), body.reason(), body.note(), body.wrongField());
        return leads.open(id);
    }

    public record BulkAssign(List<UUID> ids, UUID postId) {}

    @PostMapping("/leads/bulk-assign")
    @Allowed(Permission.LEAD_ASSIGN)
    Leads.BulkAssigned assignAll(@RequestBody BulkAssign body) {
        return leads.assignAll(body.ids(), body.postId());
    }

    @PostMapping("/comparisons/run")
    @Allowed(Permission.COMPARISON_RUN)
    Comparisons.Result run() {
        return comparisons.compareAll();
    }
}
