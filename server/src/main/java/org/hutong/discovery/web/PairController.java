package org.hutong.discovery.web;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.discovery.Pairs;
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
@RequestMapping("/api/pairs")
class PairController {

    record AnswerOrder(@NotNull(message = "请选择是、否或不确定") Pairs.Answer answer, @Nullable @Size(max = 500, message = "说明太长") String note) {}

    record MergeOrder(@NotNull(message = "请选择保留哪一份") UUID keep, @NotBlank(message = "请写明理由") @Size(min = 2, max = 500, message = "理由要写 2 到 500 个字") String reason) {}

    record UndoOrder(@NotBlank(message = "请写明理由") @Size(min = 2, max = 500, message = "理由要写 2 到 500 个字") String reason) {}

    private final Pairs pairs;

    PairController(Pairs pairs) {
        this.pairs = pairs;
    }

    @GetMapping
    @Allowed(Permission.PAIR_READ)
    Page<Pairs.Row> list(@RequestParam @Nullable String state, @RequestParam @Nullable String after, @RequestParam @Nullable Integer limit) {
        return pairs.list(state, after, limit);
    }

    @PostMapping("/run")
    @Allowed(Permission.PAIR_MERGE)
    Pairs.Ran run() {
        return pairs.run();
    }

    @GetMapping("/{id}")
    @Allowed(Permission.PAIR_READ)
    Pairs.Opened open(@PathVariable UUID id) {
        return pairs.open(id);
    }

    @PostMapping("/{id}/answer")
    @Allowed(Permission.PAIR_READ)
    Pairs.Opened answer(@PathVariable UUID id, @RequestBody @Valid AnswerOrder order) {
        return pairs.answer(id, order.answer(), order.note());
    }

    @PostMapping("/{id}/merge")
    @Allowed(Permission.PAIR_MERGE)
    Pairs.Opened merge(@PathVariable UUID id, @RequestBody @Valid MergeOrder order) {
        return pairs.merge(id, order.keep(), order.reason());
    }

    @PostMapping("/{id}/undo")
    @Allowed(Permission.PAIR_MERGE)
    Pairs.Opened undo(@PathVariable UUID id, @RequestBody @Valid UndoOrder order) {
        return pairs.undo(id, order.reason());
    }
}
