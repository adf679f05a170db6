package io.meshws.client.internal.runtime;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Runs tasks one after the other, in the order in which they were put in, on any thread of the executor; none is held
 * while nothing waits. Bounded: {@link #offer} says when tasks fall too far behind. Thread-safe.
 */
public final class Mailbox {
    private static final System.Logger LOG = System.getLogger("io.meshws.client");
    /** So many tasks in a row, then others of the executor have their turn. */
    private static final int TURN = 64;

    private final int maxTasks;
    private final long maxCharacters;
    private final Executor executor;
    private final Consumer<VirtualMachineError> lost;
    private final ArrayDeque<Item> waiting = new ArrayDeque<>();
    private long characters;
    private boolean running;
    private boolean dropping;

    /** @param length of the data that the task keeps in memory; negative if it runs even after {@link Mailbox#drop} */
    private record Item(int length, Runnable task) {}

    /**
     * @param maxCharacters of the tasks that wait together; a single one may be longer
     * @param lost told if the JVM failed while a task ran, such as for lack of memory: the task's data is lost
     */
    public Mailbox(int maxTasks, long maxCharacters, Executor executor, Consumer<VirtualMachineError> lost) {
        this.maxTasks = maxTasks;
        this.maxCharacters = maxCharacters;
        this.executor = executor;
        this.lost = lost;
    }

    /**
     * Takes a task unless too much waits already; says whether it did.
     *
     * @param length of the frame that the task keeps in memory until it has run
     */
    public boolean offer(int length, Runnable task) {
        synchronized (this) {
            if (dropping) {
                return true;
            }
            if (waiting.size() >= maxTasks || (characters > 0 && characters + length > maxCharacters)) {
                return false;
            }
            characters += length;
            waiting.add(new Item(length, task));
            if (running) {
                return true;
            }
            running = true;
        }
        begin();
        return true;
    }

    /** Takes a task even if many wait already; it runs after {@link #drop} too. */
    public void put(Runnable task) {
        synchronized (this) {
            waiting.add(new Item(-1, task));
            if (running) {
                return;
            }
            running = true;
        }
        begin();
    }

    /** From now on no offered task starts. */
    public synchronized void drop() {
        dropping = true;
    }

    private void run() {
        for (int i = 0; i < TURN; i++) {
            Item item = next();
            if (item == null) {
                return;
            }
            try {
                run(item.task());
            } finally {
                done(item);
            }
        }
        begin();
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (VirtualMachineError e) {
            lost.accept(e);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "A task of a client failed", e);
        }
    }

    /** If the executor fails, such as for lack of memory, the next task tries again. */
    private void begin() {
        try {
            executor.execute(this::run);
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                running = false;
            }
            throw e;
        }
    }

    private synchronized Item next() {
        Item item = waiting.poll();
        while (dropping && item != null && item.length() >= 0) {
            item = waiting.poll();
        }
        if (item == null) {
            running = false;
        }
        return item;
    }

    private synchronized void done(Item item) {
        characters -= Math.max(0, item.length());
    }
}
