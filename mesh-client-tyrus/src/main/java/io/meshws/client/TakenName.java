package io.meshws.client;

import io.meshws.client.internal.runtime.Promise;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * A name that this client took.
 *
 * <pre>{@code
 * TakenName till = client.takeNameSync("till-17");
 * till.ended().whenComplete((freed, lost) -> System.out.println("No longer " + till.name()));
 * till.freeSync();
 * }</pre>
 *
 * <p>Thread-safe.
 */
public interface TakenName extends Subscription {

    String name();

    /** When it was taken, by the server's clock; coming back after a broken link changes nothing. */
    Instant since();

    /** Whether this client has the name, as far as it knows; while the link is broken, the server keeps it for a while. */
    boolean isHeld();

    /**
     * How it ended: completes normally when it was freed or this client closed, and fails as {@link NameLost#why()} says when
     * the name was lost.
     */
    CompletableFuture<Void> ended();

    /** Frees the name. */
    CompletableFuture<Void> free();

    /** Like {@link #free}, but waits. */
    default void freeSync() {
        Promise.await(free());
    }

    /** Frees the name, without waiting for that. */
    @Override
    void close();
}
