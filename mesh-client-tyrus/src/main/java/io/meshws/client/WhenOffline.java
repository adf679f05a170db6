package io.meshws.client;

/** How commands and events are treated that are sent while the connection is being made or restored. */
public enum WhenOffline {
    /**
     * They wait for the connection, as long as their time-out allows, and are sent in their order. The queue is bounded:
     * a call that finds it full fails with {@code EBUSY}.
     */
    WAIT,
    /** They fail at once with {@code EGONE}. */
    FAIL
}
