package io.meshws.client.internal.runtime;

import io.meshws.protocol.Json;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.lang.System.Logger.Level;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What all clients of a class loader share. It is there while there are clients. */
final class SharedThreads {
    private static final System.Logger LOG = System.getLogger("io.meshws.client");
    private static final long IDLE_SECONDS = 10;
    private static SharedThreads current;
    private static int users;

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named("timer"));
    private final Crew crew = new Crew(named("callback"), timer);
    private final Crew connectors = new Crew(named("connect"), timer);
    private final Timers timers = new ScheduledTimers(timer);
    private Jsonb jsonb;
    private JsonBinding binding;

    private SharedThreads() {
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
    }

    /** To be followed by one {@link #release}. */
    static synchronized SharedThreads acquire() {
        if (current == null) {
            current = new SharedThreads();
        }
        users++;
        return current;
    }

    static synchronized void release() {
        users--;
        if (users == 0) {
            current.close();
            current = null;
        }
    }

    Crew crew() {
        return crew;
    }

    Timers timers() {
        return timers;
    }

    /** For attempts to connect. */
    Crew connectors() {
        return connectors;
    }

    /** JSON-B for clients that were given none. */
    synchronized JsonBinding binding() {
        if (jsonb == null) {
            jsonb = JsonbBuilder.newBuilder().withProvider(Json.provider()).build();
            binding = JsonBinding.unconfigured(jsonb);
        }
        return binding;
    }

    /** Tasks that were accepted still run. */
    private void close() {
        timer.shutdownNow();
        crew.shutdown();
        connectors.shutdown();
        if (jsonb != null) {
            try {
                jsonb.close();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "Closing JSON-B", e);
            }
        }
    }

    private static ThreadFactory named(String role) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "mesh-client-" + role + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            // Not that of whichever application happens to be first.
            thread.setContextClassLoader(SharedThreads.class.getClassLoader());
            return thread;
        };
    }
}
