package io.meshws.client;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The listener thread: runs what arrived one after the other, in order. Bounded: {@link #offer} says when listeners fell
 * behind too far. Thread-safe.
 */
final class Mailbox {
    private static final long IDLE_SECONDS = 10;

    private final int maxWaiting;
    private final int maxCharacters;
    private final AtomicLong characters = new AtomicLong();
    private final ThreadPoolExecutor thread;
    private volatile boolean dropping;

    /** @param maxCharacters of the frames that wait together; a single one may be longer */
    Mailbox(int maxWaiting, int maxCharacters, ThreadFactory threads) {
        this.maxWaiting = maxWaiting;
        this.maxCharacters = maxCharacters;
        thread = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        thread.allowCoreThreadTimeOut(true);
        // What comes after the end is dropped.
        thread.setRejectedExecutionHandler((task, executor) -> {});
    }

    /**
     * Takes a task unless too much waits already; says whether it did.
     *
     * @param length of the frame that the task keeps in memory until it has run
     */
    boolean offer(int length, Runnable task) {
        long waiting = characters.get();
        if (thread.getQueue().size() >= maxWaiting || (waiting > 0 && waiting + length > maxCharacters)) {
            return false;
        }
        characters.addAndGet(length);
        thread.execute(() -> {
            try {
                if (!dropping) {
                    task.run();
                }
            } finally {
                characters.addAndGet(-length);
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
