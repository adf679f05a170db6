package io.meshws.presence;

import io.meshws.cluster.PresenceDirectory.Present;
import io.meshws.connection.Connection;
import java.util.ArrayList;
import java.util.List;

/**
 * One client that is told of a room's presence, with what it was when it subscribed. Updates wait until the client has
 * that, and follow it without a gap. Changes in the turns of its board.
 */
public final class PresenceSubscription {
    private final PresenceBoard board;
    private final Connection connection;
    private final Grouping by;
    private final Present present;
    /** Null once the client has the reply. */
    private List<String> held = new ArrayList<>();

    PresenceSubscription(PresenceBoard board, Connection connection, Grouping by, Present present) {
        this.board = board;
        this.connection = connection;
        this.by = by;
        this.present = present;
    }

    public Present present() {
        return present;
    }

    /**
     * The reply is on its way.
     *
     * @param success whether the client has the present list
     */
    public void replied(boolean success) {
        board.replied(this, success);
    }

    Connection connection() {
        return connection;
    }

    void goLive() {
        held.forEach(connection::sendFrame);
        held = null;
    }

    void tell(Update update) {
        if (by == Grouping.USER && update.stateEnd() != null) {
            send(update.stateEnd());
        }
        if (update.concerns(by)) {
            send(update);
        }
    }

    private void send(Update update) {
        if (held == null) {
            connection.sendFrame(update.frame(by));
        } else {
            held.add(update.frame(by));
        }
    }
}
