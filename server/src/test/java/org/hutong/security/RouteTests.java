package org.hutong.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hutong.ServerTests;
import org.hutong.access.Permission;
import org.hutong.access.Role;
import org.hutong.access.RolePermissions;
import org.hutong.access.RouteTable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class RouteTests extends ServerTests {

    private static final Set<String> OPEN_TO_ANYONE = Set.of("POST /api/session", "GET /api/demo-accounts", "* /error", "GET /v3/api-docs", "GET /v3/api-docs.yaml");
    private static final Set<Role> ADMINISTRATORS = Set.of(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN);

    @Autowired
    RouteTable table;

    private static boolean may(Role role, RouteTable.Route route) {
        return route.permissions().stream().anyMatch(permission -> permission == Permission.ANYONE || RolePermissions.of(role).contains(permission));
    }

    private static String address(RouteTable.Route route) {
        return route.path().replaceAll("\\{[^}]*[iI]d}", UUID.randomUUID().toString()).replaceAll("\\{[^}]*}", "1");
    }

    @Test
    void nothingIsOpenToAnyoneButSigningIn() {
        assertThat(table.routes().stream().filter(route -> route.permissions().contains(Permission.ANYONE)).map(route -> route.method() + " " + route.path()))
                .isSubsetOf(OPEN_TO_ANYONE);
    }

    @Test
    void somebodyNotSignedInGets401Everywhere() {
        var anonymous = anonymous();
        for (var route : table.routes()) {
            if (!route.permissions().contains(Permission.ANYONE)) {
                var answer = anonymous.send(route.method(), address(route), route.method().equals("GET") ? null : "{}".getBytes(StandardCharsets.UTF_8), "application/json");
                assertThat(answer.status()).as("%s %s", route.method(), route.path()).isEqualTo(401);
            }
        }
    }

    @Test
    void everyRoleIsRefusedEveryRouteItHasNoPermissionFor() {
        var refused = 0;
        for (var role : Role.values()) {
            if (role == Role.SERVICE) {
                continue;
            }
            var person = signedIn(role, ADMINISTRATORS.contains(role) ? null : "120116");
            for (var route : table.routes()) {
                var open = may(role, route);
                // What a role may do is done in other tests: here it might change something.
                if (!open || route.method().equals("GET")) {
                    var answer = person.send(route.method(), address(route), route.method().equals("GET") ? null : "{}".getBytes(StandardCharsets.UTF_8), "application/json");
                    if (open) {
                        assertThat(answer.status()).as("%s %s %s %s", role, route.method(), route.path(), answer.text()).isNotEqualTo(401).isLessThan(500);
                        assertThat(answer.status() == 403 && answer.text().contains("ACC-002")).as("%s %s %s", role, route.method(), route.path()).isFalse();
                    } else {
                        assertThat(answer.status()).as("%s %s %s", role, route.method(), route.path()).isEqualTo(403);
                        assertThat(answer.code()).isEqualTo("ACC-002");
                        refused++;
                    }
                }
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    @Test
    void theWrittenTableOfRoutesAndRolesIsTheOneThatRuns() throws Exception {
        var lines = new ArrayList<String>();
        lines.add("# 接口与岗位");
        lines.add("");
        lines.add("由测试 `RouteTests` 按运行中的程序写出（`-Dhutong.openapi.write=true`）；改了接口或岗位权限而没有重写此表，测试不通过。");
        lines.add("");
        lines.add("| 接口 | 需要的权限 | 岗位 |");
        lines.add("|---|---|---|");
        for (var route : table.routes()) {
            if (route.path().startsWith("/api/")) {
                var roles = Arrays.stream(Role.values()).filter(role -> role != Role.SERVICE && may(role, route)).map(Role::title).collect(Collectors.joining("、"));
                var permissions = route.permissions().stream().map(Enum::name).sorted().collect(Collectors.joining(" 或 "));
                lines.add("| " + route.method() + " " + route.path() + " | " + permissions + " | "
                        + (route.permissions().contains(Permission.ANYONE) ? "任何人" : route.permissions().contains(Permission.SIGNED_IN) ? "登录者" : roles) + " |");
            }
        }
        var file = Path.of("../docs/generated/routes.md");
        var text = String.join("\n", lines) + "\n";
        if (Boolean.getBoolean("hutong.openapi.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(file).hasContent(text);
    }
}
