package org.hutong;

import java.nio.file.Path;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.hutong.schema.LocalPostgres;
import org.springframework.boot.web.server.PortInUseException;

/// Why the server did not start, for whoever reads the terminal: what happened, what became of the data, what to do next.
///
/// | code | what |
/// |---|---|
/// | `SRV-001` | listens beyond this machine without a certificate |
/// | `SRV-002` | the address to listen on is unknown |
/// | `SRV-003` | the certificate folder lacks a file |
/// | `SRV-004` | certificate or key cannot be read, or do not belong together |
/// | `SRV-005` | another program holds the data folder |
/// | `SRV-006` | the data folder cannot be written |
/// | `SRV-007` | the embedded database did not start |
/// | `SRV-008` | the outside database cannot be reached |
/// | `SRV-009` | the outside database refuses the login |
/// | `SRV-010` | the outside database is too old |
/// | `SRV-011` | the login may not do what is needed |
/// | `SRV-012` | the port is taken |
/// | `SRV-013` | the address of the outside database is wrong, or it has no such database |
/// | `SRV-014` | the tables were not brought to this version |
/// | `SRV-015` | the database was used before and its keys are not there |
final class CannotStart extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    CannotStart(String code, String what) {
        this(code, what, null);
    }

    CannotStart(String code, String what, Throwable cause) {
        super(what, cause);
        this.code = code;
    }

    String code() {
        return code;
    }

    /// One line for the terminal.
    String line() {
        return "✗ [" + code + "] " + getMessage();
    }

    /// What is known of it; anything else goes on as it is.
    static RuntimeException of(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotStart known) {
                return known;
            }
            if (cause instanceof LocalPostgres.InUse) {
                return new CannotStart("SRV-005", cause.getMessage());
            }
            if (cause instanceof LocalPostgres.NotStarted) {
                return new CannotStart("SRV-007", cause.getMessage());
            }
            if (cause instanceof PortInUseException port) {
                return new CannotStart("SRV-012", "端口 " + port.getPort() + " 已被占用。没有启动，数据未改动；请用 --port 换一个，或停掉占用它的程序。");
            }
        }
        return e instanceof RuntimeException plain ? plain : new IllegalStateException(e);
    }

    /// @param url of the outside database, without its login
    static RuntimeException ofDatabase(String url, Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                var state = sql.getSQLState();
                if (state.startsWith("28")) {
                    return new CannotStart("SRV-009", "外部数据库 " + url + " 不认这个用户名或密码。没有启动，数据未改动；请核对 HUTONG_DATABASE_URL 里的 user 和 password。", e);
                }
                if (state.startsWith("08") || state.startsWith("57P0") || state.startsWith("53")) {
                    return new CannotStart("SRV-008", "外部数据库 " + url + " 连不上（" + sql.getMessage().lines().findFirst().orElse("") + "）。没有启动，数据未改动；请确认数据库在运行、地址端口对、防火墙放行，然后重试。", e);
                }
                if (state.equals("3D000")) {
                    return new CannotStart("SRV-013", "外部数据库 " + url + " 上没有这个库。没有启动；请先由数据库管理员建好空库（UTF-8 编码），再重试。", e);
                }
                if (state.equals("42501")) {
                    return new CannotStart("SRV-011", "HUTONG_DATABASE_URL 里的登录权限不够：要能建角色、授权和安装扩展 btree_gist、pg_trgm、amcheck（" + sql.getMessage().lines().findFirst().orElse("")
                            + "）。没有启动；请换用数据库管理员的登录，它只在启动时用。", e);
                }
            }
            if (cause instanceof FlywayException flyway) {
                return new CannotStart("SRV-014", "数据库的表没有升到这一版（" + flyway.getMessage().lines().filter(line -> !line.isBlank()).findFirst().orElse("") + "）。没做完的那一步已退回，数据未改动；请把这一行告诉开发者。", e);
            }
        }
        return of(e);
    }

    static CannotStart notWritable(Path folder, Exception e) {
        return new CannotStart("SRV-006", "数据目录 " + folder + " 写不进去（" + e.getMessage() + "）。没有启动，数据未改动；请检查目录的主人、权限、是否只读挂载和剩余空间，或用 --data 另选目录。", e);
    }
}
