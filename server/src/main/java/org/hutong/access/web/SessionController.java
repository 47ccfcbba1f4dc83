package org.hutong.access.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.hutong.access.Accounts;
import org.hutong.access.Allowed;
import org.hutong.access.DemoAccounts;
import org.hutong.access.Permission;
import org.hutong.access.Sessions;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api")
class SessionController {

    record SignInRequest(@NotBlank(message = "请填写账号") @Size(max = 100) String login, @NotBlank(message = "请填写密码") @Size(max = 200) String password) {
        @Override
        public String toString() {
            return "SignInRequest[" + login + "]";
        }
    }

    record PasswordChange(@NotBlank(message = "请填写原密码") @Size(max = 200) String old, @NotBlank(message = "请填写新密码") @Size(max = 200) @JsonProperty("new") String fresh) {
        @Override
        public String toString() {
            return "PasswordChange[]";
        }
    }

    private final Sessions sessions;
    private final Accounts accounts;
    private final DemoAccounts demoAccounts;

    SessionController(Sessions sessions, Accounts accounts, DemoAccounts demoAccounts) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.demoAccounts = demoAccounts;
    }

    @GetMapping("/session")
    @Allowed(Permission.SIGNED_IN)
    Sessions.Session session(HttpServletRequest request) {
        return sessions.current(request);
    }

    @PostMapping("/session")
    @Allowed(Permission.ANYONE)
    Sessions.Session signIn(@Valid @RequestBody SignInRequest body, HttpServletRequest request) {
        return sessions.signIn(body.login(), body.password(), request);
    }

    @DeleteMapping("/session")
    @Allowed(Permission.SIGNED_IN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOut(HttpServletRequest request) {
        sessions.signOut(request);
    }

    @PutMapping("/session/password")
    @Allowed(Permission.SIGNED_IN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void changePassword(@Valid @RequestBody PasswordChange body) {
        accounts.changeOwnPassword(body.old(), body.fresh());
    }

    @GetMapping("/demo-accounts")
    @Allowed(Permission.ANYONE)
    List<DemoAccounts.Offer> demoAccounts() {
        return demoAccounts.all();
    }
}
