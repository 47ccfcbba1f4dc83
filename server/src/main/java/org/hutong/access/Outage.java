package org.hutong.access;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionSystemException;

/// What the house under the program lacks, not the program: the database is away, the data disk is full, all connections are taken.
///
/// | code | what |
/// |---|---|
/// | `ACC-095` | the database does not answer, or went away in the middle |
/// | `ACC-096` | the disk of the database or of the data folder is full |
/// | `ACC-097` | no connection came free in time |
public final class Outage {

    private static final int UNAVAILABLE = 503;

    private Outage() {}

    /// Empty where the trouble is of another kind.
    public static Optional<Problem> of(@Nullable Throwable e) {
        var depth = 0;
        Problem busy = null;
        if (e instanceof TransactionSystemException undone) {
            // where the connection broke, undoing fails too, and hides what failed first
            var first = of(undone.getApplicationException());
            return first.isPresent() ? first : undone.contains(SQLException.class) ? Optional.of(away()) : Optional.empty();
        }
        for (var cause = e; cause != null && depth < 30; cause = cause.getCause(), depth++) {
            if (depth > 0 && cause instanceof TransactionSystemException) {
                return of(cause);
            }
            if (cause instanceof SQLException sql) {
                var state = sql.getSQLState() == null ? "" : sql.getSQLState();
                if (state.equals("53100")) {
                    return Optional.of(full());
                }
                // 57P01–57P03: shutting down, crashed, starting up; 58030: the server cannot read or write a file of its own
                if (state.startsWith("08") || state.startsWith("57P0") || state.equals("58030")) {
                    return Optional.of(away());
                }
                if (state.startsWith("53") || cause instanceof SQLTransientConnectionException) {
                    busy = Problem.of(UNAVAILABLE, "ACC-097", "系统正忙，一时排不上", "这一步没有保存；以前保存的都在", "请过一会儿重试，不用重新登录");
                }
            } else if (cause instanceof IOException && full(cause.getMessage())) {
                return Optional.of(full());
            }
        }
        return Optional.ofNullable(busy);
    }

    /// The operating system's words for ENOSPC and EDQUOT.
    static boolean full(@Nullable String message) {
        return message != null && (message.contains("No space left on device") || message.contains("Disk quota exceeded") || message.contains("设备上没有空间"));
    }

    static Problem away() {
        return Problem.of(UNAVAILABLE, "ACC-095", "数据库暂时连不上", "以前保存的都在；刚才这一步可能没有保存",
                "请过一两分钟刷新页面，先看刚才这一步在不在，不在再重做；一直连不上请系统管理员看服务器的提示");
    }

    private static Problem full() {
        return Problem.of(UNAVAILABLE, "ACC-096", "数据盘满了，存不下", "这一步没有保存；以前保存的都在", "请系统管理员清出数据盘的空间后重试，不用重启");
    }
}
