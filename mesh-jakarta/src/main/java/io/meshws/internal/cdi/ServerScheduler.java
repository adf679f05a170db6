package io.meshws.internal.cdi;

import io.meshws.internal.time.Scheduler;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Uses the server's managed scheduled executor, or mesh's own thread if the server has none. Thread-safe. */
final class ServerScheduler implements Scheduler {
    private static final System.Logger LOG = System.getLogger("io.meshws");

    private final ScheduledExecutorService executor;
    private final boolean own;

    private ServerScheduler(ScheduledExecutorService executor, boolean own) {
        this.executor = executor;
        this.own = own;
    }

    /** Must be called on a thread on which the application can look up names. */
    static ServerScheduler find(ThreadFactory threads) {
        try {
            // Looks it up by a JDK type, because servers without the executor don't have its own type either.
            return new ServerScheduler(
                    InitialContext.<ScheduledExecutorService>doLookup(
                            "java:comp/DefaultManagedScheduledExecutorService"),
                    false);
        } catch (NamingException e) {
            return new ServerScheduler(
                    Executors.newSingleThreadScheduledExecutor(ServerThreads.named("mesh-ticks", threads)), true);
        }
    }

    /** For logs. */
    @Override
    public String toString() {
        return own
                ? "mesh's own thread (the server has no managed scheduled executor)"
                : "the managed scheduled executor";
    }

    /**
     * Servers keep a task until its time has come, even if it was cancelled, and some threads keep the last task that
     * they ran. So they get an object of a JDK class, which releases ours once it ran or was cancelled.
     */
    @Override
    public Runnable schedule(Runnable task, Duration delay) {
        FutureTask<Void> once = new FutureTask<>(task, null);
        try {
            Future<?> scheduled = executor.schedule(once, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> {
                once.cancel(false);
                scheduled.cancel(false);
            };
        } catch (RejectedExecutionException | IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "The server accepts no more tasks", e);
            return () -> {};
        }
    }

    /**
     * Runs the task every second.
     *
     * @return stops that
     */
    Runnable everySecond(Runnable task) {
        Future<?> scheduled = executor.scheduleAtFixedRate(task, 1, 1, TimeUnit.SECONDS);
        return () -> scheduled.cancel(false);
    }

    /** Stops everything that belongs to this scheduler alone. */
    void close() {
        if (own) {
            executor.shutdownNow();
        }
    }
}
