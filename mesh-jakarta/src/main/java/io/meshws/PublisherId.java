package io.meshws;

/** Whether subscribers are told which client published a message. */
public enum PublisherId {
    /** Subscribers aren't told. */
    HIDDEN,
    /** Each message that a client publishes carries the id of the connection that it came from. */
    SHOWN
}
