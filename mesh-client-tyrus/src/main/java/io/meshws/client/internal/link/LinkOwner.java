package io.meshws.client.internal.link;

import io.meshws.client.CloseEvent;
import io.meshws.client.ConnectionState;
import io.meshws.protocol.Frame;
import io.meshws.protocol.pipe.PipeBytes;
import java.util.concurrent.CompletableFuture;

/**
 * The client, as its {@link Link} knows it. {@link #state}, {@link #closed} and {@link #back} are called in the order in
 * which things happened, with the link's lock held: they may only queue.
 */
public interface LinkOwner {

    void state(ConnectionState state);

    /** An open connection has ended. */
    void closed(CloseEvent event);

    /** There is a connection again, and all is restored. */
    void back(String connectionId);

    /**
     * Restores the state of the last connection on a new one. Called on a network thread; must not block, and must not throw.
     *
     * @return completes, normally or not, unless the connection ends first
     */
    CompletableFuture<Void> restore(Connection connection);

    /** @param length of the frame, in characters */
    void event(Connection connection, Frame.Event event, int length);

    void request(Connection connection, Frame.ServerCall request, int length);

    /** @param length of the frame, in bytes */
    void bytes(PipeBytes message, int length);
}
