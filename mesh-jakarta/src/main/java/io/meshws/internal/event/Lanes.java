package io.meshws.internal.event;

import io.meshws.internal.serial.SerialOperations;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Runs what each sender sent on the executor, in order and one at a time; those of different senders don't wait for each
 * other. Thread-safe.
 */
final class Lanes {
    private final Executor executor;
    private final int limit;
    private final Map<String, Lane> lanes = new HashMap<>();

    private static final class Lane {
        private final SerialOperations tasks = new SerialOperations();
        private int waiting;
    }

    /** @param limit how many tasks of a sender may wait */
    Lanes(Executor executor, int limit) {
        this.executor = executor;
        this.limit = limit;
    }

    /**
     * Calls for one sender come one after the other.
     *
     * @return false if the task is dropped because too many are waiting
     */
    boolean add(String sender, Runnable task) {
        Lane lane;
        synchronized (this) {
            lane = lanes.computeIfAbsent(sender, id -> new Lane());
            if (lane.waiting == limit) {
                return false;
            }
            lane.waiting++;
        }
        lane.tasks
                .run(() -> CompletableFuture.runAsync(task, executor))
                .whenComplete((done, failure) -> ended(sender, lane));
        return true;
    }

    private synchronized void ended(String sender, Lane lane) {
        lane.waiting--;
        if (lane.waiting == 0) {
            lanes.remove(sender);
        }
    }
}
