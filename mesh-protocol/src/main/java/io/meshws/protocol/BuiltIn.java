package io.meshws.protocol;

import java.util.Objects;
import java.util.Set;

/** The command names that belong to mesh. Names that begin with {@link #PREFIX} are reserved. */
public final class BuiltIn {
    public static final String PREFIX = "mesh/";

    /** First frame of every connection; the payload is the connection id. */
    public static final String ASSIGN_ID = "mesh/assign-id";
    /**
     * Reports something that a client did and that can't be answered as a reply; the payload is an {@link ErrorBody}.
     */
    public static final String ERROR = "mesh/error";
    /** A client's answer to a request of the server. */
    public static final String REPLY = "mesh/reply";

    public static final String PING = "ping";
    public static final String PONG = "pong";
    public static final String LATENCY = "latency";
    public static final String LATENCY_REQUEST = "latency:request";
    public static final String LATENCY_RESPONSE = "latency:response";

    /** A client's credential; see {@code docs/protocol.md}. No command: middleware does not run for it. */
    public static final String AUTHENTICATE = "mesh/authenticate";

    public static final String NOOP = "mesh/noop";
    public static final String JOIN_ROOM = "mesh/join-room";
    public static final String LEAVE_ROOM = "mesh/leave-room";
    public static final String GET_ROOM_METADATA = "mesh/get-room-metadata";
    public static final String GET_CONNECTION_METADATA = "mesh/get-connection-metadata";
    public static final String GET_MY_CONNECTION_METADATA = "mesh/get-my-connection-metadata";
    public static final String SET_MY_CONNECTION_METADATA = "mesh/set-my-connection-metadata";

    public static final String SUBSCRIBE_CHANNEL = "mesh/subscribe-channel";
    public static final String UNSUBSCRIBE_CHANNEL = "mesh/unsubscribe-channel";
    public static final String GET_CHANNEL_HISTORY = "mesh/get-channel-history";
    public static final String PUBLISH_CHANNEL = "mesh/publish-channel";
    /** A message of a channel that the client subscribed to. */
    public static final String SUBSCRIPTION_MESSAGE = "mesh/subscription-message";

    public static final String SUBSCRIBE_RECORD = "mesh/subscribe-record";
    public static final String UNSUBSCRIBE_RECORD = "mesh/unsubscribe-record";
    public static final String PUBLISH_RECORD_UPDATE = "mesh/publish-record-update";
    /** Writes several records, all or nothing. */
    public static final String TRANSACTION = "mesh/transaction";
    /** A record changed; see {@code docs/protocol.md} for the payload. */
    public static final String RECORD_UPDATE = "mesh/record-update";

    public static final String RECORD_DELETED = "mesh/record-deleted";

    public static final String SUBSCRIBE_COLLECTION = "mesh/subscribe-collection";
    public static final String UNSUBSCRIBE_COLLECTION = "mesh/unsubscribe-collection";
    /** Records came to a collection, or left it; see {@code docs/protocol.md} for the payload. */
    public static final String COLLECTION_DIFF = "mesh/collection-diff";

    /** A channel, a record, a collection or a room's presence that the client was subscribed to is no longer exposed. */
    public static final String UNSUBSCRIBED = "mesh/unsubscribed";

    private static final Set<String> RESERVED = Set.of(PING, PONG, LATENCY, LATENCY_REQUEST, LATENCY_RESPONSE);

    public static final String SUBSCRIBE_PRESENCE = "mesh/subscribe-presence";
    public static final String UNSUBSCRIBE_PRESENCE = "mesh/unsubscribe-presence";
    public static final String PUBLISH_PRESENCE_STATE = "mesh/publish-presence-state";
    public static final String CLEAR_PRESENCE_STATE = "mesh/clear-presence-state";
    public static final String GET_PRESENCE_STATE = "mesh/get-presence-state";
    public static final String PRESENCE_UPDATE = "mesh/presence-update";

    public static final String TAKE_NAME = "mesh/take-name";
    public static final String FREE_NAME = "mesh/free-name";
    /** A name that the client had; see {@code docs/protocol.md} for the payload. */
    public static final String NAME_LOST = "mesh/name-lost";

    public static final String OPEN_PIPE = "mesh/open-pipe";
    public static final String CLOSE_PIPE = "mesh/close-pipe";
    /** A pipe was opened to a name that the client has. */
    public static final String PIPE_WANTED = "mesh/pipe-wanted";
    /** Both ends opened the pipe. */
    public static final String PIPE_OPEN = "mesh/pipe-open";
    /** A message of a pipe, or the question whether one arrived; the frames of pipes are no commands. */
    public static final String PIPE = "mesh/pipe";

    public static final String PIPE_ACK = "mesh/pipe-ack";
    public static final String PIPE_RESUME = "mesh/pipe-resume";
    /** The other end of a pipe is away. */
    public static final String PIPE_STATE = "mesh/pipe-state";
    /** The other end closed the pipe, or it cannot go on. */
    public static final String PIPE_CLOSED = "mesh/pipe-closed";

    private static final Set<String> COMMANDS = Set.of(
            NOOP,
            JOIN_ROOM,
            LEAVE_ROOM,
            GET_ROOM_METADATA,
            GET_CONNECTION_METADATA,
            GET_MY_CONNECTION_METADATA,
            SET_MY_CONNECTION_METADATA,
            SUBSCRIBE_CHANNEL,
            UNSUBSCRIBE_CHANNEL,
            GET_CHANNEL_HISTORY,
            PUBLISH_CHANNEL,
            SUBSCRIBE_RECORD,
            UNSUBSCRIBE_RECORD,
            PUBLISH_RECORD_UPDATE,
            TRANSACTION,
            SUBSCRIBE_COLLECTION,
            UNSUBSCRIBE_COLLECTION,
            SUBSCRIBE_PRESENCE,
            UNSUBSCRIBE_PRESENCE,
            PUBLISH_PRESENCE_STATE,
            CLEAR_PRESENCE_STATE,
            GET_PRESENCE_STATE,
            TAKE_NAME,
            FREE_NAME,
            OPEN_PIPE,
            CLOSE_PIPE);

    private BuiltIn() {}

    /** The names that are commands: a client may call them, and middleware runs for them. */
    public static Set<String> commands() {
        return COMMANDS;
    }

    /**
     * Checks a name that an application chose for a command or event.
     *
     * @throws IllegalArgumentException if the name is empty, too long or mesh's own
     */
    public static String checkApplicationName(String name) {
        Objects.requireNonNull(name, "The name of a command or event must not be null");
        if (name.isEmpty() || name.length() > FrameReader.MAX_COMMAND_LENGTH) {
            throw new IllegalArgumentException(
                    "The name of a command or event has 1 to " + FrameReader.MAX_COMMAND_LENGTH + " characters");
        }
        if (name.startsWith(PREFIX) || RESERVED.contains(name)) {
            throw new IllegalArgumentException("The name " + name + " is reserved");
        }
        return name;
    }
}
