package io.meshws.internal.cluster;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks one at a time and in the order in which they were given, each on the thread of someone who runs them. Nobody
 * waits and no lock is held while a task runs, so a task may call anything, and give tasks itself. What a task throws,
 * errors too, is logged. Thread-safe.
 */
public final class SerialQueue {
    private static final System.Logger LOG = System.getLogger(SerialQueue.class.getPackageName());

    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** How often {@link #run} was asked for while somebody was in it. */
    private final AtomicInteger wanted = new AtomicInteger();

    /** Gives a task that {@link #run()} will run: for callers that hold a lock. */
    public void add(Runnable task) {
        tasks.add(task);
    }

    /** Gives a task, and runs what was given. */
    public void run(Runnable task) {
        add(task);
        run();
    }

    /** Runs what was given, or leaves it to whoever does that now. */
    public void run() {
        if (wanted.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                perform(task);
            }
            seen = wanted.addAndGet(-seen);
        } while (seen != 0);
    }

    /** Nothing may leave {@link #run()} early: nobody would be let in again. */
    private static void perform(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            try {
                LOG.log(System.Logger.Level.ERROR, "MESH-0601 A task failed; the next one goes on", e);
            } catch (Throwable unlogged) {
                // What made the task fail, such as a lack of memory, may do the same to the log.
            }
        }
    }
}
