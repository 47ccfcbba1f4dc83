package org.hutong.rulebook.web;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.kernel.Page;
import org.hutong.rulebook.DraftChecked;
import org.hutong.rulebook.DraftPages;
import org.hutong.rulebook.Drafts;
import org.hutong.rulebook.Enactments;
import org.hutong.rulebook.ParameterRows;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
class DraftApi {

    private final Drafts drafts;
    private final DraftPages pages;
    private final Enactments enactments;

    DraftApi(Drafts drafts, DraftPages pages, Enactments enactments) {
        this.drafts = drafts;
        this.pages = pages;
        this.enactments = enactments;
    }

    record DraftHead(String title, String why, @Nullable LocalDate effectiveOn) {}

    record FileBody(String path, @Nullable String text) {}

    /// Either a file's text, or a parameter's rows as typed; with neither, the draft as saved.
    record ToCheck(@Nullable String path, @Nullable String text, @Nullable List<String> keys, @Nullable List<ParameterRows.Row> rows) {

        @Nullable String body() {
            return rows == null ? text : DraftPages.csv(keys == null ? List.of() : keys, rows);
        }
    }

    record Table(String path, String name, String dmn) {}

    record Note(@Nullable String note) {}

    record Settled(Map<String, String> files) {}

    record Attached(UUID runId, @Nullable String note) {}

    record Taken(int files) {}

    @GetMapping("/api/rulebook/drafts")
    @Allowed(Permission.RULEBOOK_DRAFT_READ)
    Page<DraftPages.DraftRow> list(@RequestParam @Nullable String state, @RequestParam @Nullable String after, @RequestParam @Nullable Integer limit) {
        return pages.list(state, after, Page.limit(limit));
    }

    @PostMapping("/api/rulebook/drafts")
    @Allowed(Permission.RULEBOOK_DRAFT)
    DraftPages.DraftView open(@RequestBody DraftHead body) {
        return pages.view(drafts.open(body.title() == null ? "" : body.title(), body.why() == null ? "" : body.why(), body.effectiveOn()));
    }

    @GetMapping("/api/rulebook/drafts/{id}")
    @Allowed(Permission.RULEBOOK_DRAFT_READ)
    DraftPages.DraftView view(@PathVariable UUID id) {
        return pages.view(id);
    }

    @PutMapping("/api/rulebook/drafts/{id}")
    @Allowed(Permission.RULEBOOK_DRAFT)
    DraftPages.DraftView describe(@PathVariable UUID id, @RequestBody DraftHead body) {
        drafts.describe(id, body.title() == null ? "" : body.title(), body.why() == null ? "" : body.why(), body.effectiveOn());
        return pages.view(id);
    }

    @GetMapping("/api/rulebook/drafts/{id}/file")
    @Allowed(Permission.RULEBOOK_DRAFT_READ)
    DraftPages.FileText file(@PathVariable UUID id, @RequestParam String path) {
        return pages.file(id, path);
    }

    /// Saves one file (or deletes it, without a text) and says at once what the checks and tests find.
    @PutMapping("/api/rulebook/drafts/{id}/file")
    @Allowed(Permission.RULEBOOK_DRAFT)
    DraftChecked write(@PathVariable UUID id, @RequestBody FileBody body) {
        drafts.write(id, body.path(), body.text());
        return drafts.checked(id, null, null);
    }

    @DeleteMapping("/api/rulebook/drafts/{id}/file")
    @Allowed(Permission.RULEBOOK_DRAFT)
    DraftPages.DraftView revert(@PathVariable UUID id, @RequestParam String path) {
        drafts.revert(id, path);
        return pages.view(id);
    }

    @PutMapping("/api/rulebook/drafts/{id}/parameter")
    @Allowed(Permission.RULEBOOK_DRAFT)
    DraftChecked parameter(@PathVariable UUID id, @RequestBody ToCheck body) {
        drafts.write(id, body.path() == null ? "" : body.path(), body.body());
        return drafts.checked(id, null, null);
    }

    /// Nothing is saved.
    @PostMapping("/api/rulebook/drafts/{id}/check")
    @Allowed(Permission.RULEBOOK_DRAFT_READ)
    DraftChecked check(@PathVariable UUID id, @RequestBody ToCheck body) {
        return drafts.checked(id, body.path(), body.body());
    }

    @GetMapping("/api/rulebook/drafts/{id}/packs/{code}")
    @Allowed(Permission.RULEBOOK_DRAFT_READ)
    DraftPages.PackGrids pack(@PathVariable UUID id, @PathVariable String code) {
        return pages.pack(id, code);
    }

