package org.hutong.access.web;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.access.Purposes;
import org.hutong.kernel.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/purposes")
class PurposeController {

    record NewPurpose(@NotNull(message = "请选择档案") UUID subjectId, @NotBlank(message = "请选择查看事由") String purpose,
            @Nullable @Size(max = 300, message = "说明太长") String note, @Nullable Boolean breakGlass) {}

    record Kind(String code, String name) {}

    record Opinion(@NotBlank(message = "请填写复核意见") @Size(max = 300, message = "意见太长") String review) {}

    private final Purposes purposes;

    PurposeController(Purposes purposes) {
        this.purposes = purposes;
    }

    @PostMapping
    @Allowed(Permission.PURPOSE_USE)
    Purposes.Running state(@Valid @RequestBody NewPurpose body) {
        return purposes.state(body.subjectId(), body.purpose(), body.note(), Boolean.TRUE.equals(body.breakGlass()));
    }

    @GetMapping("/kinds")
    @Allowed(Permission.PURPOSE_USE)
    List<Kind> kinds() {
        return Purposes.KINDS.entrySet().stream().map(kind -> new Kind(kind.getKey(), kind.getValue())).toList();
    }

    @GetMapping("/reviews")
    @Allowed(Permission.PURPOSE_REVIEW)
    Page<Purposes.Review> waiting() {
        return Page.of(purposes.waiting());
    }

    @PostMapping("/{id}/review")
    @Allowed(Permission.PURPOSE_REVIEW)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void review(@PathVariable UUID id, @Valid @RequestBody Opinion body) {
        purposes.review(id, body.review());
    }
}
