package io.meshws.internal.cluster;

/** The operations of a {@link ClusterMessage.Call}, named as they travel. What each needs and answers is in {@code connection.OwnerForm}. */
public enum OwnerOperation {
    JOIN_ROOM,
    LEAVE_ROOM,
    LEAVE_ALL_ROOMS,
    PUBLISH_STATE,
    CLEAR_STATE,
    SET_METADATA,
    REQUEST,
    CANCEL_REQUEST,
    CLOSE,
    CLOSE_SEVERAL
}
