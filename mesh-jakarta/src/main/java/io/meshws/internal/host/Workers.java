package io.meshws.internal.host;

import io.meshws.internal.time.Scheduler;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Threads for tasks that may block: a few, and more as soon as tasks wait and none of them begins, because the code
 * that holds the threads may be waiting for one of these tasks. Threads that aren't needed end. If a task of the
 * application holds its thread for long, that is logged once. Thread-safe.
 */
public final class Workers implements Executor {
    private static final System.Logger LOG = System.getLogger(Workers.class.getPackageName());
    /** If tasks wait and none begins for this long, the threads are held. */
    private static final Duration PATIENCE = Duration.ofMillis(10);

    private static final long STALL_NANOS = Duration.ofSeconds(5).toNanos();
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final int END_SECONDS = 2;
    /** More than these are unlikely to help: from then on, threads are added slowly. */
    private static final int MANY = 256;

    private final Scheduler scheduler;
    private final LongSupplier nanos;
    private final int few;
    private final Pool pool;
    private final Map<Thread, Running> running = new ConcurrentHashMap<>();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicBoolean watching = new AtomicBoolean();
    private final AtomicLong begunAtTick = new AtomicLong(-1);

    /** The task that a thread runs, and since when. */
    private static final class Running {
        private final Runnable task;
        private final long since;
        private boolean told;

        Running(Runnable task, long since) {
            this.task = task;
            this.since = since;
        }

        boolean isNewStall(long now) {
            return task instanceof AppTask && !told && now - since >= STALL_NANOS;
        }
    }

    /**
     * @param few the number of threads while none of them is held
     * @param nanos the clock of {@link System#nanoTime}
     */
    public Workers(int few, ThreadFactory threads, Scheduler scheduler, LongSupplier nanos) {
        this(few, threads, scheduler, nanos, IDLE);
    }

    /** @param idle after which a thread that isn't needed ends */
    Workers(int few, ThreadFactory threads, Scheduler scheduler, LongSupplier nanos, Duration idle) {
        this.few = few;
        this.scheduler = scheduler;
        this.nanos = nanos;
        this.pool = new Pool(few, threads, idle);
    }

    private final class Pool extends ThreadPoolExecutor {
        Pool(int few, ThreadFactory threads, Duration idle) {
            super(
                    few,
                    Short.MAX_VALUE,
                    idle.toMillis(),
                    TimeUnit.MILLISECONDS,
                    new LinkedBlockingQueue<>(),
                    threads,
                    // A stage that ends while the instance stops must still complete.
                    (task, pool) -> perform(task));
            allowCoreThreadTimeOut(true);
        }

        @Override
        protected void beforeExecute(Thread thread, Runnable task) {
            begun.incrementAndGet();
            running.put(thread, new Running(task, nanos.getAsLong()));
        }

        @Override
        protected void afterExecute(Runnable task, Throwable failure) {
            running.remove(Thread.currentThread());
        }
    }

    @Override
    public void execute(Runnable task) {
        try {
            pool.execute(task);
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.log(System.Logger.Level.DEBUG, "The server provides no more threads", e);
            if (pool.getPoolSize() > 0) {
                pool.getQueue().add(task);
            } else {
                perform(task);
            }
        }
        watch();
    }

    private static void perform(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.DEBUG, "A task failed", e);
        }
    }

    /** Makes sure that waiting tasks begin. */
    private void watch() {
        if (!pool.getQueue().isEmpty() && watching.compareAndSet(false, true)) {
            long seen = begun.get();
            scheduler.schedule(() -> watched(seen), PATIENCE);
        }
    }

    private void watched(long seen) {
        watching.set(false);
        if (isHeld(seen) && pool.getCorePoolSize() < MANY) {
            grow(Math.max(1, pool.getCorePoolSize() / 4));
        }
        watch();
    }

    /** Whether tasks are waiting and none has begun since then. */
    private boolean isHeld(long begunThen) {
        return !pool.getQueue().isEmpty() && begun.get() == begunThen;
    }

    private synchronized void grow(int by) {
        try {
            pool.setCorePoolSize(pool.getCorePoolSize() + by);
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.log(System.Logger.Level.DEBUG, "The server provides no more threads", e);
        }
    }

    /** Called about once a second. */
    public void tick() {
        if (isHeld(begunAtTick.get())) {
            grow(1);
        } else if (pool.getQueue().isEmpty()) {
            shrink();
        }
        begunAtTick.set(begun.get());
        tellOfStalls();
    }

    private synchronized void shrink() {
        int enough = few + pool.getActiveCount();
        if (pool.getCorePoolSize() > enough) {
            pool.setCorePoolSize(enough);
        }
    }

    private void tellOfStalls() {
        long now = nanos.getAsLong();
        List<Map.Entry<Thread, Running>> stalled = running.entrySet().stream()
                .filter(entry -> entry.getValue().isNewStall(now))
                .sorted(Comparator.comparingLong(entry -> entry.getValue().since - now))
                .toList();
        if (stalled.isEmpty()) {
            return;
        }
        stalled.forEach(entry -> entry.getValue().told = true);
        Running first = stalled.get(0).getValue();
        Throwable place = new Throwable("Stack trace of the thread");
        place.setStackTrace(stalled.get(0).getKey().getStackTrace());
        LOG.log(
                System.Logger.Level.WARNING,
                "MESH-0220 The application's code after " + ((AppTask) first.task).name()
                        + " has held its thread for " + TimeUnit.NANOSECONDS.toSeconds(now - first.since)
                        + " s, as have " + (stalled.size() - 1) + " others; " + pool.getActiveCount()
                        + " threads are in use",
                place);
    }

    /** The number of threads. */
    int size() {
        return pool.getPoolSize();
    }

    /** Accepts no more tasks; running ones may still end within a moment. */
    public void close() {
        pool.shutdown();
        try {
            pool.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pool.shutdownNow();
    }
}
