package io.meshws.internal.serial;

import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Runs tasks one at a time, in the order in which they were added, each on a thread that adds one. Nobody waits and no
 * lock is held while a task runs, so a task may call anything, and add tasks itself. Anything that a task throws is
 * logged, errors included. Thread-safe.
 */
public final class SerialQueue {
    private static final System.Logger LOG = System.getLogger(SerialQueue.class.getPackageName());

    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final DrainLoop loop = new DrainLoop(this::drain);

    /** Adds a task that {@link #run()} will run: for callers that hold a lock. */
    public void add(Runnable task) {
        tasks.add(task);
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
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            perform(task);
        }
    }

    /** Nothing may leave the loop early, because nobody could enter it again. */
    private static void perform(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            try {
                LOG.log(System.Logger.Level.ERROR, "MESH-0601 A task failed; the next one runs as usual", e);
            } catch (Throwable unlogged) {
                // Whatever made the task fail, such as a lack of memory, may make logging fail too.
            }
        }
    }
}
