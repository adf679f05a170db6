package io.meshws.internal.serial;

import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks one at a time, in the order in which they were added, each on a thread that adds one. No thread waits and no
 * lock is held while a task runs, so a task may call anything, and add tasks itself. Anything that a task throws is logged,
 * errors included. Thread-safe.
 */
public final class SerialQueue {
    private static final System.Logger LOG = System.getLogger(SerialQueue.class.getPackageName());

    private static final Object TOGETHER = new Object();

    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final DrainLoop loop = new DrainLoop(this::drain);
    /** Whether a task that has several queues waits for another of them, or is running there. */
    private volatile boolean held;

    /** Adds a task that {@link #run()} will run: for callers that hold a lock. */
    public void add(Runnable task) {
        tasks.add(task);
    }

    /**
     * Adds a task that has all of these queues for itself: they run nothing else meanwhile. In each of them it has its place
     * in the order. It runs once all have been {@linkplain #run() run}, on one of the threads that do so.
     */
    public static void addTogether(Collection<SerialQueue> queues, Runnable task) {
        AtomicInteger missing = new AtomicInteger(queues.size());
        // In the same order in all queues: two such tasks can't wait for each other.
        synchronized (TOGETHER) {
            queues.forEach(queue -> queue.add(() -> {
                queue.held = true;
                if (missing.decrementAndGet() == 0) {
                    perform(task);
                    queues.forEach(SerialQueue::release);
                }
            }));
        }
    }

    private void release() {
        held = false;
        run();
    }

    /** Adds a task, and runs the tasks that were added. */
    public void run(Runnable task) {
        add(task);
        run();
    }

    /** Runs the tasks that were added, or leaves them to the thread that is doing so now. */
    public void run() {
        loop.run();
    }

    private void drain() {
        for (Runnable task = next(); task != null; task = next()) {
            perform(task);
        }
    }

    private Runnable next() {
        return held ? null : tasks.poll();
    }

    /** Runs a task and logs its exceptions: if one left the loop, no thread could enter it again. */
    public static void perform(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            try {
                LOG.log(System.Logger.Level.ERROR, "MESH-0601 A task failed; the next one runs as usual", e);
            } catch (Throwable unlogged) {
                // The cause of the task's failure, such as a lack of memory, may make logging fail too.
            }
        }
    }
}
