package io.meshws.internal.cluster;

/** The operations that an instance can ask the owner of a connection for. Each line: argument; body; result. */
public enum OwnerOperation {
    /** Room name; none; whether it wasn't a member before. */
    JOIN_ROOM,
    /** Room name; none; whether it was a member. */
    LEAVE_ROOM,
    /** None; none; null. */
    LEAVE_ALL_ROOMS,
    /** Room name; {@code state}, {@code expireAfter} in ms or absent, {@code silent}; whether it was published. */
    PUBLISH_STATE,
    /** Room name; none; whether there was a state. */
    CLEAR_STATE,
    /** Wire name of the merge strategy; the metadata; null. */
    SET_METADATA,
    /** Command; payload; the client's answer. */
    REQUEST,
    /** The call id of a {@link #REQUEST} that nobody waits for any longer; none; null. */
    CANCEL_REQUEST,
    /** None; none; null. */
    CLOSE,
    /** Not for a single connection. None; JSON array of connection ids; how many of them are open. */
    CLOSE_SEVERAL
}
