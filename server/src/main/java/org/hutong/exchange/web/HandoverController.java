package org.hutong.exchange.web;

import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.exchange.Handovers;
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
@RequestMapping("/api/handovers")
class HandoverController {

    private final Handovers handovers;

    HandoverController(Handovers handovers) {
        this.handovers = handovers;
    }

    @GetMapping
    @Allowed(Permission.HANDOVER_READ)
    Page<Handovers.HandoverLine> list(@RequestParam(defaultValue = "ALL") Handovers.Box box, @RequestParam Handovers.@Nullable State state, @RequestParam @Nullable UUID childId,
            @RequestParam @Nullable UUID leadId, @RequestParam @Nullable String after, @RequestParam @Nullable Integer limit) {
        return handovers.list(box, state, childId, leadId, after, limit);
    }

    @GetMapping("/draft")
    @Allowed(Permission.HANDOVER_SEND)
    Handovers.Draft draft(@RequestParam @Nullable UUID childId) {
        return handovers.draft(childId);
    }

    @PostMapping
    @Allowed(Permission.HANDOVER_SEND)
    Handovers.HandoverView send(@RequestBody Handovers.NewHandover body) {
        return handovers.view(handovers.send(body));
    }

    @GetMapping("/{id}")
    @Allowed(Permission.HANDOVER_READ)
    Handovers.HandoverView one(@PathVariable UUID id) {
        return handovers.view(id);
    }

    @PostMapping("/{id}/accept")
    @Allowed(Permission.HANDOVER_WORK)
    Handovers.HandoverView accept(@PathVariable UUID id) {
        handovers.accept(id);
        return handovers.view(id);
    }

    public record HandoverWhy(String text) {}

    @PostMapping("/{id}/return")
    @Allowed(Permission.HANDOVER_WORK)
    Handovers.HandoverView giveBack(@PathVariable UUID id, @RequestBody HandoverWhy body) {
        handovers.giveBack(id, body.text());
        return handovers.view(id);
    }

    public record HandoverReport(String outcome, String text) {}

    @PostMapping("/{id}/report")
    @Allowed(Permission.HANDOVER_WORK)
    Handovers.HandoverView report(@PathVariable UUID id, @RequestBody HandoverReport body) {
        handovers.report(id, body.outcome(), body.text());
        return handovers.view(id);
    }

    @PostMapping("/{id}/confirm")
    @Allowed(Permission.HANDOVER_SEND)
    Handovers.HandoverView confirm(@PathVariable UUID id) {
        handovers.confirm(id);
        return handovers.view(id);
    }

    @PostMapping("/{id}/again")
    @Allowed(Permission.HANDOVER_SEND)
    Handovers.HandoverView again(@PathVariable UUID id, @RequestBody HandoverWhy body) {
        handovers.again(id, body.text());
        return handovers.view(id);
    }

    @PostMapping("/{id}/withdraw")
    @Allowed(Permission.HANDOVER_SEND)
    Handovers.HandoverView withdraw(@PathVariable UUID id, @RequestBody HandoverWhy body) {
        handovers.withdraw(id, body.text());
        return handovers.view(id);
    }
}
