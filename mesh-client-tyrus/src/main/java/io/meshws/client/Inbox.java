package io.meshws.client;

import io.meshws.protocol.CloseCode;
import io.meshws.protocol.Frame;
import java.lang.System.Logger.Level;

/** Brings what arrives to the listener thread. Thread-safe; never blocks. */
final class Inbox implements Connection.Owner {
    private final Mailbox mailbox;
    private final Listeners listeners;

    Inbox(Mailbox mailbox, Listeners listeners) {
        this.mailbox = mailbox;
        this.listeners = listeners;
    }

    @Override
    public void event(Connection connection, Frame.Event event, int length) {
        if (listeners.wants(event)) {
            post(connection, length, () -> listeners.deliver(event));
        }
    }

    @Override
    public void request(Connection connection, Frame.ServerCall request, int length) {
        post(
                connection,
                length,
                () -> listeners.answer(request, reply -> {
                    if (!connection.offer(reply)) {
                        MeshClient.LOG.log(
                                Level.WARNING, "Too much waits to be sent: a reply to the server was dropped");
                    }
                }));
    }

    @Override
    public void ended(Connection connection, CloseEvent event) {
        mailbox.put(() -> listeners.closed(event));
    }

    private void post(Connection connection, int length, Runnable task) {
        if (!mailbox.offer(length, task)) {
            connection.end(CloseCode.SLOW_CONSUMER, "The listeners fell behind; the connection was closed");
        }
    }
}
