package org.hutong.registry.web;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.kernel.Page;
import org.hutong.kernel.Refusal;
import org.hutong.registry.RosterImport;
import org.hutong.registry.RosterImports;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
@RequestMapping("/api/imports")
class ImportController {

    record MappingOrder(@NotNull(message = "请指定各列") Map<String, Integer> mapping) {}

    record CommitOrder(RosterImport.@NotNull(message = "请选择导入方式") Mode mode) {}

    private final RosterImports imports;

    ImportController(RosterImports imports) {
        this.imports = imports;
    }

    @PostMapping
    @Allowed(Permission.ROSTER_IMPORT)
    @ResponseStatus(HttpStatus.CREATED)
    RosterImport receive(@RequestParam MultipartFile file, @RequestParam(defaultValue = "ROSTER") String kind) throws IOException {
        if (!kind.equals("ROSTER")) {
            throw new Refusal(Refusal.Kind.INVALID, "REG-049", "没有这种导入", "文件没有保存", "部门名单请在“交换”里上传");
        }
        return imports.receive(file.getBytes(), file.getOriginalFilename() == null ? "花名册" : file.getOriginalFilename());
    }

    @GetMapping
    @Allowed(Permission.ROSTER_IMPORT)
    Page<RosterImport> mine() {
        return Page.of(imports.mine());
    }

    @GetMapping("/{id}")
    @Allowed(Permission.ROSTER_IMPORT)
    RosterImport find(@PathVariable UUID id) {
        return imports.find(id);
    }

    @PutMapping("/{id}/mapping")
    @Allowed(Permission.ROSTER_IMPORT)
    RosterImport map(@PathVariable UUID id, @RequestBody @Valid MappingOrder order) {
        return imports.map(id, order.mapping());
    }

    @PostMapping("/{id}/preview")
    @Allowed(Permission.ROSTER_IMPORT)
    RosterImport.Preview preview(@PathVariable UUID id, @RequestParam(required = false) @Nullable String after, @RequestParam(required = false) @Nullable Integer limit) {
        return imports.preview(id, after, Page.limit(limit));
    }

    @PostMapping("/{id}/commit")
    @Allowed(Permission.ROSTER_IMPORT)
    RosterImport commit(@PathVariable UUID id, @RequestBody @Valid CommitOrder order) {
        return imports.commit(id, order.mode());
    }

    @PostMapping("/{id}/stop")
    @Allowed(Permission.ROSTER_IMPORT)
    RosterImport stop(@PathVariable UUID id) {
        return imports.stop(id);
    }

    @GetMapping("/{id}/marked")
    @Allowed(Permission.ROSTER_IMPORT)
    ResponseEntity<byte[]> marked(@PathVariable UUID id) {
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename("花名册-标注错误.xlsx", StandardCharsets.UTF_8).build().toString())
                .contentType(MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")).body(imports.marked(id));
    }
}
