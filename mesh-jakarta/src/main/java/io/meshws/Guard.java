package io.meshws;

/**
 * Decides whether a client may use a name: subscribe to a record, a channel or a room's presence, write a record, join a
 * room, or read metadata.
 *
 * <pre>{@code
 * Guard signedIn = (caller, name) -> caller.principal().isPresent();
 * mesh.records().expose("score", signedIn);
 * }</pre>
 *
 * <p>Called on the container's thread for each attempt. An attempt that was allowed stays allowed until the client
 * unsubscribes.
 */
@FunctionalInterface
public interface Guard {

    /** Allows everyone. */
    Guard ANYONE = (connection, name) -> true;

    /**
     * @param name the requested record id, name of a channel or room, or id of a connection
     * @return a {@code boolean}, or a {@link java.util.concurrent.CompletionStage} of one, which frees the thread until
     *     it completes. Anything else refuses; so does a guard that throws, or whose stage fails
     */
    Object allows(MeshConnection connection, String name) throws Exception;
}
