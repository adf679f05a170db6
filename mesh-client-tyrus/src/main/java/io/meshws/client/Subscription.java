package io.meshws.client;

/**
 * A registration that can be taken back.
 *
 * <pre>{@code
 * Subscription news = client.on("announcement", String.class, text -> System.out.println(text));
 * news.close();
 * }</pre>
 *
 * <p>Thread-safe.
 */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    /** Takes the registration back; a call that is running goes on to its end. Closing again does nothing. */
    @Override
    void close();
}
