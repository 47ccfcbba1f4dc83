package org.hutong.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.hutong.kernel.Refusal;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Lets a request through to a handler only with one of the permissions the handler names. Denials are logged.
final class PermissionInterceptor implements HandlerInterceptor {

    private final LookLog looks;

    PermissionInterceptor(LookLog looks) {
        this.looks = looks;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method)) {
            return true;
        }
        var permissions = RouteTable.permissions(method);
        var asked = permissions == null ? Set.<Permission>of() : permissions;
        var actor = Acting.orNull();
        if (!RolePermissions.allows(actor, asked.toArray(Permission[]::new))) {
            if (actor == null) {
                Acting.current();
            }
            looks.denied("route", null, request.getMethod() + " " + pattern(request));
            throw new Refusal(Refusal.Kind.FORBIDDEN, "ACC-002", "您的岗位没有这项权限", "没有改动任何内容", "如需办理，请联系安全管理员");
        }
        if (Boolean.TRUE.equals(request.getAttribute(ActorFilter.MUST_CHANGE)) && !asked.contains(Permission.ANYONE) && !asked.contains(Permission.SIGNED_IN)) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "ACC-011", "请先修改一次性密码", "没有改动任何内容", "修改密码后继续");
        }
        return true;
    }

    /// The route, never the address as typed: an address may carry what the user searched for.
    private static String pattern(HttpServletRequest request) {
        return String.valueOf(request.getAttribute(org.springframework.web.servlet.HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
    }
}
