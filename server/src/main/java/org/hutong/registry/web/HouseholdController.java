package org.hutong.registry.web;

import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.kernel.Page;
import org.hutong.registry.Households;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/households")
class HouseholdController {

    private final Households households;

    HouseholdController(Households households) {
        this.households = households;
    }

    @GetMapping
    @Allowed(Permission.HOUSEHOLD_READ)
    Page<Households.Row> find(@RequestParam(required = false) @Nullable String q, @RequestParam(required = false) @Nullable Integer regionId,
            @RequestParam(required = false) @Nullable String category, @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable Integer limit) {
        return households.find(q, regionId, category, after, Page.limit(limit));
    }

    @GetMapping("/{id}")
    @Allowed(Permission.HOUSEHOLD_READ)
    Households.File open(@PathVariable UUID id) {
        return households.open(id);
    }
}
