package org.hutong.notices.web;

import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.kernel.Page;
import org.hutong.notices.Notice;
import org.hutong.notices.Notices;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/notices")
class NoticeController {

    record Unread(int count) {}

    private final Notices notices;

    NoticeController(Notices notices) {
        this.notices = notices;
    }

    @GetMapping
    @Allowed(Permission.SIGNED_IN)
    Page<Notice> mine(@RequestParam(required = false) @Nullable String after, @RequestParam(required = false) @Nullable Integer limit) {
        return notices.mine(after, Page.limit(limit));
    }

    @PostMapping("/{id}/read")
    @Allowed(Permission.SIGNED_IN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void read(@PathVariable UUID id) {
        notices.read(id);
    }

    @GetMapping("/unread")
    @Allowed(Permission.SIGNED_IN)
    Unread unread() {
        return new Unread(notices.unread());
    }
}
