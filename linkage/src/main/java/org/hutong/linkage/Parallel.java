package org.hutong.linkage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// A few worker threads. Results never depend on how many there are or who finishes first.
public final class Parallel implements AutoCloseable {
    private final int threads;
    private final ExecutorService pool;

    public Parallel(int threads) {
        this.threads = Math.max(1, threads);
        pool = Executors.newFixedThreadPool(this.threads, task -> {
            Thread thread = new Thread(task, "linkage");
            thread.setDaemon(true);
            return thread;
        });
    }

    public int threads() {
        return threads;
    }

    public <T> Future<T> submit(Callable<T> task) {
        return pool.submit(task);
    }

    /// Runs all tasks, the calling thread helping; throws what the first failing one threw.
    public void run(List<Runnable> tasks) {
        AtomicInteger next = new AtomicInteger();
        Runnable loop = () -> {
            for (int i; (i = next.getAndIncrement()) < tasks.size(); ) tasks.get(i).run();
        };
        List<Future<?>> helpers = new ArrayList<>();
        for (int t = 1; t < Math.min(threads, tasks.size()); t++) helpers.add(pool.submit(loop));
        try {
            loop.run();
        } finally {
            for (Future<?> helper : helpers) get(helper);
        }
    }

    /// Splits `0 .. n` into pieces of at most `grain` and runs them.
    public void ranges(int n, int grain, Range work) {
        List<Runnable> tasks = new ArrayList<>();
        for (int from = 0; from < n; from += grain) {
            int start = from;
            tasks.add(() -> work.run(start, Math.min(n, start + grain)));
        }
        run(tasks);
    }

    /// Work on a half-open range.
    public interface Range {
        void run(int from, int to);
    }

    public static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            if (e.getCause() instanceof Error cause) throw cause;
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
