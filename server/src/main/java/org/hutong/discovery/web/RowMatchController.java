package org.hutong.discovery.web;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.discovery.RowReview;
import org.hutong.kernel.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/row-matches")
class RowMatchController {

    record RowAnswer(@NotNull(message = "请选择是、否或不确定") RowReview.Answer answer,
            @NotBlank(message = "请写明凭什么这样判断") @Size(min = 2, max = 500, message = "理由要写 2 到 500 个字") String reason) {}

    record RowUndo(@NotBlank(message = "请写明理由") @Size(min = 2, max = 500, message = "理由要写 2 到 500 个字") String reason) {}

    private final RowReview review;

    RowMatchController(RowReview review) {
        this.review = review;
    }

    @GetMapping
    @Allowed(Permission.PAIR_READ)
    Page<RowReview.Row> list(@RequestParam @Nullable String state, @RequestParam @Nullable UUID delivery, @RequestParam @Nullable String after, @RequestParam @Nullable Integer limit) {
        return review.list(state, delivery, after, limit);
    }

    @GetMapping("/{id}")
    @Allowed(Permission.PAIR_READ)
    RowReview.Opened open(@PathVariable UUID id) {
        return review.open(id);
    }

    /// A yes writes the row's facts into the person's file: it asks for the right to join records.
    @PostMapping("/{id}/answer")
    @Allowed(Permission.PAIR_MERGE)
    RowReview.Opened answer(@PathVariable UUID id, @RequestBody @Valid RowAnswer order) {
        return review.answer(id, order.answer(), order.reason());
    }

    @PostMapping("/{id}/undo")
    @Allowed(Permission.PAIR_MERGE)
    RowReview.Opened undo(@PathVariable UUID id, @RequestBody @Valid RowUndo order) {
        return review.undo(id, order.reason());
    }
}
