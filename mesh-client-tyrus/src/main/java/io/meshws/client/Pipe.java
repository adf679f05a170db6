package io.meshws.client;

import io.meshws.client.internal.runtime.Promise;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * One end of a pipe between two names.
 *
 * <pre>{@code
 * Pipe<String> pipe = client.openPipeSync("phone-7", "desk-1", "notes", String.class);
 * pipe.send("hello").thenRun(() -> System.out.println("The other application took it"));
 * }</pre>
 *
 * <p>The messages of one end arrive at the other one in order, each message once while both processes live, across reconnects. At
 * most 1024 messages, or a million characters, that the application at the other end has not taken are on their way; further ones
 * wait here. Thread-safe.
 *
 * @param <T> the messages that the other end sends; for bytes, {@code byte[]} or {@link java.nio.ByteBuffer}
 */
public interface Pipe<T> extends AutoCloseable {
    /** The name of the pipe. */
    String name();

    /** The name of this end. */
    String self();

    /** The name of the other end. */
    String peer();

    /** Whether both ends are connected, as far as is known here. */
    boolean isOpen();

    /** Completes when both ends were connected for the first time; fails if the pipe is closed before. */
    CompletableFuture<Void> opened();

    /**
     * Sends a message: anything that JSON-B or JSON-P can express, or the bytes of a {@code byte[]} or of a
     * {@link java.nio.ByteBuffer}, whose position stays.
     *
     * @return completes when the application at the other end took it, however long that takes. Fails with {@code EUNKNOWN} if it
     *     was sent to a process that is gone, and may have been taken there; with {@code EGONE}, or the other end's error, if the
     *     pipe was closed before; with {@code EBUSY} if too much waits here; with {@code EPAYLOAD} if it can't be written
     */
    CompletableFuture<Void> send(Object message);

    /** Like {@link #send}, but waits until the application at the other end took it. */
    default void sendSync(Object message) {
        Promise.await(send(message));
    }

    /**
     * The messages of the other end, for one subscriber at a time. A message counts as taken when {@code onNext} returned;
     * messages that aren't requested wait, and slow the sender. {@code onNext} may block. The subscription completes when the pipe
     * is closed and everything that arrived was taken, and fails with a {@link MeshClientException} if the other end closed it
     * with an error. If {@code onNext} throws, or a message does not fit the type, the pipe is closed with an error.
     */
    Flow.Publisher<T> messages();

    /** Closes the pipe: messages that were not acknowledged fail, and the other end is told. */
    @Override
    void close();

    /**
     * Like {@link #close()}, with an error, in place of {@code EGONE}: messages that were not acknowledged fail with it, here and
     * at the other end, and so do the messages of both ends once those that arrived were taken.
     */
    void close(MeshClientException error);
}
