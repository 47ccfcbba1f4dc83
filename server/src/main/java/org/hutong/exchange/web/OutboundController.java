package org.hutong.exchange.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.exchange.Outbound;
import org.hutong.exchange.OutboundFiles;
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
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
@RequestMapping("/api/outbound")
class OutboundController {

    private final Outbound outbound;
    private final OutboundFiles files;

    OutboundController(Outbound outbound, OutboundFiles files) {
        this.outbound = outbound;
        this.files = files;
    }

    @GetMapping("/targets")
    @Allowed(Permission.OUTBOUND_READ)
    List<Outbound.TargetView> targets() {
        return outbound.targets();
    }

    @GetMapping
    @Allowed(Permission.OUTBOUND_READ)
    Page<Outbound.Line> list(@RequestParam @Nullable String target, @RequestParam Outbound.@Nullable State state, @RequestParam @Nullable String after, @RequestParam @Nullable Integer limit) {
        return outbound.list(target, state, after, limit);
    }

    @PostMapping("/targets/{code}/collect")
    @Allowed(Permission.OUTBOUND_SEND)
    Outbound.Collected collect(@PathVariable String code) {
        return outbound.collect(code);
    }

    public record SendBatch(String kind, OutboundFiles.Form form) {}

    @PostMapping("/targets/{code}/send")
    @Allowed(Permission.OUTBOUND_SEND)
    OutboundFiles.Batch send(@PathVariable String code, @RequestBody SendBatch body) {
        return files.send(code, body.kind(), body.form());
    }

    @GetMapping("/targets/{code}/reconciliation")
    @Allowed(Permission.OUTBOUND_READ)
    OutboundFiles.Reconciliation reconcile(@PathVariable String code) {
        return files.reconcile(code);
    }

    @GetMapping("/batches")
    @Allowed(Permission.OUTBOUND_READ)
    List<OutboundFiles.Batch> batches(@RequestParam @Nullable String target) {
        return files.batches(target);
    }

    @GetMapping("/batches/{id}/file")
    @Allowed(Permission.OUTBOUND_SEND)
    ResponseEntity<byte[]> file(@PathVariable UUID id) {
        var content = files.again(id);
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename(files.fileName(id), StandardCharsets.UTF_8).build().toString())
                .contentType(MediaType.APPLICATION_OCTET_STREAM).body(content);
    }

    @PostMapping("/answers")
    @Allowed(Permission.OUTBOUND_SEND)
    OutboundFiles.Answered answers(@RequestPart("file") MultipartFile file) throws IOException {
        var kept = Files.createTempFile("hutong-answers-", null);
        try {
            file.transferTo(kept);
            return files.answers(kept, file.getOriginalFilename() == null ? "答复.csv" : file.getOriginalFilename());
        } finally {
            Files.deleteIfExists(kept);
        }
    }

    public record HoldWhy(String why) {}

    @PostMapping("/{id}/hold")
    @Allowed(Permission.OUTBOUND_SEND)
    Outbound.Line hold(@PathVariable UUID id, @RequestBody HoldWhy body) {
        return outbound.hold(id, body.why());
    }

    @PostMapping("/{id}/release")
    @Allowed(Permission.OUTBOUND_SEND)
    Outbound.Line release(@PathVariable UUID id) {
        return outbound.release(id);
    }
}
