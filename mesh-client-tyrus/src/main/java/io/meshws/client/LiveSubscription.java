package io.meshws.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * A subscription to something on the server: a channel, a record, or who is in a room. It outlives connections: when
 * the client is back after a broken link, so is the subscription, before anyone is told. Thread-safe.
 *
 * <p>As a {@link Flow.Publisher}, it gives each subscriber the current {@link #value()} in the form of updates, and
 * then every update that follows, exactly once. The server is not involved in that. Updates wait for a subscriber that
 * does not request them, within the limits of the client's builder; a record's follower that falls behind further gets
 * the current value and goes on from there; any other subscription ends with {@code EBUSY}. Subscribers are called on
 * the client's callback threads, one call after the other, and may block.
 *
 * @param <V> the value
 * @param <E> the updates
 */
public interface LiveSubscription<V, E> extends Subscription, Flow.Publisher<E> {

    /** The current value, as far as this client knows; while the link is broken, the last one. */
    V value();

    /** Whether updates arrive: they don't while the link is broken, or after the end. */
    boolean isLive();

    /**
     * How it ended: completes normally when it was closed, and fails with a {@link MeshClientException} when the server
     * refused to restore it after a broken link.
     */
    CompletableFuture<Void> ended();

    /** Ends the subscription. The server is told if nothing else of this client follows the same. */
    @Override
    void close();
}
