package io.meshws.internal.connection;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The state of a connection: outside until it is let in, then in, then gone. Observers aren't told of a connection that
 * was never in. Thread-safe.
 */
final class Lifecycle {
    private enum Place {
        OUTSIDE,
        IN,
        GONE
    }

    private final AtomicReference<Place> place = new AtomicReference<>(Place.OUTSIDE);
    private volatile boolean wasIn;

    boolean isIn() {
        return place.get() == Place.IN;
    }

    boolean isGone() {
        return place.get() == Place.GONE;
    }

    /** Whether it was in when it went. */
    boolean wasIn() {
        return wasIn;
    }

    /** Returns whether it was outside. */
    boolean enter() {
        return place.compareAndSet(Place.OUTSIDE, Place.IN);
    }

    /** Returns whether it was there. */
    boolean leave() {
        Place before = place.getAndSet(Place.GONE);
        if (before == Place.IN) {
            wasIn = true;
        }
        return before != Place.GONE;
    }
}
