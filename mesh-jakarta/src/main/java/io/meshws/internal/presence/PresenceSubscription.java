package io.meshws.internal.presence;

import io.meshws.internal.cluster.PresenceDirectory.Present;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.follow.ReplyGate;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A client that is told of a room's presence, with the presence at the time when it subscribed. Updates wait until the
 * client has that, and follow it without a gap. All joins and leaves are sent. If the client doesn't keep up ({@link
 * Connection#isFilling}), only the last state of each connection is sent: it waits here until the client keeps up
 * again, and never comes after the leave. Changes in the tasks of its room.
 */
public final class PresenceSubscription {
    private final RoomPresence room;
    private final Connection connection;
    private final Grouping by;
    /** Null once the client has the reply. */
    private Present present;
    /** For joins and leaves. */
    private final ReplyGate<Update> gate;
    /** The last state of each connection that the client wasn't told yet; comes after everything that is held. */
    private final Map<String, Update> late = new LinkedHashMap<>();

    PresenceSubscription(RoomPresence room, Connection connection, Grouping by, Present present) {
        this.room = room;
        this.connection = connection;
        this.by = by;
        this.present = present;
        this.gate = new ReplyGate<>(connection, update -> connection.sendShared(update.frame(by)));
    }

    public Present present() {
        return present;
    }

    /**
     * The reply is on its way.
     *
     * @param success whether the client has the present list
     * @param untold the connections with states that didn't fit: they follow
     */
    public void replied(boolean success, Collection<String> untold) {
        room.replied(this, success, untold);
    }

    Connection connection() {
        return connection;
    }

    /** @param untold the states that the reply lacked */
    void goLive(List<Update> untold) {
        present = null;
        untold.forEach(state -> late.putIfAbsent(state.connectionId(), state));
        gate.open();
        catchUp();
    }

    void tell(Update update) {
        switch (update.type()) {
            case JOIN -> send(update);
            case LEAVE -> leave(update);
            case STATE -> {
                late.put(update.connectionId(), update);
                catchUp();
            }
        }
    }

    private void leave(Update update) {
        Update untold = late.remove(update.connectionId());
        Update end = update.stateEnd() == null ? untold : update.stateEnd();
        // Clients that are told of a leave don't need the end of the state.
        if (by == Grouping.USER && end != null) {
            send(end);
        }
        send(update);
    }

    /** Sends late updates, as far as the client keeps up. */
    void catchUp() {
        Iterator<Update> states = late.values().iterator();
        while (gate.isOpen() && states.hasNext() && !connection.isFilling()) {
            connection.sendShared(states.next().frame(by));
            states.remove();
        }
    }

    private void send(Update update) {
        if (update.concerns(by)) {
            gate.tell(update);
        }
    }
}
