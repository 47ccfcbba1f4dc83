package org.hutong.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hutong.files.SheetReader;
import org.hutong.files.SheetRow;

/// Reads and prepares a sheet on a thread of its own, a few thousand rows ahead of what is being stored.
final class ReadAhead {

    private ReadAhead() {}

    /// Hands on each part in the order of the sheet; what the thread threw is thrown here.
    ///
    /// @param atOnce rows in a part
    static <T> void of(SheetReader sheet, int atOnce, Function<List<SheetRow>, List<T>> prepare, Consumer<List<T>> each) {
        var ready = new ArrayBlockingQueue<List<T>>(2);
        var reading = new FutureTask<Void>(() -> {
            var waiting = new ArrayList<List<SheetRow>>(List.of(new ArrayList<>(atOnce)));
            try {
                sheet.rows(cells -> {
                    waiting.getFirst().add(cells);
                    if (waiting.getFirst().size() >= atOnce) {
                        put(ready, prepare.apply(waiting.getFirst()));
                        waiting.set(0, new ArrayList<>(atOnce));
                    }
                });
                if (!waiting.getFirst().isEmpty()) {
                    put(ready, prepare.apply(waiting.getFirst()));
                }
            } finally {
                // an empty part tells the end, of the good kind or the bad
                put(ready, List.of());
            }
            return null;
        });
        var thread = Thread.ofPlatform().daemon().name("roster-reader").start(reading);
        try {
            for (var part = ready.take(); !part.isEmpty(); part = ready.take()) {
                each.accept(part);
            }
            reading.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            thread.interrupt();
        }
    }

    private static <T> void put(ArrayBlockingQueue<List<T>> ready, List<T> part) {
        try {
            ready.put(part);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The reader was told to end", e);
        }
    }
}
