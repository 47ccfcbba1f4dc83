package org.hutong.rulebook.web;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.kernel.Page;
import org.hutong.rulebook.WhatIfPages;
import org.hutong.rulebook.WhatIfWorkbook;
import org.hutong.rulebook.WhatIfs;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class WhatIfApi {

    private static final MediaType XLSX = MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private final WhatIfs runs;
    private final WhatIfPages pages;
    private final WhatIfWorkbook workbook;

    WhatIfApi(WhatIfs runs, WhatIfPages pages, WhatIfWorkbook workbook) {
        this.runs = runs;
        this.pages = pages;
        this.workbook = workbook;
    }

    @GetMapping("/api/rulebook/whatif/choices")
    @Allowed(Permission.RULEBOOK_WHATIF_READ)
    WhatIfPages.Choices choices() {
        return pages.choices();
    }

    @GetMapping("/api/rulebook/whatif")
    @Allowed(Permission.RULEBOOK_WHATIF_READ)
    Page<WhatIfPages.RunRow> list(@RequestParam @Nullable String after, @RequestParam @Nullable Integer limit) {
        return pages.list(after, Page.limit(limit));
    }

    @PostMapping("/api/rulebook/whatif")
    @Allowed(Permission.RULEBOOK_WHATIF)
    WhatIfPages.RunView start(@RequestBody WhatIfs.Asked asked) {
        return pages.view(runs.start(asked));
    }

    @GetMapping("/api/rulebook/whatif/{id}")
    @Allowed(Permission.RULEBOOK_WHATIF_READ)
    WhatIfPages.RunView view(@PathVariable UUID id) {
        return pages.view(id);
    }

    @GetMapping("/api/rulebook/whatif/{id}/children")
    @Allowed(Permission.RULEBOOK_WHATIF_READ)
    Page<WhatIfPages.ChildRow> children(@PathVariable UUID id, @RequestParam String kind, @RequestParam @Nullable String place, @RequestParam @Nullable String programme,
            @RequestParam @Nullable Long monthFen, @RequestParam @Nullable String after, @RequestParam @Nullable Integer limit) {
        return pages.children(id, kind, place, programme, monthFen, after, Page.limit(limit));
    }

    @PostMapping("/api/rulebook/whatif/{id}/stop")
    @Allowed(Permission.RULEBOOK_WHATIF)
    WhatIfPages.RunView stop(@PathVariable UUID id) {
        runs.stop(id);
        return pages.view(id);
    }

    @PostMapping("/api/rulebook/whatif/{id}/resume")
    @Allowed(Permission.RULEBOOK_WHATIF)
    WhatIfPages.RunView resume(@PathVariable UUID id) {
        runs.resume(id);
        return pages.view(id);
    }

    @PostMapping("/api/rulebook/whatif/{id}/workbook")
    @Allowed(Permission.RULEBOOK_WHATIF_READ)
    ResponseEntity<byte[]> workbook(@PathVariable UUID id) {
        var exported = workbook.export(id);
        return ResponseEntity.ok().contentType(XLSX).header(HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(exported.fileName(), StandardCharsets.UTF_8).build().toString()).body(exported.workbook());
    }
}
