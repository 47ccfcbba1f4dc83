package org.hutong.access;

import java.util.List;
import org.hutong.kernel.Refusal;
import org.jspecify.annotations.Nullable;

/// The body of every answer that is not the thing asked for (`application/problem+json`).
///
/// @param saved    what was and was not saved
/// @param next     what to do next
/// @param incident for an error of the program: the number under which the server's log tells more
public record Problem(int status, String code, String title, String saved, String next, @Nullable List<Field> fields, @Nullable String incident) {

    public record Field(String field, String message) {}

    static Problem of(Refusal refusal) {
        return new Problem(status(refusal.kind()), refusal.code(), refusal.title(), refusal.saved(), refusal.next(), null, null);
    }

    static Problem of(int status, String code, String title, String saved, String next) {
        return new Problem(status, code, title, saved, next, null, null);
    }

    /// Nothing is known but the status.
    public static Problem of(int status) {
        return switch (status) {
            case 404 -> of(404, "ACC-004", "没有找到，或不在您的权限范围内", "没有改动任何内容", "请从列表重新打开");
            case 413 -> of(413, "FIL-021", "文件超过大小上限", "文件没有保存", "请压缩或拆分后重新上传");
            default -> status >= 500
                    ? of(status, "ACC-099", "系统出错了", "这一步没有保存", "请稍后重试；仍不行时请告诉系统管理员")
                    : of(status, "ACC-093", "这个请求不能办理", "没有保存任何内容", "请刷新页面后重试");
        };
    }

    private static int status(Refusal.Kind kind) {
        return switch (kind) {
            case INVALID -> 400;
            case NOT_SIGNED_IN -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case TOO_LARGE -> 413;
            case TOO_MANY -> 429;
            case UNAVAILABLE -> 503;
        };
    }
}
