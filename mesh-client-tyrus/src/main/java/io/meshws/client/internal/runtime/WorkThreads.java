package io.meshws.client.internal.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** The threads of several clients: a timer, and two crews. They start when they are needed and end when idle. Thread-safe. */
public final class WorkThreads implements AutoCloseable {
    private static final long IDLE_SECONDS = 10;

    private final ScheduledThreadPoolExecutor timer;
    private final Crew crew;
    private final Crew connectors;

    private WorkThreads(BiFunction<Runnable, String, Thread> maker) {
        timer = new ScheduledThreadPoolExecutor(1, named("timer", maker));
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        crew = new Crew(named("callback", maker), timer);
        connectors = new Crew(named("connect", maker), timer);
    }

    /** Plain daemon threads. */
    static WorkThreads plain() {
        return new WorkThreads((task, name) -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            // Not that of the application that happens to be first.
            thread.setContextClassLoader(WorkThreads.class.getClassLoader());
            return thread;
        });
    }

    /** Threads of a server, on which an application finds its context. */
    public static WorkThreads of(ThreadFactory factory) {
        return new WorkThreads((task, name) -> {
            Thread thread = factory.newThread(task);
            if (thread != null) {
                thread.setName(name);
            }
            return thread;
        });
    }

    private static ThreadFactory named(String role, BiFunction<Runnable, String, Thread> maker) {
        AtomicInteger count = new AtomicInteger();
        return task -> maker.apply(task, "mesh-client-" + role + "-" + count.incrementAndGet());
    }

    /** For tasks that the application may block. */
    public Executor crew() {
        return crew;
    }

    /** For attempts to connect. */
    Executor connectors() {
        return connectors;
    }

    /** For short tasks. */
    public ScheduledExecutorService timer() {
        return timer;
    }

    /** Tasks that were accepted still run, but for those that are due later. */
    @Override
    public void close() {
        timer.shutdownNow();
        crew.shutdown();
        connectors.shutdown();
    }
}
