package org.hutong.watch.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.watch.StaffRoster;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/// The roster of posts: accounts opened from a workbook.
@RestController
@RequestMapping("/api/staff")
class StaffController {

    private static final MediaType XLSX = MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private final StaffRoster roster;

    StaffController(StaffRoster roster) {
        this.roster = roster;
    }

    @GetMapping("/roster")
    @Allowed(Permission.ACCOUNT_MANAGE)
    ResponseEntity<byte[]> template() {
        return workbook("开户名册.xlsx", roster.template());
    }

    @PostMapping("/roster")
    @Allowed(Permission.ACCOUNT_MANAGE)
    ResponseEntity<byte[]> open(@RequestParam MultipartFile file) throws IOException {
        return workbook("开户结果.xlsx", roster.open(file.getBytes(), file.getOriginalFilename() == null ? "开户名册.xlsx" : file.getOriginalFilename()));
    }

    private static ResponseEntity<byte[]> workbook(String name, byte[] bytes) {
        return ResponseEntity.ok().contentType(XLSX).header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename(name, StandardCharsets.UTF_8).build().toString()).body(bytes);
    }
}
