package io.meshws.client;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The listener thread: runs what arrived one after the other, in order. Bounded: {@link #offer} says when listeners fell
 * behind too far. Thread-safe.
 */
final class Mailbox {
    private static final long IDLE_SECONDS = 10;

    private final int maxWaiting;
    private final ThreadPoolExecutor thread;
    private volatile boolean dropping;

    Mailbox(int maxWaiting, ThreadFactory threads) {
        this.maxWaiting = maxWaiting;
        thread = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        thread.allowCoreThreadTimeOut(true);
        // What comes after the end is dropped.
        thread.setRejectedExecutionHandler((task, executor) -> {});
    }

    /** False where too much waits already, and the task was not taken. */
    boolean offer(Runnable task) {
        if (thread.getQueue().size() >= maxWaiting) {
            return false;
        }
        thread.execute(() -> {
            if (!dropping) {
                task.run();
            }
        });
        return true;
    }

    /** Takes a task whatever waits already; it runs after {@link #drop} too. */
    void put(Runnable task) {
        thread.execute(task);
    }

    /** From now on no offered task starts. */
    void drop() {
        dropping = true;
    }

    /** The thread ends when the tasks that it holds have run. */
    void close() {
        thread.shutdown();
    }
}
