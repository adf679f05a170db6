package io.meshws.internal.follow;

import io.meshws.internal.connection.Connection;
import io.meshws.protocol.CloseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Holds a subscriber's messages back until the reply to its subscribing. Messages before the reply are held, and go out in
 * order when the gate opens. A subscriber that only needs the last state asks {@link #isOpen} instead, and is told that
 * state after the gate opened. For one thread at a time, except for {@link #isOpen}, and {@link #open} if nothing is held.
 *
 * @param <T> the messages to the subscriber
 */
public final class ReplyGate<T> {
    /** A client that still has no reply after so many messages cannot keep up. */
    private static final int MAX_BEFORE_REPLY = 16_384;

    private final Connection connection;
    private final Consumer<T> client;
    private List<T> held = new ArrayList<>();
    private volatile boolean open;

    /**
     * @param connection closed if it can't keep up
     * @param client receives the messages that pass
     */
    public ReplyGate(Connection connection, Consumer<T> client) {
        this.connection = connection;
        this.client = client;
    }

    /** Whether the client has its reply, and everything that came before it. On any thread. */
    public boolean isOpen() {
        return open;
    }

    /** The reply is in the client's outbox. */
    public void open() {
        // While a client is told, it can turn out to be gone, and code that hears of that may tell it more; that is
        // held too.
        for (int i = 0; i < held.size(); i++) {
            client.accept(held.get(i));
        }
        held = List.of();
        open = true;
    }

    /** Tells the client, or holds it until it has its reply. */
    public void tell(T message) {
        if (open) {
            client.accept(message);
        } else if (held.size() < MAX_BEFORE_REPLY) {
            held.add(message);
        } else {
            connection.close(CloseCode.SLOW_CONSUMER);
        }
    }
}
