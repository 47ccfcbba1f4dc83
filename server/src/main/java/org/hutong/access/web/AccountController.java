package org.hutong.access.web;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.hutong.access.Account;
import org.hutong.access.Accounts;
import org.hutong.access.Allowed;
import org.hutong.access.Grant;
import org.hutong.access.Permission;
import org.hutong.access.Role;
import org.hutong.kernel.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/accounts")
class AccountController {

    record RoleChoice(@NotNull(message = "请选择岗位") Role code, @Nullable Integer regionId) {}

    record NewAccount(@NotBlank(message = "请填写账号") @Pattern(regexp = "[a-z][a-z0-9._-]{2,39}", message = "账号用小写字母开头，3 到 40 个字母、数字、点或横线") String login,
            @NotBlank(message = "请填写姓名") @Size(max = 40, message = "姓名太长") String name, @Nullable Integer officeId,
            @NotEmpty(message = "请至少选择一个岗位") List<@Valid RoleChoice> roles) {}

    record NewRoles(@NotEmpty(message = "请至少选择一个岗位") List<@Valid RoleChoice> roles) {}

    record Reason(@NotBlank(message = "请填写原因") @Size(max = 200, message = "原因太长") String reason) {}

    record Opened(Account account, String oneTimePassword) {}

    record OneTime(String oneTimePassword) {}

    private final Accounts accounts;

    AccountController(Accounts accounts) {
        this.accounts = accounts;
    }

    @GetMapping
    @Allowed(Permission.ACCOUNT_READ)
    Page<Account> find(@RequestParam(required = false) @Nullable String q, @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable Integer limit) {
        return accounts.find(q, after, Page.limit(limit));
    }

    @PostMapping
    @Allowed(Permission.ACCOUNT_MANAGE)
    @Transactional
    Opened open(@Valid @RequestBody NewAccount body) {
        var id = accounts.open(body.login(), body.name(), body.officeId(), grants(body.roles()));
        var password = accounts.resetPassword(id);
        return new Opened(accounts.byId(id).orElseThrow(), password);
    }

    @PutMapping("/{id}/roles")
    @Allowed(Permission.ACCOUNT_MANAGE)
    @Transactional
    Account setRoles(@PathVariable UUID id, @Valid @RequestBody NewRoles body) {
        accounts.setRoles(id, grants(body.roles()));
        return accounts.byId(id).orElseThrow();
    }

    @PostMapping("/{id}/disable")
    @Allowed(Permission.ACCOUNT_MANAGE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void disable(@PathVariable UUID id, @Valid @RequestBody Reason body) {
        accounts.disable(id, body.reason());
    }

    @PostMapping("/{id}/enable")
    @Allowed(Permission.ACCOUNT_MANAGE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void enable(@PathVariable UUID id) {
        accounts.enable(id);
    }

    @PostMapping("/{id}/reset-password")
    @Allowed(Permission.ACCOUNT_MANAGE)
    OneTime resetPassword(@PathVariable UUID id) {
        return new OneTime(accounts.resetPassword(id));
    }

    private static List<Grant> grants(List<RoleChoice> roles) {
        return roles.stream().map(role -> new Grant(role.code(), role.regionId())).toList();
    }
}
