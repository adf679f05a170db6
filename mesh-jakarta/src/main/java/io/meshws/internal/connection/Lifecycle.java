package io.meshws.internal.connection;

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

    private volatile Place place = Place.OUTSIDE;
    private volatile boolean wasIn;

    boolean isIn() {
        return place == Place.IN;
    }

    boolean isGone() {
        return place == Place.GONE;
    }

    /** Whether it was in when it went. */
    boolean wasIn() {
        return wasIn;
    }

    /** Returns whether it was outside. */
    synchronized boolean enter() {
        if (place != Place.OUTSIDE) {
            return false;
        }
        place = Place.IN;
        return true;
    }

    /** Returns whether it was there. */
    synchronized boolean leave() {
        if (place == Place.GONE) {
            return false;
        }
        wasIn = place == Place.IN;
        place = Place.GONE;
        return true;
    }
}
