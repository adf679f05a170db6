package io.meshws;

/**
 * Decides whether a client may use a name: subscribe to a record, a channel or a room's presence, write a record. Called on the container's
 * thread for each attempt; an attempt that was allowed stays allowed until the client unsubscribes.
 */
@FunctionalInterface
public interface Guard {

    /** Allows everyone. */
    Guard ANYONE = (connection, name) -> true;

    /**
     * @param name the record id, or the name of the channel or room, that was asked for
     * @return a {@code boolean}, or a {@link java.util.concurrent.CompletionStage} of one, which frees the thread until it
     *     completes. Anything else refuses, and so does a guard that throws or whose stage fails
     */
    Object allows(MeshConnection connection, String name) throws Exception;
}
