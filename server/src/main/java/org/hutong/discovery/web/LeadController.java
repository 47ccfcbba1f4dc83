package org.hutong.discovery.web;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.discovery.BulkLeads;
import org.hutong.discovery.Comparisons;
import org.hutong.discovery.Lead;
import org.hutong.discovery.LeadFilter;
import org.hutong.discovery.Leads;
import org.hutong.discovery.SecondChecks;
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
    private final BulkLeads bulk;
    private final SecondChecks checks;
    private final Comparisons comparisons;

    LeadController(Leads leads, BulkLeads bulk, SecondChecks checks, Comparisons comparisons) {
        this.leads = leads;
        this.bulk = bulk;
        this.checks = checks;
        this.comparisons = comparisons;
    }

    @GetMapping("/leads")
    @Allowed(Permission.LEAD_READ)
    Page<Lead> list(@RequestParam @Nullable String rule, @RequestParam @Nullable String state, @RequestParam @Nullable Integer regionId,
            @RequestParam @Nullable String q, @RequestParam @Nullable Boolean mine, @RequestParam @Nullable LocalDate from, @RequestParam @Nullable LocalDate to,
            @RequestParam @Nullable Boolean held, @RequestParam @Nullable Integer atLeast, @RequestParam @Nullable Integer below,
            @RequestParam @Nullable UUID delivery, @RequestParam @Nullable String check,
            @RequestParam @Nullable String after, @RequestParam @Nullable String before, @RequestParam @Nullable Integer limit) {
        return leads.list(new LeadFilter(rule, state, regionId, q, mine, from, to, held, atLeast, below, delivery, check), after, before, limit);
    }

    public record RuleCount(String key, String name, int value, String link) {}

    @GetMapping("/leads/counts")
    @Allowed(Permission.LEAD_READ)
    List<RuleCount> counts() {
        return leads.byRule().stream().map(rule -> new RuleCount(rule.code(), rule.name(), rule.open(), "/leads?rule=" + rule.code())).toList();
    }

    /// How answers are looked at a second time.
    @GetMapping("/leads/second-check-terms")
    @Allowed(Permission.LEAD_READ)
    SecondChecks.SecondCheckTerms terms() {
        return checks.terms();
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

    public record CheckWords(@Nullable String words) {}

    @PostMapping("/leads/{id}/second-check/agree")
    @Allowed(Permission.LEAD_CHECK)
    Lead.Opened agree(@PathVariable UUID id, @RequestBody CheckWords body) {
        checks.agree(id, body.words());
        return leads.open(id);
    }

    @PostMapping("/leads/{id}/second-check/return")
    @Allowed(Permission.LEAD_CHECK)
    Lead.Opened giveBack(@PathVariable UUID id, @RequestBody CheckWords body) {
        checks.giveBack(id, body.words());
        return leads.open(id);
    }

    @PostMapping("/leads/bulk/preview")
    @Allowed(Permission.LEAD_BULK)
    BulkLeads.BulkResult preview(@RequestBody BulkLeads.BulkDeed deed) {
        return bulk.preview(deed);
    }

    @PostMapping("/leads/bulk")
    @Allowed(Permission.LEAD_BULK)
    BulkLeads.BulkResult carryOut(@RequestBody BulkLeads.BulkDeed deed) {
        return bulk.carryOut(deed);
    }

    public record Chosen(List<UUID> ids) {}

    @PostMapping("/leads/bulk/assignees")
    @Allowed(Permission.LEAD_BULK)
    List<BulkLeads.BulkAssignee> assignees(@RequestBody Chosen chosen) {
        return bulk.assignees(chosen.ids());
    }

    @PostMapping("/comparisons/run")
    @Allowed(Permission.COMPARISON_RUN)
    Comparisons.Result run() {
        return comparisons.compareAll();
    }
}
