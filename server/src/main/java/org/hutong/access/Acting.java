package org.hutong.access;

import java.util.concurrent.Callable;
import org.hutong.kernel.Refusal;
import org.jspecify.annotations.Nullable;

/// The actor of the current thread: set by the sign-in filter for requests, by [#as] for jobs, read when a transaction begins.
public final class Acting {

    private static final ThreadLocal<Actor> CURRENT = new ThreadLocal<>();

    private Acting() {}

    public static @Nullable Actor orNull() {
        return CURRENT.get();
    }

    public static Actor current() {
        var actor = CURRENT.get();
        if (actor == null) {
            throw new Refusal(Refusal.Kind.NOT_SIGNED_IN, "ACC-001", "您还没有登录，或登录已过期", "没有保存任何内容", "请重新登录");
        }
        return actor;
    }

    /// For the sign-in filter alone, which puts null back at the end of the request.
    static void set(@Nullable Actor actor) {
        if (actor == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(actor);
        }
    }

    /// Runs `work` as `actor` and puts back whoever acted before.
    public static void run(Actor actor, Runnable work) {
        as(actor, () -> {
            work.run();
            return null;
        });
    }

    /// Runs `work` as `actor` and puts back whoever acted before. The database is told at the start of a transaction: inside one that
    /// already runs, row security goes on answering to whoever began it.
    public static <T> T as(Actor actor, Callable<T> work) {
        var before = CURRENT.get();
        CURRENT.set(actor);
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }
}
