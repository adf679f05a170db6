package io.meshws.protocol;

/** The command names that belong to mesh. Names that begin with {@link #PREFIX} are reserved for it. */
public final class BuiltIn {
    public static final String PREFIX = "mesh/";

    /** First frame of every connection; the payload is the connection id. */
    public static final String ASSIGN_ID = "mesh/assign-id";
    /** What a client did that could not be answered as a reply; the payload is an {@link ErrorBody}. */
    public static final String ERROR = "mesh/error";
    /** A client's answer to a request of the server. */
    public static final String REPLY = "mesh/reply";

    public static final String PING = "ping";
    public static final String PONG = "pong";
    public static final String LATENCY = "latency";
    public static final String LATENCY_REQUEST = "latency:request";
    public static final String LATENCY_RESPONSE = "latency:response";

    public static final String NOOP = "mesh/noop";
    public static final String JOIN_ROOM = "mesh/join-room";
    public static final String LEAVE_ROOM = "mesh/leave-room";
    public static final String GET_ROOM_METADATA = "mesh/get-room-metadata";
    public static final String GET_CONNECTION_METADATA = "mesh/get-connection-metadata";
    public static final String GET_MY_CONNECTION_METADATA = "mesh/get-my-connection-metadata";
    public static final String SET_MY_CONNECTION_METADATA = "mesh/set-my-connection-metadata";

    public static final String SUBSCRIBE_PRESENCE = "mesh/subscribe-presence";
    public static final String UNSUBSCRIBE_PRESENCE = "mesh/unsubscribe-presence";
    public static final String PUBLISH_PRESENCE_STATE = "mesh/publish-presence-state";
    public static final String CLEAR_PRESENCE_STATE = "mesh/clear-presence-state";
    public static final String GET_PRESENCE_STATE = "mesh/get-presence-state";
    public static final String PRESENCE_UPDATE = "mesh/presence-update";

    private BuiltIn() {}
}
