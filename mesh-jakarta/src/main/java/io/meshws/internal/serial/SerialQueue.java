package io.meshws.internal.serial;

import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Runs tasks one at a time and in the order in which they were given, each on a thread that gives one. Nobody waits and no lock
 * is held while a task runs, so a task may call anything, and give tasks itself. What a task throws, even an error, is logged.
 * Thread-safe.
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

    /** Runs what was given, or leaves it to the thread that does so now. */
    public void run() {
        loop.run();
    }

    private void drain() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            perform(task);
        }
    }

    /** Nothing may leave the loop early: nobody would be let in again. */
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
