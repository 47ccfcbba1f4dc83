package org.hutong.payment.web;

import java.util.List;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.payment.Overpaid;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class OverpaidApi {

    private final Overpaid overpaid;

    OverpaidApi(Overpaid overpaid) {
        this.overpaid = overpaid;
    }

    /// What was paid past the last month, for each stop that has any.
    @GetMapping("/api/stops/overpaid")
    @Allowed(Permission.DECISION_READ)
    List<Overpaid.OverpaidOfStop> ofStops() {
        return overpaid.ofStops();
    }
}
