package org.hutong.determination.web;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.determination.Stops;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Proposing, confirming and giving back the end of a benefit.
@RestController
class StopsApi {

    record Proposal(@NotNull @Pattern(regexp = "[0-9]{4}-[0-9]{2}", message = "末领月写成 2026-11 这样") String lastMonth,
            @NotBlank(message = "请写明停发原因") @Size(max = 200, message = "原因太长") String reason,
            @NotBlank(message = "请写明依据") @Size(max = 200, message = "依据太长") String clause) {}

    record Back(@NotBlank(message = "请写明退回理由") @Size(max = 200, message = "理由太长") String note) {}

    private final Stops stops;

    StopsApi(Stops stops) {
        this.stops = stops;
    }

    @GetMapping("/api/stops")
    @Allowed(Permission.DECISION_READ)
    List<Stops.Stop> list() {
        return stops.list();
    }

    @PostMapping("/api/entitlements/{id}/stops")
    @Allowed(Permission.STOP_PROPOSE)
    @ResponseStatus(HttpStatus.CREATED)
    Stops.Stop propose(@PathVariable UUID id, @Valid @RequestBody Proposal body) {
        return stops.propose(id, YearMonth.parse(body.lastMonth()), body.reason(), body.clause());
    }

    @PostMapping("/api/stops/{id}/confirm")
    @Allowed(Permission.DECIDE)
    Stops.Stop confirm(@PathVariable UUID id) {
        return stops.confirm(id);
    }

    @PostMapping("/api/stops/{id}/return")
    @Allowed(Permission.DECIDE)
    Stops.Stop giveBack(@PathVariable UUID id, @Valid @RequestBody Back body) {
        return stops.giveBack(id, body.note());
    }
}
