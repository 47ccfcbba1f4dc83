package org.hutong.access.web;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.access.Looks;
import org.hutong.kernel.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/looks")
class LookController {

    record Verified(int streams, long rows, int checkpoints, List<String> faults) {}

    private final Looks looks;

    LookController(Looks looks) {
        this.looks = looks;
    }

    @GetMapping
    @Allowed(Permission.LOOK_READ)
    Page<Looks.Look> find(@RequestParam(required = false) @Nullable UUID account, @RequestParam(required = false) @Nullable UUID subject,
            @RequestParam(required = false) @Nullable String action, @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to, @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable Integer limit) {
        return looks.find(account, subject, action, from, to, after, Page.limit(limit));
    }

    @GetMapping("/verify")
    @Allowed(Permission.LOOK_READ)
    Verified verify() {
        var report = looks.verify();
        return new Verified(report.streams(), report.rows(), report.checkpoints(), report.faults());
    }
}
