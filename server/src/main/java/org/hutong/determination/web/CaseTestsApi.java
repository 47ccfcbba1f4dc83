package org.hutong.determination.web;

import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.determination.CaseTests;
import org.hutong.rulebook.Cases;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CaseTestsApi {

    private final CaseTests tests;

    CaseTestsApi(CaseTests tests) {
        this.tests = tests;
    }

    record Into(UUID draftId) {}

    @PostMapping("/api/decisions/{id}/test")
    @Allowed(Permission.RULEBOOK_DRAFT)
    Cases.Made ofDecision(@PathVariable UUID id, @RequestBody Into body) {
        return tests.ofDecision(id, body.draftId());
    }

    @PostMapping("/api/children/{id}/test")
    @Allowed(Permission.RULEBOOK_DRAFT)
    Cases.Made ofChild(@PathVariable UUID id, @RequestBody Into body) {
        return tests.ofChild(id, body.draftId());
    }
}
