package org.hutong.registry.web;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.UUID;
import org.hutong.access.Allowed;
import org.hutong.access.Permission;
import org.hutong.registry.NewChildren;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// A child registered by hand, and a child moved to another place.
@RestController
@RequestMapping("/api/children")
class NewChildController {

    record ChildOrder(@NotBlank(message = "请填写姓名") @Size(max = 40, message = "姓名太长") String name, @Nullable @Size(max = 4, message = "性别不对") String sex,
            @Nullable LocalDate born, @Nullable @Size(max = 20, message = "民族太长") String ethnicity, @Nullable @Size(max = 24, message = "身份证号太长") String idNumber,
            @Nullable @Size(max = 20, message = "电话太长") String phone, @Nullable @Size(max = 120, message = "住址太长") String address,
            @NotNull(message = "请选择居住的村或社区") Integer regionId, @Nullable Integer hukouId,
            @Nullable @Size(max = 40, message = "姓名太长") String guardianName, @Nullable @Size(max = 20, message = "关系太长") String guardianRelation,
            @Nullable @Size(max = 20, message = "电话太长") String guardianPhone, boolean notTheSame) {}

    record MoveOrder(@NotNull(message = "请选择迁入的村或社区") Integer toRegionId, @Nullable Integer toHukouId, @NotNull(message = "请填写迁移日期") LocalDate on,
            @NotBlank(message = "请写明原因") @Size(min = 2, max = 200, message = "原因要写 2 到 200 个字") String reason) {}

    record Registered(UUID id) {}

    private final NewChildren children;

    NewChildController(NewChildren children) {
        this.children = children;
    }

    @PostMapping
    @Allowed(Permission.CHILD_REGISTER)
    @ResponseStatus(HttpStatus.CREATED)
    Registered register(@RequestBody @Valid ChildOrder order) {
        return new Registered(children.register(new NewChildren.Typed(order.name(), order.sex(), order.born(), order.ethnicity(), order.idNumber(), order.phone(),
                order.address(), order.regionId(), order.hukouId(), order.guardianName(), order.guardianRelation(), order.guardianPhone(), order.notTheSame())));
    }

    @PostMapping("/{id}/move")
    @Allowed(Permission.CHILD_MOVE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void move(@PathVariable UUID id, @RequestBody @Valid MoveOrder order) {
        children.move(id, order.toRegionId(), order.toHukouId(), order.on(), order.reason());
    }
}
