package io.meshws;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decides whether a client may use a name: subscribe to a record, a channel or a room's presence, write a record, join a
 * room, take a name, or read metadata.
 *
 * <pre>{@code
 * Guard signedIn = (caller, name) -> caller.principal().isPresent();
 * mesh.records().expose("score", signedIn);
 * }</pre>
 *
 * <p>Called on the container's thread for each attempt. An attempt that was allowed stays allowed until the client
 * unsubscribes. A guard that throws refuses.
 */
@FunctionalInterface
public interface Guard {

    /** Allows everyone. */
    Guard ANYONE = (connection, name) -> true;

    /**
     * @param name the requested name or record id, name of a channel or room, or id of a connection
     */
    boolean allows(MeshConnection connection, String name) throws Exception;

    /** A guard that doesn't hold the thread while it decides. */
    static Guard async(AsyncGuard guard) {
        return new GuardThatDecidesLater(Objects.requireNonNull(guard, "guard"));
    }

    /** Called by mesh. Like {@link #allows}, but a guard made with {@link #async} doesn't hold the thread. */
    default CompletionStage<Boolean> decide(MeshConnection connection, String name) throws Exception {
        return CompletableFuture.completedStage(allows(connection, name));
    }
}
