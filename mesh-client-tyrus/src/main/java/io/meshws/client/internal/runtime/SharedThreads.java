package io.meshws.client.internal.runtime;

import io.meshws.protocol.Json;
import io.meshws.protocol.binding.JsonBinding;
import io.meshws.protocol.binding.Unfinished;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.lang.System.Logger.Level;

/** The threads that all clients of a class loader share. They exist while there are clients. */
final class SharedThreads {
    private static final System.Logger LOG = System.getLogger("io.meshws.client");
    private static SharedThreads current;
    private static int users;

    private final WorkThreads threads = WorkThreads.plain();
    private final Timers timers = new ScheduledTimers(threads.timer());
    private Jsonb jsonb;
    private JsonBinding binding;

    /** To be followed by one {@link #release}. */
    static synchronized SharedThreads acquire() {
        if (current == null) {
            current = new SharedThreads();
        }
        users++;
        return current;
    }

    /** Returns whether that was the last user. */
    static synchronized boolean release() {
        users--;
        if (users == 0) {
            current.close();
            current = null;
            return true;
        }
        return false;
    }

    WorkThreads threads() {
        return threads;
    }

    Timers timers() {
        return timers;
    }

    /** JSON-B for clients that were given none. */
    synchronized JsonBinding binding() {
        if (jsonb == null) {
            jsonb = JsonbBuilder.newBuilder()
                    .withConfig(Unfinished.refused())
                    .withProvider(Json.provider())
                    .build();
            binding = JsonBinding.unconfigured(jsonb);
        }
        return binding;
    }

    /** Tasks that were accepted still run. */
    private void close() {
        threads.close();
        if (jsonb != null) {
            try {
                jsonb.close();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "Cannot close JSON-B", e);
            }
        }
    }
}
