package io.meshws.internal.cluster;

/**
 * The operations of a {@link ClusterMessage.Call}, with the names that are sent. {@code connection.OwnerForm} defines
 * their arguments and results.
 */
public enum OwnerOperation {
    JOIN_ROOM,
    LEAVE_ROOM,
    LEAVE_ALL_ROOMS,
    PUBLISH_STATE,
    CLEAR_STATE,
    SET_METADATA,
    REQUEST,
    CANCEL_REQUEST,
    ASK_NAME,
    TELL_NAME,
    CLOSE,
    CLOSE_SEVERAL,
    CLOSE_USER
}
