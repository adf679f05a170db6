package io.meshws.internal.event;

import io.meshws.internal.serial.SerialOperations;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Runs the events of each sender on the executor, in order and one at a time; those of different senders don't wait for
 * each other. Thread-safe.
 */
final class Lanes {
    /** The limit for all lanes together: the payloads of clients' events may be long. */
    static final long MAX_LENGTH = 64L << 20;

    private final Executor executor;
    private final int limit;
    private long length;
    private volatile boolean stopped;
    private final Map<String, Lane> lanes = new HashMap<>();

    private static final CompletionStage<Void> STOPPED = CompletableFuture.completedStage(null);

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
     * @param taskLength how many characters the task holds
     * @return false if the task is dropped because too many, or too much, are waiting
     */
    boolean add(String sender, long taskLength, Runnable task) {
        Lane lane;
        synchronized (this) {
            if (length + taskLength > MAX_LENGTH) {
                return false;
            }
            lane = lanes.computeIfAbsent(sender, id -> new Lane());
            if (lane.waiting == limit) {
                return false;
            }
            lane.waiting++;
            length += taskLength;
        }
        lane.tasks.run(() -> begin(task)).whenComplete((done, failure) -> ended(sender, lane, taskLength));
        return true;
    }

    private CompletionStage<Void> begin(Runnable task) {
        return stopped ? STOPPED : CompletableFuture.runAsync(() -> runUnlessStopped(task), executor);
    }

    private void runUnlessStopped(Runnable task) {
        if (!stopped) {
            task.run();
        }
    }

    /** Forgets the events that wait, and those that still come. */
    void stop() {
        stopped = true;
    }

    private synchronized void ended(String sender, Lane lane, long taskLength) {
        lane.waiting--;
        length -= taskLength;
        if (lane.waiting == 0) {
            lanes.remove(sender);
        }
    }
}
