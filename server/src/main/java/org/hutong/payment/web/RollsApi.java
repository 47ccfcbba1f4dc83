package org.hutong.payment.web;

import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.kernel.Page;
import org.hutong.kernel.Refusal;
import org.hutong.payment.RollPages;
import org.hutong.payment.RollPages.LineRow;
import org.hutong.payment.RollPages.RollShown;
import org.hutong.payment.RollPages.RollView;
import org.hutong.payment.Rolls;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class RollsApi {

    private final Rolls rolls;
    private final RollPages pages;

    RollsApi(Rolls rolls, RollPages pages) {
        this.rolls = rolls;
        this.pages = pages;
    }

    record NewRoll(YearMonth month, @Nullable Integer regionId) {}

    record Reason(String reason) {}

    @GetMapping("/api/rolls")
    @Allowed(Permission.ROLL_READ)
    Page<RollShown> list(@RequestParam @Nullable YearMonth month, @RequestParam @Nullable Integer limit, @RequestParam @Nullable String after) {
        return pages.list(month, limit, after);
    }

    @PostMapping("/api/rolls")
    @Allowed(Permission.ROLL_BUILD)
    RollView build(@RequestBody NewRoll body) {
        if (body.month() == null) {
            throw new Refusal(Refusal.Kind.INVALID, "PAY-010", "请选择月份", "没有编制名册", "选择月份后再编制");
        }
        var built = body.regionId() == null ? rolls.build(body.month()) : List.of(rolls.build(body.regionId(), body.month()));
        if (built.isEmpty()) {
            throw new Refusal(Refusal.Kind.INVALID, "PAY-011", "您的管辖范围内没有可以编制名册的区", "没有编制名册", "请由区级经办人办理");
        }
        return pages.view(built.getFirst());
    }

    @GetMapping("/api/rolls/{id}")
    @Allowed(Permission.ROLL_READ)
    RollView view(@PathVariable UUID id) {
        return pages.view(id);
    }

    @GetMapping("/api/rolls/{id}/lines")
    @Allowed(Permission.ROLL_READ)
    Page<LineRow> lines(@PathVariable UUID id, @RequestParam @Nullable String cause, @RequestParam @Nullable String q,
            @RequestParam @Nullable Integer limit, @RequestParam @Nullable String after) {
        return pages.lines(id, cause, q, limit, after);
    }

    @PostMapping("/api/rolls/{id}/lines/{lineId}/explain")
    @Allowed(Permission.ROLL_BUILD)
    RollView explain(@PathVariable UUID id, @PathVariable UUID lineId, @RequestBody Reason body) {
        rolls.explain(lineId, body.reason());
        return pages.view(id);
    }

    @PostMapping("/api/rolls/{id}/submit")
    @Allowed(Permission.ROLL_BUILD)
    RollView submit(@PathVariable UUID id) {
        rolls.submit(id);
        return pages.view(id);
    }

    @PostMapping("/api/rolls/{id}/return")
    @Allowed(Permission.ROLL_APPROVE)
    RollView giveBack(@PathVariable UUID id, @RequestBody Reason why) {
        rolls.giveBack(id, why.reason());
        return pages.view(id);
    }

    @PostMapping("/api/rolls/{id}/approve")
    @Allowed(Permission.ROLL_APPROVE)
    RollView approve(@PathVariable UUID id) {
        rolls.approve(id);
        return pages.view(id);
    }
}
