package io.meshws.presence;

import io.meshws.connection.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One client that is told of a room's presence, with what it was when it subscribed. Updates wait until the client has
 * that, and follow it without a gap. Changes in the turns of its board.
 */
public final class PresenceSubscription {
    private final PresenceBoard board;
    private final Connection connection;
    private final Set<String> present;
    private final Map<String, String> states;
    /** Null once the client has the reply. */
    private List<String> held = new ArrayList<>();

    PresenceSubscription(PresenceBoard board, Connection connection, Set<String> present, Map<String, String> states) {
        this.board = board;
        this.connection = connection;
        this.present = present;
        this.states = states;
    }

    public Set<String> present() {
        return present;
    }

    /** JSON texts by connection id. */
    public Map<String, String> states() {
        return states;
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
        if (held == null) {
            connection.sendFrame(update.frame());
        } else {
            held.add(update.frame());
        }
    }
}
