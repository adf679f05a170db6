package io.meshws.client.internal.link;

import io.meshws.client.CloseEvent;
import io.meshws.protocol.Frame;
import io.meshws.protocol.pipe.PipeBytes;
import java.util.List;

/** Tells the link of its connections, and the client of their frames. */
final class Intake implements Connection.Owner {
    private final Link link;
    private final LinkOwner owner;

    Intake(Link link, LinkOwner owner) {
        this.link = link;
        this.owner = owner;
    }

    @Override
    public void opened(Connection connection) {
        link.opened(connection);
    }

    @Override
    public void event(Connection connection, Frame.Event event, int length) {
        owner.event(connection, event, length);
    }

    @Override
    public void request(Connection connection, Frame.ServerCall request, int length) {
        owner.request(connection, request, length);
    }

    @Override
    public void bytes(PipeBytes message, int length) {
        owner.bytes(message, length);
    }

    @Override
    public void ended(Connection connection, boolean wasOpen, CloseEvent event, Reply.Failure failure) {
        link.ended(connection, wasOpen, event, failure);
    }

    @Override
    public void unanswered(Connection connection, List<Call> calls, Reply.Failure failure) {
        link.unanswered(connection, calls, failure);
    }
}
