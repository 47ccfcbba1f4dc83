package org.hutong.watch.web;

import java.time.LocalDate;
import java.util.UUID;
import java.util.stream.Stream;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.kernel.Page;
import org.hutong.kernel.Refusal;
import org.hutong.watch.Duties;
import org.hutong.watch.DutyPages;
import org.hutong.watch.DutyPages.DutyRow;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class DutiesApi {

    private final Duties duties;
    private final DutyPages pages;

    DutiesApi(Duties duties, DutyPages pages) {
        this.duties = duties;
        this.pages = pages;
    }

    record Done(LocalDate on, String how, boolean seen, Duties.@Nullable Answers answers, @Nullable String level, @Nullable String note) {}

    private static <E extends Enum<E>> E pick(Class<E> kind, @Nullable String value, String what) {
        return Stream.of(kind.getEnumConstants()).filter(one -> one.name().equals(value)).findFirst()
                .orElseThrow(() -> new Refusal(Refusal.Kind.INVALID, "WAT-005", "没有这种" + what + "：" + value, "没有保存", "请从列出的选项中选择"));
    }

    @GetMapping("/api/duties")
    @Allowed(Permission.DUTY_READ)
    Page<DutyRow> list(@RequestParam @Nullable String kind, @RequestParam @Nullable String state, @RequestParam @Nullable Integer regionId,
            @RequestParam @Nullable UUID childId, @RequestParam @Nullable Integer limit, @RequestParam @Nullable String after) {
        return pages.list(kind, state == null ? null : pick(DutyPages.State.class, state, "状态"), regionId, childId, limit, after);
    }

    @PostMapping("/api/duties/{id}/done")
    @Allowed(Permission.DUTY_DO)
    DutyRow done(@PathVariable UUID id, @RequestBody Done body) {
        duties.done(id, body.on(), pick(Duties.How.class, body.how(), "方式（电话、入户、到校或视频）"), body.seen(), body.answers() == null ? new Duties.Answers(null, null, null) : body.answers(),
                body.level(), body.note());
        return pages.one(id);
    }
}
