package io.meshws.internal.connection;

/**
 * Something begun with a client that ends by itself, by its deadline, or with the connection, whichever comes first.
 */
public interface InFlight {

    /** On the clock of {@link System#nanoTime}. */
    long deadline();

    void expire();

    /** The connection is closed. */
    void abandon();
}
