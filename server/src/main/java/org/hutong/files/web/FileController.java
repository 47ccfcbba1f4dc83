package org.hutong.files.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.files.Files;
import org.hutong.files.StoredFile;
import org.hutong.kernel.Refusal;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
@RequestMapping("/api/files")
class FileController {

    private final Files files;

    FileController(Files files) {
        this.files = files;
    }

    @PostMapping
    @Allowed(Permission.FILE_STORE)
    StoredFile store(@RequestParam MultipartFile file, @RequestParam String ownerKind, @RequestParam UUID ownerId) throws IOException {
        if (file.getSize() > Files.LARGEST) {
            throw new Refusal(Refusal.Kind.TOO_LARGE, "FIL-021", "附件超过 10 MB", "文件没有保存", "请压缩后重新上传");
        }
        return files.store(file.getBytes(), file.getOriginalFilename() == null ? "" : file.getOriginalFilename(), ownerKind, ownerId);
    }

    /// Always as an attachment and never sniffed: nothing somebody uploaded runs in our pages.
    @GetMapping("/{id}")
    @Allowed(Permission.FILE_READ)
    ResponseEntity<byte[]> open(@PathVariable UUID id) {
        var content = files.open(id);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(content.file().type()))
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename(content.file().name(), StandardCharsets.UTF_8).build().toString())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .cacheControl(CacheControl.noStore())
                .body(content.bytes());
    }
}