    @GetMapping("/api/rulebook/drafts/{id}/decisions")
    @Allowed(Permission.RULEBOOK_DRAFT_READ)
    DraftPages.Decisions decisions(@PathVariable UUID id, @RequestParam String path) {
        return pages.decisions(id, path);
    }

    /// Saves one decision table as the table editor sends it back.
    @PutMapping("/api/rulebook/drafts/{id}/decisions")
    @Allowed(Permission.RULEBOOK_DRAFT)
    DraftChecked writeTable(@PathVariable UUID id, @RequestBody Table body) {
        drafts.writeTable(id, body.path(), body.name(), body.dmn());
        return drafts.checked(id, null, null);
    }

    /// Nothing is saved.
    @PostMapping("/api/rulebook/drafts/{id}/decisions/check")
    @Allowed(Permission.RULEBOOK_DRAFT_READ)
    DraftChecked checkTable(@PathVariable UUID id, @RequestBody Table body) {
        return drafts.checkedTable(id, body.path(), body.name(), body.dmn());
    }

    @PostMapping("/api/rulebook/drafts/{id}/archive")
    @Allowed(Permission.RULEBOOK_DRAFT)
    Taken unpack(@PathVariable UUID id, @RequestParam MultipartFile file) throws IOException {
        return new Taken(drafts.unpack(id, file.getBytes()));
    }

    @PostMapping("/api/rulebook/drafts/{id}/submit")
    @Allowed(Permission.RULEBOOK_DRAFT)
    DraftPages.DraftView submit(@PathVariable UUID id) {
        drafts.submit(id);
        return pages.view(id);
    }

    @PostMapping("/api/rulebook/drafts/{id}/withdraw")
    @Allowed(Permission.RULEBOOK_DRAFT)
    DraftPages.DraftView withdraw(@PathVariable UUID id, @RequestBody Note body) {
        drafts.withdraw(id, body.note());
        return pages.view(id);
    }

    @PostMapping("/api/rulebook/drafts/{id}/return")
    @Allowed(Permission.RULEBOOK_APPROVE)
    DraftPages.DraftView sendBack(@PathVariable UUID id, @RequestBody Note body) {
        drafts.sendBack(id, body.note() == null ? "" : body.note());
        return pages.view(id);
    }

    @PostMapping("/api/rulebook/drafts/{id}/approve")
    @Allowed(Permission.RULEBOOK_APPROVE)
    DraftPages.DraftView approve(@PathVariable UUID id, @RequestBody Note body) {
        drafts.approve(id, body.note());
        enactments.look();
        return pages.view(id);
    }

    @GetMapping("/api/rulebook/drafts/{id}/clashes")
    @Allowed(Permission.RULEBOOK_DRAFT)
    List<Drafts.Clash> clashes(@PathVariable UUID id) {
        return drafts.clashes(id);
    }

    /// @param body by path `MINE` or `THEIRS` for each file both changed
    @PostMapping("/api/rulebook/drafts/{id}/rebase")
    @Allowed(Permission.RULEBOOK_DRAFT)
    DraftPages.DraftView rebase(@PathVariable UUID id, @RequestBody Settled body) {
        drafts.rebase(id, body.files() == null ? Map.of() : body.files());
        return pages.view(id);
    }

    @PostMapping("/api/rulebook/drafts/{id}/runs")
    @Allowed(Permission.RULEBOOK_DRAFT)
    DraftPages.DraftView attach(@PathVariable UUID id, @RequestBody Attached body) {
        drafts.attach(id, body.runId(), body.note() == null ? "" : body.note());
        return pages.view(id);
    }

    @DeleteMapping("/api/rulebook/drafts/{id}/runs/{run}")
    @Allowed(Permission.RULEBOOK_DRAFT)
    DraftPages.DraftView detach(@PathVariable UUID id, @PathVariable UUID run) {
        drafts.detach(id, run);
        return pages.view(id);
    }

    @GetMapping("/api/rulebook/editions")
    @Allowed(Permission.RULEBOOK_READ)
    List<Enactments.Version> versions() {
        return pages.versions();
    }

    @GetMapping("/api/rulebook/editions/difference")
    @Allowed(Permission.RULEBOOK_READ)
    List<String> difference(@RequestParam String from, @RequestParam String to) {
        return pages.difference(from, to);
    }
}
