package io.meshws.client.internal.runtime;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The threads that run code of the application. A few do as long as work moves on. When a task has waited for a moment, the
 * crew grows by as many threads as are waiting for something, and to at most twice its size: a machine that is only busy
 * gets no more threads than it needs. Threads end when idle.
 */
final class Crew extends ThreadPoolExecutor {
    private static final System.Logger LOG = System.getLogger("io.meshws.client");
    private static final int MAX_THREADS = 256;
    static final int USUAL_THREADS =
            Math.max(4, Math.min(16, Runtime.getRuntime().availableProcessors()));
    private static final long IDLE_SECONDS = 10;
    private static final long PATIENCE_MILLIS = 20;

    private final ScheduledExecutorService watch;
    private final Roll roll;
    private final AtomicBoolean watching = new AtomicBoolean();
    /** How many tasks were done when {@link #look} last looked; only used there. */
    private long doneBefore = -1;

    /** @param waitingSince on the clock of {@link System#nanoTime} */
    private record Task(Runnable runnable, long waitingSince) implements Runnable {
        @Override
        public void run() {
            runnable.run();
        }
    }

    /** Knows which threads there are. Thread-safe. */
    private static final class Roll implements ThreadFactory {
        private final ThreadFactory factory;
        private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

        Roll(ThreadFactory factory) {
            this.factory = factory;
        }

        @Override
        public Thread newThread(Runnable task) {
            threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
            Thread thread = factory.newThread(task);
            if (thread != null) {
                threads.add(thread);
            }
            return thread;
        }

        /** Threads that wait for something, rather than use or want a processor. */
        int waiting() {
            return (int) threads.stream()
                    .filter(thread -> switch (thread.getState()) {
                        case BLOCKED, WAITING, TIMED_WAITING -> true;
                        case NEW, RUNNABLE, TERMINATED -> false;
                    })
                    .count();
        }
    }

    /** @param watch looks after work that waits */
    Crew(ThreadFactory threads, ScheduledExecutorService watch) {
        this(new Roll(threads), watch);
    }

    private Crew(Roll roll, ScheduledExecutorService watch) {
        super(USUAL_THREADS, USUAL_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), roll);
        this.roll = roll;
        this.watch = watch;
        allowCoreThreadTimeOut(true);
    }

    /** @throws RejectedExecutionException after the end, or if there is no thread and none can be had */
    @Override
    public void execute(Runnable runnable) {
        Task task = new Task(runnable, System.nanoTime());
        try {
            super.execute(task);
        } catch (RejectedExecutionException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            // A server that ends an application gives it no more threads.
            LOG.log(Level.DEBUG, "There are no more threads", e);
            if (getPoolSize() == 0) {
                throw new RejectedExecutionException(e);
            }
            getQueue().add(task);
        }
        if (!getQueue().isEmpty() && watching.compareAndSet(false, true)) {
            watchSoon();
        }
    }

    private void watchSoon() {
        try {
            watch.schedule(this::look, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The end: no thread is added any more.
            watching.set(false);
        }
    }

    private void look() {
        BlockingQueue<Runnable> queue = getQueue();
        long done = getCompletedTaskCount();
        if (queue.peek() instanceof Task first) {
            long waited = System.nanoTime() - first.waitingSince();
            if (waited > TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS)) {
                grow(done == doneBefore);
            }
            doneBefore = done;
            watchSoon();
        } else {
            resize(USUAL_THREADS);
            doneBefore = -1;
            watching.set(false);
            if (!queue.isEmpty() && watching.compareAndSet(false, true)) {
                watchSoon();
            }
        }
    }

    /** @param isHeld whether no task has ended for a while, so that threads may wait without showing it, as in I/O */
    private void grow(boolean isHeld) {
        int threads = getCorePoolSize();
        int waiting = Math.min(threads, roll.waiting());
        int wanted = Math.max(USUAL_THREADS + waiting, 2 * waiting);
        if (wanted <= threads && isHeld) {
            wanted = threads + Math.max(1, threads / 4);
        }
        resize(Math.max(threads, Math.min(MAX_THREADS, Math.min(2 * threads, wanted))));
    }

    private void resize(int threads) {
        try {
            if (threads > getMaximumPoolSize()) {
                setMaximumPoolSize(threads);
                setCorePoolSize(threads);
            } else if (threads < getCorePoolSize()) {
                setCorePoolSize(threads);
                setMaximumPoolSize(threads);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.log(Level.DEBUG, "There are no more threads", e);
        }
    }
}
