package io.meshws.client;

/** A registration that can be taken back. Thread-safe. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    /** Takes the registration back; a call that is running goes on to its end. Closing again does nothing. */
    @Override
    void close();
}
