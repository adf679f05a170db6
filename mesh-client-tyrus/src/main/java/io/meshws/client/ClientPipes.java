package io.meshws.client;

import io.meshws.client.internal.runtime.Promise;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Pipes from names of this client to others.
 *
 * <pre>{@code
 * Pipe<String> desk = client.openPipeSync("phone-1", "desk-1", "scans", String.class);
 * desk.send("4006381333931").thenRun(() -> System.out.println("The desk took it"));
 * client.onPipe(Pattern.compile("pages"), byte[].class, pipe -> System.out.println(pipe.peer()));
 * }</pre>
 */
public interface ClientPipes {

    /** Like {@link #openPipe(String, String, String, Type)}. */
    default <T> CompletableFuture<Pipe<T>> openPipe(String self, String peer, String name, Class<T> type) {
        return openPipe(self, peer, name, (Type) type);
    }

    /**
     * Opens a pipe. It connects when the other end opened it too, now or later; messages sent before then wait. After a lost
     * connection it is opened again, and goes on as if nothing had happened.
     *
     * @param self a name that this client has taken
     * @param peer the name of the other end
     * @param name of the pipe; two names may have several
     * @param type of the messages that the other end sends, which {@code T} must be; bytes are {@code byte[]} or
     *     {@link java.nio.ByteBuffer}
     * @return completes when the server agreed, whether or not the other end is there; fails with {@code EFORBIDDEN} if this client
     *     may not, or does not have the name
     * @throws IllegalStateException if this client already has that pipe
     */
    <T> CompletableFuture<Pipe<T>> openPipe(String self, String peer, String name, Type type);

    /** Like {@link #openPipe(String, String, String, Class)}, but waits. */
    default <T> Pipe<T> openPipeSync(String self, String peer, String name, Class<T> type) {
        return Promise.await(openPipe(self, peer, name, type));
    }

    /** Like {@link #openPipe(String, String, String, Type)}, but waits. */
    default <T> Pipe<T> openPipeSync(String self, String peer, String name, Type type) {
        return Promise.await(openPipe(self, peer, name, type));
    }

    /**
     * Accepts the pipes that others open to names of this client. The server has to allow the other end to open them.
     *
     * @param names of pipes, which the pattern matches as a whole; of several acceptors that match, the first accepts
     * @param acceptor called with each pipe, as listeners are; closing the pipe at once refuses it
     */
    <T> Subscription onPipe(Pattern names, Class<T> type, Consumer<? super Pipe<T>> acceptor);
}
