package org.hutong.discovery.web;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.discovery.BackTestPages;
import org.hutong.discovery.BackTests;
import org.hutong.kernel.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
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

/// What the comparisons would have found in months gone by.
@RestController
@RequestMapping("/api/leads/back-tests")
class BackTestController {

    private final BackTests runs;
    private final BackTestPages pages;

    BackTestController(BackTests runs, BackTestPages pages) {
        this.runs = runs;
        this.pages = pages;
    }

    @GetMapping
    @Allowed(Permission.LEAD_READ)
    Page<BackTestPages.RunRow> list(@RequestParam @Nullable String after, @RequestParam @Nullable Integer limit) {
        return pages.list(after, Page.limit(limit));
    }

    @PostMapping
    @Allowed(Permission.COMPARISON_RUN)
    BackTestPages.RunView start(@RequestBody BackTests.Asked asked) {
        return pages.view(runs.start(asked));
    }

    @GetMapping("/{id}")
    @Allowed(Permission.LEAD_READ)
    BackTestPages.RunView view(@PathVariable UUID id) {
        return pages.view(id);
    }

    @GetMapping("/{id}/children")
    @Allowed(Permission.LEAD_READ)
    Page<BackTestPages.ChildRow> children(@PathVariable UUID id, @RequestParam @Nullable String rule, @RequestParam @Nullable String fate, @RequestParam @Nullable LocalDate month,
            @RequestParam @Nullable String after, @RequestParam @Nullable Integer limit) {
        return pages.children(id, rule, fate, month, after, Page.limit(limit));
    }

    @PostMapping("/{id}/stop")
    @Allowed(Permission.COMPARISON_RUN)
    BackTestPages.RunView stop(@PathVariable UUID id) {
        runs.stop(id);
        return pages.view(id);
    }

    @PostMapping("/{id}/resume")
    @Allowed(Permission.COMPARISON_RUN)
    BackTestPages.RunView resume(@PathVariable UUID id) {
        runs.resume(id);
        return pages.view(id);
    }

    @GetMapping("/{id}/export")
    @Allowed(Permission.LEAD_READ)
    ResponseEntity<byte[]> export(@PathVariable UUID id) {
        var sheet = pages.export(id);
        return ResponseEntity.ok().header("X-Rows", String.valueOf(sheet.rows()))
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename(sheet.fileName(), StandardCharsets.UTF_8).build().toString())
                .contentType(MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")).body(sheet.workbook());
    }
}
