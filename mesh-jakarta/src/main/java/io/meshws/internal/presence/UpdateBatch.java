package io.meshws.internal.presence;

import io.meshws.internal.time.Scheduler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The updates of a room that its subscribers are told of together. Each change in a large room is a frame for each of many
 * clients, and there are many who change: what comes within a moment goes out by one write to each client, and of a connection's
 * states only the last. After a pause the first update is told at once. Changes in the tasks of its room.
 */
final class UpdateBatch {
    /** So few are told at once: nobody waits for a moment if there's little to save. */
    static final int FEW = 64;
    /** So many are told without a pause: more at a time might overflow the outbox of a client that reads. */
    static final int MANY = 512;
    /** The pause between two batches. */
    static final Duration LONGEST = Duration.ofMillis(50);
    /** The pause for each subscriber, until the longest: about what it takes to send to it. */
    private static final long NANOS_EACH = 5_000;

    private final Scheduler scheduler;
    private final LongSupplier nanos;
    private final Runnable due;
    /** In the order of telling; a state by its connection, so that it's there once. */
    private final Map<Object, Update> waiting = new LinkedHashMap<>();

    private long toldAt;

    /** @param due called, on any thread, when it's time to {@link #take} */
    UpdateBatch(Scheduler scheduler, LongSupplier nanos, Runnable due) {
        this.scheduler = scheduler;
        this.nanos = nanos;
        this.due = due;
        this.toldAt = nanos.getAsLong() - LONGEST.toNanos();
    }

    /** @return what to tell now */
    List<Update> add(Update update, int subscribers) {
        if (waiting.isEmpty()) {
            long now = nanos.getAsLong();
            long left = toldAt + pause(subscribers) - now;
            if (left <= 0) {
                toldAt = now;
                return List.of(update);
            }
            scheduler.schedule(due, Duration.ofNanos(left));
        }
        Object key = update.type() == Update.Type.STATE ? update.connectionId() : update;
        // To the end: after what came before it.
        waiting.remove(key);
        waiting.put(key, update);
        return waiting.size() < MANY ? List.of() : take();
    }

    private static long pause(int subscribers) {
        return subscribers < FEW ? 0 : Math.min(LONGEST.toNanos(), subscribers * NANOS_EACH);
    }

    /** @return everything that waits */
    List<Update> take() {
        if (waiting.isEmpty()) {
            return List.of();
        }
        toldAt = nanos.getAsLong();
        List<Update> all = List.copyOf(waiting.values());
        waiting.clear();
        return all;
    }
}
