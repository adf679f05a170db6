package io.meshws.client.internal.topic;

import io.meshws.client.internal.link.Reply;
import io.meshws.client.internal.link.Settings;
import io.meshws.client.internal.runtime.Timers;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonValue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Gives the features of a client access to the rest of it. Thread-safe. */
public interface Desk {

    /**
     * Calls one of mesh's own commands, which can be repeated without harm: it waits for a connection as other calls do,
     * and is sent again if the connection is lost before the reply.
     *
     * @return completes on a network thread, in the order of the frames; or wherever it failed
     */
    CompletableFuture<Reply> call(String command, JsonValue payload);

    /**
     * Has a task run that calls the application, after those that were posted before. If too many wait, the connection
     * ends.
     *
     * @param length of the data that the task keeps in memory
     */
    void post(int length, Runnable task);

    /** The JVM failed while something that the server sent was handed over: the connection ends, as that is lost. */
    void lost(VirtualMachineError error);

    /** Whether there is a connection, and all is restored. */
    boolean isOnline();

    /** For code of the application. */
    Executor executor();

    Timers timers();

    JsonBinding binding();

    Settings settings();
}
