package io.meshws.internal.presence;

import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import java.util.Locale;

/**
 * A change of a room's presence as subscribers are told of it. The frame for each kind of subscriber is encoded once,
 * when first needed. Not thread-safe.
 */
final class Update {
    enum Type {
        JOIN,
        LEAVE,
        STATE
    }

    /**
     * The changed connection.
     *
     * @param user the connection's user; the connection's id if it has none
     * @param time the store's time, in ms since 1970
     */
    record Subject(String room, String connectionId, String user, long time) {}

    private final Type type;
    private final Subject subject;
    private final boolean ofUser;
    /** JSON text; null unless this is a state. */
    private final String state;

    private final Update stateEnd;
    private String byConnection;
    private String byUser;

    private Update(Type type, Subject subject, boolean ofUser, String state, Update stateEnd) {
        this.type = type;
        this.subject = subject;
        this.ofUser = ofUser;
        this.state = state;
        this.stateEnd = stateEnd;
    }

    /** @param first whether the user wasn't present before */
    static Update joined(Subject subject, boolean first) {
        return new Update(Type.JOIN, subject, first, null, null);
    }

    /** @param last whether the user is no longer present */
    static Update left(Subject subject, boolean last, boolean hadState) {
        return new Update(Type.LEAVE, subject, last, null, hadState ? state(subject, "null") : null);
    }

    /** @param state JSON text; the text {@code null} if the state was cleared */
    static Update state(Subject subject, String state) {
        return new Update(Type.STATE, subject, true, state, null);
    }

    Type type() {
        return type;
    }

    String connectionId() {
        return subject.connectionId();
    }

    /**
     * For a leave: the update that the connection's state is gone too, for subscribers that aren't told of the leave;
     * null if there was no state.
     */
    Update stateEnd() {
        return stateEnd;
    }

    /** Whether the update is visible in this grouping. */
    boolean concerns(Grouping by) {
        return ofUser || by == Grouping.CONNECTION;
    }

    String frame(Grouping by) {
        if (by == Grouping.USER) {
            byUser = byUser == null ? encode(by) : byUser;
            return byUser;
        }
        byConnection = byConnection == null ? encode(by) : byConnection;
        return byConnection;
    }

    private String encode(Grouping by) {
        StringBuilder text = new StringBuilder("{\"type\":\"")
                .append(type.name().toLowerCase(Locale.ROOT))
                .append('"');
        if (by == Grouping.CONNECTION || type == Type.STATE) {
            text.append(",\"connectionId\":").append(Json.quote(subject.connectionId()));
        }
        if (by == Grouping.USER) {
            text.append(",\"userId\":").append(Json.quote(subject.user()));
        }
        text.append(",\"roomName\":").append(Json.quote(subject.room()));
        if (type == Type.STATE) {
            text.append(",\"state\":").append(state);
        }
        return FrameText.event(
                BuiltIn.PRESENCE_UPDATE,
                text.append(",\"timestamp\":")
                        .append(subject.time())
                        .append('}')
                        .toString());
    }
}
