package org.hutong.oversight.web;

import java.time.LocalDate;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.oversight.MigrantStatistics;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/migrants")
class MigrantController {

    private final MigrantStatistics statistics;

    MigrantController(MigrantStatistics statistics) {
        this.statistics = statistics;
    }

    @GetMapping
    @Allowed(Permission.MIGRANT_READ)
    MigrantStatistics.Statistics statistics(@RequestParam @Nullable LocalDate asOf) {
        return statistics.asOf(asOf);
    }

    /// The children behind a number: names, so case workers alone.
    @GetMapping("/list")
    @Allowed(Permission.CHILD_LIST)
    MigrantStatistics.Ledger list(@RequestParam @Nullable LocalDate asOf, @RequestParam @Nullable String kind, @RequestParam @Nullable Integer regionId, @RequestParam @Nullable String sex,
            @RequestParam @Nullable String age, @RequestParam @Nullable String guardian, @RequestParam @Nullable String change, @RequestParam @Nullable Integer hukouId, @RequestParam(defaultValue = "0") int offset,
            @RequestParam(defaultValue = "30") int limit) {
        return statistics.ledger(asOf, kind, regionId, sex, age, guardian, change, hukouId, offset, limit);
    }
}
